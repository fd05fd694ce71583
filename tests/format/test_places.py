"""Places: where a response has its code, and how it is read."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

GenerateModule = Callable[..., ModuleType]

BAD = """
[errors.BAD]
status = 400
summary = "It is refused."
"""


def write_envelope(**place: object) -> str:
    """Write an envelope with its code at a place."""
    keys = ", ".join(
        f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in place.items()
    )
    return f'[[envelopes]]\nid = "only"\ncode = {{ {keys} }}\n'


class TestPath:
    """`path`: a place in the JSON body."""

    @pytest.mark.parametrize(
        ("path", "body"),
        [
            pytest.param("code", {"code": "BAD"}, id="key"),
            pytest.param("error.info.code", {"error": {"info": {"code": "BAD"}}}, id="nested"),
            pytest.param(
                "errors[0].code", {"errors": [{"code": "BAD"}, {"code": "X"}]}, id="index"
            ),
            pytest.param("errors[1]", {"errors": ["X", "BAD"]}, id="index-at-the-end"),
            pytest.param("e[1][0].code", {"e": [[], [{"code": "BAD"}]]}, id="list-in-a-list"),
            pytest.param("[0].code", [{"code": "BAD"}], id="list-as-the-root"),
            pytest.param("[0][1]", [["X", "BAD"]], id="lists-as-the-root"),
            pytest.param("x-code", {"x-code": "BAD"}, id="key-with-a-dash"),
            pytest.param("Fehler Code", {"Fehler Code": "BAD"}, id="key-with-a-blank"),
            pytest.param("código", {"código": "BAD"}, id="key-beyond-ascii"),
            pytest.param("class", {"class": "BAD"}, id="key-that-is-a-keyword"),
            pytest.param("4711", {"4711": "BAD"}, id="key-of-digits"),
        ],
    )
    def test_code_is_found(self, generate_module: GenerateModule, path: str, body: object) -> None:
        """`.` enters objects and `[n]` enters lists, counted from 0."""
        error = generate_module(write_envelope(path=path) + BAD).parse(
            status=400, body=json.dumps(body)
        )
        assert error.code == "BAD"

    @pytest.mark.parametrize(
        ("path", "body"),
        [
            pytest.param("error.code", {"error": None}, id="null-on-the-way"),
            pytest.param("error.code", {"error": "BAD"}, id="text-on-the-way"),
            pytest.param("error.code", {"error": ["BAD"]}, id="list-for-an-object"),
            pytest.param("error.code", {"error.code": "BAD"}, id="key-with-a-dot"),
            pytest.param("errors[0]", {"errors": {"0": "BAD"}}, id="object-for-a-list"),
            pytest.param("errors[1]", {"errors": ["BAD"]}, id="list-too-short"),
            pytest.param("code", {"Code": "BAD"}, id="key-of-another-case"),
            pytest.param("code", ["BAD"], id="list-as-the-root"),
            pytest.param("code", "BAD", id="text-as-the-root"),
            pytest.param("code", None, id="null-as-the-root"),
            pytest.param("[0]", {"0": "BAD"}, id="object-as-the-root"),
        ],
    )
    def test_other_shapes_have_no_code(
        self, generate_module: GenerateModule, path: str, body: object
    ) -> None:
        """Nothing is raised, and no code is found."""
        error = generate_module(write_envelope(path=path) + BAD).parse(
            status=400, body=json.dumps(body)
        )
        assert error.code is None

    @pytest.mark.parametrize(
        "path", ["a..b", ".a", "a.", "a[x]", "a[-1]", "a[0", "a]", "a[0]b", "{group}.{group}"]
    )
    def test_malformed_path_is_a_finding(
        self, findings: Callable[..., set[str]], path: str
    ) -> None:
        """A malformed path would be misread or never match."""
        assert findings(write_envelope(path=path) + BAD) == {"R233"}


class TestGroupInPath:
    """`{group}` in a path stands for any key, and that key is the group."""

    PROVIDER = (
        write_envelope(path="errors.{group}.code")
        + """
[groups.card]
kind = "conflict"

[groups.limit]
kind = "rate_limit"

[errors.blocked]
group = "card"
summary = "The card is blocked."

[errors.daily]
group = "limit"
summary = "The limit of the day is reached."

[errors.daily_card]
code = "daily"
group = "card"
summary = "The card's limit of the day is reached."
"""
    )

    def test_key_is_the_group(self, generate_module: GenerateModule) -> None:
        """The key tells two errors with one code apart."""
        module = generate_module(self.PROVIDER)
        for key, cls in (("limit", module.DailyError), ("card", module.DailyCardError)):
            assert type(module.parse(body={"errors": {key: {"code": "daily"}}})) is cls

    def test_key_is_the_group_of_an_unknown_code(self, generate_module: GenerateModule) -> None:
        """The group's class catches members that are not documented yet."""
        module = generate_module(self.PROVIDER)
        error = module.parse(status=400, body={"errors": {"limit": {"code": "yearly"}}})
        assert isinstance(error, module.LimitError)
        assert error.code == "yearly"

    def test_key_is_the_group_without_a_code(self, generate_module: GenerateModule) -> None:
        """The key alone is enough for the group's class."""
        module = generate_module(self.PROVIDER)
        error = module.parse(status=400, body={"errors": {"limit": {"text": "t"}}})
        assert isinstance(error, module.LimitError)
        assert error.code is None

    def test_undeclared_group_key_is_ignored(self, generate_module: GenerateModule) -> None:
        """The key may be anything, such as the name of an input field."""
        module = generate_module(self.PROVIDER)
        body = {"errors": {"email": {"code": "blocked"}}}
        assert type(module.parse(body=body)) is module.BlockedError

    def test_first_known_code_of_several_keys_is_used(
        self, generate_module: GenerateModule
    ) -> None:
        """A known code is preferred to the first one."""
        module = generate_module(self.PROVIDER)
        body = {"errors": {"a": {"code": "new"}, "b": {"code": "blocked"}, "c": {"code": "daily"}}}
        assert module.parse(body=body).code == "blocked"

    @pytest.mark.parametrize(
        ("path", "body"),
        [
            pytest.param("{group}", {"card": "BAD"}, id="alone"),
            pytest.param("{group}.code", {"card": {"code": "BAD"}}, id="first"),
            pytest.param("errors.{group}", {"errors": {"card": "BAD"}}, id="last"),
            pytest.param("e.{group}[0].code", {"e": {"card": [{"code": "BAD"}]}}, id="list-below"),
            pytest.param("e[0].{group}", {"e": [{"card": "BAD"}]}, id="list-above"),
            pytest.param("[0].{group}", [{"card": "BAD"}], id="list-as-the-root"),
        ],
    )
    def test_group_may_be_any_step(
        self, generate_module: GenerateModule, path: str, body: object
    ) -> None:
        """Any one step of the path may be `{group}`."""
        module = generate_module(write_envelope(path=path) + "[groups.card]\n" + BAD)
        text = json.dumps(body)
        assert module.parse(body=text).code == "BAD"
        unknown = module.parse(body=text.replace("BAD", "NEW"))
        assert (type(unknown), unknown.code) == (module.CardError, "NEW")

    @pytest.mark.parametrize("errors", [{}, [], None, "BAD", {"card": None}, {"card": {}}])
    def test_missing_key_gives_no_code(
        self, generate_module: GenerateModule, errors: object
    ) -> None:
        """Nothing is raised for other values at the place."""
        assert generate_module(self.PROVIDER).parse(body={"errors": errors}).code is None


class TestHeader:
    """`header`: the whole value of a header."""

    @pytest.mark.parametrize(
        "headers",
        [
            pytest.param({"X-Error-Code": "BAD"}, id="as-declared"),
            pytest.param({"x-error-code": "BAD"}, id="lower-case"),
            pytest.param({"X-ERROR-CODE": "BAD"}, id="upper-case"),
            pytest.param({"X-Error-Code": ["BAD", "NEW"]}, id="mapping-of-lists"),
            pytest.param([("Other", "x"), ("X-Error-Code", "BAD")], id="pairs"),
            pytest.param([(b"x-error-code", b"BAD")], id="pairs-of-bytes"),
            pytest.param([("X-Error-Code", "NEW"), ("X-Error-Code", "BAD")], id="sent-twice"),
        ],
    )
    def test_code_is_found(self, generate_module: GenerateModule, headers: Any) -> None:
        """Header names ignore case, and a known code among several values comes first."""
        assert (
            generate_module(write_envelope(header="X-Error-Code") + BAD).parse(headers=headers).code
            == "BAD"
        )

    @pytest.mark.parametrize(
        "headers", [None, {}, {"X-Error": "BAD"}, {"X-Error-Code": ""}, {"X-Error-Code": None}, 7]
    )
    def test_other_headers_have_no_code(
        self, generate_module: GenerateModule, headers: Any
    ) -> None:
        """Nothing is raised, and no code is found."""
        assert (
            generate_module(write_envelope(header="X-Error-Code") + BAD).parse(headers=headers).code
            is None
        )


class TestChallenge:
    """`header` with `parameter`: a parameter of its challenge (RFC 9110, section 11.6.1)."""

    PROVIDER = write_envelope(header="WWW-Authenticate", parameter="error") + BAD

    @pytest.mark.parametrize(
        "value",
        [
            pytest.param('Bearer error="BAD"', id="quoted"),
            pytest.param("Bearer error=BAD", id="token"),
            pytest.param('Bearer realm="r", error="BAD"', id="second-parameter"),
            pytest.param('Bearer realm="r",error="BAD",scope="s"', id="no-blanks"),
            pytest.param('Bearer realm="r" , error = "BAD"', id="blanks-around-all"),
            pytest.param('bearer ERROR="BAD"', id="name-in-upper-case"),
            pytest.param('Bearer realm="a, error=\\"NO\\", b", error="BAD"', id="comma-in-quotes"),
            pytest.param('Bearer realm="say \\"error\\"", error="B\\AD"', id="escapes"),
            pytest.param('Basic realm="files", Bearer error="BAD"', id="second-challenge"),
            pytest.param('Negotiate, Bearer error="BAD"', id="scheme-alone-before"),
            pytest.param(
                'Negotiate a87421000492aa874209af8bc028==, Bearer error="BAD"', id="token68"
            ),
            pytest.param('Bearer error="NEW", DPoP algs="ES256", error="BAD"', id="each-is-read"),
            pytest.param('Bearer error="BAD", error="NEW"', id="first-of-one-challenge"),
            pytest.param('Bearer error="BAD', id="unclosed-quotes"),
            pytest.param(', , Bearer error="BAD", ,', id="empty-elements"),
        ],
    )
    def test_code_is_found(self, generate_module: GenerateModule, value: str) -> None:
        """Quotes, commas, escapes and other challenges do not hide the code."""
        error = generate_module(self.PROVIDER).parse(
            status=401, headers={"WWW-Authenticate": value}
        )
        assert error.code == "BAD"

    def test_header_sent_twice_is_read_twice(self, generate_module: GenerateModule) -> None:
        """Each challenge counts, on any line."""
        pairs = [("WWW-Authenticate", "Basic realm=r"), ("www-authenticate", "Bearer error=BAD")]
        assert generate_module(self.PROVIDER).parse(status=401, headers=pairs).code == "BAD"

    GROUPED = (
        write_envelope(header="WWW-Authenticate", parameter="error")
        + 'group = { header = "www-authenticate", parameter = "Class" }\n'
        + "[groups.card]\n[groups.limit]\n"
        + '[errors.daily]\ngroup = "limit"\nkind = "conflict"\nsummary = "A limit is reached."\n'
        + '[errors.daily_card]\ncode = "daily"\ngroup = "card"\nkind = "conflict"\n'
        + 'summary = "The limit of the card is reached."\n'
    )

    @pytest.mark.parametrize(
        ("value", "name"),
        [
            pytest.param("A error=daily, class=card", "DailyCardError", id="one"),
            pytest.param(
                "A class=limit, B error=daily, class=card", "DailyCardError", id="another-before"
            ),
            pytest.param(
                "A error=daily, B class=card", "AmbiguousAcmeConflictError", id="another-alone"
            ),
            pytest.param("A error=new, B error=daily, class=limit", "DailyError", id="known"),
            pytest.param("A x=1, B class=card", "CardError", id="no-code"),
        ],
    )
    def test_group_is_that_of_the_challenge(
        self, generate_module: GenerateModule, value: str, name: str
    ) -> None:
        """A group in the same header belongs to the code in its challenge."""
        error = generate_module(self.GROUPED).parse(headers={"WWW-Authenticate": value})
        assert type(error).__name__ == name

    def test_example_has_each_parameter_once(self, generate_page: Callable[..., str]) -> None:
        """A field that reads the code adds no second parameter."""
        field = 'fields.sent = { header = "www-authenticate", parameter = "Error" }\n'
        page = generate_page(self.PROVIDER.replace("[errors", f"{field}[errors", 1))
        assert '\nWWW-Authenticate: Bearer error="BAD"\n' in page

    @pytest.mark.parametrize(
        "value",
        [
            pytest.param("", id="empty"),
            pytest.param("Bearer", id="scheme-alone"),
            pytest.param('Bearer realm="error=BAD"', id="inside-another-value"),
            pytest.param('Bearer error_description="BAD"', id="longer-name"),
            pytest.param('Bearer error=""', id="empty-value"),
            pytest.param('error="BAD"', id="no-scheme"),
            pytest.param('"""=,==\\', id="nonsense"),
        ],
    )
    def test_other_challenges_have_no_code(
        self, generate_module: GenerateModule, value: str
    ) -> None:
        """Anything that is not a challenge with the parameter is skipped."""
        error = generate_module(self.PROVIDER).parse(
            status=401, headers={"WWW-Authenticate": value}
        )
        assert error.code is None

    def test_parameter_without_header_is_a_finding(self, findings: Callable[..., set[str]]) -> None:
        """A parameter needs a header."""
        assert "R232" in findings(write_envelope(path="code", parameter="error") + BAD)


class TestQuery:
    """`query`: a parameter of a redirect's query."""

    @pytest.mark.parametrize(
        "query",
        [
            pytest.param("error=BAD&state=x", id="text"),
            pytest.param("?state=x&error=BAD", id="question-mark"),
            pytest.param("#error=BAD", id="fragment"),
            pytest.param("state=&error=%42AD", id="escapes"),
            pytest.param("error=NEW&error=BAD", id="sent-twice"),
            pytest.param({"error": "BAD"}, id="mapping"),
            pytest.param({"error": ["NEW", "BAD"]}, id="mapping-of-lists"),
        ],
    )
    def test_code_is_found(self, generate_module: GenerateModule, query: Any) -> None:
        """The query is a string or a mapping; a known code among several values comes first."""
        assert generate_module(write_envelope(query="error") + BAD).parse(query=query).code == "BAD"

    @pytest.mark.parametrize(
        "query",
        [
            "",
            "error=",
            "Error=BAD",
            "xerror=BAD",
            "%ff=%ff",
            None,
            {},
            {"error": None},
            7,
            ["error"],
        ],
    )
    def test_other_queries_have_no_code(self, generate_module: GenerateModule, query: Any) -> None:
        """Parameters are case-sensitive, and nothing is raised."""
        assert generate_module(write_envelope(query="error") + BAD).parse(query=query).code is None

    def test_space_is_written_as_plus_or_escaped(self, generate_module: GenerateModule) -> None:
        """Queries are decoded as forms are."""
        module = generate_module(
            write_envelope(query="error")
            + '[errors."NOT GOOD"]\nstatus = 400\nsummary = "It is not good."\n'
        )
        for query in ("error=NOT+GOOD", "error=NOT%20GOOD"):
            assert type(module.parse(query=query)) is module.NotGoodError


class TestRedirect:
    """`parse_redirect`: for modules of providers that send codes in a query."""

    REDIRECT = write_envelope(query="error") + 'fields.state = { query = "state" }\n'

    def test_url_is_read(self, generate_module: GenerateModule) -> None:
        """The query is read, or else the fragment; without a code the result is None."""
        module = generate_module(self.REDIRECT + BAD)
        for mark in "?#":
            error = module.parse_redirect(f"https://client.example/{mark}error=BAD&state=s")
            assert (type(error), error.state) == (module.BadError, "s")
        assert module.parse_redirect("https://client.example/?state=s") is None

    def test_success_is_not_an_error(self, generate_module: GenerateModule) -> None:
        """A value of `success` gives None."""
        module = generate_module(write_envelope(query="result", success=["OK"]) + BAD)
        assert module.parse_redirect("?result=OK") is None
        assert module.parse_redirect("?result=BAD").code == "BAD"

    @pytest.mark.parametrize(
        "provider",
        [
            pytest.param(
                write_envelope(path="error") + 'fields.state = { query = "state" }\n', id="path"
            ),
            pytest.param(REDIRECT + "when.status = 302\n", id="status"),
            pytest.param(REDIRECT + "when.body = { a = 1 }\n", id="body"),
        ],
    )
    def test_module_without_redirects(
        self, generate_module: GenerateModule, generate_page: Callable[..., str], provider: str
    ) -> None:
        """A URL has neither the status nor the body that `when` asks for."""
        module = generate_module(provider + BAD)
        assert "parse_redirect" not in {*module.__all__, *vars(module)}
        assert "redirect" not in generate_page(provider + BAD)

    def test_redirect_is_described_in_the_reference(
        self, generate_page: Callable[..., str]
    ) -> None:
        """The reference says what reads redirects and how their errors are identified."""
        page = generate_page(self.REDIRECT + BAD).replace("\\", "")
        assert "It arrives in the URL of a redirect; read it with parse_redirect." in page
        assert "error = acme.parse_redirect(url)\nif isinstance(error, acme.BadError):\n" in page


class TestStatus:
    """`status = true`: the status is the code, if an error with that code is declared."""

    PROVIDER = (
        write_envelope(status=True)
        + """
[[envelopes]]
id = "json"
code = { path = "code" }

[errors.471]
class = "AddressBlockedError"
aliases = [472]
status = 471
kind = "permission"
summary = "The address is blocked."
"""
        + BAD
    )

    def test_declared_status_is_the_code(self, generate_module: GenerateModule) -> None:
        """The first envelope decides, whatever the body contains."""
        module = generate_module(self.PROVIDER)
        for body in (None, b"<html>", {"code": "BAD"}):
            error = module.parse(status=471, body=body)
            assert (type(error), error.code) == (module.AddressBlockedError, "471")
            assert error.known_code is module.Code.CODE_471

    def test_alias_is_a_declared_status(self, generate_module: GenerateModule) -> None:
        """The error's `code` is the declared one."""
        assert generate_module(self.PROVIDER).parse(status=472).code == "471"

    def test_other_status_is_left_to_the_next_envelope(
        self, generate_module: GenerateModule
    ) -> None:
        """It is not a code at all, not even an unknown one."""
        module = generate_module(self.PROVIDER)
        assert module.parse(status=400, body={"code": "BAD"}).code == "BAD"
        assert module.parse(status=404).code is None
        assert module.parse().code is None

    def test_status_at_the_end_is_for_responses_without_a_code(
        self, generate_module: GenerateModule
    ) -> None:
        """A code in the body comes first if its envelope comes first."""
        first, second = self.PROVIDER.split("[[envelopes]]")[1:]
        second, errors = second.split("[errors.471]")
        module = generate_module(f"[[envelopes]]{second}[[envelopes]]{first}[errors.471]{errors}")
        assert module.parse(status=471, body={"code": "BAD"}).code == "BAD"
        assert module.parse(status=471, body={}).code == "471"


class TestValue:
    """The value at a place is a string or an integer; anything else is not a code."""

    PROVIDER = (
        write_envelope(path="code", type="integer")
        + """
[errors.1012]
class = "NumberedError"
status = 400
summary = "It has a number."

[errors.OTHER]
code = 5
aliases = [-20010]
status = 400
summary = "It has another number."
"""
    )

    @pytest.mark.parametrize("sent", [1012, "1012"])
    def test_integer_and_string_are_one_code(
        self, generate_module: GenerateModule, sent: object
    ) -> None:
        """The code is always a string in Python."""
        error = generate_module(self.PROVIDER).parse(body={"code": sent})
        assert (type(error).__name__, error.code) == ("NumberedError", "1012")

    def test_integer_of_640_bits_is_a_code(self, generate_module: GenerateModule) -> None:
        """The largest that is read."""
        sent = 2**640 - 1
        assert generate_module(self.PROVIDER).parse(body={"code": sent}).code == str(sent)

    @pytest.mark.parametrize("sent", [5, "5", -20010, "-20010"])
    def test_integers_may_be_given_as_code_and_alias(
        self, generate_module: GenerateModule, sent: object
    ) -> None:
        """Integers need no quotes in the registry."""
        error = generate_module(self.PROVIDER).parse(body={"code": sent})
        assert (type(error).__name__, error.code) == ("OtherError", "5")

    @pytest.mark.parametrize(
        "sent",
        [
            *("true", "1.5", "1012.0", "null", "[1012]", '["1012"]', "{}", '{"code": 1012}', '""'),
            pytest.param(str(2**640), id="too-many-bits"),
        ],
    )
    def test_other_values_are_not_codes(self, generate_module: GenerateModule, sent: str) -> None:
        """An empty string is not a code either."""
        assert (
            generate_module(self.PROVIDER).parse(status=400, body=f'{{"code": {sent}}}').code
            is None
        )

    @pytest.mark.parametrize("type_", ["string", "integer"])
    def test_type_is_only_documentation(
        self,
        generate_module: GenerateModule,
        generate_row: Callable[[str, str], dict[str, str]],
        type_: str,
    ) -> None:
        """Both types are read; the reference shows the documented one."""
        provider = write_envelope(path="code", type=type_) + BAD
        assert generate_module(provider).parse(body={"code": "BAD"}).code == "BAD"
        assert generate_row(provider, "the code")["type"] == type_

    def test_spaces_and_unusual_characters_are_part_of_an_unknown_code(
        self, generate_module: GenerateModule
    ) -> None:
        """The code is kept as sent."""
        for sent in (" 1012", "a\u0000b", "\ud800", "é" * 300):
            assert generate_module(self.PROVIDER).parse(body={"code": sent}).code == sent


class TestParts:
    """`parts`: a template of literals and names for a string that contains the code."""

    ERRORS = """
[groups.auth]
[groups.limit]

[errors.E17]
group = "auth"
status = 401
summary = "It is not allowed."

[errors.plain]
status = 400
summary = "It stands alone."
"""

    def read(
        self, generate_module: GenerateModule, parts: str, text: str
    ) -> tuple[str | None, str | None]:
        """Return the group of the class, and the code."""
        error = generate_module(write_envelope(path="error", parts=parts) + self.ERRORS).parse(
            body={"error": text}
        )
        return error.info.group, error.code

    @pytest.mark.parametrize(
        ("parts", "text"),
        [
            pytest.param("{group} -- {code}", "auth -- E17", id="group-and-code"),
            pytest.param("{code} -- {group}", "E17 -- auth", id="code-and-group"),
            pytest.param("{group}:{code}", "auth:E17", id="colon"),
            pytest.param("acme_error_codes:{code}", "acme_error_codes:E17", id="prefix"),
            pytest.param("AC{code}:{}", "ACE17: Some text: more", id="prefix-and-anything"),
            pytest.param("{}:{code}", "urn:E17", id="anything-first"),
            pytest.param("{}/{}/{code}", "a/b/E17", id="anything-twice"),
            pytest.param("{group}/{code}/{}", "auth/E17/2", id="anything-last"),
            pytest.param("[{code}]", "[E17]", id="literal-around"),
            pytest.param("[{code}] {}", "[E17] It is not allowed.", id="literal-around-and-more"),
            pytest.param("{code}", "E17", id="code-alone"),
            pytest.param("{code} ", "E17", id="blank-in-the-template"),
        ],
    )
    def test_code_is_extracted(
        self, generate_module: GenerateModule, parts: str, text: str
    ) -> None:
        """Each name takes the text at its place; `{}` and literals are ignored."""
        assert self.read(generate_module, parts, text) == ("auth", "E17")

    @pytest.mark.parametrize(
        "text",
        ["auth--E17", " auth  --  E17 ", "auth --E17", "auth-- E17", "\tauth --\nE17"],
    )
    def test_spaces_are_ignored(self, generate_module: GenerateModule, text: str) -> None:
        """Spaces around each part and around the whole are ignored."""
        assert self.read(generate_module, "{group} -- {code}", text) == ("auth", "E17")

    @pytest.mark.parametrize("text", ["code: E17", "code:E17", " code:   E17"])
    def test_spaces_after_a_prefix_are_ignored(
        self, generate_module: GenerateModule, text: str
    ) -> None:
        """A prefix is a literal like any other."""
        assert self.read(generate_module, "code: {code}", text) == ("auth", "E17")

    def test_code_that_contains_a_literal_ends_there(self, generate_module: GenerateModule) -> None:
        """This holds even if the whole string is a registered code."""
        module = generate_module(
            write_envelope(path="error", parts="{code}: {}")
            + '[errors."a: b"]\nstatus = 400\nsummary = "It is odd."\n'
        )
        error = module.parse(body={"error": "a: b: "})
        assert (error.code, error.known_code) == ("a", None)

    def test_last_name_extends_to_the_end(self, generate_module: GenerateModule) -> None:
        """Names are filled from left to right, each up to the next literal."""
        assert self.read(generate_module, "{group}: {code}", "auth: a: b") == ("auth", "a: b")
        assert self.read(generate_module, "{code}: {}", "a: b: c") == (None, "a")
        assert self.read(generate_module, "{code} - {group}", "a - auth - b") == (None, "a")

    @pytest.mark.parametrize(
        ("parts", "text"),
        [
            pytest.param("AC{code}:{}", "E17: text", id="other-beginning"),
            pytest.param("AC{code}:{}", "ac17: text", id="other-case"),
            pytest.param("AC{code}:{}", "AC: text", id="nothing-there"),
            pytest.param("acme:{code}", "acme:", id="nothing-after-the-prefix"),
            pytest.param("acme:{code}", "  ", id="blanks"),
            pytest.param("{group} -- {code}", " -- ", id="literal-alone"),
        ],
    )
    def test_other_strings_have_no_code(
        self, generate_module: GenerateModule, parts: str, text: str
    ) -> None:
        """The string must begin like the template and have a code."""
        assert self.read(generate_module, parts, text) == (None, None)

    @pytest.mark.parametrize("text", ["ACE17", "ACE17:", " AC E17 "])
    def test_parts_after_the_code_may_be_missing(
        self, generate_module: GenerateModule, text: str
    ) -> None:
        """Only the code itself is needed."""
        assert self.read(generate_module, "AC{code}:{}", text) == ("auth", "E17")

    @pytest.mark.parametrize("text", ["plain", "plain --", " plain -- "])
    def test_string_without_the_parts_may_be_a_code(
        self, generate_module: GenerateModule, text: str
    ) -> None:
        """`invalid_token` instead of `group -- code` may itself be a code."""
        assert self.read(generate_module, "{group} -- {code}", text) == (None, "plain")

    @pytest.mark.parametrize("text", ["limit", "limit --"])
    def test_string_without_the_parts_may_be_a_group(
        self, generate_module: GenerateModule, text: str
    ) -> None:
        """If it is a declared group, the error has no code."""
        assert self.read(generate_module, "{group} -- {code}", text) == ("limit", None)

    def test_string_without_the_parts_may_be_an_unknown_code(
        self, generate_module: GenerateModule
    ) -> None:
        """The code is the string without surrounding spaces."""
        assert self.read(generate_module, "{group} -- {code}", "strange -- ") == (None, "strange")

    def test_string_that_is_a_code_and_a_group_is_the_code(
        self, generate_module: GenerateModule
    ) -> None:
        """Codes are looked up first."""
        error = generate_module(
            write_envelope(path="error", parts="{group} -- {code}")
            + '[groups.plain]\nclass = "PlainFamilyError"\n'
            + self.ERRORS
        ).parse(body={"error": "plain"})
        assert (type(error).__name__, error.code) == ("PlainError", "plain")

    def test_code_without_a_group_is_a_code(self, generate_module: GenerateModule) -> None:
        """The group's part may be empty."""
        assert self.read(generate_module, "{group} -- {code}", " -- E17") == ("auth", "E17")

    def test_undeclared_group_keeps_the_code(self, generate_module: GenerateModule) -> None:
        """A known code stays known, whatever precedes it."""
        assert self.read(generate_module, "{group} -- {code}", "strange -- E17") == ("auth", "E17")
        assert self.read(generate_module, "{group} -- {code}", "strange -- E18") == (None, "E18")

    def test_group_in_the_string_is_not_the_key_of_the_path(
        self, generate_module: GenerateModule
    ) -> None:
        """Fields are read below the key, whatever group the string names."""
        code = 'path = "errors.{group}.code", parts = "{group} -- {code}"'
        shape = f'[[envelopes]]\nid = "json"\ncode = {{ {code} }}\n'
        field = 'fields.reason = { path = "errors.{group}.reason" }\n'
        module = generate_module(shape + field + self.ERRORS)
        for sent, cls in (("E17", module.E17Error), ("E18", module.AuthError)):
            at = {"code": f"auth -- {sent}", "reason": "because"}
            error = module.parse(status=400, body={"errors": {"name": at}})
            assert isinstance(error, cls)
            assert (error.code, error.reason) == (sent, "because")

    def test_parts_apply_in_header_query_and_status_line(
        self, generate_module: GenerateModule
    ) -> None:
        """A string in a header or a query is split like one in the body."""
        module = generate_module(
            write_envelope(header="X-Error", parts="{group}:{code}") + self.ERRORS
        )
        assert module.parse(headers={"X-Error": "auth:E17"}).code == "E17"
        module = generate_module(
            write_envelope(query="error", parts="{group}:{code}") + self.ERRORS
        )
        assert module.parse(query="error=auth:E17").code == "E17"

    def test_template_is_not_a_pattern(self, generate_module: GenerateModule) -> None:
        """Special characters of regular expressions are literals."""
        assert self.read(generate_module, "(.*) {code} $+", "(.*) E17 $+") == ("auth", "E17")
        assert self.read(generate_module, "(.*) {code} $+", "abc E17") == (None, None)

    @pytest.mark.parametrize(
        "parts",
        ["code", "{group}", "{code}{group}", "{code} {group}", "{code}:{code}", "{kode}", "{code"],
    )
    def test_malformed_template_is_a_finding(
        self, findings: Callable[..., set[str]], parts: str
    ) -> None:
        """Parts need separators and unique names, and `{code}` is required."""
        assert findings(write_envelope(path="error", parts=parts) + self.ERRORS) == {"R234"}


class TestLastSegment:
    """`last_segment`: the part after the last `/`, `#` or `:` of a URI."""

    PROVIDER = (
        write_envelope(path="type", last_segment=True)
        + '[errors.low-funds]\nstatus = 409\nsummary = "There is not enough money."\n'
    )

    @pytest.mark.parametrize(
        "sent",
        [
            pytest.param("https://acme.example/problems/low-funds", id="slash"),
            pytest.param("https://acme.example/problems#low-funds", id="hash"),
            pytest.param("urn:acme:low-funds", id="colon"),
            pytest.param("/problems/low-funds", id="relative"),
            pytest.param("low-funds", id="no-uri"),
            pytest.param("https://acme.example/a:b#c/low-funds", id="the-last-of-all"),
        ],
    )
    def test_code_is_the_last_part(self, generate_module: GenerateModule, sent: str) -> None:
        """The rest of the URI is ignored."""
        module = generate_module(self.PROVIDER)
        assert type(module.parse(body={"type": sent})) is module.LowFundsError

    @pytest.mark.parametrize(
        "sent", ["about:blank", "", "https://acme.example/", "urn:", 7.5, None]
    )
    def test_uri_without_a_part_is_not_a_code(
        self, generate_module: GenerateModule, sent: object
    ) -> None:
        """`about:blank` leaves the error to the status."""
        error = generate_module(self.PROVIDER).parse(status=409, body={"type": sent})
        assert (type(error).__name__, error.code) == ("UndocumentedAcmeConflictError", None)

    def test_unknown_code_is_the_part_as_sent(self, generate_module: GenerateModule) -> None:
        """The whole URI is in `raw`, and in a field if one is declared."""
        body = {"type": "https://acme.example/problems/New-Thing"}
        error = generate_module(self.PROVIDER).parse(body=body)
        assert error.code == "New-Thing"
        assert error.raw.body == body

    def test_about_is_a_scheme_like_any_other(self, generate_module: GenerateModule) -> None:
        """Only `about:blank` itself is not a code."""
        assert (
            generate_module(self.PROVIDER).parse(body={"type": "about:low-funds"}).code
            == "low-funds"
        )
        assert generate_module(self.PROVIDER).parse(body={"type": "urn:acme:blank"}).code == "blank"

    def test_parts_are_taken_from_the_last_part(self, generate_module: GenerateModule) -> None:
        """Both keys can be combined."""
        module = generate_module(
            self.PROVIDER.replace("last_segment", 'parts = "problem-{code}", last_segment')
        )
        body = {"type": "https://acme.example/problem-low-funds"}
        assert module.parse(body=body).code == "low-funds"


class TestFold:
    """`fold`: spellings that count as the same code."""

    ERRORS = """
[errors.LOW_FUNDS]
aliases = ["No_Money"]
status = 409
summary = "There is not enough money."
"""

    @pytest.mark.parametrize(
        ("fold", "sent", "known"),
        [
            ("dash", "LOW-FUNDS", True),
            ("dash", "No-Money", True),
            ("dash", "low_funds", False),
            ("dash", "LOW FUNDS", False),
            ("case", "low_funds", True),
            ("case", "NO_MONEY", True),
            ("case", "LOW-FUNDS", False),
            (["dash", "case"], "low-funds", True),
            (["case", "dash"], "no-money", True),
            (["dash", "case"], "lowfunds", False),
            (None, "LOW_FUNDS", True),
            (None, "LOW-FUNDS", False),
            (None, "low_funds", False),
        ],
    )
    def test_other_spelling_is_known(
        self, generate_module: GenerateModule, fold: object, sent: str, *, known: bool
    ) -> None:
        """`dash` equates `-` and `_`, and `case` both cases; aliases are folded too."""
        place = {"path": "code"} if fold is None else {"path": "code", "fold": fold}
        error = generate_module(write_envelope(**place) + self.ERRORS).parse(body={"code": sent})
        assert error.code == ("LOW_FUNDS" if known else sent)
        assert (error.known_code is not None) is known

    @pytest.mark.parametrize("place", ["path", "header"])
    def test_exact_match_comes_first(self, generate_module: GenerateModule, place: str) -> None:
        """Two errors whose codes fold alike keep their spellings, at any status."""
        module = generate_module(
            write_envelope(**{place: "code"}, fold="case")
            + '[errors.ab]\nclass = "LowerError"\nstatus = 400\nsummary = "Lower case."\n'
            + '[errors.other]\ncode = "xx"\nclass = "UpperError"\naliases = ["AB"]\nstatus = 429\n'
            + 'summary = "Upper case."\n'
        )

        def read(status: int, sent: str) -> type:
            where = {"path": "body", "header": "headers"}[place]
            return type(module.parse(status=status, **{where: {"code": sent}}))

        assert read(429, "ab") is module.LowerError
        assert read(400, "AB") is module.UpperError
        assert read(400, "Ab") is module.LowerError
        assert read(429, "Ab") is module.UpperError
        assert read(200, "Ab") is module.AcmeError

    def test_unknown_code_is_kept_as_sent(self, generate_module: GenerateModule) -> None:
        """Folding only affects the lookup."""
        module = generate_module(write_envelope(path="code", fold=["dash", "case"]) + self.ERRORS)
        assert module.parse(body={"code": "Some-New_Code"}).code == "Some-New_Code"

    def test_fold_applies_to_the_groups_of_the_place(self, generate_module: GenerateModule) -> None:
        """Groups from `{group}` in a path or in `parts` are folded too."""
        groups = "[groups.card_error]\n" + self.ERRORS
        module = generate_module(
            write_envelope(path="{group}.code", fold=["dash", "case"]) + groups
        )
        assert type(module.parse(body={"Card-Error": {"code": "x"}})) is module.CardError
        module = generate_module(
            write_envelope(path="code", parts="{group}: {code}", fold="dash") + groups
        )
        assert type(module.parse(body={"code": "card-error: x"})) is module.CardError
        assert type(module.parse(body={"code": "card-error"})) is module.CardError

    def test_fold_applies_to_match(self, generate_module: GenerateModule) -> None:
        """A folded spelling belongs to the same group."""
        module = generate_module(
            write_envelope(path="code", fold=["dash", "case"])
            + '[groups.card]\nmatch = "CARD_*"\n'
            + self.ERRORS
        )
        for code in ("CARD_X", "card-x", "Card_X"):
            assert type(module.parse(body={"code": code})) is module.CardError
        assert type(module.parse(body={"code": "cardx"})) is module.AcmeError

    def test_fold_is_that_of_the_envelope(self, generate_module: GenerateModule) -> None:
        """Other envelopes do not fold their codes."""
        second = write_envelope(path="other").replace('"only"', '"second"')
        module = generate_module(write_envelope(path="code", fold="case") + second + self.ERRORS)
        assert module.parse(body={"code": "low_funds"}).code == "LOW_FUNDS"
        assert module.parse(body={"other": "low_funds"}).known_code is None


class TestSuccess:
    """`success`: values that mean no error."""

    def test_value_of_success_is_not_a_code(self, generate_module: GenerateModule) -> None:
        """Integers and strings are compared as codes are."""
        module = generate_module(write_envelope(path="code", success=["OK", 0]) + BAD)
        for sent in ("OK", 0, "0"):
            assert module.parse(status=400, body={"code": sent}).code is None
        for sent in ("ok", "OK ", "00", "BAD"):
            assert module.parse(status=400, body={"code": sent}).code == sent

    def test_success_is_compared_in_every_spelling(self, generate_module: GenerateModule) -> None:
        """Folded spellings of a success value count as well."""
        module = generate_module(
            write_envelope(path="code", fold="case", success=["All-Right"]) + BAD
        )
        assert module.parse(status=400, body={"code": "all-right"}).code is None
        assert module.parse(status=400, body={"code": "all_right"}).code == "all_right"

    def test_success_is_compared_with_the_last_segment(
        self, generate_module: GenerateModule
    ) -> None:
        """A URI that ends in a success value means no error."""
        module = generate_module(
            write_envelope(path="type", last_segment=True, success=["fine"]) + BAD
        )
        assert module.parse(status=400, body={"type": "urn:x:fine"}).code is None
        assert module.parse(status=400, body={"type": "urn:x:BAD"}).code == "BAD"

    @pytest.mark.parametrize("text", ["OK", "done: OK", "done:  OK "])
    def test_success_is_compared_with_whole_and_part(
        self, generate_module: GenerateModule, text: str
    ) -> None:
        """The extracted code is compared, and so is the whole string."""
        module = generate_module(
            write_envelope(path="code", parts="{group}: {code}", success=["OK"]) + BAD
        )
        assert module.parse(status=400, body={"code": text}).code is None

    def test_whole_string_may_be_a_value_of_success(self, generate_module: GenerateModule) -> None:
        """Only that exact string means success."""
        place = write_envelope(path="code", parts="{group}: {code}", success=["done: BAD"])
        module = generate_module(place + BAD)
        assert module.parse(body={"code": "done: BAD"}).code is None
        assert module.parse(body={"code": "failed: BAD"}).code == "BAD"

    def test_declared_code_may_be_a_value_of_success(self, generate_module: GenerateModule) -> None:
        """The same code may still be an error in another envelope."""
        second = write_envelope(path="other").replace('"only"', '"second"')
        module = generate_module(
            write_envelope(path="code", parts="{code}: {}", success=["BAD"]) + second + BAD
        )
        for text in ("BAD", "BAD:", "BAD: ", "BAD: x"):
            assert module.parse(body={"code": text}).code is None
        assert module.parse(body={"other": "BAD"}).code == "BAD"

    def test_next_envelope_is_read_after_a_success(self, generate_module: GenerateModule) -> None:
        """A success value does not end the search."""
        second = write_envelope(path="reason").replace('"only"', '"second"')
        module = generate_module(write_envelope(path="state", success=["OK"]) + second + BAD)
        assert module.parse(body={"state": "OK", "reason": "BAD"}).code == "BAD"

    def test_other_keys_are_read_after_a_success(self, generate_module: GenerateModule) -> None:
        """One key's success does not hide another key's error."""
        module = generate_module(write_envelope(path="results.{group}.code", success=["OK"]) + BAD)
        body = {"results": {"a": {"code": "OK"}, "b": {"code": "BAD"}}}
        assert module.parse(body=body).code == "BAD"


class TestExactlyOnePlace:
    """A place has exactly one of `path`, `header`, `query` and `status`."""

    @pytest.mark.parametrize(
        "place",
        [
            {"summary": "Nowhere."},
            {"path": "code", "header": "X-Code"},
            {"path": "code", "query": "code"},
            {"query": "code", "status": True},
            {"status": False},
        ],
    )
    def test_no_or_several_places_are_a_finding(
        self, findings: Callable[..., set[str]], place: dict[str, Any]
    ) -> None:
        """A code's place has no default."""
        assert findings(write_envelope(**place) + BAD) == {"R231"}


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ({"path": "errors[0].code"}, "errors[0].code"),
        ({"path": "error", "parts": "{group} -- {code}"}, "error: {group} -- {code}"),
        ({"header": "X-Code"}, "X-Code:"),
        ({"header": "WWW-Authenticate", "parameter": "error"}, "WWW-Authenticate: error="),
        ({"query": "error"}, "?error="),
        ({"query": "error", "parts": "{code}:{}"}, "?error={code}:{}"),
        ({"header": "X-Code", "parts": "E-{code}"}, "X-Code: E-{code}"),
        (
            {"header": "WWW-Authenticate", "parameter": "error", "parts": "{code}:{}"},
            "WWW-Authenticate: error={code}:{}",
        ),
        ({"status": True}, "the status"),
    ],
)
def test_place_is_described_in_the_reference(
    generate_row: Callable[[str, str], dict[str, str]], place: dict[str, Any], shown: str
) -> None:
    """The table of fields shows any sort of place."""
    assert generate_row(write_envelope(**place) + BAD, "the code")["read from"] == shown
