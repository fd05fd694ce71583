"""`[errors.ID]`: each key, and its effect on class, docstring and reference."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from tests.output.markdown import read

GenerateModule = Callable[..., ModuleType]
GeneratePage = Callable[..., str]
Findings = Callable[..., set[str]]

SHAPE = """
[[envelopes]]
id = "json"
code = { path = "code" }
fields.detail = { role = "message" }
"""


def write_error(id_: str = "BAD", **keys: str) -> str:
    """Write an error: keys as TOML, with a status and a summary unless they are given."""
    given = {"status": "400", "summary": '"It is refused."', **keys}
    lines = "".join(
        f"{key.rstrip('_')} = {value}\n" for key, value in given.items() if value != "absent"
    )
    return f'[errors."{id_}"]\n{lines}\n'


def read_section(page: str, id_: str = "BAD") -> list[str]:
    """Return the lines of an error's section of a page."""
    return page.partition(f"\n### {id_}\n")[2].partition("\n### ")[0].splitlines()


def read_fact(page: str, label: str, id_: str = "BAD") -> str | None:
    """Return a fact from an error's section."""
    opening = f"- {label}: "
    found = (line for line in read_section(page, id_) if line.startswith(opening))
    return next((line.removeprefix(opening) for line in found), None)


class TestCode:
    """`code`: the code as sent; the id by default."""

    def test_id_is_the_code(self, generate_module: GenerateModule) -> None:
        """Without `code`, the id is the error's `code` and `known_code`."""
        module = generate_module(SHAPE + write_error())
        found = module.parse(status=400, body={"code": "BAD"})
        assert (found.code, found.known_code, found.info.code) == ("BAD", module.Code.BAD, "BAD")
        assert dict(module.ERRORS) == {"BAD": module.BadError}

    @pytest.mark.parametrize("id_", ["0.0.1", "a:b", "not good", "urn:acme:bad", "no-é", "a/b"])
    def test_id_with_other_characters_is_quoted(
        self, generate_module: GenerateModule, id_: str
    ) -> None:
        """Dots, colons and spaces are part of the code."""
        module = generate_module(SHAPE + write_error(id_, class_='"StrangeError"'))
        assert type(module.parse(body={"code": id_})) is module.StrangeError
        assert module.StrangeError().code == id_

    def test_code_is_what_is_sent(self, generate_module: GenerateModule) -> None:
        """The id names the error everywhere else."""
        module = generate_module(SHAPE + write_error("grant_throttled", code='"grant"'))
        found = module.parse(body={"code": "grant"})
        assert (type(found), found.code) == (module.GrantThrottledError, "grant")
        assert module.parse(body={"code": "grant_throttled"}).known_code is None
        assert dict(module.ERRORS) == {"grant_throttled": module.GrantThrottledError}

    def test_code_may_be_an_integer(self, generate_module: GenerateModule) -> None:
        """`1012` and `"1012"` are one code."""
        for written in ("1012", '"1012"'):
            module = generate_module(SHAPE + write_error(code=written))
            for sent in (1012, "1012"):
                found = module.parse(body={"code": sent})
                assert (type(found), found.code) == (module.BadError, "1012")

    def test_code_of_two_errors_is_one_member(self, generate_module: GenerateModule) -> None:
        """`Code` lists each code once."""
        module = generate_module(
            SHAPE
            + write_error("grant")
            + write_error("grant_throttled", code='"grant"', status="429")
        )
        assert [member.value for member in module.Code] == ["grant"]
        for status, cls in ((400, module.GrantError), (429, module.GrantThrottledError)):
            found = module.parse(status=status, body={"code": "grant"})
            assert (type(found), found.known_code) == (cls, module.Code.GRANT)


class TestClass:
    """`class`: the name of the class, ending in `Error`."""

    def test_class_name_comes_from_the_id(self, generate_module: GenerateModule) -> None:
        """The class derives from the provider's and the kind's class, and is exported."""
        module = generate_module(SHAPE + write_error("AUTH_BAD_SECRET"))
        assert issubclass(module.AuthBadSecretError, module.AcmeError)
        assert "AuthBadSecretError" in module.__all__

    def test_stated_class_is_used(
        self, generate_module: GenerateModule, generate_page: GeneratePage
    ) -> None:
        """A stated class name replaces the one from the id."""
        provider = SHAPE + write_error(class_='"WrongSecretError"')
        module = generate_module(provider)
        assert module.ERRORS["BAD"].__name__ == "WrongSecretError"
        assert not hasattr(module, "BadError")
        assert read_fact(generate_page(provider), "Class") == "`WrongSecretError`"

    @pytest.mark.parametrize(
        "name", ["Bad", "badError", "Bad_Error", "BadErrors", "1Error", "BäError"]
    )
    def test_unfit_class_name_is_a_finding(self, findings: Findings, name: str) -> None:
        """A class name has letters and digits, a capital first and `Error` last."""
        assert findings(SHAPE + write_error(class_=f'"{name}"')) == {"R302"}


class TestAliases:
    """`aliases`: other spellings, or older codes that never had a class."""

    PROVIDER = SHAPE + write_error(aliases='[100001, "OLD.BAD"]')

    @pytest.mark.parametrize("sent", [100001, "100001", "OLD.BAD", "BAD"])
    def test_alias_is_read_as_the_error(
        self, generate_module: GenerateModule, sent: object
    ) -> None:
        """The error's `code` is the one in the registry."""
        module = generate_module(self.PROVIDER)
        found = module.parse(body={"code": sent})
        assert (type(found), found.code) == (module.BadError, "BAD")

    def test_aliases_are_listed(
        self, generate_module: GenerateModule, generate_page: GeneratePage
    ) -> None:
        """Aliases are in `info`, `ERRORS` and the reference, but not in `Code`."""
        module = generate_module(self.PROVIDER)
        assert module.BadError.info.aliases == ("100001", "OLD.BAD")
        assert set(module.ERRORS) == {"BAD", "100001", "OLD.BAD"}
        assert [member.value for member in module.Code] == ["BAD"]
        assert read_fact(generate_page(self.PROVIDER), "Other spellings") == "`100001` `OLD.BAD`"

    def test_alias_of_two_errors_names_neither(self, generate_module: GenerateModule) -> None:
        """The status decides for a response; `ERRORS` has no entry for such an alias."""
        module = generate_module(
            SHAPE
            + write_error("ONE", aliases='["old"]', status="400")
            + write_error("TWO", aliases='["old"]', status="404")
        )
        assert set(module.ERRORS) == {"ONE", "TWO"}
        assert type(module.parse(status=404, body={"code": "old"})) is module.TwoError

    def test_alias_equal_to_the_code_is_a_finding(self, findings: Findings) -> None:
        """An alias that repeats the code hides a slip."""
        assert findings(SHAPE + write_error(aliases='["BAD"]')) == {"R222"}


class TestScope:
    """`scope`: the scopes that send the error; by default, all."""

    PROVIDER = (
        "[scopes.a]\n[scopes.b]\n[scopes.c]\n"
        + SHAPE
        + write_error("one", scope='"a"')
        + write_error("two", scope='["a", "b"]')
        + write_error("three")
    )

    @pytest.mark.parametrize(
        ("scope", "known"),
        [
            ("a", {"one", "two", "three"}),
            ("b", {"two", "three"}),
            ("c", {"three"}),
            (None, {"one", "two", "three"}),
        ],
    )
    def test_error_of_another_scope_does_not_count(
        self, generate_module: GenerateModule, scope: str | None, known: set[str]
    ) -> None:
        """If the scope is unknown, the errors of all scopes count."""
        module = generate_module(self.PROVIDER)
        parsed = [module.parse(body={"code": id_}, scope=scope) for id_ in module.ERRORS]
        assert {found.code for found in parsed if found.known_code is not None} == known

    def test_scopes_are_listed(
        self, generate_module: GenerateModule, generate_page: GeneratePage
    ) -> None:
        """Scopes are in `info` and in the reference."""
        errors = generate_module(self.PROVIDER).ERRORS
        scopes = {id_: cls.info.scopes for id_, cls in errors.items()}
        assert scopes == {"one": ("a",), "two": ("a", "b"), "three": ()}
        page = generate_page(self.PROVIDER)
        assert read_fact(page, "Scope", "two") == "[`a`](#scopes) [`b`](#scopes)"
        assert read_fact(page, "Scope", "three") is None


@pytest.mark.parametrize("key", ["scope", "group", "category", "source"])
def test_unknown_scope_is_a_finding(findings: Findings, key: str) -> None:
    """An id must name another table of the file."""
    assert findings(SHAPE + write_error(**{key: '"nowhere"'})) == {"R201"}


class TestStatus:
    """`status`: the documented statuses; absent means not documented."""

    @pytest.mark.parametrize(
        ("written", "statuses", "text"),
        [
            ("404", (404,), "404"),
            ("[400, 422]", (400, 422), "400 or 422"),
            ('"4xx"', ("4xx",), "4xx"),
            ('[404, "5xx"]', (404, "5xx"), "404 or 5xx"),
        ],
    )
    def test_statuses_are_listed(
        self,
        generate_module: GenerateModule,
        generate_page: GeneratePage,
        written: str,
        statuses: tuple[int | str, ...],
        text: str,
    ) -> None:
        """Statuses are in `info`, the docstring and the reference."""
        provider = SHAPE + write_error(status=written, kind='"conflict"')
        cls = generate_module(provider).BadError
        assert cls.info.statuses == statuses
        assert f"BAD, HTTP {text}." in cls.__doc__
        assert read_fact(generate_page(provider), "HTTP status") == text

    def test_absent_status_is_not_documented(
        self, generate_module: GenerateModule, generate_page: GeneratePage
    ) -> None:
        """No status is guessed."""
        provider = SHAPE + write_error(status="absent", kind='"conflict"')
        cls = generate_module(provider).BadError
        assert cls.info.statuses == ()
        assert "BAD, HTTP status not documented." in cls.__doc__
        assert read_fact(generate_page(provider), "HTTP status") == "not documented"

    def test_other_status_does_not_hide_a_known_code(self, generate_module: GenerateModule) -> None:
        """The error keeps the received status."""
        module = generate_module(SHAPE + write_error())
        for status in (400, 418, 200, None):
            found = module.parse(status=status, body={"code": "BAD"})
            assert (type(found), found.status) == (module.BadError, status)

    def test_class_of_statuses_tells_errors_apart(self, generate_module: GenerateModule) -> None:
        """`"4xx"` covers 400 to 499."""
        module = generate_module(
            SHAPE + write_error(status='"4xx"') + write_error("OTHER", code='"BAD"', status='"5xx"')
        )
        for status, cls in (
            (400, module.BadError),
            (499, module.BadError),
            (500, module.OtherError),
            (599, module.OtherError),
        ):
            assert type(module.parse(status=status, body={"code": "BAD"})) is cls


class TestTexts:
    """`summary`, `causes`, `fix`, `note`."""

    FULL = SHAPE + write_error(
        summary='"It is refused. Nobody knows why."',
        causes='["It was rotated.", "It belongs to the sandbox."]',
        fix='"Copy it again. Then wait."',
        note='"One example shows 403."',
    )
    LEAST = SHAPE + write_error()

    def test_summary_says_what_happened(
        self, generate_module: GenerateModule, generate_page: GeneratePage
    ) -> None:
        """The summary begins the docstring and is in `str`, `info` and the reference."""
        module = generate_module(self.FULL)
        assert module.BadError.__doc__.startswith("It is refused. Nobody knows why.")
        assert str(module.BadError(status=None)) == "Acme BAD: It is refused. Nobody knows why."
        assert module.BadError.info.summary == "It is refused. Nobody knows why."
        lines = read_section(generate_page(self.FULL))
        assert "It is refused." in lines
        assert "Nobody knows why." in lines

    def test_summary_is_required(self, findings: Findings) -> None:
        """A documented error needs a description."""
        assert findings(SHAPE + write_error(summary="absent")) == {"R102"}

    def test_causes_are_listed(
        self, generate_module: GenerateModule, generate_page: GeneratePage
    ) -> None:
        """Causes are listed in order."""
        cls = generate_module(self.FULL).BadError
        assert cls.info.causes == ("It was rotated.", "It belongs to the sandbox.")
        assert "- It was rotated." in cls.__doc__
        lines = read_section(generate_page(self.FULL))
        at = lines.index("Causes:")
        assert lines[at + 2 : at + 4] == ["- It was rotated.", "- It belongs to the sandbox."]

    def test_fix_says_what_to_do(
        self, generate_module: GenerateModule, generate_page: GeneratePage
    ) -> None:
        """The reference has a sentence per line."""
        cls = generate_module(self.FULL).BadError
        assert cls.info.fix == "Copy it again. Then wait."
        assert "What to do: Copy it again. Then wait." in cls.__doc__
        lines = read_section(generate_page(self.FULL))
        at = lines.index("What to do:")
        assert lines[at + 1 : at + 3] == ["Copy it again.", "Then wait."]

    def test_note_is_kept(
        self, generate_module: GenerateModule, generate_page: GeneratePage
    ) -> None:
        """A note on contradictions is in the docstring too."""
        cls = generate_module(self.FULL).BadError
        assert cls.info.note == "One example shows 403."
        assert "Note: One example shows 403." in cls.__doc__
        assert "One example shows 403." in read_section(generate_page(self.FULL))

    def test_absent_facts_are_omitted(
        self, generate_module: GenerateModule, generate_page: GeneratePage
    ) -> None:
        """Headings without content are omitted."""
        cls = generate_module(self.LEAST).BadError
        assert (cls.info.causes, cls.info.fix, cls.info.note) == ((), None, None)
        for head in ("Causes:", "What to do:", "Note:", "User message:"):
            assert head not in cls.__doc__
            assert head not in read_section(generate_page(self.LEAST))


class TestUserMessage:
    """`user_message`: a message for end users."""

    @staticmethod
    def read_messages(
        generate_module: GenerateModule, message: str
    ) -> tuple[str | None, dict[str, str]]:
        """Return the English message, and all messages by language."""
        info = generate_module(SHAPE + write_error(user_message=message)).BadError.info
        return info.user_message, dict(info.user_messages)

    def test_string_is_the_message(self, generate_module: GenerateModule) -> None:
        """A single string gets no language."""
        assert self.read_messages(generate_module, '"Please sign in."') == ("Please sign in.", {})

    def test_table_has_a_message_by_language(self, generate_module: GenerateModule) -> None:
        """The English message is `user_message`, wherever the table has it."""
        assert self.read_messages(
            generate_module, '{ sv = "Logga in.", en = "Please sign in." }'
        ) == (
            "Please sign in.",
            {"sv": "Logga in.", "en": "Please sign in."},
        )

    def test_table_without_english_uses_the_first(self, generate_module: GenerateModule) -> None:
        """Without English, the first language is used."""
        assert self.read_messages(generate_module, '{ sv = "Logga in.", pt-BR = "Entre." }') == (
            "Logga in.",
            {"sv": "Logga in.", "pt-BR": "Entre."},
        )

    def test_absent_message_is_none(self, generate_module: GenerateModule) -> None:
        """The message is None if neither group nor category have one."""
        info = generate_module(SHAPE + write_error()).BadError.info
        assert (info.user_message, dict(info.user_messages)) == (None, {})

    def test_messages_are_inherited_whole(self, generate_module: GenerateModule) -> None:
        """Languages of an error and its group are never mixed."""
        module = generate_module(
            SHAPE
            + '[groups.g]\nuser_message = { en = "English.", sv = "Svenska." }\n'
            + write_error(group='"g"')
            + write_error("OWN", group='"g"', user_message='{ sv = "Egen." }')
        )
        assert dict(module.BadError.info.user_messages) == {"en": "English.", "sv": "Svenska."}
        assert dict(module.OwnError.info.user_messages) == {"sv": "Egen."}
        assert module.OwnError.info.user_message == "Egen."

    def test_messages_are_shown_by_language(self, generate_page: GeneratePage) -> None:
        """A message without a language is shown without one."""
        lines = read_section(
            generate_page(
                SHAPE + write_error(user_message='{ en = "Please sign in.", sv = "Logga in." }')
            )
        )
        assert [line for line in lines if line.startswith("> ")] == [
            "> `en` Please sign in.",
            "> `sv` Logga in.",
        ]
        lines = read_section(generate_page(SHAPE + write_error(user_message='"Please sign in."')))
        assert [line for line in lines if line.startswith("> ")] == ["> Please sign in."]


class TestRetry:
    """`retry`: documented or derived, with a delay."""

    @pytest.mark.parametrize("basis", ["documented", "derived"])
    @pytest.mark.parametrize("advice", ["never", "once", "backoff", "poll", "after_fix"])
    def test_advice_is_kept_with_its_basis(
        self, generate_module: GenerateModule, generate_page: GeneratePage, advice: str, basis: str
    ) -> None:
        """Docstring and reference say whether advice is documented or derived."""
        provider = SHAPE + write_error(retry=f'{{ {basis} = "{advice}" }}')
        cls = generate_module(provider).BadError
        retry = cls.info.retry
        assert (retry.advice, retry.delay, retry.basis, retry.level) == (
            advice,
            None,
            basis,
            "error",
        )
        assert f"({basis})" in cls.__doc__
        assert f"({basis})" in str(read_fact(generate_page(provider), "Retry"))

    @pytest.mark.parametrize("delay", [30, 1.5, 3600])
    def test_delay_is_in_seconds(
        self, generate_module: GenerateModule, generate_page: GeneratePage, delay: float
    ) -> None:
        """Delays are whole or fractional seconds."""
        provider = SHAPE + write_error(retry=f'{{ documented = "once", delay = {delay} }}')
        assert generate_module(provider).BadError.info.retry.delay == delay
        assert f"{delay} s" in str(read_fact(generate_page(provider), "Retry"))

    @pytest.mark.parametrize(
        "retry", ["{ delay = 3 }", '{ documented = "once", derived = "once" }']
    )
    def test_advice_needs_exactly_one_basis(self, findings: Findings, retry: str) -> None:
        """Clients must know whether advice is documented or derived."""
        assert findings(SHAPE + write_error(retry=retry)) == {"R214"}

    @pytest.mark.parametrize("advice", ["never", "after_fix"])
    def test_delay_of_no_retry_is_a_finding(self, findings: Findings, advice: str) -> None:
        """Advice against retrying cannot have a delay."""
        assert findings(SHAPE + write_error(retry=f'{{ derived = "{advice}", delay = 3 }}')) == {
            "R215"
        }


class TestLink:
    """`link` and `reference_url`: where an error is documented."""

    def test_link_is_the_source_of_the_error(
        self, generate_module: GenerateModule, generate_page: GeneratePage
    ) -> None:
        """The link leads to the error on the provider's page."""
        provider = SHAPE + write_error(link='"https://acme.example/errors#bad"')
        cls = generate_module(provider).BadError
        assert cls.info.source_url == "https://acme.example/errors#bad"
        assert read_fact(generate_page(provider), "Source") == "<https://acme.example/errors#bad>"

    def test_reference_url_is_our_page(self, generate_module: GenerateModule) -> None:
        """`sdk.toml` says where the reference is published."""
        sdk = 'reference_url = "https://errors.example/{provider}.html#{anchor}"\n'
        module = generate_module(SHAPE + write_error("NOT.GOOD"), name="acme_pay", sdk=sdk)
        url = "https://errors.example/acme_pay.html#not-good"
        assert module.NotGoodError.info.reference_url == url

    def test_reference_url_can_have_the_version(self, generate_module: GenerateModule) -> None:
        """Each version of the reference can have its own pages."""
        sdk = 'reference_url = "https://errors.example/{version}/{provider}/{anchor}.html"\n'
        module = generate_module(SHAPE + write_error("NOT.GOOD"), name="acme_pay", sdk=sdk)
        url = "https://errors.example/0.1.0/acme_pay/not-good.html"
        assert module.NotGoodError.info.reference_url == url

    def test_reference_url_is_none_without_publication(
        self, generate_module: GenerateModule
    ) -> None:
        """Only the provider's page is linked."""
        assert generate_module(SHAPE + write_error()).BadError.info.reference_url is None


class TestEndpoints:
    """`endpoints`: the endpoints that send the error, if the page names any."""

    @pytest.mark.parametrize(
        ("endpoints", "expected"),
        [
            ('"/refunds"', ("/refunds",)),
            ('["POST /payments", "/refunds/{id}"]', ("POST /payments", "/refunds/{id}")),
        ],
    )
    def test_endpoints_are_shown(
        self,
        generate_module: GenerateModule,
        generate_page: GeneratePage,
        endpoints: str,
        expected: tuple[str, ...],
    ) -> None:
        """Endpoints are in `info`, docstring and reference, spelled as on the page."""
        provider = SHAPE + write_error(endpoints=endpoints)
        cls = generate_module(provider).BadError
        assert cls.info.endpoints == expected
        assert f"Endpoints: {', '.join(expected)}\n" in cls.__doc__
        assert read_fact(generate_page(provider), "Endpoints") == " ".join(
            f"`{endpoint}`" for endpoint in expected
        )

    def test_absent_endpoints_are_omitted(
        self, generate_module: GenerateModule, generate_page: GeneratePage
    ) -> None:
        """Most pages name no endpoints."""
        cls = generate_module(SHAPE + write_error()).BadError
        assert cls.info.endpoints == ()
        assert "Endpoints" not in cls.__doc__
        assert read_fact(generate_page(SHAPE + write_error()), "Endpoints") is None

    def test_endpoints_do_not_tell_errors_apart(self, findings: Findings) -> None:
        """Scopes tell errors apart, since they know the paths of requests."""
        other = write_error("OTHER", code='"BAD"', endpoints='"/b"')
        assert findings(SHAPE + write_error(endpoints='"/a"') + other) == {"R221"}

    @pytest.mark.parametrize(
        ("endpoints", "rule"),
        [("[]", "R104"), ('""', "R104"), ('["/a", "/a"]', "R107"), ("7", "R103"), ("[7]", "R103")],
    )
    def test_endpoints_of_another_type_are_a_finding(
        self, findings: Findings, endpoints: str, rule: str
    ) -> None:
        """`endpoints` is a string or a list of distinct strings."""
        assert findings(SHAPE + write_error(endpoints=endpoints)) == {rule}


class TestLifecycle:
    """`since`, `deprecated`, `removed`: codes are permanent."""

    PROVIDER = (
        SHAPE
        + write_error("NEW", since='"0.0.2"')
        + write_error(
            "OLD",
            deprecated='{ reason = "Renamed.", replacement = "NEW", since = "0.0.3" }',
        )
        + write_error("GONE", removed='{ since = "0.0.4" }', since='"0.0.1"')
        + write_error(
            "PLAIN", removed='{ replacement = "NEW" }', deprecated='{ reason = "Unused." }'
        )
        + write_error("SPLIT", removed='{ replacement = ["PLAIN", "OLD", "NEW"], since = "0.0.4" }')
    )

    def test_since_is_the_first_version_with_the_error(
        self, generate_module: GenerateModule, generate_page: GeneratePage
    ) -> None:
        """It is only shown if it is stated."""
        module = generate_module(self.PROVIDER)
        assert (module.NewError.info.since, module.OldError.info.since) == ("0.0.2", None)
        page = generate_page(self.PROVIDER)
        assert "0.0.2" in str(read_fact(page, "Since", "NEW"))
        assert read_fact(page, "Since", "OLD") is None

    def test_stages_are_facts(self, generate_module: GenerateModule) -> None:
        """Reason, replacement and version are facts, as far as they are stated."""
        module = generate_module(self.PROVIDER)

        def stage(lifecycle: Any) -> tuple[str | None, tuple[str, ...], str | None]:
            return lifecycle.reason, lifecycle.replacements, lifecycle.since

        assert (module.NewError.info.deprecated, module.NewError.info.removed) == (None, None)
        assert stage(module.OldError.info.deprecated) == ("Renamed.", ("NEW",), "0.0.3")
        assert module.OldError.info.removed is None
        assert stage(module.GoneError.info.removed) == (None, (), "0.0.4")
        assert stage(module.PlainError.info.removed) == (None, ("NEW",), None)
        assert stage(module.PlainError.info.deprecated) == ("Unused.", (), None)
        assert stage(module.SplitError.info.removed) == (None, ("PLAIN", "OLD", "NEW"), "0.0.4")

    def test_replacements_are_keys_of_errors(self, generate_module: GenerateModule) -> None:
        """Clients can look up the replacement."""
        module = generate_module(self.PROVIDER)
        (replacement,) = module.OldError.info.deprecated.replacements
        assert module.ERRORS[replacement] is module.NewError
        several = module.SplitError.info.removed.replacements
        expected = [module.PlainError, module.OldError, module.NewError]
        assert [module.ERRORS[id_] for id_ in several] == expected

    @pytest.mark.parametrize("id_", ["OLD", "GONE", "PLAIN", "SPLIT"])
    def test_removed_entry_is_kept(
        self, generate_module: GenerateModule, generate_page: GeneratePage, id_: str
    ) -> None:
        """Class, member, anchor and row are kept, and the code is still read."""
        module = generate_module(self.PROVIDER)
        found = module.parse(status=400, body={"code": id_})
        assert (type(found), found.known_code) == (module.ERRORS[id_], module.Code(id_))
        page = generate_page(self.PROVIDER)
        assert id_.lower() in [section.anchor for section in read(page).sections]
        assert f"[`{id_}`](#{id_.lower()})" in page

    @pytest.mark.parametrize(
        ("id_", "mark", "remark"),
        [
            ("OLD", "Deprecated. ", "OLD, 400, deprecated"),
            ("GONE", "Removed. ", "GONE, 400, removed"),
            ("PLAIN", "Removed. Deprecated. ", "PLAIN, 400, removed, deprecated"),
            ("NEW", "", "NEW, 400"),
        ],
    )
    def test_row_and_tree_are_marked(
        self,
        generate_module: GenerateModule,
        generate_page: GeneratePage,
        id_: str,
        mark: str,
        remark: str,
    ) -> None:
        """The table and the module's tree mark errors that are deprecated or removed."""
        page = generate_page(self.PROVIDER).splitlines()
        (row,) = [line for line in page if line.startswith(f"| [`{id_}`]")]
        assert f" | {mark}It is refused. | " in row
        assert any(line.endswith(f" {remark}") for line in page)
        doc = generate_module(self.PROVIDER).__doc__ or ""
        assert any(line.endswith(f" {remark}") for line in doc.splitlines())

    @pytest.mark.parametrize(
        ("id_", "expected"),
        [
            ("OLD", ["Deprecated since 0.0.3", "Renamed.", "NEW"]),
            ("GONE", ["Removed since 0.0.4"]),
            ("PLAIN", ["Removed", "NEW", "Deprecated", "Unused."]),
            ("SPLIT", ["Removed since 0.0.4. Use PLAIN, OLD or NEW."]),
        ],
    )
    def test_stages_are_marked(
        self,
        generate_module: GenerateModule,
        generate_page: GeneratePage,
        id_: str,
        expected: list[str],
    ) -> None:
        """Docstring and reference mark the stage before all other facts."""
        doc = generate_module(self.PROVIDER).ERRORS[id_].__doc__
        shown = "\n".join(read_section(generate_page(self.PROVIDER), id_)).partition(
            "It is refused."
        )[0]
        for text in expected:
            assert text in doc
            assert text in shown

    def test_current_errors_are_not_marked(self, generate_page: GeneratePage) -> None:
        """An error that is sent as before has no mark."""
        shown = "\n".join(read_section(generate_page(self.PROVIDER), "NEW"))
        assert "Deprecated" not in shown
        assert "Removed" not in shown

    @pytest.mark.parametrize("stage", ["deprecated", "removed"])
    def test_replacement_must_be_another_error(self, findings: Findings, stage: str) -> None:
        """The replacement must be in the file."""
        assert findings(SHAPE + write_error(**{stage: '{ replacement = "BAD" }'})) == {"R202"}
        assert findings(SHAPE + write_error(**{stage: '{ replacement = "NO" }'})) == {"R201"}
        several = write_error("NEW") + write_error(
            **{stage: '{ replacement = ["NEW", "BAD", "NO"] }'}
        )
        assert findings(SHAPE + several) == {"R201", "R202"}

    @pytest.mark.parametrize(
        ("replacement", "rule"),
        [("[]", "R104"), ('""', "R104"), ('["A", "A"]', "R107"), ("7", "R103"), ("[7]", "R103")],
    )
    def test_replacement_of_another_type_is_a_finding(
        self, findings: Findings, replacement: str, rule: str
    ) -> None:
        """`replacement` is an id or a list of distinct ids."""
        assert rule in findings(SHAPE + write_error(removed=f"{{ replacement = {replacement} }}"))


class TestExample:
    """`example`: a response that is read as exactly this error."""

    @pytest.mark.parametrize(
        "example",
        [
            '{ status = 400, body = \'{"code": "BAD"}\' }',
            '{ body = \'{"code": "BAD"}\' }',
            "{ status = 400, headers = { X-Code = 'BAD' } }",
            "{ query = 'error=BAD&state=x' }",
        ],
    )
    def test_valid_example_is_shown(self, generate_page: GeneratePage, example: str) -> None:
        """The reference shows the example as documented."""
        others = (
            '[[envelopes]]\nid = "header"\ncode = { header = "x-code" }\n'
            '[[envelopes]]\nid = "query"\ncode = { query = "error" }\n'
        )
        lines = read_section(generate_page(SHAPE + others + write_error(example=example)))
        shown = lines[lines.index("Example response, as documented:") :]
        assert any("BAD" in line for line in shown)

    def test_example_over_several_lines_is_shown_unchanged(
        self, generate_page: GeneratePage
    ) -> None:
        """The example has a status line, headers, a blank line and the body."""
        lines = read_section(
            generate_page(
                SHAPE
                + write_error()
                + "example.status = 400\n"
                + 'example.headers = { Content-Type = "application/json" }\n'
                + "example.body = '''\n{\n  \"code\": \"BAD\"\n}'''\n"
            )
        )
        at = lines.index("```http")
        assert lines[at + 1 : at + 8] == [
            "HTTP/1.1 400 Bad Request",
            "Content-Type: application/json",
            "",
            "{",
            '  "code": "BAD"',
            "}",
            "```",
        ]

    def test_error_without_an_example_gets_a_generated_one(
        self, generate_page: GeneratePage
    ) -> None:
        """The reference says that its values are invented."""
        text = "\n".join(read_section(generate_page(SHAPE + write_error())))
        assert "as documented:" not in text
        assert '"code": "BAD"' in text

    @pytest.mark.parametrize(
        "example",
        [
            pytest.param('{ status = 400, body = \'{"code": "OTHER"}\' }', id="another-error"),
            pytest.param('{ status = 400, body = \'{"code": "NEW"}\' }', id="unknown-code"),
            pytest.param('{ status = 400, body = \'{"kode": "BAD"}\' }', id="no-code"),
            pytest.param("{ status = 400, body = 'BAD' }", id="no-json"),
            pytest.param("{ query = 'code=BAD' }", id="another-place"),
        ],
    )
    def test_misread_example_is_a_finding(self, findings: Findings, example: str) -> None:
        """The slip is in the envelopes, the code or the example."""
        assert findings(SHAPE + write_error("OTHER") + write_error(example=example)) == {"R401"}
