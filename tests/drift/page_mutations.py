"""Random changes of the committed pages: of their lines, characters, bytes and format."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from attrs import frozen
from hypothesis import strategies as st

from tests.drift.layouts import list_layouts

LAYOUTS: Final = list_layouts()


@frozen
class Seed:
    """A committed page.

    Attributes:
        layout: The position of its layout in `LAYOUTS`.
        name: The name of its file.
        text: Its text.
    """

    layout: int
    name: str
    text: str


@frozen
class MutatedPage:
    """A page to read.

    Attributes:
        layout: The position of the layout whose registry it is compared with.
        name: The name that its format is guessed from.
        content_type: What its server calls it, if anything.
        data: Its bytes.
    """

    layout: int
    name: str
    content_type: str | None
    data: bytes


def _read_smallest_first() -> tuple[Seed, ...]:
    """Read the pages in order of size, because hypothesis takes the first for the simplest."""
    seeds = [
        Seed(number, path.name, path.read_text(encoding="utf-8"))
        for number, layout in enumerate(LAYOUTS)
        for path in (layout.old, layout.new)
    ]
    return tuple(sorted(seeds, key=lambda seed: len(seed.text)))


SEEDS: Final = _read_smallest_first()
NAMES: Final = (
    *sorted({f"page{PurePath(seed.name).suffix}" for seed in SEEDS}),
    *("", "page", "page.json5", "-", "errors.YAML", "https://acme.example/errors.md?x=1#y"),
)
CONTENT_TYPES: Final = (
    *(None, "", "text/html", "text/html; charset=utf-16", "text/markdown; charset=latin-1"),
    *("text/plain", "application/json", "application/yaml", "application/vnd.oai.openapi"),
    *("text/html; charset=no-such-charset", "image/png", "; charset=", "text/x-rst"),
)

# --- pieces --------------------------------------------------------------------------------------

PIECES: Final = (
    *(
        "|",
        "||",
        "\\|",
        "|---|",
        "\n|---|---|\n",
        "---|---",
        "\n---\n",
        "\n===\n",
        "`",
        "``",
        "```",
    ),
    *("\n```json\n", "\n~~~\n", "# ", "\n####### x\n", "\n- ", "\n  * ", "\n1. ", "\n> ", "\n    "),
    *("<", ">", "</", "/>", "<!--", "-->", "<![CDATA[", "]]>", "<!DOCTYPE", "<?xml", "&", "&#0;"),
    *("&#x110000;", "&nbsp", "<td>", "</td>", "<table>", "</table>", "<tr><td rowspan=99999>"),
    *(
        "<td colspan='-1'>",
        "<td colspan=1000>",
        "<th>Code</th>",
        "<dl>",
        "</dt>",
        "<dd>",
        "<script>",
    ),
    *("</script>", "<style>", "<pre>", "</pre>", "<code>", "<template>", "<svg>", "<textarea>"),
    *("<plaintext>", "<noscript>", "<br>", "<ul><li>", "</ul>", "<details><summary>", "<h7>"),
    *("{", "}", "[", "]", '"', "'", ":", ": ", ",", "\\", "\\u0000", "\\ud800", "null", "&a", "*a"),
    *("!!python/object:os.system x", "<<: *a", "? ", "|\n", ">-\n", "%YAML 9.9\n", "\n...\n", "@"),
    *("$ref: '#'", '"$ref": "#/a"', "enum", "1e999", "-0", "9" * 400, "9" * 5000, "0x", "NaN"),
    *(".. ", "::", "\n.. list-table::\n", "   * - ", "     - ", "\n====== ===\n", "``", ":x:`y`"),
    *(
        "Code:",
        "HTTP Status:",
        "Code:\n",
        "HTTP 404",
        "404",
        "4xx",
        "400-499",
        "400, 404",
        "599-400",
    ),
    *(
        "Code\n",
        "CodeHTTP",
        "- ",
        "•",
        "  • ",
        "Causes:- ",
        "\t",
        "\r",
        "\r\n",
        "\n" * 50,
        " " * 500,
    ),
    *(
        "\0",
        "\x1b[31m",
        "\x7f",
        "\x85",
        "\xa0",
        "\u2028",
        "\u202e",
        "\ufeff",
        "\ufffe",
        "\U0010ffff",
    ),
    *("e\u0301" * 50, "İ", "ß", "ﬀ", "٣", "²", "署名", "\u200b", "\U0001f468\u200d\U0001f469"),
    *(
        "A" * 300,
        "A_" * 500,
        "_" * 300,
        "-" * 300,
        "*" * 300,
        "*_" * 200,
        "| " * 300,
        "[x](y)" * 50,
    ),
    *("/*", "*/", "//", "enum X {", 'A = "a",', "A(1,", "public enum A { B(", "const X = {", "=>"),
)
"""Strings that mean something in some format of a page."""

BYTES: Final = (
    *(b"\0", b"\xff", b"\xfe", b"\xc3", b"\xed\xa0\x80", b"\xed\xb0\x80", b"\xf4\x90\x80\x80"),
    *(
        b"\xc0\x80",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\x1f\x8b\x08",
        b"\x89PNG\r\n",
        b"%PDF-1.7",
    ),
    *(b"PK\x03\x04", b"\xe2\x80", b"\x80" * 100, b"\xa0", b"\x96"),
)
"""Bytes that are not UTF-8, or not text."""

OPENINGS: Final = (
    *(
        "<div>",
        "<table><tr><td>",
        "<ul><li>",
        "<dl><dd>",
        "<b>",
        "<pre>",
        "<details>",
        "<Accordion>",
    ),
    *(
        "[",
        '{"a":',
        "- ",
        "> ",
        "(",
        "*",
        "_",
        "[",
        "![",
        "`",
        "{a: ",
        "? ",
        "<a",
        "<!--",
        "{{",
        "/*",
    ),
)
"""What nests."""

# --- parts ---------------------------------------------------------------------------------------

HEAD: Final = 10
"""How many lines at the start of a page are kept: they show its format."""
KEPT: Final = 12
"""How many other lines of a page are kept."""


def _draw_seed(draw: st.DrawFn) -> tuple[Seed, str]:
    """Draw a page and some consecutive lines of it, which are read much faster than all lines."""
    seed = SEEDS[draw(st.integers(0, len(SEEDS) - 1))]
    lines = seed.text.split("\n")
    start = draw(st.integers(HEAD, max(HEAD, len(lines) - KEPT)))
    return seed, "\n".join([*lines[:HEAD], *lines[start : start + KEPT]])


# --- changes -------------------------------------------------------------------------------------


def _draw_text(draw: st.DrawFn) -> str:
    return _draw_seed(draw)[1]


def _draw_part(draw: st.DrawFn, text: str) -> tuple[int, int]:
    start = draw(st.integers(0, len(text)))
    return start, min(len(text), start + draw(st.sampled_from([1, 1, 3, 20, 200])))


def _change_characters(draw: st.DrawFn, text: str) -> str:
    start, end = _draw_part(draw, text)
    before, within, after = text[:start], text[start:end], text[end:]
    match draw(st.integers(0, 6)):
        case 0:
            within = ""
        case 1:
            within *= draw(st.sampled_from([2, 2, 3, 50]))
        case 2:
            after = ""
        case 3:
            within = draw(st.text(max_size=8))
        case 4:
            first, last = _draw_part(draw, other := _draw_text(draw))
            within = other[first:last]
        case _:
            within += draw(st.sampled_from(PIECES))
    return before + within + after


def _change_lines(draw: st.DrawFn, text: str) -> str:
    lines = text.split("\n")
    first = draw(st.integers(0, len(lines) - 1))
    second = draw(st.integers(0, len(lines) - 1))
    match draw(st.integers(0, 6)):
        case 0:
            lines[first], lines[second] = lines[second], lines[first]
        case 1:
            lines.insert(second, lines[first])
        case 2:
            del lines[min(first, second) : max(first, second)]
        case 3:
            lines[first : first + 2] = ["".join(lines[first : first + 2])]
        case 4:
            lines[first] = (
                draw(st.sampled_from([" ", "\t", "    ", "> ", "- ", "| "])) + lines[first]
            )
        case 5:
            lines = lines[::-1]
        case _:
            lines = [line for line in lines if line.strip()]
    return "\n".join(lines)


def _change_whole(draw: st.DrawFn, text: str) -> str:
    match draw(st.integers(0, 5)):
        case 0:  # merged with another page
            other = _draw_text(draw)
            return (
                text[: draw(st.integers(0, len(text)))] + other[draw(st.integers(0, len(other))) :]
            )
        case 1:
            return f"{text}\n{_draw_text(draw)}"
        case 2:  # nested
            at = draw(st.integers(0, len(text)))
            depth = draw(st.sampled_from([2, 20, 200]))
            return text[:at] + draw(st.sampled_from(OPENINGS)) * depth + text[at:]
        case 3:
            return text * draw(st.sampled_from([2, 3, 5]))
        case 4:
            old, new = draw(st.sampled_from(_REPLACEMENTS))
            return text.replace(old, new)
        case _:
            return text


_REPLACEMENTS: Final = (
    *(
        ("\n", ""),
        ("\n", " "),
        ("\n", "\n\n"),
        ("\n", "\r"),
        ("\n", "\u2028"),
        (" ", ""),
        (" ", "\t"),
    ),
    *(
        ("|", ""),
        ("|", "||"),
        ("|", "\n"),
        ("<", "&lt;"),
        (">", ""),
        ("</", "<"),
        ("`", ""),
        ("_", "-"),
    ),
    *((":", ""), ('"', "'"), ("{", "["), ("- ", ""), ("#", ""), ("e", "é"), ("4", "5"), ("0", "")),
)


def _change_bytes(draw: st.DrawFn, data: bytes) -> bytes:
    at = draw(st.integers(0, len(data)))
    match draw(st.integers(0, 11)):
        case 0:
            return data[:at] + draw(st.sampled_from(BYTES)) + data[at:]
        case 1:
            return draw(st.sampled_from(BYTES)) + data
        case 2:
            return data[:at] + draw(st.binary(max_size=20)) + data[at:]
        case 3:
            return data[:at]
        case 4:
            return _recode(data, draw(st.integers(0, 3)))
        case _:
            return data


def _recode(data: bytes, kind: int) -> bytes:
    """Return the bytes in another encoding or with other line ends."""
    text = data.decode(errors="replace")
    match kind:
        case 0:
            return data.replace(b"\n", b"\r\n")
        case 1:
            return text.encode("utf-16")
        case 2:
            return text.encode("utf-16-be")
        case _:
            return text.encode("latin-1", errors="replace")


@st.composite
def mutate_pages(draw: st.DrawFn) -> MutatedPage:
    """Draw a part of a page with one to four changes, under its name or another one."""
    seed, text = _draw_seed(draw)
    for _ in range(draw(st.integers(1, 3))):
        change = draw(
            st.sampled_from([_change_characters, _change_characters, _change_lines, _change_whole])
        )
        text = change(draw, text)
    data = _change_bytes(draw, text.encode(errors="surrogatepass"))
    is_same = draw(st.integers(0, 3)) > 0
    return MutatedPage(
        layout=seed.layout,
        name=seed.name if is_same else draw(st.sampled_from(NAMES)),
        content_type=None if is_same else draw(st.sampled_from(CONTENT_TYPES)),
        data=data,
    )
