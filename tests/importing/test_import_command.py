"""`errsmith import`: exit codes, what is written, and bad input."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from errsmith.cli import main
from errsmith.drift.fetching import FetchedPage, PageFetcher
from errsmith.drift.pages.decoding import LARGEST
from tests.importing.drafting import URL, Importer, describe, list_values, respond, write_openapi
from tests.registries import lint_registry, list_findings, write_files, write_registry

CODES = '["CART_EMPTY", "CART_LOST"]'
DOCUMENT = write_openapi({"404": respond(describe(code=list_values("CART_LOST", "CART_GONE")))})


def read_tree(folder: Path) -> dict[str, bytes]:
    """Return the content of each file, without the lock of the registry."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): path.read_bytes() for path in paths if not path.name.startswith(".")}


def refuse(importer: Importer, source: str, *options: str) -> str:
    """Import something that is refused, check that nothing changes, and return the messages."""
    before = read_tree(importer.folder)
    registry = str(importer.folder / "registry")
    names = [] if "--provider" in options else ["--provider", "shop"]
    code = main(["import", source, *names, "--registry", registry, *options])
    out, err = importer.capsys.readouterr()
    assert (code, out) == (2, "")
    assert "Traceback" not in err
    assert read_tree(importer.folder) == before
    return err


# --- writing -------------------------------------------------------------------------------------


def test_draft_is_written_and_described(importer: Importer) -> None:
    """The report has what was found, what was concluded, what is left, and what to run next."""
    result = importer.draft("codes.json", CODES)
    assert result.err == f"wrote {importer.file.as_posix()}\n"
    assert "  found     2 codes, 0 of them with a status\n" in result.out
    assert "concluded, so check these\n" in result.out
    assert "left to do\n  write 2 summaries in " in result.out
    assert "  errsmith lint --registry " in result.out
    assert "# Drafted from codes.json on " in result.text
    assert str(importer.folder) not in result.text


def test_long_report_is_cut(importer: Importer) -> None:
    """Only the first of many things that could not be drafted are listed."""
    responses = {"404": respond({"allOf": [{"$ref": f"x{n}.json"} for n in range(50)]})}
    responses["400"] = respond(describe(code=list_values("CART_LOST", "CART_GONE")))
    out = importer.draft("a.json", write_openapi(responses)).out
    assert "47 more references were not followed" in out


def test_dry_run_prints_the_change(importer: Importer) -> None:
    """The diff has the whole file, and nothing is written."""
    path = importer.write("codes.json", CODES)
    before = read_tree(importer.folder)
    result = importer.run(path, "--url", URL, "--dry-run")
    assert result.code == 0
    assert "new file mode 100644" in result.out
    assert "+[errors.CART_LOST]" in result.out
    assert read_tree(importer.folder) == before


def test_same_document_gives_the_same_file(importer: Importer) -> None:
    """The draft depends on the document and on the day, not on any order of sets."""
    texts = {importer.draft("a.json", DOCUMENT).text for _ in range(3)}
    assert len(texts) == 1


def test_registry_without_providers(importer: Importer) -> None:
    """The first provider can be imported, too."""
    for path in (importer.folder / "registry" / "providers").iterdir():
        path.unlink()
    assert set(importer.draft("codes.json", CODES).errors) == {"CART_EMPTY", "CART_LOST"}


def test_registry_without_the_folder_of_providers(importer: Importer) -> None:
    """The folder is created."""
    providers = importer.folder / "registry" / "providers"
    for path in providers.iterdir():
        path.unlink()
    providers.rmdir()
    assert importer.draft("codes.json", CODES).code == 0


def test_draft_can_be_generated(importer: Importer) -> None:
    """Unwritten summaries do not stop `errsmith generate`."""
    importer.draft("a.json", DOCUMENT)
    out = importer.folder / "sdk"
    registry = str(importer.folder / "registry")
    assert main(["generate", "--registry", registry, "--out", str(out)]) == 0
    assert "class CartLostError" in (out / "acme_errors" / "shop.py").read_text()


# --- sources -------------------------------------------------------------------------------------


def test_standard_input(importer: Importer, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has no name, so its content alone decides what it is."""
    stream = io.TextIOWrapper(io.BytesIO(json.dumps(DOCUMENT).encode()))
    monkeypatch.setattr(sys, "stdin", stream)
    result = importer.run("-", "--url", URL)
    assert set(result.errors) == {"CART_LOST", "CART_GONE"}
    assert "standard input" in result.text


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, bytes, str], None]:
    """Return a function that lets a URL have a page."""

    def add(url: str, data: bytes, content_type: str) -> None:
        def fetch(_fetcher: PageFetcher, wanted: str, **_: Any) -> FetchedPage:
            assert wanted == url
            return FetchedPage(
                data=data,
                url=url,
                content_type=content_type,
                etag=None,
                last_modified=None,
                is_unmodified=False,
            )

        monkeypatch.setattr(PageFetcher, "fetch", fetch)

    return add


def test_url(importer: Importer, serve: Callable[[str, bytes, str], None]) -> None:
    """A fetched document needs no --url, which states the page that people read."""
    address = "https://shop.example/openapi.json"
    serve(address, json.dumps(DOCUMENT).encode(), "application/json")
    assert importer.run(address).values["sources"]["errors"]["url"] == address
    source = importer.run(address, "--url", URL).values["sources"]["errors"]
    assert (source["url"], source["fetch"]) == (URL, address)


def test_url_with_private_parts(
    importer: Importer, serve: Callable[[str, bytes, str], None]
) -> None:
    """A query may have a key, so it is written only if --url states it."""
    address = "https://shop.example/openapi.json?token=SECRET#top"
    serve(address, json.dumps(DOCUMENT).encode(), "application/json")
    result = importer.run(address)
    assert result.values["sources"]["errors"]["url"] == "https://shop.example/openapi.json"
    assert "the query and fragment of the URL, which may be private" in result.out
    other = importer.run(address, "--url", URL)
    assert other.values["sources"]["errors"]["fetch"] == "https://shop.example/openapi.json"
    assert not any("SECRET" in text for text in (result.out, result.text, other.out, other.text))
    stated = importer.run(address, "--url", address)
    assert stated.values["sources"]["errors"]["url"] == address
    assert "may be private" not in stated.out


@pytest.mark.parametrize("url", ["ftp://user:secret@shop.example/a", "FILE:///etc/a", "s3://b/a"])
def test_url_that_cannot_be_fetched(importer: Importer, url: str) -> None:
    """It is not taken for a file that does not exist."""
    err = refuse(importer, url, "--url", URL)
    assert "only http:// and https:// URLs can be fetched" in err
    assert "help: Download the document, and import the file with --url" in err
    assert "secret" not in err


def test_unreachable_url(importer: Importer) -> None:
    """The reason and the advice are those of drift, in the words of this command."""
    err = refuse(importer, "https://user:secret@shop.example/errors")
    assert "a user name or a password" in err
    assert "secret" not in err
    assert "sources.ID" not in err


# --- bad input -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.json", '{"openapi": "3.0.0",\n "paths" {}}', "a.json:2:10: the JSON is malformed"),
        ("a.yaml", "openapi: 3.0.0\npaths: [\n", "a.yaml:3:1: the YAML is malformed"),
        ("a.yaml", "openapi: 3.0.0\ninfo:\n\t- x\n", "a.yaml:3:1: the YAML is malformed"),
        ("a.json", '{"swagger": "2.0"}', 'a.json:1: found swagger "2.0", expected openapi 3.x'),
        ("a.yaml", "openapi: 4.0.0\n", 'a.yaml:1: found openapi "4.0.0", expected openapi 3.x'),
        ("a.yaml", "openapi: 3\n", 'a.yaml:1: found openapi "3", expected openapi 3.x'),
        ("a.json", json.dumps(write_openapi({})), "no error response has an enum"),
        ("a.json", '{"openapi": "3.0.0", "paths": 7, "components": [1]}', "no error response"),
        ("a.json", "", "the page is empty"),
        ("a.json", " \n", "the page has only blank lines"),
        ("a.json", b"codes\x00\x01 and more", "the page has NUL bytes"),
        ("a.json", b"%PDF-1.7", "the page is a PDF document"),
        ("a.json", b" " * (LARGEST + 1), "larger than 10 MiB"),
        ("a.json", "<!doctype html><title>Sign in</title><p>Sign in.</p>", "an HTML page"),
        ("a.md", "# Errors\n\nThere are none.\n", "found no error codes"),
        ("a.txt", "Hello.\n", "found no error codes"),
    ],
)
def test_document_without_codes(
    importer: Importer, name: str, content: str | bytes, message: str
) -> None:
    """The message has the place and what to do, the exit code is 2, and nothing is written."""
    err = refuse(importer, importer.write(name, content), "--url", URL)
    assert message in err
    assert "  help: " in err
    assert err.endswith("nothing was written\n")


def test_place_without_codes(importer: Importer) -> None:
    """The message names the place that --code names, because nothing is there."""
    path = importer.write("a.json", json.dumps(DOCUMENT))
    err = refuse(importer, path, "--url", URL, "--code", "nothere.code", "--code", "x")
    assert 'no error response has a code at "nothere.code" or "x", as stated with --code' in err
    assert "leave out --code" in err


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (["Ошибка", "Другая"], "it has non-ASCII characters"),
        (["a" * 90, "b" * 90], "it has more than 80 characters"),
        (["one two three four five", "all of this is a text"], "it is a phrase, not a code"),
        (["bad\ncode", "bad\x1bcode"], "it has a control character"),
    ],
)
def test_values_that_cannot_be_codes(importer: Importer, values: list[str], reason: str) -> None:
    """An enum in the place of a code is reported, not denied, and so is each part of one."""
    schema = describe(code=list_values(*values))
    path = importer.write("a.json", json.dumps(write_openapi({"400": respond(schema)})))
    err = refuse(importer, path, "--url", URL)
    assert f"can be drafted: {json.dumps(values[0], ensure_ascii=False)[:20]}" in err
    assert f"{reason}; and 1 more" in err
    schema = describe(code=list_values("CART_LOST", "CART_GONE", *values))
    result = importer.draft("a.json", write_openapi({"400": respond(schema)}))
    assert set(result.errors) == {"CART_LOST", "CART_GONE"}
    assert "not drafted\n" in result.out
    assert result.out.count(f": {reason}\n") == len(values)


def test_openapi_in_several_files(importer: Importer) -> None:
    """The reference that leads out of the document is named, and what to do about it."""
    document = write_openapi({"400": {"$ref": "responses.json#/Lost"}})
    err = refuse(importer, importer.write("a.json", json.dumps(document)), "--url", URL)
    assert '"responses.json#/Lost" was not followed, because it points outside the document' in err
    assert "help: Bundle the document" in err


def test_page_that_lists_something_else(importer: Importer) -> None:
    """The places that are most like lists of codes are named, and how to read them."""
    page = "# Colors\n\n| Name | Use |\n|---|---|\n| dark_red | Roofs |\n| sky_blue | Doors |\n"
    err = refuse(importer, importer.write("a.md", page), "--url", URL)
    assert 'use --as table --in "Colors": table "Name", below "Colors", lines 5-6 (2)\n' in err


@pytest.mark.parametrize(
    ("header", "value"),
    [("Name", "cart"), ("Parameter", "cart_id"), ("Field", "CART_ID")],
)
def test_page_with_other_tables(importer: Importer, header: str, value: str) -> None:
    """No option is recommended that would make codes of fields, words or statuses."""
    rows = f"| {value} | It is here. |\n" + "| license | It is there. |\n" * (header == "Name")
    page = f"# Requests\n\n| {header} | About |\n|---|---|\n{rows}| headers | They are here. |\n"
    err = refuse(importer, importer.write("a.md", page), "--url", URL)
    assert "--as" not in err
    assert "help: Check that this is the page that lists the errors" in err
    assert f'looked at table "{header}", below "Requests"' in err


def test_file_without_a_url(importer: Importer) -> None:
    """A source needs a URL, so the message asks for it."""
    err = refuse(importer, importer.write("codes.json", CODES))
    assert "does not state its public URL" in err
    assert "Add --url URL" in err


@pytest.mark.parametrize("source", ["none.json", "", "x" * 5000, "a\0b"])
def test_file_that_does_not_exist(importer: Importer, source: str) -> None:
    """The message names it."""
    assert "nothing was written" in refuse(importer, source, "--url", URL)


def test_folder(importer: Importer) -> None:
    """A folder is not a document."""
    assert "cannot be read" in refuse(importer, str(importer.folder), "--url", URL)


@pytest.mark.parametrize(
    ("id_", "message"),
    [
        ("Shop", "expected the name of a module"),
        ("my-shop", "expected the name of a module"),
        ("../shop", "expected the name of a module"),
        ("", "expected the name of a module"),
        ("class", "a Python keyword"),
        ("con", "a Windows device name"),
        ("testing", "used by the generated package"),
        ("x" * 200, "more than 100 characters"),
        ("class", "help: Choose another id"),
    ],
)
def test_id_that_is_not_a_module(importer: Importer, id_: str, message: str) -> None:
    """It is refused before the document is read."""
    assert message in refuse(importer, "none.json", "--provider", id_)


@pytest.mark.parametrize("id_", ["acme", "shop"])
def test_id_that_exists(importer: Importer, id_: str) -> None:
    """A file is never overwritten, even if its name differs in case."""
    write_files(importer.folder / "registry", {"providers/acme.toml": "", "providers/x.txt": ""})
    write_registry(importer.folder / "registry")
    (importer.folder / "registry" / "providers" / "shop.toml").write_text(
        (importer.folder / "registry" / "providers" / "acme.toml").read_text()
    )
    err = refuse(importer, importer.write("a.json", CODES), "--url", URL, "--provider", id_)
    assert f"providers/{id_}.toml already exists" in err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--class", "Shop"), "--class: found class"),
        (("--class", "SystemError"), "--class: found class"),
        (("--title", " "), "--title: "),
        (("--url", "shop.example"), "--url: "),
        (("--url", URL, "--code", "$.error.code"), "--code: found path"),
        (("--url", URL, "--code", "error..code"), "--code: found path"),
        (("--url", URL, "--in", ""), "--in: "),
        (("--url", URL, "--like", ""), "--like: "),
    ],
)
def test_option_that_the_format_does_not_accept(
    importer: Importer, options: tuple[str, ...], message: str
) -> None:
    """The finding of the linter is reported with the name of the option."""
    assert message in refuse(importer, importer.write("a.json", CODES), *options)


@pytest.mark.parametrize("option", ["--title", "--url", "--code", "--provider", "--in"])
def test_option_that_cannot_be_encoded(importer: Importer, option: str) -> None:
    """Bytes that are not UTF-8 reach Python as lone surrogates."""
    path = importer.write("a.json", CODES)
    stated = () if option == "--url" else ("--url", URL)
    err = refuse(importer, path, *stated, option, "https://x.example/\udcff")
    assert "expected text in UTF-8" in err


@pytest.mark.parametrize("text", ["A\x1b[31m", "A\nB", "A\u2028B", "A\x85B"])
@pytest.mark.parametrize("option", ["--title", "--url", "--code", "--in", "--like"])
def test_option_with_control_characters(importer: Importer, option: str, text: str) -> None:
    """They would hide text in the file, or change a terminal."""
    stated = () if option == "--url" else ("--url", URL)
    err = refuse(importer, importer.write("a.json", CODES), *stated, option, text)
    assert f"{option}: found " in err
    assert "has the control character U+" in err
    assert text not in err


def test_unknown_kind_of_place(importer: Importer) -> None:
    """--as has a closed list of values."""
    err = refuse(importer, importer.write("a.json", CODES), "--as", "picture")
    assert "picture" in err


@pytest.mark.parametrize("content", ["distribution = ", 'distribution = "acme"\n', "\xff"])
def test_registry_with_findings(importer: Importer, content: str) -> None:
    """They are shown with their places, the exit code is 1, and nothing is written."""
    (importer.folder / "registry" / "sdk.toml").write_bytes(content.encode("latin-1"))
    before = read_tree(importer.folder / "registry")
    result = importer.run(importer.write("a.json", CODES), "--url", URL)
    assert result.code == 1
    assert "registry/sdk.toml:1" in result.out
    assert "nothing was written because the registry has findings" in result.err
    assert read_tree(importer.folder / "registry") == before


def test_registry_that_does_not_exist(importer: Importer) -> None:
    """The message says how to name it."""
    path = importer.write("a.json", CODES)
    code = main(["import", path, "--provider", "shop", "--url", URL, "--registry", "none"])
    assert code == 2
    assert "none: does not exist; use --registry" in importer.capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not apply")
def test_read_only_folder(importer: Importer) -> None:
    """Nothing is half written."""
    folder = importer.folder / "registry" / "providers"
    folder.chmod(0o500)
    try:
        err = refuse(importer, importer.write("a.json", CODES), "--url", URL)
    finally:
        folder.chmod(0o700)
    assert "cannot be written" in err


def test_file_in_the_place_of_the_folder(importer: Importer) -> None:
    """A registry whose folder of providers is a file is reported."""
    folder = importer.folder / "registry" / "providers"
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    folder.write_text("")
    result = importer.run(importer.write("a.json", CODES), "--url", URL)
    assert result.code in {1, 2}
    assert folder.read_text() == ""


def test_help(capsys: pytest.CaptureFixture[str]) -> None:
    """It states the exit codes."""
    assert main(["import", "--help"]) == 0
    assert "Exit codes: 0 if the provider was drafted" in " ".join(capsys.readouterr().out.split())


def test_findings_of_the_draft_are_only_about_summaries(importer: Importer) -> None:
    """Everything else is left to the maintainer in the report, not as a finding."""
    importer.draft("a.json", DOCUMENT)
    found = list_findings(lint_registry(importer.folder / "registry"))
    assert {finding.split()[0] for finding in found} == {"R254"}
