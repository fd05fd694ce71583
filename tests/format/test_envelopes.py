"""`[[envelopes]]`: shapes of a response."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

GenerateModule = Callable[..., ModuleType]
GeneratePage = Callable[..., str]

ERRORS = """
[errors.BAD]
status = 400
summary = "It is refused."

[errors.WORSE]
status = 400
summary = "It is refused, too."
"""

TWO_SHAPES = (
    """
[[envelopes]]
id = "new shape"
code = { path = "error.code", summary = "Names the error." }
fields.detail = { path = "error.detail", role = "message", summary = "Describes it." }
summary = "Version 2 answers like this. Version 1 does not."

[[envelopes]]
id = "old-shape"
code = { path = "code" }
fields.reason = { summary = "Gives the reason." }
derived = true
"""
    + ERRORS
)


def section(page: str, id_: str) -> str:
    """Return an envelope's section of a page."""
    return page.partition(f"\n### {id_}\n")[2].partition("\n#")[0]


def test_id_heads_the_envelopes_section(generate_page: GeneratePage) -> None:
    """Each shape is described under its name, in the order of the file."""
    page = generate_page(TWO_SHAPES)
    assert page.index("### new shape") < page.index("### old-shape")


def test_ids_that_make_one_python_name_are_told_apart(generate_module: GenerateModule) -> None:
    """`a b` and `a-b` are two envelopes, each with fields of its own."""
    module = generate_module(
        TWO_SHAPES.replace('"new shape"', '"a b"').replace('"old-shape"', '"a-b"')
    )
    assert module.parse(body={"error": {"code": "BAD", "detail": "d"}}).detail == "d"
    assert module.parse(body={"code": "BAD", "reason": "r"}).reason == "r"


def test_two_envelopes_of_one_id_are_a_finding(findings: Callable[..., set[str]]) -> None:
    """Findings and tables name an envelope by its id."""
    assert findings(TWO_SHAPES.replace('"old-shape"', '"new shape"')) == {"R224"}


def test_first_envelope_that_has_a_code_is_taken(generate_module: GenerateModule) -> None:
    """The order of the file is the order of preference."""
    module = generate_module(TWO_SHAPES)
    both = {"error": {"code": "BAD"}, "code": "WORSE"}
    assert module.parse(body=both).code == "BAD"
    assert module.parse(body={"error": {}, "code": "WORSE"}).code == "WORSE"


def test_fields_are_those_of_the_envelope_taken(generate_module: GenerateModule) -> None:
    """An attribute of another shape is None, even where the body holds a value for it."""
    module = generate_module(TWO_SHAPES)
    error = module.parse(body={"error": {"code": "BAD", "detail": "d"}, "reason": "r"})
    assert (error.detail, error.reason, error.provider_message) == ("d", None, "d")
    error = module.parse(body={"code": "BAD", "error": {"detail": "d"}, "reason": "r"})
    assert (error.detail, error.reason, error.provider_message) == (None, "r", None)


def test_envelope_without_fields_leaves_every_field_absent(generate_module: GenerateModule) -> None:
    """The attributes of other envelopes are None; copies and texts work."""
    module = generate_module(
        """
[[envelopes]]
id = "bare"
code = { path = "bare" }

[[envelopes]]
id = "full"
code = { path = "code" }
fields.detail = { role = "message" }
"""
        + ERRORS
    )
    for body in ({"bare": "BAD", "detail": "d"}, {"bare": "NEW", "detail": "d"}):
        error = module.parse(status=400, body=body)
        assert (error.code, error.detail, error.provider_message) == (body["bare"], None, None)
        assert copy.copy(error).detail is None
        assert error.retry_after is None


def test_provider_whose_only_envelope_has_no_fields_has_no_message(
    generate_module: GenerateModule,
) -> None:
    """The base's own attributes are set nevertheless."""
    module = generate_module('[[envelopes]]\nid = "json"\ncode = { path = "code" }\n' + ERRORS)
    for code in ("BAD", "NEW"):
        assert module.parse(status=400, body={"code": code}).provider_message is None


def test_summary_says_when_the_shape_is_sent(generate_page: GeneratePage) -> None:
    """The section opens with it, a sentence per line."""
    shown = section(generate_page(TWO_SHAPES), "new shape")
    assert "\nVersion 2 answers like this.\nVersion 1 does not.\n" in shown


def test_derived_envelope_is_marked_in_the_reference(generate_page: GeneratePage) -> None:
    """Only the shape that the page does not show says so."""
    mark = (
        "*Derived*: the page does not show this envelope, but names the standard that it follows."
    )
    assert mark in section(generate_page(TWO_SHAPES), "old-shape").splitlines()
    assert mark not in section(generate_page(TWO_SHAPES), "new shape")


def test_code_and_fields_are_described_in_the_reference(
    generate_row: Callable[[str, str], dict[str, str]],
) -> None:
    """The section's table says where each stands and what it holds."""
    row = generate_row(TWO_SHAPES, "the code")
    assert (row["read from"], row["type"]) == ("error.code", "string")
    assert row["description"] == "Names the error."
    row = generate_row(TWO_SHAPES, "detail")
    assert (row["read from"], row["type"], row["role"]) == ("error.detail", "string", "message")
    assert row["description"] == "Describes it."


def test_provider_without_envelopes_knows_the_status_alone(generate_module: GenerateModule) -> None:
    """Its codes are given by name, as `ERRORS["BAD"]`; `parse` reads no body."""
    module = generate_module(ERRORS)
    error = module.parse(status=404, body={"code": "BAD"})
    assert (error.code, error.known_code, error.provider_message) == (None, None, None)
    assert type(error).__name__ == "UndocumentedAcmeNotFoundError"
    assert module.ERRORS["BAD"]().code == "BAD"


class TestGroup:
    """`group`: where the group stands, if elsewhere than the code."""

    PROVIDER = """
[[envelopes]]
id = "json"
code = { path = "error.code", fold = "dash" }
group = { path = "error.type", fold = "case" }
fields.detail = { path = "error.detail" }

[groups.card_error]
summary = "The card is at fault."

[groups.matched]
match = "M_*"

[errors.blocked]
group = "card_error"
status = 402
summary = "The card is blocked."
"""

    def read(self, generate_module: GenerateModule, **error: object) -> tuple[str, str | None]:
        """Read an error object; give class and code."""
        found = generate_module(self.PROVIDER).parse(body={"error": error})
        return type(found).__name__, found.code

    def test_group_of_an_unknown_code_gives_the_class(
        self, generate_module: GenerateModule
    ) -> None:
        """The code as sent stays."""
        assert self.read(generate_module, code="new", type="card_error") == ("CardError", "new")

    def test_group_of_no_code_gives_the_class(self, generate_module: GenerateModule) -> None:
        """There is no code then; the envelope's fields are read."""
        assert self.read(generate_module, type="card_error", detail="d") == ("CardError", None)
        error = generate_module(self.PROVIDER).parse(
            body={"error": {"type": "card_error", "detail": "d"}}
        )
        assert error.detail == "d"

    def test_group_is_not_needed_by_a_known_code(self, generate_module: GenerateModule) -> None:
        """A code that one error has is that error, whatever stands at the group's place."""
        for type_ in ("card_error", "matched", "other", None, 7):
            assert self.read(generate_module, code="blocked", type=type_) == (
                "BlockedError",
                "blocked",
            )

    def test_group_that_is_not_declared_leaves_match_to_decide(
        self, generate_module: GenerateModule
    ) -> None:
        """As sent, else by `match` of the code, else none."""
        assert self.read(generate_module, code="M_1", type="card_error") == ("CardError", "M_1")
        assert self.read(generate_module, code="M_1", type="strange") == ("MatchedError", "M_1")
        assert self.read(generate_module, code="X_1", type="strange") == ("AcmeError", "X_1")

    @pytest.mark.parametrize(
        "sent",
        [
            pytest.param("card-error", id="fold-of-the-code"),
            pytest.param("CARD_ERROR", id="fold-of-the-group"),
            pytest.param("Card-Error", id="both"),
        ],
    )
    def test_group_is_folded(self, generate_module: GenerateModule, sent: str) -> None:
        """The fold of the code's place applies to the group, and so does that of its own."""
        assert self.read(generate_module, code="new", type=sent) == ("CardError", "new")

    def test_fold_of_the_group_leaves_codes_alone(self, generate_module: GenerateModule) -> None:
        """The code is spelled in upper case and its place folds the dash only."""
        assert self.read(generate_module, code="BLOCKED") == ("AcmeError", "BLOCKED")

    @pytest.mark.parametrize(
        ("place", "sent"),
        [
            pytest.param({"last_segment": True}, "https://acme.example/card_error", id="segment"),
            pytest.param({"parts": "{group}/{}"}, "card_error/2", id="parts"),
            pytest.param({"parts": "type {group}"}, "type card_error", id="prefix"),
        ],
    )
    def test_group_is_taken_further_as_a_code_is(
        self, generate_module: GenerateModule, place: dict[str, Any], sent: str
    ) -> None:
        """`last_segment` and `parts` apply to the place of a group, too."""
        further = ", ".join(f"{key} = {json.dumps(value)}" for key, value in place.items())
        module = generate_module(self.PROVIDER.replace('fold = "case"', further))
        error = module.parse(body={"error": {"code": "new", "type": sent}})
        assert type(error) is module.CardError

    def test_group_in_a_header_goes_with_a_code_in_the_body(
        self, generate_module: GenerateModule
    ) -> None:
        """The two places need not be of one sort."""
        provider = self.PROVIDER.replace('path = "error.type"', 'header = "X-Type"')
        error = generate_module(provider).parse(
            body={"error": {"code": "new"}}, headers={"x-type": "card_error"}
        )
        assert type(error).__name__ == "CardError"


class TestWhenStatus:
    """`when.status`: the envelope is read only at these."""

    @pytest.mark.parametrize(
        ("statuses", "read", "unread"),
        [
            pytest.param("400", [400], [401, 200], id="one"),
            pytest.param("[400, 422]", [400, 422], [401], id="many"),
            pytest.param('"4xx"', [400, 499], [399, 500], id="class"),
            pytest.param('[200, "5xx"]', [200, 500, 599], [201, 404], id="both"),
        ],
    )
    def test_status_that_is_listed_lets_it_be_read(
        self, generate_module: GenerateModule, statuses: str, read: list[int], unread: list[int]
    ) -> None:
        """At another status the body's code is not looked at; an unknown status may be any."""
        module = generate_module(
            f'[[envelopes]]\nid = "json"\nwhen = {{ status = {statuses} }}\n'
            'code = { path = "code" }\nfields.detail = {}\n' + ERRORS
        )
        for status in read:
            error = module.parse(status=status, body={"code": "BAD", "detail": "d"})
            assert (error.code, error.detail) == ("BAD", "d")
        assert module.parse(body={"code": "BAD"}).code == "BAD"
        for other in unread:
            error = module.parse(status=other, body={"code": "BAD", "detail": "d"})
            assert (error.code, error.detail) == (None, None)

    def test_condition_is_said_in_the_reference(self, generate_page: GeneratePage) -> None:
        """A reader learns when the shape is to be expected."""
        page = generate_page(
            '[[envelopes]]\nid = "json"\nwhen = { status = [200, "5xx"] }\n'
            'code = { path = "code" }\n' + ERRORS
        )
        assert "It is read only at HTTP 200 or 5xx." in section(page, "json").splitlines()


class TestWhenBody:
    """`when.body`: the envelope is read only if these places hold these values."""

    @staticmethod
    def read(generate_module: GenerateModule, condition: str, body: object) -> bool:
        """Return whether an envelope of that condition is read."""
        module = generate_module(
            f'[[envelopes]]\nid = "json"\nwhen.body = {{ {condition} }}\n'
            'code = { path = "code" }\n' + ERRORS
        )
        return module.parse(body=json.dumps(body)).code is not None

    @pytest.mark.parametrize(
        ("condition", "value"),
        [
            pytest.param('x = "ERROR"', "ERROR", id="text"),
            pytest.param("x = 1", 1, id="integer"),
            pytest.param("x = 1.5", 1.5, id="number"),
            pytest.param("x = false", False, id="boolean"),
            pytest.param("x = [1, 2]", [1, 2], id="list"),
            pytest.param('x = { y = "z" }', {"y": "z"}, id="table"),
        ],
    )
    def test_value_lets_it_be_read(
        self, generate_module: GenerateModule, condition: str, value: object
    ) -> None:
        """Values are those of JSON."""
        assert self.read(generate_module, condition, {"code": "BAD", "x": value})

    @pytest.mark.parametrize(
        ("condition", "value"),
        [
            pytest.param('x = "ERROR"', "error", id="another-text"),
            pytest.param("x = 1", "1", id="text-for-an-integer"),
            pytest.param("x = 1", True, id="true-for-an-integer"),
            pytest.param("x = 1", 1.0, id="number-for-an-integer"),
            pytest.param("x = true", 1, id="integer-for-true"),
            pytest.param('x = "1"', 1, id="integer-for-a-text"),
            pytest.param("x = false", None, id="null-for-false"),
            pytest.param("x = [1, 2]", [2, 1], id="another-list"),
            pytest.param("x = [1]", [True], id="true-for-an-integer-in-a-list"),
            pytest.param("x = [1]", [1, 1], id="longer-list"),
            pytest.param("x = { y = 1 }", {"y": 1.0}, id="number-for-an-integer-in-a-table"),
            pytest.param("x = { y = 1 }", {"y": 1, "z": 1}, id="larger-table"),
        ],
    )
    def test_other_value_does_not(
        self, generate_module: GenerateModule, condition: str, value: object
    ) -> None:
        """Values are compared with their types."""
        assert not self.read(generate_module, condition, {"code": "BAD", "x": value})

    def test_place_that_is_missing_holds_nothing(self, generate_module: GenerateModule) -> None:
        """Neither does a body that is no object."""
        assert not self.read(generate_module, "x = 1", {"code": "BAD"})
        assert not self.read(generate_module, "x = 1", ["BAD"])

    def test_several_places_must_all_hold(self, generate_module: GenerateModule) -> None:
        """One that does not is enough."""
        condition = 'state = "ERROR", final = true'
        assert self.read(
            generate_module, condition, {"code": "BAD", "state": "ERROR", "final": True}
        )
        assert not self.read(
            generate_module, condition, {"code": "BAD", "state": "ERROR", "final": False}
        )
        assert not self.read(generate_module, condition, {"code": "BAD", "final": True})

    def test_path_goes_through_objects_and_lists(self, generate_module: GenerateModule) -> None:
        """It is written like a place's, in quotes."""
        condition = '"result[1].state" = "ERROR"'
        held = {"code": "BAD", "result": [{"state": "OK"}, {"state": "ERROR"}]}
        assert self.read(generate_module, condition, held)
        assert not self.read(
            generate_module, condition, {"code": "BAD", "result": [{"state": "ERROR"}]}
        )

    def test_condition_decides_between_two_shapes(self, generate_module: GenerateModule) -> None:
        """One place can hold different things in different shapes."""
        module = generate_module(
            """
[[envelopes]]
id = "final"
when = { status = 200, body = { final = true } }
code = { path = "code" }

[[envelopes]]
id = "other"
code = { path = "reason" }
"""
            + ERRORS
        )
        final = {"code": "BAD", "reason": "WORSE", "final": True}
        assert module.parse(status=200, body=final).code == "BAD"
        assert module.parse(status=200, body={**final, "final": False}).code == "WORSE"
        assert module.parse(status=400, body=final).code == "WORSE"

    def test_condition_is_said_in_the_reference(self, generate_page: GeneratePage) -> None:
        """A reader learns what the body has to hold."""
        page = generate_page(
            '[[envelopes]]\nid = "json"\nwhen.body = { "a.b" = "ERROR", final = true }\n'
            'code = { path = "code" }\n' + ERRORS
        )
        lines = section(page, "json").splitlines()
        assert 'It is read only if the body has a.b = "ERROR".' in lines
        assert "It is read only if the body has final = true." in lines


class TestScope:
    """`scope`: what the envelope reads belongs to this scope."""

    PROVIDER = """
[scopes.start]
paths = "/start"

[scopes.token]

[[envelopes]]
id = "token"
scope = "token"
code = { path = "code" }

[[envelopes]]
id = "any"
code = { path = "error" }

[errors.denied]
scope = "start"
status = 403
summary = "The client may not start."

[errors.denied_token]
code = "denied"
scope = "token"
status = 400
summary = "The person refuses."
"""

    def test_scope_of_the_envelope_tells_the_error(self, generate_module: GenerateModule) -> None:
        """It counts where neither caller nor path say one."""
        module = generate_module(self.PROVIDER)
        assert type(module.parse(body={"code": "denied"})) is module.DeniedTokenError
        assert module.parse(body={"error": "denied"}).reading == "ambiguous"

    def test_envelope_of_another_scope_is_passed_over(
        self, generate_module: GenerateModule
    ) -> None:
        """The scope may be the caller's, or that of the path."""
        module = generate_module(self.PROVIDER)
        both = {"code": "denied", "error": "denied"}
        assert type(module.parse(body=both, scope="start")) is module.DeniedError
        assert type(module.parse(body=both, path="/start")) is module.DeniedError
        assert type(module.parse(body=both, scope="token")) is module.DeniedTokenError

    def test_envelope_of_another_scope_is_passed_over_for_errors_sent_everywhere(
        self, generate_module: GenerateModule
    ) -> None:
        """A code that it holds does not count, even if only one error has it."""
        module = generate_module(self.PROVIDER + ERRORS)
        body = {"code": "BAD", "error": "WORSE"}
        assert module.parse(body=body).code == "BAD"
        assert module.parse(body=body, scope="start").code == "WORSE"

    def test_scope_is_said_in_the_reference(self, generate_page: GeneratePage) -> None:
        """The section names it."""
        shown = section(generate_page(self.PROVIDER), "token")
        assert "It belongs to the scope token." in shown.splitlines()
