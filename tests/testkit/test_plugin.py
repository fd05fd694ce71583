"""The pytest plugin in test suites that use it, and the recorder."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import subprocess
import sys
import threading
from collections.abc import Mapping
from importlib.metadata import entry_points
from types import ModuleType

import pytest

import specimen_errors
from specimen_errors import idhub, seal
from specimen_errors.testing import ErrorRecorder, example_responses
from specimen_errors.testing.plugin import examples

pytest_plugins = ["pytester"]

CONFTEST = 'pytest_plugins = ["specimen_errors.testing.plugin"]\n'
STRICT = "[pytest]\nfilterwarnings = error\naddopts = --strict-markers --strict-config\n"


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """Return a suite that loads the plugin and treats warnings as errors.

    It runs in a separate process, because modules that it imports first would be unloaded after it.
    """
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makeini(STRICT)
    pytester.makeconftest(CONFTEST)
    return pytester


def test_examples_are_parameters(suite: pytest.Pytester) -> None:
    """Each example is a separate test, which can be selected by its id."""
    suite.makepyfile(
        """
        import pytest
        from specimen_errors.testing.plugin import examples

        @pytest.mark.parametrize("example", examples("idhub", "seal"))
        def test_class(example):
            assert type(example.parse()) is example.error
        """
    )
    done = suite.runpytest_subprocess("-v", "-k", "idhub-SESSION_NOT_FOUND or seal-forbidden")
    done.assert_outcomes(passed=2, deselected=len(idhub.ERRORS) + len(seal.ERRORS) - 2)
    done.stdout.fnmatch_lines(["*::test_class[[]idhub-SESSION_NOT_FOUND[]] PASSED*"])


def test_server_is_a_fixture(suite: pytest.Pytester) -> None:
    """The server runs for the whole session, and has a URL for each example and variant."""
    suite.makepyfile(
        """
        import httpx
        import pytest
        from specimen_errors import idhub
        from specimen_errors.testing import ErrorServer
        from specimen_errors.testing.plugin import examples

        urls = set()

        @pytest.mark.parametrize("example", examples("idhub")[:3])
        def test_arrival(error_server, example):
            assert isinstance(error_server, ErrorServer)
            urls.add(error_server.url)
            with pytest.raises(example.error):
                idhub.raise_for_error(httpx.get(error_server.url_of(example)))

        def test_variant(error_server):
            [example] = examples(idhub)[0].values
            response = httpx.get(error_server.url_of(example, malformed="html", retry_after=3))
            assert response.headers["Content-Type"] == "text/html"
            assert urls == {error_server.url}
        """
    )
    suite.runpytest_subprocess().assert_outcomes(passed=4)


def test_suite_that_imports_the_plugin_early(suite: pytest.Pytester) -> None:
    """The plugin's assertions are not rewritten, so an early import causes no warning."""
    suite.makeconftest(f"from specimen_errors.testing.plugin import examples\n{CONFTEST}")
    suite.makepyfile("def test_server(error_server):\n    assert error_server.url")
    suite.runpytest_subprocess().assert_outcomes(passed=1)


def test_plugin_is_not_loaded_by_itself() -> None:
    """No entry point loads the plugin: a suite has to ask for it."""
    modules = [entry.value for entry in entry_points(group="pytest11")]
    assert not [entry for entry in modules if entry.startswith("specimen_errors")]


def test_kit_without_pytest() -> None:
    """Everything except the plugin works without pytest, which is not a dependency."""
    code = (
        "import sys; sys.modules['pytest'] = None\n"
        "from specimen_errors.testing import ErrorRecorder, ErrorServer, example_responses\n"
        "with ErrorServer() as server: server.url_of(example_responses('idhub')[0])\n"
        "ErrorRecorder('idhub').missing\n"
    )
    subprocess.run([sys.executable, "-W", "error", "-X", "dev", "-c", code], check=True)


def test_examples_of_all_providers() -> None:
    """Without arguments, the examples of all providers are used; ids name provider and error."""
    everything = [
        (n, example) for n in specimen_errors.PROVIDERS for example in example_responses(n)
    ]
    found = [getattr(example, "id", None) for example in examples()]
    assert len(set(found)) == len(found) == len(everything)
    assert "autograph-invalid_token-challenge" in found
    first = [
        f"{provider}-{example.id}" for provider, example in everything if not example.is_further
    ]
    assert [id_ for id_ in found if id_ in first] == first


def test_examples_of_an_unknown_provider() -> None:
    """An unknown provider is rejected when tests are collected."""
    with pytest.raises(LookupError, match="unknown provider 'idhbu'; expected one of"):
        examples("idhbu")


# --- the recorder --------------------------------------------------------------------------------


@pytest.mark.parametrize("provider", [idhub, "idhub"])
def test_recorder_of_every_error(provider: str | ModuleType) -> None:
    """A handler that is called with every error is complete."""
    recorder = ErrorRecorder(provider)
    handled: list[str] = []

    @recorder.wrap
    def handle(error: specimen_errors.ApiError, *, prefix: str = "") -> str:
        """Handle it."""
        handled.append(f"{prefix}{error.code}")
        return handled[-1]

    assert (handle.__name__, handle.__doc__) == ("handle", "Handle it.")
    for example in example_responses(provider):
        assert handle(example.parse(), prefix="x-") == f"x-{example.id}"
    assert handled == [f"x-{id_}" for id_ in idhub.ERRORS]
    assert recorder.missing == ()
    recorder.assert_complete()


def test_recorder_lists_what_is_missing() -> None:
    """Missing errors are listed in the page's order, whatever order the others arrived in."""
    recorder = ErrorRecorder("idhub")
    handle = recorder.wrap(lambda *_arguments, **_more: None)
    for cls in list(idhub.ERRORS.values())[2:]:
        handle(0, error=cls(status=400))
    first, second, *_ = idhub.ERRORS
    assert recorder.missing == (first, second)
    expected = f"2 documented errors of idhub did not arrive:\n  {first}\n  {second}"
    with pytest.raises(AssertionError) as caught:
        recorder.assert_complete()
    assert str(caught.value) == expected


def test_recorder_counts_only_documented_errors_of_its_provider() -> None:
    """Undocumented codes, groups and other providers' errors do not count."""
    recorder = ErrorRecorder("idhub")
    for error in (
        idhub.parse(status=409, body=b'{"title": "SESSION_NEW"}'),
        idhub.SessionError(),
        idhub.IDHubError(),
        specimen_errors.NotFoundError(),
        seal.parse(body=example_responses(seal)[0].body),
        ValueError("x"),
    ):
        recorder.record(error)
    assert recorder.missing == tuple(idhub.ERRORS)


def test_recorder_ignores_aliases_and_removed_errors(
    golden: Mapping[str, ModuleType],
) -> None:
    """Aliases are not separate errors, and removed errors are not expected."""
    recorder = importlib.import_module("paperwork_errors.testing").ErrorRecorder("paperwork")
    errors = golden["paperwork"].ERRORS
    aliases = {"too-many-files", "4290"}
    assert aliases < set(errors)
    assert recorder.missing == tuple(id_ for id_ in errors if id_ not in {"fax-failed", *aliases})


def test_recorder_takes_examples() -> None:
    """A handler may receive the example and raise its error itself."""
    recorder = ErrorRecorder("seal")
    for example in example_responses("seal"):
        recorder.wrap(lambda given: given.status)(example)
    recorder.assert_complete()


def test_recorder_of_a_handler_that_raises() -> None:
    """An error counts as recorded even if the handler raises."""
    recorder = ErrorRecorder("idhub")

    def handle(error: Exception) -> None:
        raise error

    with pytest.raises(idhub.SessionNotFoundError):
        recorder.wrap(handle)(idhub.SessionNotFoundError())
    assert "SESSION_NOT_FOUND" not in recorder.missing


def test_recorder_of_an_asynchronous_handler() -> None:
    """A wrapped handler stays asynchronous, and keeps its name and signature."""
    recorder = ErrorRecorder("idhub")

    @recorder.wrap
    async def handle(error: Exception, *, prefix: str = "") -> str:
        await asyncio.sleep(0)
        return f"{prefix}{type(error).__name__}"

    assert inspect.iscoroutinefunction(handle)
    assert handle.__name__ == "handle"
    assert list(inspect.signature(handle).parameters) == ["error", "prefix"]
    said = asyncio.run(handle(idhub.SessionNotFoundError(), prefix="x-"))
    assert said == "x-SessionNotFoundError"
    assert "SESSION_NOT_FOUND" not in recorder.missing


def test_recorder_of_an_asynchronous_object() -> None:
    """An object whose `__call__` is asynchronous is wrapped as asynchronous."""
    recorder = ErrorRecorder("idhub")

    class Handler:
        async def __call__(self, error: Exception) -> str:
            return str(error.args)

    handle = recorder.wrap(Handler())
    assert inspect.iscoroutinefunction(handle)
    assert asyncio.run(handle(idhub.SessionNotFoundError()))
    assert "SESSION_NOT_FOUND" not in recorder.missing


def test_recorder_of_exception_groups() -> None:
    """The members of exception groups are recorded, also next to other exceptions."""
    recorder = ErrorRecorder("idhub")
    first, second, third, *_ = idhub.ERRORS.values()
    inner = ExceptionGroup("inner", [second(), ValueError("x")])
    recorder.record(ExceptionGroup("outer", [first(), inner]))
    recorder.wrap(lambda _: None)(BaseExceptionGroup("bare", [third(), KeyboardInterrupt()]))
    assert recorder.missing == tuple(idhub.ERRORS)[3:]


def test_recorder_of_groups_in_groups() -> None:
    """Members are recorded however deeply groups are nested."""
    recorder = ErrorRecorder("idhub")
    error: Exception = idhub.SessionNotFoundError()
    for _ in range(10_000):
        error = ExceptionGroup("one more", [error])
    recorder.record(error)
    assert "SESSION_NOT_FOUND" not in recorder.missing


def test_recorder_in_threads() -> None:
    """Handlers may run in threads."""
    recorder = ErrorRecorder("idhub")
    errors = [cls() for cls in idhub.ERRORS.values()]
    threads = [threading.Thread(target=recorder.record, args=(error,)) for error in errors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    recorder.assert_complete()


def test_recorder_of_an_unknown_provider() -> None:
    """An unknown provider is rejected at once."""
    with pytest.raises(LookupError, match="unknown provider 'idhbu'; expected one of"):
        ErrorRecorder("idhbu")
    with pytest.raises(TypeError, match="expected a provider's module or its name, found None"):
        ErrorRecorder(None)  # type: ignore[arg-type]
