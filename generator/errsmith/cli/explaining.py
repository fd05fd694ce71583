"""Commands that explain errsmith."""

from __future__ import annotations

from errsmith.cli.app import NO_FLAGS, app


@app.command(version_flags=NO_FLAGS, name="rule")
def explain_rule(id: str | None = None, /) -> int:  # noqa: A002
    """Explain a rule, or list all rules.

    Parameters
    ----------
    id
        Id or name of a rule: `R201` for a finding, `C114` for a change.
    """
    from errsmith.commands.rule import explain

    return explain(id)
