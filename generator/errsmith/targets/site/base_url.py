"""The URL of the published site."""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote, urlsplit

from errsmith.registry.model import SdkFile
from errsmith.registry.wording import quote

_ERROR_PAGE: Final = "/{provider}/{anchor}.html"
"""The end of a `reference_url` that leads to pages of the site."""
_VERSION: Final = "{version}"


class BaseUrlError(Exception):
    """The base URL is invalid."""


def derive_base_url(sdk: SdkFile, *, for_all_versions: bool = False) -> str:
    """Return the URL of the published site, "" if `reference_url` does not lead to its pages.

    Args:
        sdk: The settings in `sdk.toml`.
        for_all_versions: Whether to return the URL of the root folder instead of this version's.
    """
    url = sdk.reference_url
    if url is None or not url.endswith(_ERROR_PAGE):
        return ""
    base = f"{url.removesuffix(_ERROR_PAGE)}/"
    if not for_all_versions:
        base = base.replace(_VERSION, sdk.version)
    elif base.endswith(f"/{_VERSION}/"):
        base = base.removesuffix(f"{_VERSION}/")
    if "{" in base:
        return ""
    try:
        return normalize_base_url(base)
    except BaseUrlError:
        return ""


def normalize_base_url(text: str) -> str:
    """Return the URL of the published site with a trailing slash.

    Raises:
        BaseUrlError: It is not the http or https URL of a folder.
    """
    if not _is_base_url(text):
        message = (
            f"found base URL {quote(text)}, expected the http or https URL of a folder, without "
            "credentials, query, fragment, file name, // or .., such as "
            "https://acme.example/errors/"
        )
        raise BaseUrlError(message)
    return text if text.endswith("/") else f"{text}/"


def _is_base_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
        has_host = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    is_plain = text.isprintable() and {*'?#@ \\<>"{}'}.isdisjoint(text)
    is_web = has_host and is_plain and parts.scheme in {"http", "https"}
    return is_web and _is_folder(parts.path)


def _is_folder(path: str) -> bool:
    """Return whether the path of a URL names a folder, and browsers keep it unchanged."""
    *folders, last = [unquote(segment) for segment in path.split("/")[1:]] or [""]
    return {"", ".", ".."}.isdisjoint(folders) and "." not in last
