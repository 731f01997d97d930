"""Publishing a revision: what stays with its action and indicator, what leaves, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from store.account.spans import year_span
from store.account.versions import revision_on
from store.db.database import Store
from store.db.errors import UserError
from store.db.plan_digest import seal_plan
from store.edits.assessment import assess
from store.edits.edits import StatusReport, report_status
from store.edits.indicators import indicators, measure
from store.edits.recording import Recording
from store.integrity.verify import verify
from store.plan.form import plan_to_form
from store.plan.load import load_plan
from store.plan.lookup import action_numbers, find_action_id
from store.plan.model import Plan
from store.plan.parse import plan_from_form
from store.plan.save import delete_plan, insert_plan
from store.query.queries import action_detail
from store.revision.adoption import rebuild_revisions
from store.revision.comparison import Answers
from store.revision.content import RevisionContent, publishing_edits, read_announcements
from store.revision.publish import PlanDocument, draft_revision, publish_revision
from store.revision.register import ANNOUNCED
from store.revision.revisions import revisions
from store.revision.successors import left_actions, name_successors
from tests.plans import enrolled, small_plan
from tests.support.rates import rates
from tests.support.revised import DAY, published, titles_of, with_titles

TODAY = date(2022, 9, 15)
FIRST, SECOND = titles_of(small_plan())
OTHER = "Qendra e re e pritjes pranë kufirit"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Headquarters with the small plan."""
    with enrolled(tmp_path / "a.db", unit="MPB", role="headquarters") as opened:
        yield opened


def revised(store: Store, first: list[str], second: list[str] | None = None) -> Plan:
    return with_titles(load_plan(store), [first, second or SECOND])


def test_an_announcement_without_its_value_is_none(store: Store) -> None:
    published(store, revised(store, FIRST[1:]))
    plan = store.conn.execute("SELECT id FROM plan").fetchone()[0]
    told = read_announcements(store.conn, plan)
    with store.writing() as conn:
        conn.execute(
            "INSERT INTO change SELECT replica, seq + 100, 1, 0, officer, unit, batch, kind, target, field,"
            f" '~00', effective_on, '[]', hash, 'redaction' FROM change WHERE {ANNOUNCED}"
        )
    assert (read_announcements(store.conn, plan), read_announcements(store.conn, plan, uncounted=True)) == (
        told,
        {},
    )


def test_what_was_recorded_stays_with_its_action_through_several_revisions(store: Store) -> None:
    report_status(store, "1.1.4", StatusReport("in_progress"), today=TODAY, unit="17")
    published(store, revised(store, FIRST[1:]))
    assert find_action_id(store.conn, "1.1.3") == "1.1.4"
    report_status(store, "1.1.3", StatusReport("implemented"), today=TODAY, unit="17")
    published(store, revised(store, [OTHER, *FIRST[1:]]))
    found = action_detail(store, "1.1.4", today=TODAY)
    assert found.reports[0].values == {"status": "implemented"}
    assert found.row.title == FIRST[3]
    # the number of an action that has left is no id of another one
    assert find_action_id(store.conn, "1.1.1") == "1.1.1@3"
    assert action_detail(store, "1.1.1", today=TODAY, revision=1).row.title == FIRST[0]
    assert [one.number for one in revisions(store.conn)] == [1, 2, 3]
    assert verify(store).faults == ()


def test_an_action_chosen_before_a_revision_is_found_by_its_id_or_refused(store: Store) -> None:
    first, second = (action_detail(store, nr, today=TODAY).row.ref for nr in ("1.1.1", "1.1.2"))
    published(store, revised(store, FIRST[1:]))
    (change,) = report_status(store, second, StatusReport("in_progress"), today=TODAY, unit="17")
    assert change.target == "1.1.2"
    with pytest.raises(UserError) as refused:
        report_status(store, first, StatusReport("in_progress"), today=TODAY, unit="17")
    assert (refused.value.code, refused.value.params) == ("action_left", {"nr": "1.1.1", "number": 1})


def test_headquarters_word_shows_on_its_own_action_after_numbers_moved(store: Store) -> None:
    assess(store, "1.1.2", status="implemented", today=TODAY)
    published(store, revised(store, FIRST[1:]))
    assert action_detail(store, "1.1.1", today=TODAY).assessment.status == "implemented"
    # whose id is a number that another action bears by now
    assert action_detail(store, "1.1.2", today=TODAY).assessment.status is None


def test_an_id_that_was_given_is_never_given_again(store: Store) -> None:
    for n in range(4):
        published(store, revised(store, [f"{OTHER} {chr(97 + n) * 30}", *FIRST[1:]]))
    given = [
        load_plan(store, n).strategic_objectives[0].specific_objectives[0].actions[0].id for n in range(1, 6)
    ]
    assert given == ["1.1.1", "1.1.1@2", "1.1.1@3", "1.1.1@4", "1.1.1@5"]
    assert [one.id for one in left_actions(store)] == given[:-1]


def test_a_measurement_stays_with_its_indicator(store: Store) -> None:
    measure(store, "1.1", 2022, "310", recording=Recording(unit="17"))
    old = load_plan(store)
    strategic = old.strategic_objectives[0]
    objective = strategic.specific_objectives[0]
    before = objective.indicators[0]._replace(title="Përqindja e kërkesave të zgjidhura brenda afatit")
    changed = objective._replace(indicators=(before, *objective.indicators))
    new = old._replace(
        strategic_objectives=(strategic._replace(specific_objectives=(changed,)), old.strategic_objectives[1])
    )
    published(store, new, answers=Answers(same={"1.1/2": "1.1/1"}))
    first, second = indicators(store, objective="1.1")
    assert (first.indicator.id, first.measurements) == ("1.1/1@2", ())
    assert [one.value for one in second.measurements] == ["310"]
    measure(store, "1.1", 2022, "7", indicator=1, recording=Recording(unit="17"))
    assert [one.value for one in indicators(store, objective="1.1")[0].measurements] == ["7"]
    form = plan_to_form(load_plan(store), provenance=True)
    assert plan_to_form(plan_from_form(form), provenance=True) == form


def test_a_rate_uses_the_revision_in_force_when_its_year_began(store: Store) -> None:
    published(store, revised(store, FIRST[:1]), since=date(2022, 3, 1))
    counted = [rates(store, year_span(year), as_of=TODAY).plan.actions for year in (2021, 2022, 2023)]
    assert counted == [8, 8, 5]
    assert revision_on(store.conn, date(2022, 2, 28)) == 1
    assert revision_on(store.conn, date(2022, 3, 1)) == 2


def test_what_leaves_is_listed_and_its_successor_named_and_taken_back(store: Store) -> None:
    report_status(store, "1.1.2", StatusReport("in_progress"), today=TODAY, unit="17")
    report_status(store, "1.1.2", StatusReport("implemented"), today=TODAY, unit="11")
    published(store, revised(store, [FIRST[0], *FIRST[2:]]))
    (left,) = left_actions(store)
    assert (left.nr, left.last, left.entries, left.units, left.successors) == (
        "1.1.2",
        1,
        2,
        ("11", "17"),
        (),
    )
    name_successors(store, "1.1.2.", ["1.1.1", "1.1.2"])
    (left,) = left_actions(store)
    assert left.successors == ("1.1.1", "1.1.2")
    assert action_numbers(store.conn)[left.id] == "1.1.2 (r1)"
    name_successors(store, left.id, [])
    assert left_actions(store)[0].successors == ()
    with pytest.raises(UserError, match="left_unknown"):
        name_successors(store, "1.1.3", ["1.1.1"])
    with pytest.raises(UserError, match="action_unknown"):
        name_successors(store, "1.1.2", ["9.9.9"])


def test_two_that_left_under_one_number_are_told_apart_by_their_ids(store: Store) -> None:
    published(store, revised(store, [OTHER, *FIRST[1:]]))
    published(store, revised(store, ["z" * 40, *FIRST[1:]]))
    with pytest.raises(UserError, match="left_ambiguous") as refused:
        name_successors(store, "1.1.1", ["1.1.1"])
    assert refused.value.params["known"] == ["1.1.1 (r1)", "1.1.1 (r2)"]
    name_successors(store, "1.1.1 (r2)", ["1.1.1"])
    assert [(one.id, one.successors) for one in left_actions(store)] == [
        ("1.1.1", ()),
        ("1.1.1@2", ("1.1.1",)),
    ]
    name_successors(store, "1.1.1@2", [])


def test_a_comparison_that_is_out_of_date_is_not_published(store: Store) -> None:
    plan = revised(store, FIRST[1:])
    made = draft_revision(store, plan, Answers())
    published(store, revised(store, FIRST[:3]))
    with pytest.raises(UserError, match="revision_changed"):
        publish_revision(store, PlanDocument(plan, "x", "00"), Answers(), seen=made.seen, in_force_from=DAY)


def test_no_revision_is_in_force_before_an_earlier_one(store: Store) -> None:
    published(store, revised(store, FIRST[1:]), since=date(2022, 7, 1))
    with pytest.raises(UserError, match="revision_too_early"):
        published(store, revised(store, FIRST[:2]), since=date(2022, 6, 30))
    assert published(store, revised(store, FIRST[:2]), since=date(2022, 7, 1)).number == 3


def test_a_clock_that_is_behind_does_not_keep_a_revision_from_being_published(store: Store) -> None:
    behind, ahead = date(2021, 1, 1), date(2022, 8, 1)
    assert draft_revision(store, revised(store, FIRST[1:]), Answers()).in_force_from(behind) == behind
    published(store, revised(store, FIRST[1:]), since=date(2022, 7, 1))
    made = draft_revision(store, revised(store, FIRST[:2]), Answers())
    assert (made.in_force_from(behind), made.in_force_from(ahead)) == (date(2022, 7, 1), ahead)


@pytest.mark.parametrize(
    ("successors", "code"),
    [({"9.9.9": ["1.1.1"]}, "answer_old_unknown"), ({"1.1.1": ["9.9.9"]}, "answer_new_unknown")],
)
def test_what_is_refused_publishes_nothing(store: Store, successors: dict[str, list[str]], code: str) -> None:
    before = store.conn.execute("SELECT count(*) FROM change").fetchone()
    with pytest.raises(UserError, match=code):
        published(store, revised(store, FIRST[1:]), successors=successors)
    with pytest.raises(UserError, match="revision_same"):
        published(store, small_plan())
    made = draft_revision(store, revised(store, [OTHER, *FIRST[1:]]), Answers())
    with pytest.raises(UserError, match="revision_questions"):
        publish_revision(store, PlanDocument(made.revised, "x", "00"), Answers(), seen=1, in_force_from=DAY)
    assert store.conn.execute("SELECT count(*) FROM change").fetchone() == before
    assert len(revisions(store.conn)) == 1


def test_a_plan_beyond_any_is_refused() -> None:
    huge = small_plan()._replace(title="x" * 40_000_000)
    with pytest.raises(UserError, match="revision_too_large"):
        list(publishing_edits(RevisionContent(huge, "x", "00"), 2, "2022-01-01"))


def test_tables_that_were_altered_are_found_and_written_again(store: Store) -> None:
    published(store, revised(store, FIRST[1:]))
    with store.writing() as conn:
        conn.execute("UPDATE action SET title = 'tjetër' WHERE revision = 2 AND nr = '1.1.1'")
    assert [fault.code for fault in verify(store).faults] == ["plan_differs", "revision_differs"]
    rebuild_revisions(store)
    assert verify(store).faults == ()


@pytest.mark.parametrize(
    ("statements", "code"),
    [
        (["UPDATE plan SET in_force_from = '2029-01-01' WHERE revision = 2"], "revision_differs"),
        (
            [
                "UPDATE budget_cell SET cents = 777 WHERE revision = 2 AND cents IS NOT NULL",
                "UPDATE plan SET content_sha256 = '00' WHERE revision = 2",
            ],
            "revision_differs",
        ),
        (None, "revision_lacking"),
    ],
)
def test_a_revision_is_what_was_published_though_its_digest_was_made_anew(
    store: Store, statements: list[str] | None, code: str
) -> None:
    published(store, revised(store, FIRST[1:]))
    with store.writing() as conn:
        if statements is None:
            delete_plan(conn, 2)
        else:
            for statement in statements:
                conn.execute(statement)
            seal_plan(conn, 2)
    assert [fault.code for fault in verify(store).faults] == [code]
    rebuild_revisions(store)
    assert verify(store).faults == ()
    assert [one.number for one in revisions(store.conn)] == [1, 2]


def test_a_revision_that_nobody_published_is_a_fault(store: Store) -> None:
    with store.writing() as conn:
        insert_plan(conn, 2, revised(store, FIRST[1:]), source_name="x", source_sha256="11")
    assert [fault.code for fault in verify(store).faults] == ["revision_unpublished"]
    rebuild_revisions(store)
    assert verify(store).faults == ()
    assert [one.number for one in revisions(store.conn)] == [1]
