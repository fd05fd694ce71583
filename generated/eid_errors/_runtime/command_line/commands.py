# Emitted by errsmith from its runtime/command_line/commands.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""The command line of an SDK, for the person on call: `python -m <package>`."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from typing import Any, Final, TextIO

from attrs import evolve

from . import arguments as command_line
from . import explaining, lookup, pasting, recognition, terminal
from .lookup import Found, Providers
from .pasting import Paste
from .recognition import CLUES, Candidate
from .reporting import Report

Verb = Callable[[Namespace, Providers], int]

FINE, UNKNOWN, COULD_NOT_RUN, INTERRUPTED = 0, 1, 2, 130
_MOST_BYTES: Final = 64 * 1024 * 1024
_MOST_ANSWERS: Final = 3
_TERMINAL: Final = "CONIN$" if os.name == "nt" else "/dev/tty"
_WORD: Final = re.compile(rb"[\w.\-]{1,200}")
"""What may be a code that is pasted alone."""


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
    """List the providers, or the errors of one."""
    if options.provider is None:
        infos = providers.values()
        objects = [{**explaining.plain(i), "errors": len(lookup.errors_of(i))} for i in infos]
        text = explaining.provider_list(infos)
    else:
        info = providers[options.provider]
        classes = lookup.errors_of(info)
        objects = [explaining.as_json(Found(info, cls)) for cls in classes]
        text = explaining.error_list(classes)
    _print(objects if options.json else text)
    return FINE


def _explain(options: Namespace, providers: Providers) -> int:
    """Explain each error that a code, a name or a status means."""
    among = _among(options.provider, providers)
    found = lookup.find(options.code, among)
    listed = found or lookup.with_status(options.code, among)
    if options.json:
        _print([explaining.as_json(one) for one in listed])
    elif found:
        _print("\n".join(explaining.explanation(one) for one in found))
    elif listed:
        _print(explaining.status_list(int(options.code), listed))
    if listed:
        return FINE
    families = [explaining.class_name(cls) for _, cls in lookup.families_of(options.code, among)]
    near = lookup.nearest(options.code, among)
    said = (
        f"{options.code[:200]} is not documented",
        f"it is of the family {' or '.join(families)}" if families else "",
        f"nearest are {', '.join(near)}" if near else "",
    )
    _say("; ".join(filter(None, said)) + ".")
    return UNKNOWN


def _parse(options: Namespace, providers: Providers) -> int:
    """Tell what a pasted response is."""
    paste = pasting.read(_pasted(options.file))
    if options.status is not None:
        paste = evolve(paste, status=options.status)
    if options.path is not None:
        paste = evolve(paste, path=options.path)
    if options.scope is not None:
        paste = evolve(paste, scope=options.scope)
    if paste.tells_nothing:
        raise CommandError(_nothing_in(paste))
    candidate, reason = _recognised(paste, _among(options.provider, providers), options.provider)
    _check_scope(options.scope, candidate)
    report = Report(candidate.error, candidate.provider, reason, with_message=options.message)
    _print(report.as_json() if options.json else report.text())
    return FINE if report.is_documented else UNKNOWN


def _check_scope(scope: str | None, candidate: Candidate) -> None:
    """Refuse a scope that the provider does not have.

    Raises:
        CommandError: It has none of this name.
    """
    known = [one.id for one in lookup.provider_of(candidate.provider)._scopes]
    if scope is not None and scope not in known:
        names = f"expected {' or '.join(known)}" if known else "it has no scopes"
        msg = f"{candidate.provider.title} has no scope {scope[:200]!r}; {names}"
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


def _nothing_in(paste: Paste) -> str:
    """Say what was expected, and what to do with a code, if that is what was pasted."""
    hint = "; `explain CODE` tells of a code alone" if _WORD.fullmatch(paste.body.strip()) else ""
    return f"found neither a response of HTTP, nor JSON, nor the address of a redirect{hint}"


def _recognised(paste: Paste, among: Providers, told: str | None) -> tuple[Candidate, str]:
    """Give the provider that sent a response, as its error, and why it is taken for that.

    Raises:
        CommandError: It is not clear, and nobody can be asked.
    """
    found = recognition.candidates(paste, among)
    if not found:
        who = "no provider sends" if told is None else f"{among[told].title} does not send"
        msg = f"{who} an error by such an address"
        raise CommandError(msg)
    if told is not None:
        return found[0], "as told by --provider"
    if recognition.is_clear(found):
        return found[0], CLUES[found[0].clue]
    if len(among) == 1:
        return found[0], "the only one of this SDK"
    return _asked(found), "as told when asked"


def _asked(found: list[Candidate]) -> Candidate:
    """Ask whose response it is."""
    names = [one.provider.name for one in found]
    with contextlib.ExitStack() as stack:
        answering = _terminal(stack)
        if answering is None:
            msg = f"it is not clear whose response this is; add --provider {' or '.join(names)}"
            raise CommandError(msg)
        answer = _answer(found, answering)
    if answer is None:
        msg = f"nobody said whose response this is; add --provider {' or '.join(names)}"
        raise CommandError(msg)
    return answer


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


def _answer(found: list[Candidate], answering: TextIO) -> Candidate | None:
    """Let a person choose a provider; None if nobody does."""
    names = [one.provider.name for one in found]
    _say("Whose response is this?")
    for number, one in enumerate(found, 1):
        _say(f"  {number}. {one.provider.title} ({one.provider.name})")
    answers = {str(number): one for number, one in enumerate(found, 1)}
    answers.update(zip(names, found, strict=True))
    for _ in range(_MOST_ANSWERS):
        _say("Number or name:")
        try:
            line = answering.readline()
        except (OSError, ValueError):  # It is gone, or closed, or no text.
            break
        if not line:
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
