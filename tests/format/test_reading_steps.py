"""How a response is read: each sentence of the manual's seven steps."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import ModuleType
from typing import Any

import httpx
import pytest

GenerateModule = Callable[..., ModuleType]

JSON = '[[envelopes]]\nid = "json"\ncode = { path = "code" }\n'


def write_error(id_: str, **keys: str) -> str:
    """Write an error: keys as TOML, of kind `conflict` unless one is given."""
    given = {"kind": '"conflict"', **keys}
    lines = "".join(f"{key.rstrip('_')} = {value}\n" for key, value in given.items())
    return f'[errors."{id_}"]\nsummary = "It is {id_}."\n{lines}'


def id_of(module: ModuleType, found: object) -> str | None:
    """Return the id of a documented error, or None if it is not documented."""
    return next((id_ for id_, cls in module.ERRORS.items() if type(found) is cls), None)


class TestScope:
    """Step 1: the scope is the caller's, or the one of the path, or the envelope's, or unknown."""

    PROVIDER = (
        '[scopes.by_path]\npaths = "/path"\n[scopes.by_caller]\n[scopes.by_envelope]\n'
        '[[envelopes]]\nid = "scoped"\nscope = "by_envelope"\ncode = { path = "scoped" }\n'
        + JSON
        + write_error("denied", scope='"by_path"')
        + write_error("denied_caller", code='"denied"', scope='"by_caller"')
        + write_error("denied_envelope", code='"denied"', scope='"by_envelope"')
    )

    @pytest.mark.parametrize(
        ("place", "scope", "path", "id_"),
        [
            pytest.param("code", "by_caller", None, "denied_caller", id="callers"),
            pytest.param("code", "by_caller", "/path", "denied_caller", id="callers-before-path"),
            pytest.param("code", None, "/path", "denied", id="path"),
            pytest.param("code", "nonsense", "/path", "denied", id="path-for-an-unknown-one"),
            pytest.param("scoped", None, None, "denied_envelope", id="envelopes"),
            pytest.param("scoped", None, "/else", "denied_envelope", id="envelopes-for-no-path"),
            pytest.param("scoped", "by_envelope", None, "denied_envelope", id="callers-agrees"),
            pytest.param("code", None, None, None, id="unknown"),
            pytest.param("code", "nonsense", "/else", None, id="unknown-for-all"),
        ],
    )
    def test_order_of_scopes(
        self,
        generate_module: GenerateModule,
        place: str,
        scope: str | None,
        path: str | None,
        id_: str | None,
    ) -> None:
        """The first known scope decides."""
        module = generate_module(self.PROVIDER)
        assert id_of(module, module.parse(body={place: "denied"}, scope=scope, path=path)) == id_


class TestEnvelopes:
    """Step 2: envelopes that match `when` and `scope` are read in the file's order."""

    PROVIDER = (
        '[scopes.a]\npaths = "/a"\n[scopes.b]\npaths = "/b"\n'
        '[[envelopes]]\nid = "when"\nwhen.status = 418\ncode = { path = "x" }\n'
        '[[envelopes]]\nid = "scope"\nscope = "a"\ncode = { path = "y" }\n'
        '[[envelopes]]\nid = "any"\ncode = { path = "z" }\n'
    )

    @pytest.mark.parametrize(
        ("status", "path", "code"),
        [
            (418, None, "1"),
            (400, None, "2"),
            (None, None, "2"),
            (400, "/a", "2"),
            (400, "/else", "2"),
            (400, "/b", "3"),
            (418, "/b", "1"),
        ],
    )
    def test_first_matching_envelope_is_read(
        self, generate_module: GenerateModule, status: int | None, path: str | None, code: str
    ) -> None:
        """An envelope is only skipped if another scope is known."""
        found = generate_module(self.PROVIDER).parse(
            status=status, path=path, body={"x": "1", "y": "2", "z": "3"}
        )
        assert found.code == code

    def test_envelope_usually_gives_one_reading(self, generate_module: GenerateModule) -> None:
        """A list gives the reading at its index alone."""
        module = generate_module(JSON.replace('"code"', '"errors[0]"') + write_error("BAD"))
        assert module.parse(body={"errors": ["NEW", "BAD"]}).code == "NEW"

    @pytest.mark.parametrize(
        ("place", "response"),
        [
            (
                'path = "errors.{group}.code"',
                {"body": {"errors": {"a": "x", "b": {"code": "BAD"}}}},
            ),
            ('header = "X-Code"', {"headers": [("x-code", "NEW"), ("x-code", "BAD")]}),
            (
                'header = "WWW-Authenticate", parameter = "error"',
                {"headers": {"WWW-Authenticate": "Bearer error=NEW, DPoP error=BAD"}},
            ),
            ('query = "error"', {"query": "error=NEW&error=BAD"}),
        ],
    )
    def test_several_values_give_several_readings(
        self, generate_module: GenerateModule, place: str, response: dict[str, Any]
    ) -> None:
        """Each key that fits `{group}` gives a reading, and so does each repeated value."""
        module = generate_module(JSON.replace('path = "code"', place) + write_error("BAD"))
        assert module.parse(**response).code == "BAD"


class TestLookup:
    """Step 3: the exact code or alias, then folded spellings."""

    PROVIDER = (
        '[[envelopes]]\nid = "json"\n'
        'code = { path = "code", fold = "case", parts = "{group}/{code}" }\n'
        "[groups.family]\n"
        + write_error("BAD", aliases='["old"]', status="400")
        + write_error("other", code='"XX"', aliases='["bad"]', status="418")
    )

    @pytest.mark.parametrize(
        ("sent", "id_"),
        [
            pytest.param("/BAD", "BAD", id="code"),
            pytest.param("/old", "BAD", id="alias"),
            pytest.param("/bad", "other", id="alias-before-folded-code"),
            pytest.param("/OLD", "BAD", id="folded-alias"),
            pytest.param("/xx", "other", id="folded-code"),
            pytest.param("BAD", "BAD", id="alone-as-a-code"),
            pytest.param("Old", "BAD", id="alone-as-a-folded-alias"),
            pytest.param("/new", None, id="unknown"),
        ],
    )
    def test_code_is_looked_up(
        self, generate_module: GenerateModule, sent: str, id_: str | None
    ) -> None:
        """An exact match comes first."""
        module = generate_module(self.PROVIDER)
        assert id_of(module, module.parse(status=400, body={"code": sent})) == id_

    def test_string_without_later_parts_may_be_a_group(
        self, generate_module: GenerateModule
    ) -> None:
        """A declared group of that name is found, folded or not."""
        module = generate_module(self.PROVIDER)
        for sent in ("family", "FAMILY"):
            found = module.parse(body={"code": sent})
            assert (type(found), found.code) == (module.FamilyError, None)

    def test_string_without_later_parts_may_be_an_unknown_code(
        self, generate_module: GenerateModule
    ) -> None:
        """The code is kept as sent."""
        found = generate_module(self.PROVIDER).parse(body={"code": "Strange"})
        assert (found.code, found.known_code) == ("Strange", None)


class TestNarrowing:
    """Step 4: errors with one code are narrowed down by scope, group and status."""

    SHAPE = JSON + 'group = { path = "type" }\n'

    @staticmethod
    def read(module: ModuleType, code: str = "x", **response: Any) -> str | None:
        """Return the id of the error with a code, or None if it is unknown."""
        type_ = response.pop("type", None)
        found = module.parse(body={"code": code, "type": type_}, **response)
        assert found.code == code
        return id_of(module, found)

    def test_error_of_another_known_scope_is_skipped(self, generate_module: GenerateModule) -> None:
        """This holds even for the only error with that code."""
        module = generate_module(
            "[scopes.a]\n[scopes.b]\n" + self.SHAPE + write_error("x", scope='"a"')
        )
        assert self.read(module, scope="a") == "x"
        assert self.read(module, scope="b") is None
        assert self.read(module) == "x"

    def test_scope_comes_first(self, generate_module: GenerateModule) -> None:
        """An error of this scope alone comes before one that is sent everywhere."""
        module = generate_module(
            "[scopes.a]\n[groups.g]\n[groups.h]\n"
            + self.SHAPE
            + write_error("x", group='"g"', status="400")
            + write_error("y", code='"x"', scope='"a"', group='"h"', status="404")
        )
        assert self.read(module, scope="a", type="g", status=400) == "y"

    def test_group_comes_second(self, generate_module: GenerateModule) -> None:
        """The group decides before the status."""
        module = generate_module(
            "[groups.g]\n[groups.h]\n"
            + self.SHAPE
            + write_error("x", group='"g"', status="400")
            + write_error("y", code='"x"', group='"h"', status="404")
        )
        assert self.read(module, type="h", status=400) == "y"
        assert self.read(module, type="g", status=404) == "x"

    def test_status_comes_last(self, generate_module: GenerateModule) -> None:
        """The status decides if scope and group leave several errors."""
        module = generate_module(
            "[groups.g]\n"
            + self.SHAPE
            + write_error("x", group='"g"', status="400")
            + write_error("y", code='"x"', group='"g"', status='"5xx"')
        )
        assert self.read(module, type="g", status=400) == "x"
        assert self.read(module, type="g", status=503) == "y"

    def test_missing_group_narrows_nothing(self, generate_module: GenerateModule) -> None:
        """An error without a group is not preferred then."""
        module = generate_module(
            "[groups.g]\n"
            + self.SHAPE
            + write_error("x", status="400")
            + write_error("y", code='"x"', group='"g"', status="404")
        )
        assert self.read(module, status=404) == "y"
        assert self.read(module, status=400) == "x"
        assert self.read(module, status=404, type="strange") == "y"

    @pytest.mark.parametrize(
        ("response", "id_"),
        [
            pytest.param({"scope": "b", "type": "g", "status": 400}, "x", id="scope-leaves-none"),
            pytest.param({"type": "other", "status": 404}, "y", id="group-leaves-none"),
            pytest.param({"type": "g", "status": 418}, "x", id="status-leaves-none"),
        ],
    )
    def test_step_without_a_match_is_skipped(
        self, generate_module: GenerateModule, response: dict[str, Any], id_: str
    ) -> None:
        """The other steps decide."""
        module = generate_module(
            "[scopes.a]\n[scopes.b]\n[groups.g]\n[groups.h]\n[groups.other]\n"
            + self.SHAPE
            + write_error("x", group='"g"', status="400")
            + write_error("y", code='"x"', group='"h"', status="404")
        )
        assert self.read(module, **response) == id_

    def test_remaining_errors_are_candidates(self, generate_module: GenerateModule) -> None:
        """An ambiguous error is none of the candidates, and names them all."""
        module = generate_module(
            self.SHAPE + write_error("x", status="400") + write_error("y", code='"x"', status="404")
        )
        for status in (409, 418, None):
            found = module.parse(status=status, body={"code": "x"})
            assert (type(found).__name__, found.code) == ("AmbiguousAcmeConflictError", "x")
            assert [cls.info.statuses for cls in found.candidates] == [(400,), (404,)]

    def test_candidates_of_one_group_are_of_the_group(
        self, generate_module: GenerateModule
    ) -> None:
        """The group's `match` fits the code that they share."""
        module = generate_module(
            '[groups.g]\nmatch = "x*"\n'
            + self.SHAPE
            + write_error("x", status="400")
            + write_error("y", code='"x"', status="404")
        )
        assert type(module.parse(body={"code": "x"})) is module.AmbiguousGConflictError

    def test_alias_is_narrowed_like_a_code(self, generate_module: GenerateModule) -> None:
        """Two errors may once have been one."""
        module = generate_module(
            self.SHAPE
            + write_error("x", status="400", aliases='["old"]')
            + write_error("y", status="404", aliases='["old"]')
        )
        for status, code in ((400, "x"), (404, "y")):
            assert module.parse(status=status, body={"code": "old"}).code == code


class TestChoice:
    """Step 5: the envelope that counts, and which of its readings."""

    TWO = (
        '[[envelopes]]\nid = "first"\ncode = { path = "a" }\nfields.fa = {}\n'
        '[[envelopes]]\nid = "second"\ncode = { path = "b" }\nfields.fb = {}\n'
        '[[envelopes]]\nid = "third"\ncode = { path = "c" }\n'
        'group = { path = "type" }\nfields.fc = {}\n'
        '[[envelopes]]\nid = "fourth"\ncode = { path = "d" }\n'
        'group = { path = "family" }\nfields.fa = {}\n'
        "[groups.g]\n[groups.h]\n" + write_error("BAD")
    )

    def test_first_envelope_with_a_code_counts(self, generate_module: GenerateModule) -> None:
        """An unknown code there wins over a known one in a later envelope."""
        module = generate_module(self.TWO)
        assert module.parse(body={"a": "NEW", "b": "BAD"}).code == "NEW"
        assert module.parse(body={"a": None, "b": "BAD"}).code == "BAD"

    def test_known_reading_comes_first(self, generate_module: GenerateModule) -> None:
        """Known codes are preferred within one envelope."""
        module = generate_module(
            JSON.replace('"code"', '"{group}"') + write_error("BAD") + write_error("WORSE")
        )
        assert module.parse(body={"a": "NEW", "b": "BAD", "c": "WORSE"}).code == "BAD"
        assert module.parse(body={"a": "NEW", "b": "NEWER"}).code == "NEW"
        assert module.parse(body={"a": True, "b": "NEW", "c": "NEWER"}).code == "NEW"

    @pytest.mark.parametrize(
        "first",
        [
            pytest.param("Some-Bad", id="folded"),
            pytest.param("old", id="alias"),
            pytest.param(1012, id="integer"),
            pytest.param("shared", id="told-apart-by-status"),
        ],
    )
    def test_first_known_reading_counts(
        self, generate_module: GenerateModule, first: object
    ) -> None:
        """A code in its documented spelling has no priority over a folded one."""
        module = generate_module(
            JSON.replace('"code"', '"{group}", fold = ["dash", "case"]')
            + write_error("SOME_BAD", aliases='["old", 1012]')
            + write_error("other")
            + write_error("shared", class_='"FirstSharedError"', status="400")
            + write_error("shared_2", code='"shared"', class_='"SecondSharedError"', status="404")
        )
        found = module.parse(status=400, body={"a": first, "b": "other"})
        assert found.code == ("shared" if first == "shared" else "SOME_BAD")
        assert module.parse(status=400, body={"a": "other", "b": first}).code == "other"

    def test_first_declared_group_counts_without_a_code(
        self, generate_module: GenerateModule
    ) -> None:
        """Fields are read from its envelope."""
        module = generate_module(self.TWO)
        found = module.parse(body={"type": "g", "family": "h", "fa": "1", "fc": "3"})
        assert (type(found), found.code) == (module.GError, None)
        assert (found.fa, found.fb, found.fc) == (None, None, "3")
        found = module.parse(body={"type": "strange", "family": "h", "fa": "1"})
        assert (type(found), found.fa) == (module.HError, "1")

    def test_code_comes_before_a_group_of_an_earlier_envelope(
        self, generate_module: GenerateModule
    ) -> None:
        """A group alone does not end the search."""
        module = generate_module(self.TWO)
        found = module.parse(body={"type": "g", "d": "BAD"})
        assert (found.code, found.known_code) == ("BAD", module.Code.BAD)

    def test_first_declared_group_of_several_keys_counts(
        self, generate_module: GenerateModule
    ) -> None:
        """Fields are read below its key."""
        module = generate_module(
            '[[envelopes]]\nid = "json"\ncode = { path = "errors.{group}.code" }\n'
            'fields.reason = { path = "errors.{group}.reason" }\n[groups.g]\n[groups.h]\n'
        )
        errors = {"x": {"reason": "1"}, "h": {"reason": "2"}, "g": {"reason": "3"}}
        found = module.parse(body={"errors": errors})
        assert (type(found), found.code, found.reason) == (module.HError, None, "2")

    def test_first_envelope_with_a_field_is_read_otherwise(
        self, generate_module: GenerateModule
    ) -> None:
        """A message without a code still gives its field."""
        module = generate_module(self.TWO)
        found = module.parse(status=404, body={"fb": "2", "fc": "3"})
        assert type(found).__name__ == "UndocumentedAcmeNotFoundError"
        assert (found.fa, found.fb, found.fc, found.code) == (None, "2", None, None)
        found = module.parse(status=404, body={"fc": "3", "fa": "1"})
        assert (found.fa, found.fb, found.fc) == ("1", None, None)

    def test_absent_field_does_not_count(self, generate_module: GenerateModule) -> None:
        """A value of another type counts as absent."""
        found = generate_module(self.TWO).parse(body={"fa": 1, "fb": None, "fc": "3"})
        assert (found.fa, found.fb, found.fc) == (None, None, "3")

    def test_skipped_envelope_gives_no_fields(self, generate_module: GenerateModule) -> None:
        """An envelope's condition also applies to its fields."""
        module = generate_module(
            '[[envelopes]]\nid = "json"\nwhen.status = 400\ncode = { path = "code" }\n'
            "fields.detail = {}\n"
        )
        assert module.parse(status=400, body={"detail": "d"}).detail == "d"
        assert module.parse(status=500, body={"detail": "d"}).detail is None

    def test_fields_of_headers_are_read_without_a_body(
        self, generate_module: GenerateModule
    ) -> None:
        """A gateway may answer with HTML."""
        module = generate_module(
            JSON + 'fields.request_id = { header = "X-Request-Id" }\nfields.detail = {}\n'
        )
        found = module.parse(status=502, headers={"x-request-id": "r"}, body=b"<html>")
        assert (found.request_id, found.detail) == ("r", None)


class TestClass:
    """Step 6: the error's class, or the group's, or the provider's."""

    PROVIDER = (
        JSON
        + 'group = { path = "type" }\n'
        + '[groups.sent]\n[groups.matched]\nmatch = "M_*"\nkind = "rate_limit"\n'
        + write_error("BAD", group='"sent"', status="400")
    )

    @pytest.mark.parametrize(
        ("status", "code", "type_", "class_"),
        [
            pytest.param(404, "BAD", None, "BadError", id="known"),
            pytest.param(404, "NEW", "sent", "UndocumentedSentNotFoundError", id="group-as-sent"),
            pytest.param(404, "M_1", None, "UndocumentedMatchedNotFoundError", id="group-by-match"),
            pytest.param(
                404, "M_1", "sent", "UndocumentedSentNotFoundError", id="sent-before-match"
            ),
            pytest.param(404, "NEW", None, "UndocumentedAcmeNotFoundError", id="provider"),
            pytest.param(404, None, None, "UndocumentedAcmeNotFoundError", id="provider-no-code"),
            pytest.param(400, "M_1", None, "UndocumentedMatchedRateLimitError", id="kind-of-group"),
            pytest.param(200, "M_1", None, "UndocumentedMatchedRateLimitError", id="kind-at-200"),
            pytest.param(400, "NEW", None, "UndocumentedAcmeInvalidRequestError", id="other-4xx"),
            pytest.param(599, "NEW", None, "UndocumentedAcmeInternalError", id="other-5xx"),
            pytest.param(200, "NEW", "sent", "SentError", id="no-kind-of-a-group"),
            pytest.param(None, "NEW", "sent", "SentError", id="no-status"),
            pytest.param(200, "NEW", None, "AcmeError", id="no-kind"),
            pytest.param(None, None, None, "AcmeError", id="nothing"),
        ],
    )
    def test_class_of_a_response(
        self,
        generate_module: GenerateModule,
        status: int | None,
        code: str | None,
        type_: str | None,
        class_: str,
    ) -> None:
        """Group or provider are combined with the kind of the status, if it has one."""
        module = generate_module(self.PROVIDER)
        found = module.parse(status=status, body={"code": code, "type": type_})
        assert type(found).__name__ == class_
        assert isinstance(found, module.AcmeError)
        assert getattr(module, class_) is type(found)

    def test_code_of_a_known_error_is_the_registered_one(
        self, generate_module: GenerateModule
    ) -> None:
        """Aliases and spellings are normalized; an unknown code stays as sent, also in `raw`."""
        module = generate_module(
            JSON.replace('"code"', '"code", last_segment = true, fold = "case"')
            + write_error("BAD", aliases='["OLD"]')
        )
        for sent in ("urn:BAD", "urn:bad", "urn:old"):
            found = module.parse(body={"code": sent})
            assert (found.code, found.raw.body) == ("BAD", {"code": sent})
        found = module.parse(body={"code": "urn:New"})
        assert (found.code, found.raw.body) == ("New", {"code": "urn:New"})

    @pytest.mark.parametrize(
        "body",
        [
            None,
            b"",
            b"<html>",
            b'{"code": "B',
            b"[1]",
            b"null",
            b'"BAD"',
            b"\xff\xfe",
            "[" * 100_000,
            7,
            [],
            b'{"code": {"code": ["BAD"]}}',
        ],
    )
    def test_any_body_gives_an_error(self, generate_module: GenerateModule, body: Any) -> None:
        """`parse` never raises."""
        found = generate_module(self.PROVIDER).parse(status=404, body=body)
        assert type(found).__name__ == "UndocumentedAcmeNotFoundError"
        assert (found.status, found.code) == (404, None)


class TestRaiseForError:
    """`raise_for_error` raises at 400 and above, and at a 2xx that can contain errors."""

    PROVIDER = (
        '[scopes.token]\npaths = "*/token"\n[scopes.other]\npaths = "*/other"\n'
        '[[envelopes]]\nid = "listed"\nwhen.status = [200, "4xx"]\n'
        'code = { path = "state", success = ["DONE"] }\n'
        '[[envelopes]]\nid = "unlisted"\ncode = { path = "code" }\n'
        'group = { path = "type" }\nfields.detail = { role = "message" }\n'
        "[groups.family]\n"
        + write_error("BAD")
        + write_error("denied", scope='"token"')
        + write_error("denied_other", code='"denied"', scope='"other"')
    )

    @staticmethod
    def make_response(status: int, /, *, path: str = "/order", **body: Any) -> httpx.Response:
        """Build a response as a client has it."""
        request = httpx.Request("POST", f"https://api.acme.example{path}?secret=1")
        return httpx.Response(status, json=body, request=request)

    @pytest.mark.parametrize("status", [400, 404, 418, 499, 500, 503, 599])
    def test_error_status_always_raises(self, generate_module: GenerateModule, status: int) -> None:
        """The class is the one that `parse` returns, whatever the body is."""
        module = generate_module(self.PROVIDER)
        for body in ({"code": "BAD"}, {"state": "DONE"}, {}):
            response = self.make_response(status, **body)
            with pytest.raises(module.AcmeError) as caught:
                module.raise_for_error(response)
            parsed = module.parse(status=status, body=response.content)
            assert type(caught.value) is type(parsed)
            assert (caught.value.code, caught.value.status) == (parsed.code, status)

    def test_declared_success_status_with_a_code_raises(
        self, generate_module: GenerateModule
    ) -> None:
        """Known and unknown codes are raised."""
        module = generate_module(self.PROVIDER)
        for code in ("BAD", "NEW"):
            with pytest.raises(module.AcmeError) as caught:
                module.raise_for_error(self.make_response(200, state=code))
            assert (caught.value.code, caught.value.status) == (code, 200)

    @pytest.mark.parametrize(
        ("status", "body"),
        [
            pytest.param(200, {}, id="no-code"),
            pytest.param(200, {"state": "DONE"}, id="success"),
            pytest.param(200, {"state": None}, id="null"),
            pytest.param(200, {"code": "BAD"}, id="envelope-does-not-list-it"),
            pytest.param(200, {"type": "family"}, id="group-alone"),
            pytest.param(200, {"detail": "d"}, id="fields-alone"),
            pytest.param(201, {"state": "BAD"}, id="status-not-listed"),
            pytest.param(204, {"state": "BAD"}, id="another-status-not-listed"),
            pytest.param(302, {"state": "BAD"}, id="redirect"),
            pytest.param(304, {"state": "BAD"}, id="not-modified"),
        ],
    )
    def test_other_responses_are_not_errors(
        self, generate_module: GenerateModule, status: int, body: dict[str, Any]
    ) -> None:
        """Nothing is raised, and the result is None."""
        assert (
            generate_module(self.PROVIDER).raise_for_error(self.make_response(status, **body))
            is None
        )

    def test_code_without_a_status_needs_no_declared_success(
        self, generate_module: GenerateModule
    ) -> None:
        """A response without a status is only an error if its shape says so."""
        module = generate_module(
            '[[envelopes]]\nid = "ok"\nwhen.status = "2xx"\ncode = { path = "result" }\n'
            '[[envelopes]]\nid = "json"\nwhen.status = "4xx"\ncode = { path = "code" }\n'
            '[errors.BAD]\nstatus = 400\nsummary = "It is bad."\n'
        )
        assert module.parse(body={"result": "NEW"}).code is None
        assert module.parse(body={"code": "NEW"}).code == "NEW"

    def test_class_of_statuses_may_list_successes(self, generate_module: GenerateModule) -> None:
        """`when.status` may list `"2xx"`."""
        module = generate_module(
            '[[envelopes]]\nid = "json"\nwhen.status = "2xx"\ncode = { path = "code" }\n'
            + write_error("BAD")
        )
        for status in (200, 202, 299):
            with pytest.raises(module.BadError):
                module.raise_for_error(self.make_response(status, code="BAD"))

    def test_listed_redirect_is_only_read_by_parse(self, generate_module: GenerateModule) -> None:
        """A redirect's error is for the browser."""
        module = generate_module(
            '[[envelopes]]\nid = "json"\nwhen.status = [302, 101]\ncode = { path = "code" }\n'
            + write_error("BAD")
        )
        for status in (302, 101):
            assert module.raise_for_error(self.make_response(status, code="BAD")) is None
            assert module.parse(status=status, body={"code": "BAD"}).code == "BAD"

    @pytest.mark.parametrize(("path", "id_"), [("/v1/token", "denied"), ("/other", "denied_other")])
    def test_path_comes_from_the_request(
        self, generate_module: GenerateModule, path: str, id_: str
    ) -> None:
        """The query is not part of the path."""
        module = generate_module(self.PROVIDER)
        with pytest.raises(module.ERRORS[id_]):
            module.raise_for_error(self.make_response(400, path=path, code="denied"))

    def test_unknown_path_leads_to_no_scope(self, generate_module: GenerateModule) -> None:
        """A response built by hand has no request."""
        module = generate_module(self.PROVIDER)
        with pytest.raises(module.AcmeError) as caught:
            module.raise_for_error(httpx.Response(400, json={"code": "denied"}))
        assert caught.value.reading == "ambiguous"

    def test_received_response_is_in_raw(self, generate_module: GenerateModule) -> None:
        """`raw` has status, headers and body."""
        module = generate_module(self.PROVIDER)
        with pytest.raises(module.BadError) as caught:
            module.raise_for_error(self.make_response(400, code="BAD"))
        raw = caught.value.raw
        assert (raw.status, json.loads(raw.body)) == (400, {"code": "BAD"})
        assert raw.headers["content-type"] == "application/json"
