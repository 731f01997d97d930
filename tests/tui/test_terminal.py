"""The interface in a real terminal, from the first run to the export, on the published plan."""

from __future__ import annotations

import os
import select
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.database import open_store
from store.places import published_plan
from store.queries import detail
from store.verify import verify
from tests.tui.harness import TODAY

pyte = pytest.importorskip("pyte")
pty = pytest.importorskip("pty")

COLUMNS, ROWS = 100, 30
PATIENCE = 20.0


class Terminal:
    """A process in a pseudo-terminal, and the screen that it has drawn."""

    def __init__(self, command: list[str], env: dict[str, str]) -> None:
        import fcntl
        import struct
        import termios

        self.screen = pyte.Screen(COLUMNS, ROWS)
        self.stream = pyte.ByteStream(self.screen)
        self.process, self.fd = pty.fork()
        if self.process == 0:
            os.execve(command[0], command, env)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))

    def text(self) -> str:
        """What the screen shows."""
        return "\n".join(self.screen.display)

    def until(self, wanted: str, *, gone: bool = False) -> None:
        """Read until the screen shows ``wanted``, or no longer shows it."""
        end = time.monotonic() + PATIENCE
        while (wanted in self.text()) == gone:
            ready = select.select([self.fd], [], [], max(0.0, end - time.monotonic()))[0]
            if not ready:
                pytest.fail(f"{wanted!r} did not appear:\n{self.text()}")
            try:
                self.stream.feed(os.read(self.fd, 65536))
            except OSError:
                pytest.fail(f"ended before {wanted!r} appeared:\n{self.text()}")

    def press(self, keys: str) -> None:
        """Send keys as a terminal does."""
        os.write(self.fd, keys.encode())

    def end(self) -> int:
        """Wait for the process; its exit code."""
        end = time.monotonic() + PATIENCE
        while select.select([self.fd], [], [], max(0.0, end - time.monotonic()))[0]:
            try:
                if not os.read(self.fd, 65536):
                    break
            except OSError:
                break
        else:
            pytest.fail(f"did not end:\n{self.text()}")
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    root = Path(__file__).parents[2]
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "TERREN_HOME": str(tmp_path / "home"),
        "TERM": "xterm-256color",
        "LANG": "en_US.UTF-8",
        "PYTHONPATH": f"{root}:{root / 'import'}",
    }
    opened = Terminal([sys.executable, "-m", "terren"], env)
    yield opened
    try:
        os.kill(opened.process, 9)
        os.waitpid(opened.process, 0)
    except (ProcessLookupError, ChildProcessError):
        pass
    os.close(opened.fd)


@pytest.mark.skipif(not published_plan().is_file(), reason="the published plan is not built")
def test_from_the_first_run_to_the_export(terminal: Terminal, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    terminal.until("Welcome to Terren")
    terminal.press("\rAgim Krasniqi\rpej")
    terminal.until("Pejë")
    terminal.press("\r\r")
    terminal.until("Mine (")
    terminal.press("/1.2.3")
    terminal.until("Found (1 of 91)")
    terminal.press("\r2")
    terminal.until("IN PROGR.")
    terminal.press("b12500,50")
    terminal.until("12,500.50")
    terminal.press("\r")
    terminal.until("Enter edit")
    terminal.press("\x1b")
    terminal.until("Money of", gone=True)
    terminal.until("12,500.50")
    terminal.press("nTwo case managers\r")
    terminal.until("Notes (1)")
    terminal.press("4")
    terminal.until("Implemented  since")
    terminal.press("u")
    terminal.until("Taken back")
    terminal.press("e")
    terminal.until("Export")
    terminal.press("\x15" + str(stick))
    terminal.until("/stick")
    terminal.press("\r")
    terminal.until("You may remove the stick.")
    terminal.press("\x1b")
    # a key right behind Esc would be read as Alt and that key
    terminal.until("You may remove the stick.", gone=True)
    terminal.until("5 not confirmed (")
    terminal.press("q")
    assert terminal.end() == 0
    assert [path.suffix for path in stick.iterdir()] == [".terren"]
    with open_store(tmp_path / "home" / "terren.db", read_only=True) as store:
        found = detail(store, "1.2.3", today=TODAY)
        assert found.own.values["status"] == "in_progress"
        assert [note.value for note in found.notes] == ["Two case managers"]
        assert 1_250_050 in {year.capital for year in found.money}
        assert verify(store).faults == ()
