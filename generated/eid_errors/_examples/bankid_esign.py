# Emitted by errsmith from registry/providers/bankid_esign.toml
# with python/examples/provider.py.jinja; do not edit.
# To change it, edit the registry and run `errsmith generate`.
"""Example responses of the errors of BankID eSign B2B.

`eid_errors.testing.example_responses` gives them. The values in the shapes are made up, but
for the facts of the error that are written into them; what is `Shown` stands like this on
the provider's page.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .._runtime.test_kit.shapes import SUMMARY, ChallengeTemplate, Example, Shape, Shown, Slot

SHAPES: Final[Mapping[str, Shape]] = {
    "json": Shape(
        headers={"Content-Type": "application/json"},
        body={
            "error": Slot("code", spelled="{group} -- {code}"),
            "error_description": SUMMARY,
            "error_reference": "7d3f0c52-9f0b-4a39-8c1e-2f6f3f6f1b1d",
        },
    ),
    "challenge": Shape(
        headers={
            "WWW-Authenticate": ChallengeTemplate(
                "DPoP",
                {
                    "error": Slot("code", spelled="{group} -- {code}"),
                    "error_description": SUMMARY,
                    "error_uri": "https://developer.bankid.no/bankid-esign-provider/apis/b2b/v0/errors",
                    "realm": "api",
                    "scope": "openid",
                    "algs": "ES256 PS256",
                },
            )
        }
    ),
}
"""The shapes by the names of the provider's envelopes."""

EXAMPLES: Final[tuple[Example | Shown, ...]] = (
    Example("SIG_BB600", "json", 400),
    Example("SIG_BB601", "json", 400),
    Example("SIG_BB602", "json", 400),
    Example("use_dpop_header", "json", 401),
    Example("use_dpop_header", "challenge", 401),
    Example("SIG_BB604", "json", 403),
    Example("invalid_token", "json", 401),
    Example("invalid_token", "challenge", 401),
    Example("invalid_dpop_proof", "json", 401),
    Example("invalid_dpop_proof", "challenge", 401),
    Example("SIG-BB607", "json", 400),
    Example("SIG-BB608", "json", 400),
    Example("SIG_BB699", "json", 400),
    Example("SIG_BB800", "json", 503),
    Example("SIG_BB801", "json", 500),
    Example("SIG_BB802", "json", 500),
    Example("SIG_BB803", "json", 500),
    Example("SIG_BB804", "json", 500),
    Example("SIG_BB899", "json", 500),
)
"""The examples, in the order in which the provider's errors are listed."""
