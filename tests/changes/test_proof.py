"""Typical changes, as a client judges them.

For each, the test asserts level, message and proposed version. A breaking one breaks a small
client, `client.py`, under mypy or at run time; a risky or safe one does not. The exception, a new
error and an exhaustive `match`, is shown with `exhaustive.py`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from attrs import frozen

from errsmith.changes.building import build_snapshot
from errsmith.changes.change import SEVERITY
from errsmith.changes.comparing import compare
from errsmith.changes.versions import is_high_enough, propose_version
from errsmith.registry.snapshot import Snapshot
from tests.changes.states import Edits, apply
from tests.registries import add_head, generate_files, read_registry, write_files, write_registry

CLIENTS = ("client.py", "exhaustive.py")

ACME = """\
[[envelopes]]
id = "json"
code = { path = "code" }
fields.position = { type = "integer" }
fields.ticket = { log = true }

[categories.server]
status = "5xx"
retry = { documented = "backoff" }

[groups.order]
match = "ORDER_*"
summary = "Something about the order is wrong."

[groups.account]
match = "ACCOUNT_*"
summary = "Something about the account is wrong."

[errors.LOGIN_EXPIRED]
status = 401
summary = "Nobody has used it for an hour."

[errors.ORDER_PAID]
status = 409
summary = "Somebody has paid for it."

[errors.ORDER_SENT]
status = 409
summary = "It is on its way."

[errors.ACCOUNT_OLD]
status = 400
summary = "It was closed last year."

[errors.NOT_ALLOWED]
status = 403
summary = "An administrator must allow this."

[errors.CLOSED]
status = 503
summary = "The shop opens in the morning."

[errors.FULL]
status = 503
summary = "Too many customers want something."
user_message = "Please wait."
"""


@frozen
class Proof:
    """A change, and what it means for the client.

    Attributes:
        edits: The edits of the provider's file.
        level: The most severe level.
        rule: The rule that reports it.
        message: What it says.
        breaks: What shows that the client breaks: `types`, `run`, or nothing.
        versions: The proposed versions after 0.1.0 and after 1.4.2.
    """

    edits: Edits
    level: str
    rule: str
    message: str
    breaks: str = ""
    versions: tuple[str, str] = ("0.1.1", "1.4.3")


MAJOR = ("0.2.0", "2.0.0")
MINOR = ("0.1.1", "1.5.0")
LAST = 'user_message = "Please wait."\n'
PROOFS = {
    "rename with alias": Proof(
        (("[errors.LOGIN_EXPIRED]", '[errors.LOGIN_OLD]\naliases = ["LOGIN_EXPIRED"]'),),
        "breaking",
        "C113",
        "the class `LoginExpiredError` is now `LoginOldError`, because `LOGIN_EXPIRED` was "
        "renamed to `LOGIN_OLD`",
        "types",
        MAJOR,
    ),
    "rename without alias": Proof(
        (("[errors.LOGIN_EXPIRED]", "[errors.LOGIN_OLD]"),),
        "breaking",
        "C111",
        "`LOGIN_EXPIRED` is gone, and with it the class `LoginExpiredError`",
        "types",
        MAJOR,
    ),
    "rename by replacement": Proof(
        (
            (
                "[errors.LOGIN_EXPIRED]\n",
                '[errors.LOGIN_EXPIRED]\nremoved = { replacement = "LOGIN_OLD" }\n',
            ),
            (LAST, f'{LAST}[errors.LOGIN_OLD]\nstatus = 401\nsummary = "Your login was long ago."'),
        ),
        "risky",
        "C141",
        "`LOGIN_EXPIRED` is now marked as removed; `LOGIN_OLD` replaces it",
        "",
        MINOR,
    ),
    "moved group": Proof(
        (("[errors.ORDER_SENT]\n", '[errors.ORDER_SENT]\ngroup = "account"\n'),),
        "breaking",
        "C114",
        "`OrderSentError` no longer derives from `OrderError`, because it moved from the group "
        "`order` to the group `account`",
        "run",
        MAJOR,
    ),
    "403 to 401": Proof(
        (("status = 403", "status = 401"),),
        "breaking",
        "C114",
        "`NotAllowedError` no longer derives from `PermissionDeniedError`, because its status "
        "changed from 403 to 401",
        "run",
        MAJOR,
    ),
    "503 to 504": Proof(
        (('status = 503\nsummary = "The shop', 'status = 504\nsummary = "The shop'),),
        "risky",
        "C221",
        "the status of `CLOSED` changed from 503 to 504",
        "",
        MINOR,
    ),
    "removed code": Proof(
        (("[errors.ORDER_PAID]\n", "[errors.ORDER_PAID]\nremoved = {}\n"),),
        "risky",
        "C141",
        "`ORDER_PAID` is now marked as removed",
        "",
        MINOR,
    ),
    "deprecated code": Proof(
        (("[errors.ORDER_PAID]\n", "[errors.ORDER_PAID]\ndeprecated = {}\n"),),
        "safe",
        "C142",
        "`ORDER_PAID` is now marked as deprecated",
    ),
    "deleted code": Proof(
        (('[errors.ORDER_PAID]\nstatus = 409\nsummary = "Somebody has paid for it."\n', ""),),
        "breaking",
        "C111",
        "`ORDER_PAID` is gone, and with it the class `OrderPaidError`",
        "types",
        MAJOR,
    ),
    "field retyped": Proof(
        (('type = "integer"', 'type = "string"'),),
        "breaking",
        "C152",
        "the type of the field `position` changed from `int` to `str`",
        "types",
        MAJOR,
    ),
    "field gone": Proof(
        (('fields.position = { type = "integer" }\n', ""),),
        "breaking",
        "C151",
        "the field `position` is gone",
        "types",
        MAJOR,
    ),
    "field no longer logged": Proof(
        (("{ log = true }", "{}"),),
        "risky",
        "C154",
        "`log_fields()` no longer contains `ticket`",
        "",
        MINOR,
    ),
    "backoff to never": Proof(
        (('documented = "backoff"', 'documented = "never"'),),
        "breaking",
        "C201",
        "`ClosedError` is no longer retried: its advice changed from `backoff` to `never`, because "
        "the advice of its category `server` changed",
        "run",
        MAJOR,
    ),
    "glob gone": Proof(
        (('match = "ORDER_*"', 'match = ["ORDER_PAID", "ORDER_SENT"]'),),
        "breaking",
        "C231",
        "`except OrderError` no longer catches undocumented codes like `ORDER_*`",
        "run",
        MAJOR,
    ),
    "place of the code": Proof(
        (('code = { path = "code" }', 'code = { path = "error.code" }'),),
        "breaking",
        "C253",
        "the code is now read from the path `error.code` instead of the path `code`",
        "run",
        MAJOR,
    ),
    "user message gone": Proof(
        ((LAST, ""),),
        "risky",
        "C273",
        "`FULL` no longer has a message for the end user",
        "",
        MINOR,
    ),
    "new error in a group": Proof(
        ((LAST, f'{LAST}[errors.ORDER_NEW]\nstatus = 409\nsummary = "Pay for it first."'),),
        "risky",
        "C112",
        "`ORDER_NEW` is a new error with the class `OrderNewError`, which `except OrderError` "
        "catches",
        "",
        MINOR,
    ),
    "new error": Proof(
        ((LAST, f'{LAST}[errors.STRIKE]\nstatus = 400\nsummary = "Nobody works today."'),),
        "safe",
        "C112",
        "`STRIKE` is a new error with the class `StrikeError`",
        "",
        MINOR,
    ),
    "new alias": Proof(
        (("[errors.FULL]\n", '[errors.FULL]\naliases = ["CROWDED"]\n'),),
        "risky",
        "C135",
        "`CROWDED` is a new alias and is now read as `FullError`",
        "",
        MINOR,
    ),
    "summary": Proof(
        (("It is on its way.", "A truck has it."),),
        "safe",
        "C302",
        'the summary changed from "It is on its way." to "A truck has it."',
    ),
}


def build_state(registry: Path) -> Snapshot:
    return build_snapshot(read_registry(registry))


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the registry before the changes."""
    return write_registry(tmp_path_factory.mktemp("old"), ACME)


class Shop:
    """A folder with an SDK and the client."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for client in CLIENTS:
            shutil.copy(Path(__file__).with_name(client), folder / client)

    def install(self, registry: Path) -> None:
        """Replace the SDK; unchanged files keep their date, so mypy reads them from its cache."""
        for path, content in generate_files(registry).items():
            target = self.folder / "sdk" / path
            if not target.exists() or target.read_bytes() != content:
                write_files(self.folder / "sdk", {path: content})

    def _call(self, client: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        sdk = str(self.folder / "sdk")
        return subprocess.run(
            [sys.executable, *arguments, client],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": sdk, "MYPYPATH": sdk, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )

    def check(self, client: str = "client.py") -> str:
        """Return what mypy finds in the client, "" if nothing."""
        done = self._call(
            client, "-m", "mypy", "--strict", "--config-file=", "--cache-dir", "cache"
        )
        return done.stdout if done.returncode else ""

    def run(self, client: str = "client.py") -> str:
        """Return how the client fails, "" if it does not."""
        done = self._call(client)
        return done.stderr if done.returncode else ""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """Return a folder for one SDK after the other."""
    return Shop(tmp_path_factory.mktemp("shop"))


def test_client_works_before_the_changes(old: Path, shop: Shop) -> None:
    """Whatever fails below is due to the change."""
    shop.install(old)
    assert shop.check() == ""
    assert shop.run() == ""


@pytest.mark.parametrize("proof", PROOFS.values(), ids=PROOFS.keys())
def test_change_as_a_client_judges_it(old: Path, shop: Shop, tmp_path: Path, proof: Proof) -> None:
    """Level, message and version are right, and the client breaks if the level says so."""
    new = write_registry(tmp_path, apply(proof.edits, add_head(ACME)))
    changes = compare(build_state(old), build_state(new))
    assert min(SEVERITY[change.level] for change in changes) == [
        level.value for level in SEVERITY
    ].index(proof.level)
    sentences = [change.sentence for change in changes if change.rule.id == proof.rule]
    assert proof.message in sentences
    for last, version, lower in zip(
        ("0.1.0", "1.4.2"), proof.versions, ("0.1.0", "1.4.2"), strict=True
    ):
        proposal = propose_version(last, changes, "0.1.0")
        assert proposal.version == version
        assert is_high_enough(version, last, changes)
        assert not is_high_enough(lower, last, changes)
    shop.install(new)
    found = {"types": shop.check(), "run": shop.run()}
    failed = [name for name, said in found.items() if said]
    assert bool(failed) == (proof.level == "breaking"), found
    assert (proof.breaks in failed) if proof.breaks else failed == [], found


def test_new_error_in_an_exhaustive_match(old: Path, shop: Shop, tmp_path: Path) -> None:
    """It is safe, with one exception: mypy asks for a case, but the client works without it."""
    shop.install(old)
    assert shop.check("exhaustive.py") == ""
    assert shop.run("exhaustive.py") == ""
    shop.install(write_registry(tmp_path, apply(PROOFS["new error"].edits, add_head(ACME))))
    assert 'incompatible type "Literal[Code.STRIKE]"' in shop.check("exhaustive.py")
    assert shop.run("exhaustive.py") == ""
