"""A server on the command line: its tables made, exchanged through, listed; no password is printed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sync.server.tables import MIGRATIONS
from terren.help.json_schema import printed_schema
from tests.support.postgres import Cluster
from tests.sync.world import installation
from tests.terren.conftest import At
from tests.terren.valid import faults


def test_desks_exchange_through_a_server(at: At, postgres: Cluster) -> None:
    postgres.run("postgres", "CREATE DATABASE by_command")
    owner = postgres.url("by_command")
    made = at("hq", "server", "init", owner, "--json")
    assert made.code == 0, made.err
    form = json.loads(made.out)
    assert (form["before"], form["form"], form["role"]) == (0, len(MIGRATIONS), "terren_desk")
    assert form["beyond"] == []
    assert at("hq", "server", "init", owner).code == 1
    postgres.run("by_command", "GRANT DELETE ON terren.change_set TO PUBLIC")
    again = at("hq", "server", "upgrade", owner)
    assert "PUBLIC may do more there than read and append (DELETE)" in again.err
    assert "REVOKE ALL ON ALL TABLES IN SCHEMA terren FROM PUBLIC CASCADE;" in again.err
    postgres.run("by_command", "GRANT UPDATE ON terren.taken TO terren_desk")
    again = at("hq", "server", "upgrade", owner)
    assert again.err.count("upgrade once more") == 1
    assert again.err.rstrip().endswith("--role terren_desk")
    postgres.run("by_command", "REVOKE DELETE ON terren.change_set FROM PUBLIC")
    postgres.run("by_command", "REVOKE UPDATE ON terren.taken FROM terren_desk")
    postgres.run("postgres", "CREATE ROLE maker CREATEROLE IN ROLE terren_desk")
    again = at("hq", "server", "upgrade", owner)
    postgres.run("postgres", "DROP ROLE maker")
    ((version,),) = postgres.run("postgres", "SELECT current_setting('server_version_num')::int")
    assert ('ALTER ROLE "maker" NOCREATEROLE;' in again.err) == (version < 160000)
    again = at("hq", "server", "upgrade", owner)
    assert (again.code, "up to date" in again.err) == (0, True)
    at("peja", "set", "1.1.1", "--status", "implemented")
    assert at("peja", "sync", owner).code in (0, 3)
    came = at("hq", "sync", owner, "--json")
    assert came.code in (0, 3), came.err
    form = json.loads(came.out)
    assert [*faults(form, printed_schema("@visit"))] == []
    assert [one["new"] for one in form["taken"]] == [1]
    assert form["ended"] == "done"
    said = at("hq", "sync", owner)
    assert "nothing new to write" in said.err
    assert "stick" not in said.err
    postgres.run(
        "by_command",
        "ALTER TABLE terren.change_set DROP CONSTRAINT change_set_plan_sender_previous_fkey",
        "INSERT INTO terren.change_set (plan, sender, place, previous, digest, name, data)"
        " SELECT plan, sender, 9, 8, sha256('x'), 'x', 'x' FROM terren.change_set LIMIT 1",
    )
    upgraded = at("hq", "server", "upgrade", owner)
    assert "Rows of change_set name a row of change_set that is not there" in upgraded.err
    assert "DELETE" not in upgraded.err
    upgraded = at("hq", "server", "upgrade", owner, "--json")
    assert [*faults(form := json.loads(upgraded.out), printed_schema("@server_made"))] == []
    assert [row["row"].partition("/")[2] for row in form["loose"]] == ["9"]
    postgres.run(
        "by_command",
        "DELETE FROM terren.change_set WHERE place = 9",
        "ALTER TABLE terren.change_set DROP CONSTRAINT change_set_plan_sender_previous_fkey",
        "ALTER TABLE terren.taken DROP CONSTRAINT taken_plan_sender_place_fkey",
        "INSERT INTO terren.change_set (plan, sender, place, previous, digest, name, data)"
        " SELECT plan, sender, 3000000, 2999999, sha256('x'), 'x', 'x' FROM terren.change_set LIMIT 1",
        "INSERT INTO terren.taken (plan, reader, sender, place, outcome)"
        " SELECT plan, sender, sender, 7, 'taken' FROM terren.change_set LIMIT 1",
    )
    upgraded = at("hq", "server", "upgrade", owner)
    ((sender,),) = postgres.run("by_command", "SELECT sender FROM terren.change_set LIMIT 1")
    assert f"Rows of taken name a row of change_set that is not there: {sender}/{sender}/7." in upgraded.err
    assert f"numbers before them are missing: {sender}/3000000. This" in upgraded.err
    postgres.run("by_command", printed_removal(upgraded.err), "DELETE FROM terren.taken WHERE place = 7")
    listed = at("hq", "server", "list", owner, "--json")
    form = json.loads(listed.out)
    assert [*faults(form, printed_schema("@desks"))] == []
    assert {desk["officer"] for desk in form["desks"]} == {"peja", "hq"}
    shown = at("hq", "server", "list", owner, "--limit", "1")
    assert "taken by" in shown.err
    assert "whoever may append can claim it" in shown.err
    replicas = {desk["officer"]: desk["replica"] for desk in form["desks"]}
    assert (replicas["peja"] in shown.out, "Unproven id" in shown.out) == (False, False)
    postgres.run(
        "by_command",
        "INSERT INTO terren.sender SELECT plan, repeat('e', 32), unit, role, officer FROM terren.sender"
        f" WHERE replica = '{replicas['hq']}'",
    )
    shown = at("hq", "server", "list", owner)
    (unproven,) = [line for line in shown.out.splitlines() if "e" * 32 in line]
    assert "hq" in unproven
    assert "Unproven id" in shown.out
    assert "accepted by nobody here" in shown.err


def printed_removal(told: str) -> str:
    """The statements that ``server upgrade`` has printed."""
    (line,) = [line for line in told.splitlines() if "BEGIN;" in line]
    return line[line.index("BEGIN;") :]


def test_unread_rows_are_removed_as_it_is_printed_whatever_their_plan_is_called(
    at: At, postgres: Cluster
) -> None:
    """Also more of them than are named."""
    postgres.run("postgres", "CREATE DATABASE by_letters")
    owner = postgres.url("by_letters")
    assert at("hq", "server", "init", owner).code == 0
    postgres.run(
        "by_letters",
        "ALTER TABLE terren.change_set DROP CONSTRAINT change_set_plan_sender_previous_fkey",
        "INSERT INTO terren.sender (plan, replica, unit, role, officer)"
        " SELECT E'odd\\nplan\\u200e\\'\\\\x', md5(n::text), '17', 'field', 'x'"
        " FROM generate_series(1, 25) AS n",
        "INSERT INTO terren.change_set (plan, sender, place, previous, digest, name, data)"
        " SELECT plan, replica, 3000000, 2999999, sha256('x'), 'x', 'x' FROM terren.sender",
    )
    upgraded = at("hq", "server", "upgrade", owner)
    assert upgraded.err.count("/3000000") == 20
    assert "/3000000 and others. This removes" in upgraded.err
    postgres.run("by_letters", printed_removal(upgraded.err))
    assert postgres.run("by_letters", "SELECT count(*) FROM terren.change_set") == [(0,)]
    assert "BEGIN" not in at("hq", "server", "upgrade", owner).err


def test_the_configuration_names_the_mailbox(at: At, tmp_path: Path, url: str) -> None:
    assert at("hq", "sync").code == 2
    (tmp_path / "hq" / "config.toml").write_text(f'mailbox = "{url}"\n', "utf-8")
    assert at("hq", "sync").code in (0, 3)


def test_the_configuration_names_a_folder(at: At, tmp_path: Path) -> None:
    (box := tmp_path / "box").mkdir()
    at("peja", "set", "1.1.1", "--status", "implemented")
    assert at("peja", "sync", box).code in (0, 3)
    assert at("hq", "sync").code == 2
    (tmp_path / "hq" / "config.toml").write_text(f"mailbox = '{box}'\n", "utf-8")
    came = json.loads(at("hq", "sync", "--json").out)
    assert [one["new"] for one in came["taken"]] == [1]
    assert len([*box.rglob("*.terren")]) == 2


def test_data_are_published_to_a_server(at: At, postgres: Cluster) -> None:
    postgres.run("postgres", "CREATE DATABASE for_analysts")
    url = postgres.url("for_analysts")
    at("hq", "set", "1.1.1", "--status", "implemented", "--unit", "17")
    for is_again in (False, True):
        said = at("hq", "publish-data", url, "--json")
        assert said.code == 0, said.err
        form = json.loads(said.out)
        assert [*faults(form, printed_schema("@published_data"))] == []
        assert is_again or sum(table["added"] for table in form["tables"]) > 0
    assert sum(table["added"] + table["removed"] for table in form["tables"]) == 0
    assert postgres.run("for_analysts", "SELECT count(*) FROM terren_data.v_action") != [(0,)]


def test_data_go_into_no_file_that_another_program_would_open(at: At, tmp_path: Path) -> None:
    for name, code in (("data.xlsx", 2), ("data", 2), ("Data.SQLite", 0)):
        assert at("hq", "publish-data", tmp_path / name).code == code
        assert (tmp_path / name).exists() == (code == 0)


@pytest.mark.parametrize("words", [("sync",), ("server", "list"), ("server", "init")])
def test_a_password_is_refused_and_not_printed(at: At, words: tuple[str, ...]) -> None:
    said = at("hq", *words, "postgresql://arta:geheim@localhost/terren")
    assert said.code == 1
    assert "pgpass" in said.err
    assert "geheim" not in said.err + said.out
    said = at("hq", *words, "postgresql://arta:geheim@localhost/terren", "--json")
    assert "geheim" not in said.err + said.out


def test_without_a_server_nothing_changes(at: At) -> None:
    said = at("hq", "sync", "postgresql://arta@127.0.0.1:1/terren")
    assert said.code == 1
    assert "does not answer" in said.err


def test_an_attachment_that_lies_there_is_told_once(at: At, postgres: Cluster, tmp_path: Path) -> None:
    postgres.run("postgres", "CREATE DATABASE by_photograph")
    owner = postgres.url("by_photograph")
    assert at("hq", "server", "init", owner).code == 0
    photo = tmp_path / "Ura.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0 a photograph")
    assert at("peja", "evidence", "1.1.1", "Ura", "--attach", photo, "--kind", "photo").code == 0
    told = ["1 attachment goes along." in at("peja", "sync", owner).err for _ in range(3)]
    assert told == [True, False, False]


def test_what_headquarters_records_is_not_confirmed_before_the_server_has_it(
    at: At, postgres: Cluster, tmp_path: Path
) -> None:
    postgres.run("postgres", "CREATE DATABASE by_headquarters")
    owner = postgres.url("by_headquarters")
    assert at("hq", "server", "init", owner).code == 0
    at("hq", "note", "1.1.1", "Before")
    assert "confirmed" in at("hq", "log", "1.1.1").out
    assert at("hq", "server", "list").code == 2
    (tmp_path / "hq" / "config.toml").write_text(f'mailbox = "{owner}"\n', "utf-8")
    assert at("hq", "server", "list").code == 0

    def unsent() -> int:
        count = json.loads(at("hq", "status", "--json").out)["unsent"]
        assert isinstance(count, int)
        return count

    assert "not sent yet" in at("hq", "log", "1.1.1").out
    assert unsent() >= 1
    assert at("hq", "sync").code in (0, 3)
    assert unsent() == 0
    assert "confirmed" in at("hq", "log", "1.1.1").out
    assert "server yet" not in at("hq", "status").out
    at("hq", "note", "1.1.1", "After")
    at("hq", "narrative", "summary", "--text", "Words")
    assert "2 changes are not on the server yet. Send them: terren sync" in at("hq", "status").out
    assert "2 changes are not on the server yet." in at("hq", "plans").out
    listed = at("hq", "list", "--unsent")
    assert (listed.out[:5], listed.out.count("\n")) == ("1.1.1", 1)
    assert "which is not listed here, is not on the server yet." in listed.err
    assert "Not on the server yet" in at("hq", "show", "1.1.1").out
    written = at("hq", "log", "1.1.1").out.splitlines()
    assert ("not sent yet" in written[0], "not sent yet" in written[1]) == (True, False)
    postgres.run("by_headquarters", "ALTER TABLE terren.change_set RENAME TO elsewhere")
    assert at("hq", "sync").code == 1
    assert unsent() == 2
    postgres.run("by_headquarters", "ALTER TABLE terren.elsewhere RENAME TO change_set")
    # another way to write the same address
    assert at("hq", "sync", f"{owner}&application_name=x").code in (0, 3)
    assert unsent() == 0
    # the server lost everything, and takes nothing
    full = "ALTER TABLE terren.change_set ADD CONSTRAINT nothing CHECK (place < 0)"
    postgres.run("by_headquarters", "TRUNCATE terren.change_set CASCADE", full)
    assert at("hq", "sync").code == 3
    assert unsent() >= 3
    postgres.run("by_headquarters", "ALTER TABLE terren.change_set DROP CONSTRAINT nothing")
    assert at("hq", "sync").code in (0, 3)
    assert unsent() == 0


def test_of_many_whose_files_wait_the_first_are_named(at: At, tmp_path: Path) -> None:
    """Whoever may write there can make any number; each of them counts once, at the next visit as well."""
    box = tmp_path / "box"
    box.mkdir()
    at("hq", "status")
    for n in range(5):
        stranger = installation(tmp_path / f"stranger{n}", officer=f"Stranger {n}")
        stranger.edit("1.1.1", "percent", n)
        for _ in range(2):
            stranger.export(box)
    said = [at("hq", "sync", box).err for _ in range(2)]
    assert [text.count("have the fingerprint read out") for text in said] == [3, 3]
    assert ["Files of 2 more senders wait" in text for text in said] == [True, True]
