"""A parser as a careful person writes it: `json.loads`, and a look at each type."""

from __future__ import annotations

import json
from typing import Any

from benchmarks.responses import RESPONSES
from benchmarks.ways.errors import CLASSES, Parser, PlainError


def _object(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _text(values: dict[str, Any], key: str) -> str | None:
    value = values.get(key)
    return value if isinstance(value, str) else None


def _dictionary(values: dict[str, Any], key: str) -> dict[str, Any] | None:
    value = values.get(key)
    return value if isinstance(value, dict) else None


def _make(provider: str, code: str | None, payload: dict[str, Any]) -> PlainError:
    cls = CLASSES[provider].get(code or "", PlainError)
    return cls(RESPONSES[provider].status, payload)


def _bankid(body: bytes) -> Exception:
    values = _object(body)
    error = _text(values, "error")
    code = None if error is None else error.partition(" -- ")[2] or error
    payload = {
        "error": error,
        "error_description": _text(values, "error_description"),
        "error_reference": _text(values, "error_reference"),
    }
    return _make("bankid_esign", code, payload)


def _hopae(body: bytes) -> Exception:
    values = _object(body)
    status = values.get("status")
    title = _text(values, "title")
    payload = {
        "title": title,
        "status": status if isinstance(status, (int, float)) else None,
        "detail": _text(values, "detail"),
        "instance": _text(values, "instance"),
        "timestamp": _text(values, "timestamp"),
        "context": _dictionary(values, "context"),
        "doc_url": _text(values, "doc_url"),
    }
    return _make("hopae", title, payload)


def _signet(body: bytes) -> Exception:
    values = _object(body)
    success = values.get("success")
    payload: dict[str, Any] = {
        "success": success if isinstance(success, bool) else None,
        "message": _text(values, "message"),
    }
    code = None
    for group, item in (_dictionary(values, "errors") or {}).items():
        if isinstance(item, dict):
            code = _text(item, "code")
            payload["group"] = group
            payload["reason"] = _text(item, "reason")
            payload["details"] = _dictionary(item, "details")
            break
    return _make("signet", code, payload)


def _singpass(body: bytes) -> Exception:
    values = _object(body)
    payload = {
        "id": _text(values, "id"),
        "error": _text(values, "error"),
        "error_description": _text(values, "error_description"),
        "trace_id": _text(values, "trace_id"),
    }
    return _make("singpass_ciba", payload["error"], payload)


PARSERS: dict[str, Parser] = {
    "bankid_esign": _bankid,
    "hopae": _hopae,
    "signet": _signet,
    "singpass_ciba": _singpass,
}
