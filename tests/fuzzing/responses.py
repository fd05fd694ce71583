"""Coverage-guided fuzzing of the readers of responses: `nox -s fuzz`.

`python -m tests.fuzzing.responses PROVIDER RUNS FOLDER` fuzzes one provider. The folder keeps the
inputs that reach new code, and the next run starts from them. A finding ends the run and is shown
with the arguments of `parse`: add them as a case to `test_found_responses.py`.
"""

from __future__ import annotations

import gzip
import importlib
import json
import sys
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import atheris

from tests.fuzzing.invariants import PROVIDERS, assert_parses, assert_redirects, list_documented
from tests.fuzzing.invented import put_together

LONGEST = 4_096
DEEPEST = 4
STATUSES = (None, 200, 204, 302, 400, 401, 403, 404, 409, 422, 429, 500, 501, 502, 503, 504, 599)
VALUES = (
    *("7", "1e3", "-1", "9" * 40, "Wed, 21 Oct 2099 07:28:00 GMT", ...),
    *('Bearer error="x", a=b', 'Basic QQ==, DPoP error="invalid_token", algs="a, b"', "A a=b/c; d"),
    *("application/json; charset=utf-16", "text/plain; charset=latin1", 'a/b;charset="cp037"'),
)
HEADERS = ("Retry-After", "WWW-Authenticate", "Content-Type", "retry-after", "X-Request-Id", "")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1")
MARKS = (
    *("?", "#", "https://client.example/callback?", "?a=b#", "?error=", "#?error=", ""),
    *("#/cb?", "?a=b?", "?a=b&amp;"),
)
NUMBERS = (0, 1, -1, 404, 10**30, 0.5, float("nan"), float("inf"), -0.0, 2**640)

Source = Any
"""An `atheris.FuzzedDataProvider`, which is untyped."""


class Responses:
    """Build arguments of `parse` from bytes.

    Numbers are taken from the end of the bytes and strings from their beginning, so a body followed
    by a few bytes is a response with that body.
    """

    def __init__(self, bodies: list[dict[str, Any]]) -> None:
        self._words = list(dict.fromkeys(word for body in bodies for word in list_words(body)))
        self._forms: tuple[Callable[[Source], Any], ...] = (
            lambda source: source.ConsumeBytes(source.remaining_bytes()),
            take_rest,
            lambda source: decode(take_rest(source), dict),
            lambda source: decode(take_rest(source), OrderedDict),
            lambda source: json.dumps(self._value(source)).encode(
                pick(source, ENCODINGS), "replace"
            ),
            lambda source: gzip.compress(json.dumps(self._value(source)).encode()),
            self._value,
            lambda _: None,
        )

    def arguments(self, data: bytes) -> dict[str, Any]:
        """Return the arguments that the bytes encode."""
        source = atheris.FuzzedDataProvider(data)
        form = pick(source, self._forms)
        status = pick(source, (*STATUSES, ...))
        names = [pick(source, HEADERS) for _ in range(source.ConsumeIntInRange(0, 3))]
        values = [pick(source, VALUES) for _ in names]
        texts = [take_string(source) if value is ... else value for value in values]
        headers = list(zip(names, texts, strict=True))
        return {
            "status": source.ConsumeInt(4) if status is ... else status,
            "headers": pick(source, (None, headers, dict(headers))),
            "query": take_string(source) if source.ConsumeBool() else None,
            "path": take_string(source) if source.ConsumeBool() else None,
            "body": form(source),
        }

    def url(self, data: bytes) -> str:
        """Return the URL that the bytes encode, made of known words or of any string."""
        source = atheris.FuzzedDataProvider(data)
        pairs = [
            f"{self._text(source)}={self._text(source)}"
            for _ in range(source.ConsumeIntInRange(0, 3))
        ]
        between = pick(source, ("&", "#", ";"))
        return f"{pick(source, MARKS)}{between.join(pairs)}{take_rest(source)}"

    def _value(self, source: Source, depth: int = 0) -> Any:
        """Draw a JSON value from the names and codes of the provider and from others."""
        kind = source.ConsumeIntInRange(0, 9)
        if kind <= 3 and depth < DEEPEST:
            keys = [self._text(source) for _ in range(source.ConsumeIntInRange(0, 6))]
            return {key: self._value(source, depth + 1) for key in keys}
        if kind == 4 and depth < DEEPEST:
            length = source.ConsumeIntInRange(0, 4)
            return [self._value(source, depth + 1) for _ in range(length)]
        return (
            self._text(source)
            if kind <= 7
            else pick(source, NUMBERS)
            if kind == 8
            else pick(source, (None, True, False))
        )

    def _text(self, source: Source) -> str:
        known = source.ConsumeIntInRange(0, 3) > 0
        return str(pick(source, self._words)) if known else take_string(source)


def pick(source: Source, values: Sequence[Any]) -> Any:
    """Pick one of several values."""
    return values[source.ConsumeIntInRange(0, len(values) - 1)]


def take_string(source: Source) -> str:
    """Take a string of some length, which may contain lone surrogates."""
    return str(source.ConsumeUnicode(source.ConsumeIntInRange(0, 40)))


def take_rest(source: Source) -> str:
    """Take the rest as a string."""
    data: bytes = source.ConsumeBytes(source.remaining_bytes())
    return data.decode("utf-8", "surrogateescape")


def decode(text: str, mapping: type[dict[str, Any]]) -> Any:
    """Decode a string, or return it unchanged if that fails."""
    try:
        return json.loads(text, object_pairs_hook=mapping)
    except (ValueError, RecursionError):
        return text


def list_words(value: Any) -> Iterator[str]:
    """Yield each key and each string of a JSON value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from list_words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from list_words(inner)
    elif isinstance(value, str):
        yield value


def build_seeds(bodies: list[dict[str, Any]]) -> Iterator[bytes]:
    """Yield bytes that encode documented responses."""
    for number, body in enumerate(bodies):
        text = json.dumps(body)
        encoding = ENCODINGS[number % len(ENCODINGS)]
        tail = bytes([0, 0, 0, 0, number % len(STATUSES)])
        yield text.encode() + tail + b"\0"
        yield text.encode(encoding) + tail + b"\0"
        yield text.encode() + tail + b"\2"


def load(name: str, folder: Path) -> ModuleType:
    """Import a provider's module with coverage; invented ones come from packages in a folder."""
    full_name = f"specimen_errors.{name}"
    if not (PROVIDERS / f"{name}.toml").is_file():
        full_name = put_together(folder)[name]
        sys.path.insert(0, str(folder))
    with atheris.instrument_imports(include=[full_name.partition(".")[0]]):
        return importlib.import_module(full_name)


def main(name: str, runs: str, folder: Path) -> None:
    """Fuzz a provider, and end the process."""
    module = load(name, folder / "invented")
    bodies = list_documented(module)
    responses = Responses(bodies)
    (folder / "corpus").mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(build_seeds(bodies)):
        (folder / "corpus" / f"documented-{number}").write_bytes(data)
    tokens = [json.dumps(word).encode() for body in bodies for word in list_words(body)]
    tokens += [b"null", b"true", b"NaN", b"1e999", b"{}", b"[]", b'":"', b"\xef\xbb\xbf", b" -- "]
    written = ("".join(f"\\x{byte:02x}" for byte in token) for token in dict.fromkeys(tokens))
    (folder / "words").write_text("".join(f'"{word}"\n' for word in written), encoding="ascii")

    def parse(data: bytes) -> None:
        arguments = responses.arguments(data)
        url = responses.url(data)
        try:
            assert_parses(module, **arguments)
            assert_redirects(module, url)
        except BaseException:
            sys.stderr.write(f"{name}.parse(**{arguments!r})\n{name}.parse_redirect({url!r})\n")
            raise

    options = [f"-max_len={LONGEST}", f"-runs={runs}", f"-dict={folder / 'words'}"]
    options += [f"-artifact_prefix={folder}/", "-timeout=20", "-print_final_stats=1"]
    atheris.Setup([sys.argv[0], *options, str(folder / "corpus")], parse)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
