# Emitted by errsmith from its runtime/command_line/arguments.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""What the command line takes, and what its help says."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace, RawDescriptionHelpFormatter
from typing import TYPE_CHECKING, NoReturn

from ..wire import LEAST_STATUS, MOST_STATUS
from .lookup import Providers
from .terminal import escaped, wrapped

if TYPE_CHECKING:
    from argparse import _SubParsersAction

_EXAMPLES = """\
examples:
  {program} explain CODE
  curl -i https://api.example/ | {program} parse

exit codes:
  0    all went well, and what was asked for is documented
  1    what was asked for is not documented
  2    the command could not do its work
  130  Ctrl-C stopped it
"""
_LIST = """
List the providers, or the errors of one: code, HTTP status, kind, advice on retrying, class, and
what happened.
"""
_EXPLAIN = """
Tell what is documented of an error: what happened and why, whether to retry, what to do, what to
quote to support, and where it is documented. What nobody documents says so.
"""
_CODE = """\
a code or an alias, also as a response spells it; the name of a class, a group or a kind; an HTTP
status\
"""
_PARSE = """
Tell what a response is: what happened, whether to retry, what to do, what to quote to support, and
where it is documented. Nothing is sent anywhere.

Paste a response as a server sends it, or as `curl -i` and `curl -v` print it; headers and a body; a
body alone, also behind the words of a log; or the address of a redirect. Whose response it is, is
seen by its code, its group or its fields, and asked if that does not tell.

Of the values in it, those are shown that are marked as safe to log.
"""
_SERVE = """
Answer with any documented error over HTTP, for tests of clients in any language, until Ctrl-C.
"""
_ONLY = "look at this provider alone"
_MOST_PORTS = 65_535


class Parser(ArgumentParser):
    """A parser whose complaints cannot steer the terminal."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments, and end with 2."""
        super().error(escaped(message))


if TYPE_CHECKING:
    Verbs = _SubParsersAction[Parser]


def chosen(
    arguments: list[str] | None, program: str, version: str, providers: Providers
) -> Namespace:
    """Read the arguments.

    Args:
        arguments: The arguments, those of the process if None.
        program: What a person types to run it.
        version: Version of the SDK.
        providers: The providers of the SDK.

    Returns:
        What was chosen: the `verb`, and what each verb takes.

    Raises:
        SystemExit: Help was asked for, or the arguments are wrong, and that has been said.
    """
    titles = ", ".join(info.title for info in providers.values())
    parser = Parser(
        prog=program,
        description=_laid_out(f"Tell what is documented of errors: {titles}."),
        epilog=_EXAMPLES.format(program=program),
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"{program} {version}")
    verbs = parser.add_subparsers(dest="verb", metavar="COMMAND", required=True)
    _add_list(verbs, providers)
    _add_explain(verbs, providers)
    _add_parse(verbs, providers)
    _add_serve(verbs)
    return parser.parse_args(arguments)


def _add_list(verbs: Verbs, providers: Providers) -> None:
    verb = _verb(verbs, "list", _LIST)
    verb.add_argument("provider", nargs="?", choices=list(providers), help="list its errors")
    _add_json(verb)


def _add_explain(verbs: Verbs, providers: Providers) -> None:
    verb = _verb(verbs, "explain", _EXPLAIN)
    verb.add_argument("code", metavar="CODE", help=_CODE)
    verb.add_argument("--provider", choices=list(providers), help=_ONLY)
    _add_json(verb)


def _add_parse(verbs: Verbs, providers: Providers) -> None:
    verb = _verb(verbs, "parse", _PARSE)
    verb.add_argument("file", metavar="FILE", nargs="?", help="read it instead of stdin")
    verb.add_argument("--provider", choices=list(providers), help="whose response it is")
    verb.add_argument("--status", metavar="N", type=_status, help="the HTTP status, if not pasted")
    verb.add_argument("--path", metavar="PATH", help="the path of the request, if not pasted")
    verb.add_argument(
        "--scope", metavar="ID", help="the part of the API that was called, if codes depend on it"
    )
    verb.add_argument(
        "--message",
        action="store_true",
        help="show the provider's own text, too; it may hold personal data",
    )
    _add_json(verb)


def _add_serve(verbs: Verbs) -> None:
    verb = _verb(verbs, "serve", _SERVE)
    verb.add_argument(
        "--host", default="127.0.0.1", help="the address to listen at (default: %(default)s)"
    )
    verb.add_argument(
        "--port", metavar="N", type=_port, default=0, help="the port (default: any that is free)"
    )
    verb.add_argument(
        "--allow-remote",
        action="store_true",
        help="listen at an address that other machines can reach, too",
    )


def _verb(verbs: Verbs, name: str, description: str) -> ArgumentParser:
    described = _laid_out(description)
    summary = description.strip().partition(":")[0].partition(", for")[0]
    return verbs.add_parser(
        name,
        help=summary,
        description=described,
        formatter_class=RawDescriptionHelpFormatter,
    )


def _add_json(verb: ArgumentParser) -> None:
    verb.add_argument("--json", action="store_true", help="print JSON, for programs")


def _laid_out(text: str) -> str:
    """Wrap each paragraph of a text."""
    paragraphs = text.strip().split("\n\n")
    return "\n\n".join("\n".join(wrapped(" ".join(one.split()))) for one in paragraphs)


def _status(text: str) -> int:
    return _number(text, LEAST_STATUS, MOST_STATUS)


def _port(text: str) -> int:
    return _number(text, 0, _MOST_PORTS)


def _number(text: str, least: int, most: int) -> int:
    plain = text.isascii() and text.isdigit() and len(text) <= len(str(most))
    if not plain or not least <= int(text) <= most:
        msg = f"expected a number from {least} to {most}, found {text[:40]!r}"
        raise ArgumentTypeError(msg)
    return int(text)
