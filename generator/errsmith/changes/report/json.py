"""Print changes for programs: a JSON object with these keys.

- `old`, `new`: the names of the two states.
- `counts`: the number of changes of each level, by `"breaking"`, `"risky"` and `"safe"`.
- `proposal`: `{"version": …, "reason": …}`, null if there are no changes.
- `changes`: one object per change, in the order of the other formats, with
  - `rule`, `name`: id and name of the rule, `"C114"`, `"base-gone"`.
  - `level`: `"breaking"`, `"risky"` or `"safe"`.
  - `affected`: a sorted list of what it affects, such as `"except clauses"` or `"logs"`.
  - `provider`: the name of the module, "" for the whole SDK; `subject`: the id of the error, or
    another part and its name, `"group session"`.
  - `message`: what changed; `cause`: the change that it follows from, or "".
  - `adapt`: what clients must do; `find`: what to search for in client code, or "".
  - `example`: `{"before": …, "after": …}`, client code, or null.
  - `before`, `after`: the two values, each "" if there is none.
  - `at`: keys that lead to the place in the provider's new file, empty if it has none.

New keys, rules and values of `affected` may be added, but existing ones keep their meaning.
"""

from __future__ import annotations

import json
from collections import Counter

from attrs import asdict

from errsmith.changes.change import Change, Level
from errsmith.changes.report.contents import Report


def render(report: Report) -> str:
    """Return the JSON object, in ASCII only."""
    levels = Counter(change.level for change in report.changes)
    content = {
        "old": report.old,
        "new": report.new,
        "counts": {level.value: levels[level] for level in Level},
        "proposal": None if report.proposal is None else asdict(report.proposal),
        "changes": [_convert(change) for change in report.changes],
    }
    return json.dumps(content, indent=2) + "\n"


def _convert(change: Change) -> dict[str, object]:
    return {
        "rule": change.rule.id,
        "name": change.rule.name,
        "level": change.level.value,
        "affected": sorted(part.value for part in change.affected),
        "provider": change.provider,
        "subject": change.subject,
        "message": change.message,
        "cause": change.cause,
        "adapt": change.adapt,
        "find": change.find,
        "example": None if change.example is None else asdict(change.example),
        "before": change.before,
        "after": change.after,
        "at": list(change.at),
    }
