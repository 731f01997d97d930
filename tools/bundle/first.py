"""What the first content needs, which ``terren.pyz`` unpacks before all else.

The modules are those that the very first start and a later one load here, compiled for each version of
Python that is found here. All together are one file, since making a file costs more than what is in it.
"""

from __future__ import annotations

import marshal
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from benchmarks.interface import terminal
from tools.bundle.archive import add
from tools.bundle.targets import Target

_COMPILE: Final = """
import marshal, sys
root, goal, *names = sys.argv[1:]
found = {}
for name in names:
    with open(f"{root}/{name}", "rb") as file:
        code = compile(file.read(), name, "exec", dont_inherit=True)
    module = name[:-3].replace("/", ".")
    found[module[:-9] if module.endswith(".__init__") else module] = name, marshal.dumps(code)
with open(goal, "wb") as file:
    marshal.dump(found, file)
"""
_NOT_FOUND: Final = 127
_ELSEWHERE: Final = (
    "platformdirs/macos.py",
    "platformdirs/windows.py",
    "rich/_win32_console.py",
    "rich/_windows.py",
    "textual/_win_sleep.py",
    "textual/drivers/win32.py",
    "textual/drivers/windows_driver.py",
)
"""What the same start loads on Windows and macOS."""
_ENROL: Final = ("init", "--officer", "Zyrtari", "--unit", "17", "--language", "sq")


def write_first(folder: Path, own: Path, wheels: Mapping[Target, Sequence[Path]], here: Target) -> list[Path]:
    """The files of Terren's own wheel that are no code, as an archive; and the modules for each Python."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary, "all")
        for wheel in wheels[here]:
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(root)
        names = _loaded(root, Path(temporary))
        pythons = sorted({target.python for target in wheels})
        return [_data(folder / "data.zip", own), *(compiled(folder, one, root, names) for one in pythons)]


def _loaded(root: Path, work: Path) -> list[str]:
    """The modules that the very first start and a later one load: those whose byte code they leave."""
    env = {"PATH": os.defpath, "TERREN_HOME": str(work / "home")}
    env |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "PYTHONNOUSERSITE": "1"}
    script = root / "start.py"
    script.write_text("from terren.__main__ import main\nmain()\n", encoding="utf-8")
    command = [sys.executable, str(script)]
    enrol = [*command, *_ENROL]
    # without a database it asks four questions; with one it shows the plan
    for before, shown in ((None, b"Terren"), (enrol, b"1.2.3")):
        if before is not None:
            silent = {**env, "PYTHONDONTWRITEBYTECODE": "1"}
            subprocess.run(before, env=silent, check=True, capture_output=True)
        with terminal(command, {**env, "PYTHONPYCACHEPREFIX": str(work / "bytecode")}) as opened:
            opened.seconds_until(shown, opened.start)
            opened.drain(1)
    prefix = Path(work / "bytecode", *root.parts[1:])
    found = (path.relative_to(prefix) for path in prefix.rglob("*.pyc"))
    names = {path.with_name(path.name.partition(".")[0] + ".py").as_posix() for path in found}
    return sorted(name for name in {*names, *_ELSEWHERE} if name != "start.py")


def _data(path: Path, own: Path) -> Path:
    """Files that modules read beside them; those of ``terren`` are the guides."""
    with zipfile.ZipFile(own) as wheel, zipfile.ZipFile(path, "w") as archive:
        for name in sorted(wheel.namelist()):
            if not name.endswith(".py") and not name.startswith(("terren/", "terren-")):
                add(archive, name, wheel.read(name), packed=True)
    return path


def compiled(folder: Path, python: tuple[int, int], root: Path, names: Iterable[str]) -> Path:
    """The modules by name, each with its file and its code; none where that Python is not here."""
    version = ".".join(map(str, python))
    path = folder / f"code-{version}"
    program = sys.executable if python == sys.version_info[:2] else shutil.which(f"python{version}")
    # the order of sets
    env = {**os.environ, "PYTHONHASHSEED": "1"}
    command = [str(program), "-c", _COMPILE, str(root), str(path), *names]
    done = None if program is None else subprocess.run(command, env=env, capture_output=True)
    if done is None or done.returncode == _NOT_FOUND:
        sys.stdout.write(f"NOTE no Python {version} here: the first start with it compiles\n")
        path.write_bytes(marshal.dumps({}))
    elif done.returncode:
        raise OSError(done.stderr.decode())
    return path
