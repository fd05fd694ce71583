"""The tree of a provider's classes, which its module and its page show."""

from __future__ import annotations

from errsmith.meaning import naming
from errsmith.meaning.resolution import Resolved
from errsmith.meaning.subjects import Subject
from errsmith.targets.text import Node


def class_tree(subject: Subject) -> Node:
    """Return the tree of a provider's classes, from `ApiError` down."""
    file, resolution = subject.file, subject.resolution
    families: list[Node] = []
    for group, errors in resolution.members().items():
        below = tuple(Node(error.class_, _remark(error)) for error in errors)
        if group is None:
            families += below
        else:
            codes = " or ".join(file.groups[group].match or (group,))
            remark = "" if subject.reach.memberships[group] == "stated" else f"any {codes}"
            families.append(Node(resolution.groups[group], remark, below))
    return Node(naming.ROOT, "", (Node(file.provider.class_, "", tuple(families)),))


def _remark(error: Resolved) -> str:
    return ", ".join(map(str, (error.code, *error.definition.status, *error.stages)))
