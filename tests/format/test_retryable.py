"""Role `retryable`: the response itself says whether to send the request again."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import ModuleType
from typing import Any

import attrs
import pytest

GenerateModule = Callable[..., ModuleType]
GeneratePage = Callable[..., str]
Findings = Callable[..., set[str]]

ADVICE = ("never", "once", "backoff", "poll", "after_fix")
RETRIED = ("once", "backoff", "poll")

ERRORS = (
    "".join(
        f"""
[errors.{advice}]
class = "{advice.title().replace("_", "")}AdviceError"
status = 400
retry = {{ documented = "{advice}" }}
summary = "Its advice is documented."
"""
        for advice in ADVICE
    )
    + """
[errors.unknown]
class = "UnknownAdviceError"
status = 409
summary = "Nobody knows."

[errors.slow]
class = "SlowAdviceError"
status = 400
retry = { documented = "backoff", delay = 7 }
summary = "It takes a while."
"""
)
BODY = (
    """
[[envelopes]]
id = "json"
code = { path = "code" }
fields.can_retry = { path = "retryable", type = "boolean", role = "retryable" }
fields.wait = { type = "number", role = "retry_after" }
"""
    + ERRORS
)
HEADER = (
    """
[[envelopes]]
id = "json"
code = { path = "code" }
fields.should_retry = { header = "X-Should-Retry", type = "boolean", role = "retryable" }
"""
    + ERRORS
)
SEVERAL = (
    """
[[envelopes]]
id = "json"
code = { path = "code" }
fields.can_retry = { path = "retryable", type = "boolean", role = "retryable" }
fields.is_transient = { path = "transient", type = "boolean", role = "retryable" }

[[envelopes]]
id = "header"
code = { header = "X-Code" }
fields.should_retry = { header = "X-Should-Retry", type = "boolean", role = "retryable" }
"""
    + ERRORS
)


def read_advice(error: Any) -> tuple[str, float | None, str, str, str | None] | None:
    """Return the advice of an error."""
    return None if error.retry is None else attrs.astuple(error.retry)


def pickle_and_load(error: Any) -> Any:
    """Return an error after a round trip through pickle."""
    return pickle.loads(pickle.dumps(error))  # noqa: S301 - these bytes are our own


NO = ("never", None, "response", "response", None)
YES = ("backoff", None, "response", "response", None)


class TestFalse:
    """`false`: never retry."""

    @pytest.mark.parametrize("code", [*ADVICE, "unknown", "slow", "NEW"])
    @pytest.mark.parametrize("status", [400, 429, 503, 200, None])
    def test_advice_is_never(
        self,
        generate_module: GenerateModule,
        generate_package: GenerateModule,
        code: str,
        status: int | None,
    ) -> None:
        """Documented advice is overridden, for documented and undocumented codes."""
        error = generate_module(BODY).parse(status=status, body={"code": code, "retryable": False})
        package = generate_package(BODY)
        assert read_advice(error) == NO
        assert package.is_retryable(error) is False
        assert package.retry_delay(error) is None

    @pytest.mark.parametrize("status", [400, 429, 503])
    @pytest.mark.parametrize("code", ["backoff", "never", "unknown", "NEW"])
    def test_requested_delay_does_not_make_it_retryable(
        self,
        generate_module: GenerateModule,
        generate_package: GenerateModule,
        status: int,
        code: str,
    ) -> None:
        """A field or `Retry-After` only sets the seconds."""
        module, package = generate_module(BODY), generate_package(BODY)
        date = format_datetime(datetime.now(UTC) + timedelta(seconds=600), usegmt=True)
        body = {"code": code, "retryable": False}
        for headers, extra, least, most in (
            ({"Retry-After": "9"}, {}, 9, 9),
            ({"Retry-After": date}, {}, 500, 600),
            ({}, {"wait": 4}, 4, 4),
        ):
            error = module.parse(status=status, headers=headers, body={**body, **extra})
            assert least <= error.retry_after <= most
            assert read_advice(error) == (
                "never",
                error.retry_after,
                "response",
                "response",
                "response",
            )
            assert package.is_retryable(error) is False
            assert package.retry_delay(error) is None


class TestTrue:
    """`true`: retry, with growing delays unless other advice is documented."""

    @pytest.mark.parametrize("code", RETRIED)
    def test_advice_to_retry_is_kept(self, generate_module: GenerateModule, code: str) -> None:
        """Basis and level are kept too."""
        error = generate_module(BODY).parse(status=400, body={"code": code, "retryable": True})
        assert read_advice(error) == (code, None, "documented", "error", None)
        assert error.retry == error.info.retry

    def test_documented_delay_is_kept(self, generate_module: GenerateModule) -> None:
        """The delay is part of the documented advice."""
        error = generate_module(BODY).parse(status=400, body={"code": "slow", "retryable": True})
        assert read_advice(error) == ("backoff", 7, "documented", "error", "documented")

    @pytest.mark.parametrize("code", ["never", "after_fix", "unknown", "NEW"])
    @pytest.mark.parametrize("status", [400, 409, None])
    def test_any_other_advice_becomes_backoff(
        self,
        generate_module: GenerateModule,
        generate_package: GenerateModule,
        code: str,
        status: int | None,
    ) -> None:
        """Advice of a kind is replaced as well; delays follow the policy."""
        error = generate_module(BODY).parse(status=status, body={"code": code, "retryable": True})
        package = generate_package(BODY)
        assert read_advice(error) == YES
        assert package.is_retryable(error) is True
        assert [package.retry_delay(error, attempt) for attempt in (1, 2, 3)] == [1, 2, 4]

    @pytest.mark.parametrize("status", [400, 429])
    def test_requested_delay_applies(
        self, generate_module: GenerateModule, generate_package: GenerateModule, status: int
    ) -> None:
        """This holds at any status, for documented advice and for the response's own."""
        sent = {"status": status, "headers": {"Retry-After": "9"}}
        for code, expected in (
            ("once", ("once", 9, "documented", "error", "response")),
            ("poll", ("poll", 9, "documented", "error", "response")),
            ("never", ("backoff", 9, "response", "response", "response")),
            ("unknown", ("backoff", 9, "response", "response", "response")),
        ):
            error = generate_module(BODY).parse(**sent, body={"code": code, "retryable": True})
            assert read_advice(error) == expected
            assert generate_package(BODY).retry_delay(error) == 9


class TestNeither:
    """A value that is not a boolean has no effect."""

    @pytest.mark.parametrize("sent", [None, "true", "false", "", 0, 1, 0.0, [], [False], {}])
    @pytest.mark.parametrize("code", [*ADVICE, "unknown"])
    def test_value_of_another_type(
        self, generate_module: GenerateModule, code: str, sent: object
    ) -> None:
        """The documented advice applies."""
        error = generate_module(BODY).parse(status=400, body={"code": code, "retryable": sent})
        assert error.can_retry is None
        assert error.retry == error.info.retry

    def test_requested_delay_still_counts(self, generate_module: GenerateModule) -> None:
        """429 and 503 behave as if the field did not exist."""
        body = {"code": "never", "retryable": "false"}
        error = generate_module(BODY).parse(status=429, headers={"Retry-After": "9"}, body=body)
        assert read_advice(error) == ("backoff", 9, "response", "response", "response")

    @pytest.mark.parametrize("body", [b"<html>", b"", b"[]", b'{"retryable"'])
    def test_unreadable_response(self, generate_module: GenerateModule, body: bytes) -> None:
        """An unreadable response only has advice by its status."""
        error = generate_module(BODY).parse(status=503, body=body)
        assert error.retry.basis == "derived"

    def test_response_without_a_code(self, generate_module: GenerateModule) -> None:
        """The fields of a response without a code are still read."""
        error = generate_module(BODY).parse(status=503, body={"retryable": False})
        assert read_advice(error) == NO


class TestPlaces:
    """A header, several fields, several envelopes."""

    @pytest.mark.parametrize(
        ("sent", "expected"),
        [
            ("true", YES),
            ("TRUE", YES),
            (" false ", NO),
            ("false, false", NO),
            ("1", None),
            ("yes", None),
            ("", None),
        ],
    )
    def test_header(
        self, generate_module: GenerateModule, sent: str, expected: tuple[object, ...] | None
    ) -> None:
        """`true` and `false` are read in any case."""
        headers = {"x-should-retry": sent}
        error = generate_module(HEADER).parse(status=409, headers=headers, body={"code": "unknown"})
        assert read_advice(error) == expected

    @pytest.mark.parametrize(
        ("body", "headers", "expected"),
        [
            ({"retryable": True, "transient": False}, {}, YES),
            ({"retryable": False, "transient": True}, {}, NO),
            ({"retryable": None, "transient": False}, {}, NO),
            ({"retryable": "true", "transient": True}, {}, YES),
            ({}, {"X-Code": "unknown", "X-Should-Retry": "false"}, NO),
            ({"transient": True}, {"X-Code": "unknown", "X-Should-Retry": "false"}, YES),
            ({}, {"X-Should-Retry": "false"}, None),
            ({}, {}, None),
        ],
    )
    def test_first_boolean_counts(
        self,
        generate_module: GenerateModule,
        body: dict[str, object],
        headers: dict[str, str],
        expected: tuple[object, ...] | None,
    ) -> None:
        """The file's order decides; headers count in envelopes after the code's too."""
        sent = {"status": 409, "headers": headers}
        error = generate_module(SEVERAL).parse(**sent, body={"code": "unknown", **body})
        assert read_advice(error) == expected


class TestInstances:
    """Errors that are copied, pickled or created by hand."""

    @pytest.mark.parametrize("flag", [True, False, None])
    @pytest.mark.parametrize("code", ["never", "backoff", "NEW"])
    def test_copies_and_pickles_keep_the_advice(
        self, generate_module: GenerateModule, code: str, *, flag: bool | None
    ) -> None:
        """Copies keep the advice, and a pickle keeps it without the response."""
        module = generate_module(BODY)
        headers = {"Retry-After": "9"}
        body = {"code": code, "retryable": flag}
        for make in (copy.copy, copy.deepcopy, pickle_and_load):
            error = module.parse(status=429, headers=headers, body=body)
            made = make(error)
            assert type(made) is type(error)
            assert read_advice(made) == read_advice(error)
            assert made.retry_after == 9

    def test_pickle_of_a_header(self, generate_module: GenerateModule) -> None:
        """A field from a header survives, although headers are not pickled."""
        sent = {"status": 409, "headers": {"X-Code": "unknown", "X-Should-Retry": "false"}}
        error = generate_module(SEVERAL).parse(**sent, body={"code": "unknown"})
        assert read_advice(pickle_and_load(error)) == NO

    @pytest.mark.parametrize(
        ("flag", "expected"), [(False, NO), (True, YES), (None, None), ("false", None), (0, None)]
    )
    def test_error_created_by_hand(
        self, generate_module: GenerateModule, flag: object, expected: tuple[object, ...] | None
    ) -> None:
        """Tests can set the field; a value that is not a boolean has no effect."""
        assert read_advice(generate_module(BODY).UnknownAdviceError(can_retry=flag)) == expected

    def test_problem_document_is_unchanged(self, generate_module: GenerateModule) -> None:
        """A problem document tells your own callers the kind, and contains no advice."""
        problems = [
            generate_module(BODY)
            .parse(status=409, body={"code": "unknown", "retryable": flag})
            .to_problem()
            for flag in (True, False, None)
        ]
        assert problems[0] == problems[1] == problems[2]


class TestFormat:
    """The role in a registry and in the reference."""

    def test_example_omits_the_field(self, generate_page: GeneratePage) -> None:
        """An invented value would contradict the advice beside it."""
        page = generate_page(BODY)
        assert '"wait"' not in page
        assert '"retryable"' not in page

    @pytest.mark.parametrize("type_", ["string", "integer", "number", "object", "array"])
    def test_other_type_is_a_finding(self, findings: Findings, type_: str) -> None:
        """The field must be a boolean."""
        assert findings(BODY.replace('type = "boolean"', f'type = "{type_}"')) == {"R237"}
        assert findings(BODY.replace('type = "boolean", ', "")) == {"R237"}
