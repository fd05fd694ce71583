"""The URL of the published site: given, or derived from `reference_url`."""

from __future__ import annotations

from pathlib import Path

import pytest

from errsmith.registry.model import SdkFile
from errsmith.targets.site.base_url import BaseUrlError, derive_base_url, normalize_base_url
from tests.registries import lint_registry, sdk_toml, write_registry


def read_settings(folder: Path, reference_url: str | None) -> SdkFile:
    """Return the settings of a registry."""
    values = {} if reference_url is None else {"reference_url": f'"{reference_url}"'}
    sdk = lint_registry(write_registry(folder, sdk=sdk_toml(**values))).registry.sdk
    assert sdk is not None
    return sdk


@pytest.mark.parametrize(
    ("reference_url", "own", "of_all"),
    [
        (None, "", ""),
        ("https://a.example/{provider}/{anchor}.html", "https://a.example/", None),
        ("https://a.example/b/{provider}/{anchor}.html", "https://a.example/b/", None),
        (
            "https://a.example/b/{version}/{provider}/{anchor}.html",
            "https://a.example/b/0.1.0/",
            "https://a.example/b/",
        ),
        (
            "https://a.example/v{version}/{provider}/{anchor}.html",
            "https://a.example/v0.1.0/",
            "",
        ),
        ("https://a.example/{provider}.html#{anchor}", "", ""),
        ("https://a.example/{provider}/{anchor}", "", ""),
        ("https://a.example/{provider}/{provider}/{anchor}.html", "", ""),
        ("https://a.example/?page=/{provider}/{anchor}.html", "", ""),
        ("https://a.example/#/{provider}/{anchor}.html", "", ""),
    ],
)
def test_derived_url(
    tmp_path: Path, reference_url: str | None, own: str, of_all: str | None
) -> None:
    """Only a URL that ends like the paths of the site leads to its pages."""
    sdk = read_settings(tmp_path, reference_url)
    assert derive_base_url(sdk) == own
    assert derive_base_url(sdk, for_all_versions=True) == (own if of_all is None else of_all)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://a.example", "https://a.example/"),
        ("https://a.example/", "https://a.example/"),
        ("http://localhost:8000/errors", "http://localhost:8000/errors/"),
        ("https://bücher.example/ä/", "https://bücher.example/ä/"),
        ("https://a.example/.well-known/e", "https://a.example/.well-known/e/"),
        ("https://a.example/0.1.0/", "https://a.example/0.1.0/"),
    ],
)
def test_given_url_ends_with_a_slash(text: str, url: str) -> None:
    """Paths are appended to it."""
    assert normalize_base_url(text) == url


@pytest.mark.parametrize(
    "text",
    [
        *("", "/", "a.example", "//a.example", "https:///errors", "https://", "ftp://a.example"),
        *("https://a.example/?x", "https://a.example/#", "https://me@a.example", "https://a b/"),
        *("https://a.example:x/", "https://[::1/", "https://a.example/\n", "https:\\\\a.example"),
        *('https://a.example/"><script>', "https://a.example/{version}", "javascript:alert(1)"),
        *(
            "https://a.example//",
            "https://a.example/b//",
            "https://a.example//b",
            "https://a.example/b//c/",
        ),
        *(
            "https://a.example/../b/",
            "https://a.example/b/..",
            "https://a.example/./",
            "https://a.example/.",
        ),
        *(
            "https://a.example/%2E%2e/b/",
            "https://a.example/index.html",
            "https://a.example/b/0.1.0",
        ),
    ],
)
def test_unfit_url_is_refused(text: str) -> None:
    """The message shows it and says what is expected."""
    with pytest.raises(BaseUrlError, match="expected the http or https URL of a folder"):
        normalize_base_url(text)
