"""Files that a folder of templates adds are generated files like all others."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from attrs import evolve

from errsmith import generation
from errsmith.cli import main
from errsmith.targets.custom import filters, views
from errsmith.targets.custom.manifest import read_manifest
from errsmith.targets.custom.target import build_target
from errsmith.targets.rendering import Renderer
from tests.errsmith.site_runs import read_tree
from tests.registries import MakeRegistry, read_registry, write_files

EXAMPLE = Path(filters.__file__).parent / "example"
PROVIDER = """
[[envelopes]]
id = "json"
code = { path = "code" }

[errors.BAD_TOKEN]
summary = "The token is invalid."
status = 401
retry = { documented = "never" }
user_message = { en = "Sign in.", sv = "Logga in." }

[errors.order-shipped]
class = "ShippedError"
summary = "You cannot change an order after it has left the warehouse."
status = [400, 422]
removed = { reason = "It was merged.", replacement = "BAD_TOKEN" }
"""
MANIFEST = """\
[[outputs]]
template = "all.txt.jinja"
data = "catalogue"
path = "x/all.txt"

[[outputs]]
template = "provider.txt.jinja"
data = "provider"
path = "x/{provider}/all.txt"

[[outputs]]
template = "error.txt.jinja"
data = "error"
path = "x/{provider}/{anchor}.txt"
"""
TEMPLATES = {
    "own/outputs.toml": MANIFEST,
    "own/all.txt.jinja": "{% for provider in view.providers %}{{ provider.name }}\n{% endfor %}",
    "own/provider.txt.jinja": "{{ view.sdk.package }}.{{ view.name }} {{ view.errors | length }}\n",
    "own/error.txt.jinja": "{{ view.provider.title }} {{ view.code }}\n",
}


class Result(NamedTuple):
    """What a command returned and printed."""

    code: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def project(make_registry: MakeRegistry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a registry and templates, which is the current directory."""
    make_registry(PROVIDER)
    write_files(tmp_path, TEMPLATES)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(project: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs a command with the templates in the project."""
    assert project.is_dir()

    def run_main(*arguments: str, templates: str = "own") -> Result:
        capsys.readouterr()
        return Result(main([*arguments, "--templates", templates]), *capsys.readouterr())

    return run_main


def read(path: str) -> str:
    """Read a generated file."""
    return (Path("generated") / path).read_text(encoding="utf-8")


# --- files ---------------------------------------------------------------------------------------


def test_output_once_per_provider_and_per_error(run: Run) -> None:
    """The data of an output decides how often its template is rendered."""
    assert run("generate").code == 0
    assert read("x/all.txt") == "acme\n"
    assert read("x/acme/all.txt") == "acme_errors.acme 2\n"
    assert read("x/acme/bad-token.txt") == "Acme BAD_TOKEN\n"
    assert read("x/acme/order-shipped.txt") == "Acme order-shipped\n"
    files = json.loads(read("manifest.json"))["files"]
    assert [path for path in files if path.startswith("x/")] == [
        *("x/acme/all.txt", "x/acme/bad-token.txt", "x/acme/order-shipped.txt", "x/all.txt")
    ]


def test_added_files_are_up_to_date(run: Run) -> None:
    """A check with the same templates finds nothing, and a second run writes nothing."""
    run("generate")
    assert run("generate", "--check").code == 0
    assert run("generate").err.startswith("0 written, 0 deleted, ")
    assert run("generate", "--diff").out == ""


def test_check_and_diff_of_an_added_file(project: Path, run: Run) -> None:
    """An outdated file is a finding, and the diff shows what would change."""
    run("generate")
    write_files(project, {"own/all.txt.jinja": "none\n"})
    checked = run("generate", "--check")
    assert checked.code == 1
    assert checked.out.startswith("generated/manifest.json:1:1: R901 ")
    assert "generated/x/all.txt:1:1: R901 changed: this file is out of date\n" in checked.out
    assert "-acme\n+none\n" in run("generate", "--diff").out
    assert read("x/all.txt") == "acme\n"


@pytest.mark.parametrize(
    "command", [["generate"], ["generate", "--check"], ["generate", "--diff"], ["update"]]
)
def test_command_without_the_templates_changes_nothing(
    project: Path, run: Run, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    """It would delete the files that they add; so would a release, which is tested elsewhere."""
    run("generate")
    before = read_tree(project)
    capsys.readouterr()
    assert main(command) == 2
    assert capsys.readouterr().err == (
        "errsmith: generated: was generated with custom templates; pass their folder with "
        "--templates, or run `errsmith generate --force` to generate without them\n"
    )
    assert read_tree(project) == before


def test_templates_are_given_up_on_request(project: Path, run: Run) -> None:
    """With --force, the files that they added are deleted, and later runs need no templates."""
    run("generate")
    assert main(["generate", "--force"]) == 0
    assert not (project / "generated" / "x").exists()
    assert main(["generate", "--check"]) == 0


def test_changed_template_is_recorded_whatever_its_line_ends(project: Path, run: Run) -> None:
    """A check finds a template that changed, but not one that a checkout converted."""
    run("generate")
    path = project / "own" / "all.txt.jinja"
    text = path.read_text(encoding="utf-8")
    path.write_bytes(text.replace("\n", "\r\n").encode())
    assert run("generate", "--check").code == 0
    path.write_text(text + "{# a remark #}", encoding="utf-8")
    checked = run("generate", "--check")
    assert checked.code == 1
    assert checked.out.startswith("generated/manifest.json:1:1: R901 ")


def test_hand_edited_added_file_is_kept(project: Path, run: Run) -> None:
    """Edits are not overwritten without `--force`."""
    run("generate")
    write_files(project, {"generated/x/all.txt": "mine\n", "own/all.txt.jinja": "none\n"})
    refused = run("generate")
    assert refused.code == 1
    assert "generated/x/all.txt:1:1: R904 hand-edited: " in refused.out
    assert read("x/all.txt") == "mine\n"
    assert run("generate", "--force").code == 0
    assert read("x/all.txt") == "none\n"


def test_foreign_file_in_the_place_of_an_added_one_is_kept(project: Path, run: Run) -> None:
    """A file that errsmith did not write is reported, as for its own files."""
    write_files(project, {"generated/x/all.txt": "mine\n"})
    assert "generated/x/all.txt:1:1: R905 foreign: " in run("generate").out
    assert read("x/all.txt") == "mine\n"


def test_file_that_is_no_longer_listed_is_deleted(project: Path, run: Run) -> None:
    """Files of removed outputs and errors are stale, and so are their emptied folders."""
    run("generate")
    write_files(project, {"own/outputs.toml": MANIFEST.partition("\n\n")[0]})
    for name in ("provider", "error"):
        (project / "own" / f"{name}.txt.jinja").unlink()
    assert "generated/x/acme/all.txt:1:1: R903 stale: " in run("generate", "--check").out
    assert run("generate").code == 0
    assert not Path("generated/x/acme").exists()
    assert read("x/all.txt") == "acme\n"


def test_added_file_is_tidy(project: Path, run: Run) -> None:
    """Lines have no trailing blanks, and the file ends with one newline."""
    write_files(project, {"own/all.txt.jinja": "a  \r\n\tb\t\n\n\n"})
    run("generate")
    assert (project / "generated/x/all.txt").read_bytes() == b"a\n\tb\n"


def test_byte_order_mark(project: Path, run: Run) -> None:
    """A template can print the mark that Excel needs, as the manual shows."""
    write_files(project, {"own/all.txt.jinja": '{{ "\\ufeff" }}\n{{ view.sdk.version | csv }}\n'})
    run("generate")
    assert (project / "generated/x/all.txt").read_bytes() == b'\xef\xbb\xbf\n"0.1.0"\n'


def test_replacement_and_output_in_one_folder(project: Path, run: Run) -> None:
    """A folder can also replace templates; those of added files can import macros."""
    write_files(
        project,
        {
            "own/markdown/README.md.jinja": "# {{ view.distribution | md }}\n",
            "own/parts/_names.jinja": "{% macro show(view) %}{{ view.name }}!{% endmacro %}",
            "own/provider.txt.jinja": (
                '{% from "parts/_names.jinja" import show %}\n{{ show(view) }}\n'
            ),
        },
    )
    assert run("generate").code == 0
    assert read("README.md") == "# acme-errors\n"
    assert read("x/acme/all.txt") == "acme!\n"


# --- other commands ------------------------------------------------------------------------------


def test_site_ignores_outputs(run: Run) -> None:
    """Added files belong to the SDK, so the site has none of them."""
    assert run("site").code == 0
    assert Path("site/acme.html").is_file()
    assert not Path("site/x").exists()
    assert run("site", "--check").code == 0


# --- faults of templates -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("\n{{ view.sdk.versoin }}\n", 2, "has no attribute 'versoin' (did you mean 'version'?)"),
        ("{{ veiw }}\n", 1, "'veiw' is undefined; views are of version 1, see "),
        ("a\n{% if %}\n", 2, "Expected an expression"),
        ("a\n{# b\n", 2, "Missing end of comment tag"),
        ("a\n\n{{ view.sdk.version | csvv }}\n", 3, "No filter named 'csvv'."),
        ("a\n{{ none | quoted }}\n", 2, "TypeError: found None, expected a string or a number"),
        ("{{ view | json }}\n", 1, "TypeError: Object of type CatalogueView is not JSON"),
        ("{{ view | csv }}\n", 1, "TypeError: found an object of CatalogueView, expected a string"),
        ("{{ '--' | pascal }}\n", 1, 'ValueError: found string "--", expected an ASCII letter or'),
        ("{{ '\\ud800' | quoted }}\n", 1, "ValueError: found a lone surrogate in "),
        ('{% include "nothing.jinja" %}\n', 1, "there is no template nothing.jinja"),
        ('{% include "markdown/README.md.jinja" %}\n', 1, "there is no template markdown/README"),
        ("{{ view.providers[9] }}\n", 1, ""),
    ],
)
def test_fault_of_a_template(project: Path, run: Run, text: str, line: int, message: str) -> None:
    """The message names file and line, and nothing is written."""
    write_files(project, {"own/all.txt.jinja": text})
    refused = run("generate")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith(f"errsmith: own/all.txt.jinja:{line}: ")
    assert message in refused.err
    assert not Path("generated").exists()


def test_half_of_a_surrogate_pair(project: Path, run: Run) -> None:
    """A template can print what no file can contain."""
    write_files(project, {"own/all.txt.jinja": "{{ '\\ud800' }}"})
    assert run("generate").err == (
        "errsmith: own/all.txt.jinja: prints half of a surrogate pair, which no file in UTF-8 can "
        "contain\n"
    )


def test_missing_attribute_names_the_manual(project: Path, run: Run) -> None:
    """The message leads to the page that documents these views."""
    write_files(project, {"own/all.txt.jinja": "{{ view.nothing }}"})
    assert "see errsmith/targets/custom/README.md" in run("generate").err


# --- views ---------------------------------------------------------------------------------------


def test_facts_of_an_error(project: Path) -> None:
    """Documented and derived facts are apart; what is not documented is None or empty."""
    catalogue = views.build_catalogue_view(
        generation.build_project(read_registry(project / "registry"))
    )
    (provider,) = catalogue.providers
    token, shipped = provider.errors
    assert (token.id, token.anchor, token.code) == ("BAD_TOKEN", "bad-token", "BAD_TOKEN")
    assert token.class_ == "acme_errors.acme.BadTokenError"
    assert (token.class_name, token.identifier) == ("BadTokenError", "BadToken")
    assert token.member == "BAD_TOKEN"
    assert token.provider is provider
    assert token.documented.statuses == (401,)
    assert token.documented.retry is not None
    assert (token.documented.retry.advice, token.derived.retry) == ("never", None)
    assert token.documented.user_messages == {"en": "Sign in.", "sv": "Logga in."}
    assert token.derived.kind == "authentication"
    assert (token.documented.group, token.documented.causes) == (None, ())
    assert token.lifecycle.removed is None
    assert (shipped.class_name, shipped.identifier) == ("ShippedError", "Shipped")
    assert (shipped.documented.retry, shipped.member) == (None, "ORDER_SHIPPED")
    assert shipped.lifecycle.removed is not None
    assert shipped.lifecycle.removed.replacements == ("BAD_TOKEN",)
    assert [code.statuses for code in provider.codes] == [(401,), (400, 422)]
    assert [error.id for error in provider.errors[1:]] == ["order-shipped"]
    assert provider.errors[-1].id == "order-shipped"


def test_errors_of_one_code(make_registry: MakeRegistry) -> None:
    """A code of several errors is listed once, with the statuses of all of them."""
    text = PROVIDER.replace("[errors.order-shipped]", '[errors.order-shipped]\ncode = "BAD_TOKEN"')
    registry = read_registry(make_registry(text), {"R221"})
    (provider,) = views.build_catalogue_view(generation.build_project(registry)).providers
    assert [(code.code, code.statuses) for code in provider.codes] == [
        ("BAD_TOKEN", (401, 400, 422))
    ]
    assert [error.member for error in provider.errors] == ["BAD_TOKEN", "BAD_TOKEN"]


def test_views_are_built_one_at_a_time(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A loop over errors, and the renderings of errors, never have two views at once."""
    built: list[str] = []
    build = views._build_error

    def count(provider: views.ProviderView, id_: str, *facts: Any) -> views.ErrorView:
        built.append(id_)
        return build(provider, id_, *facts)

    monkeypatch.setattr(views, "_build_error", count)
    built_project = generation.build_project(read_registry(project / "registry"))
    (provider,) = views.build_catalogue_view(built_project).providers
    assert len(provider.errors) == 2
    assert built == []
    next(iter(provider.errors))
    assert built == ["BAD_TOKEN"]
    manifest = read_manifest(project / "own", ())
    assert manifest is not None
    built.clear()
    paths = []
    for rendering in build_target(manifest).list_renderings(built_project):
        paths.append(rendering.path)
        assert len(built) == max(0, len(paths) - 2)


def test_outputs_without_providers(project: Path) -> None:
    """An empty catalogue has a table without rows, and no file per provider."""
    built = evolve(generation.build_project(read_registry(project / "registry")), providers=())
    manifest = read_manifest(EXAMPLE, ())
    assert manifest is not None
    target = build_target(manifest)
    (rendering,) = target.list_renderings(built)
    rows = list(csv.reader(io.StringIO(Renderer(target).render(rendering).decode())))
    assert [row[:2] for row in rows] == [["provider", "id"]]
