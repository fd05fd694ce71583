"""Clients of httpx whose `send` raises the provider's errors."""

from __future__ import annotations

from typing import Any

import httpx
import httpx2

from specimen_errors import idhub


class Client(httpx.Client):
    """A client."""

    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """Send a request, and raise if the final response is an error."""
        response = super().send(request, **options)
        idhub.raise_for_error(response)
        return response


class AsyncClient(httpx.AsyncClient):
    """An asynchronous client."""

    async def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """Send a request, and raise if the final response is an error."""
        response = await super().send(request, **options)
        await idhub.araise_for_error(response)
        return response


class Client2(httpx2.Client):
    """A client of httpx2."""

    def send(self, request: httpx2.Request, **options: Any) -> httpx2.Response:
        """Send a request, and raise if the final response is an error."""
        response = super().send(request, **options)
        idhub.raise_for_error(response)
        return response
