"""Several plans under one home: nothing changes for who has one, and none mixes with another."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path

import pytest

from store.db.places import Places, read_places
from store.revision.plan_database import write_plan_database
from sync.home_plans import new_plan, read_plans
from sync.update import removal
from terren.commands.keep import installing
from tests.plans import small_plan
from tests.terren.conftest import At, Terren, published_plan
from tests.terren.killed import run_killed


@pytest.fixture
def other(tmp_path: Path) -> Path:
    return published_plan(tmp_path, "other")


def listed(terren: Terren) -> list[dict[str, object]]:
    found = json.loads(terren("plans", "--json").out)
    assert isinstance(found, list)
    return found


def below(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(("-shm", "-wal"))
    }


def statuses(terren: Terren, plan: str) -> dict[str, str]:
    rows = json.loads(terren("--plan", plan, "list", "--json").out)
    return {row["nr"]: row["status"] for row in rows if row["status"]}


@pytest.mark.usefixtures("enrolled")
def test_a_home_of_one_plan_is_looked_at_untouched(terren: Terren, home: Path) -> None:
    before = below(home)
    (only,) = listed(terren)
    assert (only["name"], only["open"], only["unsent"]) == ("1", True, 0)
    assert terren("plans").code == 0
    assert Path(str(only["database"])) == home / "terren.db"
    assert terren("--plan", "1", "show", "1.1.1").code == 0
    assert "Plan:" not in terren("set", "1.1.1", "--status", "in_progress").err
    assert set(below(home)) == set(before)
    assert not (home / "plans").exists()


@pytest.mark.usefixtures("enrolled")
def test_numbers_are_printed_and_a_plan_that_is_gone_is_told(
    terren: Terren, home: Path, tmp_path: Path
) -> None:
    for name in ("Kthimi", "Arsimi"):
        assert terren("plans", "add", name, "--from", published_plan(tmp_path, name)).code == 0
    heads = [line for line in terren("plans").out.splitlines() if not line.startswith("   ")]
    assert [line[:12].strip() for line in heads] == [f"* {heads[0][2:12]}".strip(), "2  Kthimi", "3  Arsimi"]
    assert terren("plans").err == ""
    (home / "plans" / "kthimi").rename(home / "elsewhere")
    said = terren("plans")
    assert said.code == 3
    assert "folder of the plan “Kthimi”" in said.err
    assert "2  Arsimi" in said.out


@pytest.mark.usefixtures("enrolled")
def test_of_which_plan_a_backup_is_and_where_it_is_looked_for_is_told(
    terren: Terren, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "carried").mkdir()
    carried = tmp_path / "carried" / "x.db"
    assert "this copy is for elsewhere" in terren("backup", "-o", carried).err
    assert terren("backup").err == ""
    assert "this home has" not in terren("doctor").err
    assert terren("plans", "add", "Kthimi", "--from", published_plan(tmp_path, "other")).code == 0
    for words in (("backup",), ("doctor",)):
        assert "That was the plan “1” alone; this home has 2." in terren(*words).err
        assert "That was the plan “Kthimi” alone" in terren("--plan", "Kthimi", *words).err


def test_a_plan_that_does_not_name_ones_unit_asks_for_another(
    terren: Terren, published: Path, tmp_path: Path
) -> None:
    assert terren("init", "--officer", "Arta", "--unit", "XYZQ", "--plan", published).code == 0
    other = tmp_path / "other.db"
    plan = small_plan(1)._replace(id="other", title="Plani tjetër")
    write_plan_database(other, plan, source_name="tjeter.txt", source_sha256="11")
    refused = terren("plans", "add", "Kthimi", "--from", other)
    assert refused.code == 1 and "Say with --unit CODE" in refused.err
    assert terren("plans", "add", "Kthimi", "--from", other, "--unit", "MPB").code == 0


@pytest.mark.usefixtures("enrolled")
def test_a_further_plan_begins_beside_the_first_which_does_not_move(
    terren: Terren, home: Path, other: Path
) -> None:
    assert terren("set", "1.1.1", "--status", "implemented").code == 0
    before = below(home)
    added = json.loads(terren("plans", "add", "Kthimi", "--from", other, "--json").out)
    assert (added["officer"], added["unit"], added["role"]) == ("Arta Krasniqi", "17", "field")
    assert {name: data for name, data in below(home).items() if not name.startswith("plans/")} == before
    assert statuses(terren, "Kthimi") == {}
    # it is not open yet
    assert "Plan: 1" in terren("set", "1.1.2", "--status", "in_progress").err
    assert terren("plans", "use", "kthimi").out == "Kthimi\n"
    assert "Plan: Kthimi" in terren("set", "1.1.3", "--status", "in_progress").err
    assert statuses(terren, "1") == {"1.1.1": "implemented", "1.1.2": "in_progress"}
    assert statuses(terren, "2") == {"1.1.3": "in_progress"}
    assert [plan["unsent"] for plan in listed(terren)] == [2, 1]
    assert [plan["open"] for plan in listed(terren)] == [False, True]
    for plan in ("1", "Kthimi"):
        assert terren("--plan", plan, "verify").code == 0
        assert terren("--plan", plan, "backup").code == 0
    locate = json.loads(terren("locate", "--json").out)
    assert locate["database"] == str(home / "plans" / "kthimi" / "terren.db")
    assert locate["config"] == str(home / "config.toml")


@pytest.mark.usefixtures("enrolled")
def test_one_key_and_a_replica_for_each_plan(terren: Terren, home: Path, other: Path) -> None:
    terren("plans", "add", "Kthimi", "--from", other)
    own = [terren("--plan", plan, "trust", "list").err for plan in ("1", "Kthimi")]
    assert own[0] == own[1]
    keys = [[*folder.glob("*.key")] for folder in (home / "keys", home / "plans" / "kthimi" / "keys")]
    ((one,), (two,)) = keys
    assert one.name != two.name
    assert one.read_bytes() == two.read_bytes()
    if sys.platform != "win32":
        assert two.stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("enrolled")
def test_a_plan_is_in_a_home_once(terren: Terren, home: Path, published: Path, other: Path) -> None:
    refused = terren("plans", "add", "Again", "--from", published)
    assert refused.code == 1
    assert "“1”" in refused.err
    assert terren("plans", "add", "Kthimi", "--from", other).code == 0
    assert terren("plans", "add", "Again", "--from", other).code == 1
    assert [plan["name"] for plan in listed(terren)] == ["1", "Kthimi"]
    assert [path.name for path in (home / "plans").iterdir() if path.is_dir()] == ["kthimi"]


@pytest.mark.usefixtures("enrolled")
def test_names(terren: Terren, home: Path, other: Path) -> None:
    for bad in ("", " ", "7", "-x", "x" * 41):
        assert terren("plans", "add", "--from", other, "--", bad).code == 1, bad
    assert not (home / "plans").exists()
    assert terren("plans", "add", "Повратак", "--from", other).code == 0
    assert terren("plans", "rename", "1", "повратак").code == 1
    assert terren("plans", "rename", "повратак", "Kthimi/../..").code == 0
    assert terren("plans", "rename", "1", "Migrimi").code == 0
    assert [plan["name"] for plan in listed(terren)] == ["Migrimi", "Kthimi/../.."]
    assert terren("--plan", "1", "verify").code == terren("--plan", "migrimi", "verify").code == 0
    assert sorted(path.name for path in (home / "plans").iterdir() if path.is_dir()) == ["povratak"]
    unknown = terren("--plan", "Nothing", "verify")
    assert unknown.code == 1
    assert "Migrimi" in unknown.err


def test_folders_that_windows_takes_for_devices(tmp_path: Path) -> None:
    home = Places(tmp_path, tmp_path)
    folders = [new_plan(home, name).places.plan for name in ("CON", "com1", "Šđ č", "...")]
    assert folders == ["con-plan", "com1-plan", "sd-c", "plan"]


@pytest.mark.usefixtures("enrolled")
def test_what_cannot_be_read_of_the_list_is_not_guessed(terren: Terren, home: Path, other: Path) -> None:
    terren("plans", "add", "Kthimi", "--from", other)
    terren("plans", "use", "Kthimi")
    for text in ("{", "[]", '{"names": {}, "open": "gone"}', '{"names": [], "open": ""}', "null"):
        (home / "plans" / "plans.json").write_text(text)
        refused = terren("set", "1.1.1", "--status", "implemented")
        assert (refused.code, refused.out) == (1, ""), text
        assert "terren plans use" in refused.err
        assert terren("--plan", "kthimi", "show", "1.1.1").code == 0
        assert terren("plans").code == 3
        assert terren("doctor").code == 3
    assert terren("plans", "use", "kthimi").code == 0
    assert terren("set", "1.1.1", "--status", "implemented").code == 0
    assert statuses(terren, "1") == {}


@pytest.mark.usefixtures("enrolled")
def test_a_broken_plan_stops_no_other(terren: Terren, home: Path, other: Path) -> None:
    terren("plans", "add", "Kthimi", "--from", other)
    (home / "plans" / "kthimi" / "terren.db").write_bytes(b"no database" * 100)
    result = terren("plans", "--json")
    first, second = json.loads(result.out)
    assert result.code == 3
    assert (first["error"], second["error"]["code"]) == (None, "db_not_terren")
    assert terren("set", "1.1.1", "--status", "implemented").code == 0
    assert terren("plans", "add", "Again", "--from", other).code == 0


@pytest.mark.usefixtures("enrolled")
def test_no_other_plan_takes_the_place_of_one_that_is_gone(
    terren: Terren, home: Path, other: Path, tmp_path: Path
) -> None:
    """Whatever is asked, the backup is named, and it goes back."""
    terren("plans", "add", "Kthimi 2", "--from", other)
    terren("--plan", "2", "set", "1.1.1", "--status", "implemented")
    backup = tmp_path / "backup.db"
    assert terren("--plan", "2", "backup", "-o", backup).code == 0
    for file in (home / "plans" / "kthimi-2").glob("terren.db*"):
        file.unlink()
    advice = "terren --plan 'Kthimi 2' restore BACKUP"
    before = below(home)
    for words in (
        ("status",), ("list",), ("show", "1.1.1"), ("set", "1.1.1", "--status", "implemented"), ("verify",),
        ("set", "1.1.1", "--status", "implemented", "--dry-run"),
        ("init", "--officer", "Arta Krasniqi", "--unit", "17"), (),
    ):  # fmt: skip
        said = terren("--plan", "2", *words) if words else terren("plans")
        assert (said.code, advice in said.err) == (1 if words else 3, True), words
        assert "terren init" not in said.err
    checks = terren("--plan", "2", "doctor")
    assert advice in " ".join(checks.out.split())
    assert json.loads(terren("plans", "--json").out)[1]["error"]["code"] == "db_gone"
    assert below(home) == before
    assert terren("plans", "use", "2").code == 0
    assert advice in terren("plans").err
    assert terren("plans", "add", "Arsimi", "--from", published_plan(tmp_path, "third")).code == 0
    assert terren("--plan", "2", "restore", backup).code == 0
    assert statuses(terren, "2") == {"1.1.1": "implemented"}


@pytest.mark.usefixtures("enrolled")
def test_advice_on_a_damaged_plan_names_it(terren: Terren, home: Path, other: Path) -> None:
    terren("plans", "add", "Kthimi", "--from", other)
    (home / "plans" / "kthimi" / "terren.db").write_bytes(b"no database" * 100)
    assert "terren --plan Kthimi restore BACKUP" in terren("plans").err
    assert "--plan Kthimi" in json.loads(terren("plans", "--json").out)[1]["error"]["message"]
    terren("plans", "use", "Kthimi")
    assert "“terren restore BACKUP”" in terren("plans").err


@pytest.mark.usefixtures("enrolled")
def test_a_plan_without_its_key_is_read_only_and_gives_none_away(
    terren: Terren, home: Path, other: Path, tmp_path: Path
) -> None:
    terren("plans", "add", "Kthimi", "--from", other)
    (key,) = (home / "plans" / "kthimi" / "keys").glob("*.key")
    kept = key.read_bytes()
    # the key of another does not let anybody write
    key.write_bytes(b"00" * 32 + b"\n")
    assert terren("--plan", "kthimi", "set", "1.1.1", "--status", "implemented").code == 0
    assert terren("--plan", "kthimi", "verify").code == 1
    key.unlink()
    assert terren("--plan", "kthimi", "set", "1.1.2", "--status", "implemented").code == 1
    third = published_plan(tmp_path, "third")
    refused = terren("--plan", "kthimi", "plans", "add", "Tretë", "--from", third)
    assert refused.code == 1
    assert not (home / "plans" / "trete" / "terren.db").exists()
    key.write_bytes(kept)
    assert terren("plans", "add", "Tretë", "--from", third).code == 0
    assert terren("set", "1.1.1", "--status", "implemented").code == 0


@pytest.mark.usefixtures("enrolled")
def test_a_backup_goes_back_to_its_own_plan_alone(
    terren: Terren, home: Path, other: Path, tmp_path: Path
) -> None:
    terren("plans", "add", "Kthimi", "--from", other)
    terren("--plan", "Kthimi", "set", "1.1.1", "--status", "implemented")
    copies = {plan: tmp_path / f"{plan}.db" for plan in ("1", "Kthimi")}
    for plan, copy in copies.items():
        assert terren("--plan", plan, "backup", "-o", copy).code == 0
    before = below(home)
    for plan, foreign in (("1", "Kthimi"), ("Kthimi", "1")):
        refused = terren("--plan", plan, "restore", copies[foreign])
        assert refused.code == 1
        assert f"“{foreign}”" in refused.err
    third = published_plan(tmp_path, "third")
    for plan, copy in copies.items():
        assert terren("--plan", plan, "restore", copy, "--dry-run").code == 0
        for how in ((), ("--dry-run",)):
            refused = terren("--plan", plan, "restore", third, *how)
            assert (refused.code, f"another plan than “{plan}”" in refused.err) == (1, True)
    assert below(home) == before
    (home / "plans" / "kthimi" / "terren.db").unlink()
    assert terren("--plan", "Kthimi", "restore", copies["1"]).code == 1
    assert terren("--plan", "Kthimi", "restore", copies["Kthimi"]).code == 0
    assert statuses(terren, "Kthimi") == {"1.1.1": "implemented"}
    assert statuses(terren, "1") == {}


@pytest.mark.usefixtures("enrolled")
def test_a_named_database_is_one_as_before(
    terren: Terren, home: Path, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terren("plans", "add", "Kthimi", "--from", other)
    second = home / "plans" / "kthimi" / "terren.db"
    assert terren("--db", second, "set", "1.1.1", "--status", "implemented").code == 0
    assert terren("--db", second, "--plan", "1", "verify").code == 1
    monkeypatch.setenv("TERREN_DB", str(second))
    assert terren("verify").code == 0
    monkeypatch.delenv("TERREN_DB")
    assert statuses(terren, "Kthimi") == {"1.1.1": "implemented"}
    moved = home / "elsewhere.db"
    (home / "terren.db").rename(moved)
    (home / "config.toml").write_text('database = "elsewhere.db"\n')
    assert terren("set", "1.1.2", "--status", "implemented").code == 0
    assert listed(terren)[0]["database"] == str(moved)
    assert terren("plans", "use", "Kthimi").code == 0
    assert "Plan: Kthimi" in terren("set", "1.1.4", "--status", "implemented").err


@pytest.mark.usefixtures("enrolled")
def test_a_rehearsal_of_a_further_plan_changes_nothing(terren: Terren, home: Path, other: Path) -> None:
    terren("plans", "add", "Kthimi", "--from", other)
    before = below(home)
    result = terren("--plan", "Kthimi", "set", "1.1.1", "--status", "implemented", "--dry-run")
    assert (result.code, "1.1.1" in result.err, "Plan: Kthimi" in result.err) == (0, True, True)
    assert below(home) == before


@pytest.mark.usefixtures("enrolled")
@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_a_plan_that_was_begun_in_part_is_begun_again(terren: Terren, home: Path, other: Path) -> None:
    """Killed before each rename and link: the plan is there whole, or it can be added."""
    ends = []
    for n in range(60):
        ends.append(run_killed(home, n, "plans", "add", "Kthimi", "--from", other))
        names = [plan["name"] for plan in listed(terren)]
        assert names[0] == "1"
        if len(names) == 1:
            assert ends[-1] == -signal.SIGKILL
            continue
        assert len(names) == 2
        assert str(names[1]).casefold() == "kthimi"
        assert terren("--plan", "kthimi", "verify").code == 0
        break
    assert ends.count(-signal.SIGKILL) > 3
    assert terren("verify").code == 0
    assert len(read_plans(read_places()).plans) == 2


@pytest.mark.usefixtures("enrolled")
def test_removing_all_data_counts_what_is_unsent_in_all_plans(
    terren: Terren, home: Path, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terren("plans", "add", "Kthimi", "--from", other)
    for plan in ("1", "Kthimi"):
        terren("--plan", plan, "set", "1.1.1", "--status", "implemented")
    asked: list[str] = []

    def declined(question: str) -> bool:
        asked.append(question)
        return False

    monkeypatch.setattr(installing, "_installation", lambda _otherwise: None)
    monkeypatch.setattr(installing, "at_terminal", lambda: True)
    monkeypatch.setattr(installing, "confirm", lambda *_words: None)
    monkeypatch.setattr(installing, "agreed", declined)
    monkeypatch.setattr(removal, "remove_program", lambda _installation: [])
    assert terren("uninstall").code == 0
    (question,) = asked
    assert "2 changes are not confirmed" in question
    assert str(home) in question
    (home / "plans" / "kthimi" / "terren.db").write_bytes(b"no database" * 100)
    assert terren("uninstall").code == 0
    assert "1 change is not confirmed" in asked[1]
    assert f"What {home / 'plans' / 'kthimi' / 'terren.db'} contains cannot be read" in asked[1]


def test_trust_is_a_word_of_one_plan(at: At, other: Path, tmp_path: Path) -> None:
    for who in ("hq", "peja"):
        assert at(who, "plans", "add", "Kthimi", "--from", other).code == 0
        assert at(who, "plans", "use", "Kthimi").code == 0
    at("peja", "set", "1.1.1", "--status", "implemented")
    stick = tmp_path / "stick"
    stick.mkdir()
    sent = at("peja", "--plan", "Kthimi", "export", "--to", stick)
    assert sent.code == 0
    # accepted in the first plan, and not yet in this one
    taken = json.loads(at("hq", "--plan", "Kthimi", "receive", sent.out.strip(), "--json").out)
    assert taken[0]["waiting"] == "stranger"
    assert at("hq", "--plan", "1", "receive", sent.out.strip()).code == 1
    assert json.loads(at("hq", "--plan", "1", "inbox", "--json").out)["held"] == []
