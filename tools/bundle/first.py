"""What the first content needs, which ``terren.pyz`` unpacks before all else.

The modules are those of ``first.txt``, compiled for each version of Python that is found here. All together
are one file, since making a file costs more than what is in it. ``python -m tools.bundle --first`` writes the
list from starts of several kinds: what they load differs from computer to computer, and the file may not.
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
from tools.bundle.contents import INSIDE
from tools.bundle.targets import Target

_COMPILE: Final = """
import marshal, sys
root, goal, *names = sys.argv[1:]
# a string of one letter is one object, and is written as what any module before has made of it
kept = [sys.intern(chr(number)) for number in range(256)]
found = {}
for name in names:
    with open(f"{root}/{name}", "rb") as file:
        code = compile(file.read(), name, "exec", dont_inherit=True)
    module = name.replace("@INSIDE@", "", 1)[:-3].replace("/", ".")
    found[module[:-9] if module.endswith(".__init__") else module] = name, marshal.dumps(code)
with open(goal, "wb") as file:
    marshal.dump(found, file)
print(sys.version.split()[0])
"""
LIST: Final = Path(__file__).with_suffix(".txt")
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
    *(f"tomli/{name}.py" for name in ("__init__", "_parser", "_re")),
)
"""What the same start loads on Windows and macOS, and with Python 3.10."""
_ENROL: Final = ("init", "--officer", "Zyrtari", "--unit", "17", "--language", "sq")


def write_first(
    folder: Path,
    own: Path,
    wheels: Mapping[Target, Sequence[Path]],
    here: Target,
    *,
    like: Path | None = None,
) -> list[Path]:
    """Which files of Terren's own wheel are no code; and the modules for each Python.

    With ``like``, such a folder of another build, the modules are those that it has, and nothing is started.
    """
    folder.mkdir(parents=True, exist_ok=True)
    names = _prepared(like, here) if like else _listed(wheels[here])
    # any machine has the same modules, and each Python the versions of its own
    of_python = {target.python: of_target for target, of_target in reversed(list(wheels.items()))}
    with tempfile.TemporaryDirectory() as temporary:
        code = [
            compiled(folder, python, _extracted(of_target, Path(temporary, f"{python[1]}")), names)
            for python, of_target in sorted(of_python.items())
        ]
    every = {wheel for of_target in wheels.values() for wheel in of_target}
    return [_data(folder / "data", own), modules(folder, every), *code]


def write_list(wheels: Iterable[Path]) -> Path:
    """Write the list."""
    names = _loaded(wheels, seconds=8)
    LIST.write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
    return LIST


def _listed(wheels: Sequence[Path]) -> list[str]:
    """The modules of the list, and what a start loads beyond, which is said: elsewhere it may not be."""
    listed = LIST.read_text(encoding="utf-8").split()
    if beyond := sorted(set(_loaded(wheels)).difference(listed)):
        sys.stdout.write(f"NOTE a start loads what {LIST.name} does not have: {', '.join(beyond)}\n")
    return sorted({*listed, *beyond})


def _extracted(wheels: Iterable[Path], root: Path) -> Path:
    """The folder in which all of the wheels are."""
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(root)
    return root


def _loaded(wheels: Iterable[Path], *, seconds: float = 2) -> list[str]:
    with tempfile.TemporaryDirectory() as temporary:
        return _recorded(_extracted(wheels, Path(temporary, "all")), Path(temporary), seconds)


def _recorded(root: Path, work: Path, seconds: float) -> list[str]:
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
            opened.drain(seconds)
    prefix = Path(work / "bytecode", *root.parts[1:])
    compiled_files = (path.relative_to(prefix) for path in prefix.rglob("*.pyc"))
    names = {path.with_name(path.name.partition(".")[0] + ".py").as_posix() for path in compiled_files}
    return sorted(name for name in {*names, *_ELSEWHERE} if name != "start.py")


def _prepared(folder: Path, here: Target) -> list[str]:
    """The modules that are compiled there for the Python that is used here."""
    code = marshal.loads(_code(folder, here.python).read_bytes())
    return sorted(name for name, _compiled in code.values())


def _code(folder: Path, python: tuple[int, int]) -> Path:
    return folder / f"code-{'.'.join(map(str, python))}"


def _data(path: Path, own: Path) -> Path:
    """The wheel, and its files that modules read beside them; those of ``terren`` are the guides."""
    with zipfile.ZipFile(own) as wheel:
        names = [name for name in sorted(wheel.namelist()) if name.startswith(INSIDE)]
    path.write_bytes(marshal.dumps([own.name, [name for name in names if not name.endswith(".py")]], 2))
    return path


def modules(folder: Path, wheels: Iterable[Path]) -> Path:
    """The modules of each wheel by name, each with its wheel, its file and its bytes."""
    path = folder / "modules"
    by_wheel: dict[str, dict[str, tuple[str, str, int]]] = {}
    for wheel in sorted(wheels):
        with zipfile.ZipFile(wheel) as archive:
            by_wheel[wheel.name] = {
                _module(entry.filename): (wheel.name, entry.filename, entry.file_size)
                for entry in archive.infolist()
                if entry.filename.endswith(_MODULES)
            }
    # in a form that all of the Pythons read
    path.write_bytes(marshal.dumps(by_wheel, 2))
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
    # the order of sets; and no module of this user's, since what it has named already is written otherwise
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    env["PYTHONHASHSEED"] = "1"
    script = _COMPILE.replace("@INSIDE@", INSIDE)
    there = [name for name in names if Path(root, name).is_file()]
    command = [str(program), "-s", "-S", "-c", script, str(root), str(path), *there]
    done = None if program is None else subprocess.run(command, env=env, capture_output=True)
    if done is None or done.returncode == _NOT_FOUND:
        sys.stdout.write(f"NOTE no Python {version} here: the first start with it compiles\n")
        path.write_bytes(marshal.dumps({}))
    elif done.returncode:
        raise OSError(done.stderr.decode())
    else:
        # another builder compares with the same ones: 3.13.0 compiles otherwise than 3.13.5
        sys.stdout.write(f"     compiled by Python {done.stdout.decode().strip()}\n")
    return path
