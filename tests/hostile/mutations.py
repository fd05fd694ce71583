"""Random changes of valid registries, of their bytes, values or strings."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Iterator
from typing import Any, Final

from hypothesis import strategies as st

from .seeds import Values
from .writing import write_inline, write_toml

# --- strings -------------------------------------------------------------------------------------

BIDI: Final = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
NASTY: Final = (
    *("", " ", "\t", "\n", "\r\n", "\0", "\x1b[31mred\x1b[0m", "\x7f", "\x85", "\xa0", "\u2028"),
    *("\ufeff", "\ufffe", "\U0010ffff", "\ue000", "e\u0301", "\U0001f468\u200d\U0001f469", BIDI),
    *("\u202etxt.exe", "ﬀ", "İ", "ß", "٣", "²", "署名", "\u3000", "\ud7ff", "\U000e0041"),
    *('"', '"""', "'''", "\\", "\\\\", "\\N{DIGIT ONE}", "a\\", '"""\nimport os', "\\\n"),
    *("{{ view }}", "{% raw %}", "{# #}", "{group}", "{code}", "{", "}", "{}", "%s", "$(x)"),
    *("|", "`", "```", "~~~", "<b>", "<!--", "-->", "--!>", "&lt;", "#", "# x", "- x", "1. x"),
    *("[x](y)", "![x](y)", "<https://x.example>", "www.x.example", "x@x.example", "***", "___"),
    *("None", "True", "class", "Error", "ApiError", "KeyError", "__init__", "self", "1" * 5000),
    *("a" * 300, "a" * 2000, "a " * 500, "*" * 50, "?*" * 50, "a.b[0].{group}", "[", "].", "/"),
    *("..", "../../x", "/etc/passwd", "C:\\x", "nul", "https://x.example", "https://[", "4xx"),
)
"""Strings that have caused trouble somewhere."""

CHARACTERS: Final = st.characters(exclude_categories=["Cs"])
"""Every code point that TOML allows."""

TEXTS: Final = st.one_of(
    st.sampled_from(NASTY),
    st.lists(st.sampled_from(NASTY), min_size=2, max_size=4).map("".join),
    st.text(CHARACTERS, max_size=20),
)

# --- values --------------------------------------------------------------------------------------


def nest(depth: int, *, as_list: bool) -> object:
    """Return a value in this many lists or tables."""
    value: object = 1
    for _ in range(depth):
        value = [value] if as_list else {"a": value}
    return value


SCALARS: Final[tuple[object, ...]] = (
    *(True, False, 0, 1, -1, 99, 100, 404, 599, 600, 2**63 - 1, -(2**63), 2**63, 2**5000, 10**400),
    *(0.0, -0.0, 1.5, 5e-324, 1e308, float("inf"), float("-inf"), float("nan")),
    *(datetime.date.min, datetime.date.max, datetime.date(2026, 11, 21)),
    *(datetime.time.max, datetime.datetime(2026, 11, 21, tzinfo=datetime.UTC)),
    datetime.datetime(1, 1, 1),  # noqa: DTZ001 - without a zone, too
)
COMPOSITES: Final[tuple[object, ...]] = (
    *([], {}, [[]], [{}], [[], {}], {"": ""}, {"a": {}}, [1, "a", True, 1.5, {}, []]),
    *(["a", "a"], [404, 404, "4xx", "4xx"], [404, 404.0, True], {"en": "a", "xx-": "b", "": "c"}),
    *(nest(depth, as_list=as_list) for depth in (9, 99, 101, 400) for as_list in (True, False)),
    [str(number) for number in range(300)],
    [number % 600 for number in range(300)],
    {f"k{number}": {"summary": str(number)} for number in range(100)},
)
KEYS: Final = (
    *("provider", "sources", "scopes", "envelopes", "categories", "groups", "errors", "title"),
    *("class", "class_", "summary", "status", "statuses", "code", "path", "fields", "when", "body"),
    *("retry", "documented", "derived", "delay", "user_message", "en", "example", "headers", "id"),
    *("match", "kind", "source", "link", "removed", "replacement", "fold", "parts", "group"),
    *("package", "distribution", "license_file", "acronyms", "reference_url", "repository"),
    *("summry", "a.b"),
)

VALUES: Final = st.one_of(st.sampled_from(SCALARS), st.sampled_from(COMPOSITES), TEXTS).map(
    copy.deepcopy
)


def find_containers(values: object) -> Iterator[Any]:
    """Yield every list and table of a file that is not empty, from the top."""
    todo = [values]
    while todo:
        value = todo.pop()
        if isinstance(value, (dict, list)) and value:
            yield value
            todo.extend(value.values() if isinstance(value, dict) else value)


def _change(draw: st.DrawFn, values: Values, others: tuple[Values, ...]) -> None:
    """Change one place of a file's values."""
    places = [*find_containers(values)]
    if not places:
        values["errors"] = draw(VALUES)
        return
    place = places[draw(st.integers(0, len(places) - 1))]
    keys = [*place] if isinstance(place, dict) else [*range(len(place))]
    key: Any = keys[draw(st.integers(0, len(keys) - 1))]
    kind = draw(st.integers(0, 9))
    if kind < 3:
        place[key] = draw(VALUES)
    elif kind < 5:
        place[key] = draw(TEXTS)
    elif kind == 5:
        del place[key]
    elif kind == 6:  # wrapped in a list or a table
        place[key] = draw(st.sampled_from([[place[key]], {"a": place[key]}, [place[key]] * 2]))
    elif kind == 7:  # moved
        target = places[draw(st.integers(0, len(places) - 1))]
        moved = copy.deepcopy(place.pop(key))
        if isinstance(target, dict):
            target[str(key)] = moved
        else:
            target.append(moved)
    elif kind == 8:  # from another file
        theirs = others[draw(st.integers(0, len(others) - 1))]
        values.update(copy.deepcopy(theirs))
    elif isinstance(place, dict):  # renamed or repeated
        name = draw(st.sampled_from(KEYS) | TEXTS)
        place[name] = place.pop(key) if draw(st.booleans()) else copy.deepcopy(place[key])
    else:
        place.append(copy.deepcopy(place[key]))


@st.composite
def change_values(draw: st.DrawFn, seeds: tuple[Values, ...]) -> bytes:
    """Draw a file in which some values or keys are changed."""
    values = copy.deepcopy(seeds[draw(st.integers(0, len(seeds) - 1))])
    for _ in range(draw(st.integers(1, 3))):
        _change(draw, values, seeds)
    if draw(st.integers(0, 3)) == 0:
        return "".join(
            f"{key} = {write_inline(value)}\n" for key, value in values.items() if key.isalpha()
        ).encode()
    return write_toml(values).encode()


@st.composite
def change_strings(draw: st.DrawFn, seeds: tuple[Values, ...]) -> bytes:
    """Draw a file in which some strings contain arbitrary characters."""
    values = copy.deepcopy(seeds[draw(st.integers(0, len(seeds) - 1))])
    places = [
        (place, key)
        for place in find_containers(values)
        for key in (place if isinstance(place, dict) else range(len(place)))
        if isinstance(place[key], str)
    ]
    for _ in range(draw(st.integers(1, 4)) if places else 0):
        place, key = places[draw(st.integers(0, len(places) - 1))]
        place[key] = place[key] + draw(TEXTS) if draw(st.booleans()) else draw(TEXTS)
    return write_toml(values).encode()


# --- bytes ---------------------------------------------------------------------------------------

PIECES: Final = (
    *(b"\0", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xef\xbb\xbf", b"\x1b[2J"),
    *(
        b"\r",
        b"\n",
        b"\r\n",
        b"\t",
        b" ",
        b'"',
        b'"""',
        b"'",
        b"'''",
        b"\\",
        b"\\u0000",
        b"\\ud800",
    ),
    *(b"\\u001b", b"\\U00110000", b"\\x", b"[", b"]", b"[[", b"]]", b"{", b"}", b"=", b",", b"."),
    *(b"#", b"\n[provider]\n", b"\n[[errors]]\n", b"\na = 1\n", b"\n[a.b]\n", b'""', b'"" = 1\n'),
    *(b"0x", b"1e400", b"9" * 30, b"9" * 5000, b"0o8", b"1979-02-30", b"inf", b"nan", b"True"),
    *(b"\xe2\x80\xae", b"\xe2\x80\xa8", b"\xc2\x85", b"\x7f", b"a" * 500, b"[" * 300, b"a." * 300),
    *(b"{a=" * 300, b"\n" * 300, b"''''''''", b'""""""""', b"\xe7\xbd\xb2 = 1\n"),
)


def _cut(draw: st.DrawFn, data: bytes) -> tuple[int, int]:
    start = draw(st.integers(0, len(data)))
    return start, min(len(data), start + draw(st.sampled_from([1, 1, 2, 5, 20, 200])))


def _edit(draw: st.DrawFn, data: bytes, others: tuple[bytes, ...]) -> bytes:
    start, end = _cut(draw, data)
    before, within, after = data[:start], data[start:end], data[end:]
    kind = draw(st.integers(0, 7))
    if kind == 0:  # flipped
        flipped = draw(st.integers(1, 255))
        within = bytes(byte ^ flipped for byte in within[:1]) + within[1:]
    elif kind == 1:  # deleted
        within = b""
    elif kind == 2:  # repeated
        within *= 2
    elif kind == 3:  # truncated
        after = b""
    elif kind == 4:  # a piece of another file
        first, last = _cut(draw, other := others[draw(st.integers(0, len(others) - 1))])
        within = other[first:last]
    elif kind == 5:
        within = draw(st.binary(max_size=8))
    else:
        within += draw(st.sampled_from(PIECES))
    return before + within + after


def _recode(data: bytes, kind: int) -> bytes:
    """Return the bytes in another encoding or with other line ends."""
    text = data.decode(errors="replace")
    match kind:
        case 0:
            return data.replace(b"\n", b"\r\n")
        case 1:
            return data.replace(b"\n", b"\r")
        case 2:
            return b"\xef\xbb\xbf" + data
        case 3:
            return text.encode("utf-16")
        case 4:
            return text.encode("latin-1", errors="replace")
        case _:
            return data


@st.composite
def change_bytes(draw: st.DrawFn, seeds: tuple[bytes, ...]) -> bytes:
    """Draw a file in which some bytes are changed, deleted or inserted."""
    data = seeds[draw(st.integers(0, len(seeds) - 1))]
    for _ in range(draw(st.integers(1, 3))):
        data = _edit(draw, data, seeds)
    return _recode(data, draw(st.integers(0, 20)))
