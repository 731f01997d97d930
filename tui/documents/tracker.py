"""Recording what the table of a document reports: what it leaves open is asked, then it is shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import language
from language import N_, _
from language.dates import date as day_words
from language.typed import rows_meant, rows_words
from planreader.review.mapped import Mapping
from schema.choices import STATUS
from store.db.database import Store
from store.db.text import clean
from store.edits.recording import Recording
from store.edits.reported.record import record_table
from store.ledger.change import Change
from store.ledger.identity import acting_unit, headquarters_unit, required_identity
from store.plan.lookup import plan_institutions
from store.plan.units import unit_name
from tui.documents.document import DocumentScreen
from tui.report.reported import Preview, ReportedScreen
from tui.screens.base import WorkScreen
from tui.screens.oneline import AnswerScreen
from tui.widgets.draw import safe

if TYPE_CHECKING:
    from planreader.review.recorded import TrackedTable
    from planreader.review.tracked import Tracker


class TrackerFileScreen(DocumentScreen["Tracker"]):
    """Returns the table of the document; one that is ``named`` is read at once."""

    heading, asked = (
        N_("Record what a table reports"),
        N_("Workbook, Word file, web page or text with columns"),
    )

    def __init__(self, store: Store, named: Path | None = None) -> None:
        super().__init__()
        self._named = named
        with store.reading() as conn:
            self._units = plan_institutions(conn), headquarters_unit(conn)

    def on_mount(self) -> None:
        if self._named is not None:
            self.file.value = safe(str(self._named))
            self.action_accept()

    def read(self, path: Path, mapping: Mapping) -> Tracker:
        from planreader.review.recorded import read_tracker

        return read_tracker(path, mapping, *self._units)


class _Sender(NamedTuple):
    """For which unit a table speaks, and who sent it; empty for the units that lead its actions."""

    unit: str = ""
    person: str = ""


_NOBODY: Final = _Sender()

Recorded = Callable[[bool], None]
"""Is told whether a table was recorded."""


def open_tracker(screen: WorkScreen[Any], store: Store, path: Path) -> None:
    """Read the table of a document, and go on to what it changes."""
    screen.ask(TrackerFileScreen(store, path), lambda tracker: _ask(screen, store, tracker, _passed, _NOBODY))


def open_report(screen: WorkScreen[Any], store: Store, recorded: Recorded) -> None:
    """Ask for a table, for whom it speaks and who sent it, and go on to what it changes."""
    screen.ask(TrackerFileScreen(store), lambda tracker: _ask_sender(screen, store, tracker, recorded))


def _passed(recorded: bool) -> None:
    """Do nothing: whoever reads the ledger looks again."""


def _show(
    screen: WorkScreen[Any], store: Store, tracker: Tracker, recorded: Recorded, sender: _Sender
) -> None:
    from planreader.review.recorded import look_at_tracker

    app = screen.terren

    def look() -> TrackedTable:
        kept = tracker.keep()
        if kept is not None:
            app.tell(_("What the columns are is kept in {file}.").format(file=safe(str(kept))))
        recording = Recording(app.today(), sender.unit or None)
        return look_at_tracker(store, tracker, recording, person=sender.person)

    if (tracked := app.attempt(look)) is not None:
        window = ReportedScreen(store, tracker_preview(store, tracked))

        def closed(done: bool | None) -> None:
            recorded(bool(done))

        screen.app.push_screen(window, closed)


def _ask(
    screen: WorkScreen[Any],
    store: Store,
    tracker: Tracker,
    recorded: Recorded,
    sender: _Sender,
) -> None:
    """Ask what is open, one after the other; then keep the answers and go on."""
    from planreader.review.recorded import open_answers

    today = screen.terren.today()
    waiting = open_answers(store, tracker, today, sender.unit or None)
    if not waiting:
        _show(screen, store, tracker, recorded, sender)
        return
    key, likely = next(iter(waiting.items()))
    title = _("What the table does not say, {n} in all").format(n=len(waiting))

    def answer(text: str) -> Tracker:
        return tracker.answered(key, rows_meant(text), today)

    window = AnswerScreen(title, *_question(key, likely), answer, enter=N_("go on"))
    screen.ask(window, lambda answered: _ask(screen, store, answered, recorded, sender))


def _ask_sender(screen: WorkScreen[Any], store: Store, tracker: Tracker, recorded: Recorded) -> None:
    """Ask for which unit a table speaks, where others than one's own can be meant, and who sent it."""
    title = _("Who sent {file}").format(file=safe(tracker.path.name))
    with store.reading() as conn:
        identity = required_identity(conn, store.path)

    def person_of(unit: str) -> None:
        words = _("The name of who sent it; it stands in the history.")
        window = AnswerScreen(title, words, "", clean, enter=N_("go on"))
        screen.ask(window, lambda name: _ask(screen, store, tracker, recorded, _Sender(unit, name)))

    def unit_of(text: str) -> str:
        if not text:
            return ""
        with store.reading() as conn:
            return acting_unit(conn, identity, text)

    if not identity.is_headquarters:
        person_of(identity.unit)
        return
    words = _("The unit that it reports for; left empty, that of each row.")
    screen.ask(AnswerScreen(title, words, "", unit_of, enter=N_("go on")), person_of)


def _question(key: str, likely: str) -> tuple[str, str]:
    """Return what is asked, and what is likely meant."""
    subject, _dot, words = key.partition(".")
    answers = rows_words()
    if key == "unit":
        question = _(
            "Of which unit are the rows? {lead}: of the unit that leads each action; {leave}: left out"
        )
        return question.format(**answers), ""
    if subject == "column":
        question = _(
            "The column “{words}” holds names of units. {lead}: each row is of the unit that it names; a"
            " dash: it does not say whose the rows are"
        )
        return question.format(words=safe(words), **answers), answers.get(likely, likely)
    if subject == "unit":
        question = _(
            "Of which unit are the rows below “{words}”? {lead}: of the unit that leads each action; a dash:"
            " it names none; {leave}: left out"
        )
        return question.format(words=safe(words), **answers), ""
    if subject == "amounts":
        question = _(
            "Some amounts name a part of a year. {year}: they are of the year so far; {leave}: of that part"
            " alone, left out"
        )
        return question.format(**answers), ""
    if subject == "year":
        return _("A part of a year is named without the year. Of which year is it?"), likely
    if subject == "day":
        return _("It is of a part of a year, and nothing says of which. On which day do things stand so?"), ""
    if subject != "status":
        return _("The amounts name no year. Of which year are they?"), likely
    choices = ", ".join(f"{n} {name}" for n, (_code, name) in enumerate(STATUS.choices(), 1))
    question = _("Which status is “{words}”? {choices}; a dash leaves it out").format(
        words=safe(words), choices=choices
    )
    return question, STATUS.show(likely) if likely else ""


def tracker_preview(store: Store, tracked: TrackedTable) -> Preview:
    """Return what a table changes, and what records it."""
    table, recording, comparison = tracked
    source = table.source
    about = _("{file}, as of {day}: what it says, for the unit that its row names, or that leads the action.")
    if recording.unit is not None:
        about = _("{file}, as of {day}: what it says for {unit}.")
    if source.person:
        about += "\n" + _("Sent by {person}.")
    question = _("Record what {file} says, as of {day}?")
    unit = unit_name(recording.unit, language.current()) if recording.unit is not None else ""
    named = {"file": source.file, "day": day_words(source.day), "unit": unit, "person": source.person}

    def record() -> list[Change]:
        return record_table(store, table, recording).changes

    told = tuple(line.format(**named) for line in about.split("\n"))
    return Preview(source.file, told, question.format(**named), comparison, record)
