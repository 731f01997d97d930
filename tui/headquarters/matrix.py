"""What each unit reported on each action, and the window that writes forms for units without Terren."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from pathlib import Path

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.widgets import Static

import language
from language import N_, _, current, glyph, ngettext
from language.numbers import number, percent
from language.terms import side_mark, status, status_mark
from store.account.money import share
from store.db.database import Store
from store.ledger.change import Change
from store.plan.lookup import printed_units
from store.plan.units import unit_name
from store.query.matrix import Matrix, MatrixRow, matrix
from tui.headquarters.matrix_grid import MatrixGrid
from tui.headquarters.reporting import reporting_form, rule_words
from tui.screens.headed import CountedScreen
from tui.screens.memory import remember
from tui.screens.threadwork import StoppableWorkScreen
from tui.widgets.draw import safe


class MatrixScreen(CountedScreen[str, Matrix]):
    """Returns the number of the action to go to, if any."""

    CSS_PATH = "matrix.tcss"
    contexts = ("matrix", "screen", "recorded")

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.all = self.filled = self.missing = Matrix((), (), {})
        self.missing_only = False

    def recount(self) -> None:
        self.rule = rule_words(self.store, self.terren.today())
        self.count(partial(matrix, as_of=self.terren.today()), self._come_to_know)

    def _come_to_know(self, counted_matrix: Matrix) -> None:
        self.all, self.filled, self.missing = counted_matrix, counted_matrix.filled, _missing(counted_matrix)
        self.missing_only = self.missing_only and bool(self.missing.rows)
        self.grid.show(self.missing if self.missing_only else self.filled)
        self._show()

    def content(self) -> ComposeResult:
        self.grid = MatrixGrid(self.filled, id="grid")
        self.note = Static(id="said")
        yield self.grid
        yield self.note

    def on_mount(self) -> None:
        self.recount()

    def _show(self) -> None:
        expected = sum(column.expected for column in self.all.columns.values())
        reported = sum(column.ever_reported for column in self.all.columns.values())
        dot = glyph(" · ", " - ")
        words = _("{n} of {total} ever reported").format(n=reported, total=expected)
        title = dot.join((_("Actions by units"), words, percent(share(reported, expected))))
        whole = dot.join((title, self.rule))
        # of a list its beginning says something, of a sentence it does not
        fits = cell_len(whole) <= self.app.size.width - 2
        self.show_title(whole if fits or ":" in self.rule else title)
        self._say()

    def idle(self) -> Collection[str]:
        idle = {"matrix_action", "write_matrix", "enter_paper"} if self.grid.chosen is None else set()
        return idle if self.missing.rows else idle | {"missing"}

    def _say(self) -> None:
        self.show_keys()
        row, unit = self.grid.chosen, self.grid.unit
        if row is None or unit is None:
            self.say("")
            return
        self.say("\n".join((self._of_cell(row, unit), self._of_unit(unit))))

    def _of_cell(self, row: MatrixRow, unit: str) -> str:
        name = self.name_of(unit)
        if unit in row.conflicts:
            reported = _("competing values: to be decided")
        elif unit in row.cells:
            reported = f"{status_mark(row.cells[unit])} {status(row.cells[unit])}"
        else:
            reported = _("no report is expected")
        if unit in row.forms:
            reported += f" {side_mark('form')} {_('by form')}"
        whole = f"{status_mark(row.status)} {status(row.status)}"
        whole += f" ({_('assessment by headquarters')})" if row.assessed else ""
        return f"{safe(row.nr)}, {name}: {reported}   {_('Action')}: {whole}"

    def name_of(self, unit: str) -> str:
        """Return a unit as people call it."""
        return safe(unit_name(unit, language.current(), self.all.printed))

    def _silent(self) -> str:
        """Return how many units are left out, since they have reported nothing."""
        silent = len(self.all.units) - len(self.filled.units)
        if self.missing_only or not silent:
            return ""
        words = ngettext(
            "{n} unit has reported nothing ({key})", "{n} units have reported nothing ({key})", silent
        )
        return "   " + words.format(n=silent, key=self.key("missing"))

    def _of_unit(self, unit: str) -> str:
        column = self.all.columns[unit]
        words = _("{n} of {total} ever reported").format(n=column.ever_reported, total=column.expected)
        rate = percent(share(column.ever_reported, column.expected))
        return f"{self.name_of(unit)}: {words}, {rate}{self._silent()}"

    def on_line_view_moved(self) -> None:
        self._say()

    def on_matrix_grid_entered(self) -> None:
        self.action_matrix_action()

    def speak(self) -> None:
        self._show()
        self.grid.show(self.grid.matrix)

    def action_missing(self) -> None:
        """Show only the units that owe a report, on the actions that miss one; or everything again."""
        if not self.missing.rows:
            self.terren.tell(_("No report is missing."))
            return
        self.missing_only = not self.missing_only
        self.grid.show(self.missing if self.missing_only else self.filled)
        self._show()

    def action_who_reports(self) -> None:
        self.ask(reporting_form(self.store, self.terren.today()), lambda _changes: self.recount())

    def action_write_matrix(self) -> None:
        """Write what shows into a file."""
        from report.lists.unit_lists import matrix_list
        from tui.screens.oneline import write_into_file

        write_into_file(self, lambda: matrix_list(self.grid.matrix), _("Matrix"))

    def action_write_forms(self) -> None:
        """Write a form for every unit, for those who report without Terren."""
        if self.all.units:
            self.app.push_screen(FormsScreen(self.store, self.all.units))

    def action_write_form(self) -> None:
        """Write the form of the unit under the cursor."""
        if (unit := self.grid.unit) is not None:
            self.app.push_screen(FormsScreen(self.store, (unit,)))

    def action_enter_paper(self) -> None:
        """Type in a paper form of the unit under the cursor."""
        from store.edits.reported.record import values_recorded
        from store.query.paper import paper_form
        from tui.headquarters.paper import PaperScreen

        unit = self.grid.unit
        if unit is None:
            return
        paper = self.terren.attempt(lambda: paper_form(self.store, unit, None, "", self.terren.today()))

        def recorded(changes: list[Change]) -> None:
            n = values_recorded(changes)
            words = ngettext(
                "{n} value is recorded by paper form.", "{n} values are recorded by paper form.", n
            )
            self.terren.tell(words.format(n=n))
            self.recount()

        if paper is not None:
            self.ask(PaperScreen(self.store, paper), recorded)

    def action_matrix_action(self) -> None:
        if (row := self.grid.chosen) is not None:
            self.dismiss(row.nr)


def _missing(matrix: Matrix) -> Matrix:
    rows = [row for row in matrix.rows if None in row.cells.values()]
    return matrix.only(
        rows, (unit for unit in matrix.units if any(row.cells.get(unit, "") is None for row in rows))
    )


class FormsScreen(StoppableWorkScreen[list[Path]]):
    """Writes the forms of units into a folder; ``period`` is what they report on, where that is asked."""

    broken_off = N_("The forms were not written. Details are in {file}.")
    enter_word = N_("write")
    MEMORY, WRITES = ("forms",), True

    def __init__(self, store: Store, units: tuple[str, ...], period: str | None = None) -> None:
        super().__init__(store)
        self.units, self.period = units, period

    def title_words(self) -> str:
        if len(self.units) != 1:
            return _("Forms to report")
        return _("Form of {unit}").format(unit=self._only_unit())

    def asked_words(self) -> str:
        n = len(self.units)
        return ngettext(
            "The folder into which the form of {n} unit is written.",
            "The folder into which the forms of {n} units are written.",
            n,
        ).format(n=number(n))

    def _only_unit(self) -> str:
        with self.store.reading() as conn:
            return safe(unit_name(self.units[0], current(), printed_units(conn)))

    def busy(self) -> str:
        if self.stopped.is_set():
            return _("Stopping after this form …")
        return _("{key} stops after this form.").format(key=self.key("leave_answer"))

    def measured(self, done: int, total: int) -> str:
        return _("{done} of {of} forms").format(done=number(done), of=number(total))

    def work(self, folder: Path) -> list[Path]:
        from report.forms.unit_form import write_forms
        from store.opening.open_store import open_store
        from store.query.unit_form import unit_forms

        today = self.terren.today()
        with open_store(self.store.path, read_only=True) as store:
            return write_forms(
                unit_forms(store, self.units, self.period, today),
                folder,
                today=today,
                progress=lambda done: self.report(done, len(self.units)),
                cancelled=self.stopped.is_set,
                replace=self.replaces,
            )

    def finished(self, outcome: list[Path]) -> None:
        remember(self.terren.places, forms=self.folder.value)
        n = len(outcome)
        lines = [ngettext("{n} form is written.", "{n} forms are written.", n).format(n=number(n))]
        if n < len(self.units):
            lines.append(_("Stopped. The others are not written."))
        elif n == 1:
            lines.append(safe(outcome[0].name))
        words = _("When they come back: {inbox} on the main screen, then {forms}.")
        lines.append(words.format(inbox=self.key("inbox"), forms=self.key("take_forms")))
        self.say("\n".join(lines))
