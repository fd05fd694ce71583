"""Rules about `sdk.toml`: the generated package and its distribution."""

from __future__ import annotations

import keyword
import os
import re
import sys
from collections.abc import Iterator

from errsmith.lint.rules.rule import define_rule
from errsmith.meaning import naming
from errsmith.registry.diagnostics import Finding, Related
from errsmith.registry.loading import PROVIDERS, LoadedSdk
from errsmith.registry.versions import is_later, is_version
from errsmith.registry.wording import cut, quote

_DISTRIBUTION = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\Z")
_FILE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?\Z")
_ACRONYM = re.compile(r"[A-Za-z][A-Za-z0-9]*\Z")
_REPOSITORY = re.compile(r"https://[^/?#@]+(?:/[^?#]*)?\Z")
_PLACEHOLDERS = ("{provider}", "{anchor}")
"""The placeholders that `reference_url` needs, in addition to `{version}`, which it may have."""
_IMPORTED = frozenset({"attr", "attrs", "cattr", "cattrs"})
"""Packages that the SDK imports."""
_GENERATED = frozenset({"changelog.md", "docs", "manifest.json", "pyproject.toml", "readme.md"})
"""Files and folders next to the package in the generated project, in lowercase."""
_TEXTS = ("", ".md", ".rst", ".txt")
"""Suffixes of files that cannot be run or imported."""


@define_rule("R501", "unfit-package")
def unfit_package(sdk: LoadedSdk) -> Iterator[Finding]:
    """The name of the package or of its distribution is not valid.

    Why: the package must be importable and the distribution installable, and both become names of
    folders and files.
    Fix: for the package, use lowercase letters, digits and `_`, but not a keyword, a module of
    Python, a package that the SDK imports, or a Windows device name. For the distribution, use
    letters, digits, `.`, `_` and `-`.
    """
    name = sdk.file.package
    if keyword.iskeyword(name):
        reason = " (a Python keyword)"
    elif name in sys.stdlib_module_names:
        reason = " (a standard library module)"
    elif name in _IMPORTED:
        reason = " (imported by the SDK)"
    elif name in _GENERATED:
        reason = " (the folder of the reference)"
    elif name in naming.DEVICES:
        reason = " (a Windows device name)"
    elif len(name) > naming.LONGEST:
        reason = f" (more than {naming.LONGEST} characters)"
    else:
        reason = ""
    if reason or not naming.is_lowercase_name(name):
        message = f"found package {quote(name)}{reason}, expected a name such as acme_errors"
        hint = "Use lowercase letters, digits and `_`, beginning with a letter"
        yield Finding(("package",), "value", message, "Choose another name" if reason else hint)
    distribution = sdk.file.distribution
    if not _DISTRIBUTION.match(distribution):
        message = f"found distribution {quote(distribution)}, expected a name such as acme-errors"
        hint = "Use letters and digits, with `.`, `_` and `-` between them"
        yield Finding(("distribution",), "value", message, hint)


@define_rule("R502", "unfit-version")
def unfit_version(sdk: LoadedSdk) -> Iterator[Finding]:
    """`version` is not a valid PEP 440 version in its normal form.

    Why: `since` and releases refer to it, and installers order releases by it.
    Fix: write a version such as `1.4.0` or `1.5.0rc1`.
    """
    if not is_version(sdk.file.version):
        message = (
            f"found version {quote(sdk.file.version)}, expected a PEP 440 version such as 1.4.0"
        )
        yield Finding(
            ("version",), "value", message, "For a pre-release, write for example `1.4.0b1`"
        )


@define_rule("R503", "no-license-file")
def no_license_file(sdk: LoadedSdk) -> Iterator[Finding]:
    """The license file is not a text file next to `sdk.toml`, or its name is taken.

    Why: it is copied to the generated project, where a file such as `attr.py` could be imported.
    Fix: put the file next to `sdk.toml`, with a name such as `LICENSE`. The name has no suffix or
    ends in `.txt`, `.md` or `.rst`.
    """
    name = sdk.file.license_file
    is_taken = name.lower() in _GENERATED | {sdk.file.package}
    if not _FILE.match(name) or name.partition(".")[0].lower() in naming.DEVICES:
        message = f"found {quote(name)}, expected the name of a file next to sdk.toml"
        hint = "Use letters, digits, `.`, `_` and `-`, without a folder"
    elif os.path.splitext(name)[1].lower() not in _TEXTS:  # noqa: PTH122 - only a name
        message = f"found {quote(name)}, expected the suffix .txt, .md or .rst, or none"
        hint = 'Use one of these suffixes or none, for example `license_file = "LICENSE"`'
    elif is_taken:
        message = f"found {quote(name)}, the name of a generated file"
        hint = 'Use another name, for example `license_file = "LICENSE"`'
    elif not os.path.isfile(sdk.folder / name):  # noqa: PTH113 - pathlib raises for invalid names
        message = f"found no file {quote(name)} next to sdk.toml"
        hint = "Put the text of the license there"
    else:
        return
    yield Finding(("license_file",), "value", message, hint)


@define_rule("R504", "unfit-reference-url")
def unfit_reference_url(sdk: LoadedSdk) -> Iterator[Finding]:
    """`reference_url` lacks a placeholder, or has an unknown one.

    Why: each provider has its own page, and each error its own anchor.
    Fix: put `{provider}` and `{anchor}` in the URL. If each version of the reference has its own
    pages, also put `{version}` there.
    """
    url = sdk.file.reference_url
    if url is None:
        return
    left = str(url)
    for placeholder in (*_PLACEHOLDERS, "{version}"):
        left = left.replace(placeholder, "")
    if "{" in left or "}" in left or not all(p in url for p in _PLACEHOLDERS):
        message = (
            f"found {quote(url)}, expected the placeholders {{provider}} and {{anchor}}, "
            "optionally {version}"
        )
        hint = 'For example, write `"https://acme.example/errors/{provider}/{anchor}.html"`'
        yield Finding(("reference_url",), "value", message, hint)


@define_rule("R505", "unfit-acronym")
def unfit_acronym(sdk: LoadedSdk) -> Iterator[Finding]:
    """An acronym cannot be part of a class name, or is listed twice in different spellings.

    Why: each word has one spelling.
    Fix: use letters and digits, and list each word once.
    """
    seen: dict[str, int] = {}
    for position, acronym in enumerate(sdk.file.acronyms):
        before = seen.setdefault(acronym.lower(), position)
        if not _ACRONYM.match(acronym):
            expected = "letters and digits, beginning with a letter"
            message = f"found acronym {quote(acronym)}, expected {expected}"
            at = sdk.document.get_item_path(("acronyms",), position)
            yield Finding(at, "value", message)
        elif before != position:
            where = Related(("acronyms", before), "value", "first listed here")
            message = f"found acronym {quote(acronym)} a second time, expected it once"
            hint = "Keep one of the spellings"
            yield Finding(("acronyms", position), "value", message, hint, (where,))


@define_rule("R506", "unfit-repository", allowable=True)
def unfit_repository(sdk: LoadedSdk) -> Iterator[Finding]:
    """`repository` cannot be used as a prefix for the README's links.

    Why: paths are appended to it, and package indexes publish it.
    Fix: write the https URL of the generated project's folder, without credentials, query or
    fragment.
    """
    repository = sdk.file.repository
    if repository is not None and not _REPOSITORY.match(repository):
        message = f"found {quote(repository)}, expected an https URL without credentials, ? or #"
        hint = 'For example, write `"https://git.acme.example/errors/tree/main/generated"`'
        yield Finding(("repository",), "value", message, hint)


@define_rule("R507", "released-provider-gone")
def released_provider_gone(sdk: LoadedSdk) -> Iterator[Finding]:
    """A provider of an earlier release no longer has a file.

    Why: clients import its module and link to its page.
    Fix: restore the file. If the API no longer exists, mark its errors `removed`.
    """
    first: dict[str, str] = {}
    for release in sdk.releases:
        for name in release.snapshot.providers:
            first.setdefault(name, release.version)
    for name, version in first.items():
        file = f"{PROVIDERS}/{name}.toml"
        if not os.path.lexists(sdk.folder / file):
            message = f"found no {cut(file)}, which was in release {version}"
            yield Finding((), "table", message, "Restore the file, and mark its errors `removed`")


@define_rule("R508", "version-before-release")
def version_before_release(sdk: LoadedSdk) -> Iterator[Finding]:
    """`version` is lower than that of the last release.

    Why: installers would not update to it, and `since` must not be later than it.
    Fix: write the version of the last release. `errsmith release` sets the next one.
    """
    version = sdk.file.version
    last = sdk.releases[-1].version if sdk.releases else version
    if is_version(version) and is_later(last, version):
        message = f"found version {quote(version)}, expected at least {last}, the last release"
        hint = f"Write `{last}`, or delete the record of {last} if it was never published"
        yield Finding(("version",), "value", message, hint)


RULES = (
    unfit_package,
    unfit_version,
    no_license_file,
    unfit_reference_url,
    unfit_acronym,
    unfit_repository,
    released_provider_gone,
    version_before_release,
)
