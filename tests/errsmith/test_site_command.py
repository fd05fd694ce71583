"""`errsmith site`: what it writes, refuses and reports, and its exit codes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from errno import ENOSPC
from pathlib import Path

import pytest

from errsmith.output.folder import LIST
from tests.errsmith.site_runs import ACME, OTHER, Run, read_tree, take_snapshot, write_sdk
from tests.registries import write_files, write_registry

# --- writing -------------------------------------------------------------------------------------


def test_site_is_written(run_site: Run) -> None:
    """The default folder is `site`, and the last line counts the files."""
    code, out, err = run_site()
    assert (code, out) == (0, "")
    count = len(read_tree()) - 1  # The list does not count.
    assert err == f"{count} written, 0 deleted, 0 unchanged in site\n"
    pages = {"index.html", "acme.html", "acme/bad-token.html", "other/bad-token.md"}
    assert pages < read_tree().keys()


def test_github_pages_publishes_the_files_unchanged(run_site: Run) -> None:
    """Without this file, it would render the Markdown versions over the HTML pages."""
    assert run_site("--out", "one")[0] == 0
    assert run_site("--out", "several", "--versions")[0] == 0
    for folder in ("one", "several", "several/0.1.0"):
        assert Path(folder, ".nojekyll").read_bytes() == b""


def test_second_run_changes_nothing(run_site: Run) -> None:
    """Hosts and browsers keep what has the same time."""
    run_site("--out", "a")
    before, count = take_snapshot(Path("a")), len(read_tree(Path("a"))) - 1
    assert run_site("--out", "a") == (0, "", f"0 written, 0 deleted, {count} unchanged in a\n")
    assert take_snapshot(Path("a")) == before


def test_pages_of_a_provider_that_is_gone_are_deleted(run_site: Run) -> None:
    """No release had them, so they are not permanent."""
    run_site()
    Path("registry/providers/other.toml").unlink()
    code, _, err = run_site()
    assert code == 0
    # Both pages of the provider and of its error, and the redirect.
    assert re.search(r"\d written, 5 deleted, \d+ unchanged", err)
    assert not [path for path in read_tree() if path.startswith("other")]
    assert not Path("site/other").exists()


def test_files_of_others_are_kept(run_site: Run) -> None:
    """People put a domain name or a banner beside the pages."""
    mine = {"CNAME": b"errors.example\n", "acme/mine.html": b"mine", "other/mine.txt": b"mine"}
    write_files(Path("site"), mine)
    assert run_site()[0] == 0
    Path("registry/providers/other.toml").unlink()
    assert run_site()[0] == 0
    assert read_tree().items() >= mine.items()


@pytest.mark.parametrize("path", ["index.html", "acme/bad-token.html", "assets/style.css"])
def test_file_of_others_in_the_way_is_kept(run_site: Run, path: str) -> None:
    """The message names it, and nothing of theirs is lost."""
    write_files(Path("site"), {path: b"mine"})
    reason = "exists, but errsmith did not write it; move it, or choose another folder"
    assert run_site() == (2, "", f"errsmith: site/{path}: {reason}\n")
    assert read_tree()[path] == b"mine"
    (Path("site") / path).unlink()
    assert run_site()[0] == 0
    first = read_tree()
    run_site("--out", "again")
    assert read_tree(Path("again")) == first


@pytest.mark.parametrize("out", ["registry", "registry/site", "link/site", "registry/providers/x"])
def test_folder_in_the_registry_is_refused(run_site: Run, out: str) -> None:
    """People edit the registry, and errsmith would lint and release what it writes there."""
    Path("link").symlink_to("registry")
    before = read_tree(Path("registry"))
    for arguments in ([], ["--versions"]):
        code, _, err = run_site("--out", out, *arguments)
        assert code == 2
        assert "generated files would go into registry; use --out to name another folder" in err
    assert read_tree(Path("registry")) == before


def test_folder_of_a_provider_in_the_registry_is_refused(run_site: Run) -> None:
    """The site of a provider has the name of its module, which may be that of the folder."""
    write_registry(Path("registry"), {"registry": ACME})
    before = read_tree(Path("registry"))
    assert run_site("--out", ".")[0] == 2
    assert read_tree(Path("registry")) == before


# --- what the command needs ----------------------------------------------------------------------


def test_registry_that_cannot_be_generated(run_site: Run) -> None:
    """Its findings are shown, and the site is unchanged."""
    run_site()
    before = read_tree()
    path = Path("registry/providers/acme.toml")
    path.write_text(ACME.replace("summary", "sumary"), encoding="utf-8")
    for arguments in ([], ["--check"]):
        code, out, err = run_site(*arguments)
        assert (code, err) == (1, "nothing was generated because the registry has findings\n")
        assert "R101" in out
    assert read_tree() == before


def test_registry_with_harmless_findings(run_site: Run) -> None:
    """They are counted, as `generate` does."""
    write_registry(Path("registry"), {"acme": ACME + '\n[categories.x]\ntitle = "X"\n'})
    code, out, err = run_site()
    assert (code, out) == (0, "")
    counted = r"\d findings? in registry; run `errsmith lint` to see them"
    assert re.fullmatch(counted, err.splitlines()[0])


def test_registry_that_does_not_exist(run_site: Run) -> None:
    """A mistyped path is not an empty registry."""
    code, out, err = run_site("--registry", "nowhere")
    assert (code, out) == (2, "")
    assert err.startswith("errsmith: nowhere")
    assert not Path("site").exists()


@pytest.mark.parametrize("url", ["acme.example", "https://a b/", "ftp://a.example", ""])
def test_bad_base_url(run_site: Run, url: str) -> None:
    """The message says what is expected."""
    for mode in ([], ["--check"], ["--versions"]):
        code, out, err = run_site("--base-url", url, *mode)
        assert (code, out) == (2, "")
        assert err.startswith(f'errsmith: found base URL "{url}", expected the http or https URL')
    assert not Path("site").exists()


@pytest.mark.parametrize("mode", ["--check", "--out=site"])
@pytest.mark.parametrize("key", ["[errors.{}]", '[errors.SHORT]\naliases = ["{}"]'])
def test_id_that_no_file_can_have_is_refused_before_anything_is_written(
    run_site: Run, mode: str, key: str
) -> None:
    """It names a file, and file systems limit the length of names."""
    path = Path("registry/providers/acme.toml")
    table = f'{key.format("A" * 201)}\nclass = "LongError"\nstatus = 400\nsummary = "s"\n'
    path.write_text(f"{path.read_text()}\n{table}")
    code, out, err = run_site(mode)
    assert (code, out) == (2, "")
    assert err.startswith('errsmith: registry/providers/acme.toml: found the id or alias "AAAA')
    assert err.endswith(
        "which has 201 characters; it names the file of a page, and can have at most 200\n"
    )
    assert not Path("site").exists()


def test_check_and_versions_exclude_each_other(run_site: Run) -> None:
    """One writes, and the other does not."""
    assert run_site("--check", "--versions")[0] == 2
    assert not Path("site").exists()


# --- checking ------------------------------------------------------------------------------------


def test_check_writes_nothing(run_site: Run) -> None:
    """It needs no folder."""
    before = take_snapshot(Path())
    assert run_site("--check") == (0, "", "no problems found\n")
    assert take_snapshot(Path()) == before


@pytest.mark.parametrize(
    ("link", "problem"),
    [
        ("nowhere.html", "there is no file nowhere.html"),
        ("acme.html#nothing", "acme.html has no id 'nothing'"),
    ],
)
def test_check_finds_a_broken_link_of_a_template(run_site: Run, link: str, problem: str) -> None:
    """People replace templates, and the check is for their sites, too."""
    page = copy_template("missing.html.jinja").replace("</p>", f'<a href="{link}">x</a></p>', 1)
    write_files(Path("templates"), {"site/missing.html.jinja": page})
    out = f"404.html: has the link '{link}', but {problem}\n"
    assert run_site("--check", "--templates", "templates") == (1, out, "1 problem\n")
    assert not Path("site").exists()


def test_check_finds_a_page_that_reference_url_needs(run_site: Run) -> None:
    """`explain` and `to_problem` would lead nowhere."""
    write_sdk(reference_url="https://acme.example/errors/{provider}/{anchor}.htm")
    code, out, _ = run_site("--check", "--base-url", "https://acme.example/errors/")
    assert code == 1
    assert out == "".join(
        f"{name}/bad-token.htm: is missing, but `reference_url` of BAD_TOKEN points to it\n"
        for name in ("acme", "other")
    )


# --- templates -----------------------------------------------------------------------------------


def copy_template(name: str) -> str:
    """Return one of errsmith's own templates."""
    folder = Path(sys.modules["errsmith"].__path__[0]) / "targets" / "site" / "templates"
    return (folder / name).read_text(encoding="utf-8")


def test_template_replaces_a_page(run_site: Run) -> None:
    """All other pages stay the same."""
    run_site("--out", "own")
    page = copy_template("missing.html.jinja").replace("Page not found", "Lost?")
    write_files(Path("templates"), {"site/missing.html.jinja": page})
    assert run_site("--templates", "templates")[0] == 0
    own, mine = read_tree(Path("own")), read_tree()
    assert {path for path in mine if mine[path] != own[path]} == {"404.html"}
    assert b"<h1>Lost?</h1>" in mine["404.html"]


def test_template_of_the_markdown_replaces_a_twin(run_site: Run) -> None:
    """The pages in Markdown have templates of their own."""
    write_files(Path("templates"), {"markdown/site/error.md.jinja": "# {{ view.class_ }}\n"})
    assert run_site("--templates", "templates")[0] == 0
    assert read_tree()["acme/bad-token.md"] == b"# BadTokenError\n"


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("site/eror.html.jinja", "x", "replaces no template. Did you mean site/error.html.jinja?"),
        ("error.html.jinja", "x", "replaces no template. "),
        ("site/error.html.jinja", "x\n{{ view.nothing }}", "site/error.html.jinja:2: "),
        ("site/error.html.jinja", "{% if %}", "site/error.html.jinja:1: "),
    ],
)
@pytest.mark.parametrize("mode", [[], ["--check"]])
def test_bad_template(run_site: Run, name: str, text: str, reason: str, mode: list[str]) -> None:
    """The message names the file, and nothing is written."""
    write_files(Path("templates"), {name: text})
    code, out, err = run_site("--templates", "templates", *mode)
    assert (code, out) == (2, "")
    assert not Path("site").exists()
    assert err.startswith("errsmith: ")
    assert name in err
    assert reason in err


# --- failing and stopping ------------------------------------------------------------------------


def start(*arguments: str, code: str = "", check: bool = False) -> subprocess.CompletedProcess[str]:
    """Run the command in another process, after some Python."""
    program = f"{code}\nfrom errsmith.__main__ import run\nrun()"
    command = [sys.executable, "-c", program, "site", *arguments]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, check=check, timeout=60
    )


STOPPED = """
import os, sys
left = 8
def hear(event, arguments):
    global left
    if event == "os.rename":
        left -= 1
        if not left:
            os.kill(os.getpid(), {})
sys.addaudithook(hear)
"""


@pytest.mark.parametrize("signal", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_stopped_run_is_completed_by_the_next(run_site: Run, signal: str) -> None:
    """Ctrl-C leaves no traceback, and every file is old or new."""
    run_site("--out", "old")
    write_registry(Path("registry"), {"acme": ACME.replace("invalid", "wrong"), "new": OTHER})
    shutil.copytree("old", "site")
    run_site("--out", "new")
    old, new = read_tree(Path("old")), read_tree(Path("new"))
    number = {"SIGINT": 2, "SIGTERM": 15, "SIGKILL": 9}[signal]
    done = start(code=STOPPED.format(number))
    said = "" if signal == "SIGKILL" else f"errsmith: stopped by {signal}\n"
    assert (done.returncode, done.stdout, done.stderr) == (-number, "", said)
    left = read_tree()
    assert left not in (old, new)
    for path, data in left.items():
        if path not in {LIST, ".errsmith.tmp"}:
            assert data in (old.get(path), new.get(path)), path
    assert run_site()[0] == 0
    assert read_tree() == new


WITHOUT_PRIVILEGES = """
import ctypes, os
if os.geteuid() == 0:
    # Modes do not bind root unless the process has none of his privileges.
    for capability in (1, 2, 3):
        ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)
if "BOUND" not in os.environ:
    import sys
    os.environ["BOUND"] = "1"
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
"""


@pytest.fixture
def read_only(run_site: Run) -> Iterator[Path]:
    """Return a folder without permission to write."""
    assert run_site()[0] == 0
    folder = Path("site")
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)


def test_read_only_folder(read_only: Path) -> None:
    """The message names the file, and everything is unchanged."""
    Path("registry/providers/other.toml").unlink()
    before = read_tree(read_only)
    done = start(code=WITHOUT_PRIVILEGES)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"errsmith: site/?\S*: cannot be \w+: Permission denied\n", done.stderr)
    assert read_tree(read_only) == before


def test_full_disk(run_site: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the file, and the next run completes the site."""
    run_site("--out", "complete")
    real = os.write

    def fail(handle: int, data: bytes) -> int:
        if b"BAD_TOKEN" in data:
            raise OSError(ENOSPC, os.strerror(ENOSPC))
        return real(handle, data)

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", fail)
        code, out, err = run_site()
    assert (code, out) == (2, "")
    reason = os.strerror(ENOSPC)
    assert re.fullmatch(rf"errsmith: site/\S+: cannot be written: {reason}\n", err)
    assert run_site()[0] == 0
    assert read_tree() == read_tree(Path("complete"))
