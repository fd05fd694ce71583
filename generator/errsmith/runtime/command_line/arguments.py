"""The arguments of the command line, and its help."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NoReturn

from ..kinds import KINDS
from ..nearest import suggest
from ..printing import escape
from ..statements import join_all, join_alternatives
from ..wire.wire import LEAST_STATUS, MOST_STATUS
from .lookup import Providers, find_classes, find_mentioned
from .terminal import wrap

if TYPE_CHECKING:
    from argparse import _SubParsersAction

_EPILOG = """\
examples:
  {program} explain CODE
  curl -i https://api.example/ | {program} parse
  {program} parse app.log

exit codes:
  0    the error is documented, or the command succeeded
  1    the error is not documented
  2    no error or provider was recognized, or the command failed
  130  Ctrl-C
"""
_LIST = """
List the providers, or their errors: code, HTTP status, kind, retry advice, class and summary.

--json prints all facts of each error, documented and derived ones in separate objects. Without a
provider, kind or status, it prints the whole catalogue: the SDK, its providers and all errors.
"""
_EXPLAIN = """
Explain an error: what happened and why, whether to retry, what to do, what to quote to support, and
where it is documented.
"""
_CODE = """\
a code or an alias, as documented or as sent; the name of a class, a group or a kind; an HTTP
status; or an error as this SDK prints it, such as the last line of a traceback\
"""
_PARSE = """
Find the error in what you paste and explain it: what happened, whether to retry, what to do, and
what to quote to support. Nothing is sent anywhere.

Paste whatever you have: a response from `curl -i`, `curl -v` or a browser, or just its body; log
lines, a HAR file, a traceback, a Sentry event, or the URL of a redirect. If it contains several
errors, they are listed and the last one is explained.

If the response does not show which provider sent it, you are asked to choose one. If you do not
answer, you still get the usual advice for the HTTP status.

Without --message, the output contains only fields that are marked as safe to log.
"""
_SERVE = """
Serve every documented error over HTTP until Ctrl-C, to test clients in any language.
"""
_ONLY = "search only this provider"
_MOST_PORTS = 65_535


class Parser(ArgumentParser):
    """A parser that escapes control characters in its error messages."""

    def error(self, message: str) -> NoReturn:
        """Print the error in the arguments, and exit with code 2."""
        super().error(escape(message, kept="\n"))


if TYPE_CHECKING:
    Verbs = _SubParsersAction[Parser]


def parse_arguments(
    arguments: list[str] | None, program: str, version: str, providers: Providers
) -> Namespace:
    """Parse the arguments.

    Args:
        arguments: The arguments, or None to use those of the process.
        program: The command that runs the program, for help and messages.
        version: Version of the SDK.
        providers: The providers of the SDK.

    Returns:
        The `verb`, and its options.

    Raises:
        SystemExit: Help was requested, or the arguments are wrong; it has been printed.
    """
    titles = join_all([info.title for info in providers.values()])
    parser = Parser(
        prog=program,
        description=_wrap_paragraphs(f"Explain the documented errors of {titles}."),
        epilog=_EPILOG.format(program=program),
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"{program} {version}")
    verbs = parser.add_subparsers(dest="verb", metavar="COMMAND", required=True)
    _add_list(verbs, providers)
    _add_explain(verbs, providers)
    _add_parse(verbs, providers)
    _add_serve(verbs)
    arguments = sys.argv[1:] if arguments is None else arguments
    if not arguments:
        parser.print_help(sys.stderr)
        raise SystemExit(2)
    first = arguments[0]
    if not first.startswith("-") and first not in verbs.choices:
        known = join_alternatives(list(verbs.choices))
        is_named = find_classes(first, providers) or find_mentioned(first, providers)
        suggestion = f" Did you mean `explain {first[:40]}`?" if is_named else ""
        suggestion = suggestion or suggest(first, verbs.choices)
        parser.error(f"expected {known}, found {first[:40]!r}.{suggestion}")
    return parser.parse_args(arguments)


def _add_list(verbs: Verbs, providers: Providers) -> None:
    verb = _add_verb(verbs, "list", _LIST)
    verb.add_argument(
        "provider",
        nargs="?",
        type=_make_choice_check(providers, "provider"),
        help=f"list the errors of {join_alternatives(list(providers))}",
    )
    verb.add_argument(
        "--kind",
        type=_make_choice_check(KINDS, "kind"),
        help=f"only errors of this kind: {join_alternatives(list(KINDS))}",
    )
    verb.add_argument(
        "--status", metavar="N", type=_parse_status, help="only errors with this status"
    )
    _add_json(verb)


def _add_explain(verbs: Verbs, providers: Providers) -> None:
    verb = _add_verb(verbs, "explain", _EXPLAIN)
    verb.add_argument("code", metavar="CODE", type=_check_not_empty, help=_CODE)
    verb.add_argument("--provider", type=_make_choice_check(providers, "provider"), help=_ONLY)
    _add_json(verb)


def _add_parse(verbs: Verbs, providers: Providers) -> None:
    verb = _add_verb(verbs, "parse", _PARSE)
    verb.add_argument("file", metavar="FILE", nargs="?", help="the file to read (default: stdin)")
    verb.add_argument(
        "--provider",
        type=_make_choice_check(providers, "provider"),
        help="the provider of the response",
    )
    verb.add_argument(
        "--status",
        metavar="N",
        type=_parse_status,
        help="the HTTP status, if the input does not show it",
    )
    verb.add_argument(
        "--path", metavar="PATH", help="the path of the request, if the input does not show it"
    )
    verb.add_argument(
        "--scope", metavar="ID", help="the part of the API that was called, if codes depend on it"
    )
    verb.add_argument(
        "--message",
        action="store_true",
        help="also show the provider's message, which may contain personal data",
    )
    _add_json(verb)


def _add_serve(verbs: Verbs) -> None:
    verb = _add_verb(verbs, "serve", _SERVE)
    verb.add_argument(
        "--host", default="127.0.0.1", help="the address to listen on (default: %(default)s)"
    )
    verb.add_argument(
        "--port", metavar="N", type=_parse_port, default=0, help="the port (default: any free port)"
    )
    verb.add_argument(
        "--allow-remote",
        action="store_true",
        help="allow an address that other machines can reach",
    )


def _add_verb(verbs: Verbs, name: str, description: str) -> ArgumentParser:
    described = _wrap_paragraphs(description)
    summary = description.strip().partition(":")[0].partition(", to ")[0]
    return verbs.add_parser(
        name,
        help=summary,
        description=described,
        formatter_class=RawDescriptionHelpFormatter,
    )


def _add_json(verb: ArgumentParser) -> None:
    verb.add_argument("--json", action="store_true", help="print JSON, for programs")


def _wrap_paragraphs(text: str) -> str:
    """Wrap each paragraph of a string."""
    paragraphs = text.strip().split("\n\n")
    return "\n\n".join("\n".join(wrap(" ".join(paragraph.split()))) for paragraph in paragraphs)


def _make_choice_check(names: Iterable[str], noun: str) -> Callable[[str], str]:
    """Return a function that checks whether a name is known and suggests the nearest one."""
    known = list(names)

    def check(text: str) -> str:
        if text.lower() in known:
            return text.lower()
        expected = f"expected {join_alternatives(known)}, found {text[:40]!r}."
        msg = f"unknown {noun}: {expected}{suggest(text, known)}"
        raise ArgumentTypeError(msg)

    return check


def _check_not_empty(text: str) -> str:
    if not text.strip():
        msg = "expected a code, a name or an HTTP status, found nothing"
        raise ArgumentTypeError(msg)
    return text


def _parse_status(text: str) -> int:
    return _parse_number(text, LEAST_STATUS, MOST_STATUS)


def _parse_port(text: str) -> int:
    return _parse_number(text, 0, _MOST_PORTS)


def _parse_number(text: str, least: int, most: int) -> int:
    plain = text.isascii() and text.isdigit() and len(text) <= len(str(most))
    if not plain or not least <= int(text) <= most:
        msg = f"expected a number from {least} to {most}, found {text[:40]!r}"
        raise ArgumentTypeError(msg)
    return int(text)
