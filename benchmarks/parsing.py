"""Measure parsing, from the bytes to a typed error, with one response of each provider."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from typing import Final

from benchmarks.measuring import Figure, measure_ratios, prepare_call
from benchmarks.tables import Table
from eid_errors import PROVIDERS

CALLS: Final = {
    "a documented code": "parse(status=status, body=body)",
    "the same, with twelve headers": "parse(status=status, headers=headers, body=body)",
    "a decoded body, by `converter.structure`": "structure(decoded, base)",
    "a truncated body": "parse(status=status, body=truncated)",
    "HTML": "parse(status=status, body=html)",
    "an undocumented code": "parse(status=status, body=undocumented)",
    "a documented code, with headers; read `retry_after`": (
        "parse(status=status, headers=headers, body=body).retry_after"
    ),
}
TARGETS: Final = {
    "a documented code": 0.90,
    "the same, with twelve headers": 1.00,
    "a decoded body, by `converter.structure`": 0.40,
    "a truncated body": 3.0,
    "HTML": 3.0,
    "an undocumented code": 7.0,
}
HEADERS: Final = {
    "Date": "Fri, 14 Feb 2025 01:37:57 GMT",
    "Content-Type": "application/json",
    "Content-Length": "192",
    "Connection": "keep-alive",
    "Cache-Control": "no-cache, no-store, must-revalidate",
    "Vary": "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Request-Id": "5f2b1c7e-8f35-4a55-9d0e-2f6d0f1c9a11",
    "WWW-Authenticate": 'Bearer realm="api", error="invalid_token"',
    "Retry-After": "30",
}
HTML: Final = (
    b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    b"<center><h1>502 Bad Gateway</h1></center>\r\n"
    b"<hr><center>nginx/1.24.0</center>\r\n</body>\r\n</html>\r\n"
)
"""A response sent by a gateway instead of the API."""

STATUSES: Final = {"bankid_esign": 500, "hopae": 401, "signet": 400, "singpass_ciba": 400}
BODIES: Final = {
    "bankid_esign": (
        b'{"error":"internal_error -- SIG_BB801",'
        b'"error_description":"An internal error occurred while the document was signed",'
        b'"error_reference":"b7d8f2f0-58a1-4e0e-a6a8-9c7a52cf1f44"}'
    ),
    "hopae": (
        b'{"title":"AUTH_INVALID_CREDENTIALS","status":401,'
        b'"detail":"Invalid client credentials (Client ID or Client Secret incorrect)",'
        b'"instance":"/v1/verifications","timestamp":"2025-11-21T09:15:04.123Z",'
        b'"context":{"clientId":"app_7f3k2m","environment":"sandbox"},'
        b'"doc_url":"https://docs.hopae.com/api-reference/error-codes"}'
    ),
    "signet": (
        b'{"success":false,"message":"The request could not be authenticated",'
        b'"errors":{"invalid_request":{"code":"invalid_signature",'
        b'"reason":"The signature does not match the body",'
        b'"details":{"header":"X-Signet-Signature"}}}}'
    ),
    "singpass_ciba": (
        b'{\n  "id" : "bcba4bc3-534e-4891-bfa2-e872b4502d80",\n'
        b'  "error" : "CLIENT_SIDE_ERROR",\n'
        b'  "error_description" : "This is an invalid request.",\n'
        b'  "trace_id" : "67ae9e7585c905b608ca205f42270eff"\n}'
    ),
}
"""A response body with a documented code for each provider, by module name."""


def measure(effort: float) -> Iterator[Table]:
    """Measure a response of each provider."""
    yield Table(
        "From the bytes of a response to a typed error",
        "`json.loads` of the documented response's body is 1.00.",
        {PROVIDERS[name].title: measure_provider(name, 40 * effort) for name in BODIES},
        TARGETS,
    )


def measure_provider(name: str, rounds: float) -> dict[str, Figure]:
    """Measure the calls with the response of a provider.

    Raises:
        RuntimeError: The response is not parsed as a documented error.
    """
    module = importlib.import_module(f"eid_errors.{name}")
    status, body = STATUSES[name], BODIES[name]
    code = module.parse(status=status, body=body).code
    if code not in list(module.Code):
        msg = f"the response of {name} has the undocumented code {code}"
        raise RuntimeError(msg)
    variables = {
        "parse": module.parse,
        "structure": module.converter.structure,
        "base": vars(module)[PROVIDERS[name].base],
        "status": status,
        "headers": HEADERS,
        "body": body,
        "decoded": json.loads(body),
        "truncated": body[: len(body) * 2 // 3],
        "html": HTML,
        "undocumented": body.replace(code.encode(), code.encode() + b"_X"),
    }
    reference = prepare_call("loads(body)", {"loads": json.loads, "body": body})
    ways = {title: prepare_call(call, variables) for title, call in CALLS.items()}
    return measure_ratios(reference, ways, rounds)
