"""The first run: language, name, unit and role; or just a look at the published plan."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from language import LANGUAGES, N_, NAMES, _, current
from language.messages import message
from language.terms import role
from store.db.errors import Refused
from store.db.places import shipped_plan
from store.ledger.identity import ROLES
from store.opening.open_store import open_store
from store.plan.lookup import plan_institutions
from store.plan.units import municipalities, names_of_codes, search_units, unit_name
from tui.commands.catalogue import footer
from tui.screens.base import WorkScreen
from tui.widgets.choice_list import ChoiceList
from tui.widgets.draw import Line, safe
from tui.widgets.key_bar import KeyBar


class AnswerInput(Input):
    """An input that goes on to the next question at once."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "screen.next_field", show=False)]


class UnitInput(AnswerInput):
    """The search for a unit; the arrows move in the list below."""

    def __init__(self, choices: ChoiceList) -> None:
        super().__init__(id="unit", compact=True)
        self.choices = choices

    async def _on_key(self, event: events.Key) -> None:
        steps = {"up": -1, "down": 1, "pageup": -5, "pagedown": 5}
        if event.key in steps:
            event.stop()
            event.prevent_default()
            self.choices.action_move(steps[event.key])
            return
        await super()._on_key(event)


class EnrolScreen(WorkScreen[None]):
    """Ends in a database of one's own, or in a read-only view."""

    CSS_PATH = "enrol.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (24, "-high")]  # noqa: RUF012
    contexts = ("enrol",)

    def __init__(self) -> None:
        super().__init__()
        self.institutions: tuple[str, ...] = ()
        self.found: tuple[str, ...] = ()
        self.printed: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        try:
            with open_store(self._plan(), read_only=True) as published:
                self.institutions = plan_institutions(published.conn)
        except Refused as refused:
            self.terren.tell_refusal(refused)
        self.printed = names_of_codes(self.institutions)
        names = [NAMES[code] for code in LANGUAGES]
        self.languages = OptionLine(LANGUAGES, names, current(), id="languages")
        self.officer = AnswerInput(id="officer", compact=True)
        self.units = ChoiceList((), id="units")
        self.unit = UnitInput(self.units)
        self.roles = OptionLine(ROLES, [role(code) for code in ROLES], ROLES[0], id="roles")
        self.note = Static(Content(""), id="note")
        self.key_bar = KeyBar(footer(self.contexts))
        self.units.can_focus = False
        with Vertical(id="form"):
            yield Static(id="welcome", classes="title")
            yield Static(id="label-languages", classes="label")
            yield self.languages
            yield Static(id="label-officer", classes="label")
            yield self.officer
            yield Static(id="label-unit", classes="label")
            yield self.unit
            yield self.units
            yield Static(id="label-roles", classes="label")
            yield self.roles
            yield self.note
        yield self.key_bar

    def on_mount(self) -> None:
        self.speak()
        self.set_focus(self.languages)

    def speak(self) -> None:
        """Ask in the current language."""
        for part, words in (
            ("welcome", _("Welcome to Terren. Four questions, then the plan opens.")),
            ("label-languages", _("Language")),
            ("label-officer", _("Your name")),
            ("label-unit", _("Your unit: type part of the name, choose with the arrows")),
            ("label-roles", _("You work as")),
        ):
            self.query_one(f"#{part}", Static).update(Content(words))
        self.roles.name_options([role(code) for code in ROLES])
        self._search()
        self.key_bar.refresh()

    @property
    def _fields(self) -> tuple[Widget, ...]:
        return (self.languages, self.officer, self.unit, self.roles)

    def on_descendant_focus(self) -> None:
        for part in self._fields:
            self.query_one(f"#label-{part.id}").set_class(part.has_focus, "here")
        last = self._fields[-1].has_focus
        keys = footer(self.contexts)
        self.key_bar.show(
            [key.called(N_("enrol")) if last and key.id == "next_field" else key for key in keys]
        )

    def on_option_line_changed(self) -> None:
        if self.languages.chosen != current():
            self.terren.speak(self.languages.chosen)

    def on_input_changed(self, event: Input.Changed) -> None:
        self._say("")
        if event.input is self.unit:
            self._search()
            if not self.found:
                self._say(_("No unit is called that."))

    def _search(self) -> None:
        self.found = search_units(self.unit.value, self.institutions)
        self.units.fill([self._unit_line(code) for code in self.found])

    def _unit_line(self, code: str) -> Line:
        for municipality in municipalities():
            if municipality.code == code:
                serbian = municipality.sr_cyrl if current() == "sr-Cyrl" else municipality.sr
                names = (municipality.sq, serbian)
                first, second = names[::-1] if current().startswith("sr") else names
                return ((f" {first}", ""), (f"  {second}  {code}", "dim"))
        return ((f" {safe(self.printed.get(code, code))}", ""),)

    def _say(self, words: str) -> None:
        self.note.update(Content(words))

    def action_next_field(self) -> None:
        here = next((n for n, part in enumerate(self._fields) if part.has_focus), 0)
        if here == len(self._fields) - 1:
            self._enrol()
            return
        if self._fields[here] is self.officer and not self.officer.value.strip():
            self._say(message("officer_empty", {}))
            return
        if self._fields[here] is self.unit:
            if not self.found:
                self._say(_("Choose your unit first."))
                return
            self.unit.value = self._unit_name(self.found[self.units.cursor])
        self.set_focus(self._fields[here + 1])

    def on_choice_list_chosen(self) -> None:
        self.unit.value = self._unit_name(self.found[self.units.cursor])

    def _unit_name(self, code: str) -> str:
        return self.printed.get(code, unit_name(code, current()))

    def action_previous_field(self) -> None:
        here = next((n for n, part in enumerate(self._fields) if part.has_focus), 0)
        self.set_focus(self._fields[max(0, here - 1)])

    def action_enrol_now(self) -> None:
        if not self.officer.value.strip():
            self._say(message("officer_empty", {}))
            self.set_focus(self.officer)
            return
        self._enrol()

    def _enrol(self) -> None:
        from sync.enrol import enrol

        if not self.unit.value.strip() or not self.found:
            self._say(_("Choose your unit first."))
            self.set_focus(self.unit)
            return
        database = self.terren.database
        if database.exists():
            # the plan that was looked at, which stays as it is
            database = self.terren.places.database
        try:
            store = enrol(
                self.terren.places,
                database,
                officer=self.officer.value,
                unit=self.found[self.units.cursor],
                role=self.roles.chosen,
                language=current(),
                published=self._plan(),
            )
        except Refused as refused:
            self._say(message(refused.code, refused.params))
            if refused.code in ("officer_empty", "text_too_long"):
                self.set_focus(self.officer)
            return
        self.terren.work_on(store)

    def _plan(self) -> Path:
        """The plan that was looked at, else the shipped one."""
        return self.terren.database if self.terren.database.exists() else shipped_plan()

    def action_just_look(self) -> None:
        try:
            store = open_store(self._plan(), read_only=True)
        except Refused as refused:
            self._say(message(refused.code, refused.params))
            return
        self.terren.work_on(store)

    def action_leave_enrol(self) -> None:
        self.app.exit(0)


class OptionLine(Widget, can_focus=True):
    """Options side by side; codes are data, words are what is shown."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "OptionLine { height: 1; background: $boost; padding: 0 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "step(-1)", show=False),
        Binding("right,l,space", "step(1)", show=False),
        *(Binding(str(n), f"choose({n - 1})", show=False) for n in range(1, 10)),
    ]

    class Changed(Message):
        """Another option is chosen."""

    def __init__(self, codes: Sequence[str], words: Sequence[str], chosen: str, *, id: str) -> None:
        super().__init__(id=id)
        self.codes, self.words, self.chosen = tuple(codes), tuple(words), chosen

    def name_options(self, words: Sequence[str]) -> None:
        """Show the options in other words."""
        self.words = tuple(words)
        self.refresh()

    def render(self) -> Content:
        parts: list[Content] = []
        for n, (code, word) in enumerate(zip(self.codes, self.words, strict=True), 1):
            here = code == self.chosen
            style = ("reverse bold" if self.has_focus else "bold underline") if here else ""
            parts += [Content.styled(f" {n} {word} ", style), Content("  ")]
        return Content("").join(parts)

    def action_choose(self, position: int) -> None:
        """Choose the option at a position."""
        if position < len(self.codes) and self.codes[position] != self.chosen:
            self.chosen = self.codes[position]
            self.refresh()
            self.post_message(self.Changed())

    def action_step(self, by: int) -> None:
        """Choose a neighbour."""
        self.action_choose((self.codes.index(self.chosen) + by) % len(self.codes))
