"""Kinds: who must act, the same for every provider."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from types import ModuleType

import pytest

GenerateModule = Callable[..., ModuleType]

KINDS: dict[str, tuple[str, tuple[int, ...], str | None]] = {
    "authentication": ("AuthenticationError", (401, 407), "after_fix"),
    "permission": ("PermissionDeniedError", (403,), "after_fix"),
    "not_found": ("NotFoundError", (404, 410), "after_fix"),
    "conflict": ("ConflictError", (409, 412, 423), None),
    "rate_limit": ("RateLimitError", (429,), "backoff"),
    "unsupported": ("UnsupportedError", (405, 406, 415, 501), "never"),
    "unavailable": ("UnavailableError", (502, 503, 504), "backoff"),
    "invalid_request": ("InvalidRequestError", (), "after_fix"),
    "internal": ("InternalError", (), None),
    "pending": ("PendingError", (), "poll"),
    "declined": ("DeclinedError", (), "never"),
    "expired": ("ExpiredError", (), "never"),
}
"""The manual's table: each kind's class, its statuses and its default advice."""

LISTED = {status: kind for kind, (_, statuses, _) in KINDS.items() for status in statuses}

SHAPE = '[[envelopes]]\nid = "json"\ncode = { path = "code" }\n'


def find_kind(status: int) -> str | None:
    """Return the kind of a status by the manual's table."""
    other = {4: "invalid_request", 5: "internal"}.get(status // 100)
    return LISTED.get(status, other)


def write_error(id_: str, **keys: str) -> str:
    """Write an error; keys as TOML."""
    lines = "".join(f"{key} = {value}\n" for key, value in keys.items())
    return f'[errors.{id_}]\nsummary = "It is refused."\n{lines}'


STATED = SHAPE + "".join(write_error(f"IS_{kind.upper()}", kind=f'"{kind}"') for kind in KINDS)
STATUSES = [status for status in range(400, 600) if find_kind(status)]
BY_STATUS = SHAPE + "".join(
    write_error(f"at_{status}", status=str(status), **{"class": f'"At{status}Error"'})
    for status in STATUSES
)


def test_each_kind_has_an_exported_class(generate_package: GenerateModule) -> None:
    """The package exports a class for each kind, each derived from `ApiError`."""
    package = generate_package(STATED)
    below = {
        name
        for name in package.__all__
        if isinstance(getattr(package, name), type)
        and issubclass(getattr(package, name), package.ApiError)
    }
    assert below == {"ApiError", *(name for name, _, _ in KINDS.values())}


@pytest.mark.parametrize("kind", KINDS)
def test_stated_kind_decides_class_and_advice(
    generate_module: GenerateModule, generate_package: GenerateModule, kind: str
) -> None:
    """The error derives from the kind's class, and its default advice is marked as derived."""
    name, _, advice = KINDS[kind]
    cls = generate_module(STATED).ERRORS[f"IS_{kind.upper()}"]
    assert issubclass(cls, getattr(generate_package(STATED), name))
    assert cls.info.kind == kind
    if advice is None:
        assert cls.info.retry is None
    else:
        retry = cls.info.retry
        assert (retry.advice, retry.basis, retry.level) == (advice, "derived", "kind")


@pytest.mark.parametrize("status", STATUSES)
def test_kind_by_status(
    generate_module: GenerateModule, generate_package: GenerateModule, status: int
) -> None:
    """A listed status decides; otherwise "other 4xx" or "other 5xx" does."""
    kind = find_kind(status)
    cls = generate_module(BY_STATUS).ERRORS[f"at_{status}"]
    assert cls.info.kind == kind
    assert issubclass(cls, getattr(generate_package(BY_STATUS), KINDS[str(kind)][0]))


@pytest.mark.parametrize("status", [*range(400, 600, 3), *LISTED, 100, 200, 302, 600, 999, None])
def test_kind_of_an_unknown_code_depends_on_the_received_status(
    generate_module: GenerateModule, generate_package: GenerateModule, status: int | None
) -> None:
    """If the status has no kind, the error is of the provider's class itself."""
    module, package = generate_module(STATED), generate_package(STATED)
    kind = None if status is None else find_kind(status)
    for body in ({"code": "NEW"}, None):
        found = module.parse(status=status, body=body)
        assert found.info.kind == kind
        if kind is None:
            assert type(found) is module.AcmeError
        else:
            assert isinstance(found, getattr(package, KINDS[kind][0]))


class TestOrder:
    """The kind of an error that states none, if its statuses agree."""

    @pytest.mark.parametrize(
        ("status", "group_kind", "kind"),
        [
            pytest.param("401", None, "authentication", id="listed"),
            pytest.param("401", "conflict", "authentication", id="listed-before-group"),
            pytest.param("400", "conflict", "conflict", id="group-before-other-4xx"),
            pytest.param("500", "conflict", "conflict", id="group-before-other-5xx"),
            pytest.param("400", None, "invalid_request", id="other-4xx"),
            pytest.param("500", None, "internal", id="other-5xx"),
            pytest.param("200", "pending", "pending", id="group-where-the-status-says-none"),
            pytest.param(None, "declined", "declined", id="group-where-there-is-no-status"),
            pytest.param("[400, 401]", "authentication", "authentication", id="group-for-the-rest"),
            pytest.param("[400, 500]", "conflict", "conflict", id="group-for-several"),
            pytest.param("[401, 407]", None, "authentication", id="two-listed-of-one-kind"),
            pytest.param("[400, 422]", None, "invalid_request", id="two-others-of-one-kind"),
            pytest.param("[200, 400]", None, "invalid_request", id="one-that-says-none"),
            pytest.param('"4xx"', None, "invalid_request", id="class-of-statuses"),
            pytest.param('"5xx"', "unavailable", "unavailable", id="group-before-a-class"),
        ],
    )
    def test_kind_is_derived(
        self, generate_module: GenerateModule, status: str | None, group_kind: str | None, kind: str
    ) -> None:
        """The first source with a kind decides, if it has only one."""
        group = "" if group_kind is None else f'kind = "{group_kind}"\n'
        keys = {"group": '"g"'} | ({} if status is None else {"status": status})
        module = generate_module(SHAPE + f"[groups.g]\n{group}" + write_error("BAD", **keys))
        assert module.BadError.info.kind == kind

    @pytest.mark.parametrize("statuses", ["[400, 409]", '[404, "5xx"]', "[200, 503]"])
    def test_kinds_of_several_statuses_match_those_of_unknown_codes(
        self, generate_module: GenerateModule, findings: Callable[..., set[str]], statuses: str
    ) -> None:
        """A documented error has a kind if undocumented ones have the same at each status.

        The group's kind stands for unlisted statuses, documented or not.
        """
        group = SHAPE + '[groups.g]\nmatch = "*"\nkind = "rate_limit"\n'
        module = generate_module(group + write_error("BAD", status="429"))
        kinds = set()
        for status in tomllib.loads(f"x = {statuses}")["x"]:
            received = status if isinstance(status, int) else int(status[0]) * 100
            kinds.add(module.parse(status=received, body={"code": "NEW"}).info.kind)
        found = findings(group + write_error("BAD", status=statuses))
        assert (found == set()) == (len(kinds) == 1)
        for kind in kinds - {"rate_limit"}:
            alike = generate_module(
                group.replace("rate_limit", kind) + write_error("BAD", status=statuses)
            )
            assert alike.BadError.info.kind == kind

    def test_stated_kind_comes_first(self, generate_module: GenerateModule) -> None:
        """The registry may decide who must act."""
        module = generate_module(
            SHAPE
            + '[groups.g]\nkind = "conflict"\n'
            + write_error("BAD", status="401", group='"g"', kind='"permission"')
        )
        assert module.BadError.info.kind == "permission"

    @pytest.mark.parametrize(
        "keys",
        [
            pytest.param({}, id="nothing-says-it"),
            pytest.param({"status": "200"}, id="status-that-says-none"),
            pytest.param({"status": "[401, 403]"}, id="two-listed"),
            pytest.param({"status": "[400, 500]"}, id="two-others"),
            pytest.param({"status": "[400, 503]"}, id="other-and-listed"),
            pytest.param({"status": "[401, 400]"}, id="listed-and-other"),
            pytest.param({"status": '[404, "5xx"]'}, id="listed-and-a-class"),
            pytest.param({"status": '[404, "4xx"]'}, id="listed-and-its-class"),
            pytest.param({"status": '["4xx", "5xx"]'}, id="two-classes"),
            pytest.param({"group": '"silent"'}, id="group-without-a-kind"),
        ],
    )
    def test_ambiguous_kind_must_be_stated(
        self, findings: Callable[..., set[str]], keys: dict[str, str]
    ) -> None:
        """The kind must be stated if statuses imply none, or several."""
        text = SHAPE + "[groups.silent]\n" + write_error("BAD", **keys)
        assert findings(text) == {"R213"}
        assert findings(text + 'kind = "conflict"\n') == set()


def test_one_except_covers_every_provider(
    generate_module: GenerateModule, generate_package: GenerateModule
) -> None:
    """A kind's class catches known and unknown codes of that kind."""
    module, package = generate_module(BY_STATUS), generate_package(BY_STATUS)
    for code in ("at_404", "new"):
        with pytest.raises(package.NotFoundError) as caught:
            raise module.parse(status=404, body={"code": code})
        assert isinstance(caught.value, module.AcmeError)


def test_kinds_are_shown_in_the_reference_as_ours(generate_page: Callable[..., str]) -> None:
    """Each error's kind is marked as derived."""
    page = generate_page(STATED)
    for kind in KINDS:
        section = page.partition(f"### IS {kind.upper().replace('_', ' ')}\n")[2].partition(
            "\n### "
        )[0]
        assert f"- Kind: [`{kind}`](index.md#kinds) (derived)" in section.splitlines()
