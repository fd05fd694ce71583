"""`errsmith new provider`: a file that states only what its author says."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from errsmith import generation, lint
from tests.registries import list_findings, sdk_toml, write_registry
from tests.scaffolding.commands import Answer, Run

URL = ("--url", "https://birch.example/errors")


@pytest.mark.usefixtures("provider")
@pytest.mark.parametrize(
    ("id_", "class_"), [("office365", "Office365Error"), ("fedex_2020", "Fedex2020Error")]
)
def test_class_of_a_name_with_numbers(run: Run, tmp_path: Path, id_: str, class_: str) -> None:
    """Three digits in a row name no error, but they can name an API."""
    assert run("new", "provider", id_, *URL, "--code", "code").code == 0
    path = tmp_path / f"registry/providers/{id_}.toml"
    assert tomllib.loads(path.read_text(encoding="utf-8"))["provider"]["class"] == class_


@pytest.mark.usefixtures("provider")
@pytest.mark.parametrize("path", ["error/code", "/error/code", "#/error/code"])
def test_json_pointer_is_refused(run: Run, tmp_path: Path, path: str) -> None:
    """Otherwise, it would be the name of a key that no response has."""
    done = run("new", "provider", "birch", *URL, "--code", path)
    assert done.code == 2
    assert "expected keys separated by dots. Did you mean error.code?\n" in done.err
    assert not (tmp_path / "registry/providers/birch.toml").exists()


@pytest.mark.usefixtures("provider")
def test_new_provider_states_what_options_say(run: Run, tmp_path: Path) -> None:
    """The file has no findings, an SDK can be generated, and nothing is made up."""
    options = ("--title", 'Birch "Pay"', "--code", "errors[0].id", "--summary", "It moves money.")
    done = run("new", "provider", "birch", *URL, *options)
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "created registry/providers/birch.toml, with the class BirchPayError\n"
        "next:\n"
        "  errsmith new error birch CODE\n"
    )
    path = tmp_path / "registry/providers/birch.toml"
    values = tomllib.loads(path.read_text(encoding="utf-8"))
    retrieved = values["sources"]["errors"].pop("retrieved")
    assert values == {
        "provider": {
            "title": 'Birch "Pay"',
            "class": "BirchPayError",
            "summary": "It moves money.",
        },
        "sources": {"errors": {"url": URL[1]}},
        "envelopes": [
            {"id": "json", "code": {"path": "errors[0].id", "summary": "Names the error."}}
        ],
    }
    result = lint.check(tmp_path / "registry", retrieved)
    assert list_findings(result) == []
    assert generation.generate_sdk(result.registry, verify=True)


@pytest.mark.usefixtures("provider")
def test_code_that_nobody_stated_is_marked(run: Run, tmp_path: Path) -> None:
    """A default is only a guess, which the file and the output say."""
    done = run("new", "provider", "birch_pay", *URL)
    assert done.code == 0
    assert "check `code`: error.code is only a guess\n" in done.out
    text = (tmp_path / "registry/providers/birch_pay.toml").read_text(encoding="utf-8")
    assert "# TODO: check the path of the code.\ncode = " in text
    assert 'title = "Birch Pay"\nclass = "BirchPayError"\n' in text


@pytest.mark.parametrize(
    ("id_", "options", "class_"),
    [
        ("birch_api", (), "BirchAPIError"),
        ("birch_api", ("--title", "Birch"), "BirchError"),
        ("birch", ("--class", "BrError"), "BrError"),
        ("birch", ("--title", "404"), "BirchError"),
        ("not_found", (), "NotFoundAPIError"),
    ],
)
def test_class_follows_from_title_id_and_acronyms(
    run: Run, tmp_path: Path, id_: str, options: tuple[str, ...], class_: str
) -> None:
    """A name that the linter would reject is not suggested."""
    write_registry(tmp_path / "registry", sdk=sdk_toml(acronyms='["API"]'))
    done = run("new", "provider", id_, *URL, *options)
    assert done.code == 0
    assert f"with the class {class_}\n" in done.out


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("class", *URL), 2, 'found id "class" (a Python keyword)'),
        (("Birch", *URL), 2, "Use lowercase letters, digits and `_`"),
        (("../birch", *URL), 2, "expected the name of a module such as acme_pay"),
        (("testing", *URL), 2, 'found id "testing" (used by the generated package)'),
        (("acme_errors", *URL), 2, 'found id "acme_errors" (used by the generated package)'),
        (("acme", *URL), 2, "registry/providers/acme.toml already exists"),
        (("birch",), 2, "Pass it with --url"),
        (("birch", *URL, "--title", "\udcff"), 2, "expected text in UTF-8"),
        (("birch", "--url", "birch.example"), 1, "R1"),
        (("birch", *URL, "--class", "Birch"), 1, "R302"),
        (("birch", *URL, "--class", "NotFoundError"), 1, "R302"),
        (("birch", *URL, "--code", "a..b"), 1, "R2"),
        (("birch", *URL, "--title", " "), 1, "R1"),
        (("birch", *URL, "--registry", "gone"), 2, "gone: does not exist"),
    ],
)
@pytest.mark.usefixtures("provider")
def test_unusable_value_writes_nothing(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], code: int, message: str
) -> None:
    """The exit code is 1 if the file would have findings, otherwise 2."""
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    done = run("new", "provider", *arguments)
    assert done.code == code
    assert message in done.out + done.err
    if code == 1:
        assert "nothing was written because the new file would have findings" in done.err
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_registry_with_findings_is_not_extended(run: Run, provider: Path) -> None:
    """The findings are shown first."""
    provider.write_text(
        provider.read_text(encoding="utf-8").replace("status", "statos"), encoding="utf-8"
    )
    done = run("new", "provider", "birch", *URL)
    assert done.code == 1
    assert "registry/providers/acme.toml:" in done.out
    assert done.err == "nothing was written because the registry has findings\n"
    assert not provider.with_name("birch.toml").exists()


@pytest.mark.usefixtures("provider")
def test_hostile_strings_stay_values(run: Run, tmp_path: Path) -> None:
    """Quotes, backslashes and control characters are escaped, and so is what is printed."""
    title = "A\"'''\\ \n[errors.X]\nsummary = 1 \x1b[31m"
    done = run("new", "provider", "birch", *URL, "--class", "BirchError", "--title", title)
    assert done.code == 0
    assert "\x1b" not in done.out
    path = tmp_path / "registry/providers/birch.toml"
    values = tomllib.loads(path.read_text(encoding="utf-8"))
    assert values["provider"]["title"] == title
    assert "errors" not in values


@pytest.mark.usefixtures("provider")
def test_dry_run_prints_a_patch(run: Run, tmp_path: Path) -> None:
    """Nothing is written."""
    done = run("new", "provider", "birch", *URL, "--dry-run")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("diff --git a/registry/providers/birch.toml")
    assert "new file mode 100644\n--- /dev/null\n" in done.out
    assert '+class = "BirchError"\n' in done.out
    assert not (tmp_path / "registry/providers/birch.toml").exists()


@pytest.mark.usefixtures("provider")
def test_answers_on_a_terminal(run: Run, answer: Answer) -> None:
    """Wrong answers are explained and asked for again; options are not asked for."""
    questions = answer("Birch Pay", "Birch", "", "birch.example", URL[1], "")
    done = run("new", "provider", "birch", "--code", "code")
    assert done.code == 0
    assert questions == [
        "Name of the API [Birch]: ",
        "Base class of its errors [BirchPayError]: ",
        "Base class of its errors [BirchPayError]: ",
        "URL of its page about errors: ",
        "URL of its page about errors: ",
        "What it does (optional): ",
    ]


@pytest.mark.usefixtures("provider")
def test_reference_of_a_provider_without_errors(run: Run, tmp_path: Path) -> None:
    """The page has no empty table and no empty section."""
    assert run("new", "provider", "birch", *URL).code == 0
    assert run("generate").code == 0
    page = (tmp_path / "generated/docs/birch.md").read_text(encoding="utf-8")
    assert "## Errors\n\nNo error of this API is documented here yet.\n\n## Classes\n" in page
    assert page.endswith("*derived*.\n")
