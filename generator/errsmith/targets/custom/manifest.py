"""`outputs.toml`: the files that a folder of custom templates adds to the output."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Annotated, Final

import jinja2
from attrs import evolve, field, frozen
from jinja2 import meta

from errsmith.registry.diagnostics import Diagnostic, Finding, FindingsError, KeyPath
from errsmith.registry.misfits import WRONG_TYPE
from errsmith.registry.model import Doc
from errsmith.registry.source import Document, load_document
from errsmith.registry.structure import structure
from errsmith.targets.custom.checking import check_output
from errsmith.targets.target import TargetError

NAME: Final = "outputs.toml"
"""The name of the manifest in a folder of templates."""


class ManifestError(FindingsError, TargetError):
    """`outputs.toml` has findings."""


@frozen(kw_only=True)
class OutputDef:
    """Files to add, `[[outputs]]`."""

    template: Annotated[str, Doc("The path of the template in this folder.")]
    data: Annotated[str, Doc("What the template is rendered for.")]
    path: Annotated[str, Doc("The path of the file in the output folder.")]


@frozen(kw_only=True)
class ManifestFile:
    """`outputs.toml`."""

    outputs: Annotated[tuple[OutputDef, ...], Doc("The files to add.")]


@frozen(kw_only=True)
class Manifest:
    """A manifest without findings.

    Attributes:
        folder: The folder of templates that it is in.
        document: Its text and values.
        outputs: The files to add.
    """

    folder: Path
    document: Document = field(repr=False)
    outputs: tuple[OutputDef, ...]

    def report(self, findings: Iterable[Finding]) -> None:
        """Raise ManifestError if there are findings."""
        _report(findings, self.document)

    def list_templates(self) -> set[str]:
        """Return the paths of the templates that it lists, and of those that these import."""
        environment = jinja2.Environment(autoescape=False)  # noqa: S701 - it only parses
        todo = [output.template for output in self.outputs]
        found: set[str] = set()
        while todo:
            name = todo.pop()
            if name not in found and (self.folder / name).is_file():
                found.add(name)
                todo += _list_imports(self.folder / name, environment)
        return found


def _list_imports(path: Path, environment: jinja2.Environment) -> Iterator[str]:
    """Yield the templates that a template imports by constant names."""
    try:
        tree = environment.parse(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, jinja2.TemplateSyntaxError):
        return  # Reading or rendering it reports this.
    yield from filter(None, meta.find_referenced_templates(tree))


def read_manifest(folder: Path, builtin: Collection[str]) -> Manifest | None:
    """Read the manifest of a folder of templates; return None if there is none.

    Args:
        folder: The folder.
        builtin: The names of built-in templates.

    Raises:
        ManifestError: The manifest has findings.
    """
    path = folder / NAME
    if not path.exists() and not path.is_symlink():
        return None
    document, found = load_document(path)
    file, unfit = structure(document, ManifestFile, _add_helps)
    if found or unfit or file is None:
        diagnostics = (*map(_drop_unfit_help, found), *unfit)
        raise ManifestError(diagnostics, {document.path: document.text})
    manifest = Manifest(folder=folder, document=document, outputs=file.outputs)
    manifest.report(
        evolve(finding, at=("outputs", index, *finding.at))
        for index, output in enumerate(file.outputs)
        for finding in check_output(
            folder, builtin, template=output.template, data=output.data, path=output.path
        )
    )
    return manifest


def _report(findings: Iterable[Finding], document: Document) -> None:
    """Raise ManifestError if there are findings."""
    diagnostics = sorted(map(document.locate, findings))
    if diagnostics:
        raise ManifestError(diagnostics, {document.path: document.text})


def _drop_unfit_help(found: Diagnostic) -> Diagnostic:
    """Return a diagnostic of a TOML file without help that names the registry's tables."""
    return evolve(found, help=None) if "[errors." in (found.help or "") else found


def _add_helps(
    findings: Iterable[Finding], _document: Document
) -> tuple[list[Finding], frozenset[KeyPath]]:
    """Add help to the finding about an `outputs` that is not a list of tables."""
    help_ = "Write `[[outputs]]` with double brackets, once per output"
    return [
        evolve(finding, help=help_)
        if finding.rule is WRONG_TYPE and finding.at in {("outputs",), ("outputs", 0)}
        else finding
        for finding in findings
    ], frozenset()
