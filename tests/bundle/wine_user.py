"""Terren installed for a user of Windows, as wine has one, and removed."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path
from typing import Final

from terren import __version__
from tests.bundle.installations import Failed, Installation
from tests.bundle.wine import PATIENCE, Windows

_APPS: Final = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Terren"
_ENVIRONMENT: Final = r"HKCU\Environment"
_ROUNDS: Final = 3.0
"""Seconds in which what the system removes later is tried again."""


def installed_and_removed(officer: Installation) -> None:
    """Install for the user, start by the PATH of the registry, and remove. Raises Failed."""
    box = officer.box
    assert isinstance(box, Windows)
    data = box.env.pop("TERREN_HOME")
    # wine gives a user no PATH of their own, so that what stays of ours is seen
    box.run("reg", "query", _ENVIRONMENT, "/v", "Path", expected=(1,))
    box.name_folders()
    # two double clicks: one waits for the other
    words = ("cmd", "/d", "/c", "install.cmd", "--quiet")
    with subprocess.Popen(box.command(*words), env=box.env, stderr=subprocess.PIPE, text=True) as other:
        box.run(*words)
        said = other.communicate()[1]
    if other.returncode:
        raise Failed(f"of two installations at once one says: {said}")
    # in the unpacked folder its own comes before the PATH
    unpacked_in, box.root = box.root, box.folder
    root = box.programs
    links = _links(box)
    # a link has each name of the path by itself
    names = [name.encode("utf-16-le") for name in (box.user.name, "Programs", "Terren", "Terren.cmd")]
    whole = all(name in link.read_bytes() for name in names for link in links)
    if len(links) != len(("menu", "desktop")) or not whole:
        raise Failed(f"the links are {links}")
    if r"Terren\bin\terren.cmd" not in box.run("reg", "query", _APPS, "/v", "UninstallString"):
        raise Failed("there is no entry among the apps")
    if (said := box.run("cmd", "/d", "/c", "terren", "--version")).split()[:2] != ["terren", __version__]:
        raise Failed(f"the terren of the PATH says: {said}")
    # what only an administrator may write; the lock lies in the user's own Temp
    named = (box.folder / "wine" / "drive_c").rglob("*[Tt]erren*")
    of_all = [path for path in named if "Temp" not in path.parts]
    if of_all or "terren" in box.run("reg", "query", r"HKLM\Software", "/s").casefold():
        raise Failed(f"install.cmd wrote for all users: {of_all or 'into the registry'}")
    _refused_where_it_is_not_whole(box, unpacked_in)
    _refused_while_it_runs(box, root)
    box.run("cmd", "/d", "/c", "terren", "uninstall", "--yes")
    # at once, as tools do that replace a program
    box.run("cmd", "/d", "/c", unpacked_in / "install.cmd", "--quiet")
    time.sleep(_ROUNDS)
    if (said := box.run("cmd", "/d", "/c", "terren", "--version")).split()[:2] != ["terren", __version__]:
        raise Failed(f"installed at once after its removal, terren says: {said}")
    box.run("cmd", "/d", "/c", "terren", "uninstall", "--yes")
    until = time.monotonic() + PATIENCE
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
    lib = box.programs / own.relative_to(folder) / "lib"
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


def _links(box: Windows) -> list[Path]:
    """The links in the start menu and on the desktop."""
    return [*box.user.rglob("Terren.lnk")]
