"""`fields.NAME`: the values beside the code."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import ModuleType
from typing import Any, ClassVar

import attrs
import pytest

GenerateModule = Callable[..., ModuleType]
GenerateRow = Callable[[str, str], dict[str, str]]

BAD = """
[errors.BAD]
status = 400
summary = "It is refused."
"""


def write_shape(*fields: str, code: str = '{ path = "code" }') -> str:
    """Write an envelope with some fields, and an error."""
    lines = "\n".join(f"fields.{field}" for field in fields)
    return f'[[envelopes]]\nid = "json"\ncode = {code}\n{lines}\n{BAD}'


class TestPlace:
    """The place of a field."""

    def test_default_place_is_the_name(self, generate_module: GenerateModule) -> None:
        """The field `path` is the key `path` at the root of the body."""
        module = generate_module(write_shape("detail = {}"))
        assert module.parse(body={"code": "BAD", "detail": "d"}).detail == "d"
        assert module.parse(body={"code": "BAD", "error": {"detail": "d"}}).detail is None

    @pytest.mark.parametrize(
        ("path", "body"),
        [
            pytest.param("text", {"text": "d"}, id="key"),
            pytest.param("error.info.text", {"error": {"info": {"text": "d"}}}, id="nested"),
            pytest.param("errors[0].text", {"errors": [{"text": "d"}]}, id="index"),
            pytest.param("texts[1]", {"texts": ["x", "d"]}, id="index-at-the-end"),
            pytest.param("e[0][1].text", {"e": [[0, {"text": "d"}]]}, id="list-in-a-list"),
            pytest.param("class.import", {"class": {"import": "d"}}, id="keywords"),
            pytest.param("body.error", {"body": {"error": "d"}}, id="names-of-the-reader"),
            pytest.param("a-b.c", {"a-b": {"c": "d"}}, id="dash"),
            pytest.param("été.c", {"été": {"c": "d"}}, id="beyond-ascii"),
            pytest.param('a"b\\\\.c', {'a"b\\': {"c": "d"}}, id="quotes"),
        ],
    )
    def test_path_leads_into_the_body(
        self, generate_module: GenerateModule, path: str, body: dict[str, object]
    ) -> None:
        """A path leads through objects and lists, as for the code."""
        module = generate_module(
            write_shape(f"detail = {{ path = '{path}' }}".replace("\\\\", "\\"))
        )
        assert module.parse(body={**body, "code": "BAD"}).detail == "d"
        assert module.parse(body={**body, "code": "NEW"}).detail == "d"

    @pytest.mark.parametrize(
        "body", [{}, {"a": None}, {"a": "d"}, {"a": []}, {"a": {"b": None}}, {"a": {"b": {"c": 1}}}]
    )
    def test_unmatched_path_reads_none(
        self, generate_module: GenerateModule, body: dict[str, object]
    ) -> None:
        """Unexpected values on the way give None."""
        module = generate_module(
            write_shape('detail = { path = "a.b.c" }', 'item = { path = "a[0].c" }')
        )
        error = module.parse(body={**body, "code": "BAD"})
        assert (error.detail, error.item) == (None, None)

    def test_index_beyond_a_list_reads_none(self, generate_module: GenerateModule) -> None:
        """Indices count from 0, so a list's length is out of range."""
        module = generate_module(write_shape('detail = { path = "texts[1]" }'))
        for texts in ([], ["x"]):
            assert module.parse(body={"code": "BAD", "texts": texts}).detail is None

    def test_paths_with_a_common_prefix_are_read_together(
        self, generate_module: GenerateModule
    ) -> None:
        """This also holds for keys that would be the same Python name."""
        module = generate_module(
            write_shape(
                'one = { path = "a-b.x" }',
                'two = { path = "a_b.x" }',
                'three = { path = "a.b.x" }',
                'four = { path = "a.b.y" }',
            )
        )
        body = {"code": "BAD", "a-b": {"x": "1"}, "a_b": {"x": "2"}, "a": {"b": {"x": "3"}}}
        error = module.parse(body=body)
        assert (error.one, error.two, error.three, error.four) == ("1", "2", "3", None)

    def test_list_as_the_root(self, generate_module: GenerateModule) -> None:
        """If the body is a list, the fields' paths begin with `[n]`."""
        module = generate_module(
            write_shape('detail = { path = "[0].text" }', code='{ path = "[0].code" }')
        )
        error = module.parse(body=b'[{"code": "BAD", "text": "d"}]')
        assert (error.code, error.detail) == ("BAD", "d")
        assert module.parse(body=b'{"code": "BAD", "text": "d"}').detail is None

    def test_group_in_a_path_is_the_key_of_the_code(self, generate_module: GenerateModule) -> None:
        """The field is read from below the key that the code was found under."""
        module = generate_module(
            write_shape(
                'reason = { path = "errors.{group}.reason" }',
                'deep = { path = "errors.{group}.more[0].x", type = "integer" }',
                code='{ path = "errors.{group}.code" }',
            )
        )
        body = {
            "errors": {
                "a": {"code": "NEW", "reason": "no"},
                "b": {"code": "BAD", "reason": "yes", "more": [{"x": 1}]},
            }
        }
        error = module.parse(body=body)
        assert (error.code, error.reason, error.deep) == ("BAD", "yes", 1)
        error = module.parse(body={"errors": {"a": {"code": 7, "reason": "r"}}})
        assert (error.code, error.reason, error.deep) == ("7", "r", None)

    def test_group_at_the_end_of_a_path_is_the_value_of_the_key(
        self, generate_module: GenerateModule
    ) -> None:
        """A field may read the value of the key itself."""
        module = generate_module(
            write_shape(
                'whole = { path = "errors.{group}", type = "array" }',
                code='{ path = "errors.{group}[0].code" }',
            )
        )
        body = {"errors": {"email": [{"code": "BAD"}, {"code": "NEW"}]}}
        assert module.parse(body=body).whole == [{"code": "BAD"}, {"code": "NEW"}]

    def test_group_in_a_field_path_needs_one_in_the_codes(
        self, findings: Callable[..., set[str]]
    ) -> None:
        """Without `{group}` in the code's path there is no key."""
        assert findings(write_shape('reason = { path = "errors.{group}.reason" }')) == {"R235"}

    @pytest.mark.parametrize(
        "headers",
        [{"X-Request-Id": "r1"}, {"x-request-id": "r1"}, [("X-REQUEST-ID", "r1")]],
    )
    def test_header_is_read(self, generate_module: GenerateModule, headers: Any) -> None:
        """Header names ignore case; fields are read for known codes, unknown codes and none."""
        module = generate_module(write_shape('request_id = { header = "X-Request-Id" }'))
        for code in ("BAD", "NEW", None):
            error = module.parse(status=400, headers=headers, body={"code": code})
            assert error.request_id == "r1"
        assert module.parse(body={"code": "BAD"}).request_id is None

    def test_parameter_of_a_challenge_is_read(self, generate_module: GenerateModule) -> None:
        """The field is read from the challenge with the code, whatever others contain."""
        module = generate_module(
            write_shape(
                'text = { header = "WWW-Authenticate", parameter = "error_description" }',
                'realm = { header = "WWW-Authenticate", parameter = "realm" }',
                code='{ header = "WWW-Authenticate", parameter = "error" }',
            )
        )
        value = 'Basic realm="files", Bearer error="BAD", error_description="a, \\"b\\""'
        error = module.parse(headers={"WWW-Authenticate": value})
        assert (error.code, error.text, error.realm) == ("BAD", 'a, "b"', None)
        error = module.parse(headers={"www-authenticate": f'{value}, REALM="api"'})
        assert (error.code, error.text, error.realm) == ("BAD", 'a, "b"', "api")

    def test_parameter_of_a_challenge_without_a_code_is_read(
        self, generate_module: GenerateModule
    ) -> None:
        """The first challenge with the parameter counts if none has the code."""
        fields = (
            'algs = { header = "WWW-Authenticate", parameter = "algs" }',
            'realm = { header = "WWW-Authenticate", parameter = "realm" }',
        )
        headers = {"WWW-Authenticate": 'Basic realm="files", DPoP algs="ES256", realm="api"'}
        module = generate_module(
            write_shape(*fields, code='{ header = "WWW-Authenticate", parameter = "error" }')
        )
        error = module.parse(headers=headers)
        assert (error.code, error.algs, error.realm) == (None, "ES256", "files")
        error = generate_module(write_shape(*fields)).parse(headers=headers, body={"code": "BAD"})
        assert (error.code, error.algs, error.realm) == ("BAD", "ES256", "files")

    def test_query_is_read(self, generate_module: GenerateModule) -> None:
        """Query parameters are case-sensitive, and the first of several values counts."""
        module = generate_module(
            write_shape('text = { query = "text" }', code='{ query = "error" }')
        )
        assert module.parse(query="error=BAD&text=a+b&text=c").text == "a b"
        assert module.parse(query={"error": "BAD", "text": ["a", "b"]}).text == "a"
        assert module.parse(query="error=BAD&Text=a").text is None

    def test_several_places_are_a_finding(self, findings: Callable[..., set[str]]) -> None:
        """A field has exactly one place."""
        assert findings(write_shape('x = { path = "x", header = "X" }')) == {"R231"}

    @pytest.mark.parametrize(
        ("name", "place"),
        [
            ("plain", "plain"),
            ("nested", "a.b[0]"),
            ("sent", "X-Sent:"),
            ("asked", "?asked="),
            ("part", "WWW-Authenticate: realm="),
        ],
    )
    def test_place_is_described_in_the_reference(
        self, generate_row: GenerateRow, name: str, place: str
    ) -> None:
        """The table has the place of each field."""
        provider = write_shape(
            "plain = {}",
            'nested = { path = "a.b[0]" }',
            'sent = { header = "X-Sent" }',
            'asked = { query = "asked" }',
            'part = { header = "WWW-Authenticate", parameter = "realm" }',
        )
        assert generate_row(provider, name)["read from"] == place


TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "object": (dict,),
    "array": (list,),
}
"""The Python type of each JSON type; a number may be whole."""

VALUES = ["", "1", 0, -1, 12345678901234567890, 1.5, 1e300, True, False, {}, {"a": 1}, [], [1, "a"]]


class TestType:
    """`type`: a value of another type counts as absent."""

    PROVIDER = write_shape(
        *(f'of_{name} = {{ path = "x", type = "{name}" }}' for name in TYPES), "plain = {}"
    )

    @pytest.mark.parametrize("value", VALUES, ids=repr)
    @pytest.mark.parametrize("type_", TYPES)
    def test_value_of_the_type_is_kept(
        self, generate_module: GenerateModule, type_: str, value: object
    ) -> None:
        """Values are kept as JSON has them, without conversion."""
        error = generate_module(self.PROVIDER).parse(body=json.dumps({"code": "BAD", "x": value}))
        found = getattr(error, f"of_{type_}")
        expected = value if type(value) in TYPES[type_] else None
        assert (type(found), found) == (type(expected), expected)

    def test_null_is_absent(self, generate_module: GenerateModule) -> None:
        """A null counts as absent for every type."""
        error = generate_module(self.PROVIDER).parse(body='{"code": "BAD", "x": null}')
        assert {getattr(error, f"of_{type_}") for type_ in TYPES} == {None}

    def test_type_is_a_string_by_default(self, generate_module: GenerateModule) -> None:
        """An integer counts as absent if no type is stated."""
        assert generate_module(self.PROVIDER).parse(body={"code": "BAD", "plain": "p"}).plain == "p"
        assert generate_module(self.PROVIDER).parse(body={"code": "BAD", "plain": 1}).plain is None

    def test_attribute_has_the_annotation_of_the_type(
        self, generate_module: GenerateModule
    ) -> None:
        """Type checkers see the type that `parse` returns."""
        module = generate_module(self.PROVIDER)
        types = {field.name: field.type for field in attrs.fields(module.AcmeError)}
        expected = {
            "of_string": "str | None",
            "of_integer": "int | None",
            "of_number": "float | None",
            "of_boolean": "bool | None",
            "of_object": "dict[str, Any] | None",
            "of_array": "list[Any] | None",
        }
        assert {name: types[name] for name in expected} == expected


class TestText:
    """Headers and query parameters are strings, which are converted."""

    PROVIDER = write_shape(
        *(
            f'{place}_{type_} = {{ {place} = "x", type = "{type_}" }}'
            for place in ("header", "query")
            for type_ in ("string", "integer", "number", "boolean")
        ),
        'challenge = { header = "WWW-Authenticate", parameter = "max", type = "integer" }',
    )

    def read(self, generate_module: GenerateModule, type_: str, text: str) -> object:
        """Return a string read as a type; header and query must agree."""
        error = generate_module(self.PROVIDER).parse(
            body={"code": "BAD"}, headers={"X": text}, query={"x": text}
        )
        found = getattr(error, f"header_{type_}")
        assert getattr(error, f"query_{type_}") == found
        return found

    @pytest.mark.parametrize(
        ("type_", "text", "value"),
        [
            ("string", "12", "12"),
            ("string", "", ""),
            ("string", " a ", " a "),
            ("integer", "12", 12),
            ("integer", "-3", -3),
            ("integer", "007", 7),
            ("integer", " 12 ", 12),
            pytest.param("integer", "9" * 18, 10**18 - 1, id="integer-of-18-digits"),
            ("number", "12", 12),
            ("number", "1.5", 1.5),
            ("number", "-0.25", -0.25),
            ("boolean", "true", True),
            ("boolean", "false", False),
            ("boolean", "True", True),
        ],
    )
    def test_string_of_the_type_is_converted(
        self, generate_module: GenerateModule, type_: str, text: str, value: object
    ) -> None:
        """The attribute has the declared type."""
        found = self.read(generate_module, type_, text)
        assert (type(found), found) == (type(value), value)

    @pytest.mark.parametrize(
        ("type_", "text"),
        [
            *(("integer", text) for text in ("", "a", "1.5", "1e3", "--1", "1 2", "٣", "9" * 5000)),
            *(("number", text) for text in ("", "a", "1.5.2", "1e3", "nan", "inf", ".", "-", "٣")),
            pytest.param("integer", "1" * 19, id="integer-of-19-digits"),
            ("number", "9" * 400),
            *(("boolean", text) for text in ("", "1", "0", "yes", "null")),
        ],
    )
    def test_string_of_another_type_is_absent(
        self, generate_module: GenerateModule, type_: str, text: str
    ) -> None:
        """Nothing is raised, and nothing is guessed."""
        assert self.read(generate_module, type_, text) is None

    def test_parameter_of_a_challenge_is_converted(self, generate_module: GenerateModule) -> None:
        """Quoted and unquoted parameters are converted."""
        for value in ("Bearer max=5", 'Bearer max="5"'):
            error = generate_module(self.PROVIDER).parse(
                body={"code": "BAD"}, headers={"WWW-Authenticate": value}
            )
            assert error.challenge == 5

    @pytest.mark.parametrize("type_", ["object", "array"])
    @pytest.mark.parametrize("place", ["header", "query"])
    def test_object_or_array_in_a_string_is_a_finding(
        self, findings: Callable[..., set[str]], place: str, type_: str
    ) -> None:
        """Headers and queries contain neither objects nor arrays."""
        assert findings(write_shape(f'x = {{ {place} = "x", type = "{type_}" }}')) == {"R237"}


class TestRole:
    """`role`: what the field is for."""

    @pytest.mark.parametrize(
        ("role", "type_", "value"),
        [
            ("message", "string", "m"),
            ("reference", "string", "r"),
            ("reference", "integer", 7),
            ("trace_id", "string", "t"),
            ("timestamp", "string", "2026-01-31T12:00:00Z"),
            ("timestamp", "integer", 1769860800),
            ("status", "integer", 400),
            ("doc_link", "string", "https://acme.example/docs"),
            ("context", "object", {"a": 1}),
            ("context", "string", "c"),
            ("retry_after", "integer", 3),
            ("retry_after", "number", 1.5),
            ("retry_after", "string", "3"),
        ],
    )
    def test_field_of_any_role_is_an_attribute(
        self,
        generate_module: GenerateModule,
        generate_row: GenerateRow,
        role: str,
        type_: str,
        value: object,
    ) -> None:
        """The reference shows the role; the attribute is the value as sent."""
        provider = write_shape(f'x = {{ type = "{type_}", role = "{role}" }}')
        assert generate_module(provider).parse(body={"code": "BAD", "x": value}).x == value
        assert generate_row(provider, "x")["role"] == role

    @pytest.mark.parametrize("type_", ["integer", "object"])
    def test_message_of_another_type_is_a_finding(
        self, findings: Callable[..., set[str]], type_: str
    ) -> None:
        """Messages are strings."""
        assert findings(write_shape(f'x = {{ type = "{type_}", role = "message" }}')) == {"R237"}

    def test_first_message_that_is_not_empty_is_the_errors_message(
        self, generate_module: GenerateModule
    ) -> None:
        """The order of the file decides; each field also stays a separate attribute."""
        module = generate_module(
            write_shape('detail = { role = "message" }', 'title = { role = "message" }')
        )
        for detail, title, message in (
            ("d", "t", "d"),
            ("", "t", "t"),
            (None, "t", "t"),
            (7, "t", "t"),
            ("", "", None),
            (None, None, None),
        ):
            error = module.parse(body={"code": "BAD", "detail": detail, "title": title})
            assert error.provider_message == message
            assert error.title == title

    def test_message_without_the_role_is_none(self, generate_module: GenerateModule) -> None:
        """Field names alone give no role."""
        module = generate_module(write_shape("detail = {}"))
        error = module.parse(body={"code": "BAD", "message": "m", "detail": "d"})
        assert error.provider_message is None

    @pytest.mark.parametrize("name", ["message", "provider_message"])
    @pytest.mark.parametrize("role", ["", ', role = "context"', ', role = "message"'])
    def test_message_cannot_be_a_field_name(
        self, findings: Callable[..., set[str]], name: str, role: str
    ) -> None:
        """`e.message` is the safe text, and `e.provider_message` the provider's."""
        assert findings(write_shape(f'{name} = {{ path = "text"{role} }}')) == {"R306"}

    @pytest.mark.parametrize(
        ("type_", "sent", "seconds"),
        [
            ("integer", 3, 3),
            ("integer", 0, 0),
            ("integer", -1, None),
            ("number", 1.5, 1.5),
            ("string", "3", 3),
            ("string", " 3 ", 3),
            ("string", "soon", None),
            ("string", "", None),
            ("integer", None, None),
            ("integer", 10**30, 86_400),
        ],
    )
    def test_retry_after_is_in_seconds(
        self, generate_module: GenerateModule, type_: str, sent: object, seconds: float | None
    ) -> None:
        """The value is a number or a string of digits; invalid values are ignored."""
        module = generate_module(
            write_shape(f'wait = {{ type = "{type_}", role = "retry_after" }}')
        )
        assert module.parse(status=429, body={"code": "BAD", "wait": sent}).retry_after == seconds

    @pytest.mark.parametrize("type_", ["boolean", "object", "array"])
    def test_retry_after_with_another_type_is_a_finding(
        self, findings: Callable[..., set[str]], type_: str
    ) -> None:
        """Seconds are a number or a string of digits."""
        assert findings(write_shape(f'x = {{ type = "{type_}", role = "retry_after" }}')) == {
            "R237"
        }

    def test_retry_after_in_a_header(self, generate_module: GenerateModule) -> None:
        """The header may be one of the provider's own."""
        module = generate_module(
            write_shape('wait = { header = "X-Wait", type = "number", role = "retry_after" }')
        )
        error = module.parse(status=429, body={"code": "BAD"}, headers={"x-wait": "1.5"})
        assert error.retry_after == 1.5


class TestLog:
    """`log`: safe to log."""

    PROVIDER = write_shape(
        "request_id = { log = true }",
        'attempts = { type = "integer", log = true }',
        'ratio = { type = "number", log = true }',
        'final = { type = "boolean", log = true }',
        'request_path = { path = "path" }',
        'detail = { role = "message" }',
    )
    BODY: ClassVar = {
        "code": "BAD",
        "request_id": "r1",
        "attempts": 2,
        "ratio": 0.5,
        "final": False,
        "path": "/secret",
        "detail": "secret",
    }

    def test_logged_fields_are_shown(self, generate_module: GenerateModule) -> None:
        """Fields without `log` are shown nowhere."""
        error = generate_module(self.PROVIDER).parse(status=400, body=self.BODY)
        assert str(error) == (
            "Acme BAD (HTTP 400): It is refused. "
            "[request_id=r1, attempts=2, ratio=0.5, final=False]"
        )
        assert repr(error) == (
            "BadError(status=400, code='BAD', request_id='r1', attempts=2, ratio=0.5, final=False)"
        )
        assert error.log_fields() == {
            "provider": "acme",
            "error_type": "BadError",
            "code": "BAD",
            "status": 400,
            "reading": "documented",
            "request_id": "r1",
            "attempts": 2,
            "ratio": 0.5,
            "final": False,
        }

    def test_absent_fields_are_not_shown(self, generate_module: GenerateModule) -> None:
        """`log_fields` has them as None, so its keys are always the same."""
        error = generate_module(self.PROVIDER).parse(status=400, body={"code": "BAD"})
        assert str(error) == "Acme BAD (HTTP 400): It is refused."
        assert error.log_fields()["request_id"] is None

    def test_code_as_sent_is_logged_where_a_field_reads_its_place(
        self, generate_module: GenerateModule
    ) -> None:
        """`fields.title` beside `code = { path = "title" }` logs the code as sent."""
        module = generate_module(
            write_shape("title = { log = true }", code='{ path = "title", last_segment = true }')
        )
        error = module.parse(body={"title": "urn:acme:BAD"})
        assert (error.code, error.title) == ("BAD", "urn:acme:BAD")
        assert str(error) == "Acme BAD: It is refused. [title=urn:acme:BAD]"

    @pytest.mark.parametrize(
        "field",
        [
            'role = "message"',
            'role = "context"',
            'type = "object"',
            'type = "array"',
        ],
    )
    def test_log_of_possible_personal_data_is_a_finding(
        self, findings: Callable[..., set[str]], field: str
    ) -> None:
        """Messages, contexts, objects and arrays are never logged."""
        assert findings(write_shape(f"x = {{ {field}, log = true }}")) == {"R236"}

    def test_reference_says_what_is_logged_and_optional(self, generate_row: GenerateRow) -> None:
        """The reference marks fields that are logged or optional, and no others."""
        provider = write_shape(
            'one = { log = true, summary = "The first." }',
            'two = { optional = true, summary = "The second." }',
            "three = {}",
        )
        heads = ("logged", "optional", "description")
        rows = [generate_row(provider, name) for name in ("one", "two", "three")]
        assert [tuple(row[head] for head in heads) for row in rows] == [
            ("yes", "", "The first."),
            ("", "yes", "The second."),
            ("", "", ""),
        ]


class TestName:
    """`NAME`: the name of the attribute."""

    def test_field_is_an_attribute_of_every_error(self, generate_module: GenerateModule) -> None:
        """The provider's class declares the field with its summary, so all its errors have it."""
        module = generate_module(
            write_shape('request_id = { summary = "Identifies the request." }', "other = {}")
        )
        names = {field.name for field in attrs.fields(module.AcmeError)}
        assert names == {"status", "code", "provider_message", "retry_after", "request_id", "other"}
        assert "request_id: Identifies the request." in module.AcmeError.__doc__
        assert module.BadError(request_id="r1").request_id == "r1"
        assert module.BadError().request_id is None

    @pytest.mark.parametrize(
        "name",
        [
            "status",
            "code",
            "info",
            "raw",
            "retry",
            "retry_after",
            "known_code",
            "log_fields",
            "args",
            "add_note",
            "with_traceback",
            "provider",
            "error_type",
            "provider_message",
        ],
    )
    def test_names_of_the_base_class_are_reserved(
        self, findings: Callable[..., set[str]], name: str
    ) -> None:
        """`status` is the received one; a status in the body needs another name."""
        assert findings(write_shape(f"{name} = {{}}")) == {"R306"}

    @pytest.mark.parametrize("name", ["Detail", "requestId", "request-id", "1st", "class", '"a b"'])
    def test_invalid_attribute_names_are_findings(
        self, findings: Callable[..., set[str]], name: str
    ) -> None:
        """Names have lower case letters, digits and `_`, and are not keywords."""
        assert findings(write_shape(f'{name} = {{ path = "x" }}')) == {"R306"}

    def test_body_status_is_kept_beside_the_status_received(
        self, generate_module: GenerateModule
    ) -> None:
        """`fields.body_status = { path = "status" }` is separate from `e.status`."""
        module = generate_module(
            write_shape('body_status = { path = "status", type = "integer", role = "status" }')
        )
        error = module.parse(status=400, body={"code": "BAD", "status": 422})
        assert (error.status, error.body_status) == (400, 422)

    def test_field_of_two_envelopes_is_one_attribute(self, generate_module: GenerateModule) -> None:
        """A field may have different places in different envelopes."""
        module = generate_module(
            '[[envelopes]]\nid = "new"\ncode = { path = "error.code" }\n'
            'fields.detail = { path = "error.detail", role = "message" }\n'
            '[[envelopes]]\nid = "old"\ncode = { path = "code" }\n'
            'fields.detail = { role = "message" }\n' + BAD
        )
        assert module.parse(body={"error": {"code": "BAD", "detail": "d"}}).provider_message == "d"
        assert module.parse(body={"code": "BAD", "detail": "d"}).provider_message == "d"

    @pytest.mark.parametrize("other", ['type = "integer"', 'role = "reference"', "log = true"])
    def test_field_with_conflicting_definitions_is_a_finding(
        self, findings: Callable[..., set[str]], other: str
    ) -> None:
        """Envelopes share one attribute, so they must agree on its type, role and `log`."""
        second = f'[[envelopes]]\nid = "old"\ncode = {{ path = "x" }}\nfields.x = {{ {other} }}\n'
        assert findings(write_shape("x = {}") + second) == {"R239"}
