"""Terren off a computer: what an installer made goes, what a person made stays."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import ExitStack, closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from store.db.errors import UserError
from store.db.places import Places
from sync.update import removal
from sync.update.installation import Carried, Frozen, Installed, Pyz, find_installation
from sync.update.removal import MADE, check_data, install_for_user, remove_data, remove_program
from sync.update.whole import MARK, STARTS
from tests.sync.update.bundles import bundle, packed
from tools.bundle.archive import listed
from tools.bundle.carried import KIND


def folder_for_windows(root: Path, version: str = "0.1.0") -> Carried:
    own = root / "versions" / version
    files = {
        "python.exe": b"MZ",
        "lib/nacl.py": b"",
        f"{STARTS}/Terren.cmd": b"",
        f"{STARTS}/bin/terren.cmd": b"",
    }
    for name, data in listed(files, version, KIND).items():
        (own / name).parent.mkdir(parents=True, exist_ok=True)
        (own / name).write_bytes(data)
    (root / "current").write_text(f"versions/{version}/python.exe\n")
    return Carried(root, version)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for the end of the program is done at once."""
    monkeypatch.setattr("atexit.register", lambda action, *given, **named: action(*given, **named))


def test_what_install_sh_made_goes_and_nothing_else(tmp_path: Path) -> None:
    root, menu = tmp_path / "terren-program", tmp_path / "menu"
    (root / "versions" / "0.1.0").mkdir(parents=True)
    menu.mkdir()
    for name in ("terren.desktop", "other.desktop"):
        (menu / name).touch()
    (root / MADE).write_text(f"{menu / 'terren.desktop'}\n{menu / 'gone.desktop'}\n")
    assert remove_program(Installed(root, "0.1.0")) == []
    assert [path.name for path in tmp_path.iterdir()] == ["menu"]
    assert [path.name for path in menu.iterdir()] == ["other.desktop"]


def test_what_cannot_go_where_it_was_put_is_named_and_the_rest_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, made = tmp_path / "terren-program", [tmp_path / name for name in ("terren", "menu", "desktop")]
    root.mkdir()
    for path in made:
        path.touch()
    (root / MADE).write_text("".join(f"{path}\n" for path in made))
    unlink, gone = Path.unlink, []

    def locked(path: Path, missing_ok: bool = False) -> None:
        if path == made[2]:
            raise PermissionError(13, "locked")
        gone.append(path)
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", locked)
    assert remove_program(Installed(root, "0.1.0")) == [made[2]]
    # what starts Terren last
    assert gone == [made[1], made[0]]
    assert [*tmp_path.iterdir()] == [made[2]]


def test_what_a_person_put_somewhere_is_named_and_stays(tmp_path: Path) -> None:
    pyz = bundle(tmp_path / "terren.pyz", "0.1.0")
    (tmp_path / "terren-program" / "versions").mkdir(parents=True)
    assert remove_program(Pyz(pyz, "0.1.0")) == [pyz]
    assert [path.name for path in tmp_path.iterdir()] == ["terren.pyz"]
    for installation in (Frozen(tmp_path, "terren"), folder_for_windows(tmp_path / "unpacked")):
        assert remove_program(installation) == [installation.root]
        assert installation.root.exists()


def test_the_data_go_from_the_usual_place_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places = Places(tmp_path / "data", tmp_path / "config")
    for folder in (places.data, places.config, tmp_path / "other"):
        folder.mkdir()
        (folder / "file").touch()
    monkeypatch.setenv("TERREN_HOME", str(tmp_path))
    for refused in (check_data, remove_data):
        with pytest.raises(UserError, match="data_by_hand"):
            refused(places)
    assert places.data.exists()
    monkeypatch.delenv("TERREN_HOME")
    remove_data(places)
    assert [path.name for path in tmp_path.iterdir()] == ["other"]
    remove_data(places)


def test_only_the_folder_for_windows_installs_itself(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="install_by_hand"):
        install_for_user(Installed(tmp_path, "0.1.0"), "0.1.0")


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Windows, as far as installing asks for it."""
    fake = SimpleNamespace(
        home=lambda: tmp_path / "Programs" / "Terren",
        make_entries=lambda _root, _version: [],
        remove_entries=lambda _root: [],
        is_installed=lambda _root: True,
        remove_later=lambda _root, _mark: None,
        tell_version=lambda _root, _version: None,
        others_in=lambda _root: iter(()),
    )
    monkeypatch.setattr(sys, "platform", "win32")
    locks = SimpleNamespace(locking=lambda *given: None, LK_NBLCK=2)
    monkeypatch.setitem(sys.modules, "msvcrt", locks)
    monkeypatch.setitem(sys.modules, "sync.update.desktop", fake)
    monkeypatch.setattr(removal, "run", lambda _command: "")
    return fake


@pytest.fixture
def unpacked(tmp_path: Path) -> Carried:
    """The folder for Windows on a stick."""
    return folder_for_windows(tmp_path / "unpacked")


def test_a_folder_that_is_not_whole_leaves_what_was_installed(
    unpacked: Carried, desktop: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, _left = install_for_user(unpacked, "0.1.0")
    own = unpacked.root / "versions" / "0.1.0"
    before = {path: path.stat() for path in root.rglob("*")}

    def refused() -> object:
        with pytest.raises(UserError, match="folder_not_whole") as found:
            install_for_user(unpacked, "0.1.0")
        assert {path: path.stat() for path in root.rglob("*")}.keys() == before.keys()
        assert (root / "versions" / "0.1.0").stat().st_ino == before[root / "versions" / "0.1.0"].st_ino
        return found.value.params["file"]

    (own / "lib" / "nacl.py").unlink()
    assert refused() == "lib/nacl.py"
    (own / "lib" / "nacl.py").touch()
    with monkeypatch.context() as patched:
        # the disk of this computer gives back something else than was written
        patched.setattr(shutil, "copyfile", lambda _from, to: to.write_bytes(b"\0"))
        assert refused() == MARK
    (own / "python.exe").write_bytes(b"NZ")
    assert refused() == "python.exe"
    (own / "python.exe").write_bytes(b"MZ")
    (own / "lib" / "stray.py").touch()
    assert install_for_user(unpacked, "0.1.0") == (root, [])
    assert below(root / "versions" / "0.1.0") == sorted(set(below(own)) - {"lib/stray.py"})


def test_nothing_goes_under_a_window_that_runs(unpacked: Carried, desktop: SimpleNamespace) -> None:
    root, _left = install_for_user(unpacked, "0.1.0")
    desktop.others_in = lambda _root: iter([root / "versions" / "0.1.0" / "python.exe"])
    gone: list[Path] = []
    desktop.remove_entries = desktop.remove_later = lambda *given: gone.append(given[0])
    with pytest.raises(UserError, match="file_in_use"):
        remove_program(Carried(root, "0.1.0"))
    assert (gone, [path.name for path in root.parent.iterdir()]) == ([], ["Terren"])
    # what was unpacked somewhere stays, whoever runs it
    desktop.is_installed = lambda _root: False
    assert remove_program(unpacked) == [unpacked.root]


@pytest.mark.skipif(sys.platform != "linux", reason="processes as Linux tells of them")
@pytest.mark.parametrize("kind", ["installed", "pyz", "linked home"])
def test_nothing_goes_under_a_window_that_runs_on_linux(tmp_path: Path, kind: str) -> None:
    home = tmp_path / "home"
    root = home / "terren-program"
    (root / "versions" / "0.1.0" / "bin").mkdir(parents=True)
    own = root / "versions" / "0.1.0" / "bin" / "python"
    own.symlink_to(sys.executable)
    if kind == "linked home":
        (tmp_path / "elsewhere").symlink_to(home)
        root = tmp_path / "elsewhere" / root.name
    waits = "import sys; print(flush=True); sys.stdin.read()"
    pyz = bundle(home / "terren.pyz", "0.1.0", program=waits)
    installation = Pyz(pyz, "0.1.0") if kind == "pyz" else Installed(root, "0.1.0")
    window = [sys.executable, "-I", pyz.name] if kind == "pyz" else [str(own), "-c", waits]
    # these only name what lies there: an editor, and a Python that does something with it
    named = [["sh", "-c", "read x", str(own)], [sys.executable, "-c", waits, str(own), str(pyz)]]
    with ExitStack() as ended:
        for command in named:
            ended.enter_context(subprocess.Popen(command, cwd=home, stdin=subprocess.PIPE))
        with subprocess.Popen(window, cwd=home, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as opened:
            assert opened.stdout is not None and opened.stdout.readline(), "the window is open"
            with pytest.raises(UserError, match="file_in_use"):
                remove_program(installation)
            assert own.exists()
        assert remove_program(installation) == ([pyz] if kind == "pyz" else [])
        assert not own.exists()


@pytest.mark.parametrize("broken_off", [False, True])
def test_installing_waits_for_a_removal_that_still_goes_on(
    unpacked: Carried, desktop: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, broken_off: bool
) -> None:
    root, _left = install_for_user(unpacked, "0.1.0")
    marks: list[Path] = []
    desktop.remove_later = lambda _root, mark: marks.append(mark)
    assert remove_program(Carried(root, "0.1.0")) == []
    (mark,) = marks
    assert mark.parent == root.parent and mark.exists()

    def passing(_seconds: float) -> None:
        assert not broken_off
        shutil.rmtree(root)
        mark.unlink()

    monkeypatch.setattr("time.sleep", passing)
    if broken_off:
        # the power failed while it went on
        os.utime(mark, (0, 0))
    # given again meanwhile: what the system removes is nobody's to delete
    with monkeypatch.context() as patched:
        patched.setattr(desktop, "is_installed", lambda _root: False)
        assert remove_program(Carried(root, "0.1.0")) == ([root] if broken_off else [])
    assert install_for_user(unpacked, "0.1.0") == (root, [])
    assert (root / "versions" / "0.1.0" / "python.exe").is_file()
    assert [path.name for path in root.parent.iterdir()] == ["Terren"]


def test_what_was_killed_while_it_installed_goes_with_the_next(
    unpacked: Carried, desktop: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(folder: Path, **_named: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(removal, "run", killed)
        patched.setattr(shutil, "rmtree", lambda *_given, **_named: None)
        install_for_user(unpacked, "0.1.0")
    root = desktop.home()
    assert [path.name for path in root.iterdir()] != []
    assert install_for_user(unpacked, "0.1.0") == (root, [])
    assert sorted(path.name for path in root.iterdir()) == ["Terren.cmd", "bin", "current", "versions"]
    assert [path.name for path in (root / "versions").iterdir()] == ["0.1.0"]


def test_the_list_of_apps_says_the_version_that_starts(
    unpacked: Carried, desktop: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = Carried(install_for_user(unpacked, "0.1.0")[0], "0.1.0")
    told: list[tuple[Path, str]] = []
    desktop.tell_version = lambda *given: told.append(given)
    # an update, and back
    for version in ("0.2.0", "0.1.0"):
        installed.switch(installed.program(version))
    assert told == [(installed.root, "0.2.0"), (installed.root, "0.1.0")]

    def refused(_root: Path, _version: str) -> None:
        raise PermissionError(13, "the registry is closed")

    desktop.tell_version = refused
    installed.switch(installed.program("0.2.0"))
    assert (installed.root / "current").read_text() == "versions/0.2.0/python.exe\n"


def test_the_folder_for_windows_is_found_and_takes_a_newer_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = folder_for_windows(tmp_path / "here")
    monkeypatch.setattr(sys, "prefix", str(one.root / "versions" / "0.1.0"))
    monkeypatch.setattr("store.db.system.WINDOWS", True)
    # also on a processor that calls itself something else and runs this all the same
    monkeypatch.setattr("platform.machine", lambda: "ARM64")
    found = find_installation("0.1.0")
    assert isinstance(found, Carried)
    assert (found.root, found.kind, found.running) == (one.root, KIND, "versions/0.1.0/python.exe")
    assert found.command(found.running) == [str(one.root / "versions/0.1.0/python.exe"), "-m", "terren"]

    made, work = tmp_path / "made.zip", one.root / "work"
    version = listed({"python.exe": b"newer"}, "0.2.0", KIND)
    files = {f"versions/0.2.0/{name}": data for name, data in version.items()}
    files["Terren.cmd"] = b"not taken over"
    packed(made, files, "terren-0.2.0-windows-x64/")
    work.mkdir()
    program = found.install(made, "0.2.0", work)
    found.switch(program)
    assert (one.root / (one.root / "current").read_text().strip()).read_text() == "newer"
    assert not (one.root / "Terren.cmd").exists()
    made.unlink()
    bundle(made, "0.3.0", KIND)
    with pytest.raises(UserError, match="bundle_unreadable"):
        found.install(made, "0.3.0", work)
    packed(
        made, {name.replace("0.2.0", "0.4.0"): data for name, data in files.items() if MARK not in name}, "x/"
    )
    with pytest.raises(UserError, match=f"bundle_unreadable.*{MARK}"):
        found.install(made, "0.4.0", work)


def test_a_version_that_runs_is_not_torn_apart_by_installing_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, made = folder_for_windows(tmp_path), tmp_path / "made"
    made.mkdir()
    monkeypatch.setattr("store.db.system.PATIENCE", 0.0)
    rename = Path.rename

    def held(path: Path, target: Path) -> Path:
        if path.name == "0.1.0":
            raise PermissionError(13, "in use")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", held)
    with pytest.raises(UserError, match="file_in_use"):
        one.place(made, "0.1.0")
    assert (tmp_path / "versions" / "0.1.0" / "python.exe").read_text() == "MZ"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """Data and configuration where they usually lie, with the keys of two plans."""
    monkeypatch.delenv("TERREN_HOME", raising=False)
    monkeypatch.setattr("store.db.system.PATIENCE", 0.0)
    places = Places(tmp_path / "data", tmp_path / "config")
    for of in (places, places._replace(plan="other")):
        of.keys.mkdir(parents=True)
        (of.keys / "a.key").touch()
        of.own.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(of.database)) as conn:
            conn.execute("PRAGMA journal_mode = WAL")
            conn.execute("CREATE TABLE change (n)")
    return places


def below(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("plan", ["", "other"])
def test_data_that_another_program_has_open_stay_whole(home: Places, tmp_path: Path, plan: str) -> None:
    before = below(tmp_path)
    with closing(sqlite3.connect(home._replace(plan=plan).database)) as conn:
        conn.execute("SELECT count(*) FROM change").fetchone()
        with pytest.raises(UserError, match="file_in_use"):
            remove_data(home)
        assert set(before) <= set(below(tmp_path))
    remove_data(home)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("broken_off", [False, True])
def test_a_link_goes_with_the_data_on_another_disk(home: Places, tmp_path: Path, broken_off: bool) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    for folder in (home.data, home.config):
        folder.rename(disk / folder.name)
        folder.symlink_to(disk / folder.name)
    if broken_off:
        shutil.rmtree(disk / "data")
    remove_data(home)
    assert (list(disk.iterdir()), list(tmp_path.iterdir())) == ([], [disk])
    # as the next enrolment does
    home.data.mkdir(exist_ok=True)


@pytest.mark.parametrize("held", ["data", "config"])
def test_data_of_which_one_folder_is_held_stay_whole(
    home: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: str
) -> None:
    before, rename = below(tmp_path), Path.rename

    def refusing(path: Path, target: Path) -> Path:
        if path == tmp_path / held and target != path:
            raise PermissionError(13, "in use")
        return rename(path, target)

    monkeypatch.setattr("store.db.system.WINDOWS", True)
    monkeypatch.setattr(Path, "rename", refusing)
    with pytest.raises(UserError, match="file_in_use"):
        remove_data(home)
    assert below(tmp_path) == before


def test_keys_go_last_and_what_was_broken_off_is_finished(
    home: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    together, unlink = Places(home.data, home.data), Path.unlink
    for file in home.config.rglob("*.key"):
        target = home.data / file.relative_to(home.config)
        target.parent.mkdir(parents=True)
        file.rename(target)
    shutil.rmtree(home.config)

    def refusing(path: Path, missing_ok: bool = False) -> None:
        if path.name == "terren.db":
            raise PermissionError(13, "scanned")
        unlink(path, missing_ok)

    with monkeypatch.context() as patched, pytest.raises(UserError):
        patched.setattr(Path, "unlink", refusing)
        remove_data(together)
    left = {Path(name).name for name in below(tmp_path)}
    assert {"a.key", "terren.db"} <= left
    remove_data(together)
    assert list(tmp_path.iterdir()) == []
