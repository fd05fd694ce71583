"""Classes that are not there, and what is no class to catch."""

from __future__ import annotations

from typing import assert_type

import httpx

import eid_errors
from eid_errors import ApiErrors as Errors  # error
from eid_errors import UnavailableError, bankid_esign, hopae, signet
from eid_errors import singpas_ciba as singpass  # error
from eid_errors.hopae import SessionsError  # error


def catch_misspelt(response: httpx.Response) -> None:
    """A leaf, a family, a kind, all errors; each of them misspelt, or of another module."""
    try:
        hopae.raise_for_error(response)
    except hopae.SessionNotFondError:  # error
        pass
    except hopae.SessionsError:  # error
        pass
    except hopae.UndocumentedSessionConflictError:  # error
        pass
    except hopae.ForbiddenError:  # error
        pass
    except eid_errors.UnavailableErr:  # error
        pass
    except eid_errors.HopaeError:  # error
        pass


def catch_no_class(response: httpx.Response) -> None:
    """A code, an enumeration of codes, the facts of a class, an instance, a list."""
    try:
        hopae.raise_for_error(response)
    except hopae.Code.SESSION_NOT_FOUND:  # error
        pass
    except hopae.Code:  # error
        pass
    except eid_errors.ErrorInfo:  # error
        pass
    except hopae.SessionNotFoundError():  # error
        pass
    except [hopae.SessionError, hopae.AuthError]:  # error
        pass
    except "SESSION_NOT_FOUND":  # error
        pass


def mistake_class(response: httpx.Response) -> None:
    """A kind has no fields of a provider, and one provider's class none of another's."""
    try:
        signet.raise_for_error(response)
    except UnavailableError as error:
        print(error.details)  # error
    except (signet.ForbiddenError, bankid_esign.MissingScopeError) as error:
        print(error.details)  # error
        assert_type(error, signet.ForbiddenError)  # error


def raise_no_exception() -> None:
    """Codes and facts cannot be raised."""
    raise hopae.Code.SESSION_NOT_FOUND  # error
