"""The one Jinja environment."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, Final, TypedDict

import jinja2

from errsmith.bytecode import CompiledTemplates
from errsmith.filters import FILTERS
from errsmith.registry.wording import nearest

TEMPLATES: Final = Path(__file__).with_name("targets")

VIEW_VERSION: Final = 1
"""Version of what templates receive: raised when an attribute or a filter goes or changes."""


class TemplateError(Exception):
    """A template cannot be used.

    Attributes:
        path: The template's file.
        line: Line in it, None if unknown.
        reason: What is wrong with it.
    """

    def __init__(self, path: str, line: int | None, reason: str) -> None:
        super().__init__(path, line, reason)
        self.path, self.line, self.reason = path, line, reason

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.reason}"


def environment(templates: Path | None = None) -> jinja2.Environment:
    """Make the environment; a folder of a user's templates replaces ours by name.

    Raises:
        TemplateError: The path is not a folder, or has a template that replaces nothing or cannot
            be read.
    """
    folders = [TEMPLATES]
    if templates is not None:
        _check_templates(templates)
        folders.insert(0, templates)
    made = _Environment(
        loader=jinja2.FileSystemLoader(folders),
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        bytecode_cache=CompiledTemplates(TEMPLATES, _OPTIONS),
        **_OPTIONS,
    )
    made.filters.update({name: _defined(filter_) for name, filter_ in FILTERS.items()})
    return made


class _Options(TypedDict):
    trim_blocks: bool
    lstrip_blocks: bool
    keep_trailing_newline: bool


_OPTIONS: Final = _Options(trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
"""How templates are compiled."""


class _Environment(jinja2.Environment):
    """Takes attributes as Python does, and says what was meant by one that is not there."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Give an attribute of a view; Jinja would go on to look for an item."""
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return self.undefined(_lacking(obj, attribute), obj, attribute)


def _lacking(obj: object, attribute: str) -> str:
    """Say what a template asked for that its view does not have, and what was probably meant."""
    meant = nearest(attribute, [name for name in dir(obj) if not name.startswith("_")])
    hint = f" (did you mean {meant!r}?)" if meant else ""
    return f"{type(obj).__name__!r} has no attribute {attribute!r}{hint}"


def _defined(filter_: Callable[..., str]) -> Callable[..., str]:
    """Make a filter name what is missing, whatever it would do with it."""

    @wraps(filter_)
    def checked(value: object, *arguments: object) -> str:
        if isinstance(value, jinja2.Undefined):
            str(value)  # raises
        return filter_(value, *arguments)

    return checked


def names() -> list[str]:
    """Give the names of all templates, sorted."""
    return sorted(p.relative_to(TEMPLATES).as_posix() for p in TEMPLATES.rglob("*.jinja"))


def _check_templates(templates: Path) -> None:
    if not templates.is_dir():
        reason = "is not a folder" if templates.exists() else "there is no such folder of templates"
        raise TemplateError(str(templates), None, reason)
    known = names()
    found = sorted(templates.rglob("*.jinja"))
    if not found:
        reason = f"holds no template; there are {', '.join(known)}"
        raise TemplateError(str(templates), None, reason)
    for path in found:
        name = path.relative_to(templates).as_posix()
        if name not in known:
            meant = nearest(name, known)
            hint = f"did you mean {meant}?" if meant else f"there are {', '.join(known)}"
            raise TemplateError(str(path), None, f"replaces no template; {hint}")
        if unreadable := _unreadable(path):
            raise TemplateError(str(path), None, unreadable)


def _unreadable(path: Path) -> str | None:
    """Return why a template cannot be used, or None if it is a text file.

    Jinja skips anything but files, and would use the template that this one should replace.
    """
    if not path.is_file():
        return "is not a file"
    try:
        source = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        return f"is not UTF-8: byte 0x{error.object[error.start]:02x} at {error.start}"
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    if "\0" in source:
        return "is not text: it has a NUL byte"
    if source.startswith("\ufeff"):
        return "begins with a byte order mark; save it as UTF-8 without one"
    return None


def render(made: jinja2.Environment, name: str, view: object) -> bytes:
    """Render a template over its view.

    Raises:
        TemplateError: The template has an error of syntax, or asks for what the view does not have.
    """
    try:
        return made.get_template(name).render(view=view).encode()
    except jinja2.TemplateSyntaxError as error:
        raise TemplateError(error.filename or name, error.lineno, error.message or "") from error
    except jinja2.UndefinedError as error:
        path, line = _place(error, made, name)
        reason = f"{error}; views are of version {VIEW_VERSION}, see errsmith/targets/README.md"
        raise TemplateError(path, line, reason) from error
    except jinja2.TemplateNotFound as error:
        path, line = _place(error, made, name)
        raise TemplateError(path, line, f"there is no template {error.name}") from error
    except Exception as error:  # A template may call anything, and it may raise anything.
        path, line = _place(error, made, name)
        raise TemplateError(path, line, f"{type(error).__name__}: {error}") from error


def _place(error: BaseException, made: jinja2.Environment, name: str) -> tuple[str, int | None]:
    """Find the line of the template in which an error arose."""
    loader = made.loader
    known = loader.searchpath if isinstance(loader, jinja2.FileSystemLoader) else []
    place: tuple[str, int | None] = (name, None)
    trace = error.__traceback__
    while trace is not None:
        path = trace.tb_frame.f_code.co_filename
        if path.endswith(".jinja") and any(path.startswith(folder) for folder in known):
            place = (path, trace.tb_lineno)
        trace = trace.tb_next
    return place
