"""Records of pages: what they contain, their files, and broken files."""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from errsmith.drift import record_files
from errsmith.drift.errors import RecordError
from errsmith.drift.facts import Carrier, PageCategory, PageCode, PageFacts
from errsmith.drift.record import (
    Record,
    RecordedCarrier,
    RecordedCode,
    build_record,
    compare_sketches,
    digest_facts,
    digest_registry,
    hash_text,
    sketch,
)
from errsmith.drift.record_files import dump_record, get_record_path, load_record
from errsmith.meaning.subjects import Subject, interpret
from errsmith.registry.loading import load
from tests.registries import HEAD, write_registry

DATE = datetime.date(2026, 11, 21)
TEXT = "The session has ended because nobody used it for thirty minutes; sign in once more."
ERRORS = """
[categories."Client errors"]
status = "4xx"
retry = { documented = "never" }

[errors.SESSION_ENDED]
status = 401
summary = "The session has ended."

[errors.BUSY]
status = 503
summary = "The service is overloaded."
retry = { documented = "backoff" }
"""


# --- texts ---------------------------------------------------------------------------------------


def test_sketch_is_the_same_everywhere() -> None:
    """Sketches and hashes are committed, so they depend on nothing but the words."""
    command = (
        "from errsmith.drift.record import *\n"
        "print(sketch('Try Again — später.'), hash_text('# Codes  of errors:'))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "LC_ALL": "C"}
    output = subprocess.check_output([sys.executable, "-X", "utf8", "-c", command], env=environment)
    assert output.decode().strip() == f"{sketch('try again SPÄTER')} {hash_text('codes of errors')}"
    assert sketch("try again") == (21775, 24455, 62975)
    assert hash_text("codes of errors") == "9020eb5c"


def test_sketch_has_the_smallest_hashes_in_order() -> None:
    """A sketch of a long text has 16 different numbers of 16 bits, in order."""
    found = sketch(" ".join(f"word{n}" for n in range(200)))
    assert len(found) == 16
    assert list(found) == sorted(set(found))
    assert 0 <= found[0] < found[-1] < 2**16


@pytest.mark.parametrize("text", ["", " \n", "—…!", "| --- |"])
def test_sketch_of_text_without_words(text: str) -> None:
    """A text without words has an empty sketch and hash, and is similar to nothing."""
    assert sketch(text) == ()
    assert hash_text(text) == ""
    assert compare_sketches(sketch(text), sketch(text)) == 0
    assert compare_sketches(sketch(text), sketch(TEXT)) == 0


def test_compare_sketches_of_same_words() -> None:
    """Case and punctuation do not matter."""
    assert compare_sketches(sketch(TEXT), sketch(TEXT.upper().replace(";", " -"))) == 1


def test_compare_sketches_orders_texts_by_similarity() -> None:
    """A changed word costs little, another sentence nearly everything."""
    changed = TEXT.replace("thirty", "sixty")
    other = "Your certificate was issued by an authority that the gateway does not accept."
    near, far = (compare_sketches(sketch(TEXT), sketch(text)) for text in (changed, other))
    assert near > 0.5
    assert far < 0.2


@given(st.lists(st.integers(0, 2**16 - 1), max_size=16), st.lists(st.integers(0, 99), max_size=16))
def test_compare_sketches_is_symmetric(a: list[int], b: list[int]) -> None:
    """The order of two sketches does not matter, and the result is a share."""
    first, second = tuple(sorted(set(a))), tuple(sorted(set(b)))
    similarity = compare_sketches(first, second)
    assert 0 <= similarity <= 1
    assert similarity == compare_sketches(second, first)


def test_hash_text_of_lone_surrogate() -> None:
    """Text from JSON, which can have any code point, has a hash."""
    assert len(hash_text("a \ud800")) == 8
    assert sketch("\ud800a \ud800")


# --- building ------------------------------------------------------------------------------------


@pytest.fixture
def subject(tmp_path: Path) -> Subject:
    return read_subject(tmp_path / "registry")


def read_subject(folder: Path, tables: str = ERRORS) -> Subject:
    return interpret(load(write_registry(folder, tables)), DATE).providers[0]


def make_carrier(kind: Any = "table", **values: Any) -> Carrier:
    defaults: dict[str, Any] = {
        "label": "Error code",
        "headings": ("What our servers tell you when something breaks",),
        "first": 3,
        "last": 8,
        "codes": 2,
        "known": 1,
        "score": 0.9,
        "is_chosen": True,
    }
    return Carrier(kind=kind, **{**defaults, **values})


CODE = PageCode(
    code="SESSION_ENDED",
    ids=("SESSION_ENDED",),
    line=5,
    heading="What our servers tell you when something breaks",
    statuses=(401, "5xx"),
    category="Client errors",
    retry="never",
    text=TEXT,
)
FACTS = PageFacts(
    codes=(
        CODE,
        PageCode(
            code="NEW",
            group="All the codes of the gateway that you may see",
            line=7,
            category="Whatever our partners are to blame for",
        ),
    ),
    mentions={"BUSY": 40, "ABSENT": 3},
    categories=(PageCategory(id="Client errors", line=30, statuses=("4xx",)),),
    carriers=(
        make_carrier(),
        make_carrier("keys", label="Every one of the codes we send"),
        make_carrier("prose", is_chosen=False),
    ),
    ends=("was this page of help to you", "", "copyright of acme and its partners"),
    lines=44,
)


def build(facts: PageFacts, subject: Subject) -> Record:
    return build_record(
        facts, subject, "errors", url="https://acme.example/errors", date=DATE, etag='"v1"'
    )


def test_build_record_keeps_facts_and_hashes_texts(subject: Subject) -> None:
    """A record has the facts unchanged; texts become sketches and hashes."""
    heading = hash_text("What our servers tell you when something breaks")
    assert build(FACTS, subject) == Record(
        url="https://acme.example/errors",
        date=DATE,
        digest=digest_facts(FACTS),
        registry_digest=digest_registry(subject, "errors"),
        etag='"v1"',
        last_modified=None,
        codes={
            "SESSION_ENDED": RecordedCode(
                statuses=(401, "5xx"),
                category="Client errors",
                retry="never",
                line=5,
                heading=heading,
                sketch=sketch(TEXT),
            ),
            "NEW": RecordedCode(
                line=7,
                category=f"#{hash_text('Whatever our partners are to blame for')}",
                group=f"#{hash_text('All the codes of the gateway that you may see')}",
            ),
        },
        mentions=("ABSENT", "BUSY"),
        carriers=(
            RecordedCarrier(kind="table", label="Error code", codes=2, known=1),
            RecordedCarrier(
                kind="keys",
                label=f"#{hash_text('Every one of the codes we send')}",
                codes=2,
                known=1,
            ),
        ),
        ends=(
            hash_text("was this page of help to you"),
            hash_text("copyright of acme and its partners"),
        ),
        lines=44,
    )


def test_dump_record_has_no_sentence_of_the_page(subject: Subject) -> None:
    """No two consecutive words of any text on the page are in the file."""
    content = dump_record(build(FACTS, subject)).decode().casefold()
    texts = [TEXT, CODE.heading, *FACTS.ends, *(code.category or "" for code in FACTS.codes[1:])]
    texts += [code.group or "" for code in FACTS.codes]
    pairs = [
        f"{first} {second}"
        for text in texts
        for first, second in zip(text.casefold().split(), text.casefold().split()[1:], strict=False)
    ]
    assert pairs
    assert [pair for pair in pairs if pair in content] == []


def test_build_record_keeps_categories_of_the_registry(tmp_path: Path) -> None:
    """A category of the registry is recorded by its id, however long that is."""
    long = "Errors that the sender of a request has to correct"
    tables = ERRORS.replace("Client errors", long)
    facts = evolve(FACTS, codes=(evolve(CODE, category=long),))
    record = build(facts, read_subject(tmp_path / "registry", tables))
    assert record.codes["SESSION_ENDED"].category == long


@pytest.mark.parametrize(
    ("ids", "keys"),
    [
        ([("105",), ("105_lookup",)], {"105": "", "105_lookup": "105"}),
        ([("call_105",), ("lookup_105",)], {"call_105": "105", "lookup_105": "105"}),
        ([("105",), ()], {"105": "", "105 (2)": "105"}),
        ([(), (), ()], {"105": "", "105 (2)": "105", "105 (3)": "105"}),
        ([("105", "105_lookup"), ("105",)], {"105": "", "105 (2)": "105"}),
    ],
)
def test_build_record_of_same_code(
    subject: Subject, ids: list[tuple[str, ...]], keys: dict[str, str]
) -> None:
    """Each place of a code is recorded, by the id of its error if the page tells it."""
    codes = [evolve(CODE, code="105", ids=each, line=n) for n, each in enumerate(ids)]
    recorded = build(evolve(FACTS, codes=tuple(codes)), subject).codes
    assert {key: code.code for key, code in recorded.items()} == keys
    assert [code.line for code in recorded.values()] == list(range(len(ids)))
    assert [code.ids for code in recorded.values()] == [i if len(i) > 1 else () for i in ids]


# --- digests -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"code": "SESSION_OVER"},
        {"group": "LOGIN"},
        {"statuses": (403,)},
        {"category": None},
        {"retry": "once"},
        {"is_deprecated": True},
        {"text": "The session was closed."},
    ],
)
def test_digest_facts_changes_with_facts(changes: dict[str, Any]) -> None:
    """A fact that is compared with the registry changes the digest."""
    changed = evolve(FACTS, codes=(evolve(CODE, **changes), *FACTS.codes[1:]))
    assert digest_facts(changed) != digest_facts(FACTS)


def test_digest_facts_changes_with_other_facts() -> None:
    """So do a lost code, a lost mention and a changed category."""
    others = [
        evolve(FACTS, codes=FACTS.codes[:1]),
        evolve(FACTS, mentions={}),
        evolve(FACTS, categories=(evolve(FACTS.categories[0], statuses=(400,)),)),
    ]
    assert len({digest_facts(facts) for facts in (FACTS, *others)}) == 4


def test_digest_facts_is_unchanged_by_moved_text() -> None:
    """Lines, the order of the page, spaces and the ends do not matter."""
    moved = evolve(CODE, line=99, text=TEXT.replace(" ", "\n "), heading="Codes")
    changed = evolve(
        FACTS,
        codes=(FACTS.codes[1], moved),
        mentions={"ABSENT": 5, "BUSY": 9},
        carriers=(),
        ends=(),
        lines=100,
    )
    assert digest_facts(changed) == digest_facts(FACTS)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[errors.BUSY]", "[errors.BUSIER]"),
        ("status = 503", "status = 500"),
        ("status = 503", 'status = 503\ncategory = "Client errors"'),
        ("status = 503", 'status = 503\naliases = ["BUSIER"]'),
        ('documented = "backoff"', 'documented = "once"'),
        ('documented = "never"', 'documented = "once"'),
        ('status = "4xx"', "status = 400"),
        ("[errors.BUSY]", "[errors.BUSY]\nremoved = {}"),
        ("[errors.BUSY]", '[errors.BUSY]\nremoved = { replacement = "SESSION_ENDED" }'),
        ("\n[categories", '\n[sources.errors.extract]\ncode = "Code"\n\n[categories'),
    ],
)
def test_digest_registry_changes_with_facts(tmp_path: Path, old: str, new: str) -> None:
    """What is compared with the page, or says how to read it, changes the digest."""
    before = read_subject(tmp_path / "a", HEAD + ERRORS)
    after = read_subject(tmp_path / "b", (HEAD + ERRORS).replace(old, new, 1))
    assert digest_registry(before, "errors") != digest_registry(after, "errors")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The session has ended.", "The session is over."),
        ("retrieved = 2026-11-21", "retrieved = 2026-11-22"),
        ("status = 401", "status = 401\nnote = 'Odd.'"),
        ("status = 401", "status = 401\nretry = { derived = 'after_fix' }"),
    ],
)
def test_digest_registry_is_unchanged_by_prose(tmp_path: Path, old: str, new: str) -> None:
    """What no page is compared with leaves the digest alone."""
    before = read_subject(tmp_path / "a", HEAD + ERRORS)
    after = read_subject(tmp_path / "b", (HEAD + ERRORS).replace(old, new, 1))
    assert digest_registry(before, "errors") == digest_registry(after, "errors")


def test_digest_registry_is_of_one_source(tmp_path: Path) -> None:
    """Errors belong to the source they name, otherwise to the first one."""
    more = '\n[sources.more]\nurl = "https://acme.example/more"\nretrieved = 2026-11-21\n'
    moved = ERRORS.replace("status = 503", 'status = 503\nsource = "more"')
    before = read_subject(tmp_path / "a", HEAD + more + ERRORS)
    after = read_subject(tmp_path / "b", HEAD + more + moved)
    changed = read_subject(tmp_path / "c", HEAD + more + moved.replace("503", "500"))
    assert digest_registry(before, "errors") != digest_registry(after, "errors")
    assert digest_registry(before, "more") != digest_registry(after, "more")
    assert digest_registry(changed, "errors") == digest_registry(after, "errors")
    assert digest_registry(changed, "more") != digest_registry(after, "more")


# --- files ---------------------------------------------------------------------------------------

RECORD = Record(
    url="https://acme.example/errors",
    date=DATE,
    digest="0011223344556677",
    registry_digest="8899aabbccddeeff",
    etag='W/"v1"',
    codes={
        "Z": RecordedCode(statuses=(401, "5xx"), line=3, heading="0011aabb", sketch=(1, 0xABCD)),
        "A": RecordedCode(line=5, category="Client errors", group="LOGIN", retry="once"),
        "A_2": RecordedCode(code="A", ids=("A_2", "A_3"), line=7),
    },
    mentions=("BUSY",),
    carriers=(RecordedCarrier(kind="table", label="Код", codes=2, known=1),),
    ends=("00112233", "44556677"),
    lines=9,
)
CONTENT = rb"""{
  "carriers": [
    {"codes": 2, "kind": "table", "known": 1, "label": "\u041a\u043e\u0434"}
  ],
  "codes": {
    "Z": {"heading": "0011aabb", "line": 3, "sketch": "0001abcd", "statuses": [401, "5xx"]},
    "A": {"category": "Client errors", "group": "LOGIN", "line": 5, "retry": "once"},
    "A_2": {"code": "A", "ids": ["A_2", "A_3"], "line": 7}
  },
  "date": "2026-11-21",
  "digest": "0011223344556677",
  "ends": ["00112233", "44556677"],
  "etag": "W/\"v1\"",
  "last_modified": null,
  "lines": 9,
  "mentions": [
    "BUSY"
  ],
  "registry_digest": "8899aabbccddeeff",
  "url": "https://acme.example/errors",
  "version": 1
}
"""


def write_record(folder: Path, content: bytes) -> Path:
    path = get_record_path(folder, "acme", "errors")
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return path


def test_dump_record_has_one_line_per_code() -> None:
    """Keys are sorted, codes keep the order of the page, and each has a line."""
    assert dump_record(RECORD) == CONTENT


def test_dump_record_of_empty_page() -> None:
    """A record without codes is valid JSON."""
    record = Record(url="u", date=DATE, digest="d", registry_digest="r", lines=0)
    values = json.loads(dump_record(record))
    assert (values["codes"], values["carriers"], values["mentions"]) == ({}, [], [])


def test_load_record_returns_what_was_dumped(tmp_path: Path) -> None:
    """A file is read as the record that it was written from."""
    loaded = load_record(write_record(tmp_path, CONTENT))
    assert loaded == RECORD
    assert list(loaded.codes) == ["Z", "A", "A_2"]


@pytest.mark.parametrize(
    "content",
    [CONTENT.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + CONTENT, json.dumps(json.loads(CONTENT))],
)
def test_load_record_accepts_other_layouts(tmp_path: Path, content: bytes | str) -> None:
    """Checkouts and editors may change line ends, spaces and the byte order mark."""
    data = content.encode() if isinstance(content, str) else content
    assert load_record(write_record(tmp_path, data)) == RECORD


NAMES = st.text(max_size=20)
COUNTS = st.integers(0, 2**40)
HASHES = st.lists(st.integers(0, 2**16 - 1), max_size=16, unique=True).map(sorted).map(tuple)
STATUSES = st.lists(st.integers(100, 599) | st.sampled_from(["4xx", "5xx"]), max_size=3).map(tuple)
RECORDS = st.builds(
    Record,
    url=NAMES,
    date=st.dates(),
    digest=NAMES,
    registry_digest=NAMES,
    etag=st.none() | NAMES,
    form=st.none() | NAMES,
    last_modified=st.none() | NAMES,
    codes=st.dictionaries(
        NAMES,
        st.builds(
            RecordedCode,
            code=NAMES,
            ids=st.lists(NAMES, max_size=2).map(tuple),
            statuses=STATUSES,
            category=st.none() | NAMES,
            retry=st.none() | NAMES,
            group=st.none() | NAMES,
            line=COUNTS,
            heading=NAMES,
            sketch=HASHES,
        ),
        max_size=4,
    ),
    mentions=st.lists(NAMES, max_size=3).map(tuple),
    carriers=st.lists(
        st.builds(RecordedCarrier, kind=NAMES, label=NAMES, codes=COUNTS, known=COUNTS), max_size=3
    ).map(tuple),
    ends=st.lists(NAMES, max_size=3).map(tuple),
    lines=COUNTS,
)


@given(RECORDS)
def test_load_record_is_the_inverse_of_dump(
    tmp_path_factory: pytest.TempPathFactory, record: Record
) -> None:
    """Any record survives its file, and the file is plain ASCII with line feeds."""
    content = dump_record(record)
    loaded = load_record(write_record(tmp_path_factory.getbasetemp(), content))
    assert loaded == record
    assert list(loaded.codes) == list(record.codes)
    assert content.isascii()
    assert content.endswith(b"}\n")
    assert b"\r" not in content


def test_load_record_keeps_lone_surrogates(tmp_path: Path) -> None:
    """A code from a page in JSON can have a code point that UTF-8 lacks."""
    record = evolve(RECORD, codes={"\ud800": RecordedCode(line=1)})
    assert load_record(write_record(tmp_path, dump_record(record))) == record


def test_load_record_without_file(tmp_path: Path) -> None:
    """There is no record before the first one is written."""
    assert load_record(get_record_path(tmp_path, "acme", "errors")) is None


def change(*at: str | int, to: object) -> bytes:
    """Return the content of a file with another value at a place."""
    values = json.loads(CONTENT)
    place = values
    for key in at[:-1]:
        place = place[key]
    place[at[-1]] = to
    return json.dumps(values).encode()


def drop(*at: str) -> bytes:
    """Return the content of a file without a key."""
    values = json.loads(CONTENT)
    place = values
    for key in at[:-1]:
        place = place[key]
    del place[at[-1]]
    return json.dumps(values).encode()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "found invalid JSON (Expecting value)"),
        (b"{", "found invalid JSON (Expecting property name enclosed in double quotes)"),
        (CONTENT[:-3], "found invalid JSON (Expecting ',' delimiter)"),
        (CONTENT + b"}", "found invalid JSON (Extra data)"),
        (b"\xff\xfe{\0}\0", "found the byte 0xff, expected UTF-8"),
        (b"[" * 100_000, "found values that are nested too deeply"),
        (b'{"lines": ' + b"9" * 5000 + b"}", "found an integer with too many digits"),
        (CONTENT.replace(b": 9,", b": NaN,"), "found NaN, which is not valid JSON"),
        (
            CONTENT.replace(b'"A":', b'"Z":'),
            'found the key "Z" twice, expected each key once',
        ),
        (b"[]", "found a list, expected an object"),
        (b"null", "found null, expected an object"),
        (b"{}", "version: found null, expected 1"),
        (change("version", to=2), "version: found integer 2, expected 1"),
        (change("version", to=True), "version: found boolean true, expected 1"),
        (drop("url"), "missing key url"),
        (drop("codes", "Z", "line"), "missing key codes.Z.line"),
        (drop("etag"), "missing key etag"),
        (change("notes", to=1), "found unknown key notes"),
        (change("codes", "Z", "no te", to=1), 'found unknown key codes.Z."no te"'),
        (change("url", to=1), "url: found integer 1, expected a string"),
        (change("etag", to=["a"]), "etag: found a list, expected a string"),
        (
            change("date", to="20261121"),
            'date: found string "20261121", expected a date such as 2026-11-21',
        ),
        (
            change("date", to="soon"),
            'date: found string "soon", expected a date such as 2026-11-21',
        ),
        (change("lines", to=-1), "lines: found integer -1, expected an integer of 0 or more"),
        (change("lines", to=1.5), "lines: found float 1.5, expected an integer of 0 or more"),
        (change("lines", to=True), "lines: found boolean true, expected an integer of 0 or more"),
        (change("codes", to=[]), "codes: found a list, expected an object"),
        (change("codes", "A", to="a table"), 'codes.A: found string "a table", expected an object'),
        (
            change("codes", "Z", "statuses", to=[404.0]),
            'codes.Z.statuses[0]: found float 404.0, expected a status such as 404 or "4xx"',
        ),
        (
            change("codes", "Z", "statuses", to="404"),
            'codes.Z.statuses: found string "404", expected a list',
        ),
        (
            change("codes", "Z", "category", to=None),
            "codes.Z.category: found null, expected a string",
        ),
        (
            change("codes", "Z", "sketch", to="123"),
            'codes.Z.sketch: found string "123", expected hexadecimal hashes',
        ),
        (
            change("codes", "Z", "sketch", to="0" * 68),
            f'codes.Z.sketch: found string "{"0" * 59}…", expected hexadecimal hashes',
        ),
        (change("ends", to=[{}]), "ends[0]: found an object, expected a string"),
        (
            change("carriers", 0, to={"kind": "table"}),
            "missing key carriers[0].codes",
        ),
    ],
)
def test_load_record_of_broken_file(tmp_path: Path, content: bytes, reason: str) -> None:
    """The reason names the place and what was found; the hint says what to do."""
    with pytest.raises(RecordError) as caught:
        load_record(write_record(tmp_path, content))
    assert caught.value.reason == reason
    assert caught.value.path.endswith("pages/acme.errors.json")
    assert str(caught.value).startswith(caught.value.path + ":")
    assert "delete it" in caught.value.hint


def test_load_record_locates_merge_conflicts(tmp_path: Path) -> None:
    """Two branches that update a record conflict; the error says so, with line and column."""
    content = CONTENT.replace(b'  "lines"', b'<<<<<<< HEAD\n  "lines"')
    path = write_record(tmp_path, content)
    with pytest.raises(RecordError) as caught:
        load_record(path)
    assert str(caught.value) == f"{path.as_posix()}:15:1: found a merge conflict"


@given(st.binary(max_size=60), st.integers(0, len(CONTENT)), st.integers(0, 60))
def test_load_record_of_mutated_file(
    tmp_path_factory: pytest.TempPathFactory, inserted: bytes, start: int, length: int
) -> None:
    """No bytes raise anything but RecordError."""
    content = CONTENT[:start] + inserted + CONTENT[start + length :]
    path = write_record(tmp_path_factory.getbasetemp(), content)
    with suppress(RecordError):
        assert isinstance(load_record(path), Record)


def test_load_record_of_large_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is too large is not read."""
    monkeypatch.setattr("errsmith.registry.source.LARGEST", 1000)
    with pytest.raises(RecordError, match="expected at most 1,000"):
        load_record(write_record(tmp_path, b" " * 1001))


def test_load_record_of_folder(tmp_path: Path) -> None:
    """A folder in place of the file is reported."""
    path = get_record_path(tmp_path, "acme", "errors")
    path.mkdir(parents=True)
    with pytest.raises(RecordError, match="found a folder or a device, expected a file"):
        load_record(path)


def test_load_record_below_file(tmp_path: Path) -> None:
    """A file in place of the folder is reported."""
    (tmp_path / "pages").touch()
    with pytest.raises(RecordError, match=r"cannot be read \(not a directory\)"):
        load_record(get_record_path(tmp_path, "acme", "errors"))


@pytest.mark.parametrize("linked", ["pages", "pages/acme.errors.json"])
def test_load_record_refuses_links_out_of_the_registry(tmp_path: Path, linked: str) -> None:
    """A link may lead to a file of the registry only."""
    outside = write_record(tmp_path, CONTENT)
    target = outside if linked.endswith(".json") else outside.parent
    registry = tmp_path / "registry"
    (registry / linked).parent.mkdir(parents=True)
    (registry / linked).symlink_to(target)
    with pytest.raises(RecordError, match="expected a link to a file in the registry"):
        load_record(get_record_path(registry, "acme", "errors"))


def test_load_record_follows_links_in_the_registry(tmp_path: Path) -> None:
    """A link to another file of the registry is read, unless it is broken."""
    path = write_record(tmp_path, CONTENT)
    path.rename(tmp_path / "kept.json")
    path.symlink_to(tmp_path / "kept.json")
    assert load_record(path) == RECORD
    (tmp_path / "kept.json").unlink()
    with pytest.raises(RecordError, match="found a broken link"):
        load_record(path)


# --- paths ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source_id", "name"),
    [
        ("errors", "acme.errors.json"),
        ("api-errors_2", "acme.api-errors_2.json"),
        ("API errors", "acme.api-errors~ab12.json"),
        ("../../x", "acme.x~ab12.json"),
        ("Ошибки", "acme.~ab12.json"),
    ],
)
def test_get_record_path_is_readable(source_id: str, name: str) -> None:
    """Ordinary ids are in the name; others get a hash."""
    path = get_record_path(Path("registry"), "acme", source_id)
    start, tilde, _ = path.name.partition("~")
    expected = name.partition("~")[0]
    assert path.parent == Path("registry/pages")
    assert (start, bool(tilde)) == (expected, "~" in name)


def test_get_record_path_is_unique_and_safe() -> None:
    """No two sources share a file, even where case does not matter, and none leaves the folder."""
    odd = [
        "a",
        "A",
        "a.b",
        "a b",
        "a/b",
        "a\\b",
        "a:b",
        "..",
        ".",
        "a\n",
        "a\0",
        "é",
        "e\u0301",
        " ",
    ]
    odd += ["x" * 60, "x" * 61, "x" * 300, "~", "a~b", "-", "-a", "ß", "ss", "\ud800", "%2F"]
    pairs = [(provider, source_id) for provider in odd for source_id in odd]
    paths = [get_record_path(Path("r"), *pair) for pair in pairs]
    assert len({path.name.lower() for path in paths}) == len(pairs)
    for path in paths:
        assert path.parent == Path("r") / record_files.PAGES
        assert path.name.isascii()
        assert path.name.isprintable()
        assert set(path.name).isdisjoint('/\\:*?"<>| ')
        assert len(path.name) < 200
        assert not path.name.startswith("-")
