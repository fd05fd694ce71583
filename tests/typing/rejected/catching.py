"""Classes that do not exist, and objects that cannot be caught."""

from __future__ import annotations

from typing import assert_type

import httpx

import specimen_errors
from specimen_errors import ApiErrors as Errors  # error
from specimen_errors import UnavailableError, autograph, idhub, seal
from specimen_errors import stepupp as step  # error
from specimen_errors.idhub import SessionsError  # error


def catch_misspelled(response: httpx.Response) -> None:
    """A class, a group, a kind and the base, each misspelled or of another module."""
    try:
        idhub.raise_for_error(response)
    except idhub.SessionNotFondError:  # error
        pass
    except idhub.SessionsError:  # error
        pass
    except idhub.UndocumentedSessionConflictError:  # error
        pass
    except idhub.ForbiddenError:  # error
        pass
    except specimen_errors.UnavailableErr:  # error
        pass
    except specimen_errors.IDHubError:  # error
        pass


def catch_no_class(response: httpx.Response) -> None:
    """A code, an enum of codes, the facts of a class, an instance, a list."""
    try:
        idhub.raise_for_error(response)
    except idhub.Code.SESSION_NOT_FOUND:  # error
        pass
    except idhub.Code:  # error
        pass
    except specimen_errors.ErrorInfo:  # error
        pass
    except idhub.SessionNotFoundError():  # error
        pass
    except [idhub.SessionError, idhub.AuthError]:  # error
        pass
    except "SESSION_NOT_FOUND":  # error
        pass


def mistake_class(response: httpx.Response) -> None:
    """A kind has no provider's fields, and one provider's class has none of another's."""
    try:
        seal.raise_for_error(response)
    except UnavailableError as error:
        print(error.details)  # error
    except (seal.ForbiddenError, autograph.MissingScopeError) as error:
        print(error.details)  # error
        assert_type(error, seal.ForbiddenError)  # error


def raise_no_exception() -> None:
    """Codes and facts cannot be raised."""
    raise idhub.Code.SESSION_NOT_FOUND  # error
