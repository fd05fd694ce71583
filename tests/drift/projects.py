"""A registry of two made-up providers with pages, for tests of commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from attrs import define, frozen

from errsmith.cli import main

CODES = {
    "CARD_BLOCKED": (403, "The owner has blocked the card."),
    "CARD_EXPIRED": (400, "The card is past its last month of use."),
    "NO_FUNDS": (402, "The account does not cover the amount."),
    "ORDER_CLOSED": (409, "Nobody can change an order that was delivered."),
    "TOO_FAST": (429, "The shop sends more orders than agreed."),
    "WAREHOUSE_DOWN": (503, "The warehouse is being repaired."),
}
"""Status and text of each code on the page of acme."""

PROVIDER = """\
# The shop of {title}.

[provider]
title = "{title}"
class = "{title}Error"

{sources}
[[envelopes]]
id = "json"
code = {{ path = "code" }}

{errors}"""

SOURCE = """\
[sources.{id}]
url = "{url}"
retrieved = 2026-01-02
"""

ERROR = """\
[errors.{code}]
status = {status}  # as documented
summary = "Event {number} happened."
"""


def write_page(codes: Mapping[str, tuple[int, str]] = CODES) -> str:
    """Return a page in Markdown that documents codes."""
    rows = "".join(f"| `{code}` | {status} | {text} |\n" for code, (status, text) in codes.items())
    return (
        "# Errors of the shop\n\nEach response has a code.\n\n## Codes\n\n"
        f"| Code | HTTP status | Description |\n|---|---|---|\n{rows}\n"
        "## Support\n\nCall us about everything else.\n"
    )


def write_provider(
    urls: Mapping[str, str], codes: Mapping[str, tuple[int, str]] = CODES, title: str = "Acme"
) -> str:
    """Return the file of a provider with sources by id, the first of which has all errors."""
    sources = "".join(f"{SOURCE.format(id=id_, url=url)}\n" for id_, url in urls.items())
    errors = "\n".join(
        ERROR.format(code=code, status=status, number=number)
        for number, (code, (status, _)) in enumerate(codes.items())
    )
    return PROVIDER.format(title=title, sources=sources, errors=errors)


def change(
    *gone: str, rename: Mapping[str, str] | None = None, **changed: int
) -> dict[str, tuple[int, str]]:
    """Return the codes without some, with others renamed, and with other statuses or new codes."""
    codes = {code: facts for code, facts in CODES.items() if code not in gone}
    for old, new in (rename or {}).items():
        codes = {new if code == old else code: facts for code, facts in codes.items()}
    for code, status in changed.items():
        text = codes.get(code, (0, "The shop has a new reason to refuse."))[1]
        codes[code] = (status, text)
    return codes


def read_tree(root: Path) -> dict[str, bytes]:
    """Read every file below a folder."""
    files = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


@frozen
class Result:
    """The result of running the command line."""

    code: int
    out: str
    err: str


Run = Callable[..., Result]


@define
class Project:
    """A folder with a registry, which is the current directory.

    Attributes:
        folder: The folder.
        run: Runs the command line in this process.
    """

    folder: Path
    run: Run

    def write_page(self, name: str, text: str | bytes) -> Path:
        """Write a saved page."""
        path = self.folder / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    @property
    def provider(self) -> Path:
        """Return the path of the file of acme."""
        return self.folder / "registry" / "providers" / "acme.toml"

    @property
    def record(self) -> Path:
        """Return the path of the record of acme."""
        return self.folder / "registry" / "pages" / "acme.errors.json"

    def drift(self, codes: Mapping[str, tuple[int, str]], *options: str) -> Result:
        """Compare acme with a page that documents codes."""
        page = self.write_page("page.md", write_page(codes))
        return self.run("drift", "acme", "--page", page.name, *options)


def run_main(capture: Callable[[], tuple[str, str]], *arguments: str | Path) -> Result:
    """Run the command line in this process; `capture` returns what was printed since then."""
    capture()
    code = main([str(argument) for argument in arguments])
    return Result(code, *capture())
