"""The registry's format: frozen classes that mirror its TOML files.

`ProviderFile` is a `providers/<provider>.toml`, and `SdkFile` is `sdk.toml`.
Each attribute is a key of the same name (`class_` is `class`), and its `Doc` describes the key.
`structure.py` builds these classes from TOML values, and `schema.py` a JSON Schema from them.

Types that TOML does not have:

| type | in TOML | here |
|---|---|---|
| `Texts` | a string or a list of strings | a tuple |
| `Statuses` | `404`, `"4xx"` or a list of them | a tuple |
| `ExampleDefs` | a table or a list of tables | a tuple |
| `WireCode` | a string or an integer | a string |
| `WireCodes` | a list of strings and integers | a tuple of strings |
"""

from __future__ import annotations

import datetime
from typing import Annotated, NewType, TypeAlias

from attrs import Factory, frozen

Texts = NewType("Texts", tuple[str, ...])
Statuses = NewType("Statuses", tuple["int | str", ...])
WireCode = NewType("WireCode", str)
WireCodes = NewType("WireCodes", tuple[str, ...])
Messages = NewType("Messages", dict[str, str])
Url = NewType("Url", str)
Seconds = NewType("Seconds", float)
Kind = NewType("Kind", str)
AdviceWord = NewType("AdviceWord", str)
JsonType = NewType("JsonType", str)
CodeType = NewType("CodeType", str)
Role = NewType("Role", str)
Unit = NewType("Unit", str)
Folds = NewType("Folds", tuple[str, ...])
Carrier = NewType("Carrier", str)

ADVICE = ("never", "once", "backoff", "poll", "after_fix")
JSON_TYPES = ("string", "integer", "number", "boolean", "object", "array")
CODE_TYPES = ("string", "integer")
ROLES = (
    "message",
    "reference",
    "trace_id",
    "timestamp",
    "status",
    "doc_link",
    "context",
    "retry_after",
    "retryable",
)
SECONDS = "seconds"
"""The default unit of a wait."""
DURATION = "duration"
"""The only unit of a wait that is a string."""
UNITS = (SECONDS, "milliseconds", "epoch", DURATION)
FOLDS = ("dash", "case")
CARRIERS = (
    "table",
    "list",
    "keys",
    "terms",
    "headings",
    "data",
    "lines",
    "prose",
    "examples",
    "none",
)
NO_MESSAGES = Messages({})
UNWRITTEN = "TODO"
"""The beginning of a summary that is still to be written."""
UNWRITTEN_SUMMARY = f"{UNWRITTEN}: write what happened."
"""The placeholder for the summary of a new error, which is a finding."""
PLAIN = ""
"""The language of a user message that is a string, not a table by language."""


@frozen
class Doc:
    """The description of a key in the JSON Schema."""

    text: str


@frozen(kw_only=True)
class AllowDef:
    """An exception from a lint rule, in the `allow` of the table that it covers."""

    rule: Annotated[str, Doc("The id of the rule.")]
    reason: Annotated[str, Doc("Why the finding is silenced.")]


Allow: TypeAlias = Annotated[
    tuple[AllowDef, ...], Doc("Findings to silence in this table, with reasons.")
]


@frozen(kw_only=True)
class ProviderDef:
    """The API as a whole, `[provider]`."""

    title: Annotated[str, Doc("Display name.")]
    class_: Annotated[str, Doc("Base class of its errors in the SDK; ends in `Error`.")]
    summary: Annotated[str | None, Doc("What the API does.")] = None
    support: Annotated[str | None, Doc("What to quote to support.")] = None
    note: Annotated[str | None, Doc("Anything else.")] = None
    open: Annotated[bool, Doc("The page itself says that its list is incomplete.")] = False
    allow: Allow = ()


@frozen(kw_only=True)
class PageExceptionDef:
    """A code on which page and registry differ on purpose, in `ignore` or `missing`."""

    code: Annotated[WireCode, Doc("The code.")]
    reason: Annotated[str, Doc("Why they differ.")]
    until: Annotated[datetime.date | None, Doc("The last day on which it applies.")] = None
    allow: Allow = ()


@frozen(kw_only=True)
class ExtractDef:
    """How `errsmith drift` reads a page, `extract`."""

    as_: Annotated[Carrier | None, Doc("What the codes are listed in; detected if absent.")] = None
    in_: Annotated[Texts, Doc("Globs of the headings below which codes are read.")] = Texts(())
    skip: Annotated[Texts, Doc("Globs of headings below which no codes are read.")] = Texts(())
    code: Annotated[Texts, Doc("Globs of the column headers or keys of the codes.")] = Texts(())
    status: Annotated[Texts, Doc("Globs of the column headers or keys of statuses.")] = Texts(())
    category: Annotated[Texts, Doc("Globs of the column headers or keys of categories.")] = Texts(
        ()
    )
    group: Annotated[Texts, Doc("Globs of the column headers or keys of groups.")] = Texts(())
    retry: Annotated[Texts, Doc("Globs of the column headers or keys of retry advice.")] = Texts(())
    description: Annotated[Texts, Doc("Globs of the column headers or keys of descriptions.")] = (
        Texts(())
    )
    like: Annotated[Texts, Doc("Globs that every code matches, with `*` and `?`.")] = Texts(())
    line: Annotated[str | None, Doc("Template of the lines that document codes.")] = None
    retries: Annotated[
        dict[str, AdviceWord], Doc("Retry advice for the phrases that the page uses.")
    ] = Factory(dict)
    ignore: Annotated[
        tuple[PageExceptionDef, ...], Doc("Codes on the page that the registry leaves out.")
    ] = ()
    missing: Annotated[
        tuple[PageExceptionDef, ...], Doc("Codes in the registry that the page leaves out.")
    ] = ()
    complete: Annotated[
        bool, Doc("Whether the page lists all errors of this source, so missing means removed.")
    ] = True
    allow: Allow = ()


@frozen(kw_only=True)
class SourceDef:
    """A page that the facts come from, `[sources.ID]`."""

    url: Annotated[Url, Doc("The URL of the page.")]
    retrieved: Annotated[datetime.date, Doc("When you read the page.")]
    fetch: Annotated[
        Url | None, Doc("URL to fetch the page from, such as its Markdown; `url` if absent.")
    ] = None
    extract: Annotated[ExtractDef | None, Doc("How `errsmith drift` reads the page.")] = None
    note: Annotated[str | None, Doc("What is odd about the page.")] = None
    allow: Allow = ()


@frozen(kw_only=True)
class ScopeDef:
    """A part of an API with its own codes, `[scopes.ID]`."""

    summary: Annotated[str | None, Doc("Which endpoints.")] = None
    paths: Annotated[Texts, Doc("Globs of request paths, used when the path is known.")] = Texts(())
    allow: Allow = ()


@frozen(kw_only=True)
class PlaceDef:
    """Where a code or a group is in a response, and how to read it."""

    path: Annotated[str | None, Doc("A path in the JSON body; `{group}` matches any key.")] = None
    header: Annotated[str | None, Doc("A header; case does not matter.")] = None
    parameter: Annotated[str | None, Doc("A parameter of the challenge in `header`.")] = None
    query: Annotated[str | None, Doc("A parameter of a redirect's query; case matters.")] = None
    status: Annotated[bool, Doc("The status itself is the code, if an error has that code.")] = (
        False
    )
    type: Annotated[CodeType, Doc("JSON type, for documentation.")] = CodeType("string")
    parts: Annotated[str | None, Doc("Template of a string that contains more than the code.")] = (
        None
    )
    last_segment: Annotated[bool, Doc("Use the last segment of a URI, after `/`, `#` or `:`.")] = (
        False
    )
    fold: Annotated[Folds, Doc("Spellings to treat as equal: `dash`, `case`.")] = Folds(())
    success: Annotated[WireCodes, Doc("Values that mean no error.")] = WireCodes(())
    summary: Annotated[str | None, Doc("What the code is.")] = None
    allow: Allow = ()


@frozen(kw_only=True)
class FieldDef:
    """Another value of a response, `fields.NAME` of an envelope."""

    path: Annotated[
        str | None, Doc("A path in the JSON body; the field's name if it has no place.")
    ] = None
    header: Annotated[str | None, Doc("A header; case does not matter.")] = None
    parameter: Annotated[
        str | None, Doc("A parameter of the challenge in `header`, preferably the code's.")
    ] = None
    query: Annotated[str | None, Doc("A parameter of a redirect's query; case matters.")] = None
    type: Annotated[JsonType, Doc("JSON type; a value of another type is read as absent.")] = (
        JsonType("string")
    )
    role: Annotated[Role | None, Doc("What the field is for.")] = None
    unit: Annotated[Unit | None, Doc("Unit of a `retry_after` field; `seconds` if absent.")] = None
    log: Annotated[bool, Doc("Safe to log.")] = False
    optional: Annotated[bool, Doc("The page says that it can be missing.")] = False
    summary: Annotated[str | None, Doc("What it contains.")] = None
    allow: Allow = ()


@frozen(kw_only=True)
class WhenDef:
    """When an envelope is read, `when`."""

    status: Annotated[Statuses, Doc("Statuses with which it is read.")] = Statuses(())
    body: Annotated[dict[str, object], Doc("Values that the body must all have, by path.")] = (
        Factory(dict)
    )
    allow: Allow = ()


@frozen(kw_only=True)
class EnvelopeDef:
    """A shape of a response, one of `[[envelopes]]`."""

    id: Annotated[str, Doc("Name in findings and in the reference.")]
    code: Annotated[PlaceDef, Doc("Where the code is.")]
    group: Annotated[
        PlaceDef | str | None,
        Doc("Where the group is, if not with the code; or the id of the group of all its codes."),
    ] = None
    when: Annotated[WhenDef, Doc("When it is read.")] = WhenDef()
    scope: Annotated[str | None, Doc("The scope of its codes.")] = None
    fields: Annotated[
        dict[str, FieldDef], Doc("The other values in the response, by attribute.")
    ] = Factory(dict)
    summary: Annotated[str | None, Doc("When this shape is sent.")] = None
    derived: Annotated[
        bool, Doc("The page does not show this shape but names the standard that it follows.")
    ] = False
    allow: Allow = ()


@frozen(kw_only=True)
class RetryDef:
    """Retry advice, `retry`, with exactly one of `documented` and `derived`."""

    documented: Annotated[AdviceWord | None, Doc("What the page says.")] = None
    derived: Annotated[AdviceWord | None, Doc("What we conclude if the page says nothing.")] = None
    delay: Annotated[Seconds | None, Doc("How many seconds to wait, if stated.")] = None
    allow: Allow = ()


@frozen(kw_only=True)
class CategoryDef:
    """How the provider wants errors handled, `[categories.ID]`."""

    title: Annotated[str | None, Doc("Display name; the id if absent.")] = None
    status: Annotated[
        Statuses, Doc("Its statuses; errors without `category` get theirs by status.")
    ] = Statuses(())
    retry: Annotated[RetryDef | None, Doc("Retry advice; its errors inherit it.")] = None
    fix: Annotated[str | None, Doc("What to do; its errors inherit it.")] = None
    user_message: Annotated[Messages, Doc("Message for the end user; its errors inherit it.")] = (
        NO_MESSAGES
    )
    summary: Annotated[str | None, Doc("What its errors have in common.")] = None
    note: Annotated[str | None, Doc("Contradictions on the page, limitations.")] = None
    allow: Allow = ()


@frozen(kw_only=True)
class GroupDef:
    """A family of codes, `[groups.ID]`, which becomes a class."""

    class_: Annotated[
        str | None, Doc("Class in the SDK; ends in `Error`; from the id if absent.")
    ] = None
    match: Annotated[Texts, Doc("Globs of its codes with `*` and `?`.")] = Texts(())
    kind: Annotated[
        Kind | None, Doc("Kind of members that neither state one nor get one from a listed status.")
    ] = None
    retry: Annotated[RetryDef | None, Doc("Retry advice; its errors inherit it.")] = None
    fix: Annotated[str | None, Doc("What to do; its errors inherit it.")] = None
    user_message: Annotated[Messages, Doc("Message for the end user; its errors inherit it.")] = (
        NO_MESSAGES
    )
    summary: Annotated[str | None, Doc("What its errors have in common.")] = None
    note: Annotated[str | None, Doc("Contradictions on the page, limitations.")] = None
    allow: Allow = ()


@frozen(kw_only=True)
class LifecycleDef:
    """Why and since which version a code is deprecated or removed."""

    reason: Annotated[str | None, Doc("Why.")] = None
    replacement: Annotated[Texts, Doc("The ids of the errors to use instead.")] = Texts(())
    since: Annotated[str | None, Doc("First version of the generated SDK that marks it.")] = None
    allow: Allow = ()


@frozen(kw_only=True)
class ExampleDef:
    """A response that is read as its error, `example`."""

    envelope: Annotated[str | None, Doc("The id of the envelope that reads it.")] = None
    status: Annotated[int | None, Doc("HTTP status.")] = None
    headers: Annotated[dict[str, str], Doc("HTTP headers.")] = Factory(dict)
    body: Annotated[str | None, Doc("The body.")] = None
    query: Annotated[str | None, Doc("A redirect's query.")] = None
    allow: Allow = ()


ExampleDefs = NewType("ExampleDefs", tuple[ExampleDef, ...])


@frozen(kw_only=True)
class ErrorDef:
    """A documented error, `[errors.ID]`; the id is the code as the page lists it."""

    summary: Annotated[str, Doc("What happened.")]
    code: Annotated[WireCode | None, Doc("The code as sent; the id if absent.")] = None
    class_: Annotated[
        str | None, Doc("Class in the SDK; ends in `Error`; from the id if absent.")
    ] = None
    aliases: Annotated[
        WireCodes, Doc("Other spellings, or older codes that never had a class.")
    ] = WireCodes(())
    scope: Annotated[
        Texts, Doc("The ids of the scopes where it is sent; everywhere if absent.")
    ] = Texts(())
    endpoints: Annotated[Texts, Doc("Endpoints that send it; not documented if absent.")] = Texts(
        ()
    )
    group: Annotated[str | None, Doc("Its family; by `match` of its code if absent.")] = None
    category: Annotated[
        str | None, Doc("How the provider wants it handled; by its status if absent.")
    ] = None
    status: Annotated[Statuses, Doc("As documented; not documented if absent.")] = Statuses(())
    kind: Annotated[Kind | None, Doc("Who must act; by status and group if absent.")] = None
    retry: Annotated[RetryDef | None, Doc("Retry advice; inherited if absent.")] = None
    causes: Annotated[tuple[str, ...], Doc("Why it happens.")] = ()
    fix: Annotated[str | None, Doc("What to do about it; inherited if absent.")] = None
    user_message: Annotated[Messages, Doc("Message for the end user; inherited if absent.")] = (
        NO_MESSAGES
    )
    note: Annotated[str | None, Doc("Contradictions on the page, limitations, history.")] = None
    link: Annotated[
        Url | None, Doc("Its place in the documentation; the URL of its source if absent.")
    ] = None
    source: Annotated[str | None, Doc("The id of its source; the first source if absent.")] = None
    since: Annotated[str | None, Doc("First version of the generated SDK that has it.")] = None
    deprecated: Annotated[LifecycleDef | None, Doc("It is being phased out; the entry stays.")] = (
        None
    )
    removed: Annotated[LifecycleDef | None, Doc("It is no longer sent; the entry stays.")] = None
    example: Annotated[ExampleDefs, Doc("Responses that are read as this error.")] = ExampleDefs(())
    allow: Allow = ()


@frozen(kw_only=True)
class ProviderFile:
    """The errors of one API, `providers/<provider>.toml`."""

    provider: Annotated[ProviderDef, Doc("The API as a whole.")]
    sources: Annotated[dict[str, SourceDef], Doc("The pages that the facts come from.")]
    scopes: Annotated[dict[str, ScopeDef], Doc("Parts of the API with their own codes.")] = Factory(
        dict
    )
    envelopes: Annotated[
        tuple[EnvelopeDef, ...], Doc("Shapes of a response, in order of preference.")
    ] = ()
    categories: Annotated[dict[str, CategoryDef], Doc("How the provider wants errors handled.")] = (
        Factory(dict)
    )
    groups: Annotated[dict[str, GroupDef], Doc("Families of codes.")] = Factory(dict)
    errors: Annotated[dict[str, ErrorDef], Doc("The documented errors.")] = Factory(dict)


@frozen(kw_only=True)
class SdkFile:
    """What is generated, `sdk.toml`."""

    distribution: Annotated[str, Doc("Name of the distribution, as installers know it.")]
    package: Annotated[str, Doc("Name of the package, as `import` knows it.")]
    version: Annotated[str, Doc("Version of the generated SDK, as in PEP 440.")]
    summary: Annotated[str, Doc("What the SDK is, in one line.")]
    license: Annotated[str, Doc("License of the generated SDK, an SPDX expression.")]
    license_file: Annotated[str, Doc("Text of the license: a file in the registry's folder.")]
    author: Annotated[str, Doc("Who publishes the SDK.")]
    notice: Annotated[str | None, Doc('A disclaimer, such as "Not affiliated with Acme."')] = None
    repository: Annotated[
        Url | None, Doc("URL of the generated project's folder in its repository.")
    ] = None
    reference_url: Annotated[
        Url | None,
        Doc(
            "URL of an error in the published reference, with `{provider}`, `{anchor}` and, if "
            "each version has its own pages, `{version}`."
        ),
    ] = None
    acronyms: Annotated[Texts, Doc("Words that keep this spelling in class names.")] = Texts(())
    allow: Allow = ()
