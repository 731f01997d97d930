"""What an accepted laptop claims, and what it may cost others: numbers far ahead, many heads, a clock."""

from __future__ import annotations

import json
import tracemalloc
from datetime import date, timedelta
from functools import partial
from itertools import permutations
from pathlib import Path
from unittest.mock import patch

import pytest

from report.periodic.making import render
from report.periodic.parameters import ReportRequest
from report.periodic.reading import read_content
from store.db.errors import UserError
from store.edits.reviewing import return_report
from store.exchange.change_sets import author
from store.exchange.delivery import change_states
from store.exchange.peers import Vector, current_vector
from store.exchange.trust import grant_to
from store.history.history import undo
from store.integrity.verify import verify
from store.ledger.append import Edit, append, read_changes, rebuild_derived
from store.ledger.branches import read_branches
from store.ledger.change import (
    FIELD_LAMPORT,
    GENESIS,
    LEAP,
    MAX_BESIDE,
    MAX_HISTORIES,
    MAX_NAMED,
    Change,
    change_hash,
)
from store.ledger.lineage import MAX_EARLIER, lineages
from store.ledger.reach import _highest_held
from store.plan.lookup import plan_id
from store.query.filters.filter import Filter, list_actions
from sync.proof import prove
from sync.quarantine.forks import read_forks
from sync.quarantine.misheld import judge_again
from sync.trusting import accept, revoke
from sync.wire.encoding import encode_changes
from sync.wire.inspect import inspect
from sync.wire.keys import sign
from sync.wire.limits import MAX_SUPERSEDED
from sync.wire.section import Section, section_line
from tests.support.lengths import some
from tests.sync.trust.test_stolen_keys import said, spoken, written
from tests.sync.wire.test_damage import forged, introduced
from tests.sync.world import UNIT, Installation, believe, headquarters, installation


def values(one: Installation, target: str = "1.1.1") -> list[tuple[object, bool]]:
    return [
        (register["value"], register["conflict"]) for register in one.state if register["target"] == target
    ]


def held(one: Installation) -> list[str]:
    return [
        row[0] for row in one.store.conn.execute("SELECT held FROM change WHERE held IS NOT NULL").fetchall()
    ]


def returned(one: Installation) -> list[str]:
    return [row.nr for row in list_actions(one.store, Filter(returned=True), today=date(2022, 3, 14))]


def test_a_file_is_told_to_be_from_the_unit_that_its_sender_was_granted(
    field: Installation, center: Installation, stick: Path
) -> None:
    believe(center, field)
    whole = author(field.store.conn, field.replica)
    assert whole is not None
    claimed = whole._replace(unit="MPB", role="headquarters")
    received = center.receive(written(stick, forged(field, [], sender=claimed)), accept=False)
    assert (received.unit, received.officer, received.waiting) == (UNIT, whole.officer, None)


def test_a_number_beyond_those_of_its_role_is_held(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    """It costs its author: whoever was headquarters when it was taken may be none any more."""
    second, colleague = headquarters(tmp_path / "second"), installation(tmp_path / "colleague")
    believe(field, center, second, colleague)
    beyond = said(field, "implemented", (), lamport=FIELD_LAMPORT + 1)
    center.receive(written(stick, spoken(field, [beyond])), accept=False)
    of_second = said(second, "implemented", (), lamport=FIELD_LAMPORT + 5)._replace(unit="MPB")
    center.receive(written(stick, spoken(second, [of_second])), accept=False)
    assert held(center) == ["role"]
    accept(center.store, center.places, second.replica, role="field")
    colleague.edit("1.1.1", "percent", 5)
    center.receive(colleague.export(stick).path, accept=False)
    taken = colleague.receive(center.export(stick).path, accept=False)
    assert (taken.new, taken.held) == (2, 2)
    for one in (center, colleague):
        assert held(one) == ["role", "role"]
        assert prove(one.store).faults == ()


def test_a_number_that_nothing_leads_to_is_held_and_decides_nothing(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    colleague = installation(tmp_path / "colleague")
    believe(field, center, colleague)
    colleague.edit("1.1.1", "status", "in_progress")
    center.receive(colleague.export(stick).path, accept=False)
    center.receive(
        written(stick, spoken(field, [said(field, "implemented", (), lamport=FIELD_LAMPORT)])), accept=False
    )
    assert (values(center), held(center)) == ([("in_progress", False)], ["counter"])
    for one in (center, colleague):
        if one is colleague:
            one.receive(center.export(stick).path, accept=False)
        one.edit("1.1.1", "status", "not_implemented")
        assert values(one) == [("not_implemented", False)]
        (clock,) = one.store.conn.execute("SELECT lamport FROM clock").fetchone()
        assert clock < 10
        assert verify(one.store).faults == ()
    (change,) = read_changes(center.store.conn, "WHERE held IS NOT NULL")
    assert change_states(center.store.conn, center.identity, [change])[change.id].reason == "counter"


def test_leaps_that_lead_to_each_other_are_followed_once(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    """They are held for another reason, so the clock does not follow them."""
    colleague = installation(tmp_path / "colleague", unit="18")
    believe(center, colleague, field)
    who = field.replica, "Z", "99"
    leaps = [
        Change(who[0], n, n * LEAP, 1, who[1], who[2], str(n), "action", "1.1.1", "status", "null", None, ())
        for n in range(1, 31)
    ]
    center.receive(written(stick, spoken(field, leaps)), accept=False)
    assert held(center) == ["unit"] * 30
    for n in range(2):
        colleague.edit("1.1.1", "percent", n, unit="18")
        with patch("store.ledger.reach._highest_held", wraps=_highest_held) as asked:
            center.receive(colleague.export(stick).path, accept=False)
            center.edit("1.1.1", "comment", f"x{n}", kind="assessment")
        assert asked.call_count < 15
    assert verify(center.store).faults == ()
    center.store.conn.execute("UPDATE clock SET reached = ?", (40 * LEAP,))
    assert [fault.code for fault in verify(center.store).faults] == ["clock"]


def test_a_return_is_answered_whatever_number_somebody_has_leapt_to(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    colleague = installation(tmp_path / "colleague")
    believe(field, center, colleague)
    colleague.edit("1.1.1", "status", "in_progress")
    center.receive(colleague.export(stick).path, accept=False)
    leap = said(field, "implemented", (), lamport=FIELD_LAMPORT)
    center.receive(written(stick, spoken(field, [leap])), accept=False)
    return_report(center.store, "1.1.1", "Mungon dëshmia.")
    colleague.receive(center.export(stick).path, accept=False)
    assert returned(center) == returned(colleague) == ["1.1.1"]
    colleague.edit("1.1.1", "percent", 40)
    center.receive(colleague.export(stick).path, accept=False)
    assert returned(center) == returned(colleague) == []
    assert held(center) == held(colleague) == ["counter"]


def test_a_database_in_which_a_leap_counts_heals(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    """As an earlier version has left it; verify names it, and judging again lets everybody go on."""
    colleague = installation(tmp_path / "colleague")
    believe(field, center, colleague)
    colleague.edit("1.1.1", "status", "in_progress")
    center.receive(colleague.export(stick).path, accept=False)
    leap = said(field, "implemented", (), lamport=FIELD_LAMPORT)
    center.receive(written(stick, spoken(field, [leap])), accept=False)
    with center.store.writing() as conn:
        conn.execute("UPDATE change SET held = NULL")
        rebuild_derived(conn)
        conn.execute("UPDATE clock SET lamport = ?", (FIELD_LAMPORT,))
    assert values(center) == [("implemented", True)]
    assert {fault.code for fault in prove(center.store, center.places).faults} >= {"misjudged"}
    judge_again(center.store)
    assert (values(center), held(center)) == ([("in_progress", False)], ["counter"])
    assert prove(center.store, center.places).faults == ()
    colleague.receive(center.export(stick).path, accept=False)
    for one in (center, colleague):
        one.edit("1.1.1", "status", "not_implemented")
        assert values(one) == [("not_implemented", False)]
        assert one.store.conn.execute("SELECT max(lamport) FROM change WHERE held IS NULL").fetchone()[0] < 10


def test_in_whatever_order_what_leads_to_a_number_comes(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    """The steps of three laptops lead to the last number; it is held until they are there."""
    laptops = [field, *(installation(tmp_path / f"laptop{n}") for n in range(2))]
    second = headquarters(tmp_path / "second")
    believe(*laptops, center, second)
    files = [
        written(stick, spoken(one, [said(one, value, (), lamport=LEAP * n)]))
        for n, (one, value) in enumerate(
            zip(laptops, ("in_progress", "implemented", "not_implemented"), strict=True), 1
        )
    ]
    for file in files:
        center.receive(file, accept=False)
    for file in reversed(files):
        second.receive(file, accept=False)
        assert verify(second.store).faults == ()
    assert held(center) == held(second) == []
    assert center.state == second.state
    assert values(second) == [("not_implemented", True)]


def test_headquarters_is_heard_where_what_it_had_seen_does_not_come(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    """What leaps of one unit lead headquarters to counts in another unit, which has no file of the first."""
    other = installation(tmp_path / "other", unit="18")
    believe(field, other, center)
    leaps = [
        said(field, "implemented", (), lamport=LEAP * n)._replace(seq=n, batch=str(n)) for n in range(1, 4)
    ]
    center.receive(written(stick, spoken(field, leaps)), accept=False)
    assert held(center) == []
    center.edit("1.1.2", "status", "not_started", unit="18")
    other.receive(center.export(stick, other.replica).path, accept=False)
    assert held(other) == []
    (clock,) = other.store.conn.execute("SELECT lamport FROM clock").fetchone()
    assert clock > 3 * LEAP
    assert verify(other.store).faults == ()


def test_headquarters_next_change_leads_to_what_followed_a_leap_that_it_has_not_seen(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    colleague, second = installation(tmp_path / "colleague"), headquarters(tmp_path / "second")
    believe(colleague, center, second)
    believe(colleague, field)
    leaps = [
        said(field, "implemented", (), lamport=LEAP * n)._replace(seq=n, batch=str(n)) for n in range(1, 4)
    ]
    colleague.receive(written(stick, spoken(field, leaps)), accept=False)
    colleague.edit("1.1.2", "status", "in_progress")
    center.receive(colleague.export(stick, center.replica).path, accept=False)
    assert (held(center), values(center, "1.1.2")) == (["counter"], [])
    center.edit("1.1.1", "next_steps", "x")
    assert (held(center), values(center, "1.1.2")) == ([], [("in_progress", False)])
    second.receive(center.export(stick, second.replica).path, accept=False)
    assert second.state == center.state
    assert verify(center.store).faults == verify(second.store).faults == ()


def test_a_headquarters_that_is_accepted_again_leads_others_on(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    colleague, second = installation(tmp_path / "colleague", unit="18"), headquarters(tmp_path / "second")
    believe(colleague, center, second, field)
    center.receive(second.export(stick).path, accept=False)
    leap = said(field, "implemented", (), lamport=2**30)
    second.receive(written(stick, spoken(field, [leap])), accept=False)
    second.edit("1.1.1", "verdict", "implemented", kind="assessment", unit="")
    colleague.receive(second.export(stick).path, accept=False)
    colleague.edit("1.1.2", "status", "in_progress", unit="18")
    revoke(center.store, center.places, second.replica, date.today() - timedelta(days=1))
    center.receive(colleague.export(stick, center.replica).path, accept=False)
    assert sorted(held(center)) == ["counter", "counter", "revoked"]
    accept(center.store, center.places, second.replica, role="headquarters")
    assert (held(center), values(center, "1.1.2")) == ([], [("in_progress", False)])
    assert verify(center.store).faults == ()


def test_of_one_history_only_the_last_change_is_a_head(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    """However many an author leaves standing, a colleague's whole file is taken."""
    colleague = installation(tmp_path / "colleague")
    believe(field, center, colleague)
    colleague.edit("1.1.1", "status", "in_progress")
    changes = [
        said(field, ("implemented", "not_implemented")[n % 2], (), lamport=n)._replace(seq=n, batch=str(n))
        for n in range(1, 1_501)
    ]
    center.receive(written(stick, spoken(field, changes)), accept=False)
    assert values(center) == [("implemented", False)]
    taken = center.receive(colleague.export(stick).path, accept=False)
    assert (taken.new, values(center)) == (1, [("implemented", True)])
    assert len(center.state[0]["heads"]) == 2
    assert verify(center.store).faults == ()


def test_an_author_has_heads_in_a_bounded_number_of_histories(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    second = headquarters(tmp_path / "second")
    believe(field, center, second)
    forks = [
        written(
            stick,
            spoken(field, [said(field, ("implemented", "in_progress")[n % 2], (), lamport=n)]),
        )
        for n in range(1, MAX_HISTORIES + 10)
    ]
    for one, order in ((center, forks), (second, forks[::-1])):
        for file in order:
            one.receive(file, accept=False)
        assert len(one.state[0]["heads"]) == MAX_HISTORIES
        assert verify(one.store).faults == ()
    assert center.state == second.state


def forked(one: Installation, runs: list[tuple[int, int]]) -> bytes:
    """A file with many histories of one's own: how many changes each has, and the number of its first."""
    lines, count = [introduced(one)], 0
    for n, (length, lamport) in enumerate(runs):
        changes = [
            said(one, str(k), (), lamport=lamport + k)._replace(
                field="next_steps", seq=k + 1, batch="1", recorded_at=_LONG_AGO + n
            )
            for k in range(length)
        ]
        digest = GENESIS
        for change in changes:
            digest = change_hash(change, digest)
        section = Section(one.replica, 0, length, GENESIS, digest, b"", "Z", UNIT, _LONG_AGO + n, lamport - 1)
        section = section._replace(attestation=sign(one.places, one.replica, section.attested))
        lines += [section_line(section), *encode_changes(section, changes)]
        count += length
    return forged(one, lines, changes=count, sections=len(runs))


def test_which_heads_of_many_histories_stand_follows_from_the_set(
    field: Installation, center: Installation, stick: Path
) -> None:
    """Also where a history has too low a number at first, and the next change beside its first has not."""
    believe(field, center)
    runs = [(1, 10)] * MAX_HISTORIES + [(3, 9)]
    center.receive(written(stick, forked(field, runs)), accept=False)
    assert verify(center.store).faults == ()
    before = center.state
    with center.store.writing() as conn:
        rebuild_derived(conn)
    assert center.state == before
    assert len(before[0]["heads"]) == MAX_HISTORIES - 1 + 3


def test_many_histories_make_no_long_one_slow(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    """What a change costs does not grow with what its author has set in the register before."""
    costs = []
    for length in (200, 800):
        one = headquarters(tmp_path / str(length))
        believe(field, one)
        one.receive(written(stick, forked(field, [(1, 1)] * (MAX_HISTORIES + 1))), accept=False)
        steps: list[None] = []
        one.store.conn.set_progress_handler(partial(steps.append, None), 100)
        one.receive(written(stick, forked(field, [(1, 1), (length, 2)])), accept=False)
        one.store.conn.set_progress_handler(None, 0)
        costs.append(len(steps))
    assert costs[1] < 6 * costs[0]


@pytest.mark.parametrize(
    ("who", "step", "derivations", "waiting"),
    [
        ("headquarters", 2**32 - 64, 2, 8),
        ("headquarters", LEAP + 1, 1, 0),
        ("field", LEAP + 1, 2, 8),
        ("field", 2**32 - 64, 0, 10),
    ],
)
def test_leaps_without_end_do_not_derive_the_state_with_each_edit(
    tmp_path: Path,
    field: Installation,
    center: Installation,
    stick: Path,
    who: str,
    step: int,
    derivations: int,
    waiting: int,
) -> None:
    """Of a hundred own changes one lets go; the rest goes with the next file."""
    colleague = installation(tmp_path / "colleague", unit="18")
    believe(field, center, colleague)
    one = center if who == "headquarters" else colleague
    leaps = [
        said(field, "implemented", (), lamport=step * n + 1)._replace(seq=n, batch=str(n))
        for n in range(1, 11)
    ]
    one.receive(written(stick, spoken(field, leaps)), accept=False)
    with patch("store.ledger.append.rebuild_derived", wraps=rebuild_derived) as derived:
        for n in range(150):
            one.edit("1.1.1", "percent", n % 100, unit=one.identity.unit)
    assert (derived.call_count, len(held(one))) == (derivations, waiting)
    assert verify(one.store).faults == ()
    other = center if one is colleague else colleague
    other.receive(one.export(stick).path, accept=False)
    one.receive(other.export(stick).path, accept=False)
    assert verify(one.store).faults == verify(other.store).faults == ()
    assert one.state == other.state


def test_what_is_held_of_others_is_not_read_with_each_edit(
    field: Installation, center: Installation, stick: Path
) -> None:
    colleague, costs = installation(stick / "colleague", unit="01"), list[int]()
    believe(field, center, colleague)
    for count in (1, 3_000):
        for n in range(count):
            field.edit("1.1.1", "status", f"{n}", unit="01")
        assert colleague.receive(field.export(stick).path, accept=False).held == count
        steps: list[None] = []
        colleague.store.conn.set_progress_handler(partial(steps.append, None), 100)
        colleague.edit("1.1.1", "status", "in_progress", unit="01")
        colleague.store.conn.set_progress_handler(None, 0)
        costs.append(len(steps))
    assert costs[1] < 6 * costs[0]


def test_revisions_that_do_not_count_are_not_read_with_every_file(
    field: Installation, center: Installation, stick: Path
) -> None:
    """Anybody can write many, and long ones."""
    other = installation(stick / "other", unit="01")
    believe(field, other, center)
    plan, costs = plan_id(center.store.conn)[0], []
    for _ in range(2):
        other.edit("1.1.1", "status", "in_progress", unit="01")
        file, steps = other.export(stick).path, list[None]()
        center.store.conn.set_progress_handler(partial(steps.append, None), 100)
        center.receive(file, accept=False)
        center.store.conn.set_progress_handler(None, 0)
        costs.append(len(steps))
        for n in range(2_000):
            field.edit(plan, "revision", {"parts": 1, "revision": n, "sha256": "0"}, unit="", kind="decision")
        assert center.receive(field.export(stick).path, accept=False).held == 2_000
    assert costs[1] < 6 * costs[0]


def test_however_many_heads_stand_a_decision_reaches_everybody(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    """A change names no more heads than its line has room for; several set the same, and go back as one."""
    second = headquarters(tmp_path / "second")
    laptops = [field, *(installation(tmp_path / f"laptop{n}") for n in range(3))]
    believe(*laptops, center, second)
    for laptop in laptops:
        runs = [(MAX_BESIDE, 1)] * MAX_HISTORIES
        center.receive(written(stick, forked(laptop, runs)), accept=False)
    assert len(center.state[0]["heads"]) == 4 * MAX_HISTORIES * MAX_BESIDE > MAX_SUPERSEDED > MAX_NAMED
    center.edit("1.1.1", "next_steps", "decided")
    assert values(center) == [("decided", False)]
    sent = center.export(stick)

    second.receive(sent.path, accept=False)
    assert second.state == center.state
    assert verify(second.store).faults == ()
    undo(center.store)
    assert values(center) != [("decided", False)]


def test_very_many_heads_make_no_long_report(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    """However many changes an author leaves standing in each of its registers."""
    believe(field, center)
    asked = ReportRequest("2022", date(2022, 12, 31), "en", date(2022, 12, 31))
    plain = len(render(read_content(center.store, asked), ".html"))
    center.receive(written(stick, forked(field, [(MAX_BESIDE, 1)] * 10 * MAX_HISTORIES)), accept=False)
    tracemalloc.start()
    full = len(render(read_content(center.store, asked), ".html"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert full < plain + 2**18
    assert peak < 2**26


def test_what_names_changes_of_many_histories_costs_little(
    field: Installation, center: Installation, stick: Path
) -> None:
    """Each name is looked up at once, and not history by history."""
    believe(field, center)
    center.receive(written(stick, forked(field, [(1, 1)] * 60)), accept=False)
    names = [f"{field.replica}:1:{n:032x}" for n in range(100)]
    change = said(field, "implemented", names, lamport=2)._replace(recorded_at=_LONG_AGO - 1)
    statements: list[str] = []
    center.store.conn.set_trace_callback(statements.append)
    center.receive(written(stick, spoken(field, [change])), accept=False)
    center.store.conn.set_trace_callback(None)
    # more where its hash is the smallest by chance, and all are named again
    assert len(statements) < 2_000
    assert verify(center.store).faults == ()


@patch("store.exchange.peers.MAX_TOLD", 8)
@patch("sync.receive.joining.MAX_SECTIONS", 20)
@patch("sync.send.draft.MAX_SECTIONS", 20)
def test_histories_beyond_a_bounded_number_are_told_by_one_line(
    field: Installation, center: Installation, stick: Path
) -> None:
    """However many one author writes, nobody's file grows by more; all come to the same, and to rest."""
    second = headquarters(stick.parent / "second")
    believe(field, center, second)
    for one, n in ((center, 1), (second, 2)):
        for k in range(2):
            one.receive(written(stick, forked(field, [(1, n + 2 * k)] * 20)), accept=False)
    rounds = 0
    while told(center, stick) != told(second, stick):
        second.receive(center.export(stick, second.replica).path, accept=False)
        center.receive(second.export(stick, center.replica).path, accept=False)
        rounds += 1
    assert 1 < rounds < 50
    assert len(read_branches(center.store.conn)) == len(read_branches(second.store.conn)) == 79
    assert second.state == center.state
    assert len(told(center, stick)[field.replica]) == 1
    second.receive(center.export(stick, second.replica).path, accept=False)
    for one, peer in ((second, center), (center, second)):
        answer = one.export(stick, peer.replica)
        assert answer.changes == 0
        peer.receive(answer.path, accept=False)
        assert verify(one.store).faults == ()
    # with one history more that one of them holds, all differ; the same number of others is not the same
    center.receive(written(stick, forked(field, [(1, 9)])), accept=False)
    second.receive(written(stick, forked(field, [(1, 8)])), accept=False)
    assert center.export(stick, second.replica).changes > 0


def test_what_an_author_says_of_his_many_histories_is_looked_at_once(
    field: Installation, center: Installation, stick: Path
) -> None:
    believe(field, center)
    claim = json.dumps(["histories", field.replica, 3, "00" * 32])
    center.receive(written(stick, forged(field, [introduced(field), claim])), accept=False)
    with patch("store.exchange.peers.current_vector", wraps=current_vector) as looked:
        taken = center.receive(written(stick, forked(field, [(1, 1)] * 60)), accept=False)
        center.receive(written(stick, forged(field, [introduced(field), claim], number=10)), accept=False)
        assert len(read_forks(center.store.conn)) == len(taken.forks) == 59
    assert looked.call_count <= 2


def told(one: Installation, stick: Path) -> Vector:
    """The vector of its next file."""
    return inspect(one.export(stick).path.read_bytes(), "").preamble.vector


@patch("sync.wire.lines.MAX_ALL_SUPERSEDED", 50)
@patch("sync.wire.body.MAX_ALL_SUPERSEDED", 50)
def test_what_the_changes_of_a_file_name_is_bounded(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    """A few bytes name a change of one's own, which takes many in the ledger; all of it travels on."""
    colleague, second = installation(tmp_path / "colleague"), headquarters(tmp_path / "second")
    believe(field, colleague, center, second)

    def naming(one: Installation, count: int) -> bytes:
        return spoken(
            one,
            [
                said(one, "implemented", [f"{one.replica}:{k}" for k in range(1, n)], lamport=n)._replace(
                    seq=n, batch="1"
                )
                for n in range(1, count + 1)
            ],
        )

    with pytest.raises(UserError, match="changeset_limit"):
        center.receive(written(stick, naming(field, 12)), accept=False)
    for one in (field, colleague):
        center.receive(written(stick, naming(one, 9)), accept=False)
    for left in (1, 0):
        second.receive(center.export(stick, second.replica).path, accept=False)
        center.receive(second.export(stick, center.replica).path, accept=False)
        assert len(center.state[0]["heads"]) - len(second.state[0]["heads"]) == left
    assert second.state == center.state


def test_one_replica_goes_on_from_a_bounded_number_of_others(
    field: Installation, center: Installation, stick: Path
) -> None:
    """Every file tells all of them."""
    believe(field, center)
    links = [json.dumps(["continues", field.replica, f"{n:032x}", 0, ""]) for n in range(10 * MAX_EARLIER)]
    center.receive(written(stick, forged(field, [introduced(field), *links])), accept=False)
    assert len(lineages(center.store.conn)) == MAX_EARLIER


def test_a_file_has_a_bounded_number_of_histories_of_one_author(
    field: Installation, center: Installation, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What more somebody else holds of them comes with the next file."""
    second = headquarters(stick.parent / "second")
    believe(field, center, second)
    for place in ("sync.receive.joining", "sync.send.draft"):
        monkeypatch.setattr(f"{place}.MAX_SECTIONS", 20)
    files = [written(stick, forked(field, [(1, n)] * 20)) for n in (1, 2)]
    with pytest.raises(UserError, match="changeset_limit"):
        center.receive(written(stick, forked(field, [(1, 1)] * 21)), accept=False)
    for file in files:
        center.receive(file, accept=False)
    for left in (20, 0):
        second.receive(center.export(stick, second.replica).path, accept=False)
        center.receive(second.export(stick, center.replica).path, accept=False)
        assert len(read_branches(center.store.conn)) - len(read_branches(second.store.conn)) == left
    assert second.state == center.state


_LONG_AGO = 1_700_000_000
YESTERDAY = date.today() - timedelta(days=1)


def revoked_at(one: Installation, replica: str) -> str:
    grant = grant_to(one.store.conn, replica)
    assert grant is not None
    return grant.revoked_from


@pytest.mark.parametrize("years", [-10, 0, 10])
def test_no_clock_undoes_a_revocation(
    tmp_path: Path, field: Installation, center: Installation, stick: Path, years: int
) -> None:
    """A headquarters with a wrong clock accepted a laptop, without knowing of another's revocation of it."""
    second = headquarters(tmp_path / "second")
    believe(center, second)
    believe(center, field)
    now = 1_790_000_000
    with patch("sync.wire.grants.time.time", lambda: now + years * 365 * 86_400):
        believe(second, field)
    revoke(center.store, center.places, field.replica, YESTERDAY)
    for _ in range(2):
        second.receive(center.export(stick).path, accept=False)
        center.receive(second.export(stick).path, accept=False)
    assert revoked_at(center, field.replica) == revoked_at(second, field.replica) == YESTERDAY.isoformat()
    # whoever knows of it can take it back, whatever the clock says
    with patch("sync.wire.grants.time.time", lambda: now - years * 365 * 86_400):
        accept(second.store, second.places, field.replica)
    for _ in range(2):
        center.receive(second.export(stick).path, accept=False)
        second.receive(center.export(stick).path, accept=False)
    assert revoked_at(center, field.replica) == revoked_at(second, field.replica) == ""


def test_grants_come_to_the_same_in_any_order(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    """Accepted, revoked, accepted again, moved, and revoked by one who knew only the first."""
    second = headquarters(tmp_path / "second")
    believe(center, second, field)
    files = [center.export(stick).path]
    revoke(center.store, center.places, field.replica, YESTERDAY)
    files.append(center.export(stick).path)
    accept(center.store, center.places, field.replica)
    files.append(center.export(stick).path)
    accept(center.store, center.places, field.replica, unit="01")
    files.append(center.export(stick).path)
    revoke(second.store, second.places, field.replica, YESTERDAY - timedelta(days=9))
    files.append(second.export(stick).path)
    found = set()
    for n, order in enumerate(some(list(permutations(files)), of=5)):
        reader = headquarters(tmp_path / f"reader{n}")
        believe(reader, center, second)
        for file in order:
            reader.receive(file, accept=False)
        grant = grant_to(reader.store.conn, field.replica)
        assert grant is not None
        found.add((grant.unit, grant.revoked_from, grant.turn))
        reader.store.close()
    assert found == {("01", "", 2)}


def test_a_revocation_gives_way_only_to_who_knew_of_it(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    """Both headquarters revoke a laptop, and one accepts it again before it hears of the other."""
    second = headquarters(tmp_path / "second")
    believe(center, second, field)

    def meet() -> list[str]:
        for _ in range(3):
            second.receive(center.export(stick).path, accept=False)
            center.receive(second.export(stick).path, accept=False)
        return [revoked_at(one, field.replica) for one in (center, second)]

    revoke(second.store, second.places, field.replica, YESTERDAY - timedelta(days=1))
    revoke(center.store, center.places, field.replica, YESTERDAY)
    accept(center.store, center.places, field.replica)
    assert meet() == [(YESTERDAY - timedelta(days=1)).isoformat()] * 2
    accept(center.store, center.places, field.replica)
    assert meet() == ["", ""]
    # where both hear of each other's revocation first, one acceptance answers both
    for one in (center, second):
        revoke(one.store, one.places, field.replica, YESTERDAY)
    assert meet() == [YESTERDAY.isoformat()] * 2
    accept(second.store, second.places, field.replica)
    assert meet() == ["", ""]


def test_no_author_takes_the_room_of_all_others(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    """Where a file is full, those have room of whom little is lacking, and in turn everybody."""
    colleague = installation(tmp_path / "colleague", replica="f" * 32)
    believe(field, center, colleague)
    for one, count in ((field, 95), (colleague, 10)):
        with one.store.writing() as conn:
            append(conn, one.identity, [Edit("note", "1.1.1", UNIT, f"n{n}", n) for n in range(count)])
        center.receive(one.export(stick).path, accept=False)
    center.edit("1.1.1", "status", "implemented")
    room = []
    with patch("sync.wire.body.MAX_CHANGES", 100):
        for _ in range(3):
            data = center.export(stick).path.read_bytes()
            room.append({section.replica for section in inspect(data, "").sections})
    assert all(center.replica in authors for authors in room)
    assert sum(colleague.replica in authors for authors in room) == 2
    assert sum(field.replica in authors for authors in room) == 1
