"""The process: `errsmith`, or `python -m errsmith`."""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False  # typing is slow to import, and nothing catches Ctrl-C before `run` does.
if TYPE_CHECKING:
    from typing import NoReturn

_BROKEN = 2


class _StoppedError(BaseException):
    """A signal asks the run to end, as KeyboardInterrupt does; nothing but `run` catches it."""


def run() -> NoReturn:
    """Run the command line, and end the process with its exit code, or by the signal that came.

    A run is short and needs nearly all that it makes until it ends. Looking for garbage on the way
    and taking the interpreter apart at the end would make up a fifth of its time.
    """
    gc.disable()
    try:
        # From here on, what comes is caught; so everything that takes time comes later.
        _listen()
        _open_streams()
        from errsmith.cli import main

        code = main()
    except KeyboardInterrupt:  # Before `_listen` had done its work.
        _end_by("SIGINT")
    except _StoppedError as stop:
        _end_by(str(stop))
    except Exception as error:  # noqa: BLE001 - a mistake of errsmith's own, which is no finding
        sys.excepthook(type(error), error, error.__traceback__)
        code = _BROKEN
    _end_with(code)


def _listen() -> None:
    """Let a run tidy up before a signal ends it, unless it is to ignore the signal."""
    import signal

    def stop(number: int, _frame: object) -> NoReturn:
        # The run is ending: another signal could only keep it from doing that in order. Python
        # complains of one that is ignored while it is pending, so that it does get a handler.
        for other in heard:
            signal.signal(other, lambda *_: None)
        raise _StoppedError(signal.Signals(number).name)

    # Windows lacks the last.
    numbers = [getattr(signal, name, None) for name in ("SIGINT", "SIGTERM", "SIGHUP")]
    heard = [n for n in numbers if n is not None and signal.getsignal(n) is not signal.SIG_IGN]
    for number in heard:
        signal.signal(number, stop)


def _open_streams() -> None:
    """Let what is printed to a stream that came closed go nowhere."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            nowhere = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - for good
            setattr(sys, name, nowhere)


def _end_by(name: str) -> NoReturn:
    """Say what happened, and die of the signal, by which shells know that they are to stop too."""
    import signal

    number = signal.Signals[name]
    signal.signal(number, signal.SIG_DFL)
    _write(f"errsmith: stopped by {name}\n")
    signal.raise_signal(number)
    _end_with(128 + number)  # Where signals do not end a process, this is how shells show them.


def _end_with(code: int) -> NoReturn:
    _write("")
    os._exit(code)


def _write(text: str) -> None:
    """Write to stderr what is said last, and whatever else is yet to be written."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
        sys.stdout.flush()
    except OSError:
        pass


if __name__ == "__main__":
    run()
