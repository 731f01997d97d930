"""The installer, with a small program in the place of Terren's wheel: what works is never taken away."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from importlib.metadata import distribution
from pathlib import Path

import pytest

from sync.update.installation import Installed, working_in
from sync.update.removal import MADE, remove_program
from sync.update.whole import LIST, MARK
from tests.support.lengths import soak
from tools.bundle.archive import add, listed
from tools.bundle.targets import Machine, this_target
from tools.bundle.wheelhouse import HERE, filled

pytestmark = [soak, pytest.mark.skipif(os.name == "nt", reason="the installer of POSIX")]
VERSION = "9.9.9"
WHEEL = f"terren-{VERSION}-py3-none-any.whl"
PAGES = """
import pathlib, sys
if sys.argv[1:3] == ["man", "-o"]:
    folder = pathlib.Path(sys.argv[3])
    folder.mkdir(parents=True)
    (folder / "terren-set.1").touch()
"""


@pytest.fixture(scope="module")
def pip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """pip's wheel, of the pip that is here."""
    found = distribution("pip")
    path = tmp_path_factory.mktemp("pip") / f"pip-{found.version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for file in found.files or ():
            if file.parts[0].startswith("pip") and "__pycache__" not in file.parts:
                archive.write(str(file.locate()), str(file))
    return path


class Office:
    """A home, and the unpacked folder of an installer."""

    def __init__(self, folder: Path, pip: Path) -> None:
        self.home, self.box = folder / "home", folder / "box"
        (self.box / "wheels").mkdir(parents=True)
        self.home.mkdir()
        (self.box / "wheels" / pip.name).symlink_to(pip)
        self.write(this_target().machine)
        self.pack("works")

    def write(self, machine: Machine) -> None:
        """Write the installer for a machine."""
        (self.box / "install.sh").write_text(filled(HERE / "install.sh", machine, VERSION), "utf-8")

    def pack(self, says: str, *, code: str = "") -> None:
        """Make a wheel of a program that says this."""
        about = f"terren-{VERSION}.dist-info"
        with zipfile.ZipFile(self.box / "wheels" / WHEEL, "w") as archive:
            add(archive, "terren/__init__.py", b"")
            body = f"{code}\ndef main():\n    print({says!r})\nif __name__ == '__main__':\n    main()\n"
            add(archive, "terren/__main__.py", body.encode())
            metadata = f"Metadata-Version: 2.1\nName: terren\nVersion: {VERSION}\n"
            add(archive, f"{about}/METADATA", metadata.encode())
            add(archive, f"{about}/WHEEL", b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            add(archive, f"{about}/entry_points.txt", b"[console_scripts]\nterren = terren.__main__:main\n")
            names = ("terren/__init__.py", "terren/__main__.py", "METADATA", "WHEEL", "entry_points.txt")
            lines = [name if "/" in name else f"{about}/{name}" for name in names]
            add(archive, f"{about}/RECORD", "".join(f"{name},,\n" for name in lines).encode())
        digest = hashlib.sha256((self.box / "wheels" / WHEEL).read_bytes()).hexdigest()
        (self.box / "requirements.txt").write_text(f"terren=={VERSION} --hash=sha256:{digest}\n")
        files = {f"wheels/{path.name}": path.read_bytes() for path in (self.box / "wheels").iterdir()}
        files |= {name: (self.box / name).read_bytes() for name in ("install.sh", "requirements.txt")}
        for name, data in listed(files, VERSION, "linux-x86_64").items():
            if name in (LIST, MARK):
                (self.box / name).write_bytes(data)

    def start(self, *words: str, at: Path | None = None, **more: str) -> subprocess.Popen[str]:
        env = {"PATH": os.environ["PATH"], "HOME": str(self.home), "PYTHON": sys.executable, "LANG": "C"}
        env = {name: value for name, value in {**env, **more}.items() if value}
        return subprocess.Popen(
            ["sh", str(self.box / "install.sh"), *words],
            env=env,
            cwd=at,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def install(self, *words: str, at: Path | None = None) -> tuple[int, str]:
        """Install, from whatever folder one stands in; its code, and what it says."""
        process = self.start(*words, at=at)
        _out, err = process.communicate()
        return process.returncode, err

    @property
    def versions(self) -> Path:
        data = "Library/Application Support" if sys.platform == "darwin" else ".local/share"
        return self.home / data / "terren-program" / "versions"

    def says(self) -> str:
        """What the installed program says."""
        program = str(self.home / ".local" / "bin" / "terren")
        return subprocess.run([program], capture_output=True, text=True, check=True).stdout.strip()


def test_installing_again_over_what_works_leaves_it_until_the_new_one_works(
    tmp_path: Path, pip: Path
) -> None:
    office = Office(tmp_path, pip)
    code, err = office.install()
    # no warning of pip's, which means nothing to an officer
    assert (code, len(err.splitlines())) == (0, 1), err
    assert office.says() == "works"

    wheel = office.box / "wheels" / WHEEL
    whole = wheel.read_bytes()
    wheel.write_bytes(whole[:-40] + b"\0" * 40)
    code, err = office.install()
    assert code != 0
    assert "what was installed before is as it was" in err
    assert office.says() == "works"
    office.pack("fails", code="raise SystemExit(3)")
    assert office.install()[0] != 0
    assert office.says() == "works"
    # it starts where it was made, and not where it lies then
    office.pack("fails", code="import sys\nif '.new' not in sys.prefix: raise SystemExit(3)")
    assert office.install()[0] != 0
    assert office.says() == "works"
    assert [path.name for path in office.versions.iterdir()] == [VERSION]

    office.pack("newer")
    assert office.install()[0] == 0
    assert office.says() == "newer"
    assert [path.name for path in office.versions.iterdir()] == [VERSION]


def test_what_it_made_elsewhere_is_listed_to_be_removed(
    tmp_path: Path, pip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office(tmp_path, pip)
    (office.home / "Desktop").mkdir()
    office.pack("works", code=PAGES)
    other = office.home / ".local/share/man/man1/terrenmap.1"
    other.parent.mkdir(parents=True)
    other.touch()
    assert office.install()[0] == 0
    root = office.versions.parent
    made = [Path(line) for line in (root / MADE).read_text().splitlines()]
    assert len(made) == len({"program", "menu", "desktop", "page"})
    assert all(path.is_file() and path.is_relative_to(office.home) for path in made)
    monkeypatch.setattr("atexit.register", lambda action, *given, **named: action(*given, **named))
    assert remove_program(Installed(root, VERSION)) == []
    assert [path for path in (root, *made) if path.exists()] == []
    # somebody else's page
    assert other.exists()


def test_an_installer_that_is_broken_off_leaves_what_works(tmp_path: Path, pip: Path) -> None:
    office = Office(tmp_path, pip)
    assert office.install()[0] == 0
    process = office.start()
    while process.poll() is None and not (office.versions / f".{VERSION}.new").exists():
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGTERM)
    process.communicate()
    assert process.returncode != 0
    assert office.says() == "works"
    assert [path.name for path in office.versions.iterdir()] == [VERSION]
    # killed between the two names
    (office.versions / VERSION).rename(office.versions / f".{VERSION}.old")
    (office.box / "wheels" / WHEEL).write_bytes(b"")
    assert office.install()[0] != 0
    assert office.says() == "works"


@pytest.mark.parametrize("refusing", [".local/bin", ".local/bin/terren"])
def test_a_newer_version_starts_only_once_all_else_is_there(tmp_path: Path, pip: Path, refusing: str) -> None:
    office = Office(tmp_path, pip)
    assert office.install()[0] == 0
    # as if an older one had been installed
    (office.versions / VERSION).rename(office.versions / "9.0.0")
    pointer = office.versions.with_name("current")
    pointer.write_text("versions/9.0.0/bin/terren\n")
    made = office.versions.with_name(MADE).read_text()
    folder = office.home / refusing
    folder.rename(folder.with_name("aside"))
    if refusing == ".local/bin":
        folder.touch()
    else:
        # what cannot be replaced, and does not start
        folder.mkdir()
    code, err = office.install()
    assert code != 0
    assert ("cannot write to it" in err) == (refusing == ".local/bin")
    assert pointer.read_text() == "versions/9.0.0/bin/terren\n"
    assert [path.name for path in office.versions.iterdir()] == ["9.0.0"]
    assert office.versions.with_name(MADE).read_text() == made
    folder.unlink() if folder.is_file() else shutil.rmtree(folder)
    folder.with_name("aside").rename(folder)
    assert office.install()[0] == 0
    assert pointer.read_text() == f"versions/{VERSION}/bin/terren\n"


def test_an_older_version_does_not_take_the_place_of_one_whose_data_it_cannot_read(
    tmp_path: Path, pip: Path
) -> None:
    office = Office(tmp_path, pip)
    assert office.install()[0] == 0
    refuses = "import sys\nif sys.argv[1:] == ['install', '--look']: raise SystemExit('a newer one wrote it')"
    office.pack("older", code=refuses)
    code, err = office.install()
    assert (code, office.says()) == (1, "works")
    assert "a newer one wrote it" in err and "what was installed before is as it was" in err
    assert office.install("--force")[0] == 0
    assert office.says() == "older"


@pytest.mark.parametrize("name", ["h$b", "h`b", 'h"b', "h\\b", "h'b c %u 100%; #!", 'h $HOME `b` "c'])
def test_whatever_the_home_is_called_launcher_icon_and_entry_start(
    tmp_path: Path, pip: Path, name: str
) -> None:
    office = Office(tmp_path / name, pip)
    code, err = office.install()
    assert (code, office.says()) == (0, "works"), err
    opens = office.versions.with_name("open")
    assert subprocess.run([str(opens)], capture_output=True, text=True, check=True).stdout == "works\n"
    if sys.platform == "linux":
        (line,) = re.findall(
            "^Exec=(.*)$",
            office.versions.parents[1].joinpath("applications/terren.desktop").read_text(),
            re.MULTILINE,
        )
        # as the specification of desktop entries reads it: a text, then one argument, then its fields
        argument = re.sub(r"\\(.)", r"\1", re.sub(r"\\\\", r"\\", line)[1:-1])
        assert argument.replace("%%", "%") == str(opens)


@pytest.mark.parametrize("first", [True, False])
def test_a_desktop_that_takes_no_entry_is_said_and_no_hindrance(
    tmp_path: Path, pip: Path, first: bool
) -> None:
    office = Office(tmp_path, pip)
    if not first:
        assert office.install()[0] == 0
    entry = "Terren.command" if sys.platform == "darwin" else "terren.desktop"
    # root may write everywhere, and so gets what nobody replaces
    locked = office.home / "Desktop" / f".{entry}.new"
    locked.mkdir(parents=True)
    code, err = office.install()
    assert (code, office.says()) == (0, "works")
    said, installed = err.splitlines()
    assert said == f"{locked.with_name(entry)} could not be written; Terren starts without it as well."
    assert f"Terren {VERSION} is installed" in installed
    assert str(locked.with_name(entry)) not in office.versions.with_name(MADE).read_text()


def test_of_a_first_install_that_fails_at_the_end_nothing_starts(tmp_path: Path, pip: Path) -> None:
    office = Office(tmp_path, pip)
    # nothing takes its place, and it does not start
    (office.home / ".local" / "bin" / "terren").mkdir(parents=True)
    (office.home / "Desktop").mkdir()
    code, err = office.install()
    assert code != 0
    assert "was not installed" in err
    made = {office.versions.with_name("current"), *(office.home / "Desktop").iterdir()}
    assert [path for path in (*made, *office.versions.iterdir()) if path.exists()] == []


def test_two_installers_at_once_come_one_after_the_other(tmp_path: Path, pip: Path) -> None:
    office = Office(tmp_path, pip)
    first = office.start()
    while first.poll() is None and not (office.versions / f".{VERSION}.new").exists():
        time.sleep(0.01)
    code, err = office.install()
    waited, installed = err.splitlines()
    assert (code, waited) == (0, "Another installation is under way; this one waits for its end.")
    assert "is installed" in installed
    assert first.communicate()[1].splitlines() == [installed]
    assert (first.returncode, office.says()) == (0, "works")
    assert [path.name for path in office.versions.iterdir()] == [VERSION]


def test_an_update_which_holds_the_lock_is_not_waited_for_by_its_own_installer(
    tmp_path: Path, pip: Path
) -> None:
    office = Office(tmp_path, pip)
    root = office.versions.parent
    with working_in(root):
        beside = office.start(TERREN_BESIDE=str(root))
        assert (beside.communicate(timeout=60)[1], beside.returncode) == ("", 0)
        other = office.start()
        assert other.stderr and other.stderr.readline().startswith("Another installation is under way")
        assert other.poll() is None
    other.communicate()
    assert (other.returncode, office.says()) == (0, "works")


@pytest.mark.parametrize(
    "name", ["wheels/pip", "wheels/terren", "requirements.txt", MARK, LIST, "install.sh"]
)
@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"PK")], ids=["gone", "cut"])
def test_a_folder_that_is_not_whole_is_said_in_a_line(
    tmp_path: Path, pip: Path, name: str, damage: Callable[[Path], object]
) -> None:
    office = Office(tmp_path, pip)
    assert office.install()[0] == 0
    (file,) = office.box.glob(f"{name}*")
    whole = file.read_bytes()
    file.unlink()
    file.write_bytes(whole)
    if name == "install.sh":
        # it runs, and is another one
        file.write_bytes(whole + b"\n# altered\n")
    else:
        damage(file)
    code, err = office.install()
    assert code == 1
    said, rest = err.splitlines()
    assert said.startswith(f"This folder is not whole, or was altered: {file.name}.")
    assert office.says() == "works"
    assert rest.startswith(f"Terren {VERSION} was not installed")


def test_nothing_of_the_folder_where_one_stands_is_run(tmp_path: Path, pip: Path) -> None:
    stick, ran = tmp_path / "stick", tmp_path / "ran"
    stick.mkdir()
    for name in ("venv", "platform", "runpy", "pip", "terren"):
        (stick / f"{name}.py").write_text(f"open({str(ran)!r}, 'w')\n", encoding="utf-8")
    office = Office(tmp_path, pip)
    assert office.install(at=stick)[0] == 0
    assert (office.says(), ran.exists()) == ("works", False)


def test_a_full_disk_is_said_with_its_folder_and_what_was_there_stays(tmp_path: Path, pip: Path) -> None:
    office = Office(tmp_path, pip)
    full = tmp_path / "python"
    full.write_text(
        f"""#!/bin/sh
case " $* " in *" venv "*) echo "Error: [Errno 28] No space left on device" >&2; exit 1 ;; esac
exec '{sys.executable}' "$@"
"""
    )
    full.chmod(0o755)
    root = office.versions.parent
    said = [f"The disk of {root} is full. Free some space there, and install again.", ""]
    for end in ("was not installed.", "was not installed; what was installed before is as it was."):
        process = office.start(PYTHON=str(full))
        _out, err = process.communicate()
        said[1] = f"Terren {VERSION} {end}"
        assert (process.returncode, err.splitlines()) == (1, said)
        assert office.install()[0] == 0
    assert "plot" in office.start(PYTHON=str(full), LANG="sq_AL.UTF-8").communicate()[1]


def test_a_folder_that_cannot_be_made_is_told_by_the_one_that_is_there(tmp_path: Path, pip: Path) -> None:
    office = Office(tmp_path / "o'n b", pip)
    # root may write everywhere, but makes no folder below a file
    office.home.joinpath(".local").touch()
    code, err = office.install()
    assert code == 1
    (said,) = err.splitlines()
    (named,) = re.findall(r"\((.*) says whose it is\)", said)
    shown = subprocess.run(named, shell=True, capture_output=True, text=True, check=True).stdout
    assert str(office.home / ".local") in shown


def test_where_it_is_started_from_is_said_as_it_was_made(tmp_path: Path, pip: Path) -> None:
    office = Office(tmp_path, pip)
    start = f"Terren {VERSION} is installed. Start it {{}}with: {office.home}/.local/bin/terren"
    assert office.install()[1].splitlines() == [start.format("from the menu, or ")]
    (office.home / "Desktop").mkdir()
    assert office.install()[1].splitlines() == [start.format("from the menu, from the desktop, or ")]
    menu = office.versions.parents[1] / "applications"
    shutil.rmtree(menu)
    menu.touch()
    shutil.rmtree(office.home / "Desktop")
    assert office.install()[1].splitlines()[1:] == [start.format("")]


def test_an_update_installs_where_the_environment_names_no_home(tmp_path: Path, pip: Path) -> None:
    office = Office(tmp_path, pip)
    root = office.versions.parent
    beside = office.start(TERREN_BESIDE=str(root), HOME="")
    assert (beside.communicate()[1], beside.returncode) == ("", 0)
    assert (root / "versions" / VERSION / "bin" / "terren").is_file()


def test_another_machine_is_told_before_anything_is_made(tmp_path: Path, pip: Path) -> None:
    office = Office(tmp_path, pip)
    office.write(Machine("linux", "riscv64"))
    code, err = office.install()
    assert code == 1
    assert f"for linux-riscv64, glibc 2.17, and here is {this_target().machine.name}." in err
    script = office.box / "install.sh"
    script.write_text(filled(HERE / "install.sh", this_target().machine, VERSION).replace("2.17", "2.999"))
    code, err = office.install()
    assert code == 1
    assert "glibc 2.999, and here is glibc 2." in err
    assert not office.versions.parent.exists()
    assert len(err.splitlines()) == 1


def test_what_an_icon_starts_keeps_a_refusal_on_the_screen_until_enter(tmp_path: Path, pip: Path) -> None:
    office = Office(tmp_path, pip)
    (office.home / "Desktop").mkdir()
    assert office.install()[0] == 0
    entry = next((office.home / "Desktop").iterdir()).read_text("utf-8")
    (started,) = re.findall(r"""^(?:Exec=|exec )["'](.+)["']$""", entry, re.MULTILINE)

    def opened(language: str, keys: str) -> tuple[int, str]:
        env = {"PATH": os.environ["PATH"], "HOME": str(office.home), "LANG": language}
        done = subprocess.run([started], env=env, input=keys, capture_output=True, text=True, timeout=60)
        return done.returncode, done.stdout.strip()

    assert opened("C", "") == (0, "works")
    office.pack("refused", code="import sys\nif not sys.argv[1:]: raise SystemExit('refused')")
    assert office.install()[0] == 0
    assert [opened(one, "\n") for one in ("C", "sq_AL.UTF-8", "sr_RS.UTF-8@latin")] == [
        (1, "Press Enter: the window closes."),
        (1, "Shtypni Enter: dritarja mbyllet."),
        (1, "Pritisnite Enter: prozor se zatvara."),
    ]
    assert started == str(office.versions.with_name("open"))
