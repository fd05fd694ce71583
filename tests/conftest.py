"""Settings and fixtures for all tests."""

import gc
import os
import sys
from collections.abc import Iterator, Mapping
from types import ModuleType

import pytest
from hypothesis import settings

from tests.fuzzing.invented import put_together
from tests.registries import Project
from tests.specimen import sdk

pytest_plugins = ["tests.facts"]

# Failures in these helpers are shown like a test's own.
pytest.register_assert_rewrite("tests.fuzzing.invariants")

# A shared machine pauses at times, so examples have no deadline.
settings.register_profile("errsmith", deadline=None)
settings.load_profile("errsmith")

# Test modules import the specimen's SDK, and so do the interpreters they start. Workers of
# pytest-xdist inherit the environment, but not the path of the process that starts them.
sys.path.insert(0, str(sdk.GENERATED))
if "PYTEST_XDIST_WORKER" not in os.environ:
    sdk.generate()
    paths = [str(sdk.GENERATED), os.environ.get("PYTHONPATH")]
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, paths))


def pytest_collection_finish() -> None:
    """Leave 20,000 collected tests out of garbage collections, which would take a second each."""
    gc.freeze()


@pytest.fixture(scope="session")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, ModuleType]]:
    """Return the modules of the providers of `tests/golden` by name."""
    folder = tmp_path_factory.mktemp("golden")
    projects = {
        provider: Project(folder, module.partition(".")[0])
        for provider, module in put_together(folder).items()
    }
    yield {provider: project.load(provider) for provider, project in projects.items()}
    for project in projects.values():
        project.forget()
