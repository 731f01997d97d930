"""The folder for Windows, which has its own Python: ``terren-VERSION-windows-x64.zip``.

It is put together of CPython's embeddable package and wheels, on any system; nothing of it runs for that.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from sync.update.whole import STARTS
from tools.bundle.archive import add, listed, named
from tools.bundle.embedded import Embedded
from tools.bundle.licences import texts_beside

HERE: Final = Path(__file__).with_name("windows")
KIND: Final = "windows-x64"
LIBRARIES: Final = "lib"
_STARTS: Final = {"Terren.cmd": "open.cmd", "bin/terren.cmd": "terren.cmd"}
"""What is installed; it lies beside ``versions``, and once more where it is listed."""
_OTHERS: Final = {"install.cmd": "install.cmd", "README.txt": "README.txt"}


def write_carried(
    folder: Path, wheels: Iterable[Path], embedded: Embedded, version: str, *, hq: bool = False
) -> Path:
    """Write the archive into ``folder``; the same wheels and the same Python give the same bytes.

    With ``hq`` it is headquarters' one.
    """
    name, kind = named(version, KIND, hq=hq)
    path = folder / f"{name}.zip"
    starts = {name_inside: text(file, version) for name_inside, file in _STARTS.items()}
    inside = {**embedded.files, **{f"{STARTS}/{name_inside}": data for name_inside, data in starts.items()}}
    paths = (embedded.paths.replace("._pth", ".zip"), ".", LIBRARIES, "")
    inside[embedded.paths] = "\r\n".join(paths).encode()
    for wheel in (wheels := [*wheels]):
        with zipfile.ZipFile(wheel) as archive:
            names = [inner for inner in archive.namelist() if not inner.endswith("/")]
            inside |= {f"{LIBRARIES}/{inner}": archive.read(inner) for inner in names}
    inside |= texts_beside(wheels)
    own = f"versions/{version}"
    files = {**starts, **{file_name: text(file, version) for file_name, file in _OTHERS.items()}}
    files["current"] = f"{own}/python.exe\n".encode()
    files |= {f"{own}/{file_name}": data for file_name, data in listed(inside, version, kind).items()}
    with zipfile.ZipFile(path, "w") as archive:
        for file_name in sorted(files):
            add(archive, f"{name}/{file_name}", files[file_name])
    return path


def text(name: str, version: str) -> bytes:
    """A file for people or for cmd, in UTF-8 with the line ends of Windows."""
    words = (HERE / name).read_text(encoding="utf-8").replace("@VERSION@", version)
    words = words.replace("@TEXTS@\n", (HERE / "texts.cmd").read_text(encoding="utf-8"))
    # Notepad takes UTF-8 for what it is by its mark; cmd would run the mark
    return words.replace("\n", "\r\n").encode("utf-8-sig" if name.endswith(".txt") else "utf-8")
