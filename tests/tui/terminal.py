"""A process in a real (pseudo) terminal, the screen that it draws, and the screens that keys led to."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import pyte

from tests.support.paths import ROOT

PATIENCE: Final = 20.0
"""Seconds until something that should appear must have appeared."""

QUIET: Final = 0.3
"""Seconds without output after which a screen stands; longer than a terminal waits behind an Esc."""


def environment(home: Path, language: str = "en") -> dict[str, str]:
    """What a command of one installation is run with; its files lie under ``home``."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "TERREN_HOME": str(home / "home"),
        "TERREN_LANGUAGE": language,
        "TERM": "xterm-256color",
        "LANG": "en_US.UTF-8",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'import'}",
    }


class Terminal:
    """Keys go in, a screen of text comes out; ``frames`` has the keys and the screens waited for, ``told``
    what is said before one of them."""

    def __init__(
        self,
        command: list[str],
        env: Mapping[str, str],
        size: tuple[int, int] = (100, 30),
        *,
        hears_hang_up: bool = True,
    ) -> None:
        self.size = size
        self.screen = pyte.Screen(*size)
        self.stream = pyte.ByteStream(self.screen)
        self.frames: list[tuple[str, str]] = []
        self.told: dict[int, str] = {}
        self.keys = 0
        self.process, self.fd = pty.fork()
        if self.process == 0:
            # a terminal that closes ends what runs in it, however the tests themselves were started
            signal.signal(signal.SIGHUP, signal.SIG_DFL if hears_hang_up else signal.SIG_IGN)
            os.execve(command[0], command, dict(env))
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    def text(self) -> str:
        """What the screen shows."""
        return "\n".join(self.screen.display)

    def _read(self) -> bytes:
        data = os.read(self.fd, 65536)
        self.stream.feed(data)
        return data

    def until(self, wanted: str, *, gone: bool = False, times: int = 1) -> None:
        """Read until the screen shows ``wanted`` so many times, or no longer. Raises AssertionError."""
        end = time.monotonic() + PATIENCE
        while (self.text().count(wanted) >= times) == gone:
            ready = select.select([self.fd], [], [], max(0.0, end - time.monotonic()))[0]
            if not ready:
                raise AssertionError(f"{wanted!r} did not appear:\n{self.text()}")
            try:
                self._read()
            except OSError as error:
                raise AssertionError(f"ended before {wanted!r} appeared:\n{self.text()}") from error

    def _settle(self) -> None:
        """Read until nothing more comes: a screen may arrive in parts, and an Esc is waited upon."""
        while select.select([self.fd], [], [], QUIET)[0]:
            try:
                self._read()
            except OSError:
                return

    def press(self, keys: str, wanted: str = "", *, gone: bool = False) -> None:
        """Send keys as a terminal does, and wait for what they lead to."""
        self.keys += len(keys)
        os.write(self.fd, keys.encode())
        if wanted:
            self.until(wanted, gone=gone)
            self._settle()
            shown = "\n".join(line.rstrip() for line in self.screen.display).rstrip()
            self.frames.append((_named(keys), shown))

    def tell(self, words: str) -> None:
        """Say something before the keys that follow."""
        self.told[len(self.frames)] = words

    def end(self) -> int:
        """Wait for the process; its exit code."""
        end = time.monotonic() + PATIENCE
        while select.select([self.fd], [], [], max(0.0, end - time.monotonic()))[0]:
            try:
                if not self._read():
                    break
            except OSError:
                break
        else:
            raise AssertionError(f"did not end:\n{self.text()}")
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])

    def recording(self, title: str) -> str:
        """The keys and the screens that they led to, as Markdown."""
        parts = [f"# {title}"]
        for at, (keys, shown) in enumerate(self.frames):
            parts += filter(None, [self.told.get(at, "")])
            told = f"Keys: `{keys}`\n\n" if keys else ""
            parts.append(f"{told}```\n{shown}\n```")
        return "\n\n".join(parts) + "\n"


def _named(keys: str) -> str:
    """Keys as people call them."""
    names = {
        "\r": "Enter",
        "\x1b": "Esc",
        "\x15": "Ctrl+U",
        "\x1b[B": "Down",
        "\x1b[C": "Right",
        "\x1b[Z": "Shift+Tab",
        "\x1b[1;5F": "Ctrl+End",
        "\t": "Tab",
        "\x13": "Ctrl+S",
        "\x0f": "Ctrl+O",
        "\x14": "Ctrl+T",
    }
    if keys in names:
        return names[keys]
    return " ".join(
        names.get(part, part) for part in re.split(r"(\x1b\[[\d;]*[A-Z]|[\r\t\x13\x15])", keys) if part
    )


@contextmanager
def opened(env: Mapping[str, str], *arguments: str, size: tuple[int, int] = (100, 30)) -> Iterator[Terminal]:
    """Terren in a terminal; whatever happens, it does not stay behind."""
    terminal = Terminal([sys.executable, "-m", "terren", *arguments], env, size)
    try:
        yield terminal
    finally:
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(terminal.process, 9)
            os.waitpid(terminal.process, 0)
        os.close(terminal.fd)
