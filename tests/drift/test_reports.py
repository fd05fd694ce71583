"""Reports of drift: the text of each format, escaping, and the same bytes for the same state."""

from __future__ import annotations

import itertools
import json as json_parser
import re
from html import unescape

import pytest
from attrs import evolve
from inline_snapshot import snapshot
from markdown_it import MarkdownIt

from errsmith.drift.differences import Difference, Outcome, Verdict
from errsmith.drift.facts import Carrier
from errsmith.drift.report import explaining, github, json, markdown, text
from errsmith.drift.report.contents import Change, Report, Task
from errsmith.registry.diagnostics import Position, Span

PATH = "a.toml"


def point(line: int, column: int = 1) -> Span:
    return Span(PATH, Position(line, column), Position(line, column + 3))


TABLE = Carrier(
    kind="table",
    label="Code",
    headings=("Old",),
    first=17,
    last=148,
    codes=27,
    sample=("A", "B"),
    known=25,
    score=0.973,
    is_chosen=True,
    reasons=("25 of 27 codes are known", 'its header is "Code"'),
)
PROSE = evolve(
    TABLE,
    kind="prose",
    label="",
    headings=(),
    first=3,
    last=3,
    codes=1,
    sample=("A_B",),
    known=1,
    score=0.1,
    is_chosen=False,
    reasons=(),
)
CLEAN = Outcome(
    provider="beta",
    source="errors",
    address="https://beta.example/errors",
    verdict="unchanged",
    codes=27,
    carriers=(TABLE,),
    read_to=150,
    last_code="Z",
    has_record=True,
)
DIFFERENT = evolve(
    CLEAN,
    provider="acme",
    address="https://acme.example/errors",
    verdict="read",
    differences=(
        Difference(
            kind="renamed",
            id="BAD",
            code="WRONG",
            evidence="text 0.97",
            line=27,
            heading="Input",
            span=point(93),
        ),
        Difference(
            kind="status",
            id="GONE",
            code="GONE",
            registry="404",
            page="410",
            line=72,
            span=point(141, 10),
        ),
        Difference(kind="added", code="NEW_ONE", page="400", line=60, heading="Input"),
        Difference(kind="text-changed", id="OLD", code="OLD", line=61, span=point(150)),
    ),
)
CUT = Outcome(
    provider="c",
    source="codes",
    address="c.md",
    verdict="truncated",
    reason="a row",
    hint="Retry",
    not_seen=("A", "B", "C", "D", "E", "F", "G"),
    read_to=41,
    last_code="Z8",
    codes=9,
    carriers=(evolve(TABLE, codes=9),),
    has_record=True,
)
HEADERS = {("acme", "errors"): point(11), ("c", "codes"): point(12)}
ALL = Report(outcomes=(DIFFERENT, CLEAN, CUT), headers=HEADERS, skipped=("delta.guide",))
FORMATS = {"text": text, "markdown": markdown, "json": json, "github": github}


def report(*outcomes: Outcome) -> Report:
    return Report(outcomes=outcomes, headers=HEADERS)


# --- the text of each format ---------------------------------------------------------------------


def test_text_report_aligns_columns_and_names_the_next_command() -> None:
    """Each difference has the page's line and heading, and the place in the registry."""
    assert text.render(ALL) == snapshot("""\
acme  errors  https://acme.example/errors  27 codes (table), lines 17-148
  renamed       BAD -> WRONG  evident: text 0.97                       page:27 Input  a.toml:93:1
  status        GONE          registry 404, page 410                   page:72        a.toml:141:10
  added         NEW_ONE       400                                      page:60 Input
  text-changed  OLD           the text has changed; check the summary  page:61        a.toml:150:1
1 renamed, 1 status, 1 added, 1 text-changed; run `errsmith drift acme --write`

beta  errors  https://beta.example/errors  27 codes (table), lines 17-148  unchanged

c  codes  c.md  could not compare: a row; not seen: 7 codes; read to line 41, last code Z8
  not seen: A, B, C, D, E and 2 more
  help: Retry

not compared, because of `as = "none"`: delta.guide
4 sources: 1 unchanged, 1 with 3 differences, 1 could not be compared, 1 skipped
""")


def test_markdown_report_has_a_table_per_source() -> None:
    """It reads as an issue: totals first, then each source."""
    assert markdown.render(ALL) == snapshot("""\
## Registry drift

4 sources: 1 unchanged, 1 with 3 differences, 1 could not be compared, 1 skipped.

### `acme.errors`

<https://acme.example/errors>: 27 codes (table), lines 17-148

| Difference | Error | Details | Page | Registry |
|---|---|---|---|---|
| renamed | `BAD -> WRONG` | evident: text 0.97 | line 27, `Input` | `a.toml:93:1` |
| status | `GONE` | registry 404, page 410 | line 72 | `a.toml:141:10` |
| added | `NEW_ONE` | 400 | line 60, `Input` |  |
| text-changed | `OLD` | the text has changed; check the summary | line 61 | `a.toml:150:1` |

1 renamed, 1 status, 1 added, 1 text-changed; run `errsmith drift acme --write`

### `c.codes`

`c.md`: could not compare: a row; not seen: 7 codes; read to line 41, last code `Z8`

Not seen: A, B, C, D, E and 2 more

Retry

Unchanged: `beta.errors`.

Not compared, because of `as = "none"`: `delta.guide`.
""")


def test_github_report_annotates_lines_of_the_registry() -> None:
    """A code that the registry lacks, or a page that cannot be read, is shown at its source."""
    assert github.render(ALL).replace("::", "\n::") == snapshot("""\

::warning file=a.toml,line=93,endLine=93,col=1,endColumn=4,title=drift renamed
::BAD -> WRONG: evident: text 0.97; https://acme.example/errors, line 27 (Input)

::warning file=a.toml,line=141,endLine=141,col=10,endColumn=13,title=drift status
::GONE: registry 404, page 410; https://acme.example/errors, line 72

::warning file=a.toml,line=11,endLine=11,col=1,endColumn=4,title=drift added
::NEW_ONE: 400; https://acme.example/errors, line 60 (Input)

::notice file=a.toml,line=150,endLine=150,col=1,endColumn=4,title=drift text-changed
::OLD: the text has changed; check the summary; https://acme.example/errors, line 61

::error file=a.toml,line=12,endLine=12,col=1,endColumn=4,title=drift truncated
::c.md: could not compare: a row; not seen: 7 codes; read to line 41, last code Z8%0Ahelp: Retry
""")


def test_json_report_has_the_documented_keys() -> None:
    """The module's docstring names every key."""
    content = json_parser.loads(json.render(ALL))
    documented = set(re.findall(r"`(\w+)`", json.__doc__ or ""))
    source = content["sources"][0]
    objects = (content, source, source["differences"][0], source["carriers"][0])
    keys = set(itertools.chain.from_iterable(objects))
    assert keys <= documented
    assert content["skipped"] == ["delta.guide"]
    assert [entry["verdict"] for entry in content["sources"]] == ["read", "unchanged", "truncated"]
    assert source["differences"][1] == snapshot(
        {
            "kind": "status",
            "id": "GONE",
            "code": "GONE",
            "registry": "404",
            "page": "410",
            "message": "registry 404, page 410",
            "evidence": "",
            "line": 72,
            "heading": "",
            "is_informative": False,
            "path": "a.toml",
            "start": {"line": 141, "column": 10},
            "end": {"line": 141, "column": 13},
        }
    )
    assert source["differences"][2]["path"] is None


def test_explanation_names_every_carrier_and_the_line_that_pins_it() -> None:
    """What was chosen can be copied to the registry."""
    assert explaining.render(ALL) == snapshot("""\
acme  errors  https://acme.example/errors  27 codes (table), lines 17-148
  chosen  0.97  table "Code"  27 codes (A, B, …), 25 known  lines 17-148  below Old
          25 of 27 codes are known
          its header is "Code"
          to pin it, add to [sources.errors]: extract = { as = "table", in = "Old", code = "Code" }

beta  errors  https://beta.example/errors  27 codes (table), lines 17-148
  chosen  0.97  table "Code"  27 codes (A, B, …), 25 known  lines 17-148  below Old
          25 of 27 codes are known
          its header is "Code"
          to pin it, add to [sources.errors]: extract = { as = "table", in = "Old", code = "Code" }

c  codes  c.md  could not compare: a row; not seen: 7 codes; read to line 41, last code Z8
  help: Retry
  chosen  0.97  table "Code"  9 codes (A, B, …), 25 known  lines 17-148  below Old
          25 of 27 codes are known
          its header is "Code"
          to pin it, add to [sources.codes]: extract = { as = "table", in = "Old", code = "Code" }

4 sources: 1 unchanged, 1 with 3 differences, 1 could not be compared, 1 skipped
""")


def test_source_without_a_record_names_the_command_that_creates_it() -> None:
    """The command repeats the options of this run."""
    outcome = evolve(CLEAN, verdict="read", has_record=False)
    shown = Report(outcomes=(outcome,), page="a b", registry="r")
    assert text.render(shown) == snapshot("""\
beta  errors  https://beta.example/errors  27 codes (table), lines 17-148  no differences
no record yet; `errsmith drift beta.errors --page 'a b' --registry r --write` creates one

1 source: 1 without differences
""")


def test_reports_after_a_write_list_what_is_left() -> None:
    """What was written is named; annotations are only about what is left."""
    task = Task(kind="summary", name="NEW", message="to be written", span=point(160, 11))
    written = Change(files=(PATH, "p/acme.errors.json"), tasks=(task,))
    changes = {("acme", "errors"): written, ("beta", "errors"): Change(tasks=(task,))}
    shown = Report(outcomes=(DIFFERENT, CLEAN), headers=HEADERS, changes=changes)
    assert text.render(shown).splitlines()[5:] == snapshot(
        [
            "1 renamed, 1 status, 1 added, 1 text-changed; wrote `a.toml`, `p/acme.errors.json`",
            "",
            "beta  errors  https://beta.example/errors  27 codes (table), lines 17-148  unchanged",
            "",
            "left to do:",
            "  summary  NEW  to be written  a.toml:160:11",
            "",
            "2 sources: 1 unchanged, 1 with 3 differences",
        ]
    )
    assert markdown.render(shown).splitlines()[14:] == snapshot(
        [
            "",
            "1 renamed, 1 status, 1 added, 1 text-changed; wrote `a.toml`, `p/acme.errors.json`",
            "",
            "### Left to do",
            "",
            "| Difference | Error | Details | Page | Registry |",
            "|---|---|---|---|---|",
            "| summary | `NEW` | to be written |  | `a.toml:160:11` |",
            "",
            "Unchanged: `beta.errors`.",
        ]
    )
    assert github.render(shown).endswith(",title=drift summary::NEW: to be written\n")
    assert github.render(shown).count("\n") == 1
    content = json_parser.loads(json.render(shown))
    assert [source["written"] for source in content["sources"]] == [list(written.files), []]
    assert content["tasks"] == snapshot(
        [
            {
                "kind": "summary",
                "name": "NEW",
                "message": "to be written",
                "line": None,
                "heading": "",
                "path": "a.toml",
                "start": {"line": 160, "column": 11},
                "end": {"line": 160, "column": 14},
            }
        ]
    )
    assert shown.tasks == (task,)


def test_reports_after_a_write_that_leaves_nothing_say_so() -> None:
    """An empty list of tasks is not the same as none."""
    changes = {("beta", "errors"): Change()}
    shown = Report(outcomes=(CLEAN,), changes=changes)
    assert "\nnothing left to do\n" in text.render(shown)
    assert "### Left to do\n\nNothing.\n" in markdown.render(shown)
    assert json_parser.loads(json.render(shown))["tasks"] == []
    assert json_parser.loads(json.render(report(CLEAN)))["tasks"] is None
    assert github.render(shown) == ""


def test_source_that_differs_in_wording_alone_says_so() -> None:
    """It is neither called different nor unchanged, and the exit code stays 0."""
    outcome = evolve(DIFFERENT, differences=DIFFERENT.differences[-1:])
    shown = report(outcome)
    assert not shown.has_differences
    assert text.render(shown) == snapshot("""\
acme  errors  https://acme.example/errors  27 codes (table), lines 17-148  only the wording differs
  text-changed  OLD  the text has changed; check the summary  page:61  a.toml:150:1
1 text-changed; check them, then run `errsmith drift acme --write`

1 source: 1 without differences
""")


def test_differences_for_a_person_do_not_suggest_to_write() -> None:
    """Only some kinds of differences can be written."""
    rename = evolve(DIFFERENT.differences[0], kind="possible-rename")
    shown = text.render(report(evolve(DIFFERENT, differences=(rename,))))
    assert f"1 possible-rename; edit `{PATH}`\n" in shown
    assert "--write" not in shown


def test_removed_code_without_a_record_is_not_said_to_be_written() -> None:
    """Without a record, `--write` marks nothing as removed."""
    gone = Difference(kind="removed", id="OLD", span=point(9))
    outcome = evolve(DIFFERENT, differences=(gone,))
    assert "1 removed; run `errsmith drift acme --write`" in text.render(report(outcome))
    outcome = evolve(outcome, has_record=False)
    assert f"1 removed; edit `{PATH}`" in text.render(report(outcome))


# --- pages that could not be compared ------------------------------------------------------------


@pytest.mark.parametrize("verdict", ["truncated", "unlike", "could-not-read"])
@pytest.mark.parametrize("name", FORMATS)
def test_page_that_could_not_be_compared_never_looks_clean(name: str, verdict: Verdict) -> None:
    """No format calls it unchanged or without differences, and each has reason and hint."""
    shown = FORMATS[name].render(report(evolve(CUT, verdict=verdict)))
    assert "unchanged" not in shown
    assert "no differences" not in shown
    assert "without differences" not in shown
    assert "a row" in shown
    assert "Retry" in shown
    assert "Z8" in shown


def test_page_of_which_nothing_is_known_is_not_read_to_a_line() -> None:
    """A page that was not fetched has only its reason."""
    outcome = Outcome(
        provider="acme",
        source="errors",
        address="https://acme.example/errors",
        verdict="could-not-read",
        reason="the server responded with 404 (Not Found)",
    )
    assert text.render(report(outcome)) == snapshot("""\
acme  errors  https://acme.example/errors  could not read: the server responded with 404 (Not Found)

1 source: 1 could not be compared
""")


# --- escaping ------------------------------------------------------------------------------------

HOSTILE = [
    "\x1b[31mred",
    "a\nb",
    "a\r::error::b",
    "\u202egnirts",
    "@octocat",
    "#123",
    "octo/cat#12",
    "GH-12",
    "<b>x</b><!-- x",
    "`a`",
    "a`b",
    "a|b",
    "a\\|b",
    "[x](https://evil.example)",
    "https://evil.example",
    "www.evil.example",
    "&lt;b&gt;",
    "**a**",
    " a ",
    "% 100,:",
    "名前",
    "\ud800",
    "",
    "\\",
    "x" * 5000,
]


def plant(word: str, *, is_written: bool = False) -> Report:
    """Return a report with a word everywhere where the text of a page could stand."""
    outcome = evolve(
        DIFFERENT,
        address=word,
        differences=tuple(
            evolve(found, id=word, code=word, registry=word, page=word, evidence=word, heading=word)
            for found in DIFFERENT.differences
        ),
        carriers=(evolve(TABLE, label=word, headings=(word,), reasons=(word,)),),
    )
    cut = evolve(CUT, address=word, reason=word, hint=word, not_seen=(word, word), last_code=word)
    task = Task(kind="status", name=word, message=word, line=1, heading=word, span=point(1))
    return Report(
        outcomes=(outcome, cut),
        headers=HEADERS,
        skipped=(word,),
        page=word,
        changes={("acme", "errors"): Change(tasks=(task,))} if is_written else None,
    )


@pytest.mark.parametrize("word", HOSTILE)
@pytest.mark.parametrize("is_written", [False, True])
def test_markdown_of_hostile_text_is_inert(word: str, *, is_written: bool) -> None:
    """Outside code there are only plain words: no mention, reference, link or HTML of the page."""
    rendered = (
        MarkdownIt("commonmark")
        .enable("table")
        .render(markdown.render(plant(word, is_written=is_written)))
    )
    rows = len(DIFFERENT.differences) + is_written
    assert rendered.count("<table>") == 1 + is_written
    assert rendered.count("<tr>") == 1 + is_written + rows
    assert rendered.count("<td>") == 5 * rows
    outside = re.sub(r"<code>.*?</code>", "", rendered, flags=re.DOTALL)
    tags = set(re.findall(r"<[^>]*>", outside))
    allowed = {"h2", "h3", "p", "table", "thead", "tbody", "tr", "th", "td"}
    links = {tag for tag in tags if tag.startswith(("<a ", "</a"))}
    assert {tag.strip("</>") for tag in tags - links} <= allowed
    assert all(word in tag or tag == "</a>" for tag in links)
    assert not links or word == "https://evil.example"  # The address of the page itself.
    shown = unescape(re.sub(r"<a .*?</a>|<[^>]*>", "", outside))
    assert not set("@#<>`|\\[]*_&") & set(shown)
    assert not any(word in shown for word in ("GH-12", "http", "www."))


@pytest.mark.parametrize("word", HOSTILE)
@pytest.mark.parametrize("name", [*FORMATS, "explain"])
def test_report_of_hostile_text_has_no_control_characters(name: str, word: str) -> None:
    """No text of a page reaches a terminal or begins a line."""
    module = explaining if name == "explain" else FORMATS[name]
    lines = module.render(plant(word)).split("\n")
    assert all(line.isprintable() for line in lines)
    assert not any(line.startswith("::") for line in lines) or name == "github"
    assert word == "" or len(lines) == len(module.render(plant("PLAIN")).split("\n"))


@pytest.mark.parametrize("word", HOSTILE)
def test_annotations_of_hostile_text_have_their_level_and_place(word: str) -> None:
    """No text of a page ends the properties of an annotation."""
    for line in github.render(plant(word)).splitlines():
        assert re.fullmatch(
            r"::(error|warning|notice) file=a\.toml,line=\d+,endLine=\d+,"
            r"col=\d+,endColumn=\d+,title=drift [a-z-]+::.*",
            line,
        )


def test_text_of_wide_characters_stays_aligned() -> None:
    """A wide character takes two cells."""
    first, second, *_ = DIFFERENT.differences
    wide = evolve(DIFFERENT, differences=(evolve(first, id="名前", code="X"), second))
    lines = text.render(report(wide)).splitlines()
    assert lines[1:3] == snapshot(
        [
            "  renamed  名前 -> X  evident: text 0.97      page:27 Input  a.toml:93:1",
            "  status   GONE       registry 404, page 410  page:72        a.toml:141:10",
        ]
    )


# --- the same state, the same bytes --------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_report_of_an_unchanged_state_has_the_same_bytes(name: str) -> None:
    """A workflow can compare reports to find out whether anything changed."""
    again = Report(outcomes=(DIFFERENT, CLEAN, CUT), headers=dict(HEADERS), skipped=ALL.skipped)
    assert FORMATS[name].render(ALL) == FORMATS[name].render(again)


@pytest.mark.parametrize("name", FORMATS)
def test_report_without_sources_is_whole(name: str) -> None:
    """A registry whose sources are all skipped has totals or nothing."""
    shown = FORMATS[name].render(Report(outcomes=(), skipped=("a.b",)))
    assert shown == "" if name == "github" else shown.endswith("\n")
