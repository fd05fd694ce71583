"""Personal text that gets into the field in any way but typing stays out of the address."""

from __future__ import annotations

from typing import Any

import pytest

from tests.site.browser.visits import Front, Visits

pytest.importorskip("playwright", reason="only the session browser installs it")

PERSONAL = "Kari Nordmann 01017012345"


def copy(front: Front, text: str) -> None:
    """Put a text into the clipboard, without the search field."""
    front.page.evaluate(
        """(text) => {
          const source = document.createElement("textarea");
          source.id = "source";
          document.body.prepend(source);
          source.value = text;
          source.focus();
          source.select();
        }""",
        text,
    )
    front.page.keyboard.press("Control+C")
    front.page.locator("#source").evaluate("source => source.remove()")
    front.query.focus()


def dispatch(front: Front, text: str, event: str) -> None:
    """Append a text, as a program that types for somebody does, with the event that it sends."""
    script = f"(query, text) => {{ query.value += text; query.dispatchEvent({event}); }}"
    front.query.evaluate(script, text)


def assert_nothing_leaks(front: Front) -> None:
    """The text is in the field, and not in the address or the state of any entry."""
    assert front.query.input_value() != ""
    assert front.fragment == ""
    assert front.page.evaluate("JSON.stringify(history.state)") == "null"


@pytest.fixture
def front(visits: Visits) -> Front:
    """Return the front page, which may use the clipboard."""
    front = visits.open_front("specimen", permissions=["clipboard-read", "clipboard-write"])
    front.query.focus()
    return front


def test_paste_and_undo(front: Front) -> None:
    """A text that was pasted, deleted and brought back is still not typed."""
    copy(front, PERSONAL)
    front.page.keyboard.press("Control+V")
    assert_nothing_leaks(front)
    front.page.keyboard.press("Control+A")
    front.page.keyboard.press("Delete")
    front.page.keyboard.press("Control+Z")
    assert front.query.input_value() == PERSONAL
    assert_nothing_leaks(front)
    front.page.keyboard.press("End")
    front.page.keyboard.type(" x")
    assert_nothing_leaks(front)


def test_redo_of_a_paste(front: Front) -> None:
    """Redo brings a pasted text back, also after typing."""
    copy(front, PERSONAL)
    front.page.keyboard.press("Control+V")
    front.page.keyboard.press("Control+Z")
    front.page.keyboard.press("Control+Shift+Z")
    assert front.query.input_value() == PERSONAL
    assert_nothing_leaks(front)


@pytest.mark.parametrize("way", ["Escape", "Clear"])
def test_undo_after_clearing(front: Front, way: str) -> None:
    """Whatever undo brings back after the field was cleared is not typed."""
    copy(front, PERSONAL)
    front.page.keyboard.press("Control+V")
    if way == "Escape":
        front.page.keyboard.press("Escape")
    else:
        front.page.get_by_role("button", name=f"{way} all").click()
        front.settle()
    assert front.query.input_value() == ""
    for _ in range(3):
        front.page.keyboard.press("Control+Z")
        assert front.fragment == ""


def test_inserted_text(front: Front) -> None:
    """A suggestion of the keyboard inserts text without a paste event."""
    front.page.keyboard.insert_text(PERSONAL)
    assert_nothing_leaks(front)


def test_dropped_text(front: Front) -> None:
    """Text that is dragged into the field is not typed."""
    front.page.evaluate(
        """(text) => {
          const source = document.createElement("p");
          source.id = "source";
          source.textContent = text;
          document.querySelector("main").prepend(source);
          getSelection().selectAllChildren(source);
        }""",
        PERSONAL,
    )
    front.page.locator("#source").drag_to(
        front.query, source_position={"x": 20, "y": 8}, target_position={"x": 20, "y": 8}
    )
    assert PERSONAL in front.query.input_value()
    assert_nothing_leaks(front)


@pytest.mark.parametrize(
    "event",
    [
        'new Event("input")',
        'new InputEvent("input")',
        *(
            f'new InputEvent("input", {{ inputType: "{type_}", data: text }})'
            for type_ in (
                "historyUndo",
                "historyRedo",
                "insertFromPaste",
                "insertFromDrop",
                "insertFromYank",
                "insertReplacementText",
                "insertText",
                "insertCompositionText",
                "deleteContentBackward",
                "unheardOf",
            )
        ),
        'new InputEvent("input", { inputType: "insertText" })',
        'new InputEvent("input", { inputType: "insertText", data: "K" })',
    ],
)
def test_every_other_event(front: Front, event: str) -> None:
    """Only an event that adds one character is a key press, whatever it says."""
    dispatch(front, PERSONAL, event)
    assert_nothing_leaks(front)
    front.page.keyboard.type("x")
    assert_nothing_leaks(front)


def test_long_paste_is_not_typed(front: Front) -> None:
    """A text that the page itself shortens is as private as others."""
    front.paste(f"{PERSONAL} " * 10_000)
    assert_nothing_leaks(front)
    front.page.keyboard.type("x")
    assert_nothing_leaks(front)


def test_typing_after_emptying(front: Front) -> None:
    """Once a pasted text is deleted, what is typed becomes a part of the address again."""
    copy(front, PERSONAL)
    front.page.keyboard.press("Control+V")
    front.page.keyboard.press("Control+A")
    front.page.keyboard.press("Delete")
    front.page.keyboard.type("session")
    assert front.fragment == "#q=session"
    for _ in "ion":
        front.page.keyboard.press("Backspace")
    assert front.fragment == "#q=sess"


def test_typing_with_composition(front: Front) -> None:
    """What is typed with an input method is typed."""
    session: Any = front.page.context.new_cdp_session(front.page)
    for word in ("s", "se", "ses"):
        session.send(
            "Input.imeSetComposition",
            {"text": word, "selectionStart": len(word), "selectionEnd": len(word)},
        )
    assert front.query.input_value() == "ses"
    assert front.fragment == "#q=ses"


def test_known_codes_of_inserted_text(front: Front) -> None:
    """Known codes become a part of the address, the text around them does not."""
    front.page.keyboard.insert_text(f"SESSION_NOT_FOUND, {PERSONAL}")
    assert front.fragment == "#q=SESSION_NOT_FOUND"
