"""The view of the reference's first page, `markdown/index.md.jinja`."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from errsmith import resolution
from errsmith.model import ProviderFile, SdkFile
from errsmith.runtime.kinds import KINDS, LISTED, OTHER
from errsmith.views.package import ListedView, listed_view
from errsmith.views.statements import ADVICE


@frozen(kw_only=True)
class KindView:
    """A kind of error.

    Attributes:
        kind: Its name in `info`.
        class_: Its class.
        summary: Who must act.
        statuses: The statuses that say it.
        advice: The usual advice on retrying.
        errors: Number of errors of this kind, of all providers.
    """

    kind: str
    class_: str
    summary: str
    statuses: str
    advice: str
    errors: int


@frozen(kw_only=True)
class IndexView:
    """The reference's first page.

    Attributes:
        source: Path of `sdk.toml`, for the header.
        package: Name of the package.
        summary: What the SDK is.
        providers: The providers.
        kinds: The kinds.
        advice: The words of advice, and what each tells a reader to do.
        errors: Number of errors of all providers.
    """

    source: str
    package: str
    summary: str
    providers: tuple[ListedView, ...]
    kinds: tuple[KindView, ...]
    advice: tuple[tuple[str, str], ...]
    errors: int


def index_view(sdk: SdkFile, files: Mapping[str, ProviderFile], source: str) -> IndexView:
    """Shape the reference's first page."""
    kinds = [resolution.kind_of(file, id_) for file in files.values() for id_ in file.errors]
    return IndexView(
        source=source,
        package=sdk.package,
        summary=sdk.summary,
        providers=tuple(listed_view(name, file) for name, file in files.items()),
        kinds=tuple(_kind(kind, kinds.count(kind)) for kind in KINDS),
        advice=tuple((word, f"{text}.") for word, text in ADVICE.items()),
        errors=len(kinds),
    )


def _kind(kind: str, errors: int) -> KindView:
    cls = KINDS[kind]
    statuses = [str(status) for status, one in LISTED.items() if one == kind]
    statuses += [f"other {digit}xx" for digit, one in OTHER.items() if one == kind]
    usual = cls.info.retry
    return KindView(
        kind=kind,
        class_=cls.__name__,
        summary=(cls.__doc__ or "").strip(),
        statuses=", ".join(statuses) or "none",
        advice="unknown" if usual is None else usual.advice,
        errors=errors,
    )
