"""Recording what the table of a document reports: what it leaves open is asked, then it is shown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from language import N_, _
from planreader.review.mapped import Mapping
from schema.choices import STATUS
from store.db.database import Store
from store.edits.recording import Recording
from store.ledger.change import Change
from tui.documents.document import DocumentScreen
from tui.report.reported import Preview, ReportedScreen
from tui.screens.base import WorkScreen
from tui.screens.oneline import AnswerScreen
from tui.widgets.draw import safe

if TYPE_CHECKING:
    from planreader.review.tracked import TrackedTable, Tracker


class TrackerFileScreen(DocumentScreen["Tracker"]):
    """Returns the table of the document, which is read at once."""

    def __init__(self, named: Path) -> None:
        super().__init__()
        self._named = named

    def on_mount(self) -> None:
        self.file.value = safe(str(self._named))
        self.action_accept()

    def words(self) -> tuple[str, str]:
        return _("Record what a table reports"), _("Workbook, Word file, web page or text with columns")

    def read(self, path: Path, mapping: Mapping) -> Tracker:
        from planreader.review.tracked import read_tracker

        return read_tracker(path, mapping)


def open_tracker(screen: WorkScreen[Any], store: Store, path: Path) -> None:
    """Read the table of a document, and go on to what it changes."""
    screen.ask(TrackerFileScreen(path), lambda tracker: _ask(screen, store, tracker))


def _ask(screen: WorkScreen[Any], store: Store, tracker: Tracker) -> None:
    """Ask what is open, one after the other; then keep the answers and show what the table changes."""
    from planreader.review.tracked import open_answers

    today = screen.terren.today()
    waiting = open_answers(store, tracker, today)
    if not waiting:
        _show(screen, store, tracker)
        return
    key, likely = next(iter(waiting.items()))
    title = _("What the table does not say, {n} in all").format(n=len(waiting))

    def answer(text: str) -> Tracker:
        return tracker.answered(key, text, today)

    window = AnswerScreen(title, *_question(key, likely), answer, enter=N_("go on"))
    screen.ask(window, lambda answered: _ask(screen, store, answered))


def _question(key: str, likely: str) -> tuple[str, str]:
    """Return what is asked, and what is likely meant."""
    subject, _dot, words = key.partition(".")
    if subject != "status":
        return _("The amounts name no year. Of which year are they?"), likely
    choices = ", ".join(f"{n} {name}" for n, (_code, name) in enumerate(STATUS.choices(), 1))
    question = _("Which status is “{words}”? {choices}").format(words=safe(words), choices=choices)
    return question, STATUS.show(likely) if likely else ""


def _show(screen: WorkScreen[Any], store: Store, tracker: Tracker) -> None:
    from planreader.review.tracked import look_at_tracker

    app = screen.terren

    def look() -> TrackedTable:
        kept = tracker.keep()
        if kept is not None:
            app.tell(_("What the columns are is kept in {file}.").format(file=safe(str(kept))))
        return look_at_tracker(store, tracker, Recording(app.today()))

    tracked = app.attempt(look)
    if tracked is not None:
        screen.app.push_screen(ReportedScreen(store, tracker_preview(store, tracked)))


def tracker_preview(store: Store, tracked: TrackedTable) -> Preview:
    """Return what a table changes, and what records it."""
    from language.dates import date as day_words
    from store.edits.reported.record import record_table

    table, recording, comparison = tracked
    source = table.source
    about = _("{file}, as of {day}: what it says of each action, for the unit that leads it.")
    question = _("Record what {file} says, as of {day}?")
    named = {"file": source.file, "day": day_words(source.day)}

    def record() -> list[Change]:
        return record_table(store, table, recording).changes

    return Preview(source.file, (about.format(**named),), question.format(**named), comparison, record)
