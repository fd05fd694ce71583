"""`[[envelopes]]`: the shapes of a response."""

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


def read_section(page: str, id_: str) -> str:
    """Return an envelope's section of a page."""
    return page.partition(f"\n### Envelope {id_}\n")[2].partition("\n#")[0]


def test_id_heads_the_envelopes_section(generate_page: GeneratePage) -> None:
    """Each shape is described under its id, in the order of the file."""
    page = generate_page(TWO_SHAPES)
    assert page.index("### Envelope new shape") < page.index("### Envelope old-shape")


def test_ids_that_make_one_python_name_are_told_apart(generate_module: GenerateModule) -> None:
    """`a b` and `a-b` are two envelopes, each with separate fields."""
    module = generate_module(
        TWO_SHAPES.replace('"new shape"', '"a b"').replace('"old-shape"', '"a-b"')
    )
    assert module.parse(body={"error": {"code": "BAD", "detail": "d"}}).detail == "d"
    assert module.parse(body={"code": "BAD", "reason": "r"}).reason == "r"


def test_two_envelopes_of_one_id_are_a_finding(findings: Callable[..., set[str]]) -> None:
    """Findings and tables refer to an envelope by its id."""
    assert findings(TWO_SHAPES.replace('"old-shape"', '"new shape"')) == {"R224"}


def test_first_envelope_with_a_code_is_used(generate_module: GenerateModule) -> None:
    """The order of the file is the order of preference."""
    module = generate_module(TWO_SHAPES)
    both = {"error": {"code": "BAD"}, "code": "WORSE"}
    assert module.parse(body=both).code == "BAD"
    assert module.parse(body={"error": {}, "code": "WORSE"}).code == "WORSE"


def test_fields_come_from_the_chosen_envelope(generate_module: GenerateModule) -> None:
    """A field of another shape is None, even if the body has a value for it."""
    module = generate_module(TWO_SHAPES)
    error = module.parse(body={"error": {"code": "BAD", "detail": "d"}, "reason": "r"})
    assert (error.detail, error.reason, error.provider_message) == ("d", None, "d")
    error = module.parse(body={"code": "BAD", "error": {"detail": "d"}, "reason": "r"})
    assert (error.detail, error.reason, error.provider_message) == (None, "r", None)


def test_envelope_without_fields_leaves_every_field_absent(generate_module: GenerateModule) -> None:
    """The attributes of other envelopes are None; copies and `str` work."""
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
    """The base class's own attributes are set nevertheless."""
    module = generate_module('[[envelopes]]\nid = "json"\ncode = { path = "code" }\n' + ERRORS)
    for code in ("BAD", "NEW"):
        assert module.parse(status=400, body={"code": code}).provider_message is None


def test_summary_says_when_the_shape_is_sent(generate_page: GeneratePage) -> None:
    """The summary begins the section, with a sentence per line."""
    shown = read_section(generate_page(TWO_SHAPES), "new shape")
    assert "\nVersion 2 answers like this.\nVersion 1 does not.\n" in shown


def test_derived_envelope_is_marked_in_the_reference(generate_page: GeneratePage) -> None:
    """Only an envelope that the page does not show is marked."""
    mark = (
        "*Derived*: the page does not show this envelope, but names the standard that it follows."
    )
    assert mark in read_section(generate_page(TWO_SHAPES), "old-shape").splitlines()
    assert mark not in read_section(generate_page(TWO_SHAPES), "new shape")


def test_code_and_fields_are_described_in_the_reference(
    generate_row: Callable[[str, str], dict[str, str]],
) -> None:
    """The section's table has each place and its meaning."""
    row = generate_row(TWO_SHAPES, "the code")
    assert (row["read from"], row["type"]) == ("error.code", "string")
    assert row["description"] == "Names the error."
    row = generate_row(TWO_SHAPES, "detail")
    assert (row["read from"], row["type"], row["role"]) == ("error.detail", "string", "message")
    assert row["description"] == "Describes it."


def test_provider_without_envelopes_only_knows_the_status(generate_module: GenerateModule) -> None:
    """`ERRORS["BAD"]` finds codes by name; `parse` reads no body."""
    module = generate_module(ERRORS)
    error = module.parse(status=404, body={"code": "BAD"})
    assert (error.code, error.known_code, error.provider_message) == (None, None, None)
    assert type(error).__name__ == "UndocumentedAcmeNotFoundError"
    assert module.ERRORS["BAD"]().code == "BAD"


class TestGroup:
    """`group`: the group's place, if it differs from the code's."""

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
        """Return the class and the code of an error."""
        found = generate_module(self.PROVIDER).parse(body={"error": error})
        return type(found).__name__, found.code

    def test_group_of_an_unknown_code_decides_the_class(
        self, generate_module: GenerateModule
    ) -> None:
        """The code stays as sent."""
        assert self.read(generate_module, code="new", type="card_error") == ("CardError", "new")

    def test_group_without_a_code_decides_the_class(self, generate_module: GenerateModule) -> None:
        """Without a code, the group decides the class, and the envelope's fields are read."""
        assert self.read(generate_module, type="card_error", detail="d") == ("CardError", None)
        error = generate_module(self.PROVIDER).parse(
            body={"error": {"type": "card_error", "detail": "d"}}
        )
        assert error.detail == "d"

    def test_group_is_not_needed_by_a_known_code(self, generate_module: GenerateModule) -> None:
        """A code that only one error has is that error, whatever the group's place has."""
        for type_ in ("card_error", "matched", "other", None, 7):
            assert self.read(generate_module, code="blocked", type=type_) == (
                "BlockedError",
                "blocked",
            )

    def test_undeclared_group_leaves_match_to_decide(self, generate_module: GenerateModule) -> None:
        """If the sent group is not declared, the code's `match` decides."""
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
        """The fold of the code's place and that of the group's place both apply."""
        assert self.read(generate_module, code="new", type=sent) == ("CardError", "new")

    def test_fold_of_the_group_leaves_codes_alone(self, generate_module: GenerateModule) -> None:
        """The fold of the group's place does not apply to the code."""
        assert self.read(generate_module, code="BLOCKED") == ("AcmeError", "BLOCKED")

    @pytest.mark.parametrize(
        ("place", "sent"),
        [
            pytest.param({"last_segment": True}, "https://acme.example/card_error", id="segment"),
            pytest.param({"parts": "{group}/{}"}, "card_error/2", id="parts"),
            pytest.param({"parts": "type {group}"}, "type card_error", id="prefix"),
        ],
    )
    def test_group_is_processed_like_a_code(
        self, generate_module: GenerateModule, place: dict[str, Any], sent: str
    ) -> None:
        """`last_segment` and `parts` apply to a group's place too."""
        further = ", ".join(f"{key} = {json.dumps(value)}" for key, value in place.items())
        module = generate_module(self.PROVIDER.replace('fold = "case"', further))
        error = module.parse(body={"error": {"code": "new", "type": sent}})
        assert type(error) is module.CardError

    def test_group_in_a_header_goes_with_a_code_in_the_body(
        self, generate_module: GenerateModule
    ) -> None:
        """The two places may be of different sorts."""
        provider = self.PROVIDER.replace('path = "error.type"', 'header = "X-Type"')
        error = generate_module(provider).parse(
            body={"error": {"code": "new"}}, headers={"x-type": "card_error"}
        )
        assert type(error).__name__ == "CardError"


class TestWhenStatus:
    """`when.status`: the envelope is only read at these statuses."""

    @pytest.mark.parametrize(
        ("statuses", "read", "unread"),
        [
            pytest.param("400", [400], [401, 200], id="one"),
            pytest.param("[400, 422]", [400, 422], [401], id="many"),
            pytest.param('"4xx"', [400, 499], [399, 500], id="class"),
            pytest.param('[200, "5xx"]', [200, 500, 599], [201, 404], id="both"),
        ],
    )
    def test_listed_status_selects_the_envelope(
        self, generate_module: GenerateModule, statuses: str, read: list[int], unread: list[int]
    ) -> None:
        """At another status the body is ignored; an unknown status matches any."""
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

    def test_body_condition_is_shown_in_the_reference(self, generate_page: GeneratePage) -> None:
        """The section says at which statuses the shape is sent."""
        page = generate_page(
            '[[envelopes]]\nid = "json"\nwhen = { status = [200, "5xx"] }\n'
            'code = { path = "code" }\n' + ERRORS
        )
        assert "It is read only at HTTP 200 or 5xx." in read_section(page, "json").splitlines()


class TestWhenBody:
    """`when.body`: the envelope is only read if these places have these values."""

    @staticmethod
    def is_read(generate_module: GenerateModule, condition: str, body: object) -> bool:
        """Return whether an envelope with that condition is read."""
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
    def test_matching_value_selects_the_envelope(
        self, generate_module: GenerateModule, condition: str, value: object
    ) -> None:
        """Values are compared as JSON."""
        assert self.is_read(generate_module, condition, {"code": "BAD", "x": value})

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
    def test_other_value_does_not_match(
        self, generate_module: GenerateModule, condition: str, value: object
    ) -> None:
        """Values are compared including their types."""
        assert not self.is_read(generate_module, condition, {"code": "BAD", "x": value})

    def test_missing_place_does_not_match(self, generate_module: GenerateModule) -> None:
        """Nor does a body that is not an object."""
        assert not self.is_read(generate_module, "x = 1", {"code": "BAD"})
        assert not self.is_read(generate_module, "x = 1", ["BAD"])

    def test_several_places_must_all_match(self, generate_module: GenerateModule) -> None:
        """One place that does not match is enough to skip the envelope."""
        condition = 'state = "ERROR", final = true'
        assert self.is_read(
            generate_module, condition, {"code": "BAD", "state": "ERROR", "final": True}
        )
        assert not self.is_read(
            generate_module, condition, {"code": "BAD", "state": "ERROR", "final": False}
        )
        assert not self.is_read(generate_module, condition, {"code": "BAD", "final": True})

    def test_path_goes_through_objects_and_lists(self, generate_module: GenerateModule) -> None:
        """The path is written like a place's, in quotes."""
        condition = '"result[1].state" = "ERROR"'
        held = {"code": "BAD", "result": [{"state": "OK"}, {"state": "ERROR"}]}
        assert self.is_read(generate_module, condition, held)
        assert not self.is_read(
            generate_module, condition, {"code": "BAD", "result": [{"state": "ERROR"}]}
        )

    def test_condition_decides_between_two_shapes(self, generate_module: GenerateModule) -> None:
        """One place can have different meanings in different shapes."""
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

    def test_body_condition_is_shown_in_the_reference(self, generate_page: GeneratePage) -> None:
        """The section says what the body must contain."""
        page = generate_page(
            '[[envelopes]]\nid = "json"\nwhen.body = { "a.b" = "ERROR", final = true }\n'
            'code = { path = "code" }\n' + ERRORS
        )
        lines = read_section(page, "json").splitlines()
        assert 'It is read only if the body has a.b = "ERROR".' in lines
        assert "It is read only if the body has final = true." in lines


class TestScope:
    """`scope`: the scope of everything that the envelope reads."""

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

    def test_scope_of_the_envelope_decides(self, generate_module: GenerateModule) -> None:
        """The envelope's scope counts if neither caller nor path give one."""
        module = generate_module(self.PROVIDER)
        assert type(module.parse(body={"code": "denied"})) is module.DeniedTokenError
        assert module.parse(body={"error": "denied"}).reading == "ambiguous"

    def test_envelope_of_another_scope_is_skipped(self, generate_module: GenerateModule) -> None:
        """The caller or the path may give the other scope."""
        module = generate_module(self.PROVIDER)
        both = {"code": "denied", "error": "denied"}
        assert type(module.parse(body=both, scope="start")) is module.DeniedError
        assert type(module.parse(body=both, path="/start")) is module.DeniedError
        assert type(module.parse(body=both, scope="token")) is module.DeniedTokenError

    def test_envelope_of_another_scope_is_skipped_for_errors_sent_everywhere(
        self, generate_module: GenerateModule
    ) -> None:
        """A code in it does not count, even if only one error has it."""
        module = generate_module(self.PROVIDER + ERRORS)
        body = {"code": "BAD", "error": "WORSE"}
        assert module.parse(body=body).code == "BAD"
        assert module.parse(body=body, scope="start").code == "WORSE"

    def test_scope_is_shown_in_the_reference(self, generate_page: GeneratePage) -> None:
        """The section names the scope."""
        shown = read_section(generate_page(self.PROVIDER), "token")
        assert "It belongs to the scope token." in shown.splitlines()
