"""Read the annotations in front of a statement, such as `@Status(404)` or `#[status(404)]`."""

from __future__ import annotations

from errsmith.drift.pages.statements import Source, Value


def read_attributes(source: Source, index: int) -> tuple[int, list[Value]]:
    """Return where a statement begins after its annotations, and the strings in those."""
    values: list[Value] = []
    while index < len(source.tokens):
        token = source.tokens[index]
        following = source.text_at(index + 1)
        if token.kind == "name" and token.text.startswith("@"):
            name = token.text[1:]
            end = index + 1
            while source.text_at(end) == ".":
                end += 2
            opening = end if source.text_at(end) == "(" else None
        elif token.text == "#[" or (
            token.text == "[" and following[:1].isupper() and _is_attribute(source, index)
        ):
            name = following
            opening = index + 2 if source.text_at(index + 2) == "(" else None
            end = source.skip(index) - 1
        else:
            break
        if opening is not None and opening in source.closers:
            members = source.read_members(opening)
            values += [(name if key.isdigit() else key, cell) for key, cell in members]
        index = (
            max(source.skip(end), index + 1) if opening is not None or token.kind == "sign" else end
        )
    return index, values


def _is_attribute(source: Source, index: int) -> bool:
    """Return whether brackets at the beginning of a line are an attribute of what follows."""
    end = source.skip(index)
    return (
        end < len(source.tokens)
        and source.tokens[index].is_first
        and source.text_at(end) not in {",", ""}
    )
