"""The folder for Windows as wine runs it, which is no Windows but starts its programs."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks.interface import terminal
from terren import __version__
from tests.bundle.installations import Box, Failed, Installation, Kind, unpacked
from tools.bundle.archive import named
from tools.bundle.carried import KIND

_PLACES: Final = ("wine64", "wine", "/usr/lib/wine/wine64")
WINE: Final = next(filter(None, map(shutil.which, _PLACES)), None)
"""The program, or None where there is none."""
_LONG: Final = 200
"""Characters of the folder that holds the data."""
_FOLDERS: Final = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
_WINE: Final = r"HKCU\Software\Wine"
_KILLED_AFTER: Final = (0.0, 0.002, 0.005, 0.02)
"""Seconds after it began to write."""
_HEADER: Final = 0x3C
"""Where a program says where its header is; that has the processor after four bytes."""
_ARM64: Final = b"\x64\xaa"
PATIENCE: Final = 60.0


class Windows(Box):
    """A home without network in which Windows' programs run; ``root`` is the unpacked folder."""

    def __init__(self, folder: Path, *, cut: bool) -> None:
        super().__init__(folder, cut=cut)
        self.root = folder / "Zyra e Çlirimit Ђ"
        self.root.mkdir()
        home = folder / "të dhënat" / "d"
        self.data = home = home.with_name("d" * (_LONG - len(str(home)) + 1))
        self.env |= {
            "WINEPREFIX": str(folder / "wine"),
            "WINEDEBUG": "-all",
            # or it puts the links of that Windows into the menus of this system
            "WINEDLLOVERRIDES": "winemenubuilder.exe=d",
            "XDG_RUNTIME_DIR": str(folder),
            "TERREN_HOME": in_windows(home),
        }

    def command(self, *words: str | Path) -> list[str]:
        """What runs the words below ``root``, without network; paths are said as Windows says them."""
        said = [in_windows(word) if isinstance(word, Path) else word for word in words]
        box = [*super().command()[:-1], str(self.root)]
        return [*box, str(WINE), *said]

    @property
    def user(self) -> Path:
        """What is this user's own and has entries of Terren; no code page of wine's holds its name."""
        return self.folder / "Đorđe Ђ"

    @property
    def programs(self) -> Path:
        """Where Terren is installed."""
        return self.user / "Local AppData" / "Programs" / "Terren"

    def name_folders(self) -> None:
        """Let the system take the user's folders from there."""
        for name in ("Local AppData", "Programs", "Desktop"):
            (self.user / name).mkdir(parents=True)
            self.run("reg", "add", _FOLDERS, "/v", name, "/d", self.user / name, "/f")


def in_windows(path: Path) -> str:
    """A path of this system, as programs of Windows find it."""
    return f"Z:{path}".replace("/", "\\")


def as_carried(dist: Path, box: Box, *, hq: bool = False) -> list[str]:
    """The folder for Windows, unpacked; what is on the PATH starts it."""
    assert isinstance(box, Windows)
    name, _kind = named(__version__, KIND, hq=hq)
    unpacked(dist / f"{name}.zip", box.root)
    box.root /= name
    return ["cmd", "/d", "/c", r"bin\terren.cmd"]


def carried(dist: Path, folder: Path, *, cut: bool, hq: bool = False) -> Installation:
    """Install from nothing."""
    box = Windows(folder, cut=cut)
    kind = Kind("windows-hq" if hq else "windows", partial(as_carried, hq=hq))
    return Installation(kind, box, kind.install(dist, box))


def receives(officer: Installation, headquarters: Installation, stick: Path) -> None:
    """Take what headquarters on this system has written. Raises Failed."""
    headquarters("assess", "1.2.3", "--status", "in_progress", "--comment", "Ђаковица, Gjakovë")
    stick.mkdir()
    headquarters("trust", "request", "-o", stick)
    headquarters("export", "--to", stick)
    (enrolment,), (file,) = stick.glob("*.terren-enrol"), stick.glob("*.terren")
    officer("trust", "accept", enrolment, "--role", "headquarters")
    officer("receive", file)
    if "Ђаковица, Gjakovë" not in officer("show", "1.2.3"):
        raise Failed("what headquarters assessed is not shown")


def killed_and_started_again(officer: Installation) -> None:
    """Kill it at several moments while it records; what it holds is whole. Raises Failed."""
    box = officer.box
    assert isinstance(box, Windows)

    def written() -> int:
        return max((path.stat().st_mtime_ns for path in box.data.glob("terren.db-wal")), default=0)

    killed = 0
    for number, seconds in enumerate(_KILLED_AFTER):
        words, before = ["note", "1.2.3", f"Shënimi {number}"], written()
        process = subprocess.Popen(
            box.command(*officer.command, *words),
            env=box.env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        # of a computer with much to do its end may be all that is seen
        while written() <= before and process.poll() is None:
            pass
        time.sleep(seconds)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        if (code := process.wait()) not in (0, -signal.SIGKILL):
            raise Failed(f"a note was refused: {code}")
        killed += code != 0
        officer("verify")
    if not killed:
        raise Failed("every note was recorded before it could be killed")


def refused_inside_the_archive(officer: Installation) -> None:
    """A double click inside the ZIP takes one file out, alone: it says what to do. Raises Failed."""
    box = officer.box
    assert isinstance(box, Windows)
    alone = box.folder / "alone"
    alone.mkdir()
    for name in ("Terren.cmd", "install.cmd"):
        shutil.copy(box.root / name, alone)
        said = box.run("cmd", "/d", "/c", alone / name, expected=(1,))
        if "extract all" not in said or "izdvajanje svih" not in said:
            raise Failed(f"{name} inside the archive says: {said}")
    # nobody is there who could press a key
    if "any key" in box.run("cmd", "/d", "/c", alone / "install.cmd", "--quiet", expected=(1,)):
        raise Failed("install.cmd --quiet inside the archive waits for a key")


def refused_on_another_processor(officer: Installation) -> None:
    """Where its Python is for another processor, install.cmd says so. Raises Failed."""
    box = officer.box
    assert isinstance(box, Windows)
    folder = box.folder / "other processor"
    program = (box.root / "current").read_text("utf-8").strip()
    for name in ("install.cmd", "bin/terren.cmd", "current", program):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(box.root / name, folder / name)
    with (folder / program).open("r+b") as file:
        file.seek(_HEADER)
        file.seek(int.from_bytes(file.read(4), "little") + 4)
        file.write(_ARM64)
    for processor, told in (
        ("ARCHITECTURE=ARM64", "this computer has ARM64"),
        ("ARCHITECTURE=x86", "this computer has x86"),
        # what a tool of 32 bits starts on a computer of 64
        ("ARCHITEW6432=AMD64", "This folder is not whole"),
    ):
        of_console = ("set", "PROCESSOR_ARCHITECTURE=x86&", "set", f"PROCESSOR_{processor}&")
        said = box.run("cmd", "/d", "/c", *of_console, folder / "install.cmd", "--quiet", expected=(1,))
        if told not in said:
            raise Failed(f"with PROCESSOR_{processor} install.cmd says: {said}")


def refused_on_an_older_windows(officer: Installation) -> None:
    """Where Windows is older than its Python can be, that is said, and no file is blamed. Raises Failed."""
    box = officer.box
    box.run("reg", "add", _WINE, "/v", "Version", "/d", "win7", "/f")
    said = box.run("cmd", "/d", "/c", "install.cmd", "--quiet", expected=(1,))
    box.run("reg", "delete", _WINE, "/v", "Version", "/f")
    if "needs Windows 10 or 11" not in said or "not whole" in said:
        raise Failed(f"on Windows 7 install.cmd says: {said}")


def refused_and_kept_on_the_screen(officer: Installation) -> None:
    """A double click that Terren refuses waits for a key before the window closes. Raises Failed."""
    said = officer.box.run("cmd", "/d", "/c", "Terren.cmd", expected=(1,))
    if "any key" not in said:
        raise Failed(f"a double click that is refused says: {said}")


def keys_are_taken(one: Installation) -> None:
    """The interface takes keys and records, whatever wine's console shows of it. Raises Failed."""
    box, env = _interface(one)
    with terminal(box.command(*one.command), env) as opened:
        opened.seconds_until(b"1.2.3", opened.start, PATIENCE)
        # go to the action, set its status, write a note
        for keys in ("g", "123", "\r", "3", "n", "Shenim", "\x13"):
            _read_for(opened.fd, 2.0)
            os.write(opened.fd, keys.encode())
        _read_for(opened.fd, 4.0)
    held = json.loads(one("show", "1.2.3", "--json"))
    found = held["progress"]["status"], [note["text"] for note in held["notes"]]
    if found[0] != "partially_implemented" or "Shenim" not in found[1]:
        raise Failed(f"keys of the interface recorded {found}")


def _read_for(fd: int, seconds: float) -> None:
    """Read what is painted for so long: wine's console is never still."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        if select.select([fd], [], [], left)[0]:
            os.read(fd, 65536)


def _interface(one: Installation) -> tuple[Windows, dict[str, str]]:
    box = one.box
    assert isinstance(box, Windows)
    # the loop of events connects to itself there, which a namespace without interfaces does not allow
    box.cut = False
    return box, {**box.env, "TERM": "xterm-256color", "TERREN_LANGUAGE": "en"}


def start_line(one: Installation) -> str:
    """Seconds to the first content of the interface, first and again, as a line."""
    box, env = _interface(one)
    for kept in box.root.rglob("__pycache__"):
        shutil.rmtree(kept)
    seconds = []
    for _ in range(2):
        with terminal(box.command(*one.command), env) as opened:
            seconds.append(opened.seconds_until(b"1.2.3", opened.start, PATIENCE))
    return f"     windows (wine): first start {seconds[0]:.1f} s, again {seconds[1]:.1f} s"


def ended(one: Installation) -> None:
    """End what wine keeps running for it."""
    one.box.run("wineboot", "--end-session", "--kill")
