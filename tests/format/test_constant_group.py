"""`group = "id"` of an envelope: a fixed group of its codes, which is not sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

GenerateModule = Callable[..., ModuleType]
GeneratePage = Callable[..., str]
Findings = Callable[..., set[str]]

TABLES = """
[groups.session]
kind = "expired"
retry = { documented = "after_fix" }
summary = "The session is at fault."

[groups.auth]
match = "AUTH_*"

[groups.card]

[errors.GONE]
class = "SessionGoneError"
group = "session"
status = 410
summary = "The session is gone."

[errors.AUTH_BAD]
status = 401
summary = "The client is not known."

[errors.ALONE]
status = 400
summary = "It belongs to no group."

[errors.LIMIT]
class = "SessionLimitError"
group = "session"
status = 429
summary = "There are too many sessions."

"""
OF_CARD = """
[errors.LIMIT_OF_CARD]
code = "LIMIT"
class = "CardLimitError"
group = "card"
status = 429
summary = "The limit of the card is reached."
"""
ONE = (
    """
[[envelopes]]
id = "session"
code = { path = "code" }
group = "session"
fields.detail = { role = "message" }
"""
    + TABLES
)
TWO = (
    """
[[envelopes]]
id = "session"
code = { path = "session.code" }
group = "session"

[[envelopes]]
id = "card"
code = { path = "card.code" }
group = "card"

[[envelopes]]
id = "plain"
code = { path = "code" }
"""
    + TABLES
    + OF_CARD
)
KEYED = (
    """
[[envelopes]]
id = "keyed"
code = { path = "errors.{group}[0].code" }
group = "session"
fields.text = { path = "errors.{group}[0].text", role = "message" }
"""
    + TABLES
)
PARTS = (
    """
[[envelopes]]
id = "parts"
code = { path = "code", parts = "{group}: {code}", fold = "case" }
group = "session"
"""
    + TABLES
)
STATUS = """
[[envelopes]]
id = "status"
code = { status = true, type = "integer" }
group = "session"

[groups.session]

[groups.card]

[errors.471]
class = "BlockedError"
group = "card"
status = 471
kind = "permission"
summary = "The card is blocked."
"""


def read(error: Any) -> tuple[str, str | None, str | None, str]:
    """Return the class, the code, the group and the reading of an error."""
    return type(error).__name__, error.code, error.info.group, error.reading


class TestUndocumented:
    """Undocumented codes."""

    @pytest.mark.parametrize("code", ["NEW", "gone", "1012", "AUTH_NEW", "session", "card"])
    def test_code_is_of_the_group(self, generate_module: GenerateModule, code: str) -> None:
        """The envelope decides, even if the code fits the `match` of another group."""
        error = generate_module(ONE).parse(status=400, body={"code": code})
        assert isinstance(error, generate_module(ONE).SessionError)
        name = "UndocumentedSessionExpiredError"
        assert read(error) == (name, code, "session", "undocumented")
        assert error.retry.level == "group"

    @pytest.mark.parametrize(
        "body", [{}, {"code": None}, {"code": ""}, {"code": True}, {"detail": "d"}, [], None]
    )
    def test_response_without_a_code_has_no_group(
        self, generate_module: GenerateModule, body: Any
    ) -> None:
        """Otherwise every response of that shape would belong to the group."""
        error = generate_module(ONE).parse(status=400, body=body)
        assert (error.info.group, error.reading) == (None, "unreadable")

    def test_envelopes_have_different_groups(self, generate_module: GenerateModule) -> None:
        """Each envelope has its own group, or none."""
        module = generate_module(TWO)
        for body, group in (
            ({"session": {"code": "NEW"}}, "session"),
            ({"card": {"code": "NEW"}}, "card"),
            ({"code": "NEW"}, None),
            ({"code": "AUTH_NEW"}, "auth"),
            ({"card": {"code": "NEW"}, "session": {"code": "NEW"}}, "session"),
        ):
            assert module.parse(status=400, body=body).info.group == group


class TestDocumented:
    """Documented codes keep the group of their error."""

    @pytest.mark.parametrize(
        ("code", "class_", "group"),
        [
            ("GONE", "SessionGoneError", "session"),
            ("AUTH_BAD", "AuthBadError", "auth"),
            ("ALONE", "AloneError", None),
        ],
    )
    def test_code_of_one_error(
        self, generate_module: GenerateModule, code: str, class_: str, group: str | None
    ) -> None:
        """The error wins, whatever group the envelope names."""
        for body in ({"code": code}, {"session": {"code": code}}, {"card": {"code": code}}):
            error = generate_module(TWO).parse(status=400, body=body)
            assert read(error) == (class_, code, group, "documented")

    @pytest.mark.parametrize(
        ("body", "class_", "reading"),
        [
            ({"session": {"code": "LIMIT"}}, "SessionLimitError", "documented"),
            ({"card": {"code": "LIMIT"}}, "CardLimitError", "documented"),
            ({"code": "LIMIT"}, "AmbiguousAcmeRateLimitError", "ambiguous"),
        ],
    )
    def test_group_tells_errors_of_one_code_apart(
        self, generate_module: GenerateModule, body: dict[str, object], class_: str, reading: str
    ) -> None:
        """The envelope's group tells errors apart as a sent group would."""
        error = generate_module(TWO).parse(status=429, body=body)
        assert (type(error).__name__, error.reading) == (class_, reading)

    def test_shortcut_reads_the_same(
        self, generate_module: GenerateModule, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The shortcut reads a body of the first envelope, and leaves ambiguity to the catalog."""
        module = generate_module(TWO)
        provider = module._provider
        codes = ("GONE", "AUTH_BAD", "ALONE", "LIMIT", "NEW")
        bodies = [{"session": {"code": code}} for code in codes]
        short = [read(module.parse(status=429, body=body)) for body in bodies]
        taken = [provider._shortcut(body, 429, (429, None, body), None) for body in bodies]
        assert [error is not None for error in taken] == [True, True, True, False, False]
        monkeypatch.setattr(provider, "_shortcut", lambda *_: None)
        assert [read(module.parse(status=429, body=body)) for body in bodies] == short


class TestSentGroup:
    """A group that is found at the code's own place."""

    @pytest.mark.parametrize(
        ("key", "group"), [("card", "card"), ("email", "session"), ("session", "session")]
    )
    def test_key(self, generate_module: GenerateModule, key: str, group: str) -> None:
        """A key that is a declared group is the group; fields are read below any key."""
        body = {"errors": {key: [{"code": "NEW", "text": "t"}]}}
        error = generate_module(KEYED).parse(status=422, body=body)
        assert (error.code, error.info.group, error.text) == ("NEW", group, "t")

    @pytest.mark.parametrize(
        ("sent", "code", "group"),
        [
            ("card: NEW", "NEW", "card"),
            ("CARD: NEW", "NEW", "card"),
            ("strange: NEW", "NEW", "session"),
            ("NEW", "NEW", "session"),
            ("card", None, "card"),
            ("strange:", "strange", "session"),
        ],
    )
    def test_part(
        self, generate_module: GenerateModule, sent: str, code: str | None, group: str
    ) -> None:
        """A string that may be a group counts as one if it is declared."""
        error = generate_module(PARTS).parse(status=400, body={"code": sent})
        assert (error.code, error.info.group) == (code, group)

    @pytest.mark.parametrize(("status", "group"), [(471, "card"), (472, None), (410, None)])
    def test_status_as_code(
        self, generate_module: GenerateModule, status: int, group: str | None
    ) -> None:
        """A status that is not declared is not a code, so it has no group."""
        assert generate_module(STATUS).parse(status=status, body="<html>").info.group == group


class TestFromCode:
    """A code without a response, so its envelope is unknown."""

    def test_one_group_for_all_envelopes(self, generate_module: GenerateModule) -> None:
        """The group is certain if all envelopes name the same one."""
        module = generate_module(ONE)
        assert module.from_code("NEW").info.group == "session"
        assert read(module.from_code("LIMIT"))[0] == "SessionLimitError"

    @pytest.mark.parametrize("code", ["NEW", "LIMIT"])
    def test_different_groups(self, generate_module: GenerateModule, code: str) -> None:
        """If envelopes name different groups, the code gets none."""
        assert generate_module(TWO).from_code(code).info.group is None
        assert generate_module(TWO).from_code("AUTH_NEW").info.group == "auth"


class TestReference:
    """Pages, examples and findings."""

    def test_page_names_the_group(self, generate_page: GeneratePage) -> None:
        """The page names the group in the description of the envelope."""
        lines = generate_page(TWO).splitlines()
        rows = [re.sub(" +", " ", line) for line in lines]
        row = next(line for line in rows if line.startswith("| `session` | `SessionError` |"))
        assert "| those in its envelope | yes |" in row
        assert "Undocumented codes in it belong to the group session." in lines
        assert "Undocumented codes in it belong to the group card." in lines

    def test_examples_of_both_errors_of_one_code(self, generate_module: GenerateModule) -> None:
        """Each example has the shape of the envelope with its error's group."""
        module = generate_module(TWO)
        package = __import__(f"{module.__package__}.testing", fromlist=["testing"])
        found = {example.id: example.envelope for example in package.example_responses(module)}
        assert (found["LIMIT"], found["LIMIT_OF_CARD"]) == ("session", "card")

    def test_unknown_group(self, findings: Findings) -> None:
        """An unknown group would silently affect every code of the envelope."""
        assert findings(ONE.replace('group = "session"\nfields', 'group = "sessions"\nfields')) == {
            "R201"
        }

    @pytest.mark.parametrize(
        ("value", "rules"),
        [
            ('""', {"R104"}),
            ("7", {"R103"}),
            ("true", {"R103"}),
            ('["session"]', {"R103"}),
            ("{}", {"R231"}),
            ("{ paths = 'x' }", {"R101"}),
        ],
    )
    def test_group_of_another_type(self, findings: Findings, value: str, rules: set[str]) -> None:
        """`group` is an id or a place."""
        assert (
            findings(ONE.replace('group = "session"\nfields', f"group = {value}\nfields")) == rules
        )
