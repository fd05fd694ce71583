"""Random small providers: a response written for an error is read as exactly that error."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Callable
from types import ModuleType
from typing import Any
from urllib.parse import urlencode

import attrs
import pytest
from attrs import Factory, define, evolve, frozen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from errsmith.meaning.catalog import CatalogEntry
from errsmith.runtime.reading.catalog import Catalog, Match
from errsmith.runtime.wire.decoding import decode
from errsmith.runtime.wire.wire import Wire
from tests.registries import Workshop, add_head, read_registry

STATUSES: list[int | str] = [400, 401, 404, 409, 422, 429, 500, 503, "4xx", "5xx"]
GLOBS = {"red": "A*", "Green-2": "AB*", "blue_3": "*_E"}
"""A glob for each group; each has a different amount of literal text."""
PARTS = ["{group} -- {code}", "E:{code}", "{code}: {}", "{}/{code}", "({code}) {group}"]
SUCCESS = ["OK", 0]
STRAY: list[str | int] = ["OK", 0, "red -- OK", "red", "A-new", "ab_E", "E:ABC", "new: a", "", "#"]
"""Values at a code's place that are not documented codes."""


@frozen
class Group:
    """A group, which responses name unless it has a glob."""

    id: str
    match: str | None


@frozen
class Envelope:
    """An envelope whose code's place no other envelope uses."""

    number: int
    where: str
    scope: str | None
    group: str = "none"
    further: str | None = None
    fold: tuple[str, ...] = ()
    success: bool = False
    constant: str | None = None
    statuses: tuple[int | str, ...] = ()
    condition: bool = False

    @property
    def root(self) -> str:
        """A key that no other envelope uses."""
        return f"e{self.number}"

    @property
    def sends_group(self) -> bool:
        """Return whether the response has a place for a group."""
        in_parts = self.further is not None and "{group}" in self.further
        return in_parts or self.where == "key" or self.group in ("path", "header")

    def toml(self) -> str:
        """Write the envelope."""
        places = {
            "path": f'path = "{self.root}.code"',
            "index": f'path = "{self.root}[1][0].code"',
            "key": f'path = "{self.root}.{{group}}.code"',
            "header": f'header = "X-{self.root}"',
            "parameter": f'header = "WWW-{self.root}", parameter = "error"',
            "query": f'query = "{self.root}"',
            "status": "status = true",
        }
        keys = [places[self.where]]
        if self.further == "last_segment":
            keys.append("last_segment = true")
        elif self.further is not None:
            keys.append(f'parts = "{self.further}"')
        keys += [f"fold = {json.dumps(self.fold)}"] if self.fold else []
        keys += [f"success = {json.dumps(SUCCESS)}"] if self.success else []
        lines = [f'id = "{self.root}"', f"code = {{ {', '.join(keys)} }}"]
        if self.group == "path":
            lines.append(f'group = {{ path = "{self.root}_group" }}')
        elif self.group == "header":
            lines.append(f'group = {{ header = "X-{self.root}-Group" }}')
        elif self.group == "constant":
            lines.append(f'group = "{self.constant}"')
        lines += [f"when.status = {json.dumps(self.statuses)}"] if self.statuses else []
        lines += [f'when.body = {{ "{self.root}_is.it" = true }}'] if self.condition else []
        lines += [f'scope = "{self.scope}"'] if self.scope else []
        lines.append(f'fields.f{self.number} = {{ header = "X-F{self.number}" }}')
        return "[[envelopes]]\n" + "\n".join(lines) + "\n"


@frozen
class Error:
    """An error; `apart` is the key that differs between errors with one code."""

    id: str
    code: str
    aliases: tuple[str, ...] = ()
    statuses: tuple[int | str, ...] = ()
    scopes: tuple[str, ...] = ()
    group: str | None = None
    apart: str | None = None

    def toml(self, number: int) -> str:
        """Write the error."""
        lines = [
            f'class = "Made{number}Error"',
            'kind = "conflict"',
            f'summary = "It is {self.id}."',
        ]
        lines += [f"code = {json.dumps(self.code)}"] if self.code != self.id else []
        for key, values in (
            ("aliases", self.aliases),
            ("status", self.statuses),
            ("scope", self.scopes),
        ):
            lines += [f"{key} = {json.dumps(values)}"] if values else []
        lines += [f'group = "{self.group}"'] if self.group else []
        return f"[errors.{json.dumps(self.id)}]\n" + "\n".join(lines) + "\n"


@frozen
class Provider:
    """A provider."""

    scopes: tuple[str, ...]
    groups: tuple[Group, ...]
    envelopes: tuple[Envelope, ...]
    errors: tuple[Error, ...]

    def toml(self) -> str:
        """Write the provider's file without its first two tables."""
        scopes = [f'[scopes.{scope}]\npaths = "/{scope}/*"\n' for scope in self.scopes]
        groups = [
            f'[groups.{group.id}]\nclass = "Family{number}Error"\n'
            + (f'match = "{group.match}"\n' if group.match else "")
            for number, group in enumerate(self.groups)
        ]
        envelopes = [envelope.toml() for envelope in self.envelopes]
        errors = [error.toml(number) for number, error in enumerate(self.errors)]
        return "\n".join([*scopes, *groups, *envelopes, *errors])


@define
class Response:
    """A response, and what the caller knows of the request."""

    status: int | None = None
    headers: dict[str, str] = Factory(dict)
    body: dict[str, Any] = Factory(dict)
    query: dict[str, str] = Factory(dict)
    scope: str | None = None
    path: str | None = None


def draw_some(values: list[Any], most: int = 2) -> st.SearchStrategy[tuple[Any, ...]]:
    """Draw a few different values."""
    return st.lists(st.sampled_from(values), max_size=most, unique=True).map(tuple)


@st.composite
def draw_envelope(
    draw: st.DrawFn, number: int, scopes: tuple[str, ...], groups: tuple[Group, ...]
) -> Envelope:
    """Draw an envelope."""
    where = draw(st.sampled_from(["path", "index", "key", "header", "parameter", "query"]))
    ways = ["none", *([] if where == "key" else ["path", "header"])]
    ways += ["constant"] if groups else []
    return Envelope(
        number=number,
        where=where,
        group=draw(st.sampled_from(ways)),
        constant=draw(st.sampled_from([group.id for group in groups])) if groups else None,
        further=draw(st.sampled_from([None, None, "last_segment", *PARTS])),
        fold=draw(draw_some(["dash", "case"])),
        success=draw(st.booleans()),
        statuses=draw(st.sampled_from([(), (), ("4xx", "5xx"), (200, "4xx", "5xx")])),
        condition=draw(st.booleans()),
        scope=draw(st.sampled_from([None, None, *scopes])),
    )


def fold_code(code: str) -> str:
    """Return what a code's member, its anchor and its folded spellings have in common."""
    return re.sub(r"[^a-z0-9]", "_", code.lower())


CODES = (
    st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,5}", fullmatch=True)
    | st.integers(1, 99999).map(str)
).filter(lambda code: code.upper() not in ("OK", "0", "471"))
BY_STATUS = Envelope(9, "status", scope=None)
"""An envelope at the end, for the error 471."""


@st.composite
def draw_provider(draw: st.DrawFn) -> Provider:
    """Draw a provider without findings."""
    scopes = draw(draw_some(["s1", "s2"]))
    globs = [
        (id_, draw(st.sampled_from([None, None, GLOBS[id_]])))
        for id_ in draw(draw_some(list(GLOBS)))
    ]
    groups = tuple(Group(id_, glob) for id_, glob in globs)
    shapes = tuple(draw(draw_envelope(n, scopes, groups)) for n in range(draw(st.integers(1, 3))))
    codes = draw(st.lists(CODES, min_size=1, max_size=8, unique_by=fold_code))
    errors = [Error("471", "471", statuses=(471,))]
    for code in codes:
        errors += draw(draw_errors(code, f"sibling-of-{len(errors)}", scopes, groups))
    return Provider(scopes, groups, (*shapes, BY_STATUS), tuple(errors))


@st.composite
def draw_errors(
    draw: st.DrawFn, code: str, other_id: str, scopes: tuple[str, ...], groups: tuple[Group, ...]
) -> list[Error]:
    """Draw an error with a code, or two that are told apart."""
    aliases = draw(st.sampled_from([(), (f"alias-{code}",), (f"Older.{code}", f"77777_{code}")]))
    plain, second_error = (Error(id_, code, aliases) for id_ in (code, other_id))
    sent = [group.id for group in groups if group.match is None]
    ways = ["alone", "alone", "statuses"]
    ways += ["scopes"] * (len(scopes) > 1) + ["group"] * (len(sent) > 1)
    way = draw(st.sampled_from(ways))
    if way == "alone":
        return [
            evolve(
                plain,
                statuses=draw(draw_some(STATUSES)),
                scopes=draw(draw_some([*scopes])) if scopes else (),
                group=draw(st.sampled_from([None, *(group.id for group in groups)])),
            )
        ]
    pairs: dict[str, list[tuple[Any, ...]]] = {
        "statuses": [((400, 422), ("5xx",)), ((404,), (409, 500)), (("4xx",), (500,))],
        "scopes": [(scopes[:1], scopes[1:])],
        "group": [tuple(sent)],
    }
    first, second, *_ = draw(st.sampled_from(pairs[way]))
    return [
        evolve(plain, apart=way, **{way: first}),
        evolve(second_error, apart=way, **{way: second}),
    ]


@st.composite
def draw_response(draw: st.DrawFn, provider: Provider, error: Error) -> Response | None:
    """Draw a response that has an error, or None if no envelope can."""
    carriers = [envelope for envelope in provider.envelopes if can_carry(envelope, error)]
    if not carriers:
        return None
    envelope = draw(st.sampled_from(carriers))
    response = Response(status=draw(st.sampled_from(list_statuses(envelope, error))))
    if error.scopes or envelope.scope:
        wanted = envelope.scope or draw(st.sampled_from(error.scopes))
        implied = envelope.scope is not None or error.apart != "scopes"
        source = draw(st.sampled_from(["scope", "path", *(["nothing"] if implied else [])]))
        response.scope = wanted if source == "scope" else None
        response.path = f"/{wanted}/x" if source == "path" else None
    if envelope.condition:
        response.body[f"{envelope.root}_is"] = {"it": True}
    response.headers[f"X-F{envelope.number}"] = f"field {envelope.number}"
    group = error.group
    if error.apart != "group":
        group = draw(st.sampled_from([error.group, None, "strange"]))
    if group is not None:
        group = draw(draw_spelling(group, envelope.fold))
    code = draw(st.sampled_from([error.code, *error.aliases]))
    code = draw(draw_spelling(code, envelope.fold))
    put(response, envelope, draw(draw_value(envelope, code, group)), group)
    return response


def can_carry(envelope: Envelope, error: Error) -> bool:
    """Return whether an envelope can send an error recognizably."""
    if envelope.where == "status":
        return error.code == "471"
    if envelope.scope and error.scopes and envelope.scope not in error.scopes:
        return False
    is_said = envelope.group == "constant" and envelope.constant == error.group
    return is_said or envelope.sends_group or error.apart != "group"


def list_statuses(envelope: Envelope, error: Error) -> list[int | None]:
    """Return statuses at which an envelope sends an error."""
    if envelope.where == "status":
        return [471]
    classes: dict[int | str, int] = {"4xx": 418, "5xx": 599}
    documented = [classes.get(status, status) for status in error.statuses]
    if error.apart == "statuses":
        return [int(status) for status in documented]
    return [*map(int, documented), 400, 500, *([] if envelope.statuses else [None, 200])]


@st.composite
def draw_spelling(draw: st.DrawFn, text: str, fold: tuple[str, ...]) -> str:
    """Draw an equivalent spelling."""
    if "dash" in fold:
        text = draw(st.sampled_from([text, text.replace("-", "_"), text.replace("_", "-")]))
    if "case" in fold:
        text = draw(st.sampled_from([text, text.upper(), text.lower(), text.swapcase()]))
    return text


@st.composite
def draw_value(draw: st.DrawFn, envelope: Envelope, code: str, group: str | None) -> str | int:
    """Draw the value at the place of a code."""
    if envelope.further is None:
        number = re.fullmatch("[1-9][0-9]*", code) and envelope.where in ("path", "index", "key")
        values: list[str | int] = [code, int(code)] if number else [code]
        return draw(st.sampled_from(values))
    if envelope.further == "last_segment":
        return draw(st.sampled_from(["", "urn:x:", "https://x.example/p/", "#"])) + code
    text = envelope.further.replace("{code}", code).replace("{}", draw(st.sampled_from("ab")))
    shown = [text.replace("{group}", group or "")]
    if group is None:
        shown += [code] if envelope.further.startswith("{group}") else []
    shown += [code] if envelope.further.startswith("{code}") else []
    return draw(st.sampled_from([*shown, f"  {shown[0]} "]))


def put(response: Response, envelope: Envelope, text: str | int, group: str | None) -> None:
    """Put a code and a group at an envelope's places."""
    root = envelope.root
    if envelope.where == "path":
        response.body[root] = {"code": text}
    elif envelope.where == "index":
        response.body[root] = [True, [{"code": text}]]
    elif envelope.where == "key":
        response.body[root] = {"empty": {}, group or "strange": {"code": text}}
    elif envelope.where == "header":
        response.headers[f"x-{root}"] = str(text)
    elif envelope.where == "parameter":
        response.headers[f"www-{root}"] = f'Basic realm="a, b", Bearer x=y, error="{text}"'
    elif envelope.where == "query":
        response.query[root] = str(text)
    if envelope.group == "path" and group is not None:
        response.body[f"{root}_group"] = group
    elif envelope.group == "header" and group is not None:
        response.headers[f"x-{root}-group"] = group


@st.composite
def draw_cases(draw: st.DrawFn) -> tuple[Provider, list[tuple[Error, Response]]]:
    """Draw a provider and a response for each error that some envelope can send."""
    provider = draw(draw_provider())
    drawn = [(error, draw(draw_response(provider, error))) for error in provider.errors]
    return provider, [(error, response) for error, response in drawn if response is not None]


SETTINGS = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
Cases = tuple[Provider, list[tuple[Error, Response]]]


def build_catalog(workshop: Workshop, provider: Provider) -> Catalog[CatalogEntry]:
    """Build the catalog that lint rules use."""
    registry = workshop.write(add_head(provider.toml()))
    [subject] = read_registry(registry, workshop.ignored).providers
    return subject.catalog


@SETTINGS
@given(case=draw_cases(), as_text=st.booleans())
def test_response_written_for_an_error_is_read_as_that_error(
    case: Cases,
    generate_module: Callable[..., ModuleType],
    workshop: Workshop,
    *,
    as_text: bool,
) -> None:
    """The generated module and the linter's catalog agree."""
    provider, made = case
    module = generate_module(provider.toml())
    catalog = build_catalog(workshop, provider)
    for error, response in made:
        found, match = read_twice(module, catalog, response, as_text=as_text)
        assert type(found) is module.ERRORS[error.id]
        assert (found.code, found.status) == (error.code, response.status)
        for header, value in response.headers.items():
            if header.startswith("X-F"):
                assert getattr(found, f"f{header[3:]}") == value
        assert match.error is not None
        assert match.error.id == error.id


@SETTINGS
@given(provider=draw_provider())
def test_example_response_is_read_as_its_error(
    provider: Provider, generate_module: Callable[..., ModuleType]
) -> None:
    """Every error that a response can identify has an example; redirects have no status."""
    module = generate_module(provider.toml())
    testing = importlib.import_module(f"{module.__package__}.testing")
    found = {example.id: example for example in testing.example_responses(module)}
    for example in found.values():
        assert type(example.parse()) is module.ERRORS[example.id]
    carriers = {
        error.id: [envelope for envelope in provider.envelopes if can_carry(envelope, error)]
        for error in provider.errors
    }
    surely = {
        error.id
        for error in provider.errors
        if any(
            error.apart != "statuses" or envelope.where != "query"
            for envelope in carriers[error.id]
        )
    }
    perhaps = {e.id for e in provider.errors if carriers[e.id] or re.fullmatch("[2-5]..", e.code)}
    assert surely <= set(found) <= perhaps


@SETTINGS
@given(case=draw_cases(), data=st.data())
def test_any_response_is_read_alike_by_module_and_catalog(
    case: Cases,
    data: st.DataObject,
    generate_module: Callable[..., ModuleType],
    workshop: Workshop,
) -> None:
    """Parts may be missing or from two errors, and status or scope may differ."""
    provider, made = case
    module = generate_module(provider.toml())
    catalog = build_catalog(workshop, provider)
    for _, response in made:
        _, other = data.draw(st.sampled_from(made))
        mixed = Response(
            status=data.draw(st.sampled_from([response.status, 200, 404, 599, None])),
            scope=data.draw(st.sampled_from([response.scope, None, "nonsense", *provider.scopes])),
            path=response.path,
            headers=data.draw(draw_mixture(response.headers, other.headers)),
            body=data.draw(draw_mixture(response.body, other.body)),
            query=data.draw(draw_mixture(response.query, other.query)),
        )
        envelope = data.draw(st.sampled_from([None, *provider.envelopes]))
        if envelope is not None:
            group = data.draw(st.sampled_from([None, "strange", *GLOBS]))
            put(mixed, envelope, data.draw(st.sampled_from(STRAY)), group)
        found, match = read_twice(module, catalog, mixed, as_text=False)
        if match.error is not None:
            assert type(found) is module.ERRORS[match.error.id]
        elif match.candidates:
            assert found.candidates == tuple(
                module.ERRORS[candidate.id] for candidate in match.candidates
            )
        else:
            assert found.known_code is None
            assert (found.code, found.info.group) == (match.code, match.group)


def draw_mixture(
    first: dict[str, Any], second: dict[str, Any]
) -> st.SearchStrategy[dict[str, Any]]:
    """Draw a part of two tables, in any order."""
    items = [*first.items(), *second.items()]
    return st.permutations(items).flatmap(
        lambda mixed: st.integers(0, len(mixed)).map(lambda end: dict(mixed[:end]))
    )


def list_values(error: Any) -> dict[str, Any]:
    """Return all values of an error."""
    return {field.name: getattr(error, field.name) for field in attrs.fields(type(error))}


def read_twice(
    module: ModuleType, catalog: Catalog[CatalogEntry], response: Response, *, as_text: bool
) -> tuple[Any, Match[CatalogEntry]]:
    """Read a response with a catalog and with a module, with and without its shortcut."""
    query = urlencode(response.query) if as_text else response.query
    body = json.dumps(response.body) if as_text else response.body
    handed = {
        "status": response.status,
        "headers": response.headers,
        "body": body,
        "query": query,
        "scope": response.scope,
        "path": response.path,
    }
    found = module.parse(**handed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module._provider, "_shortcut", lambda *_: None)
        longer = module.parse(**handed)
    assert type(longer) is type(found)
    assert list_values(longer) == list_values(found)
    wire = Wire(response.status, decode(body), response.headers, query)
    return found, catalog.identify(wire, response.scope, response.path)
