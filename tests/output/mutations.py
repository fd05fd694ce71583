"""Changes on one side, each with the test that must notice it."""

from __future__ import annotations

import re
from pathlib import Path

from attrs import frozen

FACT = "test_sdk_against_registry.py::test_fact_in_module[{}]".format
SAID = "test_docs_against_registry.py::test_fact_on_page[{}]".format
SDK = "test_sdk_against_registry.py::{}".format
DOCS = "test_docs_against_registry.py::{}".format
READ = "test_examples.py::{}".format


@frozen
class Mutation:
    """A change of a file: a pattern that matches once, what replaces it, and the test to fail."""

    name: str
    file: str
    pattern: str
    instead: str
    test: str

    def apply(self, root: Path) -> None:
        """Change the file below a root."""
        path = root / self.file
        text = path.read_text(encoding="utf-8")
        changed, times = re.subn(self.pattern, self.instead, text, flags=re.MULTILINE)
        assert times == 1
        path.write_text(changed, encoding="utf-8")


def change_registry(name: str, file: str, pattern: str, instead: str, test: str) -> Mutation:
    """Change a fact without regenerating."""
    return Mutation(f"registry: {name}", f"registry/{file}", pattern, instead, test)


def edit_module(name: str, file: str, pattern: str, instead: str, test: str) -> Mutation:
    """Edit a generated module by hand."""
    return Mutation(f"module: {name}", f"generated/specimen_errors/{file}", pattern, instead, test)


def edit_page(name: str, file: str, pattern: str, instead: str, test: str) -> Mutation:
    """Edit a generated page by hand."""
    return Mutation(f"page: {name}", f"generated/{file}", pattern, instead, test)


MUTATIONS = [
    change_registry(
        "summary",
        "providers/idhub.toml",
        r"^summary = .There is no such session\b",
        r"\g<0>, or not any more",
        FACT("idhub-summary"),
    ),
    change_registry(
        "status",
        "providers/idhub.toml",
        r"(SESSION_NOT_FOUND\]\n)status = 404",
        r"\1status = 410",
        FACT("idhub-statuses"),
    ),
    change_registry(
        "cause deleted",
        "providers/idhub.toml",
        r"^  .A deletion has removed the session\..,\n",
        "",
        SAID("idhub-section: Causes"),
    ),
    change_registry(
        "advice of a category",
        "providers/idhub.toml",
        r"^(retry = \{ documented = )\"once\"",
        r'\1"backoff"',
        FACT("idhub-retry"),
    ),
    change_registry(
        "statuses of a category",
        "providers/idhub.toml",
        r"\[502, 503\]",
        "[502, 503, 504]",
        READ("test_undocumented_code[idhub-session-problem]"),
    ),
    change_registry(
        "error added",
        "providers/seal.toml",
        r"\Z",
        '\n[errors.teapot]\nkind = "declined"\nsummary = "Tea."\n',
        FACT("seal-codes"),
    ),
    change_registry(
        "error deleted",
        "providers/idhub.toml",
        r"^\[errors\.AUTH_FORBIDDEN\]\n(?:.+\n)+",
        "",
        SAID("idhub-table: links"),
    ),
    change_registry(
        "code renamed",
        "providers/idhub.toml",
        r"^\[errors\.SESSION_INVALID_FLOW\]",
        "[errors.SESSION_BAD_FLOW]",
        FACT("idhub-lookup"),
    ),
    change_registry(
        "alias added",
        "providers/idhub.toml",
        r"^\[errors\.SESSION_NOT_FOUND\]",
        r'\g<0>\naliases = ["SESSION_GONE"]',
        READ("test_code_in_each_spelling[idhub-SESSION_NOT_FOUND-problem]"),
    ),
    change_registry(
        "fold added",
        "providers/autograph.toml",
        'fold = "dash", summary = "Holds a short text, mostly',
        'fold = ["dash", "case"], summary = "Holds a short text, mostly',
        READ("test_code_in_each_spelling[autograph-SIG_BB801-json]"),
    ),
    change_registry(
        "version",
        "sdk.toml",
        r"^version = .0\.1\.",
        r"\g<0>1",
        SDK("test_metadata_of_distribution"),
    ),
    change_registry(
        "kind of the manual",
        "README.md",
        "The client must slow down",
        "The client must wait",
        SDK("test_kinds_of_package"),
    ),
    edit_module(
        "summary",
        "seal.py",
        r"summary=.The IP address already has a flag",
        r"\g<0> of ours",
        FACT("seal-summary"),
    ),
    edit_module(
        "status",
        "idhub.py",
        r"(code=.AUTH_FORBIDDEN.,\s+statuses=\()403",
        r"\g<1>401",
        FACT("idhub-statuses"),
    ),
    edit_module(
        "kind among the bases",
        "seal.py",
        r"(AlreadyFlaggedError\(\w+, kinds\.)Conflict",
        r"\1NotFound",
        FACT("seal-parents"),
    ),
    edit_module(
        "class with another code",
        "seal.py",
        r"^        code=.conflict.,\n",
        '        code="other",\n',
        FACT("seal-lookup"),
    ),
    edit_module(
        "class deleted",
        "seal.py",
        r"^class InsufficientPermissionsError\((?:.*\n)+?(?=def )",
        "",
        FACT("seal-classes"),
    ),
    edit_module(
        "class deleted from __all__",
        "seal.py",
        r"^    .ForbiddenError.,\n",
        "",
        FACT("seal-exports"),
    ),
    edit_module(
        "member of Code",
        "autograph.py",
        r"SIG_BB607 = .SIG-",
        'SIG_BB607 = "SIG_',
        FACT("autograph-codes"),
    ),
    edit_module(
        "type of a field",
        "idhub.py",
        r"^    timestamp: str \|",
        "    timestamp: int |",
        FACT("idhub-fields"),
    ),
    edit_module(
        "cause deleted from a docstring",
        "seal.py",
        r"^        - A resource is in conflict\.\n",
        "",
        FACT("seal-docstrings"),
    ),
    edit_module(
        "class in the tree",
        "seal.py",
        r"└── ForbiddenError ",
        "└── AllowanceError ",
        FACT("seal-tree"),
    ),
    edit_module(
        "place of the code",
        "stepup.py",
        r"code=Place\(path=.error",
        r"\g<0>s",
        READ("test_code_in_each_sort_of_body[stepup-TOO_MANY_REQUESTS-json]"),
    ),
    edit_module(
        "place of a field",
        "stepup.py",
        r"body\.get\(.trace_id",
        r"\g<0>s",
        READ("test_fields_beside_code[stepup-TOO_MANY_REQUESTS-json]"),
    ),
    edit_module(
        "advice of a kind",
        "_runtime/kinds.py",
        r"(_make_info\(.unsupported., .)never",
        r"\1once",
        SDK("test_kinds_of_package"),
    ),
    edit_page(
        "row deleted",
        "docs/seal.md",
        r"^\| \[`conflict`\].*\n",
        "",
        SAID("seal-table: summary"),
    ),
    edit_page(
        "advice in a row",
        "docs/idhub.md",
        r"^(\| \[`PROVIDER_ERROR`\].*)backoff",
        r"\1never",
        SAID("idhub-table: retry"),
    ),
    edit_page(
        "mark in a section",
        "docs/stepup.md",
        r"^(- Kind: \[`rate_limit`\]\S+ )\(derived",
        r"\1(documented",
        SAID("stepup-section: Kind"),
    ),
    edit_page(
        "user message",
        "docs/idhub.md",
        r"^> Your session is no longer valid",
        "> Your session is gone",
        SAID("idhub-section: User message"),
    ),
    edit_page(
        "section deleted",
        "docs/seal.md",
        r"^### forbidden\n(?:.*\n)+",
        "",
        SAID("seal-section: title"),
    ),
    edit_page(
        "anchor renamed",
        "docs/autograph.md",
        r"^### SIG BB801",
        "### SIG BB81",
        DOCS("test_link_in_file[docs/autograph.md]"),
    ),
    edit_page(
        "anchor twice",
        "docs/seal.md",
        r"^### forbidden",
        r"### conflict\n\n\g<0>",
        DOCS("test_anchors_of_file[docs/seal.md]"),
    ),
    edit_page(
        "code in an example",
        "docs/idhub.md",
        r".title.: .SESSION_NOT_FOUND",
        r"\g<0>S",
        DOCS("test_example_of_each_section_when_parsed[idhub]"),
    ),
    edit_page(
        "Python to copy",
        "docs/idhub.md",
        r"(except idhub\.\w+) as",
        r"\1 of",
        DOCS("test_python_in_fence"),
    ),
    edit_page(
        "number of errors",
        "docs/index.md",
        r"(\(idhub\.md\).*\| )27",
        r"\g<1>28",
        DOCS("test_providers_of_index"),
    ),
    edit_page(
        "link",
        "README.md",
        r"\(docs/idhub\.md",
        "(docs/hopea.md",
        DOCS("test_link_in_file[README.md]"),
    ),
]
