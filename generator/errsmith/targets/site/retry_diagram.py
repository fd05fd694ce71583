"""How `error.retry` is decided and what to do then, as a diagram and as a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Final

from attrs import evolve, frozen

from errsmith.runtime.advice import RETRYABLE
from errsmith.runtime.facts import Advice
from errsmith.runtime.statements import ADVICE, join_alternatives
from errsmith.targets.site.shapes import (
    GAP,
    MARGIN,
    BoxStyle,
    BoxView,
    DrawingView,
    LabelStyle,
    LabelView,
    LineView,
    Point,
    Sketch,
    build_box,
    build_drawing,
)
from errsmith.targets.text import wrap

_DELAYS: Final[Mapping[Advice, str]] = {
    "never": "None",
    "once": "one delay, then None",
    "backoff": "increasing",
    "poll": "fixed",
    "after_fix": "None",
}
"""What `retry_delay` returns for each advice."""
_ALLOWING: Final[tuple[Advice, ...]] = tuple(advice for advice in ADVICE if RETRYABLE[advice])
_FORBIDDING: Final[tuple[Advice, ...]] = tuple(advice for advice in ADVICE if not RETRYABLE[advice])
_REQUESTED: Final[Advice] = "backoff"
"""The advice if only the response says to retry."""

_QUESTION: Final = 310
_COLUMNS: Final = 35
"""Characters of a line of a question."""
_ANSWER: Final = 220
_COLUMNS_OF_ANSWER: Final = 25
_ARROW: Final = 56
"""Space between a question and its answer."""
_DROP: Final = 30
"""Space between a question and the next one."""
_CARD: Final = (_QUESTION + _ARROW + _ANSWER) // 2 - GAP
"""Width of the card of an outcome; two are as wide as a question and its answer."""
_ENTRY: Final = MARGIN + 44
"""Where arrows meet the tops of questions."""


@frozen(kw_only=True, eq=False)
class DecisionStepView:
    """A step of the decision.

    Attributes:
        question: The question.
        advice: The advice if the answer is yes, or empty if that is in `remark`.
        remark: An exception from the advice, or the advice in words; or empty.
    """

    question: str
    advice: str = ""
    remark: str = ""


@frozen(kw_only=True, eq=False)
class OutcomeView:
    """What an advice means.

    Attributes:
        advice: The advice, or `None` if nothing is known.
        instruction: What to do.
        is_retryable: What `is_retryable` returns.
        delay: What `retry_delay` returns.
    """

    advice: str
    instruction: str
    is_retryable: str
    delay: str


_UNKNOWN: Final = OutcomeView(
    advice="None",
    instruction="Decide for yourself",
    is_retryable="None",
    delay="None",
)
"""The outcome if there is no advice."""


@frozen(kw_only=True, eq=False)
class RetryDiagramView:
    """How `error.retry` is decided, and what to do then.

    Attributes:
        drawing: The diagram.
        steps: The decision: the first step whose answer is yes counts.
        outcomes: What each value means: first that which allows a retry, and None at the end.
    """

    drawing: DrawingView
    steps: tuple[DecisionStepView, ...]
    outcomes: tuple[OutcomeView, ...]


def build_retry_diagram() -> RetryDiagramView:
    """Build the diagram of the retry decision."""
    allowing = tuple(map(_describe, _ALLOWING))
    forbidding = (*map(_describe, _FORBIDDING), _UNKNOWN)
    steps = tuple(_list_steps())
    return RetryDiagramView(
        drawing=_draw(steps, (allowing, forbidding)),
        steps=steps,
        outcomes=(*allowing, *forbidding),
    )


def _list_steps() -> Iterator[DecisionStepView]:
    others = join_alternatives([advice for advice in _ALLOWING if advice != _REQUESTED])
    yield DecisionStepView(
        question="Does a documented field of the response say not to retry?", advice="never"
    )
    yield DecisionStepView(
        question="Does such a field say to retry, or does a 429 or 503 ask you to wait?",
        advice=_REQUESTED,
        remark=f"unless a later question yields {others}",
    )
    for owner in (
        "the error itself",
        "its group",
        "its category, or else that of the status,",
        "its kind",
    ):
        yield DecisionStepView(question=f"Does {owner} have advice?", remark="that advice")


def _describe(advice: Advice) -> OutcomeView:
    return OutcomeView(
        advice=advice,
        instruction=ADVICE[advice],
        is_retryable=str(RETRYABLE[advice]),
        delay=_DELAYS[advice],
    )


def _draw(
    steps: Sequence[DecisionStepView], columns: tuple[Sequence[OutcomeView], Sequence[OutcomeView]]
) -> DrawingView:
    """Draw the questions below each other, the answers at their right, and the outcomes below."""
    start = Sketch(style="base", name="error.retry").place(MARGIN, MARGIN)
    questions = _place_questions(steps, start.bottom + _DROP)
    end = build_box(
        "advice",
        [("name", _UNKNOWN.advice)],
        x=MARGIN,
        y=questions[-1].bottom + _DROP,
        width=_QUESTION,
    )
    boxes, lines, labels = [start, *questions, end], [], []
    for above, below in pairwise(boxes):
        lines.append(_draw_arrow((_ENTRY, above.bottom), (_ENTRY, below.y)))
        if above is not start:
            labels.append(LabelView(text="no", x=_ENTRY + 8, y=above.bottom + 19, style="choice"))
    for _, same in groupby(zip(steps, questions, strict=True), key=_get_answer):
        answered, asked = zip(*same, strict=True)
        answer = _place_answer(answered[0], asked)
        boxes.append(answer)
        for question in asked:
            x, y = question.right, (question.y + question.bottom) // 2
            lines.append(_draw_arrow((x, y), (answer.x, y)))
            labels.append(LabelView(text="yes", x=x + 12, y=y - 6, style="choice"))
    top = end.bottom + 2 * _DROP
    heading = LabelView(text="What each value means", x=MARGIN, y=top - 10, style="heading")
    for index, outcomes in enumerate(columns):
        boxes += _place_cards(outcomes, MARGIN + index * (_CARD + 2 * GAP), top)
    return build_drawing(boxes, lines, [*labels, heading])


def _draw_arrow(start: Point, end: Point) -> LineView:
    return LineView(points=(start, end), has_arrow=True)


def _place_questions(steps: Iterable[DecisionStepView], y: int) -> list[BoxView]:
    questions: list[BoxView] = []
    for step in steps:
        lines = _format_prose(step.question, _COLUMNS)
        questions.append(build_box("question", lines, x=MARGIN, y=y, width=_QUESTION))
        y = questions[-1].bottom + _DROP
    return questions


def _get_answer(step: tuple[DecisionStepView, BoxView]) -> tuple[str, str]:
    return step[0].advice, step[0].remark


def _place_answer(step: DecisionStepView, questions: Sequence[BoxView]) -> BoxView:
    """Return the box of an answer, at the right of the questions that lead to it."""
    lines = _format_prose(step.remark, _COLUMNS_OF_ANSWER) if step.remark else []
    if step.advice:
        lines.insert(0, ("name", step.advice))
    style: BoxStyle = "retry" if step.advice in _ALLOWING else "advice"
    box = build_box(style, lines, x=MARGIN + _QUESTION + _ARROW, y=0, width=_ANSWER)
    top, bottom = questions[0].y, questions[-1].bottom
    height = max(box.height, bottom - top)
    y = (top + bottom - height) // 2
    down = y + (height - box.height) // 2
    labels = tuple(evolve(label, y=label.y + down) for label in box.labels)
    return evolve(box, y=y, height=height, labels=labels)


def _place_cards(outcomes: Iterable[OutcomeView], x: int, y: int) -> Iterator[BoxView]:
    for outcome in outcomes:
        lines: list[tuple[LabelStyle, str]] = [
            ("name", outcome.advice),
            ("prose", outcome.instruction),
            ("note", f"is_retryable: {outcome.is_retryable}"),
            ("note", f"retry_delay: {outcome.delay}"),
        ]
        style: BoxStyle = "retry" if outcome.advice in _ALLOWING else "advice"
        box = build_box(style, lines, x=x, y=y, width=_CARD)
        yield box
        y = box.bottom + 2 * GAP


def _format_prose(text: str, columns: int) -> list[tuple[LabelStyle, str]]:
    return [("prose", line) for line in wrap(text, width=columns)]
