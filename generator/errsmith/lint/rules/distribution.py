"""`sdk.toml`, and what the providers' files are together."""

from __future__ import annotations

import keyword
import os
import re
import sys
from collections.abc import Iterator

from errsmith.lint.rules.rule import define_rule
from errsmith.meaning import naming
from errsmith.registry.diagnostics import Finding, Related
from errsmith.registry.loading import LoadedSdk
from errsmith.registry.versions import is_version
from errsmith.registry.wording import quote

_DISTRIBUTION = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\Z")
_FILE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?\Z")
_ACRONYM = re.compile(r"[A-Za-z][A-Za-z0-9]*\Z")
_REPOSITORY = re.compile(r"https://[^/?#@]+(?:/[^?#]*)?\Z")
_PLACEHOLDERS = ("{provider}", "{anchor}")
_IMPORTED = frozenset({"attr", "attrs", "cattr", "cattrs"})
"""Packages that the generated one imports."""
_GENERATED = frozenset({"docs", "manifest.json", "pyproject.toml", "readme.md"})
"""What stands beside the package in the generated project, in lower case."""
_TEXTS = ("", ".md", ".rst", ".txt")
"""Suffixes of files that nothing runs or imports."""


@define_rule("R501", "unfit-package")
def unfit_package(sdk: LoadedSdk) -> Iterator[Finding]:
    """The package cannot be imported by its name, or not installed by that of its distribution.

    Why: both become names of folders and files.
    Mend: lower case letters, digits and `_` for the package, no keyword, no module of Python's,
    none that the SDK imports and no device of Windows; letters, digits, `.`, `_` and `-` for the
    distribution.
    """
    name = sdk.file.package
    if keyword.iskeyword(name):
        reason = ", a keyword of Python"
    elif name in sys.stdlib_module_names:
        reason = ", a module of Python's own"
    elif name in _IMPORTED:
        reason = ", which the SDK imports"
    elif name in _GENERATED:
        reason = ", the folder of the reference"
    elif name in naming.DEVICES:
        reason = ", a name that Windows keeps for a device"
    elif len(name) > naming.LONGEST:
        reason = f" of more than {naming.LONGEST} characters"
    else:
        reason = ""
    if reason or not naming.is_lowercase_name(name):
        message = f"found package {quote(name)}{reason}; expected a name such as acme_errors"
        yield Finding(("package",), "value", message, "lower case letters, digits and _")
    distribution = sdk.file.distribution
    if not _DISTRIBUTION.match(distribution):
        message = f"found distribution {quote(distribution)}, expected a name such as acme-errors"
        hint = "letters and digits, with ., _ and - between them"
        yield Finding(("distribution",), "value", message, hint)


@define_rule("R502", "unfit-version")
def unfit_version(sdk: LoadedSdk) -> Iterator[Finding]:
    """The version is none that installers order (PEP 440).

    Why: `since` and releases refer to it.
    Mend: write `1.4.0`, `1.5.0rc1` or the like.
    """
    if not is_version(sdk.file.version):
        message = f"found version {quote(sdk.file.version)}, expected one such as 1.4.0"
        yield Finding(("version",), "value", message, "before a release, such as 1.4.0b1")


@define_rule("R503", "no-license-file")
def no_license_file(sdk: LoadedSdk) -> Iterator[Finding]:
    """The licence's text is no text file of the registry's folder, or another file has its name.

    Why: the generated project carries it, and a file such as `attr.py` could be imported there.
    Mend: put the text beside `sdk.toml` and name it, for example `LICENSE`; the name has no suffix,
    `.txt`, `.md` or `.rst`.
    """
    name = sdk.file.license_file
    is_taken = name.lower() in _GENERATED | {sdk.file.package}
    if not _FILE.match(name) or name.partition(".")[0].lower() in naming.DEVICES:
        message = f"found {quote(name)}, expected the name of a file beside sdk.toml"
        hint = "letters, digits, ., _ and -, and no folder"
    elif os.path.splitext(name)[1].lower() not in _TEXTS:  # noqa: PTH122 - of a name alone
        message = f"found {quote(name)}, expected no suffix, .txt, .md or .rst"
        hint = 'a text that nothing can import or run: for example license_file = "LICENSE"'
    elif is_taken:
        message = f"found {quote(name)}, which is generated itself; expected another name"
        hint = 'for example license_file = "LICENSE"'
    elif not os.path.isfile(sdk.folder / name):  # noqa: PTH113 - raises for no name
        message = f"found no file {quote(name)} beside sdk.toml, expected the licence's text"
        hint = "put the text there"
    else:
        return
    yield Finding(("license_file",), "value", message, hint)


@define_rule("R504", "unfit-reference-url")
def unfit_reference_url(sdk: LoadedSdk) -> Iterator[Finding]:
    """The reference's address does not tell errors apart.

    Why: each error has its own page and anchor.
    Mend: write `{provider}` and `{anchor}` where they belong.
    """
    address = sdk.file.reference_url
    if address is None:
        return
    left = str(address)
    for placeholder in _PLACEHOLDERS:
        left = left.replace(placeholder, "")
    if "{" in left or "}" in left or not all(p in address for p in _PLACEHOLDERS):
        message = f"found {quote(address)}, expected {{provider}} and {{anchor}} in it, no others"
        hint = 'for example "https://acme.example/docs/{provider}#{anchor}"'
        yield Finding(("reference_url",), "value", message, hint)


@define_rule("R505", "unfit-acronym")
def unfit_acronym(sdk: LoadedSdk) -> Iterator[Finding]:
    """An acronym is no word of a class name, or stands twice in different spellings.

    Why: a word keeps one spelling.
    Mend: letters and digits, each word once.
    """
    seen: dict[str, int] = {}
    for position, acronym in enumerate(sdk.file.acronyms):
        before = seen.setdefault(acronym.lower(), position)
        if not _ACRONYM.match(acronym):
            message = f"found acronym {quote(acronym)}, expected letters and digits, a letter first"
            at = sdk.document.get_item_path(("acronyms",), position)
            yield Finding(at, "value", message)
        elif before != position:
            where = Related(("acronyms", before), "value", "the first one")
            message = f"found acronym {quote(acronym)} a second time, expected it once"
            hint = "keep one of the two spellings"
            yield Finding(("acronyms", position), "value", message, hint, (where,))


@define_rule("R506", "unfit-repository", allowable=True)
def unfit_repository(sdk: LoadedSdk) -> Iterator[Finding]:
    """The README's links cannot start with `repository`.

    Why: paths are appended to it, and package indexes publish it.
    Mend: write the https address of the generated project's folder, without `?`, `#` and `@`.
    """
    repository = sdk.file.repository
    if repository is not None and not _REPOSITORY.match(repository):
        message = f"found {quote(repository)}, expected an https address without ?, # and @"
        hint = 'for example "https://git.acme.example/errors/tree/main/generated"'
        yield Finding(("repository",), "value", message, hint)


RULES = (
    unfit_package,
    unfit_version,
    no_license_file,
    unfit_reference_url,
    unfit_acronym,
    unfit_repository,
)
