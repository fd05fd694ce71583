"""Records of releases: their files, and what is reported about broken ones."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, get_args

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from errsmith.lint.report.text import render
from errsmith.registry.diagnostics import Diagnostic
from errsmith.registry.model import JSON_TYPES, ROLES, UNITS
from errsmith.registry.releases import Release, dump_release, get_release_path, load_releases
from errsmith.registry.snapshot import (
    CategorySnapshot,
    EnvelopeSnapshot,
    ErrorSnapshot,
    FieldSnapshot,
    GroupSnapshot,
    ProviderSnapshot,
    Snapshot,
)
from errsmith.runtime.facts import Advice, Basis, ErrorInfo, Level, Lifecycle, Retry
from errsmith.runtime.kinds import KINDS
from tests.registries import HEAD, MakeRegistry, lint_registry, read_registry

DATE = datetime.date(2026, 11, 30)
QUOTA = ErrorInfo(
    code="QUOTA_USED",
    aliases=("QUOTA", "LIMIT"),
    statuses=(429, "5xx"),
    kind="rate_limit",
    retry=Retry("backoff", delay=2.0, basis="derived", level="kind"),
    summary="The monthly quota is used up.",
    user_message="Try again later.",
    user_messages={"en": "Try again later."},
    removed=Lifecycle(replacements=("LIMIT_REACHED",), since="0.1.0"),
)
ACME = ProviderSnapshot(
    title="Acme",
    class_="AcmeError",
    is_open=True,
    sources={"errors": "https://acme.example/errors"},
    scopes={"orders": ("/orders/*",)},
    fields={
        "wait": FieldSnapshot(
            type="integer",
            role="retry_after",
            unit="seconds",
            places={"json": {"path": "wait"}, "challenge": {"header": "Retry-In"}},
        )
    },
    envelopes={
        "json": EnvelopeSnapshot(code={"path": "code", "fold": ("case",)}, body={"ok": False}),
        "challenge": EnvelopeSnapshot(code={"header": "X-Code"}, group="limits"),
    },
    categories={"client": CategorySnapshot(statuses=("4xx",), info=ErrorInfo(fix="Wait."))},
    groups={"limits": GroupSnapshot(class_="LimitError", info=ErrorInfo(group="limits"))},
    errors={
        "QUOTA_USED": ErrorSnapshot(
            class_="QuotaUsedError", bases=("LimitError", "RateLimitError"), info=QUOTA
        ),
        "limit": ErrorSnapshot(
            class_="OtherError", bases=("AcmeError",), info=ErrorInfo(aliases=("LIMIT",))
        ),
    },
)
RELEASE = Release(
    version="0.1.0",
    date=DATE,
    errsmith="0.1.0",
    digest="ab12",
    snapshot=Snapshot(
        distribution="acme-errors",
        package="acme_errors",
        version="0.1.0",
        providers={"acme": ACME},
    ),
)
CONTENT = dump_release(RELEASE)


def write_record(registry: Path, content: bytes, version: str = "0.1.0") -> Path:
    path = get_release_path(registry, version)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def load_record(registry: Path, content: bytes) -> Release | Diagnostic:
    """Write a record and load it; return the only release or the only finding."""
    write_record(registry, content)
    releases, diagnostics = load_releases(registry)
    found: list[Release | Diagnostic] = [*releases, *diagnostics]
    assert len(found) == 1
    return found[0]


# --- records that errsmith writes ----------------------------------------------------------------


def test_content_of_record() -> None:
    """Each error has a line, keys are sorted, and default values are left out."""
    lines = CONTENT.decode("ascii").split("\n")
    [line] = [line for line in lines if "OtherError" in line]
    facts = '{"bases": ["AcmeError"], "class": "OtherError", "info": {"aliases": ["LIMIT"]}}'
    assert line == f'        "limit": {facts}'
    values = json.loads(CONTENT)
    assert [*values] == sorted(values)
    assert [*values["providers"]["acme"]] == sorted(values["providers"]["acme"])
    assert values["addresses"] == {
        "acme": {"QUOTA": "quota-used", "QUOTA_USED": "quota-used", "limit": "limit"}
    }
    assert values["providers"]["acme"]["errors"]["QUOTA_USED"]["info"]["retry"] == {
        "advice": "backoff",
        "basis": "derived",
        "delay": 2.0,
        "level": "kind",
    }


def test_record_of_other_version() -> None:
    """A record and its snapshot have the same version."""
    with pytest.raises(ValueError, match=r"version 0\.1\.0 in release 0\.2\.0"):
        dump_release(evolve(RELEASE, version="0.2.0"))


def test_order_of_envelopes(tmp_path: Path) -> None:
    """Envelopes keep their order, because the first one with a code is taken."""
    write_record(tmp_path, CONTENT)
    [release], _ = load_releases(tmp_path)
    assert [*release.snapshot.providers["acme"].envelopes] == ["json", "challenge"]


T = TypeVar("T")
Draw = st.SearchStrategy

texts: Draw[str] = st.text(max_size=8)
places: Draw[Any] = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("path", "header", "parameter", "query", "type", "parts"), texts),
        **dict.fromkeys(("status", "last_segment"), st.booleans()),
        **dict.fromkeys(("fold", "success"), st.lists(texts, max_size=2).map(tuple)),
    },
)


def tuples(items: Draw[T]) -> Draw[tuple[T, ...]]:
    return st.lists(items, max_size=3).map(tuple)


def mappings(items: Draw[T]) -> Draw[dict[str, T]]:
    return st.dictionaries(texts, items, max_size=3)


def choices(words: Any) -> Draw[Any]:
    return st.sampled_from([*words])


def optional(items: Draw[T]) -> Draw[T | None]:
    return st.none() | items


statuses = tuples(st.integers(100, 599) | choices(["4xx", "5xx"]))
seconds = st.floats(min_value=0, exclude_min=True, allow_infinity=False)
retries = st.builds(
    Retry,
    choices(get_args(Advice)),
    delay=optional(seconds),
    basis=choices(get_args(Basis)),
    level=choices(get_args(Level)),
) | st.builds(Retry, choices(get_args(Advice)), delay=seconds, delay_basis=choices(get_args(Basis)))
lifecycles = st.builds(
    Lifecycle, reason=optional(texts), replacements=tuples(texts), since=optional(texts)
)
infos = st.builds(
    ErrorInfo,
    **dict.fromkeys(("aliases", "scopes", "endpoints", "causes"), tuples(texts)),
    **dict.fromkeys(("code", "group", "category", "summary", "fix", "note"), optional(texts)),
    **dict.fromkeys(("user_message", "source_url", "reference_url"), optional(texts)),
    **dict.fromkeys(("deprecated", "removed"), optional(lifecycles)),
    statuses=statuses,
    kind=optional(choices(KINDS)),
    retry=optional(retries),
    user_messages=mappings(texts),
    since=optional(texts),
)
providers = st.builds(
    ProviderSnapshot,
    title=texts,
    class_=texts,
    is_open=st.booleans(),
    note=optional(texts),
    support=optional(texts),
    sources=mappings(texts),
    scopes=mappings(tuples(texts)),
    fields=mappings(
        st.builds(
            FieldSnapshot,
            type=choices(JSON_TYPES),
            role=optional(choices(ROLES)),
            unit=optional(choices(UNITS)),
            is_logged=st.booleans(),
            places=mappings(places),
        )
    ),
    envelopes=mappings(
        st.builds(
            EnvelopeSnapshot,
            code=places,
            group=st.none() | places | texts,
            statuses=statuses,
            body=mappings(st.booleans() | st.integers() | texts | st.lists(texts, max_size=2)),
            scope=optional(texts),
            is_redirect=st.booleans(),
        )
    ),
    categories=mappings(st.builds(CategorySnapshot, statuses=statuses, info=infos)),
    groups=mappings(st.builds(GroupSnapshot, class_=texts, match=tuples(texts), info=infos)),
    errors=mappings(st.builds(ErrorSnapshot, class_=texts, bases=tuples(texts), info=infos)),
)
releases = st.builds(
    lambda snapshot, **facts: Release(version=snapshot.version, snapshot=snapshot, **facts),
    st.builds(
        Snapshot,
        distribution=texts,
        package=texts,
        version=choices(["0.1.0", "1.0rc1", "1!2.0.post1"]),
        providers=mappings(providers),
    ),
    date=st.dates(),
    errsmith=texts,
    digest=texts,
)


@given(releases)
def test_release_when_written_and_read(
    tmp_path_factory: pytest.TempPathFactory, release: Release
) -> None:
    """What was written is read, and the same release has the same bytes."""
    registry = tmp_path_factory.getbasetemp() / "written"
    content = dump_release(release)
    path = write_record(registry, content, release.version)
    assert load_releases(registry) == ((release,), [])
    [read], _ = load_releases(registry)
    assert dump_release(read) == content
    path.unlink()


# --- broken records ------------------------------------------------------------------------------


def change(*keys: str | int, to: object) -> bytes:
    """Return the content with another value; `...` removes the key."""
    values = json.loads(CONTENT)
    *outer, last = keys
    table = values
    for key in outer:
        table = table[key]
    if to is ...:
        del table[last]
    else:
        table[last] = to
    return json.dumps(values, indent=1).encode()


PROVIDER = ("providers", "acme")
INFO = (*PROVIDER, "errors", "QUOTA_USED", "info")
WAIT = (*PROVIDER, "fields", "wait")


@pytest.mark.parametrize(
    ("keys", "value", "message"),
    [
        (("date",), "30 November", 'date: found string "30 November", expected a date such as'),
        (("release",), "v1", 'release: found string "v1", expected a version such as 1.4.0'),
        (("release",), "0.2.0", 'release: found string "0.2.0", expected "0.1.0", as in the file'),
        (("release",), 1, "release: found integer 1, expected a string"),
        (("version",), 0, "version: found integer 0, expected 1"),
        (("version",), True, "version: found boolean true, expected 1"),
        (("version",), "1", 'version: found string "1", expected 1'),
        (("errsmith",), None, "errsmith: found null, expected a string"),
        (("digest",), [], "digest: found a list, expected a string"),
        (("extra",), 1, "found unknown key extra"),
        (("date",), ..., "missing key date"),
        (("version",), ..., "version: found null, expected 1"),
        (("providers",), [], "providers: found a list, expected an object"),
        (PROVIDER, 1, "providers.acme: found integer 1, expected an object"),
        ((*PROVIDER, "title"), ..., "missing key providers.acme.title"),
        ((*PROVIDER, "is_open"), 1, "providers.acme.is_open: found integer 1, expected true or"),
        ((*PROVIDER, "class_"), "E", "found unknown key providers.acme.class_"),
        ((*PROVIDER, "sources", "errors"), 1, "sources.errors: found integer 1, expected a string"),
        ((*PROVIDER, "scopes", "orders"), "a", 'scopes.orders: found string "a", expected a list'),
        (
            (*PROVIDER, "envelopes"),
            {},
            "providers.acme.envelopes: found an object, expected a list",
        ),
        (
            (*PROVIDER, "envelopes", 0),
            "json",
            'envelopes[0]: found string "json", expected an object',
        ),
        ((*PROVIDER, "envelopes", 0, "id"), ..., "envelopes[0].id: found null, expected a string"),
        (
            (*PROVIDER, "envelopes", 1, "id"),
            "json",
            'envelopes[1].id: found string "json", expected a different id',
        ),
        (
            (*PROVIDER, "envelopes", 0, "code", "pth"),
            "a",
            "unknown key providers.acme.envelopes[0]",
        ),
        ((*PROVIDER, "envelopes", 0, "code", "fold"), "a", "fold: found string"),
        ((*PROVIDER, "envelopes", 0, "group"), 1, "group: found integer 1, expected an object"),
        ((*PROVIDER, "envelopes", 0, "body"), [], "body: found a list, expected an object"),
        (
            (*WAIT, "type"),
            "text",
            'fields.wait.type: found string "text", expected one of "string"',
        ),
        (
            (*WAIT, "role"),
            "wait",
            'fields.wait.role: found string "wait", expected one of "message"',
        ),
        ((*WAIT, "unit"), None, "fields.wait.unit: found null, expected one of"),
        (
            (*WAIT, "places", "json"),
            None,
            "fields.wait.places.json: found null, expected an object",
        ),
        (
            (*INFO, "retry", "advice"),
            "retry",
            'advice: found string "retry", expected one of "never"',
        ),
        (
            (*INFO, "retry", "advice"),
            ...,
            "missing key providers.acme.errors.QUOTA_USED.info.retry",
        ),
        ((*INFO, "retry", "basis"), "guessed", 'basis: found string "guessed", expected one of'),
        ((*INFO, "retry", "level"), "page", 'level: found string "page", expected one of'),
        ((*INFO, "retry", "delay"), "2", 'delay: found string "2", expected a number'),
        ((*INFO, "retry", "delay"), True, "delay: found boolean true, expected a number"),
        ((*INFO, "retry", "delay"), -1, "delay: found integer -1, expected a positive number"),
        ((*INFO, "retry", "delay"), 10**400, "expected a positive number of seconds"),
        ((*INFO, "kind"), "odd", 'info.kind: found string "odd", expected one of "authentication"'),
        (
            (*INFO, "statuses", 0),
            "404",
            'statuses[0]: found string "404", expected a status such as',
        ),
        ((*INFO, "statuses"), 404, "statuses: found integer 404, expected a list"),
        ((*INFO, "aliases", 0), 1, "aliases[0]: found integer 1, expected a string"),
        (
            (*INFO, "user_messages", "en"),
            1,
            "user_messages.en: found integer 1, expected a string",
        ),
        ((*INFO, "removed"), True, "removed: found boolean true, expected an object"),
        (
            (*INFO, "removed", "sinse"),
            "1",
            "found unknown key providers.acme.errors.QUOTA_USED.info",
        ),
        (
            (*PROVIDER, "errors", "limit", "bases"),
            ...,
            "missing key providers.acme.errors.limit.bases",
        ),
        (
            ("addresses", "acme", "QUOTA"),
            "quota",
            'QUOTA: found string "quota", expected "quota-used"',
        ),
        (("addresses", "acme", "MORE"), "more", "found unknown key addresses.acme.MORE"),
        (("addresses", "acme", "QUOTA"), ..., "missing key addresses.acme.QUOTA"),
        (("addresses", "acme"), ..., "missing key addresses.acme"),
        (("addresses", "beta"), {}, "found unknown key addresses.beta"),
        (("addresses", "acme", "QUOTA"), 1, "addresses.acme.QUOTA: found integer 1, expected a"),
    ],
)
def test_value_that_does_not_fit(
    tmp_path: Path, keys: tuple[str | int, ...], value: object, message: str
) -> None:
    """The finding has the place of the value, or of the table that lacks it."""
    content = change(*keys, to=value)
    found = load_record(tmp_path, content)
    assert isinstance(found, Diagnostic)
    assert found.rule.id == "R015"
    assert message in found.message
    line = content.decode().split("\n")[found.span.start.line - 1]
    before, after = line[: found.span.start.column - 1], line[found.span.start.column - 1 :]
    if value is ... or found.message.endswith(".id: found null, expected a string"):
        assert after[0] in "{["
    else:
        assert json.dumps(keys[-1]) in before or isinstance(keys[-1], int)
        assert after.startswith(json.dumps(value, indent=1).split("\n")[0])


BROKEN = [
    pytest.param(b"", "invalid JSON (Expecting value)", (1, 1), id="empty"),
    pytest.param(b"null", "found null, expected an object", (1, 1), id="null"),
    pytest.param(b"[]", "found a list, expected an object", (1, 1), id="list"),
    pytest.param(CONTENT[:-3], "invalid JSON", (45, 15), id="cut"),
    pytest.param(
        CONTENT.replace(b'  "date"', b'=======\n  "date"'),
        "found a merge conflict",
        (9, 1),
        id="conflict",
    ),
    pytest.param(b"\xff", "found the byte 0xff, expected UTF-8", (1, 1), id="not UTF-8"),
    pytest.param(b'{"a": 1, "a": 2}', 'the key "a" twice', (1, 1), id="repeated key"),
    pytest.param(b'{"a": NaN}', "found NaN, which is not valid JSON", (1, 1), id="NaN"),
    pytest.param(b"[" * 100_000, "nested too deeply", (1, 1), id="deep"),
    pytest.param(b"9" * 5000, "an integer with too many digits", (1, 1), id="huge"),
]


@pytest.mark.parametrize(("content", "message", "place"), BROKEN)
def test_broken_record(
    tmp_path: Path, content: bytes, message: str, place: tuple[int, int]
) -> None:
    """A file that cannot be read as a record has one finding, with its place if JSON has one."""
    found = load_record(tmp_path, content)
    assert isinstance(found, Diagnostic)
    assert (found.rule.id, found.span.path) == (
        "R015",
        get_release_path(tmp_path, "0.1.0").as_posix(),
    )
    assert message in found.message
    start = found.span.start
    assert (start.line, start.column) == place
    assert found.help == "Restore the file from version control: only errsmith writes it"


@pytest.mark.parametrize(
    ("writer", "name"),
    [("1.4.0", "errsmith 1.4.0"), (5, "a newer errsmith"), ("\x1b[31m", "a newer errsmith")],
)
def test_record_of_newer_format(tmp_path: Path, writer: object, name: str) -> None:
    """A record in a newer format is not called damaged, whatever else it contains."""
    values = {"version": 2, "errsmith": writer, "more": []}
    found = load_record(tmp_path, json.dumps(values).encode())
    assert isinstance(found, Diagnostic)
    assert found.rule.id == "R016"
    assert found.message == f"found a record of format 2, written by {name}, expected at most 1"
    assert found.help == "Update errsmith"


@given(st.binary(max_size=40), st.integers(0, len(CONTENT)), st.integers(0, 40))
def test_mutated_record(
    tmp_path_factory: pytest.TempPathFactory, inserted: bytes, start: int, length: int
) -> None:
    """Any bytes are a release or one finding."""
    content = CONTENT[:start] + inserted + CONTENT[start + length :]
    found = load_record(tmp_path_factory.getbasetemp() / "mutated", content)
    assert isinstance(found, Release) or render([found], {})


@given(st.data())
def test_record_with_one_changed_value(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Any value in any place is accepted or reported at a line of the file."""
    values = json.loads(CONTENT)
    slots: list[tuple[Any, Any]] = []
    left = [values]
    while left:
        table = left.pop()
        pairs = table.items() if isinstance(table, dict) else enumerate(table)
        for key, value in pairs:
            slots.append((table, key))
            left += [value] if isinstance(value, (dict, list)) else []
    table, key = data.draw(st.sampled_from(slots))
    table[key] = data.draw(
        st.sampled_from([None, True, 0, -1, 1.5, "", "x", [], {}, [None], {"x": 1}, 10**400])
    )
    content = json.dumps(values, indent=1)
    found = load_record(tmp_path_factory.getbasetemp() / "mutated", content.encode())
    if isinstance(found, Diagnostic):
        assert 1 <= found.span.start.line <= content.count("\n") + 1


# --- files and folders ---------------------------------------------------------------------------


def test_registry_without_releases(tmp_path: Path) -> None:
    """A registry need not have releases."""
    assert load_releases(tmp_path) == ((), [])
    (tmp_path / "releases").mkdir()
    (tmp_path / "releases" / ".gitkeep").touch()
    (tmp_path / "releases" / "README.md").touch()
    assert load_releases(tmp_path) == ((), [])


def test_order_of_releases(tmp_path: Path) -> None:
    """Releases are sorted as installers sort them."""
    versions = ["0.2.0", "0.10.0rc1", "0.10.0", "1.0", "1.0.post1"]
    for version in reversed(versions):
        snapshot = evolve(RELEASE.snapshot, version=version)
        content = dump_release(evolve(RELEASE, version=version, snapshot=snapshot))
        write_record(tmp_path, content, version)
    found, diagnostics = load_releases(tmp_path)
    assert ([release.version for release in found], diagnostics) == (versions, [])


def break_folder(path: Path) -> None:
    path.parent.rename(path.parent.with_name("kept"))
    path.parent.touch()


def break_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere.json")


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def link_out(path: Path) -> None:
    path.rename(path.parents[2] / "outside.json")
    path.symlink_to(path.parents[2] / "outside.json")


def link_folder_out(path: Path) -> None:
    path.parent.rename(path.parents[2] / "outside")
    path.parent.symlink_to(path.parents[2] / "outside")


@pytest.mark.parametrize(
    ("damage", "rule", "message"),
    [
        (break_folder, "R015", "found a folder that cannot be read (not a directory)"),
        (break_link, "R015", "found a broken link"),
        (make_folder, "R015", "found a folder or a device, expected a file"),
        (link_out, "R015", "expected a link to a file in the registry"),
        (link_folder_out, "R013", "expected a link to a file in the registry"),
    ],
)
def test_file_that_cannot_be_read(
    tmp_path: Path, damage: Callable[[Path], None], rule: str, message: str
) -> None:
    """A folder, a link or a file in the wrong place is one finding."""
    registry = tmp_path / "registry"
    damage(write_record(registry, CONTENT))
    found, [diagnostic] = load_releases(registry)
    assert found == ()
    assert diagnostic.rule.id == rule
    assert message in diagnostic.message


def test_large_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is too large is not read."""
    monkeypatch.setattr("errsmith.registry.source.LARGEST", 1000)
    found = load_record(tmp_path, CONTENT)
    assert isinstance(found, Diagnostic)
    assert "expected at most 1,000" in found.message


def test_link_within_the_registry(tmp_path: Path) -> None:
    """A link to another file of the registry is read."""
    path = write_record(tmp_path, CONTENT)
    path.rename(tmp_path / "kept.json")
    path.symlink_to(tmp_path / "kept.json")
    assert load_releases(tmp_path) == ((RELEASE,), [])


# --- the registry and its releases ---------------------------------------------------------------

ERRORS = """
[errors.QUOTA_USED]
status = 429
aliases = ["QUOTA"]
summary = "The monthly quota is used up."

[errors.limit]
status = 429
class = "OtherError"
aliases = ["LIMIT"]
summary = "The limit is reached."
"""


def test_registry_with_releases(make_registry: MakeRegistry) -> None:
    """A registry has its releases; each provider has its released names and codes.

    Each has the version of its first release.
    """
    folder = make_registry(ERRORS, version='"0.2.0"')
    write_record(folder, CONTENT)
    errors = {"limit": ACME.errors["limit"]}
    providers = {"acme": evolve(ACME, errors=errors)}
    snapshot = evolve(RELEASE.snapshot, version="0.0.1", providers=providers)
    first = evolve(RELEASE, version="0.0.1", snapshot=snapshot)
    write_record(folder, dump_release(first), "0.0.1")
    registry = read_registry(folder)
    assert registry.releases == (first, RELEASE)
    released = registry.providers[0].released
    assert released.names == {
        "limit": "0.0.1",
        "LIMIT": "0.0.1",
        "QUOTA": "0.1.0",
        "QUOTA_USED": "0.1.0",
    }
    assert released.codes == {("QUOTA_USED", "QUOTA_USED"): "0.1.0"}


def list_rules(folder: Path) -> list[str]:
    return [diagnostic.rule.id for diagnostic in lint_registry(folder).diagnostics]


@pytest.mark.parametrize(
    ("errors", "rules"),
    [
        (ERRORS, []),
        (ERRORS.replace("status", "staus"), ["R101", "R101"]),
        (ERRORS.replace("aliases", "alises"), ["R101", "R101"]),
        (ERRORS.replace("[errors.", "[erors."), ["R101"]),
        (ERRORS.replace('summary = "The limit', 'summary = 1 # "'), ["R103"]),
        (ERRORS.replace('"LIMIT"', "5"), ["R261"]),
        (ERRORS.replace("errors.limit", "errors.LIMIT"), ["R261", "R222"]),
        (ERRORS.replace("errors.limit", "errors.None"), ["R261"]),
    ],
)
def test_released_error(make_registry: MakeRegistry, errors: str, rules: list[str]) -> None:
    """If a mistake only hides a released code, the code is not reported as gone."""
    folder = make_registry(errors)
    write_record(folder, CONTENT)
    assert list_rules(folder) == rules


def test_broken_file_of_released_provider(make_registry: MakeRegistry) -> None:
    """A provider whose file cannot be read is not gone."""
    folder = make_registry({"acme": "[provider", "beta": HEAD})
    write_record(folder, CONTENT)
    assert list_rules(folder) == ["R008"]


@pytest.mark.parametrize("rule", ["R015", "R016", "R261", "R507", "R508"])
def test_finding_about_release_cannot_be_silenced(make_registry: MakeRegistry, rule: str) -> None:
    """`allow` does not apply to findings about releases."""
    allow = f'[{{ rule = "{rule}", reason = "We know." }}]'
    [finding] = lint_registry(make_registry(allow=allow)).diagnostics
    assert finding.rule.id == "R601"
