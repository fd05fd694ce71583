"""Render templates from views, with one Jinja environment per target."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import Any, Final

import jinja2
from jinja2.bccache import Bucket

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
        self.environment = _Environment(
            loader=jinja2.PrefixLoader({target.name: jinja2.FileSystemLoader(self._folders)}),
            undefined=jinja2.StrictUndefined,
            autoescape=False,
            bytecode_cache=_open_cache(),
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
        name = f"{self._target.name}/{rendering.template}"
        try:
            return self.environment.get_template(name).render(view=rendering.view).encode()
        except jinja2.TemplateSyntaxError as error:
            path = error.filename or name
            raise TemplateError(path, error.lineno, error.message or "") from error
        except jinja2.UndefinedError as error:
            version = f"views are of version {VIEW_VERSION}, see errsmith/targets/README.md"
            raise TemplateError(*self._locate(error, name), f"{error}; {version}") from error
        except jinja2.TemplateNotFound as error:
            reason = f"there is no template {error.name}"
            raise TemplateError(*self._locate(error, name), reason) from error
        except Exception as error:  # A template can call anything, and that can raise anything.
            reason = f"{type(error).__name__}: {error}"
            raise TemplateError(*self._locate(error, name), reason) from error

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
        return _Cache(pattern="errsmith-%s.cache")
    except (OSError, RuntimeError):
        return None


class _Environment(jinja2.Environment):
    """Looks up attributes as Python does, and suggests a name for a missing one."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return an attribute of a view; Jinja itself would also look for an item."""
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return self.undefined(_describe_missing(obj, attribute), obj, attribute)


def _describe_missing(obj: object, attribute: str) -> str:
    """Return a message about a missing attribute, with the name that was probably meant."""
    meant = guess_choice(attribute, [name for name in dir(obj) if not name.startswith("_")])
    hint = f" (did you mean {meant!r}?)" if meant else ""
    return f"{type(obj).__name__!r} has no attribute {attribute!r}{hint}"


def _require_defined(filter_: Callable[..., str]) -> Callable[..., str]:
    """Wrap a filter so that it always raises for a missing value."""

    @wraps(filter_)
    def filter_defined(value: object, *arguments: object) -> str:
        if isinstance(value, jinja2.Undefined):
            str(value)  # raises
        return filter_(value, *arguments)

    return filter_defined


def list_templates(targets: Iterable[Target]) -> list[str]:
    """Return the sorted names of the targets' templates."""
    return sorted(
        f"{target.name}/{path.relative_to(target.templates).as_posix()}"
        for target in targets
        for path in target.templates.rglob("*.jinja")
    )


def check_templates(templates: Path, targets: Iterable[Target]) -> None:
    """Check that each template in a folder replaces one of the targets' templates.

    Raises:
        TemplateError: The folder does not exist, is not a folder or has no template, or a template
            replaces nothing or cannot be read.
    """
    if not templates.is_dir():
        reason = "is not a folder" if templates.exists() else "does not exist"
        raise TemplateError(str(templates), None, f"{reason}; use --templates to name the folder")
    names = list_templates(targets)
    paths = sorted(templates.rglob("*.jinja"))
    if not paths:
        reason = f"contains no template. You can replace {', '.join(names)}"
        raise TemplateError(str(templates), None, reason)
    for path in paths:
        name = path.relative_to(templates).as_posix()
        if name not in names:
            meant = guess_choice(name, names)
            hint = f"Did you mean {meant}?" if meant else f"You can replace {', '.join(names)}"
            raise TemplateError(str(path), None, f"replaces no template. {hint}")
        if fault := _explain_unreadable(path):
            raise TemplateError(str(path), None, fault)


def _explain_unreadable(path: Path) -> str | None:
    """Return why a template cannot be read, or None if it can.

    Jinja skips anything but files and would use the template that this one should replace.
    """
    if not path.is_file():
        return "is not a file"
    try:
        source = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        byte = f"byte 0x{error.object[error.start]:02x} at offset {error.start}"
        return f"is not UTF-8: {byte}; save it as UTF-8"
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    if "\0" in source:
        return "is not text: it contains a NUL byte"
    if source.startswith("\ufeff"):
        return "begins with a byte order mark; save it as UTF-8 without one"
    return None
