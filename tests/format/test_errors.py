"""`[errors.ID]`: each key, as the generated class, its docstring and the reference show it."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

GenerateModule = Callable[..., ModuleType]
GeneratePage = Callable[..., str]
Findings = Callable[..., set[str]]

SHAPE = """
[[envelopes]]
id = "json"
code = { path = "code" }
fields.detail = { role = "message" }
"""


def error(id_: str = "BAD", **keys: str) -> str:
    """Write an error: keys as TOML, with a status and a summary unless they are given."""
    given = {"status": "400", "summary": '"It is refused."', **keys}
    lines = "".join(
        f"{key.rstrip('_')} = {value}\n" for key, value in given.items() if value != "absent"
    )
    return f'[errors."{id_}"]\n{lines}\n'


def section(page: str, id_: str = "BAD") -> list[str]:
    """Return the lines of an error's section of a page."""
    return page.partition(f"\n### `{id_}`\n")[2].partition('\n<a id="')[0].splitlines()


def fact(page: str, label: str, id_: str = "BAD") -> str | None:
    """Return what an error's section says of a fact."""
    opening = f"- {label}: "
    found = (line for line in section(page, id_) if line.startswith(opening))
    return next((line.removeprefix(opening) for line in found), None)


class TestCode:
    """`code`: as on the wire, the id if absent."""

    def test_id_is_the_code(self, generate_module: GenerateModule) -> None:
        """It is what the error's `code` and `known_code` give."""
        module = generate_module(SHAPE + error())
        found = module.parse(status=400, body={"code": "BAD"})
        assert (found.code, found.known_code, found.info.code) == ("BAD", module.Code.BAD, "BAD")
        assert dict(module.ERRORS) == {"BAD": module.BadError}

    @pytest.mark.parametrize("id_", ["0.0.1", "a:b", "not good", "urn:acme:bad", "no-é", "a/b"])
    def test_id_with_other_characters_is_quoted(
        self, generate_module: GenerateModule, id_: str
    ) -> None:
        """Dots, colons and blanks are part of the code."""
        module = generate_module(SHAPE + error(id_, class_='"StrangeError"'))
        assert type(module.parse(body={"code": id_})) is module.StrangeError
        assert module.StrangeError().code == id_

    def test_code_is_what_is_sent(self, generate_module: GenerateModule) -> None:
        """The id names the error everywhere else."""
        module = generate_module(SHAPE + error("grant_throttled", code='"grant"'))
        found = module.parse(body={"code": "grant"})
        assert (type(found), found.code) == (module.GrantThrottledError, "grant")
        assert module.parse(body={"code": "grant_throttled"}).known_code is None
        assert dict(module.ERRORS) == {"grant_throttled": module.GrantThrottledError}

    def test_code_may_be_an_integer(self, generate_module: GenerateModule) -> None:
        """`1012` and `"1012"` are one code."""
        for written in ("1012", '"1012"'):
            module = generate_module(SHAPE + error(code=written))
            for sent in (1012, "1012"):
                found = module.parse(body={"code": sent})
                assert (type(found), found.code) == (module.BadError, "1012")

    def test_code_of_two_errors_is_one_member(self, generate_module: GenerateModule) -> None:
        """`Code` lists what is sent."""
        module = generate_module(
            SHAPE + error("grant") + error("grant_throttled", code='"grant"', status="429")
        )
        assert [member.value for member in module.Code] == ["grant"]
        for status, cls in ((400, module.GrantError), (429, module.GrantThrottledError)):
            found = module.parse(status=status, body={"code": "grant"})
            assert (type(found), found.known_code) == (cls, module.Code.GRANT)


class TestClass:
    """`class`: as generated, ending in `Error`."""

    def test_class_is_made_of_the_id(self, generate_module: GenerateModule) -> None:
        """It is below the provider's class and the kind's, and exported."""
        module = generate_module(SHAPE + error("AUTH_BAD_SECRET"))
        assert issubclass(module.AuthBadSecretError, module.AcmeError)
        assert "AuthBadSecretError" in module.__all__

    def test_class_is_as_stated(
        self, generate_module: GenerateModule, generate_page: GeneratePage
    ) -> None:
        """The id does not matter then."""
        provider = SHAPE + error(class_='"WrongSecretError"')
        module = generate_module(provider)
        assert module.ERRORS["BAD"].__name__ == "WrongSecretError"
        assert not hasattr(module, "BadError")
        assert fact(generate_page(provider), "Class") == "`WrongSecretError`"

    @pytest.mark.parametrize(
        "name", ["Bad", "badError", "Bad_Error", "BadErrors", "1Error", "BäError"]
    )
    def test_class_that_is_no_name_of_an_error_is_a_finding(
        self, findings: Findings, name: str
    ) -> None:
        """Letters and digits, a capital first, `Error` last."""
        assert findings(SHAPE + error(class_=f'"{name}"')) == {"R302"}


class TestAliases:
    """`aliases`: other spellings, or older codes that never had a class."""

    PROVIDER = SHAPE + error(aliases='[100001, "OLD.BAD"]')

    @pytest.mark.parametrize("sent", [100001, "100001", "OLD.BAD", "BAD"])
    def test_alias_is_read_as_the_error(
        self, generate_module: GenerateModule, sent: object
    ) -> None:
        """The error's `code` is the registry's."""
        module = generate_module(self.PROVIDER)
        found = module.parse(body={"code": sent})
        assert (type(found), found.code) == (module.BadError, "BAD")

    def test_aliases_are_listed(
        self, generate_module: GenerateModule, generate_page: GeneratePage
    ) -> None:
        """In `info`, in `ERRORS` and in the reference; not in `Code`."""
        module = generate_module(self.PROVIDER)
        assert module.BadError.info.aliases == ("100001", "OLD.BAD")
        assert set(module.ERRORS) == {"BAD", "100001", "OLD.BAD"}
        assert [member.value for member in module.Code] == ["BAD"]
        assert fact(generate_page(self.PROVIDER), "Other spellings") == "`100001` `OLD.BAD`"

    def test_alias_of_two_errors_is_no_name_of_either(
        self, generate_module: GenerateModule
    ) -> None:
        """A response is told apart by status; `ERRORS` has no entry for it."""
        module = generate_module(
            SHAPE
            + error("ONE", aliases='["old"]', status="400")
            + error("TWO", aliases='["old"]', status="404")
        )
        assert set(module.ERRORS) == {"ONE", "TWO"}
        assert type(module.parse(status=404, body={"code": "old"})) is module.TwoError

    def test_alias_that_is_the_code_is_a_finding(self, findings: Findings) -> None:
        """It says nothing, and hides a slip."""
        assert findings(SHAPE + error(aliases='["BAD"]')) == {"R222"}


class TestScope:
    """`scope`: where it is sent; absent: everywhere."""

    PROVIDER = (
        "[scopes.a]\n[scopes.b]\n[scopes.c]\n"
        + SHAPE
        + error("one", scope='"a"')
        + error("two", scope='["a", "b"]')
        + error("three")
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
        """Where the scope is not known, all count."""
        module = generate_module(self.PROVIDER)
        parsed = [module.parse(body={"code": id_}, scope=scope) for id_ in module.ERRORS]
        assert {found.code for found in parsed if found.known_code is not None} == known

    def test_scopes_are_listed(
        self, generate_module: GenerateModule, generate_page: GeneratePage
    ) -> None:
        """In `info` and in the reference."""
        errors = generate_module(self.PROVIDER).ERRORS
        scopes = {id_: cls.info.scopes for id_, cls in errors.items()}
        assert scopes == {"one": ("a",), "two": ("a", "b"), "three": ()}
        page = generate_page(self.PROVIDER)
        assert fact(page, "Scope", "two") == "`a` `b`"
        assert fact(page, "Scope", "three") is None


@pytest.mark.parametrize("key", ["scope", "group", "category", "source"])
def test_name_that_leads_nowhere_is_a_finding(findings: Findings, key: str) -> None:
    """An id names another table of the file."""
    assert findings(SHAPE + error(**{key: '"nowhere"'})) == {"R201"}


class TestStatus:
    """`status`: as documented; absent means not documented."""

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
        """In `info`, in the docstring and in the reference."""
        provider = SHAPE + error(status=written, kind='"conflict"')
        cls = generate_module(provider).BadError
        assert cls.info.statuses == statuses
        assert f"BAD, HTTP {text}." in cls.__doc__
        assert fact(generate_page(provider), "HTTP status") == text

    def test_status_that_is_absent_is_not_documented(
        self, generate_module: GenerateModule, generate_page: GeneratePage
    ) -> None:
        """Nothing is guessed."""
        provider = SHAPE + error(status="absent", kind='"conflict"')
        cls = generate_module(provider).BadError
        assert cls.info.statuses == ()
        assert "BAD, HTTP status not documented." in cls.__doc__
        assert fact(generate_page(provider), "HTTP status") == "not documented"

    def test_other_status_does_not_hide_a_known_code(self, generate_module: GenerateModule) -> None:
        """The error keeps the status received."""
        module = generate_module(SHAPE + error())
        for status in (400, 418, 200, None):
            found = module.parse(status=status, body={"code": "BAD"})
            assert (type(found), found.status) == (module.BadError, status)

    def test_class_of_statuses_tells_errors_apart(self, generate_module: GenerateModule) -> None:
        """`"4xx"` is 400 to 499."""
        module = generate_module(
            SHAPE + error(status='"4xx"') + error("OTHER", code='"BAD"', status='"5xx"')
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

    FULL = SHAPE + error(
        summary='"It is refused. Nobody knows why."',
        causes='["It was rotated.", "It belongs to the sandbox."]',
        fix='"Copy it again. Then wait."',
        note='"One example shows 403."',
    )
    LEAST = SHAPE + error()

    def test_summary_says_what_happened(
        self, generate_module: GenerateModule, generate_page: GeneratePage
    ) -> None:
        """It opens the docstring and stands in `str`, in `info` and in the reference."""
        module = generate_module(self.FULL)
        assert module.BadError.__doc__.startswith("It is refused. Nobody knows why.")
        assert str(module.BadError(status=None)) == "Acme BAD: It is refused. Nobody knows why."
        assert module.BadError.info.summary == "It is refused. Nobody knows why."
        lines = section(generate_page(self.FULL))
        assert "It is refused." in lines
        assert "Nobody knows why." in lines

    def test_summary_is_required(self, findings: Findings) -> None:
        """An error that nobody describes is no documented error."""
        assert findings(SHAPE + error(summary="absent")) == {"R102"}

    def test_causes_are_listed(
        self, generate_module: GenerateModule, generate_page: GeneratePage
    ) -> None:
        """In their order."""
        cls = generate_module(self.FULL).BadError
        assert cls.info.causes == ("It was rotated.", "It belongs to the sandbox.")
        assert "- It was rotated." in cls.__doc__
        lines = section(generate_page(self.FULL))
        at = lines.index("Causes:")
        assert lines[at + 2 : at + 4] == ["- It was rotated.", "- It belongs to the sandbox."]

    def test_fix_says_what_to_do(
        self, generate_module: GenerateModule, generate_page: GeneratePage
    ) -> None:
        """A sentence per line in the reference."""
        cls = generate_module(self.FULL).BadError
        assert cls.info.fix == "Copy it again. Then wait."
        assert "What to do: Copy it again. Then wait." in cls.__doc__
        lines = section(generate_page(self.FULL))
        at = lines.index("What to do:")
        assert lines[at + 1 : at + 3] == ["Copy it again.", "Then wait."]

    def test_note_is_kept(
        self, generate_module: GenerateModule, generate_page: GeneratePage
    ) -> None:
        """What the page contradicts stands in the docstring, too."""
        cls = generate_module(self.FULL).BadError
        assert cls.info.note == "One example shows 403."
        assert "Note: One example shows 403." in cls.__doc__
        assert "One example shows 403." in section(generate_page(self.FULL))

    def test_texts_that_are_absent_are_left_out(
        self, generate_module: GenerateModule, generate_page: GeneratePage
    ) -> None:
        """No empty heads."""
        cls = generate_module(self.LEAST).BadError
        assert (cls.info.causes, cls.info.fix, cls.info.note) == ((), None, None)
        for head in ("Causes:", "What to do:", "Note:", "User message:"):
            assert head not in cls.__doc__
            assert head not in section(generate_page(self.LEAST))


class TestUserMessage:
    """`user_message`: for the person at the screen."""

    @staticmethod
    def generated(
        generate_module: GenerateModule, message: str
    ) -> tuple[str | None, dict[str, str]]:
        """Return the message for English readers, and all by language."""
        info = generate_module(SHAPE + error(user_message=message)).BadError.info
        return info.user_message, dict(info.user_messages)

    def test_text_is_the_message(self, generate_module: GenerateModule) -> None:
        """No language is made up for it."""
        assert self.generated(generate_module, '"Please sign in."') == ("Please sign in.", {})

    def test_table_has_a_message_by_language(self, generate_module: GenerateModule) -> None:
        """The English one is `user_message`, wherever it stands."""
        assert self.generated(generate_module, '{ sv = "Logga in.", en = "Please sign in." }') == (
            "Please sign in.",
            {"sv": "Logga in.", "en": "Please sign in."},
        )

    def test_table_without_english_gives_the_first(self, generate_module: GenerateModule) -> None:
        """Better than none."""
        assert self.generated(generate_module, '{ sv = "Logga in.", pt-BR = "Entre." }') == (
            "Logga in.",
            {"sv": "Logga in.", "pt-BR": "Entre."},
        )

    def test_absent_message_is_none(self, generate_module: GenerateModule) -> None:
        """Where neither group nor category have one."""
        info = generate_module(SHAPE + error()).BadError.info
        assert (info.user_message, dict(info.user_messages)) == (None, {})

    def test_messages_are_inherited_whole(self, generate_module: GenerateModule) -> None:
        """Languages of error and group are not mixed."""
        module = generate_module(
            SHAPE
            + '[groups.g]\nuser_message = { en = "English.", sv = "Svenska." }\n'
            + error(group='"g"')
            + error("OWN", group='"g"', user_message='{ sv = "Egen." }')
        )
        assert dict(module.BadError.info.user_messages) == {"en": "English.", "sv": "Svenska."}
        assert dict(module.OwnError.info.user_messages) == {"sv": "Egen."}
        assert module.OwnError.info.user_message == "Egen."

    def test_messages_are_shown_by_language(self, generate_page: GeneratePage) -> None:
        """A text without a language is shown without one."""
        lines = section(
            generate_page(
                SHAPE + error(user_message='{ en = "Please sign in.", sv = "Logga in." }')
            )
        )
        assert [line for line in lines if line.startswith("> ")] == [
            "> `en` Please sign in.",
            "> `sv` Logga in.",
        ]
        lines = section(generate_page(SHAPE + error(user_message='"Please sign in."')))
        assert [line for line in lines if line.startswith("> ")] == ["> Please sign in."]


class TestRetry:
    """`retry`: documented or derived, with a delay."""

    @pytest.mark.parametrize("basis", ["documented", "derived"])
    @pytest.mark.parametrize("advice", ["never", "once", "backoff", "poll", "after_fix"])
    def test_advice_is_kept_with_its_basis(
        self, generate_module: GenerateModule, generate_page: GeneratePage, advice: str, basis: str
    ) -> None:
        """Docstring and reference say whose it is."""
        provider = SHAPE + error(retry=f'{{ {basis} = "{advice}" }}')
        cls = generate_module(provider).BadError
        retry = cls.info.retry
        assert (retry.advice, retry.delay, retry.basis, retry.level) == (
            advice,
            None,
            basis,
            "error",
        )
        assert f"({basis})" in cls.__doc__
        assert f"({basis})" in str(fact(generate_page(provider), "Retry"))

    @pytest.mark.parametrize("delay", [30, 1.5, 3600])
    def test_delay_is_in_seconds(
        self, generate_module: GenerateModule, generate_page: GeneratePage, delay: float
    ) -> None:
        """Whole or not."""
        provider = SHAPE + error(retry=f'{{ documented = "once", delay = {delay} }}')
        assert generate_module(provider).BadError.info.retry.delay == delay
        assert f"{delay} s" in str(fact(generate_page(provider), "Retry"))

    @pytest.mark.parametrize(
        "retry", ["{ delay = 3 }", '{ documented = "once", derived = "once" }']
    )
    def test_advice_of_nobody_or_of_both_is_a_finding(self, findings: Findings, retry: str) -> None:
        """A client must know whose advice it is."""
        assert findings(SHAPE + error(retry=retry)) == {"R214"}

    @pytest.mark.parametrize("advice", ["never", "after_fix"])
    def test_delay_of_no_retry_is_a_finding(self, findings: Findings, advice: str) -> None:
        """There is nothing to wait for."""
        assert findings(SHAPE + error(retry=f'{{ derived = "{advice}", delay = 3 }}')) == {"R215"}


class TestLink:
    """`link` and `reference_url`: where an error is documented."""

    def test_link_is_the_errors_source(
        self, generate_module: GenerateModule, generate_page: GeneratePage
    ) -> None:
        """Its place on the provider's page."""
        provider = SHAPE + error(link='"https://acme.example/errors#bad"')
        cls = generate_module(provider).BadError
        assert cls.info.source_url == "https://acme.example/errors#bad"
        assert fact(generate_page(provider), "Source") == "<https://acme.example/errors#bad>"

    def test_reference_url_is_ours(self, generate_module: GenerateModule) -> None:
        """`sdk.toml` says where the reference is published."""
        sdk = 'reference_url = "https://errors.example/{provider}.html#{anchor}"\n'
        module = generate_module(SHAPE + error("NOT.GOOD"), name="acme_pay", sdk=sdk)
        url = "https://errors.example/acme_pay.html#not-good"
        assert module.NotGoodError.info.reference_url == url

    def test_reference_url_is_none_where_nothing_is_published(
        self, generate_module: GenerateModule
    ) -> None:
        """The provider's page is linked alone."""
        assert generate_module(SHAPE + error()).BadError.info.reference_url is None


class TestEndpoints:
    """`endpoints`: the endpoints that send it, where the page names any."""

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
        """In `info`, in the docstring and in the reference, as the page writes them."""
        provider = SHAPE + error(endpoints=endpoints)
        cls = generate_module(provider).BadError
        assert cls.info.endpoints == expected
        assert f"Endpoints: {', '.join(expected)}\n" in cls.__doc__
        assert fact(generate_page(provider), "Endpoints") == " ".join(
            f"`{one}`" for one in expected
        )

    def test_endpoints_that_are_absent_are_left_out(
        self, generate_module: GenerateModule, generate_page: GeneratePage
    ) -> None:
        """Most pages name none."""
        cls = generate_module(SHAPE + error()).BadError
        assert cls.info.endpoints == ()
        assert "Endpoints" not in cls.__doc__
        assert fact(generate_page(SHAPE + error()), "Endpoints") is None

    def test_endpoints_do_not_tell_errors_apart(self, findings: Findings) -> None:
        """A scope does, since it knows the paths of requests."""
        other = error("OTHER", code='"BAD"', endpoints='"/b"')
        assert findings(SHAPE + error(endpoints='"/a"') + other) == {"R221"}

    @pytest.mark.parametrize(
        ("endpoints", "rule"),
        [("[]", "R104"), ('""', "R104"), ('["/a", "/a"]', "R107"), ("7", "R103"), ("[7]", "R103")],
    )
    def test_endpoints_of_another_type_are_a_finding(
        self, findings: Findings, endpoints: str, rule: str
    ) -> None:
        """They are a text or a list of different ones."""
        assert findings(SHAPE + error(endpoints=endpoints)) == {rule}


class TestLifecycle:
    """`since`, `deprecated`, `removed`: codes are for ever."""

    PROVIDER = (
        SHAPE
        + error("NEW", since='"0.0.2"')
        + error(
            "OLD",
            deprecated='{ reason = "Renamed.", replacement = "NEW", since = "0.0.3" }',
        )
        + error("GONE", removed='{ since = "0.0.4" }', since='"0.0.1"')
        + error("PLAIN", removed='{ replacement = "NEW" }', deprecated='{ reason = "Unused." }')
        + error("SPLIT", removed='{ replacement = ["PLAIN", "OLD", "NEW"], since = "0.0.4" }')
    )

    def test_since_is_the_version_that_had_it_first(
        self, generate_module: GenerateModule, generate_page: GeneratePage
    ) -> None:
        """It is shown where it is said."""
        module = generate_module(self.PROVIDER)
        assert (module.NewError.info.since, module.OldError.info.since) == ("0.0.2", None)
        page = generate_page(self.PROVIDER)
        assert "0.0.2" in str(fact(page, "Since", "NEW"))
        assert fact(page, "Since", "OLD") is None

    def test_stages_are_facts(self, generate_module: GenerateModule) -> None:
        """Reason, replacement and version, each as far as it is said."""
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
        """A client can follow them."""
        module = generate_module(self.PROVIDER)
        (replacement,) = module.OldError.info.deprecated.replacements
        assert module.ERRORS[replacement] is module.NewError
        several = module.SplitError.info.removed.replacements
        expected = [module.PlainError, module.OldError, module.NewError]
        assert [module.ERRORS[id_] for id_ in several] == expected

    @pytest.mark.parametrize("id_", ["OLD", "GONE", "PLAIN", "SPLIT"])
    def test_entry_stays(
        self, generate_module: GenerateModule, generate_page: GeneratePage, id_: str
    ) -> None:
        """Class, member, anchor and row are kept, and the code is still read."""
        module = generate_module(self.PROVIDER)
        found = module.parse(status=400, body={"code": id_})
        assert (type(found), found.known_code) == (module.ERRORS[id_], module.Code(id_))
        page = generate_page(self.PROVIDER)
        assert f'<a id="{id_.lower()}"></a>' in page.splitlines()
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
        """A reader of the table, or of the module's head, sees what is on its way out."""
        page = generate_page(self.PROVIDER).splitlines()
        (row,) = [line for line in page if line.startswith(f"| [`{id_}`]")]
        assert row.endswith(f"| {mark}It is refused. |")
        assert any(line.endswith(f" {remark}") for line in page)
        doc = generate_module(self.PROVIDER).__doc__ or ""
        assert any(line.endswith(f" {remark}") for line in doc.splitlines())

    @pytest.mark.parametrize(
        ("id_", "said"),
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
        said: list[str],
    ) -> None:
        """In docstring and reference, before anything else of the error."""
        doc = generate_module(self.PROVIDER).ERRORS[id_].__doc__
        shown = "\n".join(section(generate_page(self.PROVIDER), id_)).partition("It is refused.")[0]
        for text in said:
            assert text in doc
            assert text in shown

    def test_errors_that_stay_are_not_marked(self, generate_page: GeneratePage) -> None:
        """Neither mark stands at an error that is sent as ever."""
        shown = "\n".join(section(generate_page(self.PROVIDER), "NEW"))
        assert "Deprecated" not in shown
        assert "Removed" not in shown

    @pytest.mark.parametrize("stage", ["deprecated", "removed"])
    def test_replacement_must_be_another_error(self, findings: Findings, stage: str) -> None:
        """One that the file has."""
        assert findings(SHAPE + error(**{stage: '{ replacement = "BAD" }'})) == {"R202"}
        assert findings(SHAPE + error(**{stage: '{ replacement = "NO" }'})) == {"R201"}
        several = error("NEW") + error(**{stage: '{ replacement = ["NEW", "BAD", "NO"] }'})
        assert findings(SHAPE + several) == {"R201", "R202"}

    @pytest.mark.parametrize(
        ("replacement", "rule"),
        [("[]", "R104"), ('""', "R104"), ('["A", "A"]', "R107"), ("7", "R103"), ("[7]", "R103")],
    )
    def test_replacement_of_another_type_is_a_finding(
        self, findings: Findings, replacement: str, rule: str
    ) -> None:
        """It is an id or a list of different ones."""
        assert rule in findings(SHAPE + error(removed=f"{{ replacement = {replacement} }}"))


class TestExample:
    """`example`: a response that is read as this very error."""

    @pytest.mark.parametrize(
        "example",
        [
            '{ status = 400, body = \'{"code": "BAD"}\' }',
            '{ body = \'{"code": "BAD"}\' }',
            "{ status = 400, headers = { X-Code = 'BAD' } }",
            "{ query = 'error=BAD&state=x' }",
        ],
    )
    def test_example_that_is_read_as_the_error_is_shown(
        self, generate_page: GeneratePage, example: str
    ) -> None:
        """As documented, in the reference."""
        others = (
            '[[envelopes]]\nid = "header"\ncode = { header = "x-code" }\n'
            '[[envelopes]]\nid = "query"\ncode = { query = "error" }\n'
        )
        lines = section(generate_page(SHAPE + others + error(example=example)))
        assert "Example response, as documented:" in lines
        assert any("BAD" in line for line in lines[lines.index("```http") :])

    def test_example_over_several_lines_is_shown_as_it_is(
        self, generate_page: GeneratePage
    ) -> None:
        """Status line, headers, a blank line, the body."""
        lines = section(
            generate_page(
                SHAPE
                + error()
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

    def test_error_without_an_example_gets_one_made_from_the_envelope(
        self, generate_page: GeneratePage
    ) -> None:
        """It says that its values are made up."""
        text = "\n".join(section(generate_page(SHAPE + error())))
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
    def test_example_that_is_read_otherwise_is_a_finding(
        self, findings: Findings, example: str
    ) -> None:
        """It shows a slip in the envelopes, in the code or in the example."""
        assert findings(SHAPE + error("OTHER") + error(example=example)) == {"R401"}
