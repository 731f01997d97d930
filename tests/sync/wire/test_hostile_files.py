"""Files that lie: each is held or refused with its reason, and what others have reported stays as it is."""

from __future__ import annotations

import json
import shutil
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings

from store.db.errors import UserError
from store.integrity.verify import verify
from store.ledger.identity import write_identity
from sync.receive.received import Received
from sync.trusting import revoke
from sync.wire.format import MAGIC
from sync.wire.grants import grant_lines, sign_grant
from sync.wire.keys import sign
from sync.wire.limits import MAX_FILE
from terren.__main__ import run
from tests.support.lengths import cases
from tests.sync.wire.hostile import FILES, Hostile
from tests.sync.wire.hostile_reader import reader
from tests.sync.wire.test_damage import forged, introduced, with_header
from tests.sync.world import UNIT, Installation, believe, headquarters, installation

OTHER: Final = "23"


class Office(NamedTuple):
    """Headquarters that holds what two units reported, the laptop of one of them, and a stick."""

    center: Installation
    laptop: Installation
    honest: Installation
    stick: Path

    def sent(self, name: str = "hostile.terren", one: Installation | None = None) -> Path:
        """What the laptop would send now, under a name of its own."""
        path = (one or self.laptop).export(self.stick).path
        return path.rename(self.stick / name)

    def states(self, capsys: pytest.CaptureFixture[str]) -> str:
        """What ``terren state --json`` prints at headquarters."""
        capsys.readouterr()
        assert run(["--db", str(self.center.store.path), "state", "--json"]) == 0
        return capsys.readouterr().out


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setenv("TERREN_HOME", str(tmp_path / "center"))
    monkeypatch.setenv("TERREN_LANGUAGE", "en")
    laptop, honest = installation(tmp_path / "laptop"), installation(tmp_path / "honest", unit=OTHER)
    center = headquarters(tmp_path / "center")
    believe(laptop, honest, center)
    (tmp_path / "stick").mkdir()
    made = Office(center, laptop, honest, tmp_path / "stick")
    for one, unit in ((laptop, UNIT), (honest, OTHER)):
        one.edit("1.1.1", "status", "in_progress", unit=unit)
        one.edit("1.1.2", "percent", 40, unit=unit)
        center.receive(one.export(made.stick).path, accept=False)
    center.edit("1.1.1", "verdict", "partially_implemented", kind="assessment", unit="")
    center.edit("1.1.2", "cancelled", True, kind="decision", unit="")
    return made


def _forged_key(office: Office) -> Path:
    """Somebody else's key under the laptop's name."""
    double = installation(office.stick / "double", replica=office.laptop.replica)
    double.edit("1.1.1", "status", "implemented")
    return office.sent(one=double)


def _forged_bytes(office: Office) -> Path:
    """A value changed in a file, with the right checksum and an old signature."""
    path = office.sent()
    data = path.read_bytes()
    path.write_bytes(data.replace(b'"number":2', b'"number":9'))
    assert path.read_bytes() != data
    return path


def _stranger(office: Office) -> Path:
    stranger = installation(office.stick / "stranger")
    stranger.edit("1.1.1", "status", "implemented")
    return office.sent(one=stranger)


def _headquarters_of_its_own(office: Office) -> Path:
    impostor = headquarters(office.stick / "impostor")
    impostor.edit("1.1.1", "verdict", "implemented", kind="assessment", unit="")
    return office.sent(one=impostor)


def _revoked(office: Office) -> Path:
    day = date.today() - timedelta(days=1)
    office.laptop.edit("1.1.1", "status", "implemented")
    path = office.sent()
    revoke(office.center.store, office.center.places, office.laptop.replica, day)
    # what the laptop had recorded before that day would stay; all of it was recorded today
    return path


def _assessing(office: Office) -> Path:
    office.laptop.edit("1.1.1", "verdict", "implemented", kind="assessment", unit="")
    return office.sent()


def _assessing_for_its_unit(office: Office) -> Path:
    office.laptop.edit("1.1.1", "verdict", "implemented", kind="assessment")
    return office.sent()


def _deciding(office: Office) -> Path:
    office.laptop.edit("1.1.2", "cancelled", False, kind="decision", unit="")
    return office.sent()


def _for_another_unit(office: Office) -> Path:
    """It has seen the other's value and supersedes it."""
    office.laptop.receive(office.honest.export(office.stick).path)
    office.laptop.edit("1.1.1", "status", "not_implemented", unit=OTHER)
    return office.sent()


def _granting_itself(office: Office) -> Path:
    """A grant of headquarters' role, signed by the laptop itself, and an assessment on the strength of it."""
    laptop = office.laptop
    laptop.edit("1.1.1", "verdict", "implemented", kind="assessment", unit="")
    with laptop.store.writing() as conn:
        grant = sign_grant(conn, laptop.places, laptop.replica, laptop.author._replace(role="headquarters"))
    path = office.stick / "hostile.terren"
    path.write_bytes(forged(laptop, [introduced(laptop), *map(json.dumps, grant_lines(grant))]))
    office.center.receive(path, accept=False)
    return office.sent("second.terren")


def _granted_by_another(office: Office) -> Path:
    """The same, with headquarters named as the one who granted."""
    laptop = office.laptop
    laptop.edit("1.1.1", "verdict", "implemented", kind="assessment", unit="")
    with laptop.store.writing() as conn:
        grant = sign_grant(conn, laptop.places, laptop.replica, laptop.author._replace(role="headquarters"))
    (line,) = map(json.dumps, grant_lines(grant._replace(granted_by=office.center.replica)))
    path = office.stick / "hostile.terren"
    path.write_bytes(forged(laptop, [introduced(laptop), line]))
    office.center.receive(path, accept=False)
    return office.sent("second.terren")


def _replayed(office: Office) -> Path:
    """The laptop's first file again, under another name and from another folder, after it was superseded."""
    first = office.sent("first.terren")
    office.center.receive(first, accept=False)
    return Path(shutil.copy(first, office.stick / "again.terren"))


def _late(office: Office) -> Path:
    """An old file that never arrived, after a newer one has."""
    office.laptop.edit("1.1.3", "percent", 1)
    late = office.sent("late.terren")
    office.laptop.edit("1.1.3", "percent", 2)
    office.center.receive(office.sent("newer.terren"), accept=False)
    return late


def _of_another_plan(office: Office) -> Path:
    path = office.stick / "hostile.terren"
    path.write_bytes(with_header(office.laptop, lambda form: form["plan"].update(id="tjetër")))
    return path


def _newer_reader(office: Office) -> Path:
    path = office.stick / "hostile.terren"
    path.write_bytes(with_header(office.laptop, lambda form: form["reader"].update(least=9, release="9.0")))
    return path


def _newer_form(office: Office) -> Path:
    path = office.sent()
    data = path.read_bytes()
    path.write_bytes(MAGIC + (7).to_bytes(2, "big") + data[10:])
    return path


def _too_large(office: Office) -> Path:
    path = office.sent()
    with path.open("r+b") as file:
        file.truncate(MAX_FILE + 1)
    return path


CASES: Final[tuple[tuple[Callable[[Office], Path], str], ...]] = (
    (_forged_key, "changeset_signature"),
    (_forged_bytes, "changeset_signature"),
    (_stranger, "waiting stranger"),
    (_headquarters_of_its_own, "waiting stranger"),
    (_revoked, "waiting revoked"),
    (_assessing, "held role"),
    (_assessing_for_its_unit, "held role"),
    (_deciding, "held role"),
    (_for_another_unit, "held unit"),
    (_granting_itself, "held role"),
    (_granted_by_another, "held role"),
    (_replayed, "known"),
    (_late, "nothing new"),
    (_of_another_plan, "changeset_plan_other"),
    (_newer_reader, "changeset_newer"),
    (_newer_form, "changeset_newer"),
    (_too_large, "changeset_limit"),
)


def outcome(office: Office, file: Path) -> str:
    """What became of a file, in a word or two."""
    before = office.center.content()
    try:
        taken: Received = office.center.receive(file, accept=False)
    except UserError as refused:
        assert office.center.content() == before
        assert refused.params["file"] == str(file)
        return refused.code
    if taken.waiting:
        return f"waiting {taken.waiting}"
    if taken.held:
        reasons = office.center.store.conn.execute("SELECT DISTINCT held FROM change WHERE held IS NOT NULL")
        return f"held {' '.join(row[0] for row in reasons)}"
    return "known" if taken.already_received_at else "nothing new" if not taken.new else "taken"


@pytest.mark.parametrize(("lie", "expected"), CASES, ids=lambda case: getattr(case, "__name__", case))
def test_a_hostile_file_changes_nothing_of_what_others_have_reported(
    office: Office, capsys: pytest.CaptureFixture[str], lie: Callable[[Office], Path], expected: str
) -> None:
    file = lie(office)
    before = office.states(capsys)
    assert len(json.loads(before)) >= 4
    assert outcome(office, file) == expected
    assert office.states(capsys) == before
    assert verify(office.center.store).faults == ()
    # and an honest laptop goes on as if nothing had been
    office.honest.edit("1.1.3", "percent", 60, unit=OTHER)
    assert office.center.receive(office.honest.export(office.stick).path, accept=False).new >= 1


def test_all_together_change_nothing_and_honest_files_get_through(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One visit to a folder in which every lie lies beside an honest file."""
    mailbox = tmp_path / "mailbox" / "letters"
    mailbox.mkdir(parents=True)
    lies = (
        *(_stranger, _headquarters_of_its_own, _forged_key, _for_another_unit),
        *(_of_another_plan, _newer_reader, _too_large, _newer_form),
    )
    for n, lie in enumerate(lies):
        lie(office).rename(mailbox / f"{n}.terren")
        for folder in ("stranger", "impostor", "double"):
            shutil.rmtree(office.stick / folder, ignore_errors=True)
    before = office.states(capsys)
    office.honest.edit("1.1.3", "percent", 60, unit=OTHER)
    office.sent("z.terren", office.honest).rename(mailbox / "z.terren")
    office.center.store.close()
    assert run(["sync", str(tmp_path / "mailbox")]) == 3
    said = capsys.readouterr().err
    for word in ("not accepted", "not signed", "plan", "9.0", "held", "new change"):
        assert word in said.lower(), (word, said)
    now = {
        tuple(one[k] for k in ("kind", "target", "unit", "field")): one
        for one in json.loads(office.states(capsys))
    }
    honest = ("action", "1.1.3", OTHER, "percent")
    assert now.pop(honest)["value"] == 60
    assert list(now.values()) == json.loads(before)


DIRECTIONS: Final = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c\u200e\u200f")
WORDS: Final = (
    "[bold red]x[/] [@click=app.quit]y[/]",
    "=HYPERLINK(1)",
    "%s {0} $(rm) `x` \\",
    "zero\u200bwidth soft\u00ad\ufeff",
    "W" * 200,
    "e" + "\u0323" * 60,
    "日本語" * 30,
)
"""What the strict form of files lets through, and what a name or a note may therefore be."""


@pytest.mark.parametrize("word", WORDS, ids=range(len(WORDS)))
def test_hostile_words_of_a_file_do_nothing_on_the_command_line(
    office: Office, capsys: pytest.CaptureFixture[str], word: str
) -> None:
    """As officer, unit, field, target and value of a sender, at every command that shows them."""
    word = unicodedata.normalize("NFC", word)[:200]
    evil = installation(office.stick / "evil")
    with evil.store.writing() as conn:
        key = evil.author.public_key
        write_identity(conn, evil.identity._replace(officer=word, unit=word), key)
    evil.edit("1.1.1", "status", word, unit=word)
    evil.edit("1.1.1", "a" * 12, word, unit=word, kind="note")
    evil.edit(word, word, {"x": word}, unit=word, kind=word)
    file = office.sent("\x1b[2J\u202e[b]\n.terren", evil)
    office.center.store.close()
    for arguments in (
        ("receive", str(file)),
        ("receive", str(file), "--accept", "AAAA-BBBB-CC"),
        ("trust", "list"),
        ("trust", "list", "--json"),
        ("trust", "accept", evil.replica),
        ("trust", "accept", str(_code(file))),
        ("show", "1.1.1"),
        ("show", "1.1.1", "--json"),
        ("log",),
        ("log", "--json"),
        ("state",),
        ("state", "--json"),
        ("list", "--csv"),
        ("conflicts",),
        ("export", "--to", str(office.stick)),
        ("sync", str(office.stick)),
    ):
        run(arguments)
        said = capsys.readouterr()
        assert "unexpected" not in said.err, said.err
        for stream in (said.out, said.err):
            acting = [c for c in stream if unicodedata.category(c) == "Cc" and c != "\n"]
            assert not acting, (arguments, acting)
            assert not set(stream) & set(
                "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c\u200e\u200f"
            )
    assert len(json.loads(office.states(capsys))) >= 6


def _code(file: Path) -> str:
    from tests.support.check_codes import check_code_of

    return check_code_of(file.read_bytes())


@pytest.mark.parametrize(
    "name",
    ["\x1b[2J.terren", "\u202egnp.terren", "[b]x.terren", "a\nb.terren", "\udcff.terren", "=1+1.terren"],
)
def test_the_name_of_a_file_does_nothing(
    office: Office, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (office.stick / name).write_bytes(b"nothing")
    office.center.store.close()
    for arguments in (("receive", str(office.stick / name)), ("sync", str(office.stick))):
        assert run(arguments) in (1, 3)
        said = capsys.readouterr()
        assert said.err
        assert not [c for c in said.err + said.out if unicodedata.category(c) == "Cc" and c != "\n"]
        assert "\u202e" not in said.err


def test_hostile_files_are_taken_or_refused_and_never_half() -> None:
    """A short run of what ``python -m tests.sync.wire.fuzz`` does for as long as one likes."""
    with reader() as one:

        @settings(
            max_examples=cases(100, 4_000),
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(FILES)
        def read(hostile: Hostile) -> None:
            one.read(hostile)

        read()
        assert one.counts["files"] >= cases(100, 4_000)
        assert one.counts["taken"] > 5
        assert sum(count for code, count in one.counts.items() if code.startswith("changeset_")) > 25


def test_a_false_grant_is_a_signature_of_somebody_else(office: Office) -> None:
    """What headquarters has signed for one replica cannot be said of another."""
    with office.center.store.writing() as conn:
        grant = sign_grant(conn, office.center.places, office.center.replica, office.honest.author)
    stolen = grant._replace(replica=office.laptop.replica)
    assert sign(office.laptop.places, office.laptop.replica, b"x")
    path = office.stick / "stolen.terren"
    path.write_bytes(
        forged(office.laptop, [introduced(office.laptop), *map(json.dumps, grant_lines(stolen))])
    )
    before = office.center.store.conn.execute("SELECT * FROM trust ORDER BY replica").fetchall()
    office.center.receive(path, accept=False)
    assert office.center.store.conn.execute("SELECT * FROM trust ORDER BY replica").fetchall() == before
