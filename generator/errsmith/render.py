"""The one Jinja environment."""

from __future__ import annotations

from pathlib import Path

import jinja2

from errsmith.filters import FILTERS

TEMPLATES = Path(__file__).with_name("targets")


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
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders),
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # noqa: S701 - Python and Markdown; each has filters of its own
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(FILTERS)
    return made


def names() -> list[str]:
    """Give the names of all templates, sorted."""
    return sorted(p.relative_to(TEMPLATES).as_posix() for p in TEMPLATES.rglob("*.jinja"))


def _check_names(templates: Path) -> None:
    if not templates.is_dir():
        raise TemplateError(str(templates), None, "there is no such folder of templates")
    known = set(names())
    for path in sorted(templates.rglob("*.jinja")):
        name = path.relative_to(templates).as_posix()
        if name not in known:
            reason = f"replaces no template; there are {', '.join(sorted(known))}"
            raise TemplateError(str(path), None, reason)


def render(made: jinja2.Environment, name: str, view: object) -> bytes:
    """Render a template over its view.

    Raises:
        TemplateError: The template has an error of syntax, or asks for what the view does not have.
    """
    try:
        return made.get_template(name).render(view=view).encode()
    except jinja2.TemplateSyntaxError as error:
        raise TemplateError(error.filename or name, error.lineno, error.message or "") from error
    except (jinja2.TemplateError, TypeError, ValueError, AttributeError) as error:
        path, line = _place(error, made, name)
        raise TemplateError(path, line, str(error)) from error


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
