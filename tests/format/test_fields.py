"""`fields.NAME`: values beside the code."""

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


def shape(*fields: str, code: str = '{ path = "code" }') -> str:
    """Write an envelope with some fields, and an error."""
    lines = "\n".join(f"fields.{field}" for field in fields)
    return f'[[envelopes]]\nid = "json"\ncode = {code}\n{lines}\n{BAD}'


class TestPlace:
    """Where a field stands."""

    def test_field_without_a_place_stands_at_its_name(
        self, generate_module: GenerateModule
    ) -> None:
        """`path` is the field's name, at the root of the body."""
        module = generate_module(shape("detail = {}"))
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
        """Through objects and lists, as for the code."""
        module = generate_module(shape(f"detail = {{ path = '{path}' }}".replace("\\\\", "\\")))
        assert module.parse(body={**body, "code": "BAD"}).detail == "d"
        assert module.parse(body={**body, "code": "NEW"}).detail == "d"

    @pytest.mark.parametrize(
        "body", [{}, {"a": None}, {"a": "d"}, {"a": []}, {"a": {"b": None}}, {"a": {"b": {"c": 1}}}]
    )
    def test_path_that_leads_nowhere_gives_none(
        self, generate_module: GenerateModule, body: dict[str, object]
    ) -> None:
        """Whatever stands on the way."""
        module = generate_module(shape('detail = { path = "a.b.c" }', 'item = { path = "a[0].c" }'))
        error = module.parse(body={**body, "code": "BAD"})
        assert (error.detail, error.item) == (None, None)

    def test_list_that_is_too_short_gives_none(self, generate_module: GenerateModule) -> None:
        """An index counts from 0, so that of a list's length leads nowhere."""
        module = generate_module(shape('detail = { path = "texts[1]" }'))
        for texts in ([], ["x"]):
            assert module.parse(body={"code": "BAD", "texts": texts}).detail is None

    def test_paths_of_a_common_beginning_are_read_side_by_side(
        self, generate_module: GenerateModule
    ) -> None:
        """Also where their names would be one in Python."""
        module = generate_module(
            shape(
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
        """The fields of a body that is a list begin with `[n]`."""
        module = generate_module(
            shape('detail = { path = "[0].text" }', code='{ path = "[0].code" }')
        )
        error = module.parse(body=b'[{"code": "BAD", "text": "d"}]')
        assert (error.code, error.detail) == ("BAD", "d")
        assert module.parse(body=b'{"code": "BAD", "text": "d"}').detail is None

    def test_group_in_a_path_is_the_key_of_the_code(self, generate_module: GenerateModule) -> None:
        """The field is read from under the key that the code was found under."""
        module = generate_module(
            shape(
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

    def test_group_at_the_end_of_a_path_is_the_value_under_the_key(
        self, generate_module: GenerateModule
    ) -> None:
        """The key itself may hold what is wanted."""
        module = generate_module(
            shape(
                'whole = { path = "errors.{group}", type = "array" }',
                code='{ path = "errors.{group}[0].code" }',
            )
        )
        body = {"errors": {"email": [{"code": "BAD"}, {"code": "NEW"}]}}
        assert module.parse(body=body).whole == [{"code": "BAD"}, {"code": "NEW"}]

    def test_group_in_a_path_without_one_in_the_codes_is_a_finding(
        self, findings: Callable[..., set[str]]
    ) -> None:
        """There would be no key."""
        assert findings(shape('reason = { path = "errors.{group}.reason" }')) == {"R235"}

    @pytest.mark.parametrize(
        "headers",
        [{"X-Request-Id": "r1"}, {"x-request-id": "r1"}, [("X-REQUEST-ID", "r1")]],
    )
    def test_header_is_read(self, generate_module: GenerateModule, headers: Any) -> None:
        """Upper and lower case alike; for known and unknown codes, and for none."""
        module = generate_module(shape('request_id = { header = "X-Request-Id" }'))
        for code in ("BAD", "NEW", None):
            error = module.parse(status=400, headers=headers, body={"code": code})
            assert error.request_id == "r1"
        assert module.parse(body={"code": "BAD"}).request_id is None

    def test_parameter_of_a_challenge_is_read(self, generate_module: GenerateModule) -> None:
        """From the challenge that has the code, whatever the others have."""
        module = generate_module(
            shape(
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
        """From the first challenge that has it, where none has the code or it stands elsewhere."""
        fields = (
            'algs = { header = "WWW-Authenticate", parameter = "algs" }',
            'realm = { header = "WWW-Authenticate", parameter = "realm" }',
        )
        headers = {"WWW-Authenticate": 'Basic realm="files", DPoP algs="ES256", realm="api"'}
        module = generate_module(
            shape(*fields, code='{ header = "WWW-Authenticate", parameter = "error" }')
        )
        error = module.parse(headers=headers)
        assert (error.code, error.algs, error.realm) == (None, "ES256", "files")
        error = generate_module(shape(*fields)).parse(headers=headers, body={"code": "BAD"})
        assert (error.code, error.algs, error.realm) == ("BAD", "ES256", "files")

    def test_query_is_read(self, generate_module: GenerateModule) -> None:
        """Upper and lower case differ; of several values the first is taken."""
        module = generate_module(shape('text = { query = "text" }', code='{ query = "error" }'))
        assert module.parse(query="error=BAD&text=a+b&text=c").text == "a b"
        assert module.parse(query={"error": "BAD", "text": ["a", "b"]}).text == "a"
        assert module.parse(query="error=BAD&Text=a").text is None

    def test_several_places_are_a_finding(self, findings: Callable[..., set[str]]) -> None:
        """A field stands in one place."""
        assert findings(shape('x = { path = "x", header = "X" }')) == {"R231"}

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
        """The table says where each field stands."""
        provider = shape(
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
"""What each JSON type is in Python; a number may be whole."""

VALUES = ["", "1", 0, -1, 12345678901234567890, 1.5, 1e300, True, False, {}, {"a": 1}, [], [1, "a"]]


class TestType:
    """`type`: a value of another type is read as absent."""

    PROVIDER = shape(
        *(f'of_{name} = {{ path = "x", type = "{name}" }}' for name in TYPES), "plain = {}"
    )

    @pytest.mark.parametrize("value", VALUES, ids=repr)
    @pytest.mark.parametrize("type_", TYPES)
    def test_value_is_kept_if_it_is_of_the_type(
        self, generate_module: GenerateModule, type_: str, value: object
    ) -> None:
        """As JSON has it; nothing passes for something else."""
        error = generate_module(self.PROVIDER).parse(body=json.dumps({"code": "BAD", "x": value}))
        found = getattr(error, f"of_{type_}")
        expected = value if type(value) in TYPES[type_] else None
        assert (type(found), found) == (type(expected), expected)

    def test_null_is_absent(self, generate_module: GenerateModule) -> None:
        """For every type."""
        error = generate_module(self.PROVIDER).parse(body='{"code": "BAD", "x": null}')
        assert {getattr(error, f"of_{type_}") for type_ in TYPES} == {None}

    def test_type_is_a_string_by_default(self, generate_module: GenerateModule) -> None:
        """An integer there is absent."""
        assert generate_module(self.PROVIDER).parse(body={"code": "BAD", "plain": "p"}).plain == "p"
        assert generate_module(self.PROVIDER).parse(body={"code": "BAD", "plain": 1}).plain is None

    def test_attribute_has_the_types_annotation(self, generate_module: GenerateModule) -> None:
        """Type checkers see what `parse` gives."""
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
    """Headers and query parameters are text, and are converted from it."""

    PROVIDER = shape(
        *(
            f'{place}_{type_} = {{ {place} = "x", type = "{type_}" }}'
            for place in ("header", "query")
            for type_ in ("string", "integer", "number", "boolean")
        ),
        'challenge = { header = "WWW-Authenticate", parameter = "max", type = "integer" }',
    )

    def read(self, generate_module: GenerateModule, type_: str, text: str) -> object:
        """Read a text as a type; header and query give the same."""
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
            ("number", "12", 12),
            ("number", "1.5", 1.5),
            ("number", "-0.25", -0.25),
            ("boolean", "true", True),
            ("boolean", "false", False),
            ("boolean", "True", True),
        ],
    )
    def test_text_of_the_type_is_converted(
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
            ("number", "9" * 400),
            *(("boolean", text) for text in ("", "1", "0", "yes", "null")),
        ],
    )
    def test_text_of_another_type_is_absent(
        self, generate_module: GenerateModule, type_: str, text: str
    ) -> None:
        """Nothing is raised, and nothing guessed."""
        assert self.read(generate_module, type_, text) is None

    def test_parameter_of_a_challenge_is_converted(self, generate_module: GenerateModule) -> None:
        """With quotes or without."""
        for value in ("Bearer max=5", 'Bearer max="5"'):
            error = generate_module(self.PROVIDER).parse(
                body={"code": "BAD"}, headers={"WWW-Authenticate": value}
            )
            assert error.challenge == 5

    @pytest.mark.parametrize("type_", ["object", "array"])
    @pytest.mark.parametrize("place", ["header", "query"])
    def test_object_or_array_in_a_text_is_a_finding(
        self, findings: Callable[..., set[str]], place: str, type_: str
    ) -> None:
        """A header and a query hold neither."""
        assert findings(shape(f'x = {{ {place} = "x", type = "{type_}" }}')) == {"R237"}


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
        """The role is shown in the reference; the value is what was sent."""
        provider = shape(f'x = {{ type = "{type_}", role = "{role}" }}')
        assert generate_module(provider).parse(body={"code": "BAD", "x": value}).x == value
        assert generate_row(provider, "x")["role"] == role

    @pytest.mark.parametrize("type_", ["integer", "object"])
    def test_message_of_another_type_is_a_finding(
        self, findings: Callable[..., set[str]], type_: str
    ) -> None:
        """A message is text."""
        assert findings(shape(f'x = {{ type = "{type_}", role = "message" }}')) == {"R237"}

    def test_first_message_that_is_not_empty_is_the_errors(
        self, generate_module: GenerateModule
    ) -> None:
        """In the order of the file; each stays an attribute of its own."""
        module = generate_module(
            shape('detail = { role = "message" }', 'title = { role = "message" }')
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
        """Nothing is guessed from names."""
        module = generate_module(shape("detail = {}"))
        error = module.parse(body={"code": "BAD", "message": "m", "detail": "d"})
        assert error.provider_message is None

    @pytest.mark.parametrize("name", ["message", "provider_message"])
    @pytest.mark.parametrize("role", ["", ', role = "context"', ', role = "message"'])
    def test_message_may_not_be_the_name_of_a_field(
        self, findings: Callable[..., set[str]], name: str, role: str
    ) -> None:
        """`e.message` is what is safe to show, `e.provider_message` the provider's text."""
        assert findings(shape(f'{name} = {{ path = "text"{role} }}')) == {"R306"}

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
        """A number or a text of digits; what makes no sense is no wish."""
        module = generate_module(shape(f'wait = {{ type = "{type_}", role = "retry_after" }}'))
        assert module.parse(status=429, body={"code": "BAD", "wait": sent}).retry_after == seconds

    @pytest.mark.parametrize("type_", ["boolean", "object", "array"])
    def test_retry_after_of_another_type_is_a_finding(
        self, findings: Callable[..., set[str]], type_: str
    ) -> None:
        """Seconds are a number, or a text of digits."""
        assert findings(shape(f'x = {{ type = "{type_}", role = "retry_after" }}')) == {"R237"}

    def test_retry_after_may_stand_in_a_header(self, generate_module: GenerateModule) -> None:
        """One of the provider's own."""
        module = generate_module(
            shape('wait = { header = "X-Wait", type = "number", role = "retry_after" }')
        )
        error = module.parse(status=429, body={"code": "BAD"}, headers={"x-wait": "1.5"})
        assert error.retry_after == 1.5


class TestLog:
    """`log`: safe to log."""

    PROVIDER = shape(
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

    def test_logged_fields_show_in_texts_and_in_log_fields(
        self, generate_module: GenerateModule
    ) -> None:
        """Fields without `log` show nowhere."""
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

    def test_absent_fields_are_left_out_of_texts(self, generate_module: GenerateModule) -> None:
        """`log_fields` has them as None, so that its keys are always the same."""
        error = generate_module(self.PROVIDER).parse(status=400, body={"code": "BAD"})
        assert str(error) == "Acme BAD (HTTP 400): It is refused."
        assert error.log_fields()["request_id"] is None

    def test_code_as_sent_is_logged_where_a_field_reads_its_place(
        self, generate_module: GenerateModule
    ) -> None:
        """`fields.title` beside `code = { path = "title" }`."""
        module = generate_module(
            shape("title = { log = true }", code='{ path = "title", last_segment = true }')
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
    def test_log_of_what_may_hold_personal_data_is_a_finding(
        self, findings: Callable[..., set[str]], field: str
    ) -> None:
        """Messages and contexts are never logged, nor is what is no scalar."""
        assert findings(shape(f"x = {{ {field}, log = true }}")) == {"R236"}

    def test_reference_says_what_is_logged_and_optional(self, generate_row: GenerateRow) -> None:
        """And stays silent on the rest."""
        provider = shape(
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
    """`NAME` is the attribute's name."""

    def test_field_is_an_attribute_of_every_error(self, generate_module: GenerateModule) -> None:
        """Of the provider's class, with its summary, and thus of all below it."""
        module = generate_module(
            shape('request_id = { summary = "Identifies the request." }', "other = {}")
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
    def test_names_of_the_base_class_are_taken(
        self, findings: Callable[..., set[str]], name: str
    ) -> None:
        """`status` is the one received; the body's needs another name."""
        assert findings(shape(f"{name} = {{}}")) == {"R306"}

    @pytest.mark.parametrize("name", ["Detail", "requestId", "request-id", "1st", "class", '"a b"'])
    def test_names_that_are_no_attribute_are_taken(
        self, findings: Callable[..., set[str]], name: str
    ) -> None:
        """Lower case letters, digits and `_`; no keyword."""
        assert findings(shape(f'{name} = {{ path = "x" }}')) == {"R306"}

    def test_body_status_is_kept_beside_the_status_received(
        self, generate_module: GenerateModule
    ) -> None:
        """`fields.body_status = { path = "status" }`."""
        module = generate_module(
            shape('body_status = { path = "status", type = "integer", role = "status" }')
        )
        error = module.parse(status=400, body={"code": "BAD", "status": 422})
        assert (error.status, error.body_status) == (400, 422)

    def test_field_of_two_envelopes_is_one_attribute(self, generate_module: GenerateModule) -> None:
        """It may stand elsewhere in the other."""
        module = generate_module(
            '[[envelopes]]\nid = "new"\ncode = { path = "error.code" }\n'
            'fields.detail = { path = "error.detail", role = "message" }\n'
            '[[envelopes]]\nid = "old"\ncode = { path = "code" }\n'
            'fields.detail = { role = "message" }\n' + BAD
        )
        assert module.parse(body={"error": {"code": "BAD", "detail": "d"}}).provider_message == "d"
        assert module.parse(body={"code": "BAD", "detail": "d"}).provider_message == "d"

    @pytest.mark.parametrize("other", ['type = "integer"', 'role = "reference"', "log = true"])
    def test_field_that_differs_between_envelopes_is_a_finding(
        self, findings: Callable[..., set[str]], other: str
    ) -> None:
        """It is one attribute of one class."""
        second = f'[[envelopes]]\nid = "old"\ncode = {{ path = "x" }}\nfields.x = {{ {other} }}\n'
        assert findings(shape("x = {}") + second) == {"R239"}
