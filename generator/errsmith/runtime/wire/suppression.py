"""Suppress failures that must not hide the error in a response."""

from __future__ import annotations

from types import TracebackType

_LIBRARIES = frozenset(
    {
        *(
            "aiohttp",
            "curl_cffi",
            "httpcore",
            "httpcore2",
            "httpx",
            "httpx2",
            "niquests",
            "requests",
            "urllib3",
        ),
        *("http", "socket", "ssl", "urllib", "zlib"),
    }
)
"""Packages of HTTP clients and their dependencies."""


class ClientErrorSuppressor:
    """Suppresses exceptions of the HTTP client and the operating system in a `with` block.

    The API's error matters more than a connection that broke in the middle of its body. Other
    exceptions propagate, in particular an application's own timeouts.
    """

    __slots__ = ("_package",)

    def __init__(self, response_class: type) -> None:
        self._package = _get_root_package(response_class.__module__)

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, _class: object, error: BaseException | None, _traceback: TracebackType | None
    ) -> bool:
        return isinstance(error, Exception) and self._is_of_client(error)

    def _is_of_client(self, error: Exception) -> bool:
        """Return whether the client or the operating system raised an error.

        A built-in class does not show which code raised it, so the raising function decides.
        """
        package = _get_root_package(type(error).__module__)
        if package != "builtins":
            return package in _LIBRARIES
        if isinstance(error, OSError):
            return True
        package = _get_root_package(_find_raising_module(error))
        return package in _LIBRARIES or package == self._package


def _get_root_package(module: str) -> str:
    return module.partition(".")[0]


def _find_raising_module(error: BaseException) -> str:
    """Return the name of the module whose function raised."""
    module = ""
    traceback = error.__traceback__
    while traceback is not None:
        module = traceback.tb_frame.f_globals.get("__name__", "")
        traceback = traceback.tb_next
    return module
