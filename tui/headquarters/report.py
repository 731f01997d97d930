"""The report on a period: what it will say, and writing it into a folder."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static
from textual.worker import Worker, WorkerState

import language
from language import LANGUAGES, N_, NAMES, Unreadable, _
from language.dates import parse_date
from language.numbers import NOTHING
from report.lists.late import late_words
from report.periodic.issued.drawing import read_for
from report.periodic.making import FORMS, write_report
from report.periodic.parameters import ReportRequest
from store.account.calendar import period_in_hand
from store.db.database import Store
from store.db.errors import UserError
from store.ledger.identity import own_unit, read_identity
from tui.headquarters.report_windows import annexes_window, cover_form, example_window, template_window
from tui.screens.folders import folder_of
from tui.screens.memory import remember
from tui.screens.refusals import message
from tui.screens.threadwork import FolderWorkScreen
from tui.widgets.draw import safe
from tui.widgets.page import ActionView, page_of

_ENDINGS: Final = tuple(FORMS)
_STEPS: Final = 3


class ReportScreen(FolderWorkScreen[Path]):
    """Asks for period and folder, shows what the report says, and writes it in a thread."""

    heading, asked = N_("Report"), N_("Folder for the report")
    broken_off = N_("The report was not written. Details are in {file}.")
    CSS_PATH = "report.tcss"
    contexts = ("report",)
    MEMORY, WRITES = ("report",), True
    key_rows = 3

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.spoken, self.ending = language.current(), _ENDINGS[0]
        self.template, self.only_approved = "", False
        self.final = self.sign = self._agreed = False
        self.annexes: str | None = None
        self.names = False
        self._drawn = ("", "")
        self._drawing: Worker[list[str]] | None = None

    def busy(self) -> str:
        return _("Writing the report …")

    def measured(self, done: int, total: int) -> str:
        return f"{done}/{total}"

    def compose(self) -> ComposeResult:
        with self.store.reading() as conn:
            in_hand = period_in_hand(conn, self.terren.today())
        self.period = Input(in_hand.code, id="period", compact=True)
        self.period.cursor_blink = self.terren.blink
        self.as_of = Input("", id="as_of", compact=True)
        self.as_of.cursor_blink = self.terren.blink
        self.form = Static(Content(""), id="form")
        self.view = ActionView(id="preview")
        yield from super().compose()

    def between(self) -> ComposeResult:
        yield Static(Content(_("Period: 2022, 2022-H1, 2022-Q3, ..2022-Q3")), classes="dim")
        yield self.period
        yield Static(Content(_("As of; empty for the last day of the period")), classes="dim")
        yield self.as_of
        yield self.form
        yield self.view

    def on_mount(self) -> None:
        self._show_form()
        self._draw()

    def _show_form(self) -> None:
        words = [_("{ending} · {language}").format(ending=self.ending[1:], language=NAMES[self.spoken])]
        if self.only_approved:
            words.append(_("approved reports only"))
        if self.final:
            words.append(_("final, signed"))
        elif self.sign:
            words.append(_("signed"))
        if self.annexes is not None:
            words.append(_("annexes: {letters}").format(letters=", ".join(self.annexes) or NOTHING))
        if self.names:
            words.append(_("with officers' names"))
        if (template := self._template()) is not None:
            words.append(safe(template.name))
        self.form.update(Content(" · ".join(words)))

    def _template(self) -> Path | None:
        """Return the document to be filled, which is a Word report."""
        return folder_of(self.template) if self.template and self.ending == ".docx" else None

    def _file_name(self) -> str:
        period = self.period.value.strip().replace("..", "-")
        # a report on less may not take the place of the whole one
        counted = f"{'-approved' if self.only_approved else ''}{'-final' if self.final else ''}"
        day = self._day()
        as_of = "" if day is None else f"-{day.isoformat()}"
        return safe(f"terren-{period}{as_of}{counted}-{self.spoken}{self.ending}").replace("/", "-")

    def _day(self) -> date | None:
        """Return the day that was typed, None for the usual one. Raises Unreadable."""
        text = self.as_of.value.strip()
        return parse_date(text, self.terren.today()) if text else None

    def _asked(self) -> ReportRequest:
        """Return what is asked for. Raises Unreadable."""
        day, today = self._day(), self.terren.today()
        return ReportRequest(
            self.period.value,
            day,
            self.spoken,
            today,
            only_approved=self.only_approved,
            annexes=self.annexes,
            names=self.names,
        )

    def _draw(self) -> None:
        """Read the preview anew, in a thread: a plan may have very many actions."""
        if not self.is_mounted:
            return
        self._drawn = self.period.value, self.as_of.value
        try:
            asked = self._asked()
        except Unreadable as error:
            self.view.show(page_of([safe(message(error.code, error.params))]))
            return

        def lines() -> list[str]:
            from report.periodic.preview import preview_lines

            with self._own_store() as store, language.speaking(asked.language):
                return list(preview_lines(read_for(store, asked._replace(unit=_whose(store)), "")))

        if self._drawing is None:
            self.view.show(page_of([_("Counting …")]))
        self._drawing = self.run_worker(
            lines, thread=True, exit_on_error=False, group="preview", exclusive=True
        )

    def _own_store(self) -> Store:
        from store.opening.open_store import open_store

        return open_store(self.store.path, read_only=True)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        if event.worker is not self._drawing:
            return
        if event.state == WorkerState.SUCCESS and event.worker.result is not None:
            self.view.show(page_of([*map(safe, event.worker.result)]))
        elif event.state == WorkerState.ERROR:
            error = event.worker.error
            words = message(error.code, error.params) if isinstance(error, UserError) else str(error)
            self.view.show(page_of([safe(words)]))

    def on_input_changed(self) -> None:
        self.replaces = self._agreed = False
        self.call_enter()
        if (self.period.value, self.as_of.value) != self._drawn:
            self._draw()

    def action_accept(self) -> None:
        try:
            self._day()
        except Unreadable as error:
            self.refuse(error)
            return
        if self.final and not (self._agreed or self.done):
            self._agreed = True
            words = _("This freezes {period}: later reports on it list what differs. Enter again issues it.")
            keys = (self.key("owing"), self.key("late_list"))
            late = late_words(self.store, self.period.value, self.terren.today(), keys=keys)
            self.say("\n".join([*map(safe, late), words.format(period=safe(self.period.value))]))
            self.call_enter(N_("issue"))
            return
        super().action_accept()

    def work(self, folder: Path) -> Path:
        goal = folder / self._file_name()
        from sync.identity.opening import open_for_work

        self.report(0, _STEPS)
        signs = self.final or self.sign
        with open_for_work(self.terren.places, self.store.path) if signs else self._own_store() as store:
            write_report(
                store,
                goal,
                self._asked()._replace(unit=_whose(store)),
                template=self._template(),
                replace=self.replaces,
                final=self.final,
                sign=self.sign,
                progress=lambda done: self.report(done, _STEPS),
            )
        return goal

    def finished(self, outcome: Path) -> None:
        remember(self.terren.places, report=str(outcome.parent))
        self.say(_("Written: {file}").format(file=safe(outcome.name)))

    def action_complete(self) -> None:
        if self.folder.has_focus:
            super().action_complete()
        else:
            self.action_report_field()

    def action_report_field(self) -> None:
        fields = (self.folder, self.period, self.as_of)
        at = next((n for n, field in enumerate(fields) if field.has_focus), len(fields) - 1)
        self.set_focus(fields[(at + 1) % len(fields)])

    def action_report_form(self) -> None:
        self.ending = _after(_ENDINGS, self.ending)
        self._chosen()

    def action_report_language(self) -> None:
        self.spoken = _after(LANGUAGES, self.spoken)
        self._chosen()
        self._draw()

    def action_report_approved(self) -> None:
        self.only_approved = not self.only_approved
        self._chosen()
        self._draw()

    def action_report_final(self) -> None:
        self.final = not self.final
        self._chosen()

    def action_report_sign(self) -> None:
        self.sign = not self.sign
        self._chosen()

    def action_report_template(self) -> None:
        def named(name: str) -> None:
            self.template = name
            self.ending = ".docx" if name else self.ending
            self._chosen()

        self.ask(template_window(self.terren.places), named)

    def action_report_annexes(self) -> None:
        def chosen(letters: tuple[str | None]) -> None:
            (self.annexes,) = letters
            self._chosen()

        self.ask(annexes_window(self.annexes), chosen)

    def action_report_names(self) -> None:
        self.names = not self.names
        self._chosen()

    def action_report_cover(self) -> None:
        self.ask(cover_form(self.store), lambda _changes: self._draw())

    def action_report_example(self) -> None:
        words = _("Written: {file}")
        self.ask(example_window(), lambda name: self.say(words.format(file=safe(name))))

    def _chosen(self) -> None:
        """Begin with another file."""
        self.done = self.replaces = self._agreed = False
        self.folder.disabled = False
        self.say("")
        self.show_keys()
        self._show_form()

    def action_read(self, direction: int) -> None:
        self.view.action_read(direction)


def _whose(store: Store) -> str | None:
    """Return the own unit of an officer; headquarters reports on all."""
    with store.reading() as conn:
        return own_unit(read_identity(conn))


def _after(choices: tuple[str, ...], choice: str) -> str:
    return choices[(choices.index(choice) + 1) % len(choices)]
