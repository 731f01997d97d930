"""What only a terminal gets: a pager for what is long, a little colour, and a sign of life."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from threading import Event, Lock, Thread
from typing import Final, TextIO

from store.db import system
from store.db.system import takes_escapes

BOLD: Final = "1"
SECOND: Final = 1.0


def coloured(text: str, colour: str, stream: TextIO) -> str:
    """Return a coloured text where the stream is a terminal that wants any (``NO_COLOR``, ``TERM=dumb``)."""
    wants = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and takes_escapes(stream)
    return f"\x1b[{colour}m{text}\x1b[0m" if wants else text


def room() -> int | None:
    """Return the columns of the terminal; None where standard output goes elsewhere: then nothing is cut."""
    if not sys.stdout.isatty():
        return None
    from shutil import get_terminal_size

    return get_terminal_size().columns


def page(texts: Sequence[str]) -> bool:
    """Show lines in the pager; False, and nothing is shown, where they fit the terminal or there is none.

    The pager is ``TERREN_PAGER``, ``PAGER``, or what the system has; an empty one means none. That of Windows
    takes UTF-8 for the code page of the console, and there one scrolls.
    """
    from shutil import get_terminal_size

    size = get_terminal_size()
    if sum(len(text) // max(size.columns, 1) + 1 for text in texts) < size.lines or not sys.stdin.isatty():
        return False
    command = _pager()
    if not command:
        return False
    import signal
    import subprocess

    environment = {"LESS": "FRX", "LESSCHARSET": "utf-8", **os.environ}
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, text=True, encoding="utf-8", errors="replace", env=environment
        )
    except OSError:
        return False
    # Ctrl+C is the pager's: it must not be left alone with the terminal
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process.communicate("".join(f"{text}\n" for text in texts))
    except BrokenPipeError:
        # the person has seen enough
        process.wait()
    finally:
        signal.signal(signal.SIGINT, before)
    return True


def _pager() -> list[str]:
    import shutil

    named = os.environ.get("TERREN_PAGER", os.environ.get("PAGER"))
    if named is not None:
        return [] if named.strip() in ("", "cat") else system.split_command(named)
    names = ("less",) if system.WINDOWS else ("less", "more")
    pager = next(filter(None, map(shutil.which, names)), None)
    return [] if pager is None else [pager]


class ProgressLine:
    """One line on standard error that says how far a long command is; it goes where anything else is said.

    Nothing is shown in the first second: most commands are done by then.
    """

    def __init__(self, name: str) -> None:
        self._text, self._seconds, self._shown = name, 0, False
        self._done, self._lock = Event(), Lock()
        self._thread: Thread | None = None

    def start(self) -> None:
        """Begin to count."""
        self._thread = Thread(target=self._tick, daemon=True)
        self._thread.start()

    def say(self, text: str) -> None:
        """Say how far it is, such as “3 of 12 files”."""
        self._text = text

    def clear(self) -> None:
        """Take the line away, before anything else is written."""
        with self._lock:
            self._clear()

    def stop(self) -> None:
        """Show nothing any more."""
        self._done.set()
        if self._thread is not None:
            self._thread.join()
        self.clear()

    def _tick(self) -> None:
        while not self._done.wait(SECOND):
            self._seconds += 1
            with self._lock:
                if not takes_escapes(sys.stderr):
                    return
                sys.stderr.write(f"\r\x1b[K{self._text} … {self._seconds} s")
                sys.stderr.flush()
                self._shown = True

    def _clear(self) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._shown = False
