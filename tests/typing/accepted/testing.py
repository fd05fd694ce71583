"""Use example responses of the test kit."""

from __future__ import annotations

from typing import assert_type

import httpx
import httpx2
import requests

from specimen_errors import idhub
from specimen_errors.testing import ExampleResponse, example_responses


def convert(example: ExampleResponse) -> None:
    """Convert an example to a response of a client, and pass it to the module."""
    assert_type(example.to_httpx(), httpx.Response)
    assert_type(example.to_httpx2(), httpx2.Response)
    assert_type(example.to_requests(), requests.Response)
    for converted in example_responses(idhub):
        idhub.raise_for_error(converted.to_httpx())
        idhub.raise_for_error(converted.to_requests())
