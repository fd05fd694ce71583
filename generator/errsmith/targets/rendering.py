"""Render templates from views, with one Jinja environment per target."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager, nullcontext, suppress
from functools import wraps
from keyword import iskeyword
from pathlib import Path
from typing import Any, Final

import jinja2
from jinja2 import nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame

from errsmith.registry.wording import guess_choice
from errsmith.targets.target import Rendering, Target, TargetError

VIEW_VERSION: Final = 1
"""Version of the views and filters: raised when one of them is removed or changes."""


class TemplateError(TargetError):
    """A template cannot be used.

    Attributes:
        path: The template file.
        line: Line in the file, or None if unknown.
        reason: What is wrong with it.
    """

    def __init__(self, path: str, line: int | None, reason: str) -> None:
        super().__init__(path, line, reason)
        self.path, self.line, self.reason = path, line, reason

    def __str__(self) -> str:
        location = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{location}: {self.reason}"


class Renderer:
    """Renders the templates of a target.

    Args:
        target: The target.
        templates: Folder of templates that replace errsmith's own. Its subfolders are named after
            targets.
    """

    def __init__(self, target: Target, templates: Path | None = None) -> None:
        own = () if templates is None else (templates / target.name,)
        self._target = target
        self._folders = (*own, target.templates)
        self._compiled: dict[str, jinja2.Template] = {}
        loader: jinja2.BaseLoader = jinja2.FileSystemLoader(self._folders)
        self.environment = _Environment(
            loader=jinja2.PrefixLoader({target.prefix: loader}) if target.prefix else loader,
            undefined=jinja2.StrictUndefined,
            autoescape=False,
            bytecode_cache=_open_cache(),
            auto_reload=False,
            cache_size=-1,  # A dict; a limited cache takes a lock for each import of a macro.
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        filters = target.filters.items()
        self.environment.filters.update(
            {name: _require_defined(filter_) for name, filter_ in filters}
        )

    def render(self, rendering: Rendering) -> bytes:
        """Render a template with its view.

        Raises:
            TemplateError: The template has a syntax error, or uses something that the view does
                not have.
        """
        name = f"{self._target.prefix}/{rendering.template}".removeprefix("/")
        try:
            if name not in self._compiled:
                self._compiled[name] = self.environment.get_template(name)
            text = self._compiled[name].render(view=rendering.view)
        except jinja2.TemplateSyntaxError as error:
            # The lexer passes the path of the file as the name of the template.
            path = error.filename or error.name or name
            raise TemplateError(path, error.lineno, error.message or "") from error
        except jinja2.UndefinedError as error:
            raise self._report_missing(error, name, str(error)) from error
        except jinja2.TemplateNotFound as error:
            reason = f"there is no template {error.name}"
            raise TemplateError(*self._locate(error, name), reason) from error
        except Exception as error:  # A template can call anything, and that can raise anything.
            if isinstance(error, AttributeError) and _is_raised_by_template(error):
                reason = _describe_missing(error.obj, error.name or "")
                raise self._report_missing(error, name, reason) from error
            reason = f"{type(error).__name__}: {error}"
            raise TemplateError(*self._locate(error, name), reason) from error
        try:
            return text.encode()
        except UnicodeEncodeError as error:
            reason = "prints half of a surrogate pair, which no file in UTF-8 can contain"
            raise TemplateError(self._compiled[name].filename or name, None, reason) from error

    def _report_missing(self, error: Exception, name: str, reason: str) -> TemplateError:
        """Return the error about a template that uses what its view does not have."""
        version = f"views are of version {VIEW_VERSION}, see {self._target.manual}"
        return TemplateError(*self._locate(error, name), f"{reason}; {version}")

    def _locate(self, error: BaseException, name: str) -> tuple[str, int | None]:
        """Return the file and line of the template that raised an error."""
        folders = tuple(map(str, self._folders))
        location: tuple[str, int | None] = (name, None)
        trace = error.__traceback__
        while trace is not None:
            path = trace.tb_frame.f_code.co_filename
            if path.endswith(".jinja") and path.startswith(folders):
                location = (path, trace.tb_lineno)
            trace = trace.tb_next
        return location


class _Cache(jinja2.FileSystemBytecodeCache):
    """Caches compiled templates in the user's temporary folder."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load a compiled template unless its file is damaged."""
        try:
            super().load_bytecode(bucket)
        except Exception:  # noqa: BLE001 - a damaged pickle can raise anything
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Store a compiled template if the disk allows it."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def _open_cache() -> _Cache | None:
    """Return the cache of compiled templates, or None if there is no safe folder for it."""
    try:
        return _Cache(pattern="errsmith-2-%s.cache")
    except (OSError, RuntimeError):
        return None


_DEFAULTS: Final = frozenset({"default", "d"})
"""Jinja's filter for missing values, under both of its names."""


class _Compiler(CodeGenerator):
    """Compiles the lookup of an attribute to the same lookup in Python.

    Jinja would call a function, which also looks for an item. Pages look up hundreds of attributes.
    """

    _allows_missing = False

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """Write the lookup of an attribute."""
        if self._allows_missing or iskeyword(node.attr):
            super().visit_Getattr(node, frame)
        else:
            self.visit(node.node, frame)
            self.write(f".{node.attr}")

    def visit_Test(self, node: nodes.Test, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """Write a test, which can ask whether an attribute is defined."""
        with self._allow_missing():
            super().visit_Test(node, frame)

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """Write a filter, which can have a default for an attribute."""
        with self._allow_missing() if node.name in _DEFAULTS else nullcontext():
            super().visit_Filter(node, frame)

    @contextmanager
    def _allow_missing(self) -> Iterator[None]:
        before, self._allows_missing = self._allows_missing, True
        yield
        self._allows_missing = before


class _Environment(jinja2.Environment):
    """Looks up attributes as Python does, and suggests a name for a missing one."""

    code_generator_class = _Compiler

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the names that all templates have; Jinja's own mapping is slow to copy."""
        return {**self.globals, **(d or {})}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return an attribute of a view; Jinja itself would also look for an item."""
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return self.undefined(_describe_missing(obj, attribute), obj, attribute)


def _is_raised_by_template(error: Exception) -> bool:
    """Return whether an error occurred in a template, and not in a function that it called."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and trace.tb_frame.f_code.co_filename.endswith(".jinja")


def _describe_missing(obj: object, attribute: str) -> str:
    """Return a message about a missing attribute, with the name that was probably meant."""
    meant = guess_choice(attribute, [name for name in dir(obj) if not name.startswith("_")])
    hint = f" (did you mean {meant!r}?)" if meant else ""
    return f"{type(obj).__name__!r} has no attribute {attribute!r}{hint}"


def _require_defined(filter_: Callable[..., str]) -> Callable[..., str]:
    """Return a filter that always raises for a missing value."""
    if hasattr(filter_, "cache_info"):
        return filter_  # Its cache hashes the value, which raises for a missing one.

    @wraps(filter_)
    def filter_defined(value: object, *arguments: object) -> str:
        if isinstance(value, jinja2.Undefined):
            str(value)  # raises
        return filter_(value, *arguments)

    return filter_defined
