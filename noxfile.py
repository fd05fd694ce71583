"""The project's tasks: `nox` runs what CI runs, `nox -s generate` rewrites what is generated."""

from __future__ import annotations

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
# A machine has the Pythons that it has; the others are skipped, in CI too.
nox.options.error_on_missing_interpreters = False
nox.options.reuse_venv = "no" if "CI" in os.environ else "yes"
nox.options.tags = ["ci"]

ROOT = Path(__file__).parent
PYPROJECT = nox.project.load_toml(ROOT / "pyproject.toml")
PYTHONS = nox.project.python_versions(PYPROJECT)

CONSTRAINTS = ROOT / "constraints.txt"
HEADER = """\
# The versions of every package that builds, checks and tests this project, with all that they need.
# `nox -s constraints` rewrites this file with the newest ones.
"""
PINNED = ("-c", "constraints.txt")
NEWEST = ("--upgrade", "--upgrade-strategy=eager")

PYODIDE = ("pyodide@314.0.7", "ws@8.23.0", "@types/emscripten@1.41.6")
"""CPython 3.14 and what it needs, from the npm registry; refresh it by hand."""

GENERATOR = ("-e", ".")
SDK = ("-e", "generated")
LOCAL = (".git", ".hypothesis", ".nox", ".venv", ".*_cache", "__pycache__")
"""Files and folders that are not copied with the repository."""
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
    """Look for mistakes in the registry, and for generated files that differ from it."""
    install(session, *GENERATOR)
    session.run("errsmith", "lint")
    session.run("errsmith", "generate", "--check")


@nox.session(tags=["ci"])
def tests(session: nox.Session) -> None:
    """Run the tests on the Python that runs nox; arguments go to pytest."""
    run_tests(session)


@nox.session(python=PYTHONS, tags=["compatibility"])
def tests_on(session: nox.Session) -> None:
    """Run the tests on each Python that errsmith supports, as far as the machine has it."""
    run_tests(session)


@nox.session(python=PYTHONS[0], reuse_venv=False, tags=["compatibility"])
def tests_lowest(session: nox.Session) -> None:
    """Run the tests on the oldest dependencies that errsmith supports."""
    bounds = PYPROJECT["project"]["dependencies"]
    session.install(*(bound.replace(">=", "==") for bound in bounds))
    run_tests(session, pins=("-c", str(keep_installed(session))))


@nox.session(tags=["ci", "compatibility"])
def python314(session: nox.Session) -> None:
    """Run client code that uses the SDK on CPython 3.14, in Pyodide on Node.js."""
    install(session, *GENERATOR, *group("python314"))
    session.run("python", "-m", "tests.specimen.sdk")  # The stored pickles hold its errors.
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
    """Change the registry of a copy, and run the tests there; arguments go to pytest."""
    session.log("No test may depend on what the registry says: use tests/specimen instead.")
    with copy_of_repository(session):
        install(session, *GENERATOR)
        session.run("python", "-m", "tests.maintenance", "registry")
        session.run("errsmith", "generate")
        run_tests(session)


@nox.session(tags=["ci"])
def lint(session: nox.Session, pins: tuple[str, ...] = PINNED) -> None:
    """Look for mistakes in code, layout, spelling, TOML and the direction of imports."""
    install(session, *GENERATOR, *SDK, *group("lint"), pins=pins)
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("lint-imports", "--no-logo")
    session.run("typos")
    # Offline, tombi knows the schema beside the registry and no other.
    session.run("tombi", "lint", "--offline", "--error-on-warnings", "registry")
    session.run("tombi", "format", "--offline", "--check", "registry")


@nox.session(tags=["ci"])
def typing(session: nox.Session, pins: tuple[str, ...] = PINNED) -> None:
    """Check the types of generator, SDK and tests, and those of the SDK with four checkers."""
    install(session, *GENERATOR, *SDK, *group("typing"), pins=pins)
    session.run("python", "-m", "tests.specimen.sdk")  # Tests and example clients use it.
    session.run("mypy")
    session.run("pyright")
    session.run("ty", "check")
    session.run("pyrefly", "check")
    # No checker has to guess a type of what the SDK shows.
    session.run("python", "-m", "tests.typing.completeness")


@nox.session(tags=["ci"])
def package(session: nox.Session) -> None:
    """Build both distributions and use each one alone in an environment of its own."""
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

        wheel, _ = build(session, ROOT / "generated", place / "sdk")
        expect(session, wheel, files_in(wheel), files_of(ROOT / "generated" / "eid_errors"))
        expect(session, wheel, requirements_of(wheel), {"attrs", "cattrs"})
        python = environment(session, place / "for-sdk", wheel)
        session.run(str(python), "-I", "-W", "error", "-c", IMPORT_ALL, external=True, log=False)


@nox.session
def fuzz_registry(session: nox.Session) -> None:
    """Read mutated registries; the first argument is their number, the others go to pytest."""
    install(session, *GENERATOR, *SDK, *group("tests"))
    number, *arguments = session.posargs or ["200000"]
    suite = "tests/hostile/test_mutated_registries.py"
    session.run("pytest", suite, *arguments, env={"ERRSMITH_DOCUMENTS": number})


@nox.session
def bench(session: nox.Session) -> None:
    """Measure errsmith and its SDK in ratios; arguments go to `python -m benchmarks`."""
    rivals = group("rivals") if "rivals" in session.posargs else ()
    install(session, *GENERATOR, *SDK, *rivals)
    session.run("python", "-m", "benchmarks", *session.posargs)


@nox.session
def fuzz(session: nox.Session) -> None:
    """Fuzz what reads responses, a million inputs each; arguments are a provider and a number."""
    install(session, *GENERATOR, *group("fuzz"))
    session.run("python", "-m", "tests.specimen.sdk")
    name, runs, *_ = (*session.posargs, *("*", "1000000")[len(session.posargs) :])
    # Doorkeeper, from `tests/golden`, is the only provider with redirects.
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
    """Count the small changes of a copy's code that tests notice; arguments are how many to try."""
    with copy_of_repository(session) as copy:
        install(session, *GENERATOR, *SDK, *group("mutants"))
        folder = {"TMPDIR": str(copy.parent)}  # Tests that are ended leave files behind.
        session.run("python", "-m", "tests.mutants", *session.posargs, env=folder)


@nox.session
def constraints(session: nox.Session) -> None:
    """Rewrite constraints.txt with the newest versions of everything."""
    install(session, *group("constraints"))
    groups = (f"--group={name}" for name in PYPROJECT["dependency-groups"])
    options = ("--quiet", "--universal", f"--python-version={PYTHONS[0]}", "--upgrade")
    plain = ("--no-header", "--no-annotate", "--output-file=constraints.txt")
    session.run("uv", "pip", "compile", "pyproject.toml", *groups, *options, *plain)
    CONSTRAINTS.write_text(HEADER + CONSTRAINTS.read_text("utf-8"), "utf-8", newline="\n")


def run_tests(session: nox.Session, pins: tuple[str, ...] = PINNED) -> None:
    """Run pytest with both distributions installed."""
    install(session, *GENERATOR, *SDK, *group("tests"), pins=pins)
    # One process per core; one that is done takes over what another has left.
    session.run("pytest", "--numprocesses=auto", "--dist=worksteal", *session.posargs)


@contextmanager
def copy_of_repository(session: nox.Session) -> Iterator[Path]:
    """Work in a copy of the repository, which is removed at the end."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "copy"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*LOCAL))
        with session.chdir(copy):
            yield copy


def install(session: nox.Session, *packages: str, pins: tuple[str, ...] = PINNED) -> None:
    """Install packages, and before them the build backend, which is pinned like the rest."""
    session.install(*pins, *group("backend"))
    session.install(*pins, "--no-build-isolation", *packages)


def keep_installed(session: nox.Session) -> Path:
    """Write constraints that keep what the session has installed, and pin the rest as usual."""
    freeze = ("python", "-m", "pip", "freeze")
    lines = str(session.run(*freeze, silent=True)).splitlines()
    installed = {name_of(line) for line in lines}
    pinned = (line for line in CONSTRAINTS.read_text("utf-8").splitlines() if line[0] != "#")
    lines += (line for line in pinned if name_of(line) not in installed)
    path = Path(session.virtualenv.location) / "constraints.txt"  # `create_tmp` would set TMPDIR.
    path.write_text("\n".join(lines), "utf-8")
    return path


def group(name: str) -> tuple[str, ...]:
    """Return the requirements of a dependency group, the ones it includes too."""
    return nox.project.dependency_groups(PYPROJECT, name)


def build(session: nox.Session, project: Path, place: Path) -> tuple[Path, Path]:
    """Build a distribution, the wheel from the sdist; return both files."""
    session.run("pyproject-build", "--no-isolation", "--outdir", str(place), str(project))
    [wheel] = place.glob("*.whl")
    [sdist] = place.glob("*.tar.gz")
    return wheel, sdist


def environment(session: nox.Session, place: Path, wheel: Path) -> Path:
    """Create a virtual environment that holds a wheel and its requirements; return its Python."""
    session.run("python", "-m", "venv", str(place))
    python = place / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip = (str(python), "-m", "pip", "install", *PINNED)
    session.run(*pip, str(wheel), external=True, silent=True)
    return python


def files_of(package: Path) -> set[str]:
    """List the files of a package as its wheel has to hold them: caches do not count."""
    paths = (path.relative_to(package.parent) for path in package.rglob("*") if path.is_file())
    return {
        path.as_posix()
        for path in paths
        if not any(part.startswith(".") or part == "__pycache__" for part in path.parts)
    }


def files_in(archive: Path) -> set[str]:
    """List the files of a wheel, its metadata left out, or of an sdist."""
    if archive.suffix == ".whl":
        with ZipFile(archive) as wheel:
            return {name for name in wheel.namelist() if ".dist-info/" not in name}
    with tarfile.open(archive) as sdist:
        return set(sdist.getnames())


def requirements_of(wheel: Path) -> set[str]:
    """List the names of what a wheel requires."""
    with ZipFile(wheel) as archive:
        [metadata] = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        lines = BytesParser().parsebytes(archive.read(metadata)).get_all("Requires-Dist", [])
    return {name_of(line) for line in lines}


def name_of(requirement: str) -> str:
    """Return the name of a required package, in its canonical spelling."""
    return canonicalize_name(Requirement(requirement).name)


def expect(session: nox.Session, archive: Path, found: set[str], expected: set[str]) -> None:
    """End the session unless an archive holds what it has to hold, and nothing else."""
    if found != expected:
        lacking, surplus = sorted(expected - found), sorted(found - expected)
        session.error(f"{archive.name}: lacks {lacking}, should not have {surplus}")
