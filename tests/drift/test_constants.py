"""Enums and constants in source code."""

from __future__ import annotations

import pytest

from errsmith.drift.pages.constants import read_constants
from errsmith.drift.pages.page import Heading
from tests.drift.growth import grows_linearly
from tests.drift.shown import show

TYPESCRIPT = """\
export enum ErrorCode {
  /** The key is wrong. */
  InvalidKey = "INVALID_KEY",
  Expired = 'EXPIRED', // It expired
  Plain,
}
export const ERRORS = {
  NOT_FOUND: { code: "E404", status: 404, message: "No such thing" },
  GONE: { code: "E410", status: 410 },
} as const;
const LIST = [
  { code: "A1", status: 400 },
  { code: "A2", status: 401 },
];
export const MESSAGES: Record<string, string> = {
  // Comment
  E_ONE: "First",
  "e-two": "Second " + "part",
};
export class Foo {
  static readonly BAD_THING = "bad_thing";
  method(x: string) { const y = "no"; return { code: "x" }; }
}
function f() { const Z = "no"; }
"""

JAVA = """\
package x.y;
import java.util.List;
/** All errors. */
public enum ErrorCode {
    /**
     * Not there.
     */
    NOT_FOUND(404, "Not there"),
    CONFLICT(HttpStatus.CONFLICT,
        "conflict_code", "Two " +
        "at once"),
    @Deprecated
    OLD("old");

    private final int status;
    ErrorCode(int status, String m) { this.status = status; }
    public static final String PREFIX = "err";
}
"""

PYTHON = '''\
"""Module."""
from enum import Enum

class ErrorCode(str, Enum):
    """Codes."""

    INVALID_KEY = "invalid_key"
    """The key is invalid."""
    EXPIRED = "expired"  # It has expired
    # Above it
    TUPLE = ("tuple_code", 404, "Text")
    BARE_TUPLE = "x", 5

class NoneError(ApiError):
    """None."""
    code = "none"
    status_code = 404

    def method(self):
        local = "no"
        return 1

RATE_LIMITED = ErrorDef(code="rate_limited", status=429)
ERRORS = {
    "a_b": "Text of a",
    "c_d": {"status": 400, "message": "m"},
}
'''

GO = """\
package errs

type ErrorCode = string

type Code int

type Error struct {
	Code ErrorCode `json:"code,omitempty"`
}

const (
	// ErrBadKey is for bad keys.
	ErrBadKey ErrorCode = "bad_key"
	ErrOld    ErrorCode = "old" // old one
	// Lost.
	//
	// HTTP code: 404
	ErrLost   Reason = "lost"
)

const (
	CodeA Code = iota + 100
	CodeB
)

var ErrNope = errors.New("nope")

var texts = map[Code]string{
	CodeA: "Text A",
	CodeB: "Text B",
}

func (c Code) String() string { return "x" }
"""

TYPES = """\
export type Code =
  // It is old.
  | "key_old"
  | "key_new"
  | (string & {});
export const Codes = { A: "a" } as const;
export type Codes = (typeof Codes)[keyof typeof Codes];
type Name = string;
type Color = "red" | "blue";
"""

TABLE = '''\
class Errors(Enum):
    """All errors.

    +------+------+
    | Code | Text |
    +======+======+
    | 104  | Old  |
    +------+------+
    """

    OLD = VERY_OLD = 104
'''

RUST = """\
/// Errors.
#[derive(Debug, Error)]
pub enum ApiError {
    /// Not found.
    #[error("not found")]
    NotFound,
    #[serde(rename = "rate_limited")]
    RateLimited { retry_after: u64 },
    Code(u16) = 5,
}
pub const BAD: &'static str = "bad";
pub const MAX: u32 = 5;
"""

C_SHARP = """\
namespace Acme.Errors
{
    public enum Code
    {
        /// <summary>Unknown thing.</summary>
        [Text("Unknown")]
        Unknown = 0,
        BadKey = 101,
    }
    public static class Codes
    {
        public const string Expired = "EXPIRED";
        public static readonly ErrorInfo Gone = new ErrorInfo("GONE", 410);
    }
}
"""

KOTLIN = """\
enum class Err(val code: Int, val text: String) {
    NOPE(404, "nope"),
    NAMED(code = 5, text = "x");
    companion object {
        const val TOP = "top"
    }
}
"""

PHP = """\
<?php
final class Codes {
    const A_B = 'a_b';
    public const C_D = 12;
    private $x = 'no';
    public static $map = [
        'e1' => ['status' => 404, 'message' => 'M'],
        'e2' => 'plain',
    ];
}
enum Suit: string {
    case Hearts = 'H';
    case Spades = 'S';
}
define('TOP_ERR', 7);
"""

RUBY = """\
module Errors
  # Not found
  NOT_FOUND = "not_found".freeze
  CODES = {
    bad: 400,
    "x_y" => { status: 401, message: "m" },
  }.freeze
  class Inner
    DEEP = 5
  end
end
"""

PROTOBUF = """\
enum Code {
  // Fine.
  OK = 0;
  BAD = 1 [deprecated = true]; // Bad one
}
"""

C = """\
#include <x.h>
#define ERR_BAD_KEY 101 /* bad key */
#define ERR_TEXT "text"
typedef enum { ERR_A = -1, ERR_B, } err_t;
"""


def test_typescript() -> None:
    """Enums, objects and lists of TypeScript are constants with values and comments."""
    assert show(read_constants(TYPESCRIPT)) == [
        "1 # ErrorCode",
        "3 datum ErrorCode/InvalidKey: value=INVALID_KEY, description=The key is wrong.",
        "4 datum ErrorCode/Expired: value=EXPIRED, description=It expired",
        "5 datum ErrorCode/Plain: ",
        "7 # ERRORS",
        "8 datum ERRORS/NOT_FOUND: code=E404, status=404, message=No such thing",
        "9 datum ERRORS/GONE: code=E410, status=410",
        "11 # LIST",
        "12 datum LIST/-: code=A1, status=400",
        "13 datum LIST/-: code=A2, status=401",
        "15 # MESSAGES",
        "17 datum MESSAGES/E_ONE: value=First, description=Comment",
        "18 datum MESSAGES/e-two: value=Second part",
        "20 # Foo",
        "21 datum Foo/BAD_THING: value=bad_thing",
    ]


def test_java() -> None:
    """An enum of Java has constants with values and comments."""
    assert show(read_constants(JAVA)) == [
        "4 # ErrorCode",
        "8 datum ErrorCode/NOT_FOUND: 1=404, 2=Not there, description=Not there.",
        "9 datum ErrorCode/CONFLICT: 1=HttpStatus.CONFLICT, 2=conflict_code@10, 3=Two at once@10",
        "13 datum ErrorCode/OLD: 1=old",
        "17 datum ErrorCode/PREFIX: value=err",
    ]


def test_python() -> None:
    """Enums, classes and mappings of Python are constants with values and comments."""
    assert show(read_constants(PYTHON)) == [
        "4 # ErrorCode",
        "7 datum ErrorCode/INVALID_KEY: value=invalid_key, description=The key is invalid.@8",
        "9 datum ErrorCode/EXPIRED: value=expired, description=It has expired",
        "11 datum ErrorCode/TUPLE: 1=tuple_code, 2=404, 3=Text, description=Above it",
        "12 datum ErrorCode/BARE_TUPLE: 1=x, 2=5",
        "14 # NoneError",
        "14 datum NoneError/NoneError: code=none@16, status_code=404@17, description=None.@15",
        "23 datum RATE_LIMITED: code=rate_limited, status=429",
        "24 # ERRORS",
        "25 datum ERRORS/a_b: value=Text of a",
        "26 datum ERRORS/c_d: status=400, message=m",
    ]


def test_go() -> None:
    """Constants and maps of Go are constants with values and comments."""
    assert show(read_constants(GO)) == [
        "7 # Error",
        "13 # ErrorCode",
        "13 datum ErrorCode/ErrBadKey: value=bad_key, description=ErrBadKey is for bad keys.",
        "14 datum ErrorCode/ErrOld: value=old, description=old one",
        "18 # Reason",
        "18 datum Reason/ErrLost: value=lost, description=Lost. HTTP code: 404, HTTP code=404@17",
        "22 # Code",
        "22 datum Code/CodeA: ",
        "23 datum Code/CodeB: ",
        "26 datum ErrNope: value=nope",
        "28 # texts",
        "29 datum texts/CodeA: value=Text A",
        "30 datum texts/CodeB: value=Text B",
    ]


def test_types() -> None:
    """A type that lists strings has constants; one with the name of something else has none."""
    assert show(read_constants(TYPES)) == [
        "1 # Code",
        "3 datum Code/-: value=key_old, description=It is old.",
        "4 datum Code/-: value=key_new",
        "6 # Codes",
        "6 datum Codes/A: value=a",
    ]


def test_table_in_docstring() -> None:
    """A table in the description of a class is one, too."""
    assert show(read_constants(TABLE)) == [
        "1 # Errors",
        "4 table",
        "  header: Code@5 | Text@5",
        "  104@7 | Old@7",
        "11 datum Errors/OLD: value=104",
    ]


def test_rust() -> None:
    """Variants of Rust with attributes are constants with values and comments."""
    assert show(read_constants(RUST)) == [
        "3 # ApiError",
        "6 datum ApiError/NotFound: error=not found@5, description=Not found.@5",
        "8 datum ApiError/RateLimited: rename=rate_limited@7",
        "9 datum ApiError/Code: value=5",
        "11 datum BAD: value=bad",
        "12 datum MAX: value=5",
    ]


MACRO = """\
macro_rules! error_codes {
    ($($name:ident, $kind:ident, $status:ident);* $(;)?) => { $( pub struct $name; )* }
}
error_codes! {
// The key is wrong.
KeyNotFound    , Client   , NOT_FOUND ;
KeyLocked      , Client   , CONFLICT;
VaultDown      , Internal , 503
}
lazy_static! { static ref KEYS: Keys = load(); }
vec! { one; two; three }
"""


def test_macro_of_rust() -> None:
    """Rows of a macro call are constants with numbered values; other macro calls have none."""
    assert show(read_constants(MACRO)) == [
        "4 # error_codes",
        "6 datum error_codes/KeyNotFound: 1=Client, 2=NOT_FOUND, description=The key is wrong.",
        "7 datum error_codes/KeyLocked: 1=Client, 2=CONFLICT",
        "8 datum error_codes/VaultDown: 1=Internal, 2=503",
    ]


@pytest.mark.parametrize("exporting", ["export default", "module.exports =", "exports.errors ="])
@pytest.mark.parametrize(
    ("members", "shown"),
    [
        ("{ OLD: { code: 'K1', message: 'Old' } }", "2 datum OLD: code=K1, message=Old"),
        ("{ 'K1': 'Old' }", "2 datum K1: value=Old"),
        ("{ 4001: 'Old' }", "2 datum 4001: value=Old"),
        ("{ 4001: { message: 'Old' } }", "2 datum 4001: message=Old"),
        ("[{ code: 'K1', message: 'Old' }]", "2 datum -: code=K1, message=Old"),
    ],
)
def test_exports(exporting: str, members: str, shown: str) -> None:
    """What a module exports is read with or without a name."""
    blocks = show(read_constants(f"'use strict';\n{exporting} {members};\n"))

    assert [line.replace("exports/", "").replace("errors/", "") for line in blocks[-1:]] == [shown]


def test_lines_inside_page() -> None:
    """Constants in an example have their lines of the page."""
    assert show(read_constants("enum A {\n  B = 1,\n}\n", 41)) == [
        "41 # A",
        "42 datum A/B: value=1",
    ]


def test_c_sharp() -> None:
    """Enums and constants of C# are constants with values and comments."""
    assert show(read_constants(C_SHARP)) == [
        "1 # Acme.Errors",
        "3 ## Code",
        "7 datum Acme.Errors/Code/Unknown: value=0, Text=Unknown@6, description=Unknown thing.@6",
        "8 datum Acme.Errors/Code/BadKey: value=101",
        "10 ## Codes",
        "12 datum Acme.Errors/Codes/Expired: value=EXPIRED",
        "13 datum Acme.Errors/Codes/Gone: 1=GONE, 2=410",
    ]


def test_kotlin() -> None:
    """An enum of Kotlin has constants with values and comments."""
    assert show(read_constants(KOTLIN)) == [
        "1 # Err",
        "2 datum Err/NOPE: 1=404, 2=nope",
        "3 datum Err/NAMED: code=5, text=x",
        "5 datum Err/TOP: value=top",
    ]


def test_php() -> None:
    """Constants and arrays of PHP are constants with values and comments."""
    assert show(read_constants(PHP)) == [
        "2 # Codes",
        "2 datum Codes/Codes: x=no@5",
        "3 datum Codes/A_B: value=a_b",
        "4 datum Codes/C_D: value=12",
        "6 ## map",
        "7 datum Codes/map/e1: status=404, message=M",
        "8 datum Codes/map/e2: value=plain",
        "11 # Suit",
        "12 datum Suit/Hearts: value=H",
        "13 datum Suit/Spades: value=S",
        "15 datum TOP_ERR: value=7",
    ]


def test_ruby() -> None:
    """Constants and hashes of Ruby are constants with values and comments."""
    assert show(read_constants(RUBY)) == [
        "1 # Errors",
        "3 datum Errors/NOT_FOUND: value=not_found, description=Not found",
        "4 ## CODES",
        "5 datum Errors/CODES/bad: value=400",
        "6 datum Errors/CODES/x_y: status=401, message=m",
        "8 ## Inner",
        "9 datum Errors/Inner/DEEP: value=5",
    ]


def test_protobuf() -> None:
    """An enum of protobuf has constants with values and comments."""
    assert show(read_constants(PROTOBUF)) == [
        "1 # Code",
        "3 datum Code/OK: value=0, description=Fine.",
        "4 datum Code/BAD: value=1, description=Bad one",
    ]


def test_c() -> None:
    """Macros and an enum of C are constants with values and comments."""
    assert show(read_constants(C)) == [
        "2 datum ERR_BAD_KEY: value=101, description=bad key",
        "3 datum ERR_TEXT: value=text",
        "4 datum ERR_A: value=-1",
        "4 datum ERR_B: ",
    ]


@pytest.mark.parametrize(
    "code",
    [
        "function f() { const NO = 1; return { code: 'x' }; }",
        "def f():\n    NO = 1\n    return {'code': 'x'}\n",
        "if (a) { B = 1 }",
        "import { A as B } from 'enum';",
        "// enum A { B = 1 }",
        "x = 'enum A { B = 1 }'",
        "const a = b + c;",
    ],
)
def test_code_without_constants(code: str) -> None:
    """Variables in functions, imports and comments are no constants."""
    assert read_constants(f"{code}\n").blocks == ()


def test_headings_around_constants() -> None:
    """The headings of a constant are the names around it."""
    page = read_constants("namespace A {\n  enum B {\n    C = 1,\n  }\n}\nconst D = 2;\n")
    paths = [
        [heading.content.text for heading in block.headings]
        for block in page.blocks
        if not isinstance(block, Heading)
    ]

    assert paths == [["A", "B"], []]
    assert page.form == "source"


@pytest.mark.parametrize(
    ("code", "inside"),
    [
        ("enum A {\n  B = 1,\n", "a block of code"),
        ("enum A {\n  B = 1,\n}", None),
        ("A = 1 /* never", "a block of code"),
        ('A = """never', "a block of code"),
        ("", None),
    ],
)
def test_end_of_code(code: str, inside: str | None) -> None:
    """Code that ends inside brackets, a comment or a string is noticed."""
    assert read_constants(code).cut_inside == inside


@pytest.mark.parametrize(
    "code", [TYPESCRIPT, JAVA, PYTHON, GO, RUST, C_SHARP, KOTLIN, PHP, RUBY, PROTOBUF, C]
)
def test_code_cut_anywhere(code: str) -> None:
    """A file that was cut can be read, and no line is beyond its end."""
    for end in range(0, len(code), 2):
        page = read_constants(code[:end])

        assert all(1 <= block.line <= page.lines for block in page.blocks)


@pytest.mark.parametrize(
    "part",
    [
        "{",
        "(",
        "[(",
        "a={",
        "a = b {",
        "enum a {\n",
        "class a:\n ",
        "@a(",
        "a! {\nb, c;",
        "export default [{",
        "#[",
        "/*",
        '"',
        "'a",
        '"""',
        "`",
        "A = 1;",
        "A,",
        "}",
        "=>",
        "\\",
    ],
)
def test_hostile_code(part: str) -> None:
    """The time to read code grows with its length, whatever is in it."""
    assert grows_linearly(lambda size: read_constants((part * size)[:size]), 1_000, 8_000)
