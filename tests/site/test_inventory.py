"""`objects.inv` leads to pages of the site, and `sitemap.xml` lists them."""

from __future__ import annotations

import re
import zlib
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from errsmith import generation, site_generation
from errsmith.targets.site.inventory import build_inventory
from errsmith.targets.site.sitemap import build_sitemaps
from tests.registries import REGISTRIES, read_registry, write_registry

ACME = """
[provider]
title = "Acme"
class = "AcmeError"

[sources.errors]
url = "https://acme.example/errors"
retrieved = 2026-11-21

[[envelopes]]
id = "json"
code = { path = "code" }

[groups.limits]
summary = "A limit was reached."
match = ["LIMIT_*"]

[errors.LIMIT_RATE]
summary = "There were too many requests."
status = 429
retry = { documented = "backoff" }

[errors."not found"]
summary = "There is no such thing."
code = "Größe  fehlt"
class = "NothingError"
status = 404
"""
SITEMAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def read_lines(data: bytes) -> list[str]:
    """Return the lines of an inventory after its head."""
    *head, rest = data.split(b"\n", 4)
    assert head == [
        b"# Sphinx inventory version 2",
        b"# Project: acme-errors",
        b"# Version: 0.1.0",
        b"# The remainder of this file is compressed using zlib.",
    ]
    return zlib.decompress(rest).decode().splitlines()


def list_ids(page: bytes) -> set[str]:
    """Return the ids on a page, and "" for the page itself."""
    return {"", *re.findall(r' id="([^"]*)"', page.decode())}


def parse_xml(data: bytes) -> ET.Element:
    """Return the root of an XML document of ours."""
    return ET.fromstring(data)  # noqa: S314 - not from outside


def test_inventory_has_modules_exceptions_and_labels(tmp_path: Path) -> None:
    """Names are those of Python, and links show codes as the provider spells them."""
    registry = read_registry(write_registry(tmp_path, ACME), ["R301"])
    lines = read_lines(build_inventory(generation.build_project(registry)))
    own = [line for line in lines if line.startswith("acme_errors.acme") or " std:" in line]
    assert own == [
        "acme_errors.acme py:module 0 acme.html -",
        "acme_errors.acme.AcmeError py:exception 1 acme.html#class_acmeerror -",
        "acme_errors.acme.LimitsError py:exception 1 acme.html#class_limitserror -",
        "acme_errors.acme.LimitRateError py:exception 1 acme/limit-rate.html -",
        "acme-limit-rate std:label -1 acme/limit-rate.html LIMIT_RATE",
        "acme_errors.acme.NothingError py:exception 1 acme/not-found.html -",
        "acme-not-found std:label -1 acme/not-found.html Größe fehlt",
    ]
    others = [line for line in lines if line not in own]
    assert others[:2] == [
        "acme_errors py:module 0 index.html -",
        "acme_errors.ApiError py:exception 1 guides/kinds.html -",
    ]
    assert "acme_errors.NotFoundError py:exception 1 guides/kinds.html#not-found -" in others


@pytest.mark.parametrize("name", REGISTRIES)
def test_entries_of_inventory_lead_to_parts_of_the_site(name: str) -> None:
    """Every address is a page, and every fragment an id on it."""
    registry = read_registry(REGISTRIES[name])
    pages = {
        path: list_ids(data)
        for path, data in site_generation.generate_site(generation.build_project(registry))
        if path.endswith(".html")
    }
    data = build_inventory(generation.build_project(registry))
    entries = zlib.decompress(data.split(b"\n", 4)[4]).decode().splitlines()
    addresses = {entry.split(" ")[3] for entry in entries}
    assert len(addresses) > len(registry.providers)
    for address in sorted(addresses):
        path, _, fragment = address.partition("#")
        assert fragment in pages.get(path, ()), address


def test_sitemap_has_absolute_urls() -> None:
    """The front page is the folder itself, as in its canonical link."""
    base = "https://acme.example/a&b/"
    [(path, data)] = build_sitemaps(base, ["index.html", "acme/limit-rate.html"])
    assert path == "sitemap.xml"
    urls = [element.text for element in parse_xml(data).iter(f"{SITEMAPS}loc")]
    assert urls == [base, f"{base}acme/limit-rate.html"]


def test_many_pages_get_several_sitemaps() -> None:
    """Search engines read at most 50,000 URLs from one file."""
    base = "https://acme.example/"
    paths = [f"acme/{number}.html" for number in range(50_001)]
    files = dict(build_sitemaps(base, paths))
    assert list(files) == ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"]
    index = parse_xml(files["sitemap.xml"])
    assert index.tag == f"{SITEMAPS}sitemapindex"
    assert [element.text for element in index.iter(f"{SITEMAPS}loc")] == [
        f"{base}sitemap-1.xml",
        f"{base}sitemap-2.xml",
    ]
    roots = [parse_xml(files[name]) for name in ("sitemap-1.xml", "sitemap-2.xml")]
    assert [root.tag for root in roots] == [f"{SITEMAPS}urlset"] * 2
    assert [len(root) for root in roots] == [50_000, 1]
    urls = [element.text for root in roots for element in root.iter(f"{SITEMAPS}loc")]
    assert urls == [f"{base}{path}" for path in paths]


def test_full_sitemap_needs_no_index() -> None:
    """The limit itself is allowed."""
    [(path, _)] = build_sitemaps("https://acme.example/", ["a.html"] * 50_000)
    assert path == "sitemap.xml"
