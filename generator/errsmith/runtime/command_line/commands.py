"""The commands of an SDK, for people on call: `python -m <package>`."""

from __future__ import annotations

import contextlib
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from typing import Any, Final, TextIO

from ..facts import ProviderInfo
from ..statements import join_alternatives
from . import arguments as command_line
from . import explaining, lookup, recognition, terminal
from .lookup import Providers, Sdk
from .pasted_errors import PastedErrors
from .reporting import ErrorReport
from .unclear import UnclearReport

Verb = Callable[[Namespace, Sdk], int]

FINE, UNKNOWN, COULD_NOT_RUN, INTERRUPTED = 0, 1, 2, 130
_MOST_BYTES: Final = 64 * 1024 * 1024
_MOST_ATTEMPTS: Final = 3
_TERMINAL: Final = "CONIN$" if os.name == "nt" else "/dev/tty"
_NOTHING_FOUND: Final = "found no HTTP response, no error and no JSON."


class CommandError(Exception):
    """A command failed; the message says why."""


def main(
    arguments: list[str] | None = None, *, distribution: str, version: str, providers: Providers
) -> int:
    """Run a command.

    Args:
        arguments: The arguments, or None to use those of the process.
        distribution: Name of the SDK's distribution.
        version: Version of the SDK.
        providers: The providers of the SDK.

    Returns:
        The exit code: 0; 1 if the error is not documented; 2 if no error or provider was
        recognized, or the command failed; 130 after Ctrl-C.
    """
    package = (__package__ or "").rsplit(".", 2)[0]
    program = f"python -m {package}"
    try:
        options = command_line.parse_arguments(arguments, program, version, providers)
        code = _VERBS[options.verb](options, Sdk(distribution, package, version, providers))
    except SystemExit as end:  # argparse has already printed its message.
        return end.code if isinstance(end.code, int) else COULD_NOT_RUN
    except KeyboardInterrupt:
        return INTERRUPTED
    except CommandError as error:
        _say(f"{program}: {error}")
        return COULD_NOT_RUN
    except BrokenPipeError:
        # The reader closed the pipe; without this, Python would report it again at exit.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return COULD_NOT_RUN
    except OSError as error:
        _say(f"{program}: the output cannot be printed: {error.strerror or error}")
        return COULD_NOT_RUN
    return code


def _list(options: Namespace, sdk: Sdk) -> int:
    """List the providers, or their errors."""
    selected = _select_providers(options.provider, sdk.providers)
    if options.provider is None and options.kind is None and options.status is None:
        _print(
            explaining.make_catalogue_json(sdk)
            if options.json
            else explaining.format_provider_list(sdk.providers.values())
        )
        return FINE
    errors = lookup.filter_errors(selected, options.kind, options.status)
    criteria = (options.kind, options.status and f"HTTP {options.status}")
    restriction = ", ".join(filter(None, criteria))
    if options.json:
        _print(explaining.make_class_list_json(errors))
    elif not restriction:
        _print(explaining.format_error_list([error.cls for error in errors]))
    elif errors:
        _print(explaining.format_error_lists(errors, restriction))
    if not errors:
        titles = join_alternatives([info.title for info in selected.values()])
        _say(f"No documented error of {titles} matches {restriction}.")
    return FINE if errors else UNKNOWN


def _explain(options: Namespace, sdk: Sdk) -> int:
    """Explain every error that matches a code, a name, a status or a printed error."""
    providers = sdk.providers
    selected, text = _select_providers(options.provider, providers), options.code.strip()
    classes = lookup.find_classes(text, selected) or recognition.recognize_classes(text, selected)
    status = lookup.parse_status(text)
    listed = lookup.find_by_status(status, selected)
    if options.json:
        _print(explaining.make_explanations_json((*classes, *listed)))
    else:
        pages = [explaining.format_explanation(match) for match in classes]
        if listed:
            pages.append(explaining.format_error_lists(listed, f"HTTP {status}"))
        _print("\n".join(pages))
    if classes or listed:
        return FINE
    _say(_describe_unknown(text, selected, providers))
    return UNKNOWN


def _describe_unknown(text: str, selected: Providers, providers: Providers) -> str:
    """Return a message that says that a name is not documented, with a suggestion."""
    named = lookup.find_provider(text, selected)
    if named is not None:
        return f"{named.title} is a provider. Did you mean `list {named.name}`?"
    status = lookup.parse_status(text)
    titles = join_alternatives([info.title for info in selected.values()])
    if status is not None:
        return f"No error of {titles} is documented with HTTP {status}."
    elsewhere = {
        match.provider.name: match.provider
        for match in lookup.find_classes(text, providers)
        if match.provider
    }
    if elsewhere:
        others = join_alternatives(list(elsewhere))
        return f"{titles} does not document {text[:200]!r}. Did you mean --provider {others}?"
    groups = [cls.__name__ for _, cls in lookup.find_families(text, selected)]
    group = (
        f" By its spelling, it belongs to the group {join_alternatives(groups)}." if groups else ""
    )
    return f"{text[:200]!r} is not documented.{group}{_suggest(text, selected)}"


def _suggest(text: str, selected: Providers) -> str:
    """Return a question that suggests similar codes; empty if there are none."""
    named = lookup.find_mentioned(text, selected)
    if not named and len(text.split()) == 1:
        named = lookup.suggest_names(text.strip(), selected)
    commands = [f"`explain {name}`" for name in named]
    return f" Did you mean {join_alternatives(commands)}?" if commands else ""


def _say_suggestion(text: str, selected: Providers) -> None:
    if suggestion := _suggest(text, selected):
        _say(suggestion.strip())


def _parse(options: Namespace, sdk: Sdk) -> int:
    """Find and explain the error in a paste."""
    selected = _select_providers(options.provider, sdk.providers)
    _check_scope(options.scope, selected)
    hints = {name: getattr(options, name) for name in ("status", "path", "scope")}
    hints = {name: value for name, value in hints.items() if value is not None}
    pasted = PastedErrors(_read_paste(options.file, selected), selected, hints)
    if pasted.is_exhausted:
        _say("The input is too long; only part of it, mostly the end, was searched.")
    report = _make_report(options, pasted, selected)
    if options.json:
        _print({**report.to_json(), "found": pasted.to_json()})
    else:
        _print(pasted.to_text() + report.to_text())
    if isinstance(report, ErrorReport) and report.is_documented:
        return FINE
    if not pasted.sighting.candidates or isinstance(report, ErrorReport):
        _say_suggestion(pasted.text, selected)
    return UNKNOWN if isinstance(report, ErrorReport) else COULD_NOT_RUN


def _make_report(
    options: Namespace, pasted: PastedErrors, selected: Providers
) -> ErrorReport | UnclearReport:
    """Return the page about the error; ask the user for the provider if it is unclear.

    Raises:
        CommandError: The paste contains nothing that may be an error.
    """
    if not pasted.sighting:
        raise CommandError(_describe_nothing_found(pasted, selected))
    attribution = pasted.attribute(options.provider)
    if attribution is None:
        unclear = UnclearReport(pasted.sighting, selected)
        is_settled = len(selected) == 1 or pasted.is_kind_alone or pasted.has_redirect
        answer = None if is_settled else _ask_provider(unclear.list_names(), selected)
        attribution = None if answer is None else pasted.attribute_to(answer, "you chose it")
        if attribution is None and unclear.is_empty:
            raise CommandError(_describe_nothing_found(pasted, selected))
        if attribution is None:
            return unclear
    error, provider, reason = attribution
    is_cut = pasted.sighting.paste.is_cut
    return ErrorReport(error, provider, reason, with_message=options.message, is_cut=is_cut)


def _check_scope(scope: str | None, selected: Providers) -> None:
    """Check that one of the providers has the scope.

    Raises:
        CommandError: No provider has this scope.
    """
    declared = (lookup.load_provider(info).scopes for info in selected.values())
    known = [part.id for parts in declared for part in parts]
    if scope is not None and scope not in known:
        titles = join_alternatives([info.title for info in selected.values()])
        expected = f"expected {join_alternatives(known)}" if known else "none is documented"
        msg = f"{titles}: unknown scope {scope[:200]!r}; {expected}"
        raise CommandError(msg)


def _serve(options: Namespace, _sdk: Sdk) -> int:
    """Serve errors over HTTP until Ctrl-C."""
    from ..test_kit.serving import ALLOWING, ErrorServer

    def announce(url: str) -> None:
        _print(f"{url}\n")
        _say(f"Request {url}/PROVIDER/CODE for an error, or {url}/ for a list.")
        _say("Press Ctrl-C to stop the server.")

    try:
        server = ErrorServer(options.host, options.port, allow_remote=options.allow_remote)
        server.serve_forever(announce=announce)
    except KeyboardInterrupt:  # Ctrl-C before the server started to handle it, or after it stopped.
        return FINE
    except BrokenPipeError:
        raise
    except (ValueError, OSError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CommandError(reason.replace(ALLOWING, "--allow-remote")) from None
    return FINE


_VERBS: Final[Mapping[str, Verb]] = {
    "list": _list,
    "explain": _explain,
    "parse": _parse,
    "serve": _serve,
}


def _select_providers(name: str | None, providers: Providers) -> Providers:
    return providers if name is None else {name: providers[name]}


def _read_paste(file: str | None, selected: Providers) -> bytes:
    """Read the paste.

    Raises:
        CommandError: The file or stdin cannot be read.
    """
    try:
        if file is not None and file != "-":
            with open(file, "rb") as opened:  # noqa: PTH123 - pathlib is slow to import
                data = opened.read(_MOST_BYTES + 1)
        else:
            if sys.stdin.isatty():
                keys = "Ctrl-Z and Enter" if os.name == "nt" else "Ctrl-D"
                _say(f"Paste a response, its body or a log, then press Enter and {keys}.")
            data = sys.stdin.buffer.read(_MOST_BYTES + 1)
    except OSError as error:
        msg = f"{file or 'stdin'}: {error.strerror or error}.{_suggest(file or '', selected)}"
        raise CommandError(msg) from None
    except (AttributeError, ValueError):  # A closed stream, or an invalid file name.
        msg = f"{file or 'stdin'} cannot be read"
        raise CommandError(msg) from None
    if len(data) > _MOST_BYTES:
        msg = f"{file or 'stdin'} is longer than {_MOST_BYTES // 1024**2} MB"
        raise CommandError(msg)
    return data


def _describe_nothing_found(pasted: PastedErrors, selected: Providers) -> str:
    """Return a message that says why a paste has no error, and what to do."""
    titles = join_alternatives([info.title for info in selected.values()])
    if not pasted.text.strip():
        return "the input is empty."
    if pasted.has_redirect:
        return f"found a URL, but no error of {titles} in it."
    if pasted.has_values:
        names = join_alternatives(list(selected))
        hint = f"If you know the provider, add `--provider NAME`, where NAME is {names}."
        return f"found JSON, but no error. {hint}{_suggest(pasted.text, selected)}"
    return _NOTHING_FOUND + _suggest(pasted.text, selected)


def _ask_provider(names: list[str], selected: Providers) -> ProviderInfo | None:
    """Ask for the provider of a response; return None if there is no answer or no terminal."""
    with contextlib.ExitStack() as stack:
        stream = _open_terminal(stack)
        return None if stream is None else _read_answer([selected[name] for name in names], stream)


def _open_terminal(stack: contextlib.ExitStack) -> TextIO | None:
    """Return the stream to read an answer from, or None if there is no terminal.

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


def _read_answer(infos: list[ProviderInfo], stream: TextIO) -> ProviderInfo | None:
    """Ask for one of the providers; return None if there is no answer."""
    _say("Which provider sent this? Press Enter if you do not know.")
    for number, info in enumerate(infos, 1):
        _say(f"  {number}. {info.title} ({info.name})")
    answers = {str(number): info for number, info in enumerate(infos, 1)}
    answers.update((info.name, info) for info in infos)
    for _ in range(_MOST_ATTEMPTS):
        _say("Number or name:")
        try:
            line = stream.readline()
        except (OSError, ValueError):  # The terminal was closed, or the input is not text.
            break
        if not line.strip():
            break
        if line.strip() in answers:
            return answers[line.strip()]
    return None


def _print(result: str | Mapping[str, Any] | list[dict[str, Any]]) -> None:
    """Print the result to stdout: a string unchanged, anything else as JSON."""
    if not isinstance(result, str):
        import json

        result = json.dumps(result, indent=2) + "\n"
    terminal.write(result, sys.stdout)


def _say(line: str) -> None:
    """Print a human-readable message to stderr."""
    with contextlib.suppress(OSError):
        terminal.write(f"{line}\n", sys.stderr)
