"""One response of each provider, as the pages and the APIs show them."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from types import ModuleType

from attrs import frozen

HEADERS = {
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
"""Twelve headers, two of them about errors."""

HTML = b"""\
<html>\r
<head><title>502 Bad Gateway</title></head>\r
<body>\r
<center><h1>502 Bad Gateway</h1></center>\r
<hr><center>nginx/1.24.0</center>\r
</body>\r
</html>\r
"""
"""What a gateway answers in place of the API."""


@frozen
class Response:
    """A response that carries a documented error.

    Attributes:
        status: HTTP status.
        code: The code that it carries.
        body: The body.
    """

    status: int
    code: bytes
    body: bytes

    @property
    def undocumented(self) -> bytes:
        """The body with a code that nobody has documented."""
        return self.body.replace(self.code, self.code[:-1] + b"X")

    @property
    def truncated(self) -> bytes:
        """The body without its last third."""
        return self.body[: len(self.body) * 2 // 3]


RESPONSES: Mapping[str, Response] = {
    "bankid_esign": Response(
        status=500,
        code=b"SIG_BB801",
        body=(
            b'{"error":"internal_error -- SIG_BB801",'
            b'"error_description":"An internal error occurred while the document was signed",'
            b'"error_reference":"b7d8f2f0-58a1-4e0e-a6a8-9c7a52cf1f44"}'
        ),
    ),
    "hopae": Response(
        status=401,
        code=b"AUTH_INVALID_CREDENTIALS",
        body=(
            b'{"title":"AUTH_INVALID_CREDENTIALS","status":401,'
            b'"detail":"Invalid client credentials (Client ID or Client Secret incorrect)",'
            b'"instance":"/v1/verifications","timestamp":"2025-11-21T09:15:04.123Z",'
            b'"context":{"clientId":"app_7f3k2m","environment":"sandbox"},'
            b'"doc_url":"https://docs.hopae.com/api-reference/error-codes"}'
        ),
    ),
    "signet": Response(
        status=400,
        code=b"invalid_signature",
        body=(
            b'{"success":false,"message":"The request could not be authenticated",'
            b'"errors":{"invalid_request":{"code":"invalid_signature",'
            b'"reason":"The signature does not match the body",'
            b'"details":{"header":"X-Signet-Signature"}}}}'
        ),
    ),
    "singpass_ciba": Response(
        status=400,
        code=b"CLIENT_SIDE_ERROR",
        body=(
            b"{\n"
            b'  "id" : "bcba4bc3-534e-4891-bfa2-e872b4502d80",\n'
            b'  "error" : "CLIENT_SIDE_ERROR",\n'
            b'  "error_description" : "This is an invalid request.",\n'
            b'  "trace_id" : "67ae9e7585c905b608ca205f42270eff"\n'
            b"}"
        ),
    ),
}
"""By the provider's module."""


def module_of(provider: str) -> ModuleType:
    """Import a provider's module."""
    return importlib.import_module(f"eid_errors.{provider}")
