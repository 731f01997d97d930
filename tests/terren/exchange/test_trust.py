"""Trust and the mailbox on the command line."""

from __future__ import annotations

import io
import json
import re
import shutil
import signal
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from store.opening.open_store import open_store
from sync.receive.receive import receive_data
from sync.receive.received import Received
from terren import output
from tests.terren.conftest import LAPTOPS, At, Exchange, Result, Terren

ACTING = "\x1b[2J\u202e\nINVENTED\u2028INVENTED\u2029INVENTED\x85INVENTED "


@pytest.fixture
def strangers(terren: Terren, tmp_path: Path, published: Path, monkeypatch: pytest.MonkeyPatch) -> At:
    """Calls the command line on laptops that have not accepted each other."""

    def call(who: str, *arguments: str | Path) -> Result:
        monkeypatch.setenv("TERREN_HOME", str(tmp_path / who))
        if not (tmp_path / who).exists():
            unit, role = LAPTOPS[who]
            terren("init", "--officer", who, "--unit", unit, "--role", role, "--plan", published)
        return terren(*arguments)

    return call


def test_the_first_file_by_telephone(strangers: At, tmp_path: Path) -> None:
    strangers("peja", "set", "1.1.1", "--status", "implemented")
    written = json.loads(strangers("peja", "export", "--to", tmp_path, "--json").out)
    held = strangers("hq", "receive", written["path"])
    assert held.code == 3
    (waiting,) = json.loads(strangers("hq", "trust", "list", "--json").out)
    assert (waiting["state"], waiting["officer"]) == ("waiting", "peja")
    # the code is for the person who calls to say: nothing that accepts stands beside the question
    heard = strangers("peja", "trust", "request", "-o", tmp_path).out.strip()
    listed = strangers("hq", "trust", "list")
    said = held.err + listed.out + listed.err + strangers("hq", "inbox").out
    assert "terren trust accept FINGERPRINT" in said
    assert (heard in said, written["check_code"] in said) == (False, False)
    # scripts ask no question: what they are promised to find in --json stays there
    assert (waiting["fingerprint"], waiting["files"][0]["check_code"]) == (heard, written["check_code"])
    (again,) = json.loads(strangers("hq", "receive", written["path"], "--json").out)
    assert again["check_code"] == written["check_code"]
    assert json.loads(strangers("hq", "state", "--json").out) == []
    wrong = strangers("hq", "receive", written["path"], "--accept", "AAAA-AAAA-AA")
    assert (wrong.code, written["check_code"] in wrong.err) == (1, False)
    assert heard not in wrong.err
    taken = strangers("hq", "receive", written["path"], "--accept", written["check_code"])
    assert taken.code == 0, taken.err
    assert len(json.loads(strangers("hq", "state", "--json").out)) == 1


def test_whom_a_restored_backup_does_not_know_is_named_and_taken_once_accepted(
    strangers: At, tmp_path: Path
) -> None:
    strangers("hq", "set", "1.1.2", "--status", "in_progress")
    assert strangers("hq", "backup", "-o", tmp_path / "before.db").code == 0
    strangers("peja", "set", "1.1.1", "--status", "implemented")
    written = json.loads(strangers("peja", "export", "--to", tmp_path, "--json").out)
    assert strangers("hq", "receive", written["path"], "--accept", written["check_code"]).code == 0
    before = json.loads(strangers("hq", "state", "--json").out)
    restored = strangers("hq", "restore", tmp_path / "before.db")
    assert (restored.code, "terren trust accept FINGERPRINT" in restored.err) == (3, True)
    again = json.loads(strangers("hq", "restore", tmp_path / "before.db", "--json").out)
    assert [(one["check_code"], one["reason"]) for one in again["waiting"]] == [
        (written["check_code"], "stranger")
    ]
    heard = strangers("peja", "trust", "request", "-o", tmp_path).out.strip()
    assert strangers("hq", "trust", "accept", heard).code == 0
    now = json.loads(strangers("hq", "state", "--json").out)
    assert [(one["target"], one["value"]) for one in now] == [(one["target"], one["value"]) for one in before]


def test_a_file_of_a_revoked_key_is_taken_from_the_inbox(strangers: At, tmp_path: Path) -> None:
    fingerprint = strangers("peja", "trust", "request", "-o", tmp_path).out.strip()
    strangers("hq", "trust", "accept", tmp_path, "--expect", "1")
    strangers("peja", "set", "1.1.1", "--status", "implemented")
    written = json.loads(strangers("peja", "export", "--to", tmp_path, "--json").out)
    strangers("hq", "trust", "revoke", fingerprint, "--from", "2022-01-01")
    held, code = strangers("hq", "receive", written["path"]), written["check_code"]
    assert (held.code, "terren inbox --take CODE" in held.err, code in held.err) == (3, True, False)
    Path(written["path"]).unlink()
    named = strangers("hq", "trust", "accept", code)
    assert (named.code, f"terren inbox --take {code}" in named.err) == (1, True)
    assert strangers("hq", "inbox", "--take", "0000-0000-00").code == 1
    taken = strangers("hq", "inbox", "--take", code)
    assert "1 new change." in taken.err
    # what was recorded from that day on stays held
    assert "1 change is held" in taken.err
    assert json.loads(strangers("hq", "state", "--json").out) == []
    assert json.loads(strangers("hq", "inbox", "--json").out)["held"] == []


def test_an_office_accepts_each_other_from_one_folder(strangers: At, tmp_path: Path) -> None:
    """Everybody's file lies on the stick; a laptop accepts headquarters alone, and nobody who joins it."""
    stick = tmp_path / "shkop i Pejës"
    stick.mkdir()
    for who in ("peja", "peja2", "hq"):
        strangers(who, "trust", "request", "-o", stick)
    done = strangers("hq", "trust", "accept", stick, "--expect", "2")
    assert (done.code, len(json.loads(strangers("hq", "trust", "list", "--json").out))) == (0, 2), done.err
    done = strangers("peja", "trust", "accept", stick, "--role", "headquarters", "--expect", "1")
    # the list, and who was accepted
    assert (done.code, len(done.err.splitlines())) == (0, 3), done.err
    (believed,) = json.loads(strangers("peja", "trust", "list", "--json").out)
    assert believed["role"] == "headquarters"
    (tmp_path / "hq").rename(tmp_path / "first")
    strangers("hq", "trust", "request", "-o", stick)
    done = strangers("peja2", "trust", "accept", stick, "--role", "headquarters")
    assert (done.code, believed["fingerprint"] in done.err) == (1, False)
    assert believed["id"][:8] in done.err
    assert json.loads(strangers("peja2", "trust", "list", "--json").out) == []


def test_enrolment_revocation_and_a_new_key(strangers: At, tmp_path: Path) -> None:
    fingerprint = strangers("peja", "trust", "request", "-o", tmp_path).out.strip()
    (file,) = tmp_path.glob("*.terren-enrol")
    accepted = strangers("hq", "trust", "accept", file)
    assert (accepted.code, fingerprint in accepted.err) == (0, True)
    assert strangers("peja", "trust", "renew").out.strip() != fingerprint
    strangers("peja", "set", "1.1.1", "--status", "implemented")
    path = strangers("peja", "export", "--to", tmp_path).out.strip()
    assert strangers("hq", "receive", path).code == 0
    assert strangers("hq", "trust", "revoke", fingerprint, "--from", "2022-01-01").code == 0
    # whom the revoked key vouched for falls with it
    assert json.loads(strangers("hq", "state", "--json").out) == []
    assert strangers("hq", "trust", "revoke", "zzzz", "--from", "2022-01-01").code == 1
    assert strangers("hq", "verify").code == 0


def test_a_visit_to_a_mailbox_with_hostile_names(at: At, tmp_path: Path) -> None:
    box = tmp_path / "box"
    box.mkdir()
    at("peja", "set", "1.1.1", "--status", "implemented")
    visited = at("peja", "sync", box)
    assert visited.code == 0, visited.err
    own = Path(visited.out.strip())
    shutil.copy(own, box / f"{ACTING}whole.terren")
    (box / f"{ACTING}bad.terren").write_bytes(b"no change set")
    came = at("hq", "sync", box)
    assert came.code == 3
    for sign in "\x1b\u202e\u2028\u2029\x85":
        assert sign not in came.out + came.err
    assert not [line for line in came.err.split("\n") if line.startswith("INVENTED")]
    assert len(json.loads(at("hq", "state", "--json").out)) == 1
    form = json.loads(at("hq", "sync", box, "--json").out)
    assert (form["taken"], form["ended"], form["written"]) == ([], "done", None)
    assert at("hq", "sync", box / "gone").code == 1


def test_the_configuration_may_take_a_sender_at_first_sight(strangers: At, tmp_path: Path) -> None:
    strangers("peja", "set", "1.1.1", "--status", "implemented")
    written = json.loads(strangers("peja", "export", "--to", tmp_path, "--json").out)
    strangers("hq", "locate")
    (tmp_path / "hq" / "config.toml").write_text('trust = "first_sight"\n', encoding="utf-8")
    assert strangers("hq", "receive", written["path"]).code == 0
    states = [strangers(who, "state", "--json").out for who in ("peja", "hq")]
    assert states[0] == states[1]
    (known,) = json.loads(strangers("hq", "trust", "list", "--json").out)
    assert known["state"] == "accepted"
    assert strangers("hq", "trust", "revoke", known["fingerprint"], "--from", "2020-01-01").code == 0
    later = json.loads(strangers("peja", "export", "--to", tmp_path, "--json").out)
    assert strangers("hq", "receive", later["path"]).code == 3
    (tmp_path / "hq" / "config.toml").write_text('trust = "everybody"\n', encoding="utf-8")
    assert strangers("hq", "receive", later["path"]).code == 1


def test_a_key_revoked_from_a_day_to_come_is_listed_as_revoked(at: At) -> None:
    known = json.loads(at("hq", "trust", "list", "--json").out)[0]
    ahead = (date.today() + timedelta(days=2)).isoformat()
    assert at("hq", "trust", "revoke", known["fingerprint"], "--from", ahead).code == 0
    after = {one["id"]: one for one in json.loads(at("hq", "trust", "list", "--json").out)}[known["id"]]
    assert (after["state"], after["revoked_from"]) == ("revoked", ahead)


def test_what_is_said_of_a_waiting_file_can_be_typed(strangers: At, tmp_path: Path) -> None:
    """Everybody enrols, nobody knows anybody; each does exactly what the messages say."""
    box = tmp_path / "box"
    box.mkdir()
    for who in ("peja", "peja2"):
        strangers(who, "set", "1.1.1", "--status", "implemented")
        assert strangers(who, "sync", box).out
    strangers("hq", "set", "1.1.2", "--status", "implemented", "--unit", "Prizren")
    came = strangers("hq", "sync", box)
    assert (came.code, json.loads(strangers("hq", "list", "--status", "implemented", "--json").out)) == (
        3,
        [],
    )
    assert len(_typed(came.err)) == 2
    for who in ("peja", "peja2"):
        heard = strangers(who, "trust", "request", "-o", tmp_path).out.strip()
        assert strangers("hq", "trust", "accept", heard).code == 0
    assert strangers("hq", "sync", box).code == 0
    came = strangers("peja", "sync", box)
    assert came.code == 3
    (said,) = {tuple(words) for words in _typed(came.err) if "headquarters" in words}
    heard = strangers("hq", "trust", "request", "-o", tmp_path).out.strip()
    theirs = [heard if word == "FINGERPRINT" else word for word in said]
    without = strangers("peja", *theirs[:3])
    assert (without.code, "--role headquarters" in without.err) == (1, True)
    assert strangers("peja", *theirs).code == 0
    # headquarters has accepted the other laptop, and its word counts now
    assert strangers("peja", "sync", box).code == 0
    assert strangers("peja", "state", "--json").out == strangers("hq", "state", "--json").out


def _typed(said: str) -> list[list[str]]:
    """The commands in what was said, without their first word."""
    commands = re.findall(r"terren (trust accept [A-Z]+(?: --role headquarters)?)", said)
    return [command.split() for command in commands]


def test_a_folder_of_enrolment_files_is_accepted_at_once(strangers: At, tmp_path: Path) -> None:
    asked = [strangers(who, "trust", "request", "-o", tmp_path).out.strip() for who in ("peja", "peja2")]
    for expected in ("1", "38"):
        listed = strangers("hq", "trust", "accept", tmp_path, "--expect", expected)
        assert (listed.code, [one in listed.err for one in asked]) == (1, [True, True]), listed.err
        assert strangers("hq", "trust", "list", "--json").out == "[]\n"
    accepted = strangers("hq", "trust", "accept", tmp_path, "--expect", "2", "--json")
    assert accepted.code == 0, accepted.err
    assert {one["fingerprint"] for one in json.loads(accepted.out)} == set(asked)
    strangers("hq", "trust", "request", "-o", tmp_path / "peja")
    # where nobody can be asked the list comes first all the same, and says how a script would be sure
    listed = strangers("hq", "trust", "accept", tmp_path)
    assert (listed.code, "--expect 2" in listed.err) == (0, True)
    refused = strangers("peja2", "trust", "accept", tmp_path / "peja", "--expect", "1")
    assert (refused.code, "--role headquarters" in refused.err) == (1, True)
    meant = ("--role", "headquarters", "--expect", "1")
    assert strangers("peja2", "trust", "accept", tmp_path / "peja", *meant).code == 0
    assert strangers("peja2", "trust", "accept", tmp_path / "none").code == 1


def test_a_code_is_never_taken_for_a_path(
    strangers: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody has left an enrolment file on the stick under the very code that is typed there."""
    stick = tmp_path / "stick"
    (stick / "in").mkdir(parents=True)
    strangers("peja2", "trust", "request", "-o", stick / "in")
    (file,) = (stick / "in").iterdir()
    path = strangers("hq", "export", "--to", tmp_path).out.strip()
    assert strangers("peja", "receive", path).code == 3
    heard = strangers("hq", "trust", "request", "-o", tmp_path).out.strip()
    monkeypatch.chdir(stick)
    shutil.copy(file, heard)
    assert strangers("peja", "trust", "accept", heard, "--role", "headquarters").code == 0
    (believed,) = json.loads(strangers("peja", "trust", "list", "--json").out)
    assert believed["fingerprint"] == heard
    other = "0000-0000-0000-0000"
    shutil.copytree(stick / "in", other)
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    for nobody in (other, "", " ", "-"):
        assert strangers("peja", "trust", "accept", "--", nobody).code == 1
    assert len(json.loads(strangers("peja", "trust", "list", "--json").out)) == 1


def test_the_inbox_of_strangers_can_be_emptied(strangers: At, tmp_path: Path) -> None:
    for who in ("peja", "peja2"):
        for _ in range(2):
            path = strangers(who, "export", "--to", tmp_path).out.strip()
            assert strangers("hq", "receive", path).code == 3
    (tmp_path / "letter.txt").write_text("no change set")
    assert strangers("hq", "receive", tmp_path / "letter.txt").code == 1
    assert not (tmp_path / "hq" / "inbox" / "refused").exists()
    held = json.loads(strangers("hq", "inbox", "--json").out)["held"]
    assert len(held) == 4
    one = held[0]["whom"]["id"]
    dropped = strangers("hq", "inbox", "--drop", one[:8], "--json")
    assert [each["whom"]["id"] == one for each in json.loads(dropped.out)["held"]] == [False, False]
    assert strangers("hq", "inbox", "--drop", one[:8]).code == 1
    assert strangers("hq", "inbox", "--drop", "all").code == 0
    assert list((tmp_path / "hq" / "inbox").glob("*.terren")) == []


def test_sealed_by_configuration_and_opened_with_the_reserve_key(at: At, tmp_path: Path) -> None:
    key, box = tmp_path / "reserve.key", tmp_path / "box"
    box.mkdir()
    made = json.loads(at("hq", "trust", "reserve", "-o", key, "--json").out)
    assert made == {"path": str(key), "recipient": (recipient := made["recipient"])}
    assert recipient.startswith("age1") and recipient not in key.read_text("utf-8").splitlines()[-1]
    assert recipient.startswith("age1")
    assert at("peja", "trust", "reserve", "-o", tmp_path / "other.key").code == 1
    assert at("peja", "receive", at("hq", "export", "--to", tmp_path).out.strip()).code == 0
    assert recipient in at("peja", "trust", "list").err
    (tmp_path / "peja" / "config.toml").write_text("seal = true\n", encoding="utf-8")
    at("peja", "set", "1.1.1", "--status", "implemented")
    written = json.loads(at("peja", "export", "--to", tmp_path, "--json").out)
    assert written["sealed"] is True
    plain = json.loads(at("peja", "export", "--to", tmp_path, "--plain", "--json").out)
    assert plain["sealed"] is False
    assert at("peja2", "receive", written["path"]).code == 1
    assert at("peja2", "receive", written["path"], "--reserve", key).code == 0
    assert at("peja", "sync", box).code == 0
    visited = at("peja2", "sync", box)
    assert (visited.code, "sealed" in visited.err) == (0, True)
    assert at("hq", "receive", written["path"]).code == 0
    assert json.loads(at("hq", "show", "1.1.1", "--json").out)["reports"]


def test_ctrl_c_ends_a_visit_between_two_files(at: At, tmp_path: Path, exchange: Exchange) -> None:
    """What was taken is told and stays; the rest comes with the next visit."""
    for who in ("peja", "peja2"):
        at(who, "set", "1.1.1", "--status", "in_progress")
        at(who, "sync", exchange.stick)

    def interrupted(*given: Any, **more: Any) -> Received:
        signal.raise_signal(signal.SIGINT)
        return receive_data(*given, **more)

    before = signal.getsignal(signal.SIGINT)
    with patch("sync.mailbox.receive_data", interrupted):
        came = at("hq", "sync", exchange.stick, "--json")
    form = json.loads(came.out)
    assert (came.code, form["ended"], len(form["taken"]), form["written"]) == (3, "cancelled", 1, None)
    assert signal.getsignal(signal.SIGINT) is before
    form = json.loads(at("hq", "sync", exchange.stick, "--json").out)
    assert (form["ended"], len(form["taken"]), form["known"]) == ("done", 1, 1)


def test_what_is_told_stays_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    output.tell("Agim\nINVENTED\u2028INVENTED\u2029INVENTED\x85INVENTED")
    assert capsys.readouterr().err == "Agim INVENTED INVENTED INVENTED INVENTED\n"


def test_a_unit_that_is_none_of_the_plan_is_not_accepted(strangers: At, tmp_path: Path) -> None:
    strangers("peja", "set", "1.1.1", "--status", "implemented")
    with open_store(tmp_path / "peja" / "terren.db") as store:
        store.conn.execute("UPDATE identity SET unit = '01' || char(8203)")
        store.conn.execute("UPDATE replica SET unit = '01' || char(8203)")
    requests = tmp_path / "requests"
    requests.mkdir()
    assert strangers("peja", "trust", "request", "-o", requests).code == 0
    (request,) = requests.iterdir()
    refused = strangers("hq", "trust", "accept", request)
    assert refused.code == 1
    assert "no unit of the plan" in refused.err
    assert json.loads(strangers("hq", "trust", "list", "--json").out) == []
    assert strangers("hq", "trust", "accept", request, "--unit", "17").code == 0


def test_whom_a_revoked_headquarters_had_accepted_is_listed(strangers: At, tmp_path: Path) -> None:
    """Somebody may have accepted laptops with its key before it was revoked: a person looks through them."""
    (tmp_path / "stick").mkdir()
    for who in ("peja2", "hq"):
        strangers(who, "trust", "request", "-o", tmp_path / who)
    (other,) = (tmp_path / "peja2").glob("*.terren-enrol")
    (center,) = (tmp_path / "hq").glob("*.terren-enrol")
    assert strangers("hq", "trust", "accept", other).code == 0
    assert strangers("peja", "trust", "accept", center, "--role", "headquarters").code == 0
    strangers("peja2", "set", "1.1.1", "--status", "implemented")
    for by, to in (("peja2", "hq"), ("hq", "peja")):
        file = json.loads(strangers(by, "export", "--to", tmp_path / "stick", "--json").out)["path"]
        assert strangers(to, "receive", file).code == 0
    by_role = {entry["role"]: entry for entry in json.loads(strangers("peja", "trust", "list", "--json").out)}
    assert by_role["field"]["granted_by"] == by_role["headquarters"]["id"]
    for role, accepted in (("headquarters", [by_role["field"]["id"]]), ("field", [])):
        done = strangers("peja", "trust", "revoke", by_role[role]["id"], "--from", "2022-01-01", "--json")
        assert [sender["id"] for sender in json.loads(done.out)["accepted"]] == accepted
        assert ("revoke whom you do not know" in done.err) == bool(accepted)


def test_the_earlier_key_of_a_laptop_that_is_revoked_is_named(strangers: At, tmp_path: Path) -> None:
    """A lost laptop has the keys from before it was restored as well."""
    heard = strangers("peja", "trust", "request", "-o", tmp_path).out.strip()
    strangers("hq", "trust", "accept", tmp_path, "--expect", "1")
    strangers("peja", "backup", "-o", tmp_path / "b.db")
    assert strangers("peja", "restore", tmp_path / "b.db").code == 0
    strangers("peja", "set", "1.1.1", "--status", "implemented")
    file = json.loads(strangers("peja", "export", "--to", tmp_path, "--json").out)["path"]
    assert strangers("hq", "receive", file).code == 0
    accepted = json.loads(strangers("hq", "trust", "list", "--json").out)
    (before,) = [entry["id"] for entry in accepted if entry["fingerprint"] == heard]
    (now,) = [entry["id"] for entry in accepted if entry["fingerprint"] != heard]
    done = strangers("hq", "trust", "revoke", now, "--from", "2022-01-01")
    assert f"terren trust revoke {before[:8]} --from 2022-01-01" in done.err
    again = strangers("hq", "trust", "revoke", now, "--from", "2022-01-01", "--json")
    assert [sender["id"] for sender in json.loads(again.out)["earlier"]] == [before]
    strangers("hq", "trust", "revoke", before, "--from", "2022-01-01")
    done = strangers("hq", "trust", "revoke", now, "--from", "2022-01-01", "--json")
    assert json.loads(done.out)["earlier"] == []
