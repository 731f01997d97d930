"""A way to every screen of the interface, so that what is asked of one is asked of all."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final, Literal, NamedTuple

from textual.screen import Screen

import tui
from store.plan.model import Plan
from tests.tui.harness import Home, TerrenPilot, fill, running
from tests.tui.workplaces import (
    WORDS,
    copy_of,
    document,
    encoded,
    laptop,
    listed,
    office,
    returned_form,
    revised,
    tracker,
)
from tui.app.application import TerrenApp
from tui.screens.form import FormScreen
from tui.screens.oneline import AnswerScreen, PlaceScreen

DOCUMENT: Final = "<document>"
"""In place of a key: the path of a plan document is written into the line that has the cursor."""

LISTED: Final = "<listed>"
"""Likewise: the path of a document whose columns somebody has to name."""

REVISED: Final = "<revised>"
"""Likewise: the path of a plan in which one action more stands."""

BROKEN: Final = "<broken>"
"""Likewise: the path of a file that cannot be read."""

FORM: Final = "<form>"
"""Likewise: the path of a form that somebody filled in."""

TRACKER: Final = "<tracker>"
"""Likewise: the path of a table that tells how actions stand, with words that nobody knows."""

ENCODED: Final = "<encoded>"
"""Likewise: the path of a table as text, of which nothing tells the encoding."""

SMALL: Final = "<small>"
"""In place of a key: the terminal becomes too small."""

_USUAL: Final = (FormScreen, AnswerScreen, PlaceScreen)
"""Screens that are used as they are, though others are made of them."""

Place = Literal["office", "laptop", "copy", "nowhere"]

_MEETING: Final = ("m", *"Takim", "enter")
_NEXT_MEETING: Final = (*_MEETING, "d", *"Lista", "ctrl+s", "escape", "m", *"Tjetri", "enter")
_REVIEW: Final = ("D", DOCUMENT, "enter")
_MAPPED: Final = ("D", LISTED, "enter")
_PUBLISH: Final = ("P", DOCUMENT, "enter")


class Visit(NamedTuple):
    """A workplace and the keys from its first screen on, with the cursor on the first action."""

    place: Place
    keys: tuple[str, ...]


VISITS: Final = {
    "AcceptScreen": Visit("office", ("z", "enter")),
    "AgendaScreen": Visit("office", ("m",)),
    "AgreedScreen": Visit("office", (*_MEETING, "d")),
    "FormScreen of an assessment": Visit("office", ("a",)),
    "ChapterScreen": Visit("office", ("W", "enter")),
    "ChecksScreen": Visit("office", ("C",)),
    "ConflictsScreen": Visit("office", ("c",)),
    "FormScreen of details": Visit("office", ("d",)),
    "FormScreen of a decision": Visit("laptop", (*_NEXT_MEETING, "3")),
    "EarlierScreen": Visit("office", (*_MEETING, "o")),
    "EnrolScreen": Visit("nowhere", ()),
    "EvidenceScreen": Visit("laptop", ("E",)),
    "ExportScreen": Visit("office", ("e",)),
    "FilterScreen": Visit("office", ("f",)),
    "HelpScreen": Visit("office", ("question_mark",)),
    "HistoryScreen": Visit("office", ("H",)),
    "IdentityScreen": Visit("copy", ("I",)),
    "InboxScreen": Visit("office", ("z",)),
    "PlaceScreen of letters": Visit("office", ("O", "w")),
    "MailboxScreen": Visit("office", ("x",)),
    "FormScreen of the rule": Visit("office", ("M", "r")),
    "PlanScreen": Visit("office", ()),
    "PlansScreen": Visit("office", ("ctrl+o",)),
    "AnswerScreen of a document": Visit("office", (*_MAPPED, "enter", "down", "enter", "w", "enter")),
    "MappingRoleScreen": Visit("office", (*_MAPPED, "enter")),
    "MappingScreen": Visit("office", _MAPPED),
    "MatrixScreen": Visit("office", ("M",)),
    "MeasureScreen": Visit("office", ("home", "i")),
    "MeetingScreen": Visit("office", _MEETING),
    "MinutesScreen": Visit("office", (*_MEETING, "4", "q")),
    "MoneyScreen": Visit("laptop", ("b",)),
    "AnswerScreen of an amount": Visit("laptop", ("b", "d")),
    "AnswerScreen of names": Visit("office", ("N", "3", "space", "down", "space", "enter")),
    "NamesScreen": Visit("office", ("N",)),
    "NarrativeScreen": Visit("office", ("W",)),
    "NoteScreen": Visit("laptop", ("n",)),
    "AnswerScreen of a meeting": Visit("office", (*_MEETING, "g")),
    "AnswerScreen of the overview": Visit("office", ("o", "a")),
    "OrderScreen": Visit("office", (*_MEETING, "a")),
    "OverviewScreen": Visit("office", ("o",)),
    "FormScreen of participants": Visit("office", (*_MEETING, "p")),
    "OwingScreen": Visit("office", ("O",)),
    "ConfirmScreen of a revision": Visit("office", ("P", REVISED, "enter", "w")),
    "PublishFileScreen": Visit("office", ("P",)),
    "PublishScreen": Visit("office", _PUBLISH),
    "AnswerScreen of a revision": Visit("office", (*_PUBLISH, "d")),
    "ConfirmScreen of a status": Visit("laptop", ("d", *"40", "ctrl+s", "4")),
    "QueueScreen": Visit("office", ("A",)),
    "AnswerScreen of a return": Visit("office", ("A", "r")),
    "ConfirmScreen of a text": Visit("office", ("g", *"112", "enter", "h", "R")),
    "ReportScreen": Visit("office", ("R",)),
    "ReviewChangeScreen": Visit("office", (*_REVIEW, "c")),
    "ReviewFileScreen": Visit("office", ("D",)),
    "ReviewKindScreen": Visit("office", (*_REVIEW, "f")),
    "AnswerScreen of a review": Visit("office", (*_REVIEW, "g")),
    "ReviewScreen": Visit("office", _REVIEW),
    "ReviewWriteScreen": Visit("office", (*_REVIEW, "w")),
    "RevisionScreen": Visit("laptop", ("p",)),
    "SmallScreen": Visit("office", (SMALL,)),
    "PlaceScreen of a table": Visit("office", ("w",)),
    "FormScreen of the cover": Visit("office", ("R", "ctrl+b")),
    "PlaceScreen of a template": Visit("office", ("R", "ctrl+n")),
    "StatusScreen": Visit("office", ("s",)),
    "UpdateScreen": Visit("office", ("U",)),
    "FormsScreen": Visit("office", ("M", "f")),
    "PaperScreen": Visit("office", ("M", "e", "2", "tab", *"500")),
    "FormScreen of a page": Visit("office", ("M", "e", "2", "ctrl+s")),
    "ConfirmScreen of a paper form": Visit(
        "office", ("M", "e", "tab", *"#x", "ctrl+s", "enter", *"Besa", "ctrl+s")
    ),
    "FormInboxScreen": Visit("office", ("z", "f")),
    "ReportedScreen": Visit("office", ("z", "f", FORM, "enter")),
    "ConfirmScreen of a file": Visit("office", ("z", "f", FORM, "enter", "enter")),
    "TrackerFileScreen": Visit("office", ("D", BROKEN, "ctrl+t")),
    "AnswerScreen of a table": Visit("office", ("D", TRACKER, "ctrl+t")),
    "EncodingScreen": Visit("office", ("z", "t", ENCODED, "enter")),
    "AnswerScreen of a sender": Visit("office", ("z", "t", TRACKER, "enter")),
    "OwnPlanScreen": Visit("nowhere", ("ctrl+o",)),
}
"""By the name of the screen's class, and for what it opens where that is said."""

PARTS: Final = {
    "the line of a number": Visit("office", ("g", *"11")),
    "the search line": Visit("office", ("slash", *"masa")),
    "an objective": Visit("office", ("home",)),
    "the second objective": Visit("office", ("home", "down")),
    "inside an action": Visit("laptop", ("enter",)),
    "another value": Visit("office", ("c", "o")),
    "the history of an action": Visit("laptop", ("h",)),
    "the history's search line": Visit("laptop", ("h", "slash", *"x")),
    "earlier notes": Visit("laptop", ("n", "shift+tab", "right")),
    "earlier evidence": Visit("laptop", ("E", "shift+tab", "right")),
    "a cell being edited": Visit("laptop", ("b", *"12")),
    "what belongs to a status": Visit("laptop", ("5",)),
    "the overview by objective": Visit("office", ("o", "2")),
    "the overview by lead": Visit("office", ("o", "3")),
    "the overview by unit": Visit("office", ("o", "4")),
    "what is missing in the matrix": Visit("office", ("M", "m")),
    "the palette": Visit("office", ("ctrl+p",)),
}
"""What shows inside a screen, and looks otherwise."""


def class_of(visit: str) -> str:
    """Return the name of the class of the screen to which a visit leads."""
    return visit.partition(" ")[0]


def made_of(base: type) -> set[type]:
    """The classes of ``tui`` that are made of another."""
    for module in pkgutil.walk_packages(tui.__path__, "tui."):
        importlib.import_module(module.name)

    def below(parent: type) -> set[type]:
        children: list[type] = parent.__subclasses__()
        return {*children}.union(*map(below, children))

    return {made for made in below(base) if made.__module__.startswith("tui.")}


def all_screens() -> set[str]:
    """The screens that can show: those of ``tui`` of which no other is made, and the usual ones."""
    screens = made_of(Screen)
    return {screen.__name__ for screen in screens if screen in _USUAL or not screen.__subclasses__()}


class Workplaces:
    """The installations of :data:`VISITS`, made when they are first needed, on one plan and with one text."""

    def __init__(self, folder: Path, plan: Plan | None = None, text: str = WORDS) -> None:
        self.folder, self.plan, self.text = folder, plan, text
        self.document = document(folder)
        self.made: dict[str, Home] = {}

    def at(self, place: Place) -> Home:
        """One of them."""
        make: dict[str, Callable[[], Home]] = {
            "office": lambda: office(self.folder, self.plan, self.text),
            "laptop": lambda: laptop(self.folder, self.plan, self.text),
            "copy": lambda: copy_of(self.at("laptop"), self.folder),
            "nowhere": lambda: self.at("office"),
        }
        if place not in self.made:
            self.made[place] = make[place]()
        return self.made[place]

    def _file(self, key: str) -> Path:
        if key == REVISED:
            return revised(self.at("office"), self.folder)
        if key == FORM:
            return returned_form(self.at("office"), self.folder / "formular.xlsx", person=self.text[:40])
        if key == BROKEN:
            (self.folder / "e-prishur.xlsx").write_bytes(b"none")
            return self.folder / "e-prishur.xlsx"
        if key == TRACKER:
            return tracker(self.at("office"), self.folder)
        if key == ENCODED:
            # so deep that what a picture shows of the path is the same each time
            deep = self.folder / ("raporte nga komunat " * 4).strip()
            deep.mkdir(exist_ok=True)
            return encoded(self.at("office"), deep)
        return self.document if key == DOCUMENT else listed(self.folder)

    @asynccontextmanager
    async def visited(
        self, visit: Visit, size: tuple[int, int], *, ascii: bool = False
    ) -> AsyncIterator[tuple[TerrenApp, TerrenPilot]]:
        """The interface with that screen before one."""
        first_run = visit.place == "nowhere"
        async with running(self.at(visit.place), size, ascii=ascii, first_run=first_run) as (app, pilot):
            if not first_run:
                await pilot.press("v", "home", "j", "j")
            for key in visit.keys:
                if key in (DOCUMENT, LISTED, REVISED, FORM, TRACKER, BROKEN, ENCODED):
                    fill(app, str(self._file(key)))
                elif key == SMALL:
                    await pilot.resize_terminal(40, 10)
                else:
                    await pilot.press(key)
            await pilot.pause()
            yield app, pilot
