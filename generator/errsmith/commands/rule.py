"""`errsmith rule`."""

from __future__ import annotations

from errsmith import lint as linting
from errsmith.changes.comparing import explain_rule, list_rules
from errsmith.commands import COULD_NOT_RUN, FINE
from errsmith.commands.changes import RULES
from errsmith.commands.console import put, say
from errsmith.registry.wording import guess_choice
from errsmith.targets.custom.checking import RULES as MANIFEST_RULES


def explain(id_: str | None) -> int:
    """Print the explanation of a rule, found by id or name, or list all rules."""
    change_rules = (change_rule.rule for change_rule in list_rules())
    listed = (*linting.list_rules(), *RULES, *MANIFEST_RULES, *change_rules)
    rules = {rule.id: rule for rule in listed}
    if id_ is None:
        width = max(len(rule.name) for rule in rules.values())
        put("".join(f"{r.id}  {r.name:{width}}  {r.summary}\n" for r in rules.values()))
        return FINE
    names = {rule.name: rule for rule in rules.values()}
    rule = rules.get(id_.upper()) or names.get(id_.lower())
    if rule is None:
        suggestion = guess_choice(id_, {**rules, **names})
        hint = (
            f"Did you mean {suggestion}?" if suggestion else "Run `errsmith rule` to list all rules"
        )
        say(f"errsmith: unknown rule {id_}. {hint}")
        return COULD_NOT_RUN
    doc = explain_rule(rule.id) or linting.explain_rule(rule)
    put(f"{rule.id} {rule.name}\n\n{doc}\n")
    return FINE
