"""Names: classes, members of `Code`, anchors, modules."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from tests.output.markdown import read

GenerateModule = Callable[..., ModuleType]
Findings = Callable[..., set[str]]

SHAPE = """
[[envelopes]]
id = "json"
code = { path = "code" }
group = { path = "type" }
"""
SDK = 'acronyms = ["API", "DPoP", "URI", "iOS2"]\n'


def write_error(id_: str, *lines: str) -> str:
    """Write an error."""
    more = "".join(f"{line}\n" for line in lines)
    return f'[errors."{id_}"]\nstatus = 400\nsummary = "It is refused."\n{more}'


class TestClass:
    """A class name from an id."""

    @pytest.mark.parametrize(
        ("id_", "class_"),
        [
            ("AUTH_INVALID_GRANT", "AuthInvalidGrantError"),
            ("userCancel", "UserCancelError"),
            ("user-cancel-2", "UserCancel2Error"),
            ("some.dotted:id with/all", "SomeDottedIdWithAllError"),
            ("HTTPServer", "HttpserverError"),
            ("v2Beta", "V2betaError"),
            ("E12", "E12Error"),
            ("plain", "PlainError"),
        ],
    )
    def test_id_is_split_and_words_are_capitalized(
        self, generate_module: GenerateModule, id_: str, class_: str
    ) -> None:
        """Ids are split at all characters but letters and digits, and where capitals begin."""
        assert generate_module(SHAPE + write_error(id_)).ERRORS[id_].__name__ == class_

    @pytest.mark.parametrize(
        ("id_", "class_"),
        [
            ("invalid-redirect-uri", "InvalidRedirectURIError"),
            ("URI_MISSING", "URIMissingError"),
            ("Api:Down", "APIDownError"),
            ("BAD_dpop_proof", "BadDPoPProofError"),
            ("urine", "UrineError"),
            ("badUriError", "BadURIError"),
        ],
    )
    def test_acronyms_keep_their_spelling(
        self, generate_module: GenerateModule, id_: str, class_: str
    ) -> None:
        """Acronyms are whole words of `sdk.toml`, whatever their case in the id."""
        assert generate_module(SHAPE + write_error(id_), sdk=SDK).ERRORS[id_].__name__ == class_

    @pytest.mark.parametrize(
        ("id_", "class_"),
        [
            ("SYSTEM_INTERNAL_ERROR", "SystemInternalError"),
            ("gate_err", "GateError"),
            ("lateException", "LateError"),
            ("error_inside", "ErrorInsideError"),
            ("ERROR_ERROR", "ErrorError"),
            ("terror", "TerrorError"),
        ],
    )
    def test_final_word_error_is_dropped(
        self, generate_module: GenerateModule, id_: str, class_: str
    ) -> None:
        """It is dropped once, and only as a separate word."""
        assert generate_module(SHAPE + write_error(id_)).ERRORS[id_].__name__ == class_

    def test_groups_are_named_as_errors_are(self, generate_module: GenerateModule) -> None:
        """A group's name comes from its id, including acronyms."""
        module = generate_module(SHAPE + "[groups.bad_api]\n[groups.proof-error]\n", sdk=SDK)
        assert issubclass(module.BadAPIError, module.AcmeError)
        assert issubclass(module.ProofError, module.AcmeError)

    @pytest.mark.parametrize(
        "id_",
        [
            pytest.param("2001", id="starts-with-a-digit"),
            pytest.param("2fa_missing", id="starts-with-a-digit-and-goes-on"),
            pytest.param("SIG_BB607", id="three-digits-in-a-row"),
            pytest.param("SYSTEM", id="pythons-own"),
            pytest.param("TIMEOUT_ERROR", id="pythons-own-without-error"),
            pytest.param("not_found", id="a-kinds"),
            pytest.param("NotFound_Error", id="a-kinds-without-error"),
            pytest.param("permission-denied", id="a-kinds-too"),
            pytest.param("API_ERROR", id="the-roots"),
            pytest.param("ERROR", id="nothing-but-error"),
            pytest.param("undocumented_thing", id="the-prefix-that-is-kept"),
        ],
    )
    @pytest.mark.parametrize("table", ["errors", "groups"])
    def test_class_is_required_if_the_id_gives_no_name(
        self, findings: Findings, table: str, id_: str
    ) -> None:
        """Its absence is a finding, which a stated class fixes."""
        text = SHAPE + (write_error(id_) if table == "errors" else f'[groups."{id_}"]\n')
        assert findings(text) == {"R301"}
        assert findings(text + 'class = "FittingError"\n') == set()

    @pytest.mark.parametrize(
        "class_",
        [
            "SystemError",
            "TimeoutError",
            "NotFoundError",
            "NOTFOUNDError",
            "ApiError",
            "APIError",
            "Error",
            "UndocumentedThingError",
        ],
    )
    def test_stated_class_must_not_be_taken(self, findings: Findings, class_: str) -> None:
        """Names of Python, of kinds and of the root are taken; ours in any case."""
        assert findings(SHAPE + write_error("BAD", f'class = "{class_}"')) == {"R302"}

    @pytest.mark.parametrize("class_", ["Internal801Error", "Sig607Error"])
    def test_stated_class_may_have_digits(
        self, generate_module: GenerateModule, class_: str
    ) -> None:
        """Some codes differ only by number."""
        module = generate_module(SHAPE + write_error("E801", f'class = "{class_}"'))
        assert module.ERRORS["E801"].__name__ == class_

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param(
                write_error("BAD_X") + write_error("bad-x2", 'class = "BadXError"'), id="two-errors"
            ),
            pytest.param("[groups.bad]\n" + write_error("BAD"), id="group-and-member"),
            pytest.param(write_error("acme"), id="the-providers"),
            pytest.param(write_error("BadX") + write_error("badx"), id="whatever-the-case"),
        ],
    )
    def test_duplicate_class_is_a_finding(self, findings: Findings, text: str) -> None:
        """The second class would replace the first."""
        assert "R303" in findings(SHAPE + text)

    def test_group_keeps_the_plain_name_on_a_collision(
        self, generate_module: GenerateModule
    ) -> None:
        """The member has another name and says why."""
        module = generate_module(
            SHAPE
            + '[groups.carrier]\nmatch = "CARRIER_*"\n'
            + write_error("CARRIER_ERROR", 'class = "GenericCarrierError"')
        )
        assert issubclass(module.GenericCarrierError, module.CarrierError)
        assert module.CarrierError.info.code is None


class TestUndocumented:
    """`Undocumented…`: the names of group or provider and of kind, without their `Error`."""

    PROVIDER = (
        SHAPE
        + '[groups.session]\n[groups.not_found]\nclass = "AcmeNotFoundError"\n'
        + write_error("BAD")
    )

    @pytest.mark.parametrize(
        ("type_", "status", "name"),
        [
            (None, 503, "UndocumentedAcmeUnavailableError"),
            ("session", 409, "UndocumentedSessionConflictError"),
            ("session", 400, "UndocumentedSessionInvalidRequestError"),
            ("not_found", 404, "UndocumentedAcmeNotFoundNotFoundError"),
            ("not_found", 500, "UndocumentedAcmeNotFoundInternalError"),
        ],
    )
    def test_name_combines_family_and_kind(
        self,
        generate_module: GenerateModule,
        generate_package: GenerateModule,
        type_: str | None,
        status: int,
        name: str,
    ) -> None:
        """The class can be imported by that name, and derives from both."""
        module, package = generate_module(self.PROVIDER), generate_package(self.PROVIDER)
        found: Any = module.parse(status=status, body={"code": "NEW", "type": type_})
        assert type(found).__name__ == type(found).__qualname__ == name
        assert getattr(module, name) is type(found)
        family = {
            None: module.AcmeError,
            "session": module.SessionError,
            "not_found": module.AcmeNotFoundError,
        }[type_]
        kind = next(base for base in type(found).__bases__ if base is not family)
        assert type(found).__bases__ == (family, getattr(package, kind.__name__))

    def test_name_is_found_before_anything_was_parsed(
        self, generate_module: GenerateModule
    ) -> None:
        """A client may name the class in `except` before it is first used."""
        module = generate_module(self.PROVIDER + "\n# Another text is another package.\n")
        cls = module.UndocumentedSessionExpiredError
        assert issubclass(cls, module.SessionError)
        assert cls.info.kind == "expired"

    def test_unknown_undocumented_name_is_an_attribute_error(
        self, generate_module: GenerateModule
    ) -> None:
        """A misspelled name is not turned into a class."""
        module = generate_module(self.PROVIDER)
        for name in (
            "UndocumentedError",
            "UndocumentedSessionError",
            "UndocumentedBadConflictError",
        ):
            with pytest.raises(AttributeError, match=name):
                getattr(module, name)

    def test_names_are_not_exported(self, generate_module: GenerateModule) -> None:
        """`__all__` has only documented classes."""
        module = generate_module(self.PROVIDER)
        assert not [name for name in module.__all__ if name.startswith("Undocumented")]

    def test_class_is_picklable_by_its_name(self, generate_module: GenerateModule) -> None:
        """Another process finds the class by its name."""
        module = generate_module(self.PROVIDER)
        found = module.parse(status=409, body={"code": "NEW", "type": "session"})
        copy = pickle.loads(pickle.dumps(found))  # noqa: S301 - of this very process
        assert (type(copy), copy.code, copy.status) == (type(found), "NEW", 409)


class TestMember:
    """A member of `Code`."""

    @pytest.mark.parametrize(
        ("code", "member"),
        [
            ("SIG-BB607", "SIG_BB607"),
            ("not_found", "NOT_FOUND"),
            ("471", "CODE_471"),
            ("2fa.missing", "CODE_2FA_MISSING"),
            ("a b:c/d", "A_B_C_D"),
            ("userCancel", "USERCANCEL"),
            ("class", "CLASS"),
            ("naïve", "NA_VE"),
        ],
    )
    def test_member_is_the_code_in_upper_case(
        self, generate_module: GenerateModule, code: str, member: str
    ) -> None:
        """`_` replaces all but letters and digits, and `CODE_` precedes a leading digit."""
        module = generate_module(SHAPE + write_error(code, 'class = "OnlyError"'))
        assert {member.name: member.value for member in module.Code} == {member: code}
        assert module.OnlyError().known_code is module.Code[member]

    def test_member_is_of_the_code_not_of_the_id(self, generate_module: GenerateModule) -> None:
        """The member is named after the code that is sent."""
        module = generate_module(SHAPE + write_error("grant_throttled", 'code = "invalid-grant"'))
        assert [member.name for member in module.Code] == ["INVALID_GRANT"]

    def test_member_compares_as_string(self, generate_module: GenerateModule) -> None:
        """`Code` is a `StrEnum`."""
        module = generate_module(SHAPE + write_error("BAD"))
        assert module.Code.BAD == "BAD"
        assert str(module.Code("BAD")) == "BAD"

    def test_equal_members_are_a_finding(self, findings: Findings) -> None:
        """Every code has a separate member."""
        text = SHAPE + write_error("a.b") + write_error("A-B", 'class = "OtherError"')
        assert "R304" in findings(text)

    @pytest.mark.parametrize(
        ("code", "member"),
        [("-32600", "CODE__32600"), ("_x", "CODE__X"), (".5", "CODE__5"), ("é", "CODE__")],
    )
    def test_code_with_an_invalid_first_character(
        self, generate_module: GenerateModule, code: str, member: str
    ) -> None:
        """`CODE_` precedes a character that cannot begin a name."""
        module = generate_module(SHAPE + write_error(code, 'class = "OnlyError"'))
        assert [code.name for code in module.Code] == [member]


class TestAnchor:
    """An error's anchor in the reference."""

    @pytest.mark.parametrize(
        ("id_", "anchor"),
        [
            ("AUTH_INVALID_GRANT", "auth-invalid-grant"),
            ("0.0.1", "0-0-1"),
            ("userCancel", "usercancel"),
            ("a b:c", "a-b-c"),
            ("471", "471"),
            ("nué", "nu-"),
        ],
    )
    def test_anchor_is_the_id_in_lower_case(
        self, generate_page: Callable[..., str], id_: str, anchor: str
    ) -> None:
        """`-` replaces all but letters and digits, and the table links to the anchor."""
        page = generate_page(SHAPE + write_error(id_, 'class = "OnlyError"', 'code = "sent"'))
        assert anchor in [section.anchor for section in read(page).sections]
        assert f"[`sent`](#{anchor})" in page

    def test_equal_anchors_are_a_finding(self, findings: Findings) -> None:
        """A link must lead to one section."""
        text = (
            SHAPE
            + write_error("a.b", 'code = "x"')
            + write_error("a_b", 'code = "y"', 'class = "YError"')
        )
        assert findings(text) == {"R305"}


class TestModule:
    """The file's stem is the name of the generated module."""

    @pytest.mark.parametrize("name", ["acme", "acme_pay", "a1"])
    def test_module_is_named_after_the_file(
        self, generate_module: GenerateModule, generate_package: GenerateModule, name: str
    ) -> None:
        """`PROVIDERS` and `log_fields` use that name."""
        module = generate_module(SHAPE + write_error("BAD"), name=name)
        assert module.__name__.rpartition(".")[2] == name
        assert set(generate_package(SHAPE + write_error("BAD"), name=name).PROVIDERS) == {name}
        assert module.BadError().log_fields()["provider"] == name

    @pytest.mark.parametrize("name", ["Acme", "acme-pay", "1acme", "class", "_acme", "testing"])
    def test_invalid_module_name_is_a_finding(self, findings: Findings, name: str) -> None:
        """Names have lower case letters, digits and `_`, and are not keywords."""
        assert findings(SHAPE + write_error("BAD"), name=name) == {"R307"}
