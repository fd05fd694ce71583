"""`unit`: how a response expresses the time to wait, which is read as seconds."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import ModuleType

import pytest

GenerateModule = Callable[..., ModuleType]
GeneratePage = Callable[..., str]
GenerateRow = Callable[[str, str], dict[str, str]]
Findings = Callable[..., set[str]]

A_DAY = 86_400
DATE = "Sat, 31 Jan 2026 12:00:00 GMT"
AT_DATE = 1_769_860_800
"""The same time, in seconds since 1970."""


def write_provider(*fields: str, code: str = '{ path = "code" }') -> str:
    """Write a provider whose responses have these fields."""
    lines = "".join(f"fields.{field}\n" for field in fields)
    return f"""
[[envelopes]]
id = "json"
code = {code}
{lines}
[errors.BUSY]
status = 429
summary = "It is busy."
"""


def write_field(unit: str, type_: str | None = None, place: str = 'path = "wait"') -> str:
    """Write the field of a wait."""
    type_ = type_ or ("string" if unit == "duration" else "number")
    return f'wait = {{ {place}, type = "{type_}", role = "retry_after", unit = "{unit}" }}'


class TestSeconds:
    """`seconds`, which is the default."""

    @pytest.mark.parametrize("unit", ["", ', unit = "seconds"'])
    @pytest.mark.parametrize(("sent", "seconds"), [(3, 3), (1.5, 1.5), (0, 0), (10**9, A_DAY)])
    def test_number(
        self, generate_module: GenerateModule, unit: str, sent: float, seconds: float
    ) -> None:
        """Numbers are seconds to wait, up to a day."""
        field = f'wait = {{ type = "number", role = "retry_after"{unit} }}'
        error = generate_module(write_provider(field)).parse(
            status=429, body={"code": "BUSY", "wait": sent}
        )
        assert (error.wait, error.retry_after) == (sent, seconds)


class TestMilliseconds:
    """`milliseconds`."""

    @pytest.mark.parametrize(
        ("sent", "seconds"),
        [
            (1500, 1.5),
            (1, 0.001),
            (0, 0),
            (0.5, 0.0005),
            (86_400_000, A_DAY),
            (86_400_001, A_DAY),
            (10**400, A_DAY),
            (1e308, A_DAY),
            (-1, None),
            (-0.5, None),
            (True, None),
            ("1500", None),
            (None, None),
            ([1500], None),
            ({}, None),
        ],
    )
    def test_number(
        self, generate_module: GenerateModule, sent: object, seconds: float | None
    ) -> None:
        """Each is a thousandth of a second; invalid values are ignored."""
        module = generate_module(write_provider(write_field("milliseconds")))
        error = module.parse(status=429, body={"code": "BUSY", "wait": sent})
        assert error.retry_after == seconds
        assert error.retry.delay == seconds

    @pytest.mark.parametrize(("sent", "seconds"), [("1500", 1.5), ("15e2", None), ("", None)])
    def test_digits(
        self, generate_module: GenerateModule, sent: str, seconds: float | None
    ) -> None:
        """A string of digits is accepted if the type is a string."""
        module = generate_module(write_provider(write_field("milliseconds", "string")))
        assert module.parse(body={"code": "BUSY", "wait": sent}).retry_after == seconds

    @pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "1e999"])
    def test_number_outside_of_json(self, generate_module: GenerateModule, text: str) -> None:
        """No such number makes a delay negative or longer than a day."""
        body = f'{{"code": "BUSY", "wait": {text}}}'
        for unit in ("seconds", "milliseconds", "epoch"):
            found = generate_module(write_provider(write_field(unit))).parse(body=body).retry_after
            assert found is None or 0 <= found <= A_DAY


class TestEpoch:
    """`epoch`: a point in time, in seconds since 1970."""

    @pytest.mark.parametrize(
        ("sent", "seconds"),
        [
            (AT_DATE + 30, 30),
            (AT_DATE + 0.25, 0.25),
            (AT_DATE, 0),
            (AT_DATE - 30, 0),
            (0, 0),
            (AT_DATE + A_DAY, A_DAY),
            (AT_DATE + 2 * A_DAY, A_DAY),
            (AT_DATE * 1000, A_DAY),
            (10**400, A_DAY),
            (-AT_DATE, None),
            (True, None),
            (None, None),
            (str(AT_DATE + 30), None),
        ],
    )
    def test_from_the_date_of_the_response(
        self, generate_module: GenerateModule, sent: object, seconds: float | None
    ) -> None:
        """The delay counts from `Date`, not from the local clock, and is never negative."""
        module = generate_module(write_provider(write_field("epoch")))
        body = {"code": "BUSY", "wait": sent}
        assert module.parse(status=429, headers={"date": DATE}, body=body).retry_after == seconds

    def test_age_of_the_response(self, generate_module: GenerateModule) -> None:
        """`Age` is added to the `Date` of a cached response."""
        headers = {"Date": DATE, "Age": "20"}
        body = {"code": "BUSY", "wait": AT_DATE + 30}
        error = generate_module(write_provider(write_field("epoch"))).parse(
            status=429, headers=headers, body=body
        )
        assert error.retry_after == 10

    @pytest.mark.parametrize("headers", [None, {}, {"Date": "soon"}, {"Date": ""}])
    @pytest.mark.parametrize(("ahead", "least", "most"), [(100, 80, 100), (-100, 0, 0)])
    def test_from_now(
        self,
        generate_module: GenerateModule,
        headers: dict[str, str] | None,
        ahead: int,
        least: float,
        most: float,
    ) -> None:
        """Without `Date` the delay counts from now."""
        body = {"code": "BUSY", "wait": int(time.time()) + ahead}
        error = generate_module(write_provider(write_field("epoch"))).parse(
            status=429, headers=headers, body=body
        )
        assert least <= error.retry_after <= most

    @pytest.mark.parametrize("type_", ["integer", "number", "string"])
    def test_header(self, generate_module: GenerateModule, type_: str) -> None:
        """A header's value is a string of digits."""
        module = generate_module(
            write_provider(write_field("epoch", type_, 'header = "X-RateLimit-Reset"'))
        )
        headers = {"Date": DATE, "x-ratelimit-reset": f" {AT_DATE + 30} "}
        error = module.parse(status=429, headers=headers, body={"code": "BUSY"})
        assert error.retry_after == 30
        headers["x-ratelimit-reset"] = "tomorrow"
        error = module.parse(status=429, headers=headers, body={"code": "BUSY"})
        assert error.retry_after is None


class TestDuration:
    """`duration`: a string such as `"3.5s"`."""

    @pytest.mark.parametrize(
        ("sent", "seconds"),
        [
            ("3.5s", 3.5),
            ("3s", 3),
            ("0s", 0),
            ("1.000340012s", 1.000340012),
            (" 3s ", 3),
            ("86401s", A_DAY),
            ("315576000000s", A_DAY),
            ("9999999999999s", None),
            ("1.0003400123s", None),
            ("-3s", None),
            ("+3s", None),
            ("3", None),
            ("3 s", None),
            ("3S", None),
            ("3ms", None),
            ("3m", None),
            ("3.s", None),
            (".5s", None),
            ("1e3s", None),
            ("1,5s", None),
            ("٣s", None),
            ("s", None),
            ("", None),
            ("PT3S", None),
            ("3s5s", None),
            ("NaNs", None),
            (3, None),
            (3.5, None),
            (True, None),
            (None, None),
            (["3s"], None),
            ({"seconds": 3}, None),
        ],
    )
    def test_string(
        self, generate_module: GenerateModule, sent: object, seconds: float | None
    ) -> None:
        """Strings follow protobuf's format; others are ignored."""
        module = generate_module(write_provider(write_field("duration")))
        error = module.parse(status=429, body={"code": "BUSY", "wait": sent})
        assert error.retry_after == seconds

    def test_header(self, generate_module: GenerateModule) -> None:
        """A header may contain a duration too."""
        module = generate_module(write_provider(write_field("duration", place='header = "X-Wait"')))
        error = module.parse(status=429, headers={"X-Wait": "2.5s"}, body={"code": "BUSY"})
        assert error.retry_after == 2.5

    def test_type_is_string_by_default(self, generate_module: GenerateModule) -> None:
        """The type is always a string, so it need not be stated."""
        module = generate_module(
            write_provider('wait = { role = "retry_after", unit = "duration" }')
        )
        assert module.parse(body={"code": "BUSY", "wait": "7s"}).retry_after == 7


class TestSeveral:
    """Several waits in one response."""

    UNITS = write_provider(
        write_field("duration"),
        'reset = { header = "X-Reset", type = "integer", role = "retry_after", unit = "epoch" }',
        'pause = { type = "integer", role = "retry_after", unit = "milliseconds" }',
    )

    @pytest.mark.parametrize(
        ("headers", "body", "seconds"),
        [
            ({"Retry-After": "9"}, {"wait": "1s", "pause": 2000}, 9),
            ({"Retry-After": "soon"}, {"wait": "1s", "pause": 2000}, 1),
            ({"X-Reset": str(AT_DATE + 5)}, {"wait": "soon", "pause": 2000}, 5),
            ({"X-Reset": "-1"}, {"wait": "soon", "pause": 2000}, 2),
            ({"X-Reset": "-1"}, {"wait": "soon", "pause": -2000}, None),
            ({}, {}, None),
        ],
    )
    def test_first_valid_wait_counts(
        self,
        generate_module: GenerateModule,
        headers: dict[str, str],
        body: dict[str, object],
        seconds: float | None,
    ) -> None:
        """`Retry-After` comes first, then the fields in the file's order."""
        sent = {"status": 429, "headers": {"Date": DATE, **headers}}
        error = generate_module(self.UNITS).parse(**sent, body={"code": "BUSY", **body})
        assert error.retry_after == seconds

    def test_later_envelope(self, generate_module: GenerateModule) -> None:
        """A wait in a header counts even if an earlier envelope has the code."""
        module = generate_module(
            write_provider("detail = {}")
            + """
[[envelopes]]
id = "challenge"
code = { header = "X-Code" }
fields.reset = { header = "X-Reset", type = "integer", role = "retry_after", unit = "epoch" }
"""
        )
        headers = {"Date": DATE, "X-Code": "BUSY", "X-Reset": str(AT_DATE + 5)}
        error = module.parse(status=429, headers=headers, body={"code": "BUSY"})
        assert error.retry_after == 5


class TestExample:
    """Example responses of errors with a wait."""

    @pytest.mark.parametrize(
        ("unit", "type_"),
        [("seconds", "integer"), ("milliseconds", "number"), ("epoch", "string")],
    )
    def test_examples_have_no_invented_wait(
        self, generate_page: GeneratePage, generate_row: GenerateRow, unit: str, type_: str
    ) -> None:
        """A wait would change the advice; the table of fields has the unit beside the role."""
        text = write_provider(write_field(unit, type_))
        assert '"wait"' not in generate_page(text)
        assert generate_row(text, "wait")["role"] == f"retry_after ({unit})"


class TestFindings:
    """Meaningless units."""

    @pytest.mark.parametrize("role", ["", 'role = "timestamp", ', 'role = "reference", '])
    def test_unit_of_another_role(self, findings: Findings, role: str) -> None:
        """`unit` needs the role of a wait."""
        field = f'took = {{ {role}type = "integer", unit = "milliseconds" }}'
        assert findings(write_provider(field)) == {"R242"}

    @pytest.mark.parametrize("unit", ['"minutes"', '"ms"', '"Seconds"', '""', "1", "true"])
    def test_unknown_unit(self, findings: Findings, unit: str) -> None:
        """There are four units."""
        field = f'wait = {{ type = "integer", role = "retry_after", unit = {unit} }}'
        assert findings(write_provider(field)) <= {"R103", "R104", "R105"}
        assert findings(write_provider(field))

    @pytest.mark.parametrize("type_", ["integer", "number", "boolean", "object", "array"])
    def test_duration_that_is_not_a_string(self, findings: Findings, type_: str) -> None:
        """A duration contains a letter."""
        assert findings(write_provider(write_field("duration", type_))) == {"R237"}

    @pytest.mark.parametrize("unit", ["seconds", "milliseconds", "epoch"])
    @pytest.mark.parametrize("type_", ["boolean", "object", "array"])
    def test_number_of_another_type(self, findings: Findings, unit: str, type_: str) -> None:
        """The value is a number or a string of digits."""
        assert findings(write_provider(write_field(unit, type_))) == {"R237"}
