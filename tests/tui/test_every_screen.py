"""What holds for every screen: it is reached, kept in pictures, takes hostile texts, cuts none of its words.

A screen that is in none of these tables fails :func:`test_every_screen_has_a_visit`.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from store.plan.model import Plan
from tests.plans import small_plan
from tests.support.lengths import soak, some
from tests.tui.harness import (
    LARGE,
    PICTURED,
    SIZES,
    SNAPSHOTS,
    WRITTEN,
    Size,
    assert_snapshot,
    grid,
    home,
    of_pictures,
    resize,
    running,
    speaking,
)
from tests.tui.test_hostile import HOSTILE, assert_harmless, hostile_plan
from tests.tui.visits import PARTS, VISITS, Workplaces, all_screens, class_of
from tui.app.application import TerrenApp
from tui.documents.mapping import MappingScreen
from tui.publish.publish import PublishScreen
from tui.review.reviewlist import ReviewListScreen
from tui.widgets.choice_list import ChoiceList
from tui.widgets.key_bar import KeyBar
from tui.widgets.lines import LineView

KEPT = {
    "AcceptScreen": "accept",
    "AgendaScreen": "agenda",
    "AgreedScreen": "agreed",
    "FormScreen of an assessment": "assess",
    "ChapterScreen": "chapter",
    "ChecksScreen": "checks",
    "ConflictsScreen": "conflicts",
    "FormScreen of details": "details",
    "FormScreen of a decision": "decision-day",
    "EarlierScreen": "decisions-earlier",
    "EnrolScreen": "enrol",
    "EvidenceScreen": "evidence",
    "ExportScreen": "export",
    "FilterScreen": "filter",
    "HelpScreen": "help",
    "HistoryScreen": "history",
    "IdentityScreen": "identity",
    "InboxScreen": "inbox",
    "FormsScreen": "forms",
    "FormInboxScreen": "forms-back",
    "ReportedScreen": "reported",
    "ConfirmScreen of a file": "record-confirm",
    "TrackerFileScreen": "tracker-file",
    "AnswerScreen of a table": "tracker-answer",
    "AnswerScreen of a sender": "report-sender",
    "EncodingScreen": "encoding",
    "OwnPlanScreen": "own-plan",
    "PlaceScreen of letters": "letters",
    "MailboxScreen": "mailbox",
    "ConfirmScreen of a paper form": "paper-confirm",
    "FormScreen of a page": "paper-head",
    "PaperScreen": "paper",
    "PlanScreen": "main",
    "PlansScreen": "plans",
    "FormScreen of participants": "participants",
    "AnswerScreen of a document": "mappingline",
    "MappingRoleScreen": "mappingrole",
    "MappingScreen": "mapping",
    "MatrixScreen": "matrix",
    "MeasureScreen": "indicators",
    "MeetingScreen": "meeting",
    "MinutesScreen": "minutes",
    "MoneyScreen": "money",
    "AnswerScreen of an amount": "money-day",
    "AnswerScreen of names": "names-join",
    "NamesScreen": "names",
    "NarrativeScreen": "narrative",
    "NoteScreen": "note",
    "AnswerScreen of a meeting": "number",
    "AnswerScreen of the overview": "asof",
    "OrderScreen": "agenda-order",
    "OverviewScreen": "overview",
    "OwingScreen": "owing",
    "ConfirmScreen of a revision": "publish-confirm",
    "PublishFileScreen": "publish-file",
    "PublishScreen": "publish",
    "AnswerScreen of a revision": "publish-number",
    "QueueScreen": "queue",
    "ConfirmScreen of a text": "redact-confirm",
    "AnswerScreen of a return": "return",
    "ConfirmScreen of a status": "settle",
    "ReportScreen": "report",
    "FormScreen of the rule": "reporting",
    "ReviewChangeScreen": "reviewchange",
    "ReviewFileScreen": "reviewfile",
    "ReviewKindScreen": "reviewkind",
    "AnswerScreen of a review": "reviewnumber",
    "ReviewScreen": "review",
    "ReviewWriteScreen": "reviewwrite",
    "RevisionScreen": "revision",
    "SmallScreen": "small",
    "StatusScreen": "status",
    "PlaceScreen of a table": "table-file",
    "FormScreen of the cover": "cover",
    "PlaceScreen of a template": "template-file",
    "UpdateScreen": "update",
}
"""The picture of each screen by the name of its class."""

LINES = {
    "go": ("g", *"214"),
    "search": ("slash", *"masa"),
    "publish-file": ("P", "ctrl+u"),
}
WAYS = {**VISITS, **PARTS}
NAMES = {"the overview by unit", "ReportedScreen"}
"""Where names of municipalities and values of reports are listed, which may be cut as titles are."""


def short_plan() -> Plan:
    """The small plan with titles that fit everywhere, so that whatever is cut is a word of the interface."""
    plan = small_plan()
    return plan._replace(
        title="P",
        strategic_objectives=tuple(
            one._replace(
                title="O",
                specific_objectives=tuple(
                    below._replace(
                        title="S",
                        actions=tuple(
                            action._replace(title=f"A{n}", outputs=("U",), documents=("L",))
                            for n, action in enumerate(below.actions)
                        ),
                    )
                    for below in one.specific_objectives
                ),
            )
            for one in plan.strategic_objectives
        ),
    )


def hostile_actions(text: str) -> Plan:
    """A plan with a text in every field, two actions, and a known institution that may enrol."""
    plan = hostile_plan(text)
    (strategic,) = plan.strategic_objectives
    (specific,) = strategic.specific_objectives
    (action,) = specific.actions
    actions = tuple(
        action._replace(nr=f"1.1.{n}", id=f"1.1.{n}", support=(*action.support, "MPB")) for n in (1, 2)
    )
    whole = strategic._replace(specific_objectives=(specific._replace(actions=actions),))
    return plan._replace(strategic_objectives=(whole,))


def test_every_screen_has_a_visit() -> None:
    assert all_screens() == {*map(class_of, VISITS)}, "give tests/tui/visits.py a way to each screen"


def test_every_screen_is_kept_in_one_language_in_all_sizes_and_in_the_others_in_one() -> None:
    assert all_screens() == {*map(class_of, KEPT)}, "name the picture of each screen"
    wanted = {
        f"{stem}-{width}x{height}-{code}.txt"
        for stem in (*KEPT.values(), *LINES)
        for (width, height), code in PICTURED
        if stem != "small"
    }
    assert sorted(wanted - {path.name for path in SNAPSHOTS.iterdir()}) == []


@of_pictures(*PICTURED, (LARGE, "sq"))
async def test_lines_above_the_tree_look_as_they_did(
    tmp_path: Path, size: Size, code: str, refresh: bool
) -> None:
    with speaking(code):
        # no two values stand here, of which another one would show each time
        at = home(tmp_path / "home", unit="MPB", role="headquarters")
        for name, keys in LINES.items():
            async with running(at, size) as (app, pilot):
                await pilot.press("j", "j", *keys)
                assert_snapshot(f"{name}-{size[0]}x{size[1]}-{code}", grid(app), refresh)


@pytest.mark.parametrize("code", ["sq", *(pytest.param(code, marks=soak) for code in ("sr", "en"))])
async def test_the_small_terminal_looks_as_it_did(tmp_path: Path, code: str, refresh: bool) -> None:
    with speaking(code):
        async with Workplaces(tmp_path).visited(VISITS["SmallScreen"], SIZES[0]) as (app, _pilot):
            assert_snapshot(f"small-40x10-{code}", grid(app), refresh)


@pytest.mark.parametrize("n", range(0, len(HOSTILE), 4))
async def test_hostile_texts_pass_through_every_screen(tmp_path: Path, n: int) -> None:
    text = HOSTILE[n]
    size = ((120, 60), (60, 20), (80, 24))[n % 3]
    places = Workplaces(tmp_path, hostile_actions(text), text)
    # each time one of the three texts on each screen
    for name, visit in some(list(WAYS.items()), of=9, first=3 * (n // 4)):
        async with places.visited(visit, size) as (app, _pilot):
            # between titles that are all alike a question stays open, so that nothing can be published
            if name in VISITS and name != "ConfirmScreen of a revision":
                assert type(app.screen).__name__ == class_of(name)
            assert_harmless(grid(app), size[0])
            assert app.is_running and app.return_value is None, name


def cut_words(app: TerrenApp) -> list[str]:
    """The words of the interface that are cut where they stand, and lines longer than their place."""
    # an ellipsis after a blank stands there on purpose: "Reading x …", "and more …"; the lists of a
    # review, of columns and of a publication hold sentences that stand in full beside it
    behind = any(
        isinstance(one, ReviewListScreen | PublishScreen | MappingScreen) for one in app.screen_stack
    )
    found = [] if behind else [line.strip() for line in grid(app).split("\n") if re.search(r"\S…", line)]
    for view in app.screen.query(LineView):
        width = view.scrollable_content_region.width
        for y in range(min(view.virtual_size.height, 500)):
            line = "".join(text for text, _style in view.line(y, width))
            if not isinstance(view, ChoiceList) and cell_len(line.rstrip()) > width:
                found.append(f"{type(view).__name__}: {line}")
    return found


@pytest.mark.parametrize("code", [pytest.param("sq", marks=soak), "sr", "en"])
async def test_no_word_overflows_its_place(tmp_path: Path, code: str) -> None:
    """A third of the screens, each in a language of which no picture is kept; all in all in ``make soak``."""
    wrong: dict[str, list[str]] = {}
    with speaking(code):
        places = Workplaces(tmp_path, short_plan(), "Po")
        for name, visit in some(list(WAYS.items()), of=6, first=3 * WRITTEN.index(code) - 2):
            async with places.visited(visit, (80, 24)) as (app, pilot):
                if name not in NAMES and (found := cut_words(app)):
                    wrong[name] = found
                if hidden := keys_without_room(app):
                    wrong.setdefault(name, []).append(f"keys that do not fit: {hidden}")
                # a list to pick from, a question, or a page, which takes all
                windows = app.screen.query(".window")
                if any(window.outer_size.width not in (60, 76, 80) for window in windows):
                    wrong.setdefault(name, []).append("a width of its own")
                if name in VISITS:
                    assert type(app.screen).__name__ == class_of(name), "a visit ends where it should"
                if name != "SmallScreen":
                    await resize(app, pilot, (60, 20))
                    if hidden := keys_without_room(app):
                        wrong.setdefault(name, []).append(f"keys that do not fit in 60x20: {hidden}")
    assert wrong == {}


def keys_without_room(app: TerrenApp) -> list[str]:
    """The commands of the bars that would do something and do not show."""
    found: list[str] = []
    for bar in app.screen.query(KeyBar):
        shown = {entry.command for line in bar.lines(bar.size.width) for entry in line}
        found += [one.label for one in bar.commands if one not in shown and one.id not in bar.idle]
    return found
