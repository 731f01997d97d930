"""Exchanging where a home has several plans: all are served, each file goes to the plan that it names."""

from __future__ import annotations

import json
import shutil
import signal
import sys
import time
from pathlib import Path

import pytest

import language
from store.db.places import Places
from terren.help.json_schema import printed_schema
from tests.support.acquainted import acquaint
from tests.support.postgres import Cluster
from tests.terren.conftest import At, published_plan
from tests.terren.killed import run_killed
from tests.terren.valid import faults

OTHER = "Kthimi"
FOLDER = "kthimi"


@pytest.fixture
def several(at: At, tmp_path: Path) -> At:
    """Headquarters and a laptop that have two plans and accept each other in both; a second has one."""
    made = published_plan(tmp_path, "other")
    for who in ("hq", "peja"):
        assert at(who, "plans", "add", OTHER, "--from", made).code == 0
    acquaint([Places(tmp_path / who, tmp_path / who, FOLDER) for who in ("hq", "peja")])
    (tmp_path / "box").mkdir()
    return at


def second(tmp_path: Path, who: str) -> Path:
    return tmp_path / who / "plans" / FOLDER / "terren.db"


def state(at: At, who: str, plan: str) -> list[tuple[str, str]]:
    printed = json.loads(at(who, "--plan", plan, "state", "--json").out)
    return [(register["target"], register["value"]) for register in printed]


def report(at: At) -> None:
    assert at("peja", "set", "1.1.1", "--status", "implemented").code == 0
    assert at("peja", "--plan", OTHER, "set", "1.1.2", "--status", "in_progress").code == 0


def test_export_and_receive_serve_all_and_mix_none(several: At, tmp_path: Path) -> None:
    report(several)
    box = tmp_path / "box"
    printed = json.loads(several("peja", "export", "--to", box, "--json").out)
    assert [*faults(printed, printed_schema("@exported_plans"))] == []
    sent = printed["plans"]
    assert [(file["plan"], file["exported"]["changes"], file["error"]) for file in sent] == [
        ("1", 1, None),
        (OTHER, 1, None),
    ]
    said = several("peja", "export", "--to", box)
    assert said.err.count("you may remove the stick") == 1
    assert said.err.rstrip().endswith("you may remove the stick.")
    paths = [file["exported"]["path"] for file in sent]
    # in the order in which a person names them, whatever plan is open
    for opened in ("1", OTHER):
        several("hq", "plans", "use", opened)
        done = several("hq", "receive", *reversed(paths), "--json")
        assert done.code == 0, done.err
        taken = {(file["plan"], file["path"]) for file in json.loads(done.out)}
        assert taken == {("1", paths[0]), (OTHER, paths[1])}
    assert len(state(several, "hq", "1")) == len(state(several, "hq", OTHER)) == 1
    assert {value for _, value in state(several, "hq", "1")} == {"implemented"}
    assert {value for _, value in state(several, "hq", OTHER)} == {"in_progress"}
    # where a plan is chosen, the file of another is refused there
    for plan, foreign in (("1", paths[1]), (OTHER, paths[0])):
        before = state(several, "hq", plan)
        assert several("hq", "--plan", plan, "receive", foreign).code == 1
        assert state(several, "hq", plan) == before
    for plan in ("1", OTHER):
        assert several("hq", "--plan", plan, "verify").code == 0


def test_a_command_that_is_told_names_the_plan_that_is_not_open(several: At, tmp_path: Path) -> None:
    assert several("peja2", "plans", "add", OTHER, "--from", tmp_path / "other.db").code == 0
    report(several)
    for who in ("peja", "hq"):
        assert several(who, "sync", tmp_path / "box").code == 0
    for opened, command in (("1", f"terren --plan {OTHER} trust"), (OTHER, "terren trust")):
        assert several("peja2", "plans", "use", opened).code == 0
        done = several("peja2", "sync", tmp_path / "box")
        assert (done.code, f"type what you hear: {command} accept FINGERPRINT" in done.err) == (3, True)
        assert several("peja2", "plans", "use", "1").code == 0
    told = several("peja2", "plans").out.partition(OTHER)
    assert f"Something waits for you: terren --plan {OTHER} status" in told[2]
    assert "--plan" not in told[0]
    waiting = several("peja2", "--plan", OTHER, "status").out
    assert f": terren --plan {OTHER} inbox" in waiting
    refused = several("peja2", "--plan", OTHER, "trust", "accept", "ABCD")
    assert f"“terren --plan {OTHER} trust list”" in refused.err


def test_all_is_said_in_the_language_of_the_installation(
    several: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(several)
    sent = several("peja", "export", "--to", tmp_path / "box").out.split()
    # it was enrolled in English, and the environment says nothing
    monkeypatch.delenv("TERREN_LANGUAGE")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    language.use("sq")
    for call in (("receive", *sent), ("sync", tmp_path / "box")):
        said = several("hq", *call).err
        assert (said.count("Plan: "), said.count("Plani: ")) == (2, 0)


def test_one_folder_serves_all_plans(several: At, tmp_path: Path) -> None:
    report(several)
    box = tmp_path / "box"
    for _ in range(2):
        for who in ("peja", "hq"):
            done = several(who, "sync", box)
            assert done.code == 0, done.err
            assert "another plan" not in done.err
            assert done.err.count("you may remove the stick") == 1
    for plan in ("1", OTHER):
        assert state(several, "hq", plan) == state(several, "peja", plan) != []
        assert several("hq", "--plan", plan, "verify").code == 0
    assert [plan["unsent"] for plan in json.loads(several("peja", "plans", "--json").out)] == [0, 0]
    printed = json.loads(several("peja", "sync", box, "--json").out)
    assert [*faults(printed, printed_schema("@visited_plans"))] == []
    visits = printed["plans"]
    assert [(visit["plan"], visit["visit"]["taken"], visit["visit"]["written"]) for visit in visits] == [
        ("1", [], None),
        (OTHER, [], None),
    ]
    # who has one of them takes that, and nothing is wrong with the rest
    alone = several("peja2", "sync", box)
    assert alone.code == 0, alone.err
    assert "2 files are of other plans" in alone.err
    assert json.loads(several("peja2", "inbox", "--json").out)["refused"] == []
    assert several("peja", "--plan", OTHER, "sync", box).code == 0


@pytest.mark.parametrize("broken", ["first", "further"])
def test_a_broken_plan_stops_no_other(several: At, tmp_path: Path, broken: str) -> None:
    report(several)
    box, first = tmp_path / "box", broken == "first"
    database = tmp_path / "peja" / "terren.db" if first else second(tmp_path, "peja")
    for name in database.parent.glob("terren.db-*"):
        name.unlink()
    database.write_bytes(b"no database" * 200)
    # another file helps nobody who visits with all plans
    assert "restore BACKUP”" in several("peja", "sync", box).err
    for command in (("sync", box), ("export", "--to", box)):
        done = several("peja", *command, "--json")
        assert done.code == 3
        printed = json.loads(done.out)
        form = "@visited_plans" if "sync" in command else "@exported_plans"
        assert [*faults(printed, printed_schema(form))] == []
        plans = printed["plans"]
        assert [plan["error"] and plan["error"]["code"] for plan in plans] == (
            ["db_not_terren", None] if first else [None, "db_not_terren"]
        )
    taken = several("hq", "sync", box)
    assert taken.code == 0, taken.err
    assert len(state(several, "hq", OTHER if first else "1")) == 1
    assert state(several, "hq", "1" if first else OTHER) == []
    files = sorted(box.rglob("*.terren"))
    assert several("peja", "receive", *files).code == 3


def test_one_server_serves_all_plans(several: At, url: str) -> None:
    report(several)
    for who in ("peja", "hq", "peja"):
        done = several(who, "sync", url)
        assert done.code == 0, done.err
        assert "stick" not in done.err
    for plan in ("1", OTHER):
        assert state(several, "hq", plan) == state(several, "peja", plan) != []
        assert several("hq", "--plan", plan, "verify").code == 0
    assert [plan["in_file"] for plan in json.loads(several("peja", "plans", "--json").out)] == [0, 0]
    listed = json.loads(several("hq", "--plan", OTHER, "server", "list", url, "--json").out)
    assert {desk["officer"] for desk in listed["desks"]} == {"hq", "peja"}


def test_each_of_several_plans_says_what_came_of_it(several: At, tmp_path: Path, url: str) -> None:
    """Nothing is said of one alone where the others have news."""
    report(several)
    for box in (tmp_path / "box", url):
        for who in ("peja", "hq", "peja", "hq"):
            assert several(who, "sync", box).code == 0
    assert several("peja", "set", "1.1.3", "--status", "implemented").code == 0
    for box in (tmp_path / "box", url):
        with_news, without = several("peja", "sync", box).err.split(f"Plan: {OTHER}\n")
        assert "nothing new to write" not in with_news
        assert "Nothing new came, and there is nothing new to write.\n" in without
    for box in (tmp_path / "box", url):
        said = several("peja", "sync", box).err
        assert said.count("Nothing new came, and there is nothing new to write.") == 2
    assert several("hq", "sync", url).code == 0
    assert "Nothing new came" not in several("hq", "--plan", "1", "sync", url).err


def test_a_wrong_clock_is_said_once(several: At, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + 2 * 365 * 86_400)
    assert several("peja", "sync", url).err.count("730 days ahead") == 1


def test_what_is_refused_in_all_plans_is_said_once(several: At, postgres: Cluster, tmp_path: Path) -> None:
    (tmp_path / "box" / "bad.terren").write_bytes(b"no change set")
    for box, why in (
        (tmp_path / "box", "bad.terren is not a file that Terren wrote"),
        (postgres.url("postgres"), "“terren server init”"),
    ):
        said = several("peja", "sync", box).err
        assert (said.count("Plan: "), said.count(why), said.count("for the same reason")) == (2, 1, 1)


def test_sealed_files_go_to_their_plan(several: At, tmp_path: Path) -> None:
    pytest.importorskip("pyrage")
    report(several)
    box = tmp_path / "box"
    sent = several("peja", "export", "--to", box, "--sealed")
    assert sent.code == 0, sent.err
    done = several("hq", "receive", *sent.out.split(), "--json")
    assert done.code == 0, done.err
    assert [file["plan"] for file in json.loads(done.out)] == ["1", OTHER]
    assert len(state(several, "hq", OTHER)) == len(state(several, "hq", "1")) == 1


def test_a_rehearsal_takes_all_and_changes_nothing(several: At, tmp_path: Path) -> None:
    report(several)
    sent = several("peja", "export", "--to", tmp_path / "box").out.split()
    done = several("hq", "receive", *sent, "--dry-run", "--json")
    assert done.code == 0, done.err
    assert [(file["plan"], file["new"]) for file in json.loads(done.out)] == [("1", 1), (OTHER, 1)]
    assert state(several, "hq", "1") == state(several, "hq", OTHER) == []
    assert not list((tmp_path / "hq").glob(".scratch-*"))


def test_what_is_no_change_set_is_told_once(several: At, tmp_path: Path) -> None:
    bad = tmp_path / "bad.terren"
    bad.write_bytes(b"no change set")
    done = several("hq", "receive", bad, tmp_path / "missing.terren")
    assert done.code == 1
    assert done.err.count("bad.terren") == done.err.count("missing.terren") == 1


def test_a_new_key_is_the_same_in_all_plans(several: At, tmp_path: Path) -> None:
    report(several)
    before = several("peja", "trust", "list").err
    printed = json.loads(several("peja", "trust", "renew", "--json").out)
    assert [*faults(printed, printed_schema("@renewed_plans"))] == []
    renewed = printed["plans"]
    assert len({plan["renewed"]["fingerprint"] for plan in renewed}) == 1
    assert renewed[0]["renewed"]["fingerprint"] not in before
    report_again = [("1", "1.1.3"), (OTHER, "1.1.4")]
    for plan, nr in report_again:
        assert several("peja", "--plan", plan, "set", nr, "--status", "implemented").code == 0
    sent = several("peja", "export", "--to", tmp_path / "box").out.split()
    assert several("hq", "receive", *sent).code == 0
    for plan in ("1", OTHER):
        assert len(state(several, "hq", plan)) == 2
        assert several("hq", "--plan", plan, "verify").code == 0
        assert several("peja", "--plan", plan, "verify").code == 0
    # of one plan alone where one is chosen: the two differ until all are renewed
    alone = json.loads(several("peja", "--plan", OTHER, "trust", "renew", "--json").out)
    assert alone["before"] == renewed[0]["renewed"]["fingerprint"] != alone["fingerprint"]
    again = json.loads(several("peja", "trust", "renew", "--json").out)["plans"]
    assert len({plan["renewed"]["fingerprint"] for plan in again}) == 1


def test_an_enrolment_is_accepted_in_its_own_plan(several: At, tmp_path: Path) -> None:
    made = tmp_path / "other.db"
    assert several("peja2", "plans", "add", OTHER, "--from", made).code == 0
    box = tmp_path / "box"
    asked = json.loads(several("peja2", "--plan", OTHER, "trust", "request", "-o", box, "--json").out)
    for named in (asked["path"], box):
        refused = several("hq", "trust", "accept", named, "--expect", "1")
        assert refused.code == 1
        assert "another plan" in refused.err
    accepted = several("hq", "--plan", OTHER, "trust", "accept", asked["path"])
    assert accepted.code == 0, accepted.err
    assert asked["fingerprint"] in accepted.err


def test_a_revoked_laptop_is_revoked_where_that_was_said(several: At, tmp_path: Path) -> None:
    report(several)
    box = tmp_path / "box"
    listed = {
        plan: next(
            entry["id"]
            for entry in json.loads(several("hq", "--plan", plan, "trust", "list", "--json").out)
            if entry["officer"] == "peja"
        )
        for plan in ("1", OTHER)
    }
    assert listed["1"] != listed[OTHER]
    assert several("hq", "trust", "revoke", listed[OTHER], "--from", "2020-01-01").code == 1
    revoked = several("hq", "trust", "revoke", listed["1"], "--from", "2020-01-01")
    assert revoked.code == 0
    assert f"terren --plan {OTHER} trust revoke {listed[OTHER][:8]} --from 2020-01-01" in revoked.err
    several("peja", "sync", box)
    several("hq", "sync", box)
    assert state(several, "hq", "1") == []
    assert len(state(several, "hq", OTHER)) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_killed_in_the_middle_each_plan_is_before_or_after(several: At, tmp_path: Path) -> None:
    report(several)
    box, hq = tmp_path / "box", tmp_path / "hq"
    assert several("peja", "sync", box).code == 0
    kept = tmp_path / "kept"
    shutil.copytree(hq, kept)
    seen = set()
    for n in (*range(0, 60, 6), 1_000):
        shutil.rmtree(hq)
        shutil.copytree(kept, hq)
        assert run_killed(hq, n, "sync", box) in (0, -signal.SIGKILL)
        seen.add((len(state(several, "hq", "1")), len(state(several, "hq", OTHER))))
        for plan in ("1", OTHER):
            assert several("hq", "--plan", plan, "verify").code == 0
        assert several("hq", "sync", box).code == 0
        assert len(state(several, "hq", "1")) == len(state(several, "hq", OTHER)) == 1
        for path in (*box.iterdir(),):
            if path.is_dir() and "MPB" in path.name:
                shutil.rmtree(path)
    assert {(0, 0), (1, 0), (1, 1)} <= seen
