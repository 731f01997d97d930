"""The folder for Windows, which has its own Python: ``terren-VERSION-windows-x64.zip``.

It is put together of CPython's embeddable package and wheels, on any system; nothing of it runs for that.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tools.bundle.archive import MARK, add, mark
from tools.bundle.embedded import Embedded

HERE: Final = Path(__file__).with_name("windows")
KIND: Final = "windows-x64"
LIBRARIES: Final = "lib"
_STARTS: Final = {"Terren.cmd": "open.cmd", "install.cmd": "install.cmd", "bin/terren.cmd": "terren.cmd"}


def write_carried(folder: Path, wheels: Iterable[Path], embedded: Embedded, version: str) -> Path:
    """Write the archive into ``folder``; the same wheels and the same Python give the same bytes."""
    path = folder / f"terren-{version}-{KIND}.zip"
    own = f"versions/{version}"
    files = {name: text(file, version) for name, file in {**_STARTS, "README.txt": "README.txt"}.items()}
    files["current"] = f"{own}/python.exe\n".encode()
    files |= {f"{own}/{name}": data for name, data in embedded.files.items()}
    files[f"{own}/{embedded.paths}"] = "\r\n".join(
        (embedded.paths.replace("._pth", ".zip"), ".", LIBRARIES, "")
    ).encode()
    files[f"{own}/{MARK}"] = mark(version, KIND)
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            names = [name for name in archive.namelist() if not name.endswith("/")]
            files |= {f"{own}/{LIBRARIES}/{name}": archive.read(name) for name in names}
    with zipfile.ZipFile(path, "w") as archive:
        for name in sorted(files):
            add(archive, f"{path.stem}/{name}", files[name])
    return path


def text(name: str, version: str) -> bytes:
    """A file for people or for cmd, in UTF-8 with the line ends of Windows."""
    words = (HERE / name).read_text(encoding="utf-8").replace("@VERSION@", version)
    words = words.replace("@TEXTS@\n", (HERE / "texts.cmd").read_text(encoding="utf-8"))
    # Notepad takes UTF-8 for what it is by its mark; cmd would run the mark
    return words.replace("\n", "\r\n").encode("utf-8-sig" if name.endswith(".txt") else "utf-8")
