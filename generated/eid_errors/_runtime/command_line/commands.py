# Emitted by errsmith from its runtime/command_line/commands.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""The command line of an SDK, for the person on call: `python -m <package>`."""

from __future__ import annotations

import contextlib
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from typing import Any, Final, TextIO

from ..facts import ProviderInfo
from ..statements import alternatives
from . import arguments as command_line
from . import explaining, lookup, recognition, terminal
from .findings import Findings
from .lookup import Providers
from .reporting import Report
from .unclear import UnclearReport

Verb = Callable[[Namespace, Providers], int]

FINE, UNKNOWN, COULD_NOT_RUN, INTERRUPTED = 0, 1, 2, 130
_MOST_BYTES: Final = 64 * 1024 * 1024
_MOST_ANSWERS: Final = 3
_TERMINAL: Final = "CONIN$" if os.name == "nt" else "/dev/tty"
_NOTHING_FOUND: Final = "found no response, no error and no JSON in what was pasted."


class CommandError(Exception):
    """A command cannot do its work; its text says why."""


def main(arguments: list[str] | None = None, *, version: str, providers: Providers) -> int:
    """Run a command.

    Args:
        arguments: The arguments, those of the process if None.
        version: Version of the SDK.
        providers: The providers of the SDK.

    Returns:
        The exit code: 0, 1 if what was asked for is not documented, 2 if the command could not do
        its work, 130 after Ctrl-C.
    """
    program = f"python -m {(__package__ or '').rsplit('.', 2)[0]}"
    try:
        options = command_line.chosen(arguments, program, version, providers)
        code = _VERBS[options.verb](options, providers)
    except SystemExit as end:  # Of argparse, which has said what there is to say.
        return end.code if isinstance(end.code, int) else COULD_NOT_RUN
    except KeyboardInterrupt:
        return INTERRUPTED
    except CommandError as error:
        _say(f"{program}: {error}")
        return COULD_NOT_RUN
    except BrokenPipeError:
        # Whoever read the output has closed it; Python would say so once more when it ends.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return COULD_NOT_RUN
    except OSError as error:
        _say(f"{program}: the output cannot be printed: {error.strerror or error}")
        return COULD_NOT_RUN
    return code


def _list(options: Namespace, providers: Providers) -> int:
    """List the providers, or errors."""
    among = _among(options.provider, providers)
    if options.provider is None and options.kind is None and options.status is None:
        infos = providers.values()
        _print(
            [{**explaining.plain(i), "errors": len(lookup.errors_of(i))} for i in infos]
            if options.json
            else explaining.provider_list(infos)
        )
        return FINE
    found = lookup.restricted(among, options.kind, options.status)
    told = (options.kind, options.status and f"HTTP {options.status}")
    restriction = ", ".join(filter(None, told))
    if options.json:
        _print([explaining.as_json(one) for one in found])
    elif not restriction:
        _print(explaining.error_list([one.cls for one in found]))
    elif found:
        _print(explaining.error_lists(found, restriction))
    if not found:
        titles = alternatives([info.title for info in among.values()])
        _say(f"No error of {titles} is documented as {restriction}.")
    return FINE if found else UNKNOWN


def _explain(options: Namespace, providers: Providers) -> int:
    """Explain each error that a code, a name, a status or a printed error means."""
    among, text = _among(options.provider, providers), options.code.strip()
    found = lookup.find(text, among) or recognition.classes_in(text, among)
    status = lookup.status_of(text)
    listed = lookup.with_status(status, among)
    if options.json:
        _print([explaining.as_json(one) for one in (*found, *listed)])
    else:
        pages = [explaining.explanation(one) for one in found]
        if listed:
            pages.append(explaining.error_lists(listed, f"HTTP {status}"))
        _print("\n".join(pages))
    if found or listed:
        return FINE
    _say(_not_documented(text, among))
    return UNKNOWN


def _not_documented(text: str, among: Providers) -> str:
    """Return that a text is not documented, and what may have been meant."""
    for info in among.values():
        if text.casefold() in (info.name.casefold(), info.title.casefold()):
            return f"{info.title} is a provider. Did you mean `list {info.name}`?"
    families = [explaining.class_name(cls) for _, cls in lookup.families_of(text, among)]
    family = f" It belongs to {alternatives(families)}." if families else ""
    return f"{text[:200]!r} is not documented.{family}{_meant(text, among)}"


def _meant(text: str, among: Providers) -> str:
    """Return a question for what a text may name, empty if there is nothing like it."""
    named = lookup.mentioned(text, among)
    if not named and len(text.split()) == 1:
        named = lookup.nearest(text.strip(), among)
    return f" Did you mean {alternatives([f'`explain {one}`' for one in named])}?" if named else ""


def _parse(options: Namespace, providers: Providers) -> int:
    """Explain what somebody pasted."""
    among = _among(options.provider, providers)
    _check_scope(options.scope, among)
    told = {name: getattr(options, name) for name in ("status", "path", "scope")}
    told = {name: value for name, value in told.items() if value is not None}
    findings = Findings(_pasted(options.file), among, told)
    if findings.is_exhausted:
        _say("The paste is too long: only a part of it, mainly the end, was searched.")
    if not findings.sighting:
        raise CommandError(_nothing_in(findings, among))
    report = _report(options, findings, among)
    if options.json:
        _print({**report.as_json(), "found": findings.as_json()})
    else:
        _print(findings.text() + report.text())
    if isinstance(report, UnclearReport):
        return COULD_NOT_RUN
    return FINE if report.is_documented else UNKNOWN


def _report(options: Namespace, findings: Findings, among: Providers) -> Report | UnclearReport:
    """Return the page about the error to explain; ask for its provider if it is not clear.

    Raises:
        CommandError: It is a URL, and the provider sends no errors by URLs.
    """
    found = findings.known(options.provider)
    if found is None and len(among) == 1 and not findings.is_kind_alone:
        raise CommandError(_nothing_in(findings, among))
    if found is None:
        unclear = UnclearReport(findings.sighting, among)
        told = None if findings.is_kind_alone else _asked(unclear.names(), among)
        found = None if told is None else findings.told(told, "as told when asked")
        if found is None:
            return unclear
    error, provider, reason = found
    is_cut = findings.sighting.paste.is_cut
    return Report(error, provider, reason, with_message=options.message, is_cut=is_cut)


def _check_scope(scope: str | None, among: Providers) -> None:
    """Refuse a scope that no provider has.

    Raises:
        CommandError: None has a scope of this name.
    """
    known = [one.id for info in among.values() for one in lookup.provider_of(info)._scopes]
    if scope is not None and scope not in known:
        titles = alternatives([info.title for info in among.values()])
        expected = f"expected {alternatives(known)}" if known else "there are no scopes"
        msg = f"{titles}: no scope {scope[:200]!r}; {expected}"
        raise CommandError(msg)


def _serve(options: Namespace, _providers: Providers) -> int:
    """Answer with errors over HTTP until Ctrl-C."""
    from ..test_kit.serving import ALLOWING, ErrorServer

    def announce(url: str) -> None:
        _print(f"{url}\n")
        _say(f"{url}/PROVIDER/CODE answers with that error, {url}/ tells what else; Ctrl-C ends.")

    try:
        server = ErrorServer(options.host, options.port, allow_remote=options.allow_remote)
        server.serve_forever(announce=announce)
    except KeyboardInterrupt:  # Before or after it listens for Ctrl-C itself.
        return FINE
    except BrokenPipeError:
        raise
    except (ValueError, OSError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise CommandError(said.replace(ALLOWING, "--allow-remote")) from None
    return FINE


_VERBS: Final[Mapping[str, Verb]] = {
    "list": _list,
    "explain": _explain,
    "parse": _parse,
    "serve": _serve,
}


def _among(name: str | None, providers: Providers) -> Providers:
    return providers if name is None else {name: providers[name]}


def _pasted(file: str | None) -> bytes:
    """Read what was pasted.

    Raises:
        CommandError: It cannot be read.
    """
    try:
        if file is not None and file != "-":
            with open(file, "rb") as opened:  # noqa: PTH123 - quicker to import
                data = opened.read(_MOST_BYTES + 1)
        else:
            if sys.stdin.isatty():
                keys = "Ctrl-Z and Enter" if os.name == "nt" else "Ctrl-D"
                _say(f"Paste a response, or only its body; end with Enter and {keys}.")
            data = sys.stdin.buffer.read(_MOST_BYTES + 1)
    except OSError as error:
        msg = f"{file or 'stdin'}: {error.strerror or error}"
        raise CommandError(msg) from None
    except (AttributeError, ValueError):  # A stream that is closed, a name that is none.
        msg = f"{file or 'stdin'}: cannot be read"
        raise CommandError(msg) from None
    if len(data) > _MOST_BYTES:
        msg = f"{file or 'stdin'}: is longer than {_MOST_BYTES // 1024**2} MB"
        raise CommandError(msg)
    return data


def _nothing_in(findings: Findings, among: Providers) -> str:
    """Return what is missing in a paste, and what to do instead."""
    titles = alternatives([info.title for info in among.values()])
    if findings.has_redirect:
        return f"found a URL, but no error of {titles} in it."
    if findings.has_values:
        return f"found JSON, but no error. Add --provider {alternatives(list(among))} to read it."
    return _NOTHING_FOUND + _meant(findings.pasted_text, among)


def _asked(names: list[str], among: Providers) -> ProviderInfo | None:
    """Ask a person for the provider of a response; return None if nobody knows or is there."""
    with contextlib.ExitStack() as stack:
        answering = _terminal(stack)
        return None if answering is None else _answer([among[name] for name in names], answering)


def _terminal(stack: contextlib.ExitStack) -> TextIO | None:
    """Give the stream on which a person answers; None if none is there.

    Where the response came by a pipe, the terminal is asked that shows the question, if it does.
    """
    if sys.stdin is not None and sys.stdin.isatty():
        return sys.stdin
    if sys.stderr is None or not sys.stderr.isatty():
        return None
    try:
        return stack.enter_context(open(_TERMINAL, encoding="utf-8", errors="replace"))  # noqa: PTH123
    except OSError:  # The process has none, as under cron.
        return None


def _answer(infos: list[ProviderInfo], answering: TextIO) -> ProviderInfo | None:
    """Let a person choose a provider; return None if nobody does."""
    _say("Which provider sent this? Press Enter if you do not know.")
    for number, info in enumerate(infos, 1):
        _say(f"  {number}. {info.title} ({info.name})")
    answers = {str(number): info for number, info in enumerate(infos, 1)}
    answers.update((info.name, info) for info in infos)
    for _ in range(_MOST_ANSWERS):
        _say("Number or name:")
        try:
            line = answering.readline()
        except (OSError, ValueError):  # The terminal is gone or closed, or sends no text.
            break
        if not line.strip():
            break
        if line.strip() in answers:
            return answers[line.strip()]
    return None


def _print(said: str | Mapping[str, Any] | list[dict[str, Any]]) -> None:
    """Print what was asked for: a text, or an object or a list as JSON."""
    if not isinstance(said, str):
        import json

        said = json.dumps(said, indent=2) + "\n"
    terminal.write(said, sys.stdout)


def _say(line: str) -> None:
    """Tell a person how it went, apart from what programs read."""
    with contextlib.suppress(OSError):
        terminal.write(f"{line}\n", sys.stderr)
