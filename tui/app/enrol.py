"""The first run: language, name, unit and role; or just a look at the published plan."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Final

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from language import N_, _, current
from language.messages import message
from language.terms import role
from store.db.database import Store
from store.db.errors import UserError
from store.db.places import shipped_plan
from store.ledger.identity import ROLES
from store.opening.open_store import open_store
from store.plan.lookup import plan_institutions
from store.plan.units import search_units
from tui.app.language_line import LanguageLine
from tui.app.unit_names import UnitNames
from tui.commands.catalogue import footer
from tui.screens.base import WorkScreen
from tui.widgets.choice_field import OptionLine
from tui.widgets.choice_list import ChoiceList
from tui.widgets.draw import safe
from tui.widgets.key_bar import KeyBar
from tui.widgets.screen_line import ScreenLine

if TYPE_CHECKING:
    from sync.correction import Recorded
    from tui.documents.own_plan import OwnPlan, PlanSource


class AnswerLine(ScreenLine):
    """A line in which one answers."""

    CONTEXT = "enrol"


_NONE: Final = -1
"""Where the mark of a list stands in which nothing is chosen."""


class EnrolScreen(WorkScreen[None]):
    """Ends in a database of one's own, or in a read-only view; so it does where one corrects an enrolment."""

    CSS_PATH = "enrol.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (25, "-high")]  # noqa: RUF012
    contexts = ("enrol", "typing")

    def __init__(self, before: Recorded | None = None) -> None:
        super().__init__()
        self.before = before
        """What is recorded under the enrolment that is being corrected; None in the first run."""
        self.own: OwnPlan | None = None
        """The plan that an office brought, in place of the shipped one."""
        self.names = UnitNames(())
        self.matches: tuple[str, ...] = ()
        self.chosen: str | None = None
        """The code of the unit that was chosen, as long as its name stands in the field."""
        self._asked: tuple[str, ...] = ()
        """The answers that were asked about: another Enter enrols with these, and with no others."""

    def compose(self) -> ComposeResult:
        try:
            with open_store(self._plan(), read_only=True) as published:
                self.names = UnitNames(plan_institutions(published.conn))
        except UserError as refused:
            self.terren.tell_refusal(refused)
        self.officer = AnswerLine(id="officer", compact=True)
        self.languages = LanguageLine(self.officer)
        self.units = ChoiceList((), id="units")
        self.unit = AnswerLine(id="unit", compact=True)
        self.roles = OptionLine(ROLES, [role(code) for code in ROLES], ROLES[0], id="roles")
        self.note = Static(Content(""), id="note")
        self.key_bar = KeyBar(footer(self.contexts), idle=self.idle())
        self.units.can_focus = False
        with Vertical(id="form"):
            yield Static(id="welcome", classes="title")
            for field in self._fields:
                yield Static(id=f"label-{field.id}", classes="label")
                yield field
                if field is self.unit:
                    yield self.units
            yield self.note
        yield self.key_bar

    def on_mount(self) -> None:
        if self.before is not None:
            self.officer.value = safe(self.before.identity.officer)
            self.roles.chosen = self.before.identity.role
            self.chosen = self.before.identity.unit
            self.unit.value = self.names.written(self.chosen)
        self.speak()
        self.set_focus(self.languages)

    def speak(self) -> None:
        """Ask in the current language."""
        for part, words in (
            ("welcome", self._welcome()),
            ("label-languages", _("Language")),
            ("label-officer", _("Your name")),
            ("label-unit", _("Your unit: type part of the name, choose with the arrows")),
            ("label-roles", _("You work as")),
        ):
            self.query_one(f"#{part}", Static).update(Content(words))
        self._asked = ()
        self.roles.name_options([role(code) for code in ROLES])
        self._search()
        self.key_bar.refresh()

    def _welcome(self) -> str:
        if self.own is not None:
            return _("Your plan: {title}. Four questions, then it opens.").format(
                title=safe(self.own.plan.title)
            )
        if self.before is None:
            return _("Welcome to Terren. Four questions, then the plan opens.")
        words = _("You are enrolled as {unit}. Answer as it should be; Esc leaves it.")
        return words.format(unit=safe(self.names.told(self.before.identity.unit)))

    def idle(self) -> Collection[str]:
        return ("keep_enrolment",) if self.before is None else ("just_look", "own_plan", "leave_enrol")

    @property
    def _fields(self) -> tuple[Widget, ...]:
        return (self.languages, self.officer, self.unit, self.roles)

    def on_descendant_focus(self) -> None:
        for part in self._fields:
            self.query_one(f"#label-{part.id}").set_class(part.has_focus, "here")
        last = self._fields[-1].has_focus
        keys = footer(self.contexts)
        keys = tuple(key.called(N_("enrol")) if last and key.id == "next_field" else key for key in keys)
        self.key_bar.show(keys, idle=self.idle())

    def on_option_line_changed(self) -> None:
        self._say("")
        if self.languages.chosen != current():
            self.terren.speak(self.languages.chosen)

    def on_input_changed(self, event: Input.Changed) -> None:
        self._say("")
        if event.input is self.unit:
            if self.chosen is not None and self.unit.value != self.names.written(self.chosen):
                self.chosen = None
            self._search()
            if not self.matches:
                self._say(_("No unit is called that."))

    def _search(self) -> None:
        """List what fits; before anything is typed none of it is chosen."""
        self.matches = search_units(self.unit.value, self.names.institutions)
        at = self.matches.index(self.chosen) if self.chosen in self.matches else 0
        self.units.fill(
            [self.names.line(code) for code in self.matches], at if self.unit.value.strip() else _NONE
        )

    def _say(self, words: str, *, asks: bool = False) -> None:
        self.set_class(asks, "-asks")
        self.say(words)

    def _beside(self, by: int) -> Widget:
        """Return the field so many places further on."""
        here = next((n for n, part in enumerate(self._fields) if part.has_focus), 0)
        return self._fields[max(0, here + by)]

    def _ask_for(self, field: Widget, words: str) -> None:
        self._say(words)
        self.set_focus(field)

    def action_next_field(self) -> None:
        if self.roles.has_focus:
            self._enrol()
        elif self.officer.has_focus and not self.officer.value.strip():
            self._ask_for(self.officer, message("officer_empty", {}))
        elif self.unit.has_focus and self.units.cursor not in range(len(self.matches)):
            self._ask_for(self.unit, _("Choose your unit first."))
        else:
            if self.unit.has_focus:
                self._choose()
            self.set_focus(self._beside(1))

    def action_move(self, by: int) -> None:
        if self.unit.has_focus:
            self.units.action_move(by)

    def on_choice_list_chosen(self) -> None:
        self._choose()

    def _choose(self) -> None:
        """Take the unit at the mark of the list."""
        self.chosen = self.matches[self.units.cursor]
        self.unit.value = self.names.written(self.chosen)

    def action_previous_field(self) -> None:
        self.set_focus(self._beside(-1))

    def action_enrol_now(self) -> None:
        if self.officer.value.strip():
            self._enrol()
        else:
            self._ask_for(self.officer, message("officer_empty", {}))

    def _enrol(self) -> None:
        if self.chosen is None:
            self._ask_for(self.unit, _("Choose your unit first."))
            return
        answers = (self.officer.value, self.chosen, self.roles.chosen, current())
        if answers != self._asked:
            self._asked = answers
            self._say(self._question(self.chosen), asks=True)
            return
        try:
            store = self._enrolled(self.chosen)
        except UserError as refused:
            self.refuse(refused)
            if refused.code in ("officer_empty", "text_too_long"):
                self.set_focus(self.officer)
            return
        self.terren.work_on(store)
        if self.own is not None and self.own.tells_progress:
            words = _("The document tells how actions stand: {key}, then {then} shows and records it.")
            keys = self.key("review_plan"), self.key("read_tracker")
            self.terren.tell(words.format(key=keys[0], then=keys[1]))

    def _enrolled(self, unit: str) -> Store:
        """Return a database that is this officer's. Raises UserError."""
        from sync.enrol import enrol

        database = self.terren.database
        places, officer, role = self.terren.places, self.officer.value, self.roles.chosen
        if self.before is not None:
            from tui.app.correct import corrected

            return corrected(places, database, officer=officer, unit=unit, role=role)
        # a plan that was looked at stays as it is
        goal, plan = places.database if database.exists() else database, self._begun_with()
        return enrol(places, goal, officer=officer, unit=unit, role=role, language=current(), **plan)

    def _question(self, unit: str) -> str:
        from tui.app.correct import becomes_words, question_words

        asked = question_words(self.officer.value, self.names.told(unit), self.roles.chosen)
        if self.before is None:
            return asked
        return f"{asked} {becomes_words(self.before, self.names.told(self.before.identity.unit))}"

    def _begun_with(self) -> PlanSource:
        """Return which plan the database is made from."""
        return {"published": self._plan()} if self.own is None else self.own.source

    def action_own_plan(self) -> None:
        """Begin with a plan of one's own, as headquarters."""
        from tui.documents.own_plan import OwnPlanScreen

        def read(own: OwnPlan) -> None:
            self.own, self.names, self.chosen = own, UnitNames(own.institutions), None
            self.roles.chosen = "headquarters"
            self.speak()
            self.set_focus(self.officer)

        if self.before is None:
            self.ask(OwnPlanScreen(), read)

    def _plan(self) -> Path:
        """Return the plan that was looked at, else the shipped one."""
        return self.terren.database if self.terren.database.exists() else shipped_plan()

    def action_keep_enrolment(self) -> None:
        """Go on as one is enrolled."""
        from sync.identity.opening import open_for_work

        if self.before is not None:
            store = self.terren.attempt(lambda: open_for_work(self.terren.places, self.terren.database))
            if store is not None:
                self.terren.work_on(store)

    def action_just_look(self) -> None:
        if self.before is not None:
            return
        try:
            store = open_store(self._plan(), read_only=True)
        except UserError as refused:
            self.refuse(refused)
            return
        self.terren.work_on(store)

    def action_leave_enrol(self) -> None:
        self.app.exit(0)
