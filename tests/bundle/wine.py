"""The folder for Windows as wine runs it, which is no Windows but starts its programs."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import time
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
_APPS: Final = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Terren"
_ENVIRONMENT: Final = r"HKCU\Environment"
_KILLED_AFTER: Final = (0.7, 2.0, 4.0)
_PATIENCE: Final = 60.0
_ROUNDS: Final = 3.0
"""Seconds in which what the system removes later is tried again."""


class Windows(Box):
    """A home without network in which Windows' programs run; ``root`` is the unpacked folder."""

    def __init__(self, folder: Path, *, cut: bool) -> None:
        super().__init__(folder, cut=cut)
        self.root = folder / "Zyra e Çlirimit Ђ"
        self.root.mkdir()
        home = folder / "të dhënat" / "d"
        home = home.with_name("d" * (_LONG - len(str(home)) + 1))
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
        """The user's folder."""
        (found,) = (path for path in (self.folder / "wine/drive_c/users").iterdir() if path.name != "Public")
        return found


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
    for number, seconds in enumerate(_KILLED_AFTER):
        words = ["note", "1.2.3", f"Shënimi {number}"]
        process = subprocess.Popen(
            officer.box.command(*officer.command, *words),
            env=officer.box.env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(seconds)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        officer("verify")


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


def refused_and_kept_on_the_screen(officer: Installation) -> None:
    """A double click that Terren refuses waits for a key before the window closes. Raises Failed."""
    said = officer.box.run("cmd", "/d", "/c", "Terren.cmd", expected=(1,))
    if "any key" not in said:
        raise Failed(f"a double click that is refused says: {said}")


def installed_and_removed(officer: Installation) -> None:
    """Install for the user, start by the PATH of the registry, and remove. Raises Failed."""
    box = officer.box
    assert isinstance(box, Windows)
    data = box.env.pop("TERREN_HOME")
    # wine gives a user no PATH of their own, so that what stays of ours is seen
    box.run("reg", "query", _ENVIRONMENT, "/v", "Path", expected=(1,))
    # two double clicks: one waits for the other
    words = ("cmd", "/d", "/c", "install.cmd", "--quiet")
    with subprocess.Popen(box.command(*words), env=box.env, stderr=subprocess.PIPE, text=True) as other:
        box.run(*words)
        said = other.communicate()[1]
    if other.returncode:
        raise Failed(f"of two installations at once one says: {said}")
    # in the unpacked folder its own comes before the PATH
    unpacked_in, box.root = box.root, box.folder
    root = box.user / "AppData/Local/Programs/Terren"
    links = _links(box)
    # a link has each name of the path by itself
    names = [name.encode("utf-16-le") for name in ("Programs", "Terren", "Terren.cmd")]
    whole = all(name in link.read_bytes() for name in names for link in links)
    if len(links) != len(("menu", "desktop")) or not whole:
        raise Failed(f"the links are {links}")
    if r"Terren\bin\terren.cmd" not in box.run("reg", "query", _APPS, "/v", "UninstallString"):
        raise Failed("there is no entry among the apps")
    if (said := box.run("cmd", "/d", "/c", "terren", "--version")).split()[:2] != ["terren", __version__]:
        raise Failed(f"the terren of the PATH says: {said}")
    _refused_where_it_is_not_whole(box, unpacked_in)
    _refused_while_it_runs(box, root)
    box.run("cmd", "/d", "/c", "terren", "uninstall", "--yes")
    # at once, as tools do that replace a program
    box.run("cmd", "/d", "/c", unpacked_in / "install.cmd", "--quiet")
    time.sleep(_ROUNDS)
    if (said := box.run("cmd", "/d", "/c", "terren", "--version")).split()[:2] != ["terren", __version__]:
        raise Failed(f"installed at once after its removal, terren says: {said}")
    box.run("cmd", "/d", "/c", "terren", "uninstall", "--yes")
    until = time.monotonic() + _PATIENCE
    while [*root.parent.glob("Terren*")] and time.monotonic() < until:
        time.sleep(0.5)
    if left := [*_links(box), *root.parent.glob("Terren*")]:
        raise Failed(f"uninstall left {left}")
    box.run("reg", "query", _ENVIRONMENT, "/v", "Path", expected=(1,))
    box.run("reg", "query", _APPS, expected=(1,))
    box.env["TERREN_HOME"], box.root = data, unpacked_in


def _refused_where_it_is_not_whole(box: Windows, whole: Path) -> None:
    """A folder that misses a file, or has it cut, is not installed, and says so. Raises Failed."""
    folder = box.folder / "not whole" / whole.name
    own = folder / "versions" / __version__
    # with the last one Python cannot start, and names nothing
    for name, told in (
        ("lib/nacl/signing.py", "lib/nacl/signing.py"),
        ("sqlite3.dll", "sqlite3.dll"),
        ("python313.zip", ""),
    ):
        shutil.copytree(whole, folder, dirs_exist_ok=True)
        (own / name).unlink()
        said = box.run("cmd", "/d", "/c", folder / "install.cmd", "--quiet", expected=(1,))
        if "This folder is not whole" not in said or told not in said:
            raise Failed(f"without {name} install.cmd says: {said}")
    shutil.copytree(whole, folder, dirs_exist_ok=True)
    (folder / "bin" / "terren.cmd").write_bytes(b"")
    said = box.run("cmd", "/d", "/c", folder / "install.cmd", "--quiet", expected=(1,))
    if "This folder is not whole" not in said or "bin/terren.cmd" not in said:
        raise Failed(f"with an empty bin/terren.cmd install.cmd says: {said}")
    (own / "python313.zip").unlink()
    said = box.run("cmd", "/d", "/c", folder / "Terren.cmd", expected=(1,))
    if "This folder is not whole" not in said or "any key" not in said:
        raise Failed(f"a double click in a folder that is not whole says: {said}")
    # past install.cmd, and beside what is none of it
    shutil.copytree(whole, folder, dirs_exist_ok=True)
    (own / "lib/nacl/signing.py").write_bytes(b"")
    (own / "lib/stray.py").touch()
    (own / "desktop.ini").touch()
    box.run("cmd", "/d", "/c", folder / "bin" / "terren.cmd", "install", expected=(1,))
    if (said := box.run("cmd", "/d", "/c", "terren", "--version")).split()[:2] != ["terren", __version__]:
        raise Failed(f"after a folder that is not whole terren says: {said}")
    shutil.copytree(whole, folder, dirs_exist_ok=True)
    box.run("cmd", "/d", "/c", folder / "install.cmd", "--quiet")
    lib = box.user / "AppData/Local/Programs/Terren" / own.relative_to(folder) / "lib"
    if not (lib / "nacl/signing.py").stat().st_size or (lib / "stray.py").exists():
        raise Failed("what was installed is not what the folder lists")


def _refused_while_it_runs(box: Windows, root: Path) -> None:
    """Removed under a window that is open it would leave half of itself. Raises Failed."""
    python = root / "versions" / __version__ / "python.exe"
    waits = "import sys; print('up', flush=True); sys.stdin.read(); import textual.app; print('whole')"
    with subprocess.Popen(
        box.command(python, "-c", waits), env=box.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as window:
        assert window.stdin and window.stdout
        window.stdout.readline()
        before = {path for path in root.rglob("*") if "__pycache__" not in path.parts}
        box.run("cmd", "/d", "/c", "terren", "uninstall", "--yes", expected=(1,))
        if before - set(root.rglob("*")) or len(_links(box)) != len(("menu", "desktop")):
            raise Failed("refused while a window is open, uninstall removed something")
        box.run("reg", "query", _APPS)
        window.stdin.close()
        if b"whole" not in window.stdout.read():
            raise Failed("a window that was open lost its modules")


def keys_are_taken(one: Installation) -> None:
    """The interface takes keys and records, whatever wine's console shows of it. Raises Failed."""
    box, env = _interface(one)
    with terminal(box.command(*one.command), env) as opened:
        opened.seconds_until(b"1.2.3", opened.start, _PATIENCE)
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
            seconds.append(opened.seconds_until(b"1.2.3", opened.start, _PATIENCE))
    return f"     windows (wine): first start {seconds[0]:.1f} s, again {seconds[1]:.1f} s"


def _links(box: Windows) -> list[Path]:
    """The links in the start menu and on the desktop, which wine lays into that of the home."""
    return [*box.user.rglob("Terren.lnk"), *(box.folder / "Desktop").glob("Terren.lnk")]


def ended(one: Installation) -> None:
    """End what wine keeps running for it."""
    one.box.run("wineboot", "--end-session", "--kill")
