"""The facts of a provider's module: those expected from the registry, and those it has."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Mapping
from textwrap import dedent
from types import ModuleType
from typing import Any

import attrs

from .markdown import join_lines
from .registry import NOTHING, Error, Group, Provider, Table, many, wait_of

Facts = Mapping[str, Any]

_TYPES = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "object": "dict[str, Any]",
    "array": "list[Any]",
}
_WORDS = {
    "never": "Do not retry automatically",
    "once": "Wait, then retry once",
    "backoff": "Retry with increasing delays",
    "poll": "Poll at a fixed interval",
    "after_fix": "Fix the cause, then retry",
}
_ALWAYS_EXPORTED = {
    *("Code", "ERRORS", "converter", "from_code"),
    *("parse", "from_response", "raise_for_error", "afrom_response", "araise_for_error"),
}
_ALWAYS_LOGGED = {"provider", "error_type", "code", "status", "reading"}
_QUOTED = ("reference", "trace_id", "timestamp")
_BRANCH = re.compile(r"([ │]*[├└]── )(\w+) *(.*)")


def derive_facts(provider: Provider) -> Facts:
    """Return the expected facts of a provider's module, by fact and then by subject."""
    base, groups, errors = provider.base, provider.groups, provider.errors
    infos = {
        base: {
            **NOTHING,
            "note": provider.about.get("note"),
            "source_url": provider.sources[0]["url"],
        },
        **{group.class_: group.info for group in groups.values()},
        **{error.class_: error.info for error in errors.values()},
    }
    aliases = [alias for error in errors.values() for alias in error.aliases]
    fields = provider.fields
    return {
        **{fact: {name: info[fact] for name, info in infos.items()} for fact in NOTHING},
        "classes": set(infos),
        "exports": {
            *infos,
            *_ALWAYS_EXPORTED,
            *("parse_redirect" for envelope in provider.envelopes if _is_redirect(envelope)),
        },
        "parents": _parents(provider),
        "lookup": {id_: error.class_ for id_, error in errors.items()}
        | {
            alias: error.class_
            for error in errors.values()
            for alias in error.aliases
            if aliases.count(alias) == 1 and alias not in errors
        },
        "codes": {member_name(error.code): error.code for error in errors.values()},
        "fields": {
            name: f"{_TYPES.get(field.get('type', 'string'))} | None"
            for name, field in fields.items()
        },
        "log": {name for name, field in fields.items() if field.get("log")} | _ALWAYS_LOGGED,
        "quoted": {name for name, field in fields.items() if field.get("role") in _QUOTED},
        "docstrings": {
            base: _base_text(provider, fields),
            **{group.class_: _group_text(group) for group in groups.values()},
            **{error.class_: _error_text(error) for error in errors.values()},
        },
        "tree": derive_tree(provider),
        "about": {
            "name": provider.name,
            "title": provider.about["title"],
            "base": base,
            "summary": provider.about.get("summary"),
            "support": provider.about.get("support"),
            "note": provider.about.get("note"),
            "is_open": provider.about.get("open", False),
            "sources": tuple(
                {
                    "url": source["url"],
                    "retrieved": source["retrieved"].isoformat(),
                    "note": source.get("note"),
                }
                for source in provider.sources
            ),
        },
    }


def read_facts(module: ModuleType) -> Facts:
    """Return the facts that a generated module has, in the same shape."""
    name, _, provider = module.__name__.rpartition(".")
    package: Any = importlib.import_module(name)
    info = package.PROVIDERS[provider]
    base: Any = getattr(module, info.base)
    classes: dict[str, Any] = {
        name: value
        for name, value in vars(module).items()
        # Other classes are created when such an error first occurs.
        if isinstance(value, type)
        and issubclass(value, base)
        and not name.startswith("Undocumented")
    }
    infos = {name: attrs.asdict(cls.info) for name, cls in classes.items()}
    inherited = attrs.fields_dict(package.ApiError)
    return {
        **{
            field.name: {name: info[field.name] for name, info in infos.items()}
            for field in attrs.fields(package.ErrorInfo)
        },
        "classes": {cls.__name__ for cls in classes.values()},
        "exports": set(module.__all__),
        "parents": {
            name: tuple(f"{parent.__module__}.{parent.__name__}" for parent in cls.__bases__)
            for name, cls in classes.items()
        },
        "lookup": {id_: cls.__name__ for id_, cls in module.ERRORS.items()},
        "codes": {member.name: member.value for member in module.Code},
        "fields": {
            # Annotations as written: attrs replaces them with types once they are resolved.
            field.name: base.__annotations__[field.name]
            for field in attrs.fields(base)
            if field.name not in inherited
        },
        "log": set(base().log_fields()),
        "quoted": set(module._provider.quoted),
        "docstrings": {name: split_paragraphs(cls.__doc__) for name, cls in classes.items()},
        "tree": read_tree(module.__doc__ or ""),
        "about": attrs.asdict(info),
    }


def member_name(code: str) -> str:
    """Return the name of a member of `Code`."""
    name = re.sub(r"[^A-Z0-9]", "_", code.upper())
    return f"CODE_{name}" if name[0].isdigit() else name


def derive_tree(provider: Provider) -> dict[str, tuple[str, str]]:
    """Return the parent of each class and the tree's remark on it."""
    return {
        "ApiError": ("", ""),
        provider.base: ("ApiError", ""),
        **{
            group.class_: (provider.base, f"any {group.family}" if group.is_open else "")
            for group in provider.groups.values()
        },
        **{
            error.class_: (
                provider.base if error.group is None else error.group.class_,
                ", ".join(str(fact) for fact in (error.code, *error.statuses, *error.ends)),
            )
            for error in provider.errors.values()
        },
    }


def read_tree(text: str) -> dict[str, tuple[str, str]]:
    """Parse the drawing of a tree into the parent of each class and the remark on it."""
    _, root, drawing = text.partition("ApiError\n")
    above = [root.strip()]
    found = {above[0]: ("", "")}
    for line in dedent(drawing).splitlines():
        branch = _BRANCH.fullmatch(line)
        if branch is not None:
            lines, name, remark = branch.groups()
            del above[len(lines) // 4 :]
            found[name] = (above[-1], remark)
            above.append(name)
    return found


def split_paragraphs(docstring: str | None) -> tuple[str, frozenset[str]]:
    """Return the first paragraph of a docstring, and the others in any order."""
    first, *others = inspect.cleandoc(docstring or "").split("\n\n")
    return join_lines(first), frozenset(join_lines(other) for other in others)


def _is_redirect(envelope: Table) -> bool:
    return "query" in envelope["code"] and "when" not in envelope


def _parents(provider: Provider) -> dict[str, tuple[str, ...]]:
    package = provider.registry.sdk["package"]
    module = f"{package}.{provider.name}"
    return {
        provider.base: (f"{package}.ApiError",),
        **{group.class_: (f"{module}.{provider.base}",) for group in provider.groups.values()},
        **{
            error.class_: (f"{module}.{family}", f"{package}.{error.kind_class}")
            for error in provider.errors.values()
            for family in [provider.base if error.group is None else error.group.class_]
        },
    }


def _base_text(provider: Provider, fields: Mapping[str, Any]) -> tuple[str, frozenset[str]]:
    attributes = " ".join(
        f"{name}: {field.get('summary', 'Not described.')}" for name, field in fields.items()
    )
    return _text(
        f"Any error returned by {provider.about['title']}.",
        Support=provider.about.get("support"),
        Note=provider.about.get("note"),
        Attributes=attributes or None,
    )


def _group_text(group: Group) -> tuple[str, frozenset[str]]:
    title = group.provider.about["title"]
    codes = " or ".join(f"`{code}`" for code in group.globs or (group.id,))
    return _text(
        group.table.get("summary", f"An error in the group {group.id} of {title}."),
        f"Any {codes} error, including undocumented codes."
        if group.is_open
        else "Only the errors below, never an undocumented code.",
        **{"What to do": group.table.get("fix")},
        Note=group.table.get("note"),
    )


def _error_text(error: Error) -> tuple[str, frozenset[str]]:
    status = " or ".join(str(status) for status in error.statuses) or "status not documented"
    category = "" if error.category is None else f", category {error.category}"
    causes = " ".join(f"- {cause}" for cause in error.table.get("causes", ()))
    return _text(
        error.table["summary"],
        f"{error.code}, HTTP {status}{category}. {_advice(error.retry)}.",
        *error.stages,
        Endpoints=", ".join(many(error.table.get("endpoints"))) or None,
        **{"Causes": causes or None, "What to do": error.inherited("fix")},
        Note=error.table.get("note"),
        Source=error.source_url,
    )


def _advice(retry: Mapping[str, Any] | None) -> str:
    if retry is None:
        return "Whether to retry is unknown"
    words = _WORDS.get(retry["advice"], "")
    words = words[:1].lower() + words[1:]
    return f"Advice: {', '.join(filter(None, (words, wait_of(retry))))} ({retry['basis']})"


def _text(first: str, *others: str, **labelled: str | None) -> tuple[str, frozenset[str]]:
    below = [f"{label}: {text}" for label, text in labelled.items() if text is not None]
    return join_lines(first), frozenset(join_lines(text) for text in (*others, *below))
