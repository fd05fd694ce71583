"""The project's tasks: `nox` runs what CI runs, `nox -s generate` rewrites the generated files."""

from __future__ import annotations

import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from email.parser import BytesParser
from pathlib import Path
from zipfile import ZipFile

import nox
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "venv"
nox.options.error_on_external_run = True
# Pythons that are not installed are skipped, in CI too.
nox.options.error_on_missing_interpreters = False
nox.options.reuse_venv = "no" if "CI" in os.environ else "yes"
nox.options.tags = ["ci"]

ROOT = Path(__file__).parent
PYPROJECT = nox.project.load_toml(ROOT / "pyproject.toml")
PYTHONS = nox.project.python_versions(PYPROJECT)

CONSTRAINTS = ROOT / "constraints.txt"
HEADER = """\
# The version of every package that builds, checks or tests this project, with all dependencies.
# `nox -s constraints` rewrites this file with the newest versions.
"""
PINNED = ("-c", "constraints.txt")
NEWEST = ("--upgrade", "--upgrade-strategy=eager")

PYODIDE = ("pyodide@314.0.7", "ws@8.23.0", "@types/emscripten@1.41.6")
"""CPython 3.14 and its dependencies from the npm registry; update the versions by hand."""

GENERATOR = ("-e", ".")
SDK = ("-e", "generated")
LOCAL = (".git", ".hypothesis", ".nox", ".venv", ".*_cache", "__pycache__")
"""Files and folders that are left out of copies of the repository."""
IMPORT_ALL = """
import importlib, pkgutil, eid_errors
for module in pkgutil.walk_packages(eid_errors.__path__, "eid_errors."):
    if not module.name.endswith((".__main__", ".pytest_plugin", ".testing.plugin")):
        importlib.import_module(module.name)
"""


@nox.session
def generate(session: nox.Session) -> None:
    """Rewrite generated/ and registry/schema/ from the registry; arguments go to errsmith."""
    install(session, *GENERATOR)
    session.run("errsmith", "generate", *session.posargs)


@nox.session(tags=["ci"])
def check(session: nox.Session) -> None:
    """Find mistakes in the registry, generated files that differ from it, and broken links."""
    install(session, *GENERATOR)
    session.run("errsmith", "lint")
    session.run("errsmith", "generate", "--check")
    session.run("errsmith", "site", "--check")


@nox.session(tags=["ci"])
def tests(session: nox.Session) -> None:
    """Run the tests on the Python that runs nox; arguments go to pytest."""
    run_tests(session)


@nox.session(python=PYTHONS, tags=["compatibility"])
def tests_on(session: nox.Session) -> None:
    """Run the tests on each supported Python that is installed."""
    run_tests(session)


@nox.session(python=PYTHONS[0], reuse_venv=False, tags=["compatibility"])
def tests_lowest(session: nox.Session) -> None:
    """Run the tests on the oldest supported dependencies."""
    bounds = PYPROJECT["project"]["dependencies"]
    session.install(*(bound.replace(">=", "==") for bound in bounds))
    run_tests(session, pins=("-c", str(keep_installed(session))))


@nox.session(tags=["ci", "compatibility"])
def python314(session: nox.Session) -> None:
    """Run client code that uses the SDK on CPython 3.14, in Pyodide on Node.js."""
    install(session, *GENERATOR, *group("python314"))
    session.run("python", "-m", "tests.specimen.sdk")  # The stored pickles contain its errors.
    modules, packages = Path(session.create_tmp()) / "npm", Path(session.create_tmp()) / "packages"
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-save", "--no-package-lock")
    session.run("npm", "install", *quiet, "--prefix", str(modules), *PYODIDE)
    pure = ("--only-binary=:all:", "--platform=any", "--python-version=3.14")
    sdk = nox.project.load_toml(ROOT / "generated" / "pyproject.toml")["project"]["dependencies"]
    session.install(*PINNED, *pure, "--upgrade", f"--target={packages}", *sdk, "pytest")
    pyodide = modules / "node_modules" / "pyodide"
    run = ("node", "tests/python314/run.mjs", str(pyodide), str(packages))
    options = ("--noconftest", "-p", "no:cacheprovider")
    session.run(*run, *options, "tests/python314", "tests/sdk/test_old_pickles.py")


@nox.session
def newest(session: nox.Session) -> None:
    """Run tests, lint and typing with the newest version of everything."""
    for part in (lint, typing, run_tests):
        part(session, pins=NEWEST)


@nox.session(tags=["ci"])
def maintenance(session: nox.Session) -> None:
    """Change the registry in a copy, and run the tests that read it; arguments go to pytest."""
    session.log("Tests must not depend on facts in the registry: use tests/specimen instead.")
    with copy_of_repository(session):
        install(session, *GENERATOR)
        session.run("python", "-m", "tests.maintenance", "registry")
        session.run("errsmith", "generate")
        run_tests(session, "-m", "published")


@nox.session(tags=["ci"])
def lint(session: nox.Session, pins: tuple[str, ...] = PINNED) -> None:
    """Check code, formatting, imports, spelling, TOML and wording."""
    install(session, *GENERATOR, *SDK, *group("lint"), pins=pins)
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("lint-imports", "--no-logo")
    session.run("typos")
    session.run("python", "-m", "tests.prose")
    # Offline, tombi uses only the schemas beside the registry.
    session.run("tombi", "lint", "--offline", "--error-on-warnings", "registry")
    session.run("tombi", "format", "--offline", "--check", "registry")


@nox.session(tags=["ci"])
def typing(session: nox.Session, pins: tuple[str, ...] = PINNED) -> None:
    """Check the types of the generator, the SDK and the tests; the SDK with four checkers."""
    install(session, *GENERATOR, *SDK, *group("typing"), pins=pins)
    session.run("python", "-m", "tests.specimen.sdk")  # Tests and example clients use it.
    session.run("mypy")
    session.run("pyright")
    session.run("ty", "check")
    session.run("pyrefly", "check")
    # The public names of the SDK have types that no checker must infer.
    session.run("python", "-m", "tests.typing.completeness")


@nox.session(tags=["ci"])
def package(session: nox.Session) -> None:
    """Build both distributions, and use each one alone in a separate environment."""
    install(session, *group("package"))
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)

        # Each wheel is built from its sdist.
        wheel, sdist = build(session, ROOT, place / "errsmith")
        manual = {"errsmith/registry-format.md"}
        expect(session, wheel, files_in(wheel), files_of(ROOT / "generator" / "errsmith") | manual)
        expect(session, sdist, {name for name in files_in(sdist) if "generated/" in name}, set())
        python = environment(session, place / "for-errsmith", wheel)
        session.run(str(python.with_name("errsmith")), "generate", "--check", external=True)

        wheel, sdist = build(session, ROOT / "generated", place / "sdk")
        manifest = json.loads((ROOT / "generated" / "manifest.json").read_text("utf-8"))
        found = {name.partition("/")[2] for name in files_in(sdist)}
        # hatchling adds the repository's `.gitignore`.
        expect(session, sdist, found, {*manifest["files"], "PKG-INFO", ".gitignore"})
        expect(session, wheel, files_in(wheel), files_of(ROOT / "generated" / "eid_errors"))
        expect(session, wheel, requirements_of(wheel), {"attrs", "cattrs"})
        python = environment(session, place / "for-sdk", wheel)
        session.run(str(python), "-I", "-W", "error", "-c", IMPORT_ALL, external=True, log=False)


@nox.session
def docs(session: nox.Session) -> None:
    """Write the site to site/; arguments are passed to errsmith."""
    install(session, *GENERATOR)
    session.run("errsmith", "site", *session.posargs)


@nox.session
def fuzz_registry(session: nox.Session) -> None:
    """Read mutated registries; the first argument is their number, others go to pytest."""
    install(session, *GENERATOR, *SDK, *group("tests"))
    number, *arguments = session.posargs or ["200000"]
    suite = "tests/hostile/test_mutated_registries.py"
    session.run("pytest", suite, *arguments, env={"ERRSMITH_DOCUMENTS": number})


@nox.session
def fuzz_pages(session: nox.Session) -> None:
    """Read mutated pages; the first argument is their number, others go to pytest."""
    install(session, *GENERATOR, *SDK, *group("tests"))
    number, *arguments = session.posargs or ["100000"]
    suite = "tests/drift/test_mutated_pages.py"
    session.run("pytest", suite, *arguments, env={"ERRSMITH_PAGES": number})


@nox.session
def bench(session: nox.Session) -> None:
    """Measure errsmith and the SDK relative to baselines; arguments go to `benchmarks`."""
    groups = {"rivals": "rivals", "site": "browser"}
    extra = [each for name in session.posargs if name in groups for each in group(groups[name])]
    install(session, *GENERATOR, *SDK, *extra)
    session.run("python", "-m", "benchmarks", *session.posargs)


@nox.session
def fuzz(session: nox.Session) -> None:
    """Fuzz the parsers with a million responses per provider; arguments: a provider, a number."""
    install(session, *GENERATOR, *group("fuzz"))
    session.run("python", "-m", "tests.specimen.sdk")
    name, runs, *_ = (*session.posargs, *("*", "1000000")[len(session.posargs) :])
    # Only doorkeeper, from `tests/golden`, sends errors as redirects.
    specimen = (ROOT / "tests/specimen/registry/providers").glob("*.toml")
    providers = {"doorkeeper", *(path.stem for path in specimen)}
    chosen = sorted(providers if name == "*" else providers & {name})
    if not chosen:
        session.error(f"there is no provider {name}")
    for provider in chosen:
        folder = Path(session.create_tmp()) / provider
        session.run(
            *("python", "-m", "tests.fuzzing.responses", provider, runs, str(folder)),
            env={"PYTHONPATH": "tests/specimen/generated"},
        )


@nox.session
def mutants(session: nox.Session) -> None:
    """Show small changes to the code that no test notices; arguments: how many to try."""
    with copy_of_repository(session) as copy:
        install(session, *GENERATOR, *SDK, *group("mutants"))
        folder = {"TMPDIR": str(copy.parent)}  # Tests that are killed leave files behind.
        session.run("python", "-m", "tests.mutants", *session.posargs, env=folder)


@nox.session(tags=["ci"])
def publishing(session: nox.Session) -> None:
    """Build the reference with MkDocs and Sphinx, without warnings; arguments go to pytest."""
    install(session, *GENERATOR, *SDK, *group("publishing"))
    session.run("pytest", "tests/publishing", *session.posargs)


@nox.session(tags=["ci"])
def browser(session: nox.Session) -> None:
    """Open the site in Chromium, and install that if it is missing; arguments go to pytest."""
    if shutil.which("chromium") is None:
        install_chromium(session)
    install(session, *GENERATOR, *SDK, *group("browser"))
    # The tests of a file share sites, which take long to build.
    parallel = ("--numprocesses=auto", "--dist=loadfile")
    session.run("pytest", *parallel, "tests/site/browser", *session.posargs)


@nox.session
def constraints(session: nox.Session) -> None:
    """Rewrite constraints.txt with the newest versions of all packages."""
    install(session, *group("constraints"))
    groups = (f"--group={name}" for name in PYPROJECT["dependency-groups"])
    options = ("--quiet", "--universal", f"--python-version={PYTHONS[0]}", "--upgrade")
    plain = ("--no-header", "--no-annotate", "--output-file=constraints.txt")
    session.run("uv", "pip", "compile", "pyproject.toml", *groups, *options, *plain)
    CONSTRAINTS.write_text(HEADER + CONSTRAINTS.read_text("utf-8"), "utf-8", newline="\n")


def run_tests(session: nox.Session, *options: str, pins: tuple[str, ...] = PINNED) -> None:
    """Run pytest with options, with both distributions installed."""
    install(session, *GENERATOR, *SDK, *group("tests"), pins=pins)
    # One process per core; an idle one takes over waiting tests of another.
    parallel = ("--numprocesses=auto", "--dist=worksteal")
    session.run("pytest", *parallel, *options, *session.posargs)


@contextmanager
def copy_of_repository(session: nox.Session) -> Iterator[Path]:
    """Work in a temporary copy of the repository."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "copy"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*LOCAL))
        with session.chdir(copy):
            yield copy


def install(session: nox.Session, *packages: str, pins: tuple[str, ...] = PINNED) -> None:
    """Install the pinned build backend, then the packages."""
    session.install(*pins, *group("backend"))
    session.install(*pins, "--no-build-isolation", *packages)


def install_chromium(session: nox.Session) -> None:
    """Install the system's Chromium, which Playwright drives."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        session.error("there is no chromium on PATH: install your system's package")
    session.run("apt-get", "update", external=True)
    packages = ("--yes", "--no-install-recommends", "chromium")
    session.run("apt-get", "install", *packages, external=True)


def keep_installed(session: nox.Session) -> Path:
    """Write constraints that keep the installed versions and pin the rest as usual."""
    freeze = ("python", "-m", "pip", "freeze")
    lines = str(session.run(*freeze, silent=True)).splitlines()
    installed = {name_of(line) for line in lines}
    pinned = (line for line in CONSTRAINTS.read_text("utf-8").splitlines() if line[0] != "#")
    lines += (line for line in pinned if name_of(line) not in installed)
    path = Path(session.virtualenv.location) / "constraints.txt"  # `create_tmp` would set TMPDIR.
    path.write_text("\n".join(lines), "utf-8")
    return path


def group(name: str) -> tuple[str, ...]:
    """Return the requirements of a dependency group, including those of the groups it includes."""
    return nox.project.dependency_groups(PYPROJECT, name)


def build(session: nox.Session, project: Path, place: Path) -> tuple[Path, Path]:
    """Build the sdist of a project, and the wheel from it; return both files."""
    session.run("pyproject-build", "--no-isolation", "--outdir", str(place), str(project))
    [wheel] = place.glob("*.whl")
    [sdist] = place.glob("*.tar.gz")
    return wheel, sdist


def environment(session: nox.Session, place: Path, wheel: Path) -> Path:
    """Install a wheel and its requirements in a new environment; return its Python."""
    session.run("python", "-m", "venv", str(place))
    python = place / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip = (str(python), "-m", "pip", "install", *PINNED)
    session.run(*pip, str(wheel), external=True, silent=True)
    return python


def files_of(package: Path) -> set[str]:
    """List the files of a package that its wheel must contain, without caches."""
    paths = (path.relative_to(package.parent) for path in package.rglob("*") if path.is_file())
    return {
        path.as_posix()
        for path in paths
        if not any(part.startswith(".") or part == "__pycache__" for part in path.parts)
    }


def files_in(archive: Path) -> set[str]:
    """List the files of an sdist, or of a wheel without its metadata."""
    if archive.suffix == ".whl":
        with ZipFile(archive) as wheel:
            return {name for name in wheel.namelist() if ".dist-info/" not in name}
    with tarfile.open(archive) as sdist:
        return set(sdist.getnames())


def requirements_of(wheel: Path) -> set[str]:
    """List the names of the packages that a wheel requires."""
    with ZipFile(wheel) as archive:
        [metadata] = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        lines = BytesParser().parsebytes(archive.read(metadata)).get_all("Requires-Dist", [])
    return {name_of(line) for line in lines}


def name_of(requirement: str) -> str:
    """Return the canonical name of a required package."""
    return canonicalize_name(Requirement(requirement).name)


def expect(session: nox.Session, archive: Path, found: set[str], expected: set[str]) -> None:
    """Fail the session unless an archive contains exactly what is expected."""
    if found != expected:
        lacking, surplus = sorted(expected - found), sorted(found - expected)
        session.error(f"{archive.name}: lacks {lacking}, should not have {surplus}")
