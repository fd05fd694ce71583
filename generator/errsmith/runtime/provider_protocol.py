"""The provider as its errors see it; only type checkers import this module."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from .facts import ErrorInfo, Retry
    from .printing import Loggable

E_contra = TypeVar("E_contra", contravariant=True)


class ProviderProtocol(Protocol[E_contra]):
    """The members of a provider that its errors use."""

    @property
    def name(self) -> str:
        """Name of the module."""
        ...

    @property
    def title(self) -> str:
        """Display name."""
        ...

    @property
    def base(self) -> type[BaseException]:
        """Base class of all its errors."""
        ...

    @property
    def texts(self) -> tuple[str, ...]:
        """Names of the fields that contain human-readable messages, if there are several."""
        ...

    @property
    def kept_fields(self) -> Collection[str]:
        """Names of the fields that are read on first access."""
        ...

    @property
    def can_name_group(self) -> bool:
        """Whether responses can name the group of their code."""
        ...

    def find_id(self, error: E_contra) -> str | None:
        """Return the id of a documented error, or None if its code is not documented."""
        ...

    def find_advice(self, error: E_contra) -> Retry | None:
        """Return the advice for an error, regardless of what its response asks for."""
        ...

    def find_retryable(self, error: E_contra) -> bool | None:
        """Return whether the response says that the error is retryable, or None."""
        ...

    def find_retry_after(self, error: E_contra) -> float | None:
        """Return the seconds that the response asks to wait, or None if it does not."""
        ...

    def read_kept_fields(self, error: E_contra) -> None:
        """Set the fields that `parse` left unset."""
        ...

    def find_fix(self, error: E_contra) -> str | None:
        """Return what to do about an error."""
        ...

    def find_user_texts(self, error: E_contra) -> ErrorInfo:
        """Return the facts with the messages for the user."""
        ...

    def redact(self, code: str) -> str:
        """Return a code in a form that is safe to show."""
        ...

    def redact_fields(self, error: E_contra) -> dict[str, Loggable]:
        """Return the fields of an error that are safe to show."""
        ...
