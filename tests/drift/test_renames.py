"""Which codes were renamed: measured on made-up lists of codes."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from itertools import product
from typing import Final

import pytest
from attrs import evolve

from errsmith.drift.evidence import Entry
from errsmith.drift.record import hash_text, sketch
from errsmith.drift.renames import Rename, find_renames
from errsmith.drift.spelling import SpelledCode, SpellingComparer
from tests.drift.comparing import describe

# fmt: off
THINGS: Final = (
    "token", "session", "card", "account", "address", "document", "signature", "device",
    "webhook", "invoice", "refund", "user", "tenant", "certificate", "key", "scope", "client",
    "redirect", "nonce", "payload", "file", "image", "phone", "email", "password",
)
STATES: Final = (
    "expired", "invalid", "missing", "blocked", "unknown", "duplicate", "rejected", "locked",
    "unsupported", "stale", "revoked", "exhausted", "mismatched", "pending", "forbidden",
)
# fmt: on
SENTENCES: Final = (
    "The {thing} is {state}.",
    "The {thing} in the request is {state}. Check it and send the request again.",
    "We could not accept the {thing} because it is {state}; see {other} for {extra}.",
    "A {state} {thing} was sent. The {other} must be {extra} before you try again.",
    "Returned when the {thing} of the {other} is {state}. Contact support if {extra} persists.",
)
# fmt: off
EXTRAS: Final = (
    "details", "limits", "settings", "regions", "currencies", "consent", "retries", "signing",
    "onboarding", "sandboxes", "production", "balances", "callbacks", "screening", "quotas",
)
# fmt: on
STATUSES: Final = (400, 400, 401, 403, 404, 409, 422, 429, 500)
SECTIONS: Final = ("Access", "Payments", "Documents", "Limits")


def seed_random(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - it makes up data


def invent(rng: random.Random, count: int, prefix: str = "") -> list[Entry]:
    """Return codes with texts as pages have them: similar, and often short."""
    pairs = list(product(THINGS, STATES))
    return [make_entry(rng, prefix, *pair) for pair in rng.sample(pairs, count)]


def make_entry(rng: random.Random, prefix: str, thing: str, state: str) -> Entry:
    code = f"{prefix}{thing}_{state}".upper()
    text = rng.choice(SENTENCES).format(
        thing=thing, state=state, other=rng.choice(THINGS), extra=rng.choice(EXTRAS)
    )
    status = rng.choice(STATUSES)
    return Entry(
        code=code,
        name=code,
        is_candidate=False,
        statuses=frozenset({status}),
        heading=hash_text(rng.choice(SECTIONS)),
        sketch=sketch(f"{code} {status} {text}"),
        text=f"{code} {status} {text}",
    )


def rename(entry: Entry, code: str, status: int | None = None) -> Entry:
    """Return the entry of the page with another code, and the same text."""
    statuses = entry.statuses if status is None else frozenset({status})
    _, before, text = entry.text.split(" ", 2)
    text = f"{code} {status or before} {text}"
    return evolve(entry, code=code, name=code, statuses=statuses, sketch=sketch(text), text=text)


def pair_up(old: Sequence[Entry], new: Sequence[Entry]) -> tuple[Rename, ...]:
    """Return the renames between the codes of a record and those of a page."""
    before, after = {e.name for e in old}, {e.name for e in new}
    return find_renames(
        [evolve(e, is_candidate=e.name not in after, is_recorded=True, text="") for e in old],
        [evolve(e, is_candidate=e.name not in before) for e in new],
    )


def list_evident(renames: Sequence[Rename]) -> dict[str, str]:
    return {r.old.code: r.new.code for r in renames if r.grade == "evident"}


@pytest.mark.parametrize("seed", range(6))
def test_measure_codes_renamed_to_numbers(seed: int) -> None:
    """Of 114 codes on several pages that become numbers, at least 100 are evident, none wrong."""
    rng = seed_random(seed)
    evident = 0
    for size in (27, 41, 12, 8, 26):
        old = invent(rng, size)
        codes = {entry.code: str(1000 + 7 * number) for number, entry in enumerate(old)}
        found = list_evident(pair_up(old, [rename(e, codes[e.code]) for e in old]))
        assert found.items() <= codes.items()
        evident += len(found)
    assert evident >= 100


@pytest.mark.parametrize("seed", range(6))
def test_measure_unrelated_codes(seed: int) -> None:
    """Of 55 codes that are removed and 59 that are added, none is evidently renamed."""
    rng = seed_random(seed)
    removed = added = 0
    for size, gone, new in ((40, 15, 20), (60, 30, 24), (20, 10, 15)):
        entries = invent(rng, size + new)
        old, fresh = entries[:size], entries[size:]
        leaving = set(rng.sample(range(size), gone))
        page = [entry for position, entry in enumerate(old) if position not in leaving]
        for entry in fresh:
            page.insert(rng.randrange(len(page) + 1), entry)
        assert list_evident(pair_up(old, page)) == {}
        removed, added = removed + gone, added + new
    assert (removed, added) == (55, 59)


def test_measure_mixed_changes() -> None:
    """Renames are found among removals and additions, and only those."""
    evident = 0
    for seed in range(10):
        rng = seed_random(seed)
        entries = invent(rng, 45)
        old, fresh = entries[:40], entries[40:]
        renamed, gone = old[3:30:9], old[5:40:9]
        codes = {entry.code: f"NEW_{entry.code[::-1]}" for entry in renamed}
        page = [rename(e, codes.get(e.code, e.code)) for e in old if e not in gone]
        for entry in fresh:
            page.insert(rng.randrange(len(page) + 1), entry)
        found = list_evident(pair_up(old, page))
        assert found.items() <= codes.items()
        evident += len(found)
    assert evident >= 27


@pytest.mark.parametrize(("has_text", "fewest"), [(True, 30), (False, 20)])
def test_find_mass_rename(*, has_text: bool, fewest: int) -> None:
    """A prefix that has changed for all codes is evident, mostly even without their texts."""
    old = invent(seed_random(1), 30, "AUTH_")
    codes = {entry.code: entry.code.replace("AUTH_", "AUTHN_") for entry in old}
    new = [rename(entry, codes[entry.code]) for entry in old]
    if not has_text:
        old, new = ([evolve(e, sketch=None, text="") for e in side] for side in (old, new))
    found = list_evident(pair_up(old, new))
    assert found.items() <= codes.items()
    assert len(found) >= fewest


# --- single codes --------------------------------------------------------------------------------

KEPT: Final = ("ALPHA", "BRAVO", "CHARLIE", "DELTA")
LONG: Final = (
    "The signature of the document does not match the certificate that was issued to the signer."
)
OTHER: Final = (
    "You have used up the quota of your plan for this month; upgrade or wait until it ends."
)


def make(code: str, text: str = "", status: int | None = 400, heading: str = "") -> Entry:
    """Return a code with a text, by default one of its own."""
    shown = f"{code} {status} {text or describe(code)}"
    return Entry(
        code=code,
        name=code,
        is_candidate=False,
        statuses=frozenset() if status is None else frozenset({status}),
        heading=heading,
        sketch=sketch(shown),
        text=shown,
    )


def surround(*entries: Entry) -> list[Entry]:
    """Return codes between others that are kept."""
    before, after = map(make, KEPT[:2]), map(make, KEPT[2:])
    return [*before, *entries, *after]


def grade(old: Sequence[Entry], new: Sequence[Entry]) -> list[tuple[str, str, str]]:
    return [(r.old.code, r.new.code, r.grade) for r in pair_up(old, new)]


def test_find_rename_with_same_text() -> None:
    """A code with another name, but the same text, status and place, was renamed."""
    old, new = surround(make("SIG_BAD", LONG, 401)), surround(make("E17", LONG, 401))
    (found,) = pair_up(old, new)
    assert (found.old.code, found.new.code, found.grade) == ("SIG_BAD", "E17", "evident")
    assert found.evidence == "text 1.00, status 401, same place"


def test_find_rename_with_same_spelling() -> None:
    """Without texts, a spelling that has hardly changed needs the same place and status."""
    old, new = surround(make("SIGNATURE_INVALID")), surround(make("INVALID_SIGNATURE"))
    bare = [[evolve(e, sketch=None, text="") for e in side] for side in (old, new)]
    assert grade(*bare) == [("SIGNATURE_INVALID", "INVALID_SIGNATURE", "evident")]
    moved = [bare[1][2], *bare[1][:2], *bare[1][3:]]
    assert grade(bare[0], moved) == [("SIGNATURE_INVALID", "INVALID_SIGNATURE", "possible")]
    status = [evolve(e, statuses=frozenset({500})) for e in bare[1]]
    assert grade(bare[0], status) == [("SIGNATURE_INVALID", "INVALID_SIGNATURE", "possible")]


def test_find_rename_with_changed_text() -> None:
    """A text that was edited is possible evidence, and clear evidence with the same place."""
    edited = LONG.replace("signer", "person who signs it")
    old, new = surround(make("SIG_BAD", LONG)), surround(make("E17", edited))
    assert grade(old, new) == [("SIG_BAD", "E17", "evident")]
    assert grade(old, [new[2], *new[:2], *new[3:]]) == [("SIG_BAD", "E17", "possible")]


def test_find_no_rename_at_same_place() -> None:
    """An unrelated code at the same place with the same status is another code."""
    assert grade(surround(make("SIG_BAD", LONG)), surround(make("QUOTA", OTHER))) == []


def test_find_no_rename_among_numbered_codes() -> None:
    """Codes of a numbered family resemble each other, which says nothing."""
    old, new = surround(make("SIG_1012", LONG)), surround(make("SIG_1013", OTHER))
    assert grade(old, new) == []


def test_find_no_evident_rename_if_code_was_split() -> None:
    """If two new codes have the old text, a person has to decide."""
    old = surround(make("SIG_BAD", LONG))
    new = surround(make("SIG_WRONG", LONG), make("SIG_BROKEN", LONG))
    (found,) = grade(old, new)
    assert found[0::2] == ("SIG_BAD", "possible")


def test_find_no_evident_rename_if_codes_were_merged() -> None:
    """If two old codes have the new text, a person has to decide."""
    old = surround(make("SIG_WRONG", LONG), make("SIG_BROKEN", LONG))
    (found,) = grade(old, surround(make("SIG_BAD", LONG)))
    assert found[1:] == ("SIG_BAD", "possible")


def test_find_no_evident_rename_if_kept_code_has_text() -> None:
    """A text that a kept code shares is not evidence."""
    kept = make("SIG_KEPT", LONG)
    old, new = surround(kept, make("SIG_BAD", LONG)), surround(kept, make("E17", LONG))
    assert "evident" not in {r.grade for r in pair_up(old, new)}


def test_find_swapped_places() -> None:
    """Two codes that were renamed and have changed places are told apart by their texts."""
    old = surround(make("SIG_BAD", LONG), make("QUOTA", OTHER))
    new = surround(make("E2", OTHER), make("E1", LONG))
    assert list_evident(pair_up(old, new)) == {"SIG_BAD": "E1", "QUOTA": "E2"}


def test_find_nothing_for_swapped_texts() -> None:
    """Two codes that have exchanged their texts are still there."""
    old = surround(make("SIG_BAD", LONG), make("QUOTA", OTHER))
    new = surround(make("SIG_BAD", OTHER), make("QUOTA", LONG))
    assert grade(old, new) == []


def test_find_rename_that_names_old_code() -> None:
    """A text that names the old code is evidence for an edited text at another place."""
    old = surround(make("SIG_BAD", LONG))
    new = [make("E17", f"{LONG} It was called SIG_BAD."), *surround()]
    (found,) = pair_up(old, new)
    assert "its text names the old code" in found.evidence


def test_find_no_rename_between_recorded_codes() -> None:
    """Two codes that were on the page at the same time are two errors."""
    old = surround(make("SIG_BAD", LONG), make("E17", LONG))
    new = surround(make("E17", LONG))
    marked = [evolve(e, is_candidate=e.code == "SIG_BAD", is_recorded=True) for e in old]
    candidates = [evolve(e, is_candidate=e.code == "E17", is_recorded=True) for e in new]
    assert find_renames(marked, candidates) == ()


@pytest.mark.parametrize(("old", "new"), [((), ()), (("A",), ()), ((), ("B",)), (("A",), ("A",))])
def test_find_nothing_in_short_lists(old: tuple[str, ...], new: tuple[str, ...]) -> None:
    """Lists without a code that is gone, or without a new one, have no renames."""
    assert grade(list(map(make, old)), list(map(make, new))) == []


def test_find_renames_among_many() -> None:
    """The number of comparisons grows with the number of codes, not with its square."""
    words = [f"w{number}" for number in range(2000)]
    rng = seed_random(1)
    old = [make(f"C{n}", " ".join(rng.choices(words, k=12))) for n in range(500)]
    new = [rename(entry, f"D{n}") for n, entry in enumerate(old)]
    began = time.process_time()
    found = list_evident(pair_up(old, new))
    assert found == {entry.code: f"D{n}" for n, entry in enumerate(old)}
    assert time.process_time() - began < 5


# --- spellings -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "least", "most"),
    [
        ("TOKEN_EXPIRED", "tokenExpired", 1.0, 1.0),
        ("token-expired", "token.expired", 1.0, 1.0),
        ("HTTPError", "http_error", 1.0, 1.0),
        ("UNAUTHROIZED", "UNAUTHORIZED", 0.6, 0.99),
        ("TOKEN_EXPIRED", "TOKEN_EXPIRY", 0.7, 0.99),
        ("ERR-1012", "E1012", 0.4, 0.99),
        ("SIG_1012", "SIG_1013", 0.0, 0.0),
        ("1012", "1013", 0.0, 0.0),
        ("QUOTA", "SIGNATURE", 0.0, 0.3),
        ("", "", 0.0, 0.0),
        ("!!", "??", 0.0, 0.0),
    ],
)
def test_compare_spellings(first: str, second: str, least: float, most: float) -> None:
    """Spellings are compared by words and letters, and numbers have to be equal."""
    codes = SpelledCode(first), SpelledCode(second)
    comparer = SpellingComparer.learn(codes)
    assert least <= comparer.compare(*codes) <= most
    assert comparer.compare(*codes) == comparer.compare(*reversed(codes))
