"""The error paths of two well-known SDKs, given the same bodies.

Their envelopes are their own, and so they find less in these bodies than in those they are made
for: openai gives the class of the status, botocore a `ClientError`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx2
from botocore.exceptions import ClientError  # type: ignore[import-untyped]
from botocore.parsers import create_parser  # type: ignore[import-untyped]
from openai import OpenAI

from benchmarks.responses import HEADERS, RESPONSES

_CLIENT = OpenAI(api_key="none")
_AWS = create_parser("json")


def openai_response(provider: str) -> httpx2.Response:
    """Make a response as the HTTP client hands it over: it remembers its text once it is asked."""
    response = RESPONSES[provider]
    request = httpx2.Request("POST", "https://api.example/v1")
    return httpx2.Response(response.status, headers=HEADERS, content=response.body, request=request)


# The whole path from a response to an error.
openai_error = _CLIENT._make_status_error_from_response  # noqa: SLF001 - not public there


def botocore_response(provider: str) -> Mapping[str, Any]:
    """Make a response as botocore's endpoint hands it to its parser."""
    response = RESPONSES[provider]
    return {"status_code": response.status, "headers": HEADERS, "body": response.body}


def botocore_error(response: Mapping[str, Any]) -> Exception:
    """Make an error as a client of botocore does."""
    error: Exception = ClientError(_AWS.parse(response, None), "Operation")
    return error
