"""The entry point of `errsmith` and `python -m errsmith`."""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False  # Importing typing is slow, and `run` must catch Ctrl-C early.
if TYPE_CHECKING:
    from typing import NoReturn

_BROKEN = 2


def run() -> NoReturn:
    """Run the command line, and end the process with its exit code or by the signal it received.

    A run is short and needs nearly all its objects until the end. Garbage collection and
    finalization of the interpreter would take a fifth of its time, and `generate` would take more
    than 3.5 times as long as a process that imports jinja2, attrs and cattrs.
    """
    gc.disable()
    try:
        _catch_signals()  # first, because the imports below take time
        _open_streams()
        from errsmith.cli import main

        code = main()
    except KeyboardInterrupt as interrupt:
        _end_by(*interrupt.args)
    except Exception as error:  # noqa: BLE001 - a bug in errsmith, not a finding
        sys.excepthook(type(error), error, error.__traceback__)
        code = _BROKEN
    _end_with(code)


def _catch_signals() -> None:
    """Raise KeyboardInterrupt on signals that end the process, unless they are ignored."""
    import signal

    def stop(number: int, _frame: object) -> NoReturn:
        for other in caught:  # The first signal counts. SIG_IGN would warn about pending ones.
            signal.signal(other, lambda *_: None)
        raise KeyboardInterrupt(number)

    # Windows has no SIGHUP.
    numbers = {signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)}
    caught = [number for number in numbers if signal.getsignal(number) is not signal.SIG_IGN]
    for number in caught:
        signal.signal(number, stop)


def _open_streams() -> None:
    """Discard output to standard streams that were closed at the start."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            nowhere = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - stays open
            setattr(sys, name, nowhere)


def _end_by(number: int = 2) -> NoReturn:
    """End the process by a signal, by default SIGINT, so that the shell stops too."""
    import signal

    signal.signal(number, signal.SIG_DFL)
    _write(f"errsmith: stopped by {signal.Signals(number).name}\n")
    signal.raise_signal(number)
    _end_with(128 + number)  # The first process of a container survives its own signal.


def _end_with(code: int) -> NoReturn:
    _write("")
    os._exit(code)


def _write(text: str) -> None:
    """Write a last message to stderr, and flush both streams."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
        sys.stdout.flush()
    except OSError:
        pass


if __name__ == "__main__":
    run()
