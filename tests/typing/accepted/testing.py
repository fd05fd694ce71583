"""Example responses of the test kit."""

from __future__ import annotations

from typing import assert_type

import httpx
import httpx2
import requests

from specimen_errors import idhub
from specimen_errors.testing import ExampleResponse, example_responses


def convert(example: ExampleResponse) -> None:
    """A converted example is a response of the client, which the module takes."""
    assert_type(example.to_httpx(), httpx.Response)
    assert_type(example.to_httpx2(), httpx2.Response)
    assert_type(example.to_requests(), requests.Response)
    for one in example_responses(idhub):
        idhub.raise_for_error(one.to_httpx())
        idhub.raise_for_error(one.to_requests())
