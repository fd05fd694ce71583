"""The class tree that a provider's module and page show."""

from __future__ import annotations

from errsmith.meaning import naming
from errsmith.meaning.resolution import ResolvedError
from errsmith.meaning.subjects import Subject
from errsmith.targets.text import Node


def build_class_tree(subject: Subject) -> Node:
    """Build the tree of a provider's classes, from `ApiError` down."""
    file, resolution = subject.file, subject.resolution
    branches: list[Node] = []
    for group, errors in resolution.list_errors_by_group().items():
        below = tuple(Node(error.class_, _format_remark(error)) for error in errors)
        if group is None:
            branches += below
        else:
            codes = " or ".join(file.groups[group].match or (group,))
            remark = "" if subject.reach.memberships[group] == "stated" else f"any {codes}"
            branches.append(Node(resolution.group_classes[group], remark, below))
    return Node(naming.ROOT, "", (Node(file.provider.class_, "", tuple(branches)),))


def _format_remark(error: ResolvedError) -> str:
    return ", ".join(map(str, (error.code, *error.definition.status, *error.stages)))
