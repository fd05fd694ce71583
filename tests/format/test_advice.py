"""Retry advice: whether and when to send the same request again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import ModuleType

import pytest

GenerateModule = Callable[..., ModuleType]

SHAPE = """
[[envelopes]]
id = "json"
code = { path = "code" }
fields.wait = { type = "number", role = "retry_after" }
fields.pause = { type = "string", role = "retry_after" }
"""
RETRYABLE = {"never": False, "once": True, "backoff": True, "poll": True, "after_fix": False}

ADVICE_GIVEN = SHAPE + "".join(
    f"""
[errors.{advice}]
class = "{advice.title().replace("_", "")}AdviceError"
status = 400
retry = {{ documented = "{advice}" }}
summary = "Its advice is {advice}."
"""
    for advice in RETRYABLE
)
DELAYS = SHAPE + "".join(
    f"""
[errors.{advice}_{seconds}]
class = "{advice.title()}After{letter}Error"
status = 400
retry = {{ derived = "{advice}", delay = {seconds} }}
summary = "Its delay is {seconds}."
"""
    for advice in ("once", "backoff", "poll")
    for letter, seconds in (("Some", 7), ("Many", 90))
)
UNKNOWN = SHAPE + '[errors.BAD]\nstatus = 409\nsummary = "Nothing is known."\n'


class TestAdvice:
    """Each kind of advice, with `is_retryable` and `retry_delay`."""

    @pytest.mark.parametrize(
        ("advice", "delays"),
        [
            ("never", [None, None, None]),
            ("once", [1, None, None]),
            ("backoff", [1, 2, 4, 8, 16, 32, 60, 60]),
            ("poll", [5, 5, 5]),
            ("after_fix", [None, None, None]),
        ],
    )
    def test_policy_without_a_documented_delay(
        self,
        generate_module: GenerateModule,
        generate_package: GenerateModule,
        advice: str,
        delays: list[float | None],
    ) -> None:
        """Attempts count from 1; the SDK's policy does not become a fact in `info`."""
        package = generate_package(ADVICE_GIVEN)
        error = generate_module(ADVICE_GIVEN).parse(status=400, body={"code": advice})
        assert (error.retry.advice, error.retry.delay) == (advice, None)
        assert package.is_retryable(error) is RETRYABLE[advice]
        attempts = range(1, len(delays) + 1)
        assert [package.retry_delay(error, attempt) for attempt in attempts] == delays

    @pytest.mark.parametrize(
        ("code", "delays"),
        [
            ("once_7", [7, None, None]),
            ("once_90", [90, None, None]),
            ("backoff_7", [7, 14, 28, 56, 60, 60]),
            ("backoff_90", [90, 90, 90]),
            ("poll_7", [7, 7, 7]),
            ("poll_90", [90, 90, 90]),
        ],
    )
    def test_documented_delay_comes_before_the_policy(
        self,
        generate_module: GenerateModule,
        generate_package: GenerateModule,
        code: str,
        delays: list[float | None],
    ) -> None:
        """A documented delay above 60 seconds is used unchanged."""
        package = generate_package(DELAYS)
        error = generate_module(DELAYS).parse(status=400, body={"code": code})
        attempts = range(1, len(delays) + 1)
        assert [package.retry_delay(error, attempt) for attempt in attempts] == delays

    def test_attempt_is_the_first_by_default(
        self, generate_module: GenerateModule, generate_package: GenerateModule
    ) -> None:
        """The default is attempt 1, and the delay stays finite for any attempt."""
        package = generate_package(ADVICE_GIVEN)
        error = generate_module(ADVICE_GIVEN).parse(status=400, body={"code": "backoff"})
        assert package.retry_delay(error) == 1
        assert package.retry_delay(error, 10**9) == 60

    @pytest.mark.parametrize("attempt", [0, -1])
    def test_attempt_below_one_is_refused(
        self, generate_module: GenerateModule, generate_package: GenerateModule, attempt: int
    ) -> None:
        """Attempts count from 1, whatever the exception."""
        package = generate_package(ADVICE_GIVEN)
        for error in (
            generate_module(ADVICE_GIVEN).parse(status=400, body={"code": "never"}),
            ValueError(),
        ):
            with pytest.raises(ValueError, match="expected attempt to be at least 1"):
                package.retry_delay(error, attempt)

    def test_unknown_advice_is_none(
        self, generate_module: GenerateModule, generate_package: GenerateModule
    ) -> None:
        """A conflict has no default advice."""
        package = generate_package(UNKNOWN)
        error = generate_module(UNKNOWN).parse(status=409, body={"code": "BAD"})
        assert error.retry is None
        assert package.is_retryable(error) is None
        assert package.retry_delay(error, 1) is None

    @pytest.mark.parametrize("error", [ValueError("x"), KeyboardInterrupt(), OSError()])
    def test_other_exceptions_have_no_advice(
        self, generate_package: GenerateModule, error: BaseException
    ) -> None:
        """Any exception can be passed."""
        package = generate_package(UNKNOWN)
        assert package.is_retryable(error) is None
        assert package.retry_delay(error, 1) is None

    def test_error_created_by_hand_has_its_class_advice(
        self, generate_module: GenerateModule, generate_package: GenerateModule
    ) -> None:
        """A client's tests can create errors with the advice of their class."""
        package = generate_package(DELAYS)
        error = generate_module(DELAYS).ERRORS["once_7"](status=400)
        assert error.retry.advice == "once"
        assert package.retry_delay(error) == 7


class TestLevel:
    """Advice comes from the error, its group, its category or its kind, in this order."""

    @pytest.mark.parametrize("stated", range(16))
    def test_nearest_advice_is_used(self, generate_module: GenerateModule, stated: int) -> None:
        """`info.retry.level` names the level that the advice comes from."""
        advice = {"error": "once", "group": "poll", "category": "backoff"}
        given = {level: bool(stated & 1 << bit) for bit, level in enumerate(advice)}
        kind = "declined" if stated & 8 else "conflict"
        lines = {
            level: f'retry = {{ documented = "{value}" }}\n' if given[level] else ""
            for level, value in advice.items()
        }
        module = generate_module(
            SHAPE
            + f'[categories.all]\nstatus = "4xx"\n{lines["category"]}'
            + f'[groups.bad]\nclass = "FamilyError"\nmatch = "BAD*"\n{lines["group"]}'
            + f'[errors.BAD]\nstatus = 400\nkind = "{kind}"\nsummary = "s."\n{lines["error"]}'
        )
        expected = [(value, "documented", level) for level, value in advice.items() if given[level]]
        expected += [("never", "derived", "kind")] if kind == "declined" else []
        retry = module.parse(status=400, body={"code": "BAD"}).retry
        assert retry == module.BadError.info.retry
        found = None if retry is None else (retry.advice, retry.basis, retry.level)
        assert found == next(iter(expected), None)


class TestReceivedStatus:
    """The received status decides the category of an error that has none."""

    PROVIDER = (
        SHAPE
        + """
[categories.client]
status = "4xx"
retry = { documented = "never" }

[categories.server]
status = [500, 503]
retry = { documented = "once", delay = 30 }

[categories.silent]
status = 501

[categories.named]
retry = { documented = "poll" }

[groups.family]
match = "F_*"

[groups.advised]
match = "A_*"
retry = { documented = "backoff" }

[errors.NO_STATUS]
kind = "conflict"
summary = "No status is documented."

[errors.NO_STATUS_EXPIRED]
kind = "expired"
summary = "No status is documented, and the kind has usual advice."

[errors.A_NO_STATUS]
kind = "conflict"
summary = "Its group has advice."

[errors.OWN]
kind = "conflict"
retry = { documented = "backoff" }
summary = "It says its own."

[errors.PLAIN]
status = 400
summary = "It has a category by its status."

[errors.NAMED]
category = "named"
kind = "conflict"
summary = "It names a category."

[errors.SILENT]
status = 501
summary = "Its category says nothing of retrying."
"""
    )

    @pytest.mark.parametrize(
        ("code", "status", "advice", "level"),
        [
            pytest.param("NEW", 400, "never", "category", id="unknown-code"),
            pytest.param("NEW", 503, "once", "category", id="unknown-code-elsewhere"),
            pytest.param("NEW", 502, "backoff", "kind", id="status-of-no-category"),
            pytest.param("NEW", 501, "never", "kind", id="category-without-advice"),
            pytest.param("NEW", 200, None, None, id="no-category-and-no-kind"),
            pytest.param("F_NEW", 503, "once", "category", id="unknown-member"),
            pytest.param("A_NEW", 503, "backoff", "group", id="group-before-category"),
            pytest.param(None, 503, "once", "category", id="no-code"),
            pytest.param("NO_STATUS", 400, "never", "category", id="known-without-a-category"),
            pytest.param("NO_STATUS", 503, "once", "category", id="known-elsewhere"),
            pytest.param("NO_STATUS", 502, None, None, id="known-where-no-category-is"),
            pytest.param("NO_STATUS", None, None, None, id="known-without-a-status"),
            pytest.param("NO_STATUS_EXPIRED", 503, "once", "category", id="category-before-kind"),
            pytest.param("NO_STATUS_EXPIRED", 502, "never", "kind", id="kind-at-last"),
            pytest.param("A_NO_STATUS", 400, "backoff", "group", id="known-with-a-group"),
            pytest.param("OWN", 400, "backoff", "error", id="known-with-its-own"),
            pytest.param("PLAIN", 503, "never", "category", id="own-category-is-kept"),
            pytest.param("NAMED", 503, "poll", "category", id="named-category-is-kept"),
            pytest.param("SILENT", 503, "never", "kind", id="own-category-without-advice"),
        ],
    )
    def test_advice_for_a_received_error(
        self,
        generate_module: GenerateModule,
        code: str | None,
        status: int | None,
        advice: str | None,
        level: str | None,
    ) -> None:
        """`e.retry` respects the received status; `info.retry` is what the registry has."""
        error = generate_module(self.PROVIDER).parse(status=status, body={"code": code})
        retry = error.retry
        found = (None, None) if retry is None else (retry.advice, retry.level)
        assert found == (advice, level)

    def test_delay_of_the_category_comes_with_its_advice(
        self, generate_module: GenerateModule, generate_package: GenerateModule
    ) -> None:
        """The delay of the received status's category applies, as for a documented error."""
        error = generate_module(self.PROVIDER).parse(status=503, body={"code": "NEW"})
        assert error.info.retry.level == "kind"
        assert generate_package(self.PROVIDER).retry_delay(error) == 30

    def test_category_without_statuses_applies_only_by_name(
        self, generate_module: GenerateModule
    ) -> None:
        """Only errors that name such a category belong to it."""
        error = generate_module(self.PROVIDER).parse(status=409, body={"code": "NEW"})
        assert (error.retry.advice, error.info.category) == ("never", None)


class TestRetryAfter:
    """The response's `Retry-After` takes precedence over documented delays."""

    @staticmethod
    def write_date(seconds: float) -> str:
        """Return the time some seconds from now as an HTTP date."""
        moment = datetime.now(UTC) + timedelta(seconds=seconds)
        return format_datetime(moment, usegmt=True)

    @pytest.mark.parametrize(
        ("value", "seconds"),
        [
            ("3", 3),
            ("0", 0),
            (" 12 ", 12),
            ("9" * 30, 86_400),
            ("-3", None),
            ("1.5", 1.5),
            ("soon", None),
            ("", None),
            ("٣", None),
        ],
    )
    def test_header_in_seconds(
        self, generate_module: GenerateModule, value: str, seconds: float | None
    ) -> None:
        """Delays are capped at one day; invalid values are ignored."""
        error = generate_module(ADVICE_GIVEN).parse(status=429, headers={"retry-after": value})
        assert error.retry_after == seconds

    def test_header_with_a_date(self, generate_module: GenerateModule) -> None:
        """The delay is the time until the date; a date in the past means no delay."""
        module = generate_module(ADVICE_GIVEN)
        error = module.parse(status=429, headers={"Retry-After": self.write_date(100)})
        assert 90 < error.retry_after <= 100
        error = module.parse(status=429, headers={"Retry-After": self.write_date(-100)})
        assert error.retry_after == 0
        error = module.parse(status=429, headers={"Retry-After": self.write_date(400 * 86_400)})
        assert error.retry_after == 86_400

    @pytest.mark.parametrize("advice", RETRYABLE)
    @pytest.mark.parametrize("status", [429, 503])
    def test_requested_delay_at_429_and_503_makes_every_error_retryable(
        self,
        generate_module: GenerateModule,
        generate_package: GenerateModule,
        status: int,
        advice: str,
    ) -> None:
        """`never` and `after_fix` become `backoff`, on the advice of the response."""
        package = generate_package(ADVICE_GIVEN)
        error = generate_module(ADVICE_GIVEN).parse(
            status=status, headers={"Retry-After": "9"}, body={"code": advice}
        )
        assert package.is_retryable(error) is True
        assert package.retry_delay(error) == 9
        assert error.retry.delay == 9
        if RETRYABLE[advice]:
            assert (error.retry.advice, error.retry.basis) == (advice, "documented")
        else:
            retry = error.retry
            assert (retry.advice, retry.basis, retry.level) == ("backoff", "response", "response")
        assert (error.info.retry.advice, error.info.retry.delay) == (advice, None)

    @pytest.mark.parametrize("status", [429, 503])
    def test_requested_delay_at_429_and_503_makes_unknown_advice_backoff(
        self, generate_module: GenerateModule, generate_package: GenerateModule, status: int
    ) -> None:
        """If nothing else is known, the advice becomes `backoff`."""
        error = generate_module(UNKNOWN).parse(
            status=status, headers={"Retry-After": "9"}, body={"code": "BAD"}
        )
        assert (error.retry.advice, error.retry.basis) == ("backoff", "response")
        assert generate_package(UNKNOWN).retry_delay(error, 3) == 9

    @pytest.mark.parametrize("status", [400, 401, 500, 502, 200, None])
    def test_requested_delay_at_other_statuses_makes_nothing_retryable(
        self, generate_module: GenerateModule, generate_package: GenerateModule, status: int | None
    ) -> None:
        """`Retry-After` makes no other error retryable, and unknown advice stays unknown."""
        package = generate_package(ADVICE_GIVEN)
        for advice in ("never", "after_fix"):
            error = generate_module(ADVICE_GIVEN).parse(
                status=status, headers={"Retry-After": "9"}, body={"code": advice}
            )
            assert package.is_retryable(error) is False
            assert package.retry_delay(error) is None
        error = generate_module(UNKNOWN).parse(
            status=status, headers={"Retry-After": "9"}, body={"code": "BAD"}
        )
        assert generate_package(UNKNOWN).is_retryable(error) is None
        assert generate_package(UNKNOWN).retry_delay(error) is None

    @pytest.mark.parametrize("status", [400, 429, 500, None])
    def test_requested_delay_of_a_retryable_error(
        self, generate_module: GenerateModule, generate_package: GenerateModule, status: int | None
    ) -> None:
        """It replaces documented delays and the policy at any status; `once` stays `once`."""
        package = generate_package(DELAYS)
        for code, later in (("once_90", None), ("backoff_7", 9), ("poll_7", 9)):
            error = generate_module(DELAYS).parse(
                status=status, headers={"Retry-After": "9"}, body={"code": code}
            )
            assert package.retry_delay(error, 1) == 9
            assert package.retry_delay(error, 4) == later

    def test_header_overrides_a_field(self, generate_module: GenerateModule) -> None:
        """Without the header, the first valid field with role `retry_after` counts."""
        module = generate_module(ADVICE_GIVEN)
        body = {"code": "never", "wait": 4, "pause": "5"}
        header = {"Retry-After": "9"}
        assert module.parse(status=429, headers=header, body=body).retry_after == 9
        assert module.parse(status=429, headers={"Retry-After": "x"}, body=body).retry_after == 4
        assert module.parse(status=429, body=body).retry_after == 4
        assert module.parse(status=429, body={**body, "wait": None}).retry_after == 5
        assert module.parse(status=429, body={"code": "never"}).retry_after is None

    @pytest.mark.parametrize("status", [429, 503])
    def test_field_makes_a_never_retryable(
        self, generate_module: GenerateModule, generate_package: GenerateModule, status: int
    ) -> None:
        """A field counts as much as the header."""
        error = generate_module(ADVICE_GIVEN).parse(
            status=status, body={"code": "never", "wait": 2.5}
        )
        assert generate_package(ADVICE_GIVEN).is_retryable(error) is True
        assert generate_package(ADVICE_GIVEN).retry_delay(error) == 2.5

    def test_field_of_an_unknown_code_counts(
        self, generate_module: GenerateModule, generate_package: GenerateModule
    ) -> None:
        """The advice of an undocumented error takes its fields into account."""
        error = generate_module(ADVICE_GIVEN).parse(status=503, body={"code": "NEW", "wait": 2})
        assert generate_package(ADVICE_GIVEN).retry_delay(error) == 2
