"""From values to the model, strictly: problems are reported, and the rest is kept."""

from __future__ import annotations

import datetime
import tomllib
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from errsmith.registry import model, scalars, structure
from errsmith.registry.diagnostics import Diagnostic
from errsmith.registry.model import ProviderFile, SdkFile
from errsmith.registry.source import Document
from tests.registries import HEAD, sdk_toml


def read(text: str, head: str = HEAD) -> tuple[ProviderFile | None, list[Diagnostic]]:
    text = f"{head}\n{text}"
    return structure.structure(Document("x.toml", text, tomllib.loads(text)), ProviderFile)


def read_well(text: str) -> ProviderFile:
    provider, found = read(text)
    assert not found
    assert provider is not None
    return provider


def read_partly(text: str) -> ProviderFile:
    provider, found = read(text)
    assert found
    assert provider is not None
    return provider


def test_structure_fills_every_class() -> None:
    """Each key of the format becomes the model's attribute, normalized."""
    provider = read_well("""
        fetch = "https://acme.example/errors.md"

        [sources.errors.extract]
        as = "table"
        in = "Errors *"
        skip = ["Old *", "Drafts"]
        code = "Code"
        retries = { "Try again" = "backoff" }
        ignore = [{ code = 0, reason = "It is no error.", until = 2027-01-01 }]
        missing = [{ code = "ONE", reason = "Support named it." }]
        complete = false

        [scopes.token]
        paths = "*/token"

        [[envelopes]]
        id = "json"
        code = { header = "X", parameter = "error", fold = ["dash", "case"], success = [0, "OK"] }
        group = { path = "type", parts = "{group}:{code}" }
        when = { status = 200, body = { state = 1 } }
        fields.detail = { role = "message", type = "string", optional = true }

        [categories.client]
        status = ["4xx", 503]
        user_message = "Sorry."

        [groups.auth]
        class = "AuthError"
        match = ["AUTH_*", "A?"]
        kind = "authentication"

        [errors."0.0.1"]
        code = 1
        class = "OneError"
        aliases = [100001, "AUTH.ONE"]
        scope = "token"
        status = 401
        retry = { documented = "once", delay = 30 }
        summary = "It failed."
        causes = ["Rain."]
        user_message = { en = "Sorry.", pt-BR = "Desculpe." }
        link = "https://acme.example/errors#1"
        deprecated = { reason = "Rain.", replacement = ["TWO", "THREE"], since = "1.0" }
        example = { status = 401, headers = { X = "y" }, body = "{}", query = "a=b" }
        """)
    assert provider.provider == model.ProviderDef(title="Acme", class_="AcmeError")
    assert provider.sources["errors"].retrieved == datetime.date(2026, 11, 21)
    assert provider.sources["errors"].fetch == "https://acme.example/errors.md"
    assert provider.sources["errors"].extract == model.ExtractDef(
        as_=model.Carrier("table"),
        in_=model.Texts(("Errors *",)),
        skip=model.Texts(("Old *", "Drafts")),
        code=model.Texts(("Code",)),
        retries={"Try again": model.AdviceWord("backoff")},
        ignore=(
            model.PageExceptionDef(
                code=model.WireCode("0"),
                reason="It is no error.",
                until=datetime.date(2027, 1, 1),
            ),
        ),
        missing=(model.PageExceptionDef(code=model.WireCode("ONE"), reason="Support named it."),),
        complete=False,
    )
    assert provider.scopes["token"].paths == ("*/token",)
    (envelope,) = provider.envelopes
    assert envelope.code == model.PlaceDef(
        header="X",
        parameter="error",
        fold=model.Folds(("dash", "case")),
        success=model.WireCodes(("0", "OK")),
    )
    assert envelope.when == model.WhenDef(status=model.Statuses((200,)), body={"state": 1})
    assert envelope.fields["detail"].optional
    assert provider.categories["client"].status == ("4xx", 503)
    assert provider.categories["client"].user_message == {model.PLAIN: "Sorry."}
    assert provider.groups["auth"].match == ("AUTH_*", "A?")
    error = provider.errors["0.0.1"]
    assert (error.code, error.class_, error.aliases) == ("1", "OneError", ("100001", "AUTH.ONE"))
    assert (error.scope, error.status) == (("token",), (401,))
    assert error.retry == model.RetryDef(
        documented=model.AdviceWord("once"), delay=model.Seconds(30.0)
    )
    assert error.user_message == {"en": "Sorry.", "pt-BR": "Desculpe."}
    assert error.deprecated is not None
    shown = model.ExampleDef(status=401, headers={"X": "y"}, body="{}", query="a=b")
    assert error.example == (shown,)


def test_structure_reads_sdk_file() -> None:
    """`sdk.toml` is read by the same rules."""
    text = sdk_toml(acronyms='["API", "ID"]')
    sdk, found = structure.structure(Document("sdk.toml", text, tomllib.loads(text)), SdkFile)
    assert not found
    assert sdk is not None
    assert sdk.acronyms == ("API", "ID")


def test_structure_of_unreadable_document_adds_nothing() -> None:
    """The diagnostic of the unreadable document is the only one."""
    assert structure.structure(Document("x.toml", ""), ProviderFile) == (None, [])


def test_structure_reports_everything_at_once() -> None:
    """One run reports every problem of the file, in the order of its lines."""
    _, found = read("""
        [errors.A]
        sumary = "Misspelt."
        status = ["404", 404, 700]
        kind = "nothing"

        [errors.B]
        retry = { documented = "often", delay = 0, dealy = 1 }
        user_message = { x = "" }

        [scope.C]
        """)
    assert [(diagnostic.rule.name, diagnostic.at) for diagnostic in found] == [
        ("unknown-key", ("errors", "A", "sumary")),
        ("wrong-type", ("errors", "A", "status", 0)),
        ("bad-status", ("errors", "A", "status", 2)),
        ("unknown-choice", ("errors", "A", "kind")),
        ("missing-key", ("errors", "B")),
        ("unknown-choice", ("errors", "B", "retry", "documented")),
        ("bad-seconds", ("errors", "B", "retry", "delay")),
        ("unknown-key", ("errors", "B", "retry", "dealy")),
        ("bad-language", ("errors", "B", "user_message", "x")),
        ("empty-value", ("errors", "B", "user_message", "x")),
        ("unknown-key", ("scope",)),
    ]


# What is kept


def test_bad_optional_value_has_its_default() -> None:
    """The rules still see the rest of the error."""
    provider = read_partly("""
        [errors.A]
        summary = "A."
        status = "404"
        causes = ["Rain.", 1]
        class = "AError"
        note = ""
        strange = 1
        """)
    error = provider.errors["A"]
    assert error == model.ErrorDef(summary="A.", class_="AError")


def test_missing_prose_has_a_placeholder() -> None:
    """Rules still get an error without a usable summary, since none of them reads it."""
    provider = read_partly("""
        [errors.A]
        status = 404

        [errors.B]
        summary = 1

        [errors.C]
        sumary = "C."

        [errors.D]
        summary = "D."
        """)
    assert provider.errors == {
        "A": model.ErrorDef(summary="…", status=model.Statuses((404,))),
        "B": model.ErrorDef(summary="…"),
        "C": model.ErrorDef(summary="…"),
        "D": model.ErrorDef(summary="D."),
    }


def test_broken_required_table_drops_its_parent() -> None:
    """An envelope with an unreadable code is dropped."""
    provider = read_partly('[[envelopes]]\nid = "a"\ncode = 1\n')
    assert provider.envelopes == ()


def test_envelopes_keep_their_index_in_the_file() -> None:
    """No envelope after a dropped one is kept, since its index would change."""
    good = '[[envelopes]]\nid = "{0}"\ncode = {{ path = "{0}" }}\n'
    bad = '[[envelopes]]\nid = "bad"\n'
    provider = read_partly(good.format("a") + bad + good.format("c") + bad)
    assert [envelope.id for envelope in provider.envelopes] == ["a"]


@pytest.mark.parametrize(
    "head",
    ["", "[provider]\n", '[provider]\ntitle = "Acme"\nclass = 1\n[sources]\n', "sources = 1"],
)
def test_file_without_its_required_tables_is_dropped(head: str) -> None:
    """Without a provider or sources there is nothing for the rules to check."""
    provider, found = read('[errors.A]\nsummary = "A."\nstatus = "404"\n', head)
    assert provider is None
    assert ("errors", "A", "status") in {diagnostic.at for diagnostic in found}


def test_key_is_found_even_if_its_value_is_also_wrong() -> None:
    """cattrs skips keys whose values it rejects; errsmith reports both."""
    provider, found = read('[errors.""]\nsummary = "A."\nstatus = "404"\n')
    assert [diagnostic.rule.name for diagnostic in found] == ["empty-value", "wrong-type"]
    assert provider is not None
    assert provider.errors == {}


def test_cuts_cause_no_findings() -> None:
    """A table by language that loses all of its languages is not reported as empty."""
    provider, found = read('[errors.A]\nsummary = "A."\nuser_message = { english = "A." }\n')
    assert [diagnostic.rule.name for diagnostic in found] == ["bad-language"]
    assert provider is not None
    assert provider.errors["A"].user_message == {}


def test_document_keeps_its_values() -> None:
    """Values are cut from a copy, not from the document."""
    text = f'{HEAD}\n[errors.A]\nsummary = "A."\nstatus = "404"\n'
    document = Document("x.toml", text, tomllib.loads(text))
    structure.structure(document, ProviderFile)
    assert document.values == tomllib.loads(text)


# Single types


@pytest.mark.parametrize("value", ["404", '"4xx"', "[404]", '[100, 599, "1xx", "5xx"]'])
def test_statuses_are_accepted(value: str) -> None:
    """A status is a number or a class, alone or in a list."""
    expected = tomllib.loads(f"x = {value}")["x"]
    provider = read_well(f'[errors.A]\nsummary = "A."\nstatus = {value}')
    assert list(provider.errors["A"].status) == (
        expected if isinstance(expected, list) else [expected]
    )


ANY_STATUS = 'Write a number from 100 to 599, or a class such as `"4xx"`'


@pytest.mark.parametrize(
    ("value", "fix"),
    [
        ('"404"', "Write `404` without quotes"),
        ('"44x"', 'Write `"4xx"`'),
        ('"4XX"', 'Write `"4xx"`'),
        ('"4**"', 'Write `"4xx"`'),
        ('"6xx"', ANY_STATUS),
        ('"700"', ANY_STATUS),
        ("99", ANY_STATUS),
        ("600", ANY_STATUS),
        ("true", ANY_STATUS),
        ("404.0", "Write `404`"),
    ],
)
def test_other_statuses_are_refused(value: str, fix: str) -> None:
    """The help suggests the nearest status."""
    _, (found,) = read(f'[errors.A]\nsummary = "A."\nstatus = {value}')
    assert found.help == fix


@pytest.mark.parametrize("tag", ["en", "sv", "fil", "pt-BR", "zh-Hant", "zh-Hant-TW", "es-419"])
def test_language_tags_are_accepted(tag: str) -> None:
    """Tags of BCP 47 by language, script and region are accepted."""
    provider = read_well(f'[errors.A]\nsummary = "A."\nuser_message = {{ {tag} = "A." }}')
    assert provider.errors["A"].user_message == {tag: "A."}


@pytest.mark.parametrize("name", sorted(set(scalars.CHOICES[model.Kind])))
def test_every_kind_is_accepted(name: str) -> None:
    """The registry accepts exactly the kinds of the runtime."""
    provider = read_well(f'[errors.A]\nsummary = "A."\nkind = "{name}"')
    assert provider.errors["A"].kind == name


def test_message_lists_all_choices_and_help_the_nearest() -> None:
    """A misspelled word can be fixed without the manual."""
    _, (found,) = read('[errors.A]\nsummary = "A."\nretry = { derived = "BACK-OFF" }')
    assert all(f'"{word}"' in found.message for word in model.ADVICE)
    assert found.help == 'Did you mean "backoff"?'


# Properties

JUNK: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.none().map(lambda _: datetime.date(2026, 11, 21)),
        st.just(datetime.datetime(2026, 11, 21, tzinfo=datetime.UTC)),
        st.just(datetime.time(1)),
        st.booleans(),
        st.integers(-1, 1000),
        st.floats(),
        st.sampled_from(["", " ", "404", "4xx", "https://a", "never", "message", "case", "en"]),
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["", "a", "path", "documented", "en"]), inner, max_size=3)
    ),
    max_leaves=4,
)


def draw_tables_like(cl: type) -> st.SearchStrategy[dict[str, Any]]:
    """Draw tables with the keys of a class, and some unknown keys."""
    attrs.resolve_types(cl)
    inner: dict[str, st.SearchStrategy[Any]] = {"x": JUNK}
    for field in attrs.fields(cl):
        inner[field.name.removesuffix("_")] = JUNK | draw_like(field.type)
    return st.fixed_dictionaries({}, optional=inner)


def draw_like(kind: Any) -> st.SearchStrategy[Any]:
    args = [arg for arg in getattr(kind, "__args__", ()) if arg not in {type(None), ...}]
    if attrs.has(kind):
        return st.deferred(lambda: draw_tables_like(kind))
    if getattr(kind, "__origin__", None) is dict:
        return st.dictionaries(st.sampled_from(["", "a", "b"]), draw_like(args[1]), max_size=2)
    if getattr(kind, "__origin__", None) is tuple:
        return st.lists(draw_like(args[0]), max_size=2)
    return draw_like(args[0]) if args else JUNK


@settings(max_examples=300, deadline=None)
@given(draw_tables_like(ProviderFile))
def test_structure_of_any_values_gives_model_or_findings(table: dict[str, Any]) -> None:
    """Structuring never raises; without findings, the model has the whole file."""
    provider, found = structure.structure(Document("x.toml", "", table), ProviderFile)
    assert provider is not None or found
    if provider is not None and not found:
        assert set(provider.errors) == set(table.get("errors", ()))
    assert found == sorted(found)
