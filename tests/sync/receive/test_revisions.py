"""Plan revisions over files: whole or not at all, nothing pending touched, all end with the same plan."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.db.errors import UserError
from store.exchange.change_sets import author
from store.history.conflicts import conflicts
from store.history.history import redo, undo
from store.history.resolve import keep_head
from store.history.revert import revert
from store.integrity.backup import backup
from store.integrity.verify import verify
from store.ledger.append import Edit, append, read_changes
from store.ledger.heads import read_heads
from store.plan.load import load_plan
from store.plan.lookup import current_revision, find_action_id
from store.plan.model import Plan
from store.revision.adoption import accept_revision, preview_revisions
from store.revision.register import FIELD, is_part, revision_register
from store.revision.revisions import revisions
from store.revision.successors import left_actions
from sync.restore import restore
from sync.trusting import revoke
from sync.wire.inspect import inspect
from tests.support.lengths import cases
from tests.support.revised import published, titles_of, with_titles
from tests.sync.world import Installation, believe, copied, headquarters, installation, quick_folder


def plans(one: Installation) -> dict[int, Plan]:
    """Every revision that can be read."""
    return {found.number: load_plan(one.store, found.number) for found in revisions(one.store.conn)}


def own(one: Installation) -> list[tuple[Any, ...]]:
    """What an installation has recorded itself, as it stands in the ledger."""
    return one.store.conn.execute(
        "SELECT seq, kind, target, unit, field, value, supersedes, hash, held FROM change WHERE replica = ?",
        (one.replica,),
    ).fetchall()


def without(one: Installation, *numbers: str) -> Plan:
    """The plan in force without these actions, the others numbered anew."""
    plan = load_plan(one.store)
    gone = {action.title for action in plan.actions() if action.nr in numbers}
    return with_titles(plan, [[t for t in titles if t not in gone] for titles in titles_of(plan)])


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Installation, Installation]:
    """Headquarters and a laptop that believe each other."""
    center, laptop = headquarters(tmp_path / "center"), installation(tmp_path / "laptop")
    believe(center, laptop)
    return center, laptop


def written(one: Installation, other: Installation, folder: Path) -> Path:
    """A file for another one, or for everybody where nothing was heard from it yet."""
    known = author(one.store.conn, other.replica) is not None
    return one.export(folder, peer=other.replica if known else None).path


def carry(one: Installation, other: Installation, folder: Path) -> Any:
    return other.receive(written(one, other, folder))


def test_a_revision_that_takes_nothing_away_is_taken_at_once(
    pair: tuple[Installation, Installation], tmp_path: Path
) -> None:
    center, laptop = pair
    laptop.edit("1.1.3", "status", "in_progress")
    before = own(laptop)
    published(center.store, without(center, "1.1.2"))
    taken = carry(center, laptop, tmp_path)
    assert taken.settled.applied == (2,)
    assert not taken.settled.waits
    assert [(effect.old_nr, effect.nr, effect.code) for effect in taken.settled.outlook.effects] == [
        ("1.1.3", "1.1.2", "moved")
    ]
    assert own(laptop) == before
    assert plans(laptop) == plans(center)
    assert find_action_id(laptop.store.conn, "1.1.2") == "1.1.3"
    assert load_plan(laptop.store, 1) == load_plan(center.store, 1)
    assert verify(laptop.store).faults == () == verify(center.store).faults


def test_one_that_takes_a_reported_action_away_waits_and_everything_else_of_the_file_is_taken(
    pair: tuple[Installation, Installation], tmp_path: Path
) -> None:
    center, laptop = pair
    laptop.edit("1.1.2", "status", "in_progress")
    center.edit("1.1.4", "comment", "mirë", unit="", kind="assessment")
    before = own(laptop)
    published(center.store, without(center, "1.1.2"), successors={"1.1.2": ["1.1.2"]})
    taken = carry(center, laptop, tmp_path)
    assert taken.settled.held_back and taken.settled.waits
    assert [(effect.code, effect.successors) for effect in taken.settled.outlook.effects] == [
        ("gone", ("1.1.2",))
    ]
    assert current_revision(laptop.store.conn) == 1
    assert any(register["field"] == "comment" for register in laptop.state)
    # work goes on under the old plan, and headquarters takes it under the new one
    laptop.edit("1.1.1", "status", "implemented")
    assert carry(laptop, center, tmp_path).new == 2
    accepted = accept_revision(laptop.store)
    assert accepted.applied == (2,)
    assert own(laptop)[:1] == before
    assert laptop.state == center.state
    assert plans(laptop) == plans(center)
    (left,) = left_actions(center.store)
    assert (left.nr, left.last, left.entries, left.units, left.successors) == (
        "1.1.2",
        1,
        1,
        ("17",),
        ("1.1.2",),
    )
    with pytest.raises(UserError, match="revision_none_waiting"):
        accept_revision(laptop.store)


def test_what_waits_is_taken_by_itself_once_headquarters_has_confirmed_the_changes(
    pair: tuple[Installation, Installation], tmp_path: Path
) -> None:
    center, laptop = pair
    laptop.edit("1.1.2", "status", "in_progress")
    published(center.store, without(center, "1.1.2"))
    assert carry(center, laptop, tmp_path).settled.held_back
    carry(laptop, center, tmp_path)
    assert carry(center, laptop, tmp_path).settled.applied == (2,)


def test_several_revisions_arrive_in_one_file(
    pair: tuple[Installation, Installation], tmp_path: Path
) -> None:
    center, laptop = pair
    for _ in range(3):
        published(center.store, without(center, "1.1.1"))
    assert carry(center, laptop, tmp_path).settled.applied == (2, 3, 4)
    assert plans(laptop) == plans(center)


def test_half_a_revision_changes_nothing_until_the_rest_arrives(
    pair: tuple[Installation, Installation], tmp_path: Path
) -> None:
    center, laptop = pair
    first = published(center.store, without(center, "1.1.1")).changes
    assert [is_part(change.decoded()) for change in first] == [True] * (len(first) - 1) + [False]
    held = center.store.conn.execute("SELECT * FROM change ORDER BY seq").fetchall()
    with laptop.store.writing() as conn:
        # as if one of the parts had not come: what announces them stands alone
        last = held[-1]
        conn.execute("INSERT INTO replica (id, changes, head) VALUES ('x', 1, x'00') ON CONFLICT DO NOTHING")
        conn.execute(
            "INSERT INTO change VALUES ('x', 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*last[2:],)
        )
    ahead = preview_revisions(laptop.store)
    assert ahead.missing == (2,) and not ahead.due
    assert current_revision(laptop.store.conn) == 1
    with laptop.store.writing() as conn:
        conn.execute("DELETE FROM change WHERE replica = 'x'")
        conn.execute("DELETE FROM replica WHERE id = 'x'")
    assert carry(center, laptop, tmp_path).settled.applied == (2,)


def test_changes_under_a_newer_revision_are_kept_and_join_when_it_arrives(
    pair: tuple[Installation, Installation], tmp_path: Path
) -> None:
    center, laptop = pair
    other = installation(tmp_path / "other", unit="18")
    believe(center, laptop, other)
    plan = load_plan(center.store)
    titles = titles_of(plan)
    titles[0].append("Krejt e re: qendra e pritjes në kufi")
    published(center.store, with_titles(plan, titles))
    carry(center, other, tmp_path)
    other.edit("1.1.5", "status", "in_progress", unit="18")
    # it is known to hold all of headquarters, so what comes from the other laptop is its own alone
    carry(laptop, other, tmp_path)
    with other.store.writing() as conn:
        conn.execute(
            "UPDATE change_set SET vector = (SELECT json_group_object(id,"
            " json_array(json_array(changes, lower(hex(head))))) FROM replica WHERE id = ?)"
            " WHERE direction = 'received' AND sender = ?",
            (center.replica, laptop.replica),
        )
    file = written(other, laptop, tmp_path)
    assert {section.replica for section in inspect(file.read_bytes(), "x").sections} == {other.replica}
    taken = laptop.receive(file)
    assert (taken.new, taken.newer_plan, taken.waiting) == (1, 2, None)
    assert current_revision(laptop.store.conn) == 1
    assert carry(center, laptop, tmp_path).settled.applied == (2,)
    assert find_action_id(laptop.store.conn, "1.1.5") == "1.1.5"
    carry(other, center, tmp_path)
    carry(center, laptop, tmp_path)
    assert laptop.state == center.state


def test_headquarters_does_not_get_its_own_revision_back(
    pair: tuple[Installation, Installation], tmp_path: Path
) -> None:
    center, laptop = pair
    laptop.edit("1.1.3", "status", "in_progress")
    published(center.store, without(center, "1.1.2"))
    assert carry(center, laptop, tmp_path).settled.applied == (2,)
    file = inspect(laptop.export(tmp_path).path.read_bytes(), "x")
    assert {section.replica for section in file.sections} == {laptop.replica}


def test_only_headquarters_publishes(pair: tuple[Installation, Installation], tmp_path: Path) -> None:
    center, laptop = pair
    with pytest.raises(UserError, match="headquarters_only"):
        published(laptop.store, without(laptop, "1.1.1"))
    # and a field laptop that records it all the same changes no plan
    with laptop.store.writing() as conn:
        forged = published(center.store, without(center, "1.1.1")).changes
        edits = [Edit(*change.register, change.decoded(), change.effective_on) for change in forged]
        append(conn, laptop.identity, edits)
    other = installation(tmp_path / "other", unit="18")
    believe(center, laptop, other)
    taken = carry(laptop, other, tmp_path)
    assert taken.held == len(forged)
    assert current_revision(other.store.conn) == 1
    assert other.state == []


def test_two_headquarters_publish_at_once_and_one_decides(tmp_path: Path) -> None:
    one, other = headquarters(tmp_path / "one"), headquarters(tmp_path / "other")
    laptop = installation(tmp_path / "laptop")
    believe(one, other, laptop)
    published(one.store, without(one, "1.1.1"))
    published(other.store, without(other, "1.1.2"))
    carry(one, other, tmp_path)
    carry(other, one, tmp_path)
    carry(one, laptop, tmp_path)
    carry(other, laptop, tmp_path)
    assert plans(one) == plans(other) == plans(laptop)
    assert one.state == other.state == laptop.state
    (conflict,) = conflicts(one.store)
    assert conflict.register.field == FIELD
    before = plans(one)
    lost = next(head for head in conflict.heads if head.id != conflict.heads[0].id)
    keep_head(one.store, conflict.id, lost.id)
    assert not conflicts(one.store)
    carry(one, other, tmp_path)
    carry(one, laptop, tmp_path)
    assert plans(one) == plans(other) == plans(laptop)
    # what had lost the order of the register is what stands now
    assert before != plans(one)
    for place in (one, other, laptop):
        assert verify(place.store).faults == ()
    # taking the decision back is an edit like any other, and the plan goes along
    decided = plans(one)
    undo(one.store)
    assert plans(one) == before
    redo(one.store)
    assert plans(one) == decided
    assert verify(one.store).faults == ()


def test_publishing_is_not_undone(pair: tuple[Installation, Installation]) -> None:
    center, _ = pair
    center.edit("1.1.1", "comment", "para", unit="", kind="assessment")
    made = published(center.store, without(center, "1.1.2")).changes
    with pytest.raises(UserError, match="revision_stays"):
        revert(center.store, made[-1].id)
    (reversal,) = undo(center.store)
    assert [step.change.field for step in reversal.steps] == ["comment"]
    with pytest.raises(UserError, match="nothing_to_undo"):
        undo(center.store)


def test_kinds_and_fields_that_a_reader_does_not_know_are_passed_on(tmp_path: Path) -> None:
    center, relay = headquarters(tmp_path / "center"), installation(tmp_path / "relay")
    laptop = installation(tmp_path / "laptop", unit="18")
    believe(center, relay, laptop)
    center.edit("1.1.1", "shape", {"deep": [1, {"x": None}]}, unit="", kind="hologram")
    center.edit(
        "plan-prove",
        "revision",
        {"of": "ab", "part": 1, "text": "x", "later": True},
        unit="",
        kind="decision",
    )
    carry(center, relay, tmp_path)
    carry(laptop, relay, tmp_path)
    carry(relay, laptop, tmp_path)
    wanted = list(read_changes(center.store.conn, "WHERE replica = ?", (center.replica,)))
    assert len(wanted) == 2
    assert list(read_changes(laptop.store.conn, "WHERE replica = ?", (center.replica,))) == wanted
    assert laptop.state == center.state


@contextmanager
def world(count: int = 2) -> Iterator[tuple[Installation, list[Installation], Path]]:
    with quick_folder() as folder, ExitStack() as opened:
        center = headquarters(folder / "center")
        laptops = [installation(folder / f"laptop{n}", unit=str(11 + n)) for n in range(count)]
        believe(center, *laptops)
        for one in (center, *laptops):
            opened.callback(one.store.close)
        (folder / "files").mkdir()
        yield center, laptops, folder / "files"


def of_unit(place: Installation, laptop: Installation) -> list[object]:
    """The registers that concern a laptop's unit, as a place holds them."""
    return [entry for entry in place.state if entry["unit"] in ("", laptop.identity.unit)]


_STEPS = st.lists(
    st.sampled_from(
        [*["edit"] * 4, *["publish"] * 2, *["up"] * 2, *["down"] * 3, *["accept"] * 2, "across", "late"]
    ),
    min_size=15,
    max_size=40,
)


@settings(
    max_examples=cases(4, 400),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(_STEPS, st.integers(0, 2**32))
def test_all_end_with_the_same_plans_and_nothing_pending_is_touched(steps: list[str], seed: int) -> None:
    random = Random(seed)
    with world() as (center, laptops, folder):
        files: list[Path] = []

        def take(one: Installation, file: Path) -> None:
            before = own(one)
            try:
                one.receive(file)
            except UserError as refused:
                assert refused.code == "changeset_own_file"
            assert own(one) == before, "I14"

        def revise(n: int) -> None:
            titles = titles_of(load_plan(center.store))
            pool = [title for group in titles for title in group]
            if not pool:
                # a plan that has lost all its actions has nothing to model others on
                return
            kept = [title for title in pool if random.random() < 0.7]
            fresh = f"{random.getrandbits(64):x} {random.getrandbits(64):x} {random.getrandbits(64):x}"
            kept += [fresh] * (random.random() < 0.7)
            random.shuffle(kept)
            cut = random.randrange(len(kept) + 1)
            try:
                published(center.store, with_titles(load_plan(center.store), [kept[:cut], kept[cut:]]))
            except UserError as refused:
                assert refused.code == "revision_same"

        for n, step in enumerate(steps):
            one = random.choice(laptops)
            if step == "edit":
                actions = list(load_plan(one.store).actions())
                if actions:
                    one.edit(random.choice(actions).stable_id, "next_steps", f"s{n}", unit=one.identity.unit)
            elif step == "publish":
                revise(n)
            elif step == "up":
                files.append(one.export(folder).path)
                if random.random() < 0.6:
                    take(center, files[-1])
            elif step == "down":
                files.append(written(center, one, folder))
                if random.random() < 0.6:
                    take(one, files[-1])
            elif step == "across":
                other = random.choice(laptops)
                if other is not one:
                    files.append(written(one, other, folder))
                    take(other, files[-1])
            elif step == "late" and files:
                take(random.choice([center, *laptops]), random.choice(files))
            elif step == "accept":
                before = own(one)
                try:
                    accept_revision(one.store)
                except UserError as refused:
                    assert refused.code == "revision_none_waiting"
                assert own(one) == before, "I14"
        typed = {laptop.replica: own(laptop) for laptop in laptops}
        for _ in range(3):
            for laptop in laptops:
                take(center, laptop.export(folder).path)
                take(laptop, written(center, laptop, folder))
        for laptop in laptops:
            assert own(laptop) == typed[laptop.replica]
            held = center.store.conn.execute(
                "SELECT seq, kind, target, unit, field, value, supersedes, hash, held FROM change"
                " WHERE replica = ?",
                (laptop.replica,),
            ).fetchall()
            assert held == typed[laptop.replica], "I2"
            # what headquarters writes for a unit leaves out what other units recorded
            assert of_unit(laptop, laptop) == of_unit(center, laptop), "I1"
            assert plans(laptop) == plans(center)
        for place in (center, *laptops):
            assert verify(place.store).faults == ()


@pytest.mark.parametrize("archive", [True, False])
def test_a_headquarters_restored_from_before_a_revision_gets_it_back(
    pair: tuple[Installation, Installation], tmp_path: Path, archive: bool
) -> None:
    center, laptop = pair
    backup(center.store, tmp_path / "copy.db")
    published(center.store, without(center, "1.1.2"))
    carry(center, laptop, tmp_path)
    wanted = plans(center)
    center.store.close()
    if not archive:
        shutil.rmtree(center.places.outbox)
        # what stood is gone too: nothing but the laptops knows of the revision
        center.places.database.unlink()
    done = restore(center.places, tmp_path / "copy.db", center.places.database, now=datetime(2022, 9, 15))
    back = copied(center.places.database.parent, done.continued.new)
    believe(back, laptop)
    # it says first that it lacks what the one before it had
    carry(back, laptop, tmp_path)
    carry(laptop, back, tmp_path)
    assert plans(back) == wanted
    assert verify(back.store).faults == ()
    # and the next revision has the next number
    assert published(back.store, without(back, "2.1.1")).number == 3
    assert carry(back, laptop, tmp_path).settled.applied == (3,)
    assert plans(laptop) == plans(back)
    back.store.close()


def test_a_revoked_headquarters_takes_its_revision_along(
    pair: tuple[Installation, Installation], tmp_path: Path
) -> None:
    center, laptop = pair
    other = headquarters(tmp_path / "other")
    believe(center, laptop, other)
    published(center.store, without(center, "1.1.2"))
    carry(center, laptop, tmp_path)
    carry(center, other, tmp_path)
    for _ in range(3):
        # each is a second later than the one before: later than what the laptop granted by itself
        revoke(other.store, other.places, center.replica, date(2000, 1, 1))
    assert list(plans(other)) == [1]
    assert verify(other.store).faults == ()
    taken = carry(other, laptop, tmp_path)
    assert (taken.settled.applied, taken.settled.withdrawn) == ((), (2,))
    assert list(plans(laptop)) == [1]
    assert verify(laptop.store).faults == ()


def test_a_content_that_is_none_waits_and_hinders_nothing(
    pair: tuple[Installation, Installation], tmp_path: Path
) -> None:
    center, laptop = pair
    for n, text in enumerate(
        ("{", '{"format": "terren-revision/9"}', "[1]", '{"format":"terren-revision/1"}'), 2
    ):
        digest = sha256(text.encode()).hexdigest()
        register = revision_register("plan-prove")
        with center.store.writing() as conn:
            append(
                conn,
                center.identity,
                [
                    Edit(*register, {"of": digest, "part": 1, "text": text}),
                    Edit(*register, {"parts": 1, "revision": n, "sha256": digest}, "2022-01-01"),
                ],
            )
    center.edit("1.1.1", "comment", "mirë", unit="", kind="assessment")
    taken = carry(center, laptop, tmp_path)
    assert [refused.code for refused in taken.settled.outlook.unreadable] == ["revision_unreadable"] * 4
    assert taken.settled.waits and not taken.settled.held_back
    assert laptop.state == center.state
    assert list(plans(laptop)) == [1]
    # a number that is taken by what cannot be read is not used again
    assert published(center.store, without(center, "1.1.1")).number == 6


def test_an_announcement_with_keys_of_a_later_version_is_taken(
    pair: tuple[Installation, Installation], tmp_path: Path
) -> None:
    """Whatever stands before those that are known."""
    center, laptop = pair
    published(center.store, without(center, "1.1.2"))
    (head,) = read_heads(center.store.conn, revision_register("plan-prove"))
    center.edit(
        "plan-prove", FIELD, {**head.decoded(), "revision": 3, "against": "1"}, unit="", kind="decision"
    )
    carry(center, laptop, tmp_path)
    assert list(plans(laptop)) == [1, 2, 3]


@pytest.mark.parametrize(
    "value",
    [
        {"parts": 1, "revision": 1, "sha256": "00"},
        {"parts": 0, "revision": 2, "sha256": "00"},
        {"parts": True, "revision": 2, "sha256": "00"},
        {"parts": 1, "revision": "2", "sha256": "00"},
        {"parts": 1, "revision": 2, "sha256": 0},
        {"parts": 2**60, "revision": 2, "sha256": "00"},
        {"parts": 1},
        {"parts": {"x": []}},
    ],
)
def test_an_announcement_out_of_form_tells_nothing(
    pair: tuple[Installation, Installation], value: object, tmp_path: Path
) -> None:
    center, laptop = pair
    center.edit("plan-prove", FIELD, value, unit="", kind="decision")
    assert not carry(center, laptop, tmp_path).settled.waits
