"""What the first content needs, which ``terren.pyz`` unpacks before all else.

The modules are those that starts of several kinds load here, compiled for each version of Python that is
found here. All together are one file, since making a file costs more than what is in it.
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
from tools.bundle.contents import INSIDE
from tools.bundle.targets import Target

_COMPILE: Final = """
import marshal, sys
root, goal, *names = sys.argv[1:]
found = {}
for name in names:
    with open(f"{root}/{name}", "rb") as file:
        code = compile(file.read(), name, "exec", dont_inherit=True)
    module = name.replace("@INSIDE@", "", 1)[:-3].replace("/", ".")
    found[module[:-9] if module.endswith(".__init__") else module] = name, marshal.dumps(code)
with open(goal, "wb") as file:
    marshal.dump(found, file)
"""
_NOT_FOUND: Final = 127
_PATIENCE: Final = 300.0
"""Seconds: a start compiles all here, and others may use the computer."""
_MODULES: Final = (".py", ".pyd", ".so")
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


def write_first(
    folder: Path,
    own: Path,
    wheels: Mapping[Target, Sequence[Path]],
    here: Target,
    *,
    like: Path | None = None,
) -> list[Path]:
    """The files of Terren's own wheel that are no code, as an archive; and the modules for each Python.

    With ``like``, such a folder of another build, the modules are those that it has, and nothing is started.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary, "all")
        for wheel in wheels[here]:
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(root)
        names = _prepared(like, here) if like else _loaded(root, Path(temporary))
        pythons = sorted({target.python for target in wheels})
        return [
            _data(folder / "data.zip", own),
            modules(folder, {wheel for found in wheels.values() for wheel in found}),
            *(compiled(folder, one, root, names) for one in pythons),
        ]


def _loaded(root: Path, work: Path) -> list[str]:
    """The modules that a start loads where nobody is enrolled, where somebody just did, and where a year was
    reported and exchanged: those whose byte code they leave."""
    env = {"PATH": os.defpath, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
    env |= {"PYTHONNOUSERSITE": "1", "PYTHONPYCACHEPREFIX": str(work / "bytecode")}
    script = root / "start.py"
    script.write_text("from terren.__main__ import main\nmain()\n", encoding="utf-8")
    command = [sys.executable, str(script)]
    enrolled, demo = work / "enrolled", work / "demo"
    for words in (_ENROL, ("demo", str(demo))):
        silent = {**env, "TERREN_HOME": str(enrolled), "PYTHONDONTWRITEBYTECODE": "1"}
        subprocess.run([*command, *words], env=silent, check=True, capture_output=True)
    # without a database it asks four questions; with one it shows the plan
    shown = {work / "nobody": b"Terren"}
    shown |= dict.fromkeys((enrolled, demo / "headquarters", demo / "officer-1"), b"1.2.3")
    for home, first in shown.items():
        with terminal(command, {**env, "TERREN_HOME": str(home)}) as opened:
            opened.seconds_until(first, opened.start, _PATIENCE)
            # what it does by itself, some of it every second
            opened.drain(2)
    prefix = Path(work / "bytecode", *root.parts[1:])
    found = (path.relative_to(prefix) for path in prefix.rglob("*.pyc"))
    names = {path.with_name(path.name.partition(".")[0] + ".py").as_posix() for path in found}
    return sorted(name for name in {*names, *_ELSEWHERE} if name != "start.py")


def _prepared(folder: Path, here: Target) -> list[str]:
    """The modules that are compiled there for the Python that is used here."""
    code = marshal.loads(_code(folder, here.python).read_bytes())
    return sorted(name for name, _compiled in code.values())


def _code(folder: Path, python: tuple[int, int]) -> Path:
    return folder / f"code-{'.'.join(map(str, python))}"


def _data(path: Path, own: Path) -> Path:
    """Files that modules read beside them; those of ``terren`` are the guides."""
    with zipfile.ZipFile(own) as wheel, zipfile.ZipFile(path, "w") as archive:
        for name in sorted(wheel.namelist()):
            others = name.startswith(INSIDE) or not name.startswith(("terren/", "terren-"))
            if others and not name.endswith(".py"):
                add(archive, name, wheel.read(name), packed=True)
    return path


def modules(folder: Path, wheels: Iterable[Path]) -> Path:
    """The modules of each wheel by name, each with its wheel, its file and its bytes."""
    path = folder / "modules"
    found: dict[str, dict[str, tuple[str, str, int]]] = {}
    for wheel in sorted(wheels):
        with zipfile.ZipFile(wheel) as archive:
            found[wheel.name] = {
                _module(entry.filename): (wheel.name, entry.filename, entry.file_size)
                for entry in archive.infolist()
                if entry.filename.endswith(_MODULES)
            }
    # in a form that all of the Pythons read
    path.write_bytes(marshal.dumps(found, 2))
    return path


def _module(inside: str) -> str:
    """The name of the module in a file; one with machine code names its Python as well."""
    folder, _, file = inside.removeprefix(INSIDE).rpartition("/")
    parts = [*folder.split("/"), file.partition(".")[0]]
    return ".".join(part for part in parts if part not in ("", "__init__"))


def compiled(folder: Path, python: tuple[int, int], root: Path, names: Iterable[str]) -> Path:
    """The modules by name, each with its file and its code; none where that Python is not here."""
    version = ".".join(map(str, python))
    path = _code(folder, python)
    program = sys.executable if python == sys.version_info[:2] else shutil.which(f"python{version}")
    # the order of sets
    env = {**os.environ, "PYTHONHASHSEED": "1"}
    command = [str(program), "-c", _COMPILE.replace("@INSIDE@", INSIDE), str(root), str(path), *names]
    done = None if program is None else subprocess.run(command, env=env, capture_output=True)
    if done is None or done.returncode == _NOT_FOUND:
        sys.stdout.write(f"NOTE no Python {version} here: the first start with it compiles\n")
        path.write_bytes(marshal.dumps({}))
    elif done.returncode:
        raise OSError(done.stderr.decode())
    return path
