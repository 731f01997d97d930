"""The window in which the folder for forms is typed, for units that report without Terren."""

from __future__ import annotations

from pathlib import Path

from language import N_, _, current, ngettext
from language.numbers import number
from store.db.database import Store
from store.plan.lookup import printed_units
from store.plan.units import unit_name
from tui.screens.memory import remember
from tui.screens.threadwork import StoppableWorkScreen
from tui.widgets.draw import safe


class FormsScreen(StoppableWorkScreen[list[Path]]):
    """Writes the forms of units into a folder; ``period`` is what they report on, where that is asked."""

    enter_word = N_("write")
    MEMORY, WRITES = ("forms",), True

    def __init__(self, store: Store, units: tuple[str, ...], period: str | None = None) -> None:
        super().__init__(store)
        self.units, self.period = units, period

    def words(self) -> tuple[str, str]:
        n = len(self.units)
        asked = ngettext(
            "The folder into which the form of {n} unit is written.",
            "The folder into which the forms of {n} units are written.",
            n,
        )
        title = _("Forms to report") if n != 1 else _("Form of {unit}").format(unit=self._only_unit())
        return title, asked.format(n=number(n))

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

    def broken_off(self, where: str) -> str:
        return _("The forms were not written. Details are in {file}.").format(file=where)
