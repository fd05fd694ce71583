"""The diagram of the retry decision says what the SDK does."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from errsmith.runtime.advice import advise
from errsmith.runtime.errors import ApiError
from errsmith.runtime.facts import Advice, ErrorInfo, Retry
from errsmith.runtime.retrying import is_retryable, retry_delay
from errsmith.runtime.statements import ADVICE
from tests.site.drawings import draw_retry, list_boxes


@pytest.fixture(scope="module")
def figure() -> ET.Element:
    return draw_retry()


def read_cards(figure: ET.Element) -> dict[str, list[str]]:
    """Return the further lines of the boxes of outcomes, by advice."""
    texts = [[text.text or "" for text in box.texts] for box in list_boxes(figure)]
    return {first: rest for first, *rest in texts if len(rest) == 3}


def describe_delays(error: ApiError) -> str:
    """Return how the delays of an error develop, in the words of the diagram."""
    delays = [retry_delay(error, attempt) for attempt in (1, 2, 3)]
    if delays[0] is None:
        return "None"
    if delays[1:] == [None, None]:
        return "one delay, then None"
    first, second, third = (delay or 0.0 for delay in delays)
    return "increasing" if first < second < third else "fixed" if first == third else "?"


def build_error(advice: Advice | None) -> ApiError:
    class AdvisedError(ApiError):
        info = ErrorInfo(retry=None if advice is None else Retry(advice))

    return AdvisedError()


@pytest.mark.parametrize("advice", [*ADVICE, None])
def test_outcomes_are_those_of_the_sdk(figure: ET.Element, advice: Advice | None) -> None:
    """Each advice has a box and a list item with what the SDK's functions return."""
    error = build_error(advice)
    instruction = "Decide for yourself" if advice is None else ADVICE[advice]
    allowed, delay = str(is_retryable(error)), describe_delays(error)
    card = read_cards(figure)[str(advice)]
    assert card == [instruction, f"is_retryable: {allowed}", f"retry_delay: {delay}"]
    items = ["".join(item.itertext()) for item in figure.iter("li")]
    line = f"{advice}: {instruction}. is_retryable: {allowed}. retry_delay: {delay}."
    assert items.count(line) == 1


def test_outcomes_are_complete(figure: ET.Element) -> None:
    """There is a box for each advice and for None, and for nothing else."""
    assert set(read_cards(figure)) == {*ADVICE, "None"}


def list_steps(figure: ET.Element) -> list[str]:
    return ["".join(item.itertext()) for item in figure.findall("details/ol/li")]


def test_drawing_and_list_have_the_same_steps(figure: ET.Element) -> None:
    """Each question of the list is in a box, in the same order, and so is each answer."""
    boxes = [" ".join(t.text or "" for t in box.texts) for box in list_boxes(figure)]
    *steps, last = list_steps(figure)
    questions, answers = zip(
        *(step.removesuffix(".").split(" Yes: ") for step in steps), strict=True
    )
    assert [text for text in boxes if text.endswith("?")] == list(questions)
    assert set(answers) <= set(boxes)
    assert last == "Otherwise: None."


def test_steps_follow_the_levels(figure: ET.Element) -> None:
    """The response comes first, then the levels from the most specific to the most general."""
    steps = list_steps(figure)
    words = ["response", "ask you to wait", "error", "group", "category", "kind", "None"]
    assert all(word in step for word, step in zip(words, steps, strict=True))


def test_answers_to_requests_are_those_of_the_sdk(figure: ET.Element) -> None:
    """The first two steps say what the SDK advises if the response asks for or against a retry."""
    forbidden, requested, *_ = list_steps(figure)
    exceptions = " or ".join(
        advice
        for advice in ADVICE
        if (advised := advise(Retry(advice), None, 400, retryable=True)) is not None
        and advised.advice != "backoff"
    )
    assert requested.endswith(f" Yes: backoff unless a later question yields {exceptions}.")
    for advice in ADVICE:
        advised = advise(Retry(advice), 5, 503, retryable=False)
        assert advised is not None
        assert forbidden.endswith(f" Yes: {advised.advice}.")


def test_statuses_that_ask_to_wait(figure: ET.Element) -> None:
    """The statuses are those with which a requested delay is advice to retry."""
    statuses = [
        str(status) for status in range(400, 600) if advise(None, 5, status, retryable=None)
    ]
    assert re.findall(r"\d{3}", list_steps(figure)[1]) == statuses
