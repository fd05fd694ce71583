"""The one Jinja environment."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from typing import Final

import attrs
import jinja2
from jinja2.bccache import Bucket

from errsmith.filters import FILTERS
from errsmith.wording import nearest

TEMPLATES: Final = Path(__file__).with_name("targets")

VIEW_VERSION: Final = 1
"""Version of what templates receive: raised when an attribute or a filter goes or changes."""


_VIEWS: Final = f"views are of version {VIEW_VERSION}, see errsmith/targets/README.md"


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
        TemplateError: The folder is none, or holds a template that replaces nothing.
    """
    folders = [TEMPLATES]
    if templates is not None:
        _check_names(templates)
        folders.insert(0, templates)
    made = _Environment(
        loader=jinja2.FileSystemLoader(folders),
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=_Compiled(),
    )
    made.filters.update(FILTERS)
    return made


class _Compiled(jinja2.BytecodeCache):
    """Keeps errsmith's own templates compiled where Python keeps modules: in `__pycache__`.

    What is kept is for one version of Python and of Jinja, and for the text of the template. Where
    nothing can be written, or Python is told to write nothing, templates are compiled each time.
    """

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Give the place of a compiled template; empty for a user's own."""
        if filename is None or Path(filename) != TEMPLATES / name:
            return ""
        version = "".join(filter(str.isalnum, f"jinja{jinja2.__version__}"))
        return cache_from_source(filename, optimization=version)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read a compiled template, if there is one of this very text."""
        if bucket.key:
            try:
                with Path(bucket.key).open("rb") as file:
                    bucket.load_bytecode(file)
            except Exception:  # noqa: BLE001 - a file that was cut off raises whatever it likes
                bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template for the next run."""
        if bucket.key and not sys.dont_write_bytecode:
            place = Path(bucket.key)
            written = place.with_name(f"{place.name}.{os.getpid()}")
            with suppress(OSError):
                place.parent.mkdir(exist_ok=True)
                with written.open("wb") as file:
                    bucket.write_bytecode(file)
                written.replace(place)


class _Environment(jinja2.Environment):
    """Takes attributes of views as Python does; Jinja would go on to look for items."""

    getattr = staticmethod(getattr)  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]


def names() -> list[str]:
    """Give the names of all templates, sorted."""
    return sorted(p.relative_to(TEMPLATES).as_posix() for p in TEMPLATES.rglob("*.jinja"))


def _check_names(templates: Path) -> None:
    if not templates.is_dir():
        raise TemplateError(str(templates), None, "there is no such folder of templates")
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
        raise TemplateError(path, line, f"{error}; {_VIEWS}") from error
    except jinja2.TemplateNotFound as error:
        path, line = _place(error, made, name)
        raise TemplateError(path, line, f"there is no template {error.name}") from error
    except Exception as error:  # A template may call anything, and it may raise anything.
        path, line = _place(error, made, name)
        reason = f"{type(error).__name__}: {error}"
        if isinstance(error, AttributeError) and attrs.has(type(error.obj)):
            reason = _lacking(error)
        raise TemplateError(path, line, reason) from error


def _lacking(error: AttributeError) -> str:
    """Say what a template asked for that its view does not have, and what was probably meant."""
    view = type(error.obj).__name__
    names = [name for name in dir(error.obj) if not name.startswith("_")]
    meant = nearest(error.name, names) if isinstance(error.name, str) else None
    hint = f" (did you mean {meant!r}?)" if meant else ""
    return f"{view} has no attribute {error.name!r}{hint}; {_VIEWS}"


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
