"""The window in which money is entered, cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from language import N_, Unreadable, _, current, glyph, in_signs
from language.amounts import TypedAmount as Understood
from language.amounts import read_amount
from language.dates import date as shown_day
from language.dates import parse_date
from language.numbers import money
from language.registers import day_of_amount
from language.terms import side_mark
from store.account.money import MONEY_FIELDS, SPENT, YearMoney
from store.db.database import Store
from store.db.errors import UserError
from store.edits.edits import Amount, report_money
from store.edits.recording import Recording
from store.ledger.change import Change
from store.plan.lookup import nearest_year, plan_currency
from store.query.queries import own_amounts
from store.status.outline import ActionRow
from tui.report.money_grid import EDITED, MoneyCell, MoneyGrid
from tui.report.recording import UndoRedo, last_number
from tui.report.words import amount_question, money_warning
from tui.screens.drafts import FormDraft
from tui.screens.oneline import AnswerScreen
from tui.screens.window import WindowScreen
from tui.widgets.draw import safe


class MoneyScreen(WindowScreen[None]):
    """Allocated, capital and recurrent by year. Every Enter is durable at once."""

    CSS_PATH = "money.tcss"
    contexts = ("money",)

    def __init__(
        self,
        store: Store,
        row: ActionRow,
        changed: Callable[[Collection[Change]], None],
        *,
        meeting: str | None = None,
    ) -> None:
        super().__init__()
        self.store, self.row, self.changed, self.meeting = store, row, changed, meeting
        self._asked = self._notice = ""
        self._spent_on: date | None = None
        """The day of what is entered; None for the day on which it is recorded."""
        self._offered: Collection[Change] = ()
        """What the notice offers to take back."""
        self._notice_at: MoneyCell | None = None
        """The cell at which the notice is read: it is gone with the next one."""

    def title_words(self) -> str:
        return _("Money of {nr}").format(nr=safe(self.row.nr))

    def content(self) -> ComposeResult:
        years, self._amounts = own_amounts(self.store, self.row.ref)
        start = nearest_year(tuple(year.year for year in years), self.terren.today())
        with self.store.reading() as conn:
            self._currency = plan_currency(conn)
        self.grid = MoneyGrid(years, start, self._currency)
        self.note = Static(Content(""), id="understood")
        self.day = Static(Content(""), id="spent_on", classes="dim")
        yield Static(Content(safe(self.row.title)), classes="dim")
        yield self.grid
        yield self.day
        yield self.note

    def on_mount(self) -> None:
        number_of = last_number(self.store)
        self.undo_redo = UndoRedo(self.terren, self.store, number_of, self._show_undone, self._notify)
        self._draft = FormDraft(self.terren.places, self.store, type(self).__name__, self.row.id)
        typed = self._draft.fields
        for cell in (MoneyCell(field, year.year) for year in self.grid.years for field in EDITED):
            if (name := f"{cell.year}.{cell.field}") in typed:
                self.grid.move_to(cell)
                self.grid.begin(typed[name])
        self._say_day()
        self._say_warning()
        self.show_keys()

    def _say_day(self) -> None:
        """Say of which day the total is that is entered, and of which the one under the cursor is."""
        words = _("What you enter was spent until today.")
        if self._spent_on is not None:
            words = _("What you enter was spent until {day}.").format(day=shown_day(self._spent_on))
        cell = self.grid.cell
        here = next((amount for amount in self._amounts if (amount.field, amount.year) == cell), None)
        if here is not None and here.spent_on is not None:
            stands = _("This amount: {day}.").format(day=day_of_amount(here.field, here.spent_on))
            words = f"{words} {stands}"
        self.day.update(Content(safe(words)))

    def action_spent_on(self) -> None:
        def take(text: str) -> None:
            self._spent_on = parse_date(text, self.terren.today()) if text else None
            self._say_day()

        start = "" if self._spent_on is None else shown_day(self._spent_on)
        hint = _("Until which day was it spent, what you enter next? Empty: until today.")
        self.app.push_screen(AnswerScreen(_("Spent on"), hint, start, take, enter=N_("take it")))

    def contexts_now(self) -> tuple[str, ...]:
        return ("money",) if self.grid.typed is None else ("cell",)

    def idle(self) -> Collection[str]:
        return ("clear_cell",) if self._current() is None else ()

    def say(self, words: str, *, error: bool = False) -> None:
        super().say(in_signs(words), error=error)

    def _say_warning(self) -> None:
        year, words = self._year(), []
        if self.grid.cell.field in year.disputed:
            words.append(f"{side_mark('conflict')} {_('competing values: to be decided')}")
        if year.warning is not None:
            words.append(f"{side_mark('money')} {money_warning(year.warning, year.year)}")
        if self.grid.cell.field == SPENT:
            words.append(_("In all, where the split is not known: what is not capital counts as recurrent."))
        self.say(self._notice or "\n".join(words))

    def _year(self) -> YearMoney:
        return next(year for year in self.grid.years if year.year == self.grid.cell.year)

    def _current(self) -> int | None:
        return self._year().amount(self.grid.cell.field)

    def on_money_grid_cell_changed(self) -> None:
        typed, cell = self.grid.typed, self.grid.cell
        self._asked = ""
        self._say_day()
        self._draft.keep(
            self.title_words(), {f"{cell.year}.{cell.field}": typed} if typed is not None else {}
        )
        self.show_keys()
        if typed is None:
            # what stored may have gone on to another cell by now
            self._notice_at = self._notice_at or cell
            if self._notice_at != cell:
                self._notify("")
            self._say_warning()
            return
        self._notify("")
        if not typed.strip() and (stands := self._current()) is not None:
            words = _("Enter clears {amount} {currency}; Esc keeps it.")
            self.say(words.format(amount=money(stands, 2), currency=self._currency))
        elif not typed.strip("+ "):
            words = _("Amount in {currency}: 12500, 12500,50, or +500 to add to what stands.")
            self.say(words.format(currency=self._currency))
        else:
            try:
                self.say(self._understood(read_amount(typed, current(), self._currency)))
            except Unreadable as error:
                self.refuse(error)

    def _understood(self, amount: Understood) -> str:
        arrow = glyph("→", "->")
        words = f"{arrow} {amount.shown(currency=self._currency)}"
        current = self._current() or 0
        after = current + amount.cents if amount.relative else amount.cents
        if amount.relative:
            words += "   " + _("{before} + {added} = {after}").format(
                before=money(current, 2), added=money(amount.cents, 2), after=money(after, 2)
            )
        if amount.ambiguous:
            words += "   " + _("(for {other} write it with two decimals)").format(other=amount.other_shown())
        year = self._year().with_amount(self.grid.cell.field, after)
        if self.grid.cell.field == SPENT and (year.recurrent or 0) >= 0:
            words += "   " + _("recurrent: {amount}").format(amount=money(year.recurrent, 2))
        if year.warning is not None and year.warning != self._year().warning:
            words += f"\n{side_mark('money')} {money_warning(year.warning, year.year)}"
        return words

    def action_edit_cell(self) -> None:
        typed = self.grid.typed
        if typed is None:
            current = self._current()
            self.grid.begin("" if current is None else money(current))
            return
        if self._store(typed):
            self.grid.action_move(0, 1)

    def _store(self, typed: str) -> bool:
        """Store what was typed into the cell; False where it is refused or asked about, and stays typed.

        A cell that was emptied is cleared.
        """
        if not typed.strip():
            if self._current() is not None:
                return self._clear()
            self.grid.end()
            return True
        try:
            amount = read_amount(typed, current(), self._currency)
        except Unreadable as error:
            self.refuse(error)
            return False
        if amount.ambiguous and self._asked != typed:
            self._asked = typed
            self.say(amount_question(amount, self._currency), error=True)
            return False
        return self._record(Amount(amount.cents, amount.relative)) is not None

    def on_money_grid_cell_left(self, event: MoneyGrid.CellLeft) -> None:
        if self.grid.typed is not None and not self._store(self.grid.typed):
            return
        self.grid.move_to(event.cell)

    def on_money_grid_several_pasted(self) -> None:
        words = _(
            "Several cells were pasted, and a cell takes one amount: none was taken. Paste them one by one."
        )
        self.say(words, error=True)

    def on_money_grid_opened(self) -> None:
        self.action_edit_cell()

    def _record(self, amount: Amount | None) -> Collection[Change] | None:
        """Record the amount of the cell and return what changed; None where it is refused."""
        cell, shown = self.grid.cell, self._year()
        recording = Recording(self.terren.today(), meeting=self.meeting)
        if amount is None or not amount.relative:
            before = {f"{cell.year}.{name}": shown.amount(name) for name in MONEY_FIELDS}
            recording = recording._replace(before=before)
        try:
            changes = report_money(
                self.store, self.row.ref, cell.year, {cell.field: amount}, recording, spent_on=self._spent_on
            )
        except UserError as refused:
            # what was typed stays in the cell, to be tried again
            if refused.code == "changed_meanwhile":
                years, self._amounts = own_amounts(self.store, self.row.ref)
                self.grid.show(years)
            self.refuse(refused)
            return None
        self._show_stored(changes)
        return changes

    def _show_stored(self, changes: Collection[Change]) -> None:
        self.grid.typed = None
        years, self._amounts = own_amounts(self.store, self.row.ref)
        self.grid.show(years)
        self.grid.post_message(MoneyGrid.CellChanged())
        self.changed(changes)

    def action_clear_cell(self) -> None:
        if self.grid.typed is None and self._current() is not None:
            self._clear()
        else:
            self.say(_("No amount stands here."))

    def _clear(self) -> bool:
        """Clear the cell, and say what stood there and how it is taken back."""
        stood = money(self._current(), 2)
        if (changes := self._record(None)) is None:
            return False
        words = _("{amount} {currency} cleared; {key} takes it back.")
        self._notify(words.format(amount=stood, currency=self._currency, key=self.key("undo_cell")))
        self._offered = changes
        return True

    def _notify(self, words: str) -> None:
        """Say what was done, as long as the cursor stays in its cell."""
        self._notice, self._notice_at, self._offered = words, None, ()

    def action_undo_cell(self) -> None:
        self.undo_redo.undo(self.meeting, tuple(self._offered))

    def _show_undone(self, changes: Collection[Change]) -> None:
        # another process may have taken a revision without this action
        self.terren.attempt(lambda: self._show_stored(changes))

    def action_close_money(self) -> None:
        if self.grid.typed is not None:
            self.grid.end()
        else:
            self.dismiss()
