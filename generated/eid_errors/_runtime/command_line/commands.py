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
_NOTHING_FOUND: Final = "found no HTTP response, no error and no JSON."


class CommandError(Exception):
    """A command failed; the message says why."""


def main(arguments: list[str] | None = None, *, version: str, providers: Providers) -> int:
    """Run a command.

    Args:
        arguments: The arguments; None for those of the process.
        version: Version of the SDK.
        providers: The providers of the SDK.

    Returns:
        The exit code: 0; 1 if the error is not documented; 2 if no error or provider was
        recognized, or the command failed; 130 after Ctrl-C.
    """
    program = f"python -m {(__package__ or '').rsplit('.', 2)[0]}"
    try:
        options = command_line.chosen(arguments, program, version, providers)
        code = _VERBS[options.verb](options, providers)
    except SystemExit as end:  # argparse has already printed its message.
        return end.code if isinstance(end.code, int) else COULD_NOT_RUN
    except KeyboardInterrupt:
        return INTERRUPTED
    except CommandError as error:
        _say(f"{program}: {error}")
        return COULD_NOT_RUN
    except BrokenPipeError:
        # The reader closed the pipe; Python would report that again at exit.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return COULD_NOT_RUN
    except OSError as error:
        _say(f"{program}: the output cannot be printed: {error.strerror or error}")
        return COULD_NOT_RUN
    return code


def _list(options: Namespace, providers: Providers) -> int:
    """List the providers, or their errors."""
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
        _say(f"No documented error of {titles} matches {restriction}.")
    return FINE if found else UNKNOWN


def _explain(options: Namespace, providers: Providers) -> int:
    """Explain every error that matches a code, a name, a status or a printed error."""
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
    _say(_not_documented(text, among, providers))
    return UNKNOWN


def _not_documented(text: str, among: Providers, providers: Providers) -> str:
    """Return that a text is not documented, and what may have been meant."""
    named = lookup.provider_named(text, among)
    if named is not None:
        return f"{named.title} is a provider. Did you mean `list {named.name}`?"
    status = lookup.status_of(text)
    titles = alternatives([info.title for info in among.values()])
    if status is not None:
        return f"No error of {titles} is documented with HTTP {status}."
    elsewhere = {
        one.provider.name: one.provider for one in lookup.find(text, providers) if one.provider
    }
    if elsewhere:
        others = alternatives(list(elsewhere))
        return f"{titles} does not document {text[:200]!r}. Did you mean --provider {others}?"
    groups = [cls.__name__ for _, cls in lookup.families_of(text, among)]
    group = f" It belongs to the group of {alternatives(groups)}." if groups else ""
    return f"{text[:200]!r} is not documented.{group}{_meant(text, among)}"


def _meant(text: str, among: Providers) -> str:
    """Return a question that suggests similar codes; empty if there are none."""
    named = lookup.mentioned(text, among)
    if not named and len(text.split()) == 1:
        named = lookup.nearest(text.strip(), among)
    return f" Did you mean {alternatives([f'`explain {one}`' for one in named])}?" if named else ""


def _say_meant(text: str, among: Providers) -> None:
    if meant := _meant(text, among):
        _say(meant.strip())


def _parse(options: Namespace, providers: Providers) -> int:
    """Find and explain the error in a paste."""
    among = _among(options.provider, providers)
    _check_scope(options.scope, among)
    told = {name: getattr(options, name) for name in ("status", "path", "scope")}
    told = {name: value for name, value in told.items() if value is not None}
    findings = Findings(_pasted(options.file, among), among, told)
    if findings.is_exhausted:
        _say("The paste is too long: only a part of it, mostly the end, was searched.")
    report = _report(options, findings, among)
    if options.json:
        _print({**report.as_json(), "found": findings.as_json()})
    else:
        _print(findings.text() + report.text())
    if isinstance(report, Report) and report.is_documented:
        return FINE
    if not findings.sighting.candidates or isinstance(report, Report):
        _say_meant(findings.pasted_text, among)
    return UNKNOWN if isinstance(report, Report) else COULD_NOT_RUN


def _report(options: Namespace, findings: Findings, among: Providers) -> Report | UnclearReport:
    """Return the page about the error; ask for its provider if it is unclear.

    Raises:
        CommandError: Nothing in the paste may be an error.
    """
    if not findings.sighting:
        raise CommandError(_nothing_in(findings, among))
    found = findings.known(options.provider)
    if found is None:
        unclear = UnclearReport(findings.sighting, among)
        is_settled = len(among) == 1 or findings.is_kind_alone or findings.has_redirect
        told = None if is_settled else _asked(unclear.names(), among)
        found = None if told is None else findings.told(told, "your answer")
        if found is None and unclear.is_empty:
            raise CommandError(_nothing_in(findings, among))
        if found is None:
            return unclear
    error, provider, reason = found
    is_cut = findings.sighting.paste.is_cut
    return Report(error, provider, reason, with_message=options.message, is_cut=is_cut)


def _check_scope(scope: str | None, among: Providers) -> None:
    """Check that a provider has the scope.

    Raises:
        CommandError: No provider has this scope.
    """
    known = [one.id for info in among.values() for one in lookup.provider_of(info).scopes]
    if scope is not None and scope not in known:
        titles = alternatives([info.title for info in among.values()])
        expected = f"expected {alternatives(known)}" if known else "none is documented"
        msg = f"{titles}: unknown scope {scope[:200]!r}; {expected}"
        raise CommandError(msg)


def _serve(options: Namespace, _providers: Providers) -> int:
    """Serve errors over HTTP until Ctrl-C."""
    from ..test_kit.serving import ALLOWING, ErrorServer

    def announce(url: str) -> None:
        _print(f"{url}\n")
        _say(f"Get an error from {url}/PROVIDER/CODE, a list from {url}/; Ctrl-C stops the server.")

    try:
        server = ErrorServer(options.host, options.port, allow_remote=options.allow_remote)
        server.serve_forever(announce=announce)
    except KeyboardInterrupt:  # Ctrl-C before or after the server handles it itself.
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


def _pasted(file: str | None, among: Providers) -> bytes:
    """Read the paste.

    Raises:
        CommandError: The file or stdin cannot be read.
    """
    try:
        if file is not None and file != "-":
            with open(file, "rb") as opened:  # noqa: PTH123 - quicker to import
                data = opened.read(_MOST_BYTES + 1)
        else:
            if sys.stdin.isatty():
                keys = "Ctrl-Z and Enter" if os.name == "nt" else "Ctrl-D"
                _say(f"Paste a response, its body or a log, then press Enter and {keys}.")
            data = sys.stdin.buffer.read(_MOST_BYTES + 1)
    except OSError as error:
        msg = f"{file or 'stdin'}: {error.strerror or error}.{_meant(file or '', among)}"
        raise CommandError(msg) from None
    except (AttributeError, ValueError):  # A closed stream, or an invalid file name.
        msg = f"{file or 'stdin'}: cannot be read"
        raise CommandError(msg) from None
    if len(data) > _MOST_BYTES:
        msg = f"{file or 'stdin'}: is longer than {_MOST_BYTES // 1024**2} MB"
        raise CommandError(msg)
    return data


def _nothing_in(findings: Findings, among: Providers) -> str:
    """Return why no error was found in a paste, and what to do."""
    titles = alternatives([info.title for info in among.values()])
    if not findings.pasted_text.strip():
        return "the input is empty."
    if findings.has_redirect:
        return f"found a URL, but no error of {titles} in it."
    if findings.has_values:
        names = alternatives(list(among))
        hint = f"If you know the provider, add --provider {names}."
        return f"found JSON, but no error. {hint}{_meant(findings.pasted_text, among)}"
    return _NOTHING_FOUND + _meant(findings.pasted_text, among)


def _asked(names: list[str], among: Providers) -> ProviderInfo | None:
    """Ask for the provider of a response; return None without an answer or a terminal."""
    with contextlib.ExitStack() as stack:
        answering = _terminal(stack)
        return None if answering is None else _answer([among[name] for name in names], answering)


def _terminal(stack: contextlib.ExitStack) -> TextIO | None:
    """Return the stream to read an answer from, or None without a terminal.

    If the response is piped to stdin, the answer is read from the terminal that shows stderr.
    """
    if sys.stdin is not None and sys.stdin.isatty():
        return sys.stdin
    if sys.stderr is None or not sys.stderr.isatty():
        return None
    try:
        return stack.enter_context(open(_TERMINAL, encoding="utf-8", errors="replace"))  # noqa: PTH123
    except OSError:  # There is no terminal, for example under cron.
        return None


def _answer(infos: list[ProviderInfo], answering: TextIO) -> ProviderInfo | None:
    """Ask for one of the providers; return None without an answer."""
    _say("Which provider sent this? Press Enter if you do not know.")
    for number, info in enumerate(infos, 1):
        _say(f"  {number}. {info.title} ({info.name})")
    answers = {str(number): info for number, info in enumerate(infos, 1)}
    answers.update((info.name, info) for info in infos)
    for _ in range(_MOST_ANSWERS):
        _say("Number or name:")
        try:
            line = answering.readline()
        except (OSError, ValueError):  # The terminal was closed, or the input is not text.
            break
        if not line.strip():
            break
        if line.strip() in answers:
            return answers[line.strip()]
    return None


def _print(said: str | Mapping[str, Any] | list[dict[str, Any]]) -> None:
    """Print the result to stdout: a string as it is, anything else as JSON."""
    if not isinstance(said, str):
        import json

        said = json.dumps(said, indent=2) + "\n"
    terminal.write(said, sys.stdout)


def _say(line: str) -> None:
    """Print a message for people to stderr."""
    with contextlib.suppress(OSError):
        terminal.write(f"{line}\n", sys.stderr)
