"""What the parts of the main screen decide by themselves, without a screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from language import use_plain
from store.account.money import YearMoney
from store.db.database import Store
from store.db.errors import UserError
from store.ledger.change import Change
from store.query.filters.filter import NOT_REPORTED, Filter
from store.status.outline import ActionRow, Progress, outline
from store.status.record import UnitReport
from tests.plans import enrolled
from tests.tui.harness import TODAY, grid, home, running
from tui.finding.filter_state import DOCUMENT, FilterState, chips_of, title_of
from tui.plan.plan_rows import revised_words
from tui.plan.screen import PlanScreen, commands_at, first_of_all, idle_on, key_names
from tui.plan.search import node_meant
from tui.report.recording import UndoRedo
from tui.report.status import common_report
from tui.tree.plan_tree import PlanTree
from tui.tree.tree_model import TreeModel
from tui.tree.tree_rows import Columns, Node
from tui.widgets.draw import bar_on_track
from tui.widgets.page import Page


def model_of(store: Store) -> TreeModel:
    return TreeModel(outline(store, today=TODAY))


def action(model: TreeModel, nr: str) -> Node:
    return next(Node(2, row) for row in model.actions.values() if row.nr == nr)


def test_marking_again_takes_marks_away_only_where_all_are_marked(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        model = model_of(store)
        tree = PlanTree(model)
        tree.mark({"2.1.1"})
        tree.mark({"1.1.1", "2.1.1"})
        assert [row.id for row in tree.marked()] == ["1.1.1", "2.1.1"]
        tree.mark({"1.1.1"})
        assert tree.marks == {"2.1.1"}
        # what has left the plan is set by no key
        tree.mark({"9.9.9"})
        assert (len(tree.marks), [row.id for row in tree.marked()]) == (2, ["2.1.1"])


def test_the_footer_offers_a_status_where_one_can_be_set(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        model = model_of(store)
        on_action, on_objective = action(model, "1.1.1"), Node(0, model.outline.strategic[0])

        def offered(node: Node | None, line: str | None = None, marked: int = 0) -> set[str]:
            return {command.id for command in commands_at(node, line, marked)}

        assert "status" in offered(on_action)
        assert "status" not in offered(on_objective) | offered(None)
        assert "status" in offered(on_objective, marked=2) & offered(None, marked=2)
        assert offered(on_action, "search", 2) == {"keep_search", "end_search"}


def test_keys_say_for_whom_and_for_how_many_they_are(tmp_path: Path) -> None:
    with home(tmp_path, unit="MPB", role="headquarters").open() as store:
        identity = model_of(store).outline.identity
        assert key_names(identity, 0) == {"status": ["status of MIA", "status"]}
        assert key_names(identity, 3) == {"status": ["status of 3 marked", "status of 3"]}
    assert key_names(None, 0) == {}


def test_who_only_looks_is_offered_to_enrol_and_nothing_to_record(tmp_path: Path) -> None:
    with home(tmp_path).open() as store:
        assert (first_of_all(store), idle_on(store)) == ((), ())
        store.read_only = True
        assert [command.label for command in first_of_all(store)] == ["enrol"]
        assert {"status", "note", "export"} <= set(idle_on(store))
        store.refusal = UserError("db_copied")
        assert [command.label for command in first_of_all(store)] == ["new identity"]


def test_the_title_says_what_the_list_shows(tmp_path: Path) -> None:
    with home(tmp_path).open() as store:
        model, state = model_of(store), FilterState(store)
        key: Callable[[str], str] = {"view": "v"}.__getitem__
        assert title_of(state, 6, 6, key) == "All actions (6)"
        state.ask(model.seen, Filter(mine=True), DOCUMENT)
        assert title_of(state, 4, 6, key) == "Mine (4 of 6), v: all"
        assert chips_of(state) == []
        state.ask(model.seen, Filter(overdue=True), "deadline")
        assert title_of(state, 0, 6, key) == "Filtered (0 of 6)"
        assert len(chips_of(state)) == 2
        state.search("qqqq")
        assert title_of(state, 0, 6, key) == "Found (0 of 6)"


async def test_the_title_counts_what_meets_the_filter_by_what_was_recorded_since(tmp_path: Path) -> None:
    wanted = Filter(mine=True, statuses=frozenset({NOT_REPORTED}))
    async with running(home(tmp_path), (120, 40)) as (app, pilot):
        screen = app.screen
        assert isinstance(screen, PlanScreen) and screen.filtering.ask(wanted)
        screen.filtering.go_to_first()
        await pilot.pause()
        assert "Filtered (4 of 8)" in grid(app)
        await pilot.press("4")
        screen.look_around()
        await pilot.pause()
        # the row on which one stands shows on, and meets the filter no more
        assert "Filtered (3 of 8)" in grid(app) and screen.model.number_shown == 4
        # asked for again it is as after any other filter
        assert screen.filtering.ask(wanted)
        await pilot.pause()
        assert "Filtered (3 of 8)" in grid(app) and screen.model.number_shown == 3


def test_a_typed_number_means_a_row_or_is_refused(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        model = model_of(store)
        assert node_meant(model, "  ") is None
        assert node_meant(model, "211") == action(model, "2.1.1")
        with pytest.raises(UserError):
            node_meant(model, "77")


def test_what_is_said_of_a_revision_under_the_cursor(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        model = model_of(store)
        here = action(model, "1.1.2")
        assert isinstance(here.row, ActionRow)
        other = Node(2, here.row._replace(nr="1.1.9"))
        gone = Node(2, here.row._replace(id="x", nr="7.7.7"))
        assert revised_words(model, here, here).endswith("revision 1 shows. You are on 1.1.2.")
        assert "What was 1.1.9 is 1.1.2 now." in revised_words(model, other, here)
        assert "7.7.7 is no longer in it. No row is chosen." in revised_words(model, gone, None)


def test_a_form_for_several_begins_with_what_all_of_them_say() -> None:
    one = UnitReport("17", {"status": "implemented", "percent": 50, "reason": "other"}, "2022-01-01")
    two = UnitReport("17", {"status": "implemented", "percent": 60}, "2022-02-01")
    assert common_report([one]) == (one.values, "2022-01-01")
    assert common_report([one, two]) == ({"status": "implemented"}, None)


class Told:
    """An application that only notes what it is told."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def tell(self, text: str, *, severity: str = "information") -> None:
        self.said.append(text)

    def told(self) -> str:
        return ""

    def tell_refusal(self, refused: UserError) -> None:
        self.said.append(refused.code)

    def attempt(self, use_case: Callable[[], Any]) -> Any:
        try:
            return use_case()
        except UserError as refused:
            self.tell_refusal(refused)
            return None


def test_undo_and_redo_say_what_they_did_and_for_whom(tmp_path: Path) -> None:
    from store.edits.edits import StatusReport, report_status

    app, changed = Told(), list[Collection[Change]]()
    with home(tmp_path, unit="MPB", role="headquarters").open() as store:
        undo_redo = UndoRedo(app, store, lambda action: f"no. {action}", changed.append)  # type: ignore[arg-type]
        undo_redo.undo()
        report_status(store, "1.1.1", StatusReport("implemented"), today=date(2022, 1, 1))
        undo_redo.undo()
        undo_redo.redo()
        store.read_only = True
        undo_redo.undo()
    nothing, taken, again, looking = app.said
    assert nothing == "nothing_to_undo"
    assert taken.startswith("Taken back: ")
    assert again.startswith("Set again: ")
    assert "MIA: " in again
    assert "no. 1.1.1" in again
    assert looking.startswith("You are only looking")
    assert [{one.target for one in changes} for changes in changed] == [{"1.1.1"}, {"1.1.1"}]


@pytest.mark.parametrize(("currency", "shown"), [("EUR", "€"), ("RSD", "RSD")])
def test_the_bar_of_money_names_the_plans_currency(tmp_path: Path, currency: str, shown: str) -> None:
    progress = Progress(2, Counter({"implemented": 1}), 0, 0, 0, 0, YearMoney(0, 1000, spent_on_budget=310))
    with enrolled(tmp_path / "a.db") as store:
        row = model_of(store).outline.strategic[0]
        assert model_of(store).outline.currency == "EUR"
    line = Columns(80, 5, 8, currency).objective(Node(0, row), progress, is_open=True)
    words = "".join(text for text, _style in line)
    assert f" {shown}" in words and words.index(shown) < words.index("31%")


def test_a_percentage_that_has_no_room_is_left_out_and_never_cut(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        row = model_of(store).outline.strategic[0]
    for spent, shown in ((9_990, " 999%"), (5_000_000, "    …")):
        progress = Progress(2, Counter(), 0, 0, 0, 0, YearMoney(0, 1000, spent_on_budget=spent))
        line = Columns(80, 5, 8, "EUR").objective(Node(0, row), progress, is_open=True)
        words = "".join(text for text, _style in line)
        assert shown in words
        assert "500" not in words
        assert cell_len(words) == 80


@pytest.mark.parametrize(
    ("width", "counts"),
    [(72, "●10 ◑2 ◔3 ○4 ✗5 ⊘6 ·70"), (44, "●10 ◑2 ◔3 ○4 ✗5 …76"), (28, "●10 ◑2 …88")],
)
def test_each_sign_of_an_objective_counts_its_own_status(tmp_path: Path, width: int, counts: str) -> None:
    statuses = Counter[str | None](
        {
            "implemented": 10,
            "partially_implemented": 2,
            "in_progress": 3,
            "not_started": 4,
            "not_implemented": 5,
            "cancelled": 6,
            None: 70,
        }
    )
    progress = Progress(100, statuses, 0, 0, 0, 0, YearMoney(0))
    with enrolled(tmp_path / "a.db") as store:
        row = model_of(store).outline.strategic[0]
    line = Columns(width, 5, 8, "EUR").objective(Node(0, row), progress, is_open=True)
    words = "".join(text for text, _style in line)
    assert counts in words
    assert cell_len(words) == width


def test_what_stands_behind_a_value_is_wrapped_and_never_cut() -> None:
    page = Page(31, 13)
    page.field("Rok", "2021-2023", after=(("  ! kasni 1063 dana", "bad"),))
    lines = ["".join(text for text, _ in line) for line in page.lines]
    assert lines == [f"{'Rok':14}2021-2023", f"{'':14}! kasni 1063 dana"]
    page = Page(30, 13)
    page.field("Rok", "2021-2023", after=(("  ! kasni 1063 dana", "bad"),))
    assert ["".join(text for text, _ in line).strip() for line in page.lines[1:]] == ["! kasni 1063", "dana"]


def test_a_label_that_is_longer_than_its_column_stands_above_its_value() -> None:
    page = Page(30, 8)
    page.field("Rok", "2021")
    page.field("Arsyeja e vonesës, me fjalë", "Mjetet")
    lines = ["".join(text for text, _ in line) for line in page.lines]
    assert lines == ["Rok      2021", "Arsyeja e vonesës, me fjalë", "         Mjetet"]


def test_the_track_of_a_bar_is_a_thin_line_and_no_row_of_dots() -> None:
    drawn = bar_on_track(0.4, 10, "good")
    assert drawn == (("████", "good"), ("──────", "dim"))
    use_plain(True)
    try:
        assert bar_on_track(0.4, 10, "good") == (("####", "good"), ("......", "dim"))
    finally:
        use_plain(False)
