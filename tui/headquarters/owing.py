"""Who owes what for a period: the units at the left, what the marked one owes at the right."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

from rich.cells import cell_len

from language import N_, _, counted, current, ngettext
from language.dates import date, datetime, period_words
from language.delivery import arrived_words
from language.figure_rules import ARRIVED_LATE
from language.terms import review, side_mark
from report.lists.late import late_words
from store.account.calendar import AskedPeriod, read_calendar
from store.db.database import Store
from store.edits.calendar import close_period
from store.history.steps import Step, named_steps
from store.plan.lookup import action_numbers, printed_units
from store.plan.units import unit_name
from store.query.filters.filter import Filter
from store.query.owing import RETURNED, UnitOwing, late_changes, owing, owing_now
from tui.commands.catalogue import by_id
from tui.commands.command import Command, key_sign
from tui.headquarters.reporting import no_period, reporting_form, rule_words
from tui.report.recording import may_record
from tui.report.words import step_words
from tui.screens.folders import folder_of, remembered_folder, why_not
from tui.screens.headed import CountedScreen, beside, ends
from tui.screens.memory import remember
from tui.screens.oneline import PlaceScreen, write_into_file
from tui.screens.pairedlist import PairedListScreen
from tui.screens.people import who
from tui.screens.window import ConfirmScreen
from tui.widgets.draw import Line, cut, fit, safe
from tui.widgets.page import SPACIOUS, Page

_STEPS: Final = ("owing_back", "owing_on")
_ON_WIDE: Final = ("close_period", *_STEPS)
"""Commands whose keys show where there is room for more than those that help most."""


class _CountedUnits(NamedTuple):
    """What units owe, the names of those whose codes are none, and the changes that came late."""

    units: tuple[UnitOwing, ...]
    printed: Mapping[str, str]
    late: tuple[Step, ...]
    numbers: Mapping[str, str]


class OwingScreen(PairedListScreen[Filter], CountedScreen[Filter, _CountedUnits]):
    """Returns the filter of the actions to list, if any. The units that owe most come first."""

    contexts = ("owing", "list", "screen", "recorded")

    def __init__(self, store: Store, asked: AskedPeriod) -> None:
        super().__init__(store)
        self.asked, self.rule = asked, ""
        self.periods: tuple[AskedPeriod, ...] = ()
        self.in_hand: AskedPeriod | None = None
        self.units: list[UnitOwing] = []
        self.printed: Mapping[str, str] = {}
        self.late: tuple[Step, ...] = ()
        self.numbers: Mapping[str, str] = {}
        self._has_come = False

    def on_mount(self) -> None:
        self.call_after_refresh(self.recount)

    def recount(self) -> None:
        with self.store.reading() as conn:
            self.periods = read_calendar(conn)
            self.in_hand = owing_now(conn, self.terren.today())
        same = (asked for asked in self.periods if asked.period == self.asked.period)
        self.asked = next(same, self.asked)
        self.rule = rule_words(self.store, self.asked.period.last)
        self.count(self._counted, self._come_to_know)

    def _counted(self, store: Store) -> _CountedUnits:
        with store.reading() as conn:
            late = tuple(named_steps(conn, tuple(late_changes(conn, self.asked))))
            return _CountedUnits(owing(conn, self.asked), printed_units(conn), late, action_numbers(conn))

    def _come_to_know(self, counted: _CountedUnits) -> None:
        before, self._has_come, self.printed = self.unit, True, counted.printed
        self.late, self.numbers = counted.late, counted.numbers
        self.units = sorted(counted.units, key=lambda unit: -len(unit.owed))
        same = (n for n, unit in enumerate(self.units) if before is not None and unit.unit == before.unit)
        self.refill(next(same, 0))

    @property
    def unit(self) -> UnitOwing | None:
        """Return the unit that is marked."""
        return self.units[self.list.cursor] if self.list.cursor < len(self.units) else None

    def idle(self) -> Collection[str]:
        unit, idle = self.unit, ends(self.periods, self.asked, *_STEPS)
        if unit is None or not unit.owed or self.asked != self.in_hand:
            # the list knows what is owed for the period in hand alone
            idle.add("owed_list")
        if self.asked.closed is not None or self.store.read_only:
            idle.add("close_period")
        if not self.late:
            idle.add("late_list")
        return idle if any(entry.owed for entry in self.units) else {*idle, "write_letters", "write_owing"}

    def shown_keys(self) -> Sequence[Command]:
        *keys, help = super().shown_keys()
        more = map(by_id, _ON_WIDE) if self.app.size.width >= SPACIOUS else ()
        return (*keys, *more, help)

    def lines(self, width: int) -> list[Line]:
        return [self._line(entry, width) for entry in self.units]

    def _called(self, entry: UnitOwing) -> str:
        return safe(unit_name(entry.unit, current(), self.printed))

    def _line(self, entry: UnitOwing, width: int) -> Line:
        counts = f"{entry.reported}/{entry.asked}"
        if entry.returned:
            counts = f"{side_mark('returned')}{entry.returned} {counts}"
        owed = f"{len(entry.owed):>4} "
        room = max(1, width - len(owed) - len(counts) - 1)
        name = fit(self._called(entry), room)
        return ((owed, "bad" if entry.owed else "dim"), (name, ""), (f" {counts}", "dim"))

    def show_entry(self) -> None:
        if not self._has_come:
            return
        owed = sum(len(entry.owed) for entry in self.units)
        count = ngettext("{n} report is outstanding", "{n} reports are outstanding", owed).format(n=owed)
        when = self._when()
        title = f"{_('Outstanding reports')}, {when}"
        # the count says of what it is, so that the day goes before the name of the page
        is_narrow = cell_len(title) + cell_len(count) + 4 > self.app.size.width
        self.show_head(when if is_narrow else title, count)
        unit = self.unit
        self.view.show(lambda width: self.page_of(unit, width))
        self.show_keys()

    def _when(self) -> str:
        """Return the period, and until which day it is asked for, or on which it was closed."""
        day = _("due on {day}").format(day=date(self.asked.due))
        if self.asked.closed is not None:
            day = _("closed on {day}").format(day=date(self.asked.closed))
        return f"{period_words(self.asked.period.code)}: {day}"

    def page_of(self, unit: UnitOwing | None, width: int) -> Page:
        """Return what stands at the right of a unit: what it owes, and who is expected to report."""
        page = Page(width, 12)
        if unit is not None:
            _show_unit(page, unit, self._called(unit))
        page.gap()
        page.paragraph(f"{_('Expected to report')}: {self.rule}", "dim")
        return page

    def action_who_reports(self) -> None:
        self.ask(reporting_form(self.store, self.terren.today()), lambda _changes: self.recount())

    def action_turn(self, by: int) -> None:
        if (other := beside(self.periods, self.asked, by)) is None:
            self.terren.tell(no_period(by))
        else:
            self.asked = other
            self.recount()

    def action_close_period(self) -> None:
        """Say what is late in the period, and close it after a yes."""
        code, today = self.asked.period.code, self.terren.today()
        if self.asked.closed is not None:
            self.terren.tell(self._when())
            return
        if not may_record(self.terren, self.store):
            return

        def answered(_yes: bool) -> None:
            if self.terren.attempt(lambda: close_period(self.store, code, today)):
                words = _("{period} is closed; {key} on the main screen takes that back.")
                self.terren.tell(words.format(period=period_words(code), key=self.key("undo")))
                self.recount()

        keys = (key_sign("escape"), self.key("late_list"))
        late = "\n".join(map(safe, late_words(self.store, code, today, keys=keys)))
        warning = _("What is recorded for it later is kept, and listed as late.")
        title = _("Close the period {period}").format(period=period_words(code))
        self.ask(ConfirmScreen(title, late, warning, N_("close the period")), answered)

    def action_late_list(self) -> None:
        """Show at the right what was recorded for the period after its day."""
        if self.late:
            self.view.show(lambda width: _late_page(self.late, self.numbers, width))
        else:
            self.terren.tell(_("{when}; nothing was recorded for it later.").format(when=self._when()))

    def action_owed_list(self) -> None:
        if self.asked != self.in_hand:
            words = _("{when}; the list has only what is outstanding for the period that is reported on now.")
            self.terren.tell(words.format(when=self._when()))
        elif (unit := self.unit) is not None and unit.owed:
            self.dismiss(Filter(unit=unit.unit, owed=True))

    def action_write_letters(self) -> None:
        if not any(entry.owed for entry in self.units):
            self.terren.tell(_("No report is outstanding."))
            return

        terren, period = self.terren, self.asked.period.code

        def write(text: str) -> int:
            from report.reminders import remind

            letters = remind(self.store, folder_of(text), period, None, today=terren.today())
            remember(terren.places, letters=str(folder_of(text)))
            return len(letters) // 2

        def written(number: int) -> None:
            words = ngettext("{n} letter is written.", "{n} letters are written.", number)
            terren.tell(words.format(n=number))

        title, above = _("Reminder letters"), _("The folder into which they are written.")
        start = cut(remembered_folder(terren.places, "letters"), 400)
        window = PlaceScreen(title, above, start, write, enter=N_("write"), remark=why_not)
        window.files = False
        self.ask(window, written)

    def action_write_forms(self) -> None:
        """Write a form for every unit, on the period that is asked."""
        self._write_forms(self.units)

    def action_write_form(self) -> None:
        """Write the form of the unit that is marked."""
        self._write_forms([] if self.unit is None else [self.unit])

    def _write_forms(self, units: Sequence[UnitOwing]) -> None:
        from tui.headquarters.matrix import FormsScreen

        if units:
            codes = tuple(entry.unit for entry in units)
            self.app.push_screen(FormsScreen(self.store, codes, self.asked.period.code))

    def action_write_owing(self) -> None:
        """Write every report that is owed into a file."""
        from report.lists.unit_lists import owing_list

        name = f"{_('Outstanding reports')} {self.asked.period.code}"
        write_into_file(self, lambda: owing_list(self.asked, self.units, self.printed), name)


def _late_page(late: Sequence[Step], numbers: Mapping[str, str], width: int) -> Page:
    page = Page(width, 12)
    page.paragraph(counted("{n} late change", "{n} late changes", len(late)), "strong")
    for step in late:
        page.gap()
        page.entry(safe(numbers.get(step.change.target, step.change.target)), safe(step_words(step)))
        by = who(step.change.officer, step.speaker)
        page.entry("", safe(f"{datetime(step.change.recorded_at)}  {by}"))
    return page


def _show_unit(page: Page, unit: UnitOwing, name: str) -> None:
    page.paragraph(name, "strong")
    page.paragraph(arrived_words(unit.reported, unit.asked, len(unit.owed), unit.returned))
    if unit.late:
        late = ngettext("{n} of them after the due day", "{n} of them after the due day", unit.late)
        page.paragraph(late.format(n=unit.late), "dim")
        page.paragraph(_(ARRIVED_LATE), "dim")
    page.gap()
    for report in unit.owed:
        page.entry(safe(report.nr), safe(report.title))
        if report.state == RETURNED:
            page.entry("", f"{side_mark('returned')} {safe(review(RETURNED, report.reason))}")
