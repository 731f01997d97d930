"""A newer version installed from a stick, beside the one before, and back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import language
from store.db.errors import UserError
from store.edits.release import read_release, record_release
from store.opening import schema
from sync.update import installation as installations
from sync.update import update as updates
from sync.update.installation import Frozen, Installation, Installed, Pyz, find_installation, working_in
from sync.update.publish import publish
from sync.update.revert import revert
from sync.update.running import AS_IS, run
from sync.update.update import Updated, read_former, update
from tests.sync import world
from tests.sync.update.bundles import PROGRAM, bundle, packed
from tools.bundle.archive import listed

NOW = datetime(2026, 3, 1, 12)


class Office:
    """Headquarters, a laptop on which ``terren.pyz`` 0.1.0 lies, and a stick."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.center = world.headquarters(folder / "center")
        self.field = world.installation(folder / "field")
        world.believe(self.center, self.field)
        self.stick, self.program = folder / "stick", folder / "program"
        self.stick.mkdir()
        self.program.mkdir()
        self.pyz = bundle(self.program / "terren.pyz", "0.1.0")

    def publish(self, version: str = "0.2.0", kind: str = "pyz", program: str = PROGRAM) -> Path:
        """Publish a bundle, and carry the announcement; the file on the stick."""
        made = bundle(self.folder / f"made {version} {kind}", version, kind, program)
        (path,) = publish(self.center.store, [made], self.stick).paths
        self.field.receive(self.center.export(self.stick).path, accept=False)
        return path

    @property
    def installation(self) -> Installation:
        return Pyz(self.pyz, "0.1.0")

    def update(self, *, only_look: bool = False) -> Updated:
        return update(
            self.field.store,
            self.field.places,
            self.installation,
            self.stick,
            running="0.1.0",
            now=NOW,
            only_look=only_look,
        )

    def refused(self) -> str:
        """Why nothing is installed; the version before starts, and nothing is left on the way."""
        with pytest.raises(UserError) as refused:
            self.update()
        assert self.starts() == "0.1.0"
        assert not list(self.program.rglob(".update-*"))
        return refused.value.code

    def starts(self) -> str:
        """The version that starts, as it says itself."""
        said = subprocess.run(
            [sys.executable, self.pyz, "--version"], capture_output=True, text=True, check=True
        )
        return said.stdout.split()[1]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_of_two_at_once_one_waits_and_takes_nothing_from_the_other(tmp_path: Path) -> None:
    """What empties the folders of work, install and update, empties none in which another works."""
    root = tmp_path / "terren-program"

    def other() -> bool:
        with working_in(root) as work:
            return work.exists() and not first.exists()

    with ThreadPoolExecutor(1) as pool:
        with working_in(root) as first:
            waiting = pool.submit(other)
            time.sleep(0.2)
            assert first.exists() and not waiting.done()
        assert waiting.result(10)
    # it was made for nothing
    assert not root.exists()


def test_a_version_is_installed_beside_and_one_goes_back(office: Office) -> None:
    file = office.publish()
    done = office.update()
    assert (done.release.version, done.file) == ("0.2.0", file)
    assert office.starts() == "0.2.0"
    former = read_former(office.field.places)
    assert former is not None and former.version == "0.1.0"
    assert (office.field.places.data / former.backup).is_file()
    assert sorted(path.name for path in (office.program / "terren-program" / "versions").iterdir()) == [
        "0.1.0",
        "0.2.0",
    ]
    assert revert(office.field.places, office.field.store.path, office.installation) == ("0.1.0", None)
    assert office.starts() == "0.1.0"
    with pytest.raises(UserError, match="update_no_former"):
        revert(office.field.places, office.field.store.path, office.installation)
    office.update()
    assert office.starts() == "0.2.0"


def test_looking_installs_nothing(office: Office) -> None:
    office.publish()
    office.update(only_look=True)
    assert [path.name for path in office.program.iterdir()] == ["terren.pyz"]
    assert read_former(office.field.places) is None


def flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def sparse(path: Path) -> None:
    os.truncate(path, 0)
    os.truncate(path, len(bundle(path.with_name("x"), "0.2.0").read_bytes()))
    path.with_name("x").unlink()


def linked(path: Path) -> None:
    path.symlink_to(path.rename(path.parents[2] / "elsewhere"))


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (flipped, "bundle_differs"),
        (sparse, "bundle_differs"),
        (lambda path: os.truncate(path, path.stat().st_size - 1), "bundle_differs"),
        (lambda path: path.write_bytes(path.read_bytes() + b"x"), "bundle_differs"),
        (linked, "bundle_missing"),
        (Path.unlink, "bundle_missing"),
        (lambda path: bundle(path, "0.1.9"), "bundle_differs"),
    ],
)
def test_a_file_that_is_not_the_one_that_was_signed_is_not_installed(
    office: Office, harm: Callable[[Path], object], code: str
) -> None:
    harm(office.publish())
    assert office.refused() == code


def test_the_file_may_bear_another_name(office: Office) -> None:
    path = office.publish()
    path.rename(office.stick / "TERREN~1.PYZ".lower())
    assert office.update().file.name == "terren~1.pyz"


def test_what_changes_on_the_stick_while_it_is_read_counts_for_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was hashed is what is installed: the stick is read once."""
    path = office.publish()
    fetched = updates._fetch

    def fetch(*arguments: Any) -> object:
        found = fetched(*arguments)
        bundle(path, "0.2.0", program="raise SystemExit('altered')")
        return found

    monkeypatch.setattr(updates, "_fetch", fetch)
    office.update()
    assert office.starts() == "0.2.0"


def test_a_bundle_that_is_another_version_than_was_announced(office: Office) -> None:
    office.publish("0.3.0")
    published = read_release(office.center.store.conn)
    assert published is not None
    record_release(office.center.store, published._replace(version="0.4.0"))
    office.field.receive(office.center.export(office.stick).path, accept=False)
    assert office.refused() == "bundle_differs"


def test_an_older_version_a_wrong_computer_and_no_room(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.publish("0.0.9")
    assert office.refused() == "release_older"
    office.publish("0.2.0", "plan9-x86_64")
    assert office.refused() == "release_not_for"
    office.publish("0.2.0")
    monkeypatch.setattr("shutil.disk_usage", lambda path: type("", (), {"free": 1000}))
    assert office.refused() == "disk_full"


@pytest.mark.parametrize(
    "program",
    [
        "raise SystemExit('cannot start')",
        "print('terren 0.1.0')",
        "import sys\nif '--version' in sys.argv: print('terren {version}')\nelse: sys.exit('not migrated')",
    ],
)
def test_a_version_that_does_not_work_here_is_not_switched_to(office: Office, program: str) -> None:
    office.publish(program=program)
    before = office.field.content()
    with pytest.raises(UserError, match="update_failed"):
        office.update(only_look=True)
    assert office.refused() == "update_failed"
    assert office.field.content() == before
    assert read_former(office.field.places) is None
    assert [path.name for path in office.program.iterdir()] == ["terren.pyz"]


def test_a_version_that_cannot_take_its_place_leaves_the_former_and_what_lay_beside(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.publish()
    office.update()
    office.pyz = bundle(office.program / "terren.pyz", "0.2.0")
    former = read_former(office.field.places)
    beside = sorted((office.program / "terren-program" / "versions").iterdir())
    office.publish("0.3.0")

    def no_room(*_: object) -> None:
        raise UserError("disk_full")

    monkeypatch.setattr(Pyz, "switch", no_room)
    with pytest.raises(UserError, match="disk_full"):
        office.update()
    assert read_former(office.field.places) == former
    assert sorted((office.program / "terren-program" / "versions").iterdir()) == beside


def test_nothing_runs_from_the_stick(office: Office) -> None:
    office.publish()
    office.pyz = bundle(office.stick / "terren.pyz", "0.1.0")
    with pytest.raises(UserError, match="update_on_stick"):
        office.update()


STEPS = ("_fetch", "_try", "backup", "write_former")


@pytest.mark.parametrize("step", [*STEPS, "install", "rename"])
def test_killed_at_any_step_the_old_version_starts_and_the_next_try_succeeds(
    office: Office, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.publish()
    child = os.fork()
    if not child:
        try:
            _die_at(step, monkeypatch)
            office.update()
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert office.starts() == "0.1.0"
    monkeypatch.setattr(updates, "_try", lambda *_: None)
    office.update()
    assert "0.2.0" in zipfile.ZipFile(office.pyz).read("__main__.py").decode()
    assert not list(office.program.rglob(".update-*"))


def _die_at(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*_: object, **__: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    if step in STEPS:
        real = getattr(updates, step)

        def do_and_die(*arguments: object) -> None:
            real(*arguments)
            die()

        monkeypatch.setattr(updates, step, do_and_die)
    elif step == "install":
        monkeypatch.setattr(Pyz, "place", die)
    else:
        monkeypatch.setattr(installations, "replace_file", die)


def test_back_where_the_former_version_cannot_read_the_database(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.publish()
    monkeypatch.setattr(updates, "SCHEMA_VERSION", schema.SCHEMA_VERSION - 1)
    office.update()
    places, database = office.field.places, office.field.store.path
    former = read_former(places)
    assert former is not None
    kept = database.with_name(former.backup)
    # nothing was recorded since: the backup is all there is
    looked = revert(places, database, office.installation, only_look=True)
    assert (looked, office.starts()) == (("0.1.0", kept), "0.2.0")
    office.field.edit("1.1.1", "status", "implemented")
    with pytest.raises(UserError) as refused:
        revert(places, database, office.installation)
    assert (refused.value.code, refused.value.params["n"]) == ("update_back_loses", 1)
    assert office.starts() == "0.2.0"
    office.field.store.close()
    moved = kept.rename(kept.with_name("elsewhere.db"))
    for force in (False, True):
        with pytest.raises(UserError) as refused:
            revert(places, database, office.installation, force=force)
        assert (refused.value.code, refused.value.params["file"]) == ("update_back_gone", str(kept))
    assert office.starts() == "0.2.0"
    moved.rename(kept)
    assert revert(places, database, office.installation, force=True) == ("0.1.0", kept)
    assert office.starts() == "0.1.0"
    assert database.read_bytes() == kept.read_bytes()


def test_only_the_version_before_is_kept(office: Office) -> None:
    office.publish()
    office.update()
    office.publish("0.3.0")
    update(
        office.field.store,
        office.field.places,
        Pyz(office.pyz, "0.2.0"),
        office.stick,
        running="0.2.0",
        now=NOW.replace(hour=13),
    )
    kept = {path.name for path in (office.program / "terren-program" / "versions").iterdir()}
    assert (office.starts(), kept) == ("0.3.0", {"0.2.0", "0.3.0"})


def test_how_it_was_installed_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserError, match="update_by_hand"):
        find_installation("0.1.0")
    pyz = bundle(tmp_path / "terren.pyz", "0.1.0")
    main = type("", (), {"__file__": str(pyz / "__main__.py")})
    with monkeypatch.context() as patched:
        patched.setitem(sys.modules, "__main__", main)
        found = find_installation("0.1.0")
        assert isinstance(found, Pyz) and found.file == pyz
    with monkeypatch.context() as patched:
        patched.setattr(sys, "prefix", str(tmp_path / "versions" / "0.1.0"))
        with pytest.raises(UserError, match="update_by_hand"):
            find_installation("0.1.0")
        (tmp_path / "current").write_text("versions/0.1.0/bin/terren")
        found = find_installation("0.1.0")
        assert isinstance(found, Installed)
        assert (found.root, found.running) == (tmp_path, "versions/0.1.0/bin/terren")
    for own, root, running in (
        ("terren/terren", "terren", "terren"),
        ("terren/versions/0.2.0/terren/terren", "terren", "versions/0.2.0/terren/terren"),
    ):
        with monkeypatch.context() as patched:
            patched.setattr(sys, "frozen", True, raising=False)
            patched.setattr(sys, "executable", str(tmp_path / own))
            found = find_installation("0.1.0")
            assert isinstance(found, Frozen)
            assert (found.root, found.running) == (tmp_path / root, running)


def test_the_installer_in_the_bundle_is_run_from_this_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[tuple[list[str], object]] = []
    monkeypatch.setattr(installations, "run", lambda command, **named: ran.append((command, named["env"])))
    made, work = tmp_path / "made.zip", tmp_path / "work"
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("terren-0.2.0/install.sh", "")
    work.mkdir()
    program = Installed(tmp_path, "0.1.0").install(made, "0.2.0", work)
    command, env = ran.pop()
    assert command[-1] == str(work / "terren-0.2.0" / "install.sh")
    assert isinstance(env, dict) and env["TERREN_BESIDE"] == str(tmp_path)
    assert program == "versions/0.2.0/bin/terren"


def test_a_folder_with_its_own_python_is_put_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "terren"))
    made, work = tmp_path / "made.zip", tmp_path / "work"
    packed(made, listed({"terren": b"new"}, "0.2.0", Frozen.kind), "terren/")
    work.mkdir()
    one = Frozen(tmp_path, "terren")
    program = one.install(made, "0.2.0", work)
    one.switch(program)
    assert (tmp_path / "current").read_text() == "versions/0.2.0/terren/terren\n"
    assert (tmp_path / program).read_text() == "new"
    one.keep({"terren"})
    assert not (tmp_path / program).exists()


def test_what_another_terren_refuses_is_quoted_as_its_sentence_in_the_language_that_is_spoken() -> None:
    said = "import os; print({})"
    refused = """'{"error": {"code": "x", "message": "No, in %s."}}' % os.environ["TERREN_LANGUAGE"]"""
    for text, detail in ((refused, "No, in sr."), ("'{}'", "{}"), ("'No.'", "No.")):
        with language.speaking("sr"), pytest.raises(UserError) as found:
            run([sys.executable, "-c", f"{said.format(text)}; raise SystemExit(1)"])
        assert found.value.params["detail"] == detail


def test_another_program_is_asked_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever points at another, and without what this one's environment says to Python and Terren."""
    for name in ("PYTHONPATH", "TERREN_DB", "_TERREN_COMPLETE"):
        monkeypatch.setenv(name, "x")
    monkeypatch.setenv("TERREN_HOME", "home")
    found = run([sys.executable, "-c", "import os; print(*sorted(os.environ))"]).split()
    assert {"PYTHONPATH", "TERREN_DB", "_TERREN_COMPLETE"} & set(found) == set()
    assert {"TERREN_HOME", AS_IS} <= set(found)
