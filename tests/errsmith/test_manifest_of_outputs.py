"""`outputs.toml`: every fault is reported with its place, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errsmith.cli import main
from errsmith.output import paths
from errsmith.targets.custom.checking import explain_unfit_path
from tests.registries import MakeRegistry, write_files

PROVIDER = """
[[envelopes]]
id = "json"
code = { path = "code" }

[errors.BAD_TOKEN]
summary = "The token is invalid."
status = 401
"""
VALID = 'template = "own/a.txt.jinja"\ndata = "catalogue"\npath = "a.txt"\n'

Refuse = Callable[..., str]


@pytest.fixture
def project(make_registry: MakeRegistry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a registry and a template, which is the current directory."""
    make_registry(PROVIDER)
    write_files(tmp_path, {"own/own/a.txt.jinja": "{{ view.sdk.version }}\n"})
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def refuse(project: Path, capsys: pytest.CaptureFixture[str]) -> Refuse:
    """Return a function that generates with a manifest, and returns why nothing was written."""

    def run(manifest: str | bytes, *arguments: str) -> str:
        write_files(project, {"own/outputs.toml": manifest})
        code = main([*(arguments or ("generate",)), "--templates", "own"])
        printed = capsys.readouterr()
        assert (code, printed.out) == (2, ""), printed.err
        assert not (project / "generated").exists()
        assert not (project / "site").exists()
        assert not (project / "registry" / "schema").exists()
        assert "Traceback" not in printed.err
        return printed.err

    return run


def write_output(**values: str) -> str:
    """Return an output with other values, which are TOML."""
    lines = dict(line.split(" = ", 1) for line in VALID.splitlines())
    return "[[outputs]]\n" + "".join(f"{key} = {text}\n" for key, text in (lines | values).items())


# --- the file and its keys -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("manifest", "place", "message"),
    [
        ("", "1:1: R007", "found no keys"),
        ("# x\n", "1:1: R007", "found no keys"),
        ("[[outputs]]\npath = a\n", "2:8: R008", "found `a`, expected a value"),
        ("a = 1\na = 2\n", "2:1: R009", "found `a` a second time"),
        (b"\xff\n", "1:1: R006", "found the byte 0xff"),
        (b"a = 1\0", "1:6: R004", "found a NUL byte"),
        ("outputs = 3\n", "1:11: R103", "found integer 3, expected a list"),
        ("outputs = []\n", "1:11: R104", "found an empty list, expected at least one item"),
        ("outputs = [3]\n", "1:12: R103", "outputs[0]: found integer 3, expected a table"),
        (f"[outputs]\n{VALID}", "1:1: R103", "expected a list of tables"),
        (f"[[output]]\n{VALID}", "1:3: R101", "unknown key `output`"),
        (f"[[outputs]]\n{VALID}\n[x]\n", "6:2: R101", "unknown key `x`"),
        (write_output(dat='"x"'), "5:1: R101", "outputs[0]: unknown key `dat`"),
        ('[[outputs]]\ndata = "catalogue"\npath = "a"\n', "1:1: R102", "missing key `template`"),
        (write_output(template="3"), "2:12: R103", "template: found integer 3, expected a string"),
        (write_output(path='" "'), "4:8: R104", "expected a string that is not blank"),
        (write_output(data="[]"), "3:8: R103", "data: found a list, expected a string"),
    ],
)
def test_manifest_that_does_not_fit(
    refuse: Refuse, manifest: str | bytes, place: str, message: str
) -> None:
    """The file is read as strictly as the registry."""
    said = refuse(manifest)
    assert f"own/outputs.toml:{place} " in said
    assert message in said
    assert said.splitlines()[-1].startswith("errsmith: own/outputs.toml: has ")


def test_all_faults_are_reported_at_once(refuse: Refuse) -> None:
    """Each finding shows its line, and the last line counts them."""
    said = refuse(
        write_output(template='"own/b.txt.jinja"', data='"catalog"')
        + write_output(path='"../a.txt"')
    )
    assert (
        said
        == """\
own/outputs.toml:2:12: R911 template: found "own/b.txt.jinja", which does not exist
  |
1 | [[outputs]]
2 | template = "own/b.txt.jinja"
  |            ^^^^^^^^^^^^^^^^^
  help: Did you mean "own/a.txt.jinja"?

own/outputs.toml:3:8: R105 data: found string "catalog", expected one of "catalogue", "provider", \
"error"
  |
1 | [[outputs]]
...
3 | data = "catalog"
  |        ^^^^^^^^^
  help: Did you mean "catalogue"?

own/outputs.toml:8:8: R912 path: found "../a.txt", which is absolute or has empty parts, `.` or \
`..`, expected a path in the output folder
  |
5 | [[outputs]]
...
8 | path = "../a.txt"
  |        ^^^^^^^^^^
errsmith: own/outputs.toml: has 3 findings; nothing was written
"""
    )


def test_help_of_a_syntax_error_fits_the_manifest(refuse: Refuse) -> None:
    """Help for the registry's tables would mislead here."""
    assert "help: Put strings in quotes" in refuse("[[outputs]]\npath = a b\n")
    for manifest in ("[[outputs]\n", "[a b]\n", "= 3\n"):
        assert "errors." not in refuse(manifest)


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("folder", "R002 found a folder, expected a TOML file"),
        ("broken link", "R001 found a broken link, expected a TOML file"),
    ],
)
def test_manifest_that_is_not_a_file(
    project: Path, capsys: pytest.CaptureFixture[str], kind: str, message: str
) -> None:
    """A folder or a broken link in its place is not overlooked."""
    manifest = project / "own" / "outputs.toml"
    if kind == "folder":
        manifest.mkdir()
    else:
        manifest.symlink_to("nowhere")
    assert main(["generate", "--templates", "own"]) == 2
    assert capsys.readouterr().err.startswith(f"own/outputs.toml:1:1: {message}\n")
    assert not (project / "generated").exists()


def test_findings_are_not_on_stdout(refuse: Refuse) -> None:
    """A program that reads the output as JSON gets nothing, as with any other failure."""
    assert "R912" in refuse(write_output(path='"/a"'), "generate", "--format", "json")
    assert "R912" in refuse(write_output(path='"/a"'), "generate", "--check", "--format", "github")
    assert "R912" in refuse(write_output(path='"/a"'), "generate", "--diff")
    assert "R912" in refuse(write_output(path='"/a"'), "site")
    assert "R912" in refuse(write_output(path='"/a"'), "site", "--check")


def test_control_characters_are_escaped(refuse: Refuse) -> None:
    """No string of the manifest reaches the terminal unescaped."""
    said = refuse(write_output(path=r'"a\u001b[31m\u202e"', template=r'"\u001b[31m.jinja"'))
    assert "\x1b" not in said
    assert "\u202e" not in said


# --- templates -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("own/b.txt.jinja", "does not exist"),
        ("own", "is not a template, expected a name that ends in `.jinja`"),
        ("outputs.toml", "is not a template"),
        ("folder.jinja", "is not a file"),
        ("python/provider.py.jinja", "replaces a built-in template"),
        ("../own/own/a.txt.jinja", "is not a path in this folder"),
        ("./own/a.txt.jinja", "is not a path in this folder"),
        ("own//a.txt.jinja", "is not a path in this folder"),
        ("/own/a.txt.jinja", "is not a path in this folder"),
        (r"own\a.txt.jinja", "is not a path in this folder"),
        ("\0.jinja", "is not a path in this folder"),
        ("C:/a.txt.jinja", "does not exist"),
    ],
)
def test_unfit_template(project: Path, refuse: Refuse, template: str, message: str) -> None:
    """A template is a file in the folder that is not used for anything else."""
    (project / "own" / "folder.jinja").mkdir()
    literal = template.replace("\\", r"\\").replace("\0", r"\u0000")
    said = refuse(write_output(template=f'"{literal}"'))
    assert said.startswith("own/outputs.toml:2:12: R911 template: found ")
    assert message in said


def test_error_with_the_name_of_a_windows_device(project: Path, refuse: Refuse) -> None:
    """A file with its anchor as name could not be checked out there."""
    provider = project / "registry" / "providers" / "acme.toml"
    text = provider.read_text(encoding="utf-8")
    error = '\n[errors.con]\nstatus = 404\nsummary = "The console is gone."\n'
    provider.write_text(f"{text}{error}", encoding="utf-8")
    said = refuse(write_output(data='"error"', path='"x/{provider}/{anchor}.txt"'))
    assert said.startswith("own/outputs.toml:4:8: R912 path: found ")
    assert '"x/acme/con.txt", which has a Windows device name, expected another path' in said


@pytest.mark.parametrize("name", ["own/b.txt.jinja", "x.jinja", "own/_macros.jinja"])
def test_unused_template(project: Path, refuse: Refuse, name: str) -> None:
    """A template that is neither listed nor imported is probably a mistake."""
    write_files(project, {f"own/{name}": ""})
    said = refuse(write_output())
    assert said.startswith(f"errsmith: own/{name}: replaces no template. ")
    assert "ist " in said  # A sentence can begin with it.
    assert "outputs.toml" in said


@pytest.mark.parametrize("data", [b"\xff", b"a\0", b"\xef\xbb\xbfa"])
def test_template_that_is_not_text(project: Path, refuse: Refuse, data: bytes) -> None:
    """An added template is read as strictly as a replacement."""
    write_files(project, {"own/own/a.txt.jinja": data})
    assert refuse(write_output()).startswith("errsmith: own/own/a.txt.jinja: ")


# --- paths ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        *("/a", "../a", "a/../b", "./a", "a/", "a//b", ".", "C:/a", "C:a", r"a\b", "a\0", "a\nb"),
        *("a\u202eb", " a", "a ", "a.", "a./b", "nul", "NUL.txt", "a/con/b", "com1.csv"),
        *("a?", "a*", "a|b", "<a>", 'a"b'),
    ],
)
def test_unfit_path(refuse: Refuse, path: str) -> None:
    """A path must be valid, and inside the output folder, on every operating system."""
    escaped = path.replace("\\", r"\\").replace('"', r"\"")
    literal = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in escaped)
    said = refuse(write_output(path=f'"{literal}"'))
    assert said.startswith("own/outputs.toml:4:8: R912 path: found ")


@given(st.text(st.sampled_from([*"abA0./\\:~{} \t\0*", "\u202e", "\x85"]), min_size=1))
def test_accepted_paths_are_valid(path: str) -> None:
    """The check is at least as strict as that of the files to write."""
    if explain_unfit_path(path) is None:
        paths.validate(path)


@pytest.mark.parametrize(
    ("data", "path", "message"),
    [
        ("catalogue", "{provider}.txt", 'write `data = "provider"`'),
        ("catalogue", "{provider}/{anchor}.txt", 'write `data = "error"`'),
        ("catalogue", "{x}.txt", "expected no placeholders, because there is only one file"),
        ("catalogue", "a{.txt", "expected no placeholders"),
        ("provider", "a.txt", "expected the placeholder {provider}: there is a file per provider"),
        ("provider", "{provider}/{anchor}.txt", 'write `data = "error"`'),
        ("provider", "{Provider}.txt", "expected the placeholder {provider}"),
        ("provider", "{provider}}.txt", "help: Remove the other braces"),
        ("provider", "{{provider}}.txt", "help: Remove the other braces"),
        ("catalogue", "}.txt", "help: Remove the other braces"),
        ("error", "{anchor}.txt", "expected the placeholders {provider} and {anchor}"),
        ("error", "{provider}.txt", 'write `data = "provider"`'),
        ("error", "{provider}/{id}.txt", "Did you mean `{anchor}`?"),
        ("error", "{provider}/{code}.txt", "Did you mean `{anchor}`?"),
    ],
)
def test_wrong_placeholders(refuse: Refuse, data: str, path: str, message: str) -> None:
    """A path has the placeholders of its data, so that no two files have the same path."""
    said = refuse(write_output(data=f'"{data}"', path=f'"{path}"'))
    assert said.startswith("own/outputs.toml:4:8: R913 path: found ")
    assert message in said


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("README.md", '"README.md", which errsmith already generates'),
        ("readme.MD", 'only differs in case from "README.md", which errsmith already generates'),
        ("LICENSE", '"LICENSE", which errsmith already generates'),
        ("manifest.json", '"manifest.json", which errsmith already generates'),
        ("CHANGELOG.md", '"CHANGELOG.md", which errsmith already generates'),
        ("acme_errors/acme.py", "which errsmith already generates"),
        ("acme_errors/_runtime/errors.py", "which errsmith already generates"),
        ("Docs", 'the folder of "docs/'),
        ("README.md/a.txt", 'a path below the file "README.md"'),
    ],
)
def test_path_of_a_generated_file(refuse: Refuse, path: str, message: str) -> None:
    """An added file is not in the way of a file that errsmith generates."""
    said = refuse(write_output(path=f'"{path}"'))
    assert said.startswith("own/outputs.toml:4:8: R914 path: found ")
    assert message in said


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ("x/a.txt", "x/a.txt", '"x/a.txt", which another output has'),
        ("x/a.txt", "X/A.txt", 'only differs in case from "x/a.txt"'),
        ("caf\u00e9", "cafe\u0301", "which another output has"),
        ("x", "x/a.txt", 'a path below the file "x"'),
        ("x/a.txt", "x", 'the folder of "x/a.txt"'),
    ],
)
def test_two_outputs_in_each_others_way(
    refuse: Refuse, first: str, second: str, message: str
) -> None:
    """The finding is at the second output, with a note at the first."""
    said = refuse(write_output(path=f'"{first}"') + write_output(path=f'"{second}"'))
    assert said.startswith("own/outputs.toml:8:8: R914 path: found ")
    assert message in said
    assert "note: own/outputs.toml:4:8: the other output\n" in said


@pytest.mark.parametrize("path", ["x" * 201, "\u7f72" * 67, "x/" * 500 + "x", "x" * 300 + "/x"])
def test_path_that_is_too_long(refuse: Refuse, path: str) -> None:
    """The file system could refuse it after other files were written."""
    said = refuse(write_output(path=f'"{path}"'))
    assert said.startswith("own/outputs.toml:4:8: R912 path: found ")
    assert "which is too long, expected at most 200 bytes per part and 1000 in all" in said


def test_path_of_an_expanded_placeholder(refuse: Refuse) -> None:
    """Paths are compared for the providers and errors of the registry."""
    said = refuse(
        write_output(path='"x/acme-bad-token.txt"')
        + write_output(data='"error"', path='"x/{provider}-{anchor}.txt"')
    )
    assert 'outputs.toml:8:8: R914 path: found "x/acme-bad-token.txt", which another' in said
