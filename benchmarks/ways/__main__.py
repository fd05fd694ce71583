"""Time every way to a typed error: `python -m benchmarks.ways ROUNDS` prints ratios as JSON.

A process of its own, so that the one that starts it need not import what is measured.
"""

from __future__ import annotations

import json
import sys

from benchmarks.measuring import Call, call_ratios
from benchmarks.responses import HEADERS, HTML, RESPONSES, module_of
from benchmarks.ways import by_hand, sdks, with_cattrs, with_msgspec, with_pydantic
from benchmarks.ways.errors import PlainError
from eid_errors import PROVIDERS


def _calls(provider: str) -> dict[str, Call]:
    """Give what is timed: our ways first, then those of others."""
    module, response = module_of(provider), RESPONSES[provider]
    names = {
        "parse": module.parse,
        "structure": module.converter.structure,
        "base": vars(module)[PROVIDERS[provider].base],
        "status": response.status,
        "headers": HEADERS,
        "body": response.body,
        "decoded": json.loads(response.body),
        "truncated": response.truncated,
        "html": HTML,
        "undocumented": response.undocumented,
    }
    ours = {
        "ours": "parse(status=status, body=body)",
        "ours, with twelve headers": "parse(status=status, headers=headers, body=body)",
        "ours, of a decoded body by `converter.structure`": "structure(decoded, base)",
        "ours, of a truncated body": "parse(status=status, body=truncated)",
        "ours, of HTML": "parse(status=status, body=html)",
        "ours, of an undocumented code": "parse(status=status, body=undocumented)",
        "ours, with headers, `retry_after` read": (
            "parse(status=status, headers=headers, body=body).retry_after"
        ),
    }
    if module.parse(body=response.body).code != response.code.decode():
        msg = f"the response of {provider} is not read as its error"
        raise RuntimeError(msg)
    calls = {name: Call(statement, names) for name, statement in ours.items()}
    others = {
        "by hand": by_hand,
        "msgspec": with_msgspec,
        "pydantic": with_pydantic,
        "stock cattrs": with_cattrs,
    }
    for name, way in others.items():
        parse = way.PARSERS[provider]
        if type(parse(response.body)) is PlainError:
            msg = f"{name} does not find the error of {provider}"
            raise RuntimeError(msg)
        calls[name] = Call("parse(body)", names | {"parse": parse})
    names_of_pydantic = names | {"parse": with_pydantic.PARSERS[provider]}
    calls["pydantic, of a truncated body"] = Call("parse(truncated)", names_of_pydantic)
    calls["pydantic, of HTML"] = Call("parse(html)", names_of_pydantic)
    made = "responses = [response(provider) for _ in range(times)]"
    for name, response_of, error in (
        ("openai", sdks.openai_response, sdks.openai_error),
        ("botocore", sdks.botocore_response, sdks.botocore_error),
    ):
        names = {"provider": provider, "response": response_of, "error": error}
        calls[name] = Call("error(responses.pop())", names, made)
    return calls


def _measure(rounds: int) -> dict[str, dict[str, list[float]]]:
    measured: dict[str, dict[str, list[float]]] = {}
    for provider, response in RESPONSES.items():
        reference = Call("loads(body)", {"loads": json.loads, "body": response.body})
        measured[PROVIDERS[provider].title] = call_ratios(reference, _calls(provider), rounds)
    return measured


if __name__ == "__main__":
    json.dump(_measure(int(sys.argv[1])), sys.stdout)
