"""The review of a plan document: answers, on what the list shows, and the window that writes the plan."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, Final

from language import N_, _, counted, ngettext
from language.reading.documents import (
    applied_words,
    gone_words,
    left_words,
    mapped_words,
    other_version_words,
)
from planreader.review.kept import tells_progress
from planreader.review.review import DocumentReview
from planreader.review.reviewitems import Item
from planreader.review.tomlform import write_plan
from store.db.errors import UserError
from tui.review.reviewlist import ReviewChangeScreen, ReviewListScreen
from tui.screens.folders import folder_of
from tui.screens.oneline import AnswerScreen, PlaceScreen
from tui.widgets.banner import Banner
from tui.widgets.draw import safe

if TYPE_CHECKING:
    from planreader.review.review import DocumentReview


_MOST_TOLD: Final = 5


class ReviewScreen(ReviewListScreen):
    """Every answer is in the file beside the document before the next item shows."""

    def on_mount(self) -> None:
        self._tell_decisions()

    def _tell_decisions(self) -> None:
        """Tell which rows were passed over or columns kept as remarks, and what became of decisions.

        That they are on another version of the document stays in sight.
        """
        reading = self.review.reading
        lines: list[str] = []
        if self.passed:
            passed = counted(
                "{n} row of the document was passed over; the last line of the list shows it.",
                "{n} rows of the document were passed over; the last line of the list shows them.",
                sum(row.rows for row in self.passed),
            )
            lines.append(passed)
        if self.kept:
            kept = counted(
                "{n} column was kept as remarks; the last line of the list shows it.",
                "{n} columns were kept as remarks; the last line of the list shows them.",
                len(self.kept),
            )
            lines.append(kept)
        if tells_progress(self.review.plan):
            told = _("The document tells how actions stand: {key} shows it and records it.")
            lines.append(told.format(key=self.key("record_tracker")))
        file, decisions = reading.corrections.name, reading.earlier
        if decisions.mapping:
            lines.append(mapped_words(file))
        lines += [gone_words(heading) for heading in reading.gone]
        if decisions.decisions:
            lines.append(applied_words(len(reading.decided.applied), file))
        lines += [left_words(d.subject, why, on_finding=d.on_finding) for d, why in reading.decided.left]
        more = [_("… and {n} more").format(n=len(lines) - _MOST_TOLD)] if len(lines) > _MOST_TOLD else []
        if not lines:
            return
        is_other = not reading.same or bool(reading.gone or reading.decided.left)
        text = "\n".join([*lines[:_MOST_TOLD], *more])
        self.terren.tell(text, severity="warning" if is_other else "information")
        if decisions.decisions and not reading.same:
            self.mount(Banner(lambda: other_version_words(file)), before="#panes")

    def idle(self) -> Collection[str]:
        item = self.item
        if item is None:
            return ("accept_item", "accept_alike", "change_item", "skip_item", "any_field")
        idle = set() if item.open else {"accept_item"}
        if not item.fields:
            idle.add("change_item")
        if not self.review.alike(item):
            idle.add("accept_alike")
        return idle

    def _answer(self, before: Item, give: Callable[[], None]) -> None:
        """Give an answer, and go on to the next open item; what cannot be written is said."""
        here = self.list.cursor
        try:
            give()
        except UserError as refused:
            self.terren.tell_refusal(refused)
            return
        self.fill(here)
        at = self._place_of(before.key, here)
        places = self._open_places()
        following = [n for n in places if n >= at] or places
        ended = self._end if not self.review.open and self._end else min(at, len(self.items) - 1)
        self.fill(following[0] if following else ended)
        if not self.review.open:
            self.terren.tell(
                _("Nothing is open any more. {key} writes the plan.").format(key=self.key("write_plan"))
            )
        elif not places:
            words = _("Nothing more is open of this kind; {key} shows the others.")
            self.terren.tell(words.format(key=self.key("only_kind")))

    def action_accept_item(self) -> None:
        item = self.item
        if item is None:
            return
        if item.open:
            self._answer(item, lambda: self.review.accept([item]))
        else:
            words = _("It has an answer; {key} takes that back.")
            self.terren.tell(words.format(key=self.key("skip_item")))

    def action_accept_alike(self) -> None:
        item = self.item
        if item is None:
            return
        if not (alike := self.review.alike(item)):
            self.terren.tell(_("Nothing like this is open."))
            return
        self._answer(item, lambda: self.review.accept(alike))
        number = len(alike)
        self.terren.tell(
            ngettext(
                "{n} item accepted; {key} takes it back.",
                "{n} items accepted; {key} takes them back.",
                number,
            ).format(n=number, key=self.key("take_back"))
        )

    def action_skip_item(self) -> None:
        item = self.item
        if item is None:
            return
        if not item.open:
            self._answer(item, lambda: self.review.leave(item))
            return
        following = [n for n in self._open_places() if n > self.list.cursor]
        self.fill(following[0] if following else self.list.cursor)

    def action_take_back(self) -> None:
        try:
            key = self.review.back()
        except UserError as refused:
            self.terren.tell_refusal(refused)
            return
        if key is None:
            self.terren.tell(_("There is nothing to undo."))
            return
        self.fill(self.list.cursor)
        self.fill(self._place_of(key, 0))

    def action_change_item(self) -> None:
        item = self.item
        if item is None:
            return
        if not item.fields:
            self.terren.tell(_("No field of the plan settles this; it can be accepted."))
            return
        self._change(item, lambda: self._answer(item, lambda: None))

    def _change(self, item: Item, then: Callable[[], None]) -> None:
        self.ask(ReviewChangeScreen(self.review, item), lambda _stored: then())

    def action_any_field(self) -> None:
        """Correct any field of the number that is marked."""
        if (item := self.item) is not None:
            self._correct(self.review.item_of(item.nr))

    def _correct(self, whole: Item) -> None:
        def stored() -> None:
            self.fill(self.list.cursor)
            self.fill(self._place_of(whole.key, self.list.cursor))

        self._change(whole, stored)

    def action_go_number(self) -> None:
        """Go to a number; one that nobody is asked about shows its fields."""

        def chosen(whole: Item) -> None:
            at = self._place_of(whole.key, -1)
            if at < 0:
                self._correct(whole)
            else:
                self.fill(at)

        title = _("Number of an action or objective")

        def item_of(text: str) -> Item:
            return self.review.item_of(text.rstrip("."))

        self.ask(AnswerScreen(title, "", "", item_of, enter=N_("go there")), chosen)

    def action_name_columns(self) -> None:
        """Name the columns of the document anew, and review it as it is read then."""
        from tui.review.document import ReviewFileScreen

        def read(review: DocumentReview) -> None:
            self.app.switch_screen(ReviewScreen(review))

        self.ask(ReviewFileScreen(self.review.reading.path), read)

    def action_record_tracker(self) -> None:
        """Record how actions of the plan in force stand by what the document says."""
        from tui.documents.tracker import open_tracker
        from tui.report.recording import may_record

        store = self.terren.store
        if store is not None and may_record(self.terren, store):
            open_tracker(self, store, self.review.reading.path)

    def action_write_plan(self) -> None:
        self.app.push_screen(ReviewWriteScreen(self.review))


class ReviewWriteScreen(PlaceScreen[Path]):
    """Writes ``*.plan.toml`` or a published ``*.db``."""

    leave_word = N_("close")

    def __init__(self, review: DocumentReview) -> None:
        path = review.reading.path
        self.review, self.written = review, False
        above, start = _("File: .plan.toml to look through it, .db to enrol from"), f"{path.stem}.plan.toml"
        super().__init__(
            _("Write the plan"),
            above,
            str(path.with_name(start)),
            self._write,
            enter=N_("write the file"),
            remark=lambda _text: self._still_open(),
        )

    def _still_open(self) -> str:
        if not (n := len(self.review.open)):
            return ""
        return ngettext(
            "{n} item is still open; it stays listed with the plan.",
            "{n} items are still open; they stay listed with the plan.",
            n,
        ).format(n=n)

    def on_input_changed(self) -> None:
        self.written = False

    def action_accept(self) -> None:
        if self.written:
            self.dismiss()
        else:
            super().action_accept()

    def _write(self, text: str) -> Path:
        reading, goal = self.review.reading, folder_of(text)
        plan, replace = self.review.plan, self.replaces
        write_plan(plan, goal, source_name=reading.path.name, source_sha256=reading.sha256, replace=replace)
        return goal

    def taken(self, result: Path) -> None:
        self.written = True
        self.say(_("Written: {file}").format(file=safe(str(result))) + "\n" + _("Enter closes the window."))
        self.call_enter(N_("close"))
