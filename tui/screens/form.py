"""Windows in which several things are entered: fields with labels, one line that says what was understood."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import ScreenResultType
from textual.widget import Widget
from textual.widgets import Input, Static

from language import N_, Unreadable, _
from schema.types import MAX_TEXT
from store.db.database import Store
from store.db.errors import UserError
from store.edits.edits import checked_text
from tui.commands.catalogue import footer
from tui.commands.command import Command
from tui.screens.drafts import FormDraft
from tui.screens.window import WindowScreen
from tui.widgets.choice_field import ChoiceField
from tui.widgets.draw import fit, safe, safe_lines
from tui.widgets.text_box import TextBox


class FieldRow(NamedTuple):
    """A field of a form: its name, its label in the current language, and the widget that holds it.

    ``read`` says what is meant by what stands in it and may raise Unreadable or UserError. ``hint`` is said
    while it is filled in: words, or what makes them of what was read.
    """

    name: str
    label: str
    widget: Widget
    read: Callable[[str], Any] = str
    hint: str | Callable[[Any], str] = ""


def text_or_none(text: str, *, limit: int = MAX_TEXT) -> str:
    """Return a text of at most ``limit`` characters as it is recorded; "" for none. Raises UserError."""
    return checked_text(text, limit=limit) if text.strip() else ""


def line_row(
    name: str,
    label: str,
    start: str = "",
    read: Callable[[str], Any] = str,
    hint: str | Callable[[Any], str] = "",
) -> FieldRow:
    """Return a field of one line, which begins with ``start``."""
    return FieldRow(name, label, Input(safe(start), id=name, compact=True), read, hint)


def text_row(name: str, label: str, start: str = "", read: Callable[[str], Any] = text_or_none) -> FieldRow:
    """Return a field for several lines of text, which begins with ``start``."""
    return FieldRow(name, label, TextBox("\n".join(safe_lines(start)), id=name), read)


def choice_row(
    name: str,
    label: str,
    codes: Sequence[str],
    words: Sequence[str],
    start: str = "",
    *,
    unknown: str = "choice_unmatched",
) -> FieldRow:
    """Return a field in which one of several codes is chosen by its words; ``unknown`` refuses others."""
    field = ChoiceField(codes, words, start, unknown=unknown, id=name)
    hint = _("Type its number or its first letters, or choose with the arrows: {choices}")
    return FieldRow(name, label, field, field.read, hint.format(choices=field.numbered()))


class FormScreen(WindowScreen[ScreenResultType]):
    """Fields and what records them; what is refused stays typed, with the reason below.

    ``about`` is what the form is on, such as an action's id: a draft is offered again on nothing else, and in
    no form of another ``name``. ``record`` stores what was entered and may raise UserError; what it returns
    closes the window. The words ``above`` stand over the fields; the cursor begins in ``start``, or else in
    the first field.

    In all of them Enter goes to the next field and saves in the last one; Ctrl+S saves from any.
    """

    DEFAULT_CSS = Path(__file__).with_name("form.tcss").read_text("utf-8")
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]  # noqa: RUF012
    contexts: tuple[str, ...] = ("form",)

    def __init__(
        self,
        store: Store,
        name: str,
        about: str,
        title: str,
        rows: Sequence[FieldRow],
        record: Callable[[FormScreen[ScreenResultType]], ScreenResultType | None],
        *,
        above: str = "",
        start: str = "",
    ) -> None:
        super().__init__(name=name)
        self.store, self.about, self._title = store, about, title
        self.fields, self._record = {row.name: row for row in rows}, record
        self._above, self._start = above, start or rows[0].name
        self._warned, self._reading = False, ""
        self._offered: dict[str, str] = {}
        self._refusal: UserError | None = None

    def above(self) -> ComposeResult:
        """Return what stands over the fields."""
        if self._above:
            yield Static(Content(self._above), classes="dim")

    def understood(self, name: str) -> str:
        """Return what is said of a field while it is being filled in; may raise UserError."""
        if not (hint := self.fields[name].hint):
            return ""
        meant = self.read(name)
        return hint if isinstance(hint, str) else hint(meant)

    def content(self) -> ComposeResult:
        self.note = Static(Content(""), id="hint", classes="dim")
        width = max(cell_len(row.label) for row in self.fields.values()) + 1
        yield from self.above()
        for row in self.fields.values():
            label = Static(Content(fit(row.label, min(width, 28))), classes="label")
            yield Horizontal(label, row.widget, classes="row")
        yield self.note

    def on_mount(self) -> None:
        self._began = {name: self.entered(name) for name in self.fields}
        self._draft = FormDraft(self.terren.places, self.store, str(self.name), self.about)
        if self._draft.fields:
            self.restore(self._draft.fields)
            self._offered = self.typed()
        self.set_focus(self.fields[self._start].widget)

    def shown_keys(self) -> Sequence[Command]:
        return self._keys_in(self.fields[self._start].widget)

    def _keys_in(self, field: Widget | None) -> list[Command]:
        """Return the keys of a field; in the last one Enter saves."""
        keys = [*footer(self.contexts, "text" if isinstance(field, TextBox) else "")]
        if not self._is_last(field):
            return keys
        # Ctrl+S would stand beside it under the same name
        rest = (key for key in keys if key.id != "save_form")
        return [key.called(N_("save")) if key.id == "form_enter" else key for key in rest]

    def entered(self, name: str) -> str:
        """Return what stands in a field."""
        widget = self.fields[name].widget
        if isinstance(widget, Input):
            return widget.value
        if isinstance(widget, TextBox):
            return widget.text
        assert isinstance(widget, ChoiceField)
        return widget.entered

    def fill(self, name: str, text: str) -> None:
        """Put a text, or a code, into a field."""
        widget = self.fields[name].widget
        if isinstance(widget, Input):
            widget.value = safe(text)
            widget.cursor_position = len(widget.value)
        elif isinstance(widget, TextBox):
            widget.text = "\n".join(safe_lines(text))
            widget.move_cursor(widget.document.end)
        elif isinstance(widget, ChoiceField):
            widget.choose(text)

    def begin(self, values: Mapping[str, str]) -> None:
        """Fill fields with what stands elsewhere: what counts as changed from now on differs from that."""
        for name, text in values.items():
            self.fill(name, text)
        self._began = {name: self.entered(name) for name in self.fields}

    def typed(self) -> dict[str, str]:
        """Return what stands in the fields that were changed."""
        return {name: self.entered(name) for name in self.fields if self.changed(name)}

    def restore(self, typed: Mapping[str, str]) -> None:
        """Fill in what was typed before."""
        for name, row in self.fields.items():
            if name in typed and isinstance(row.widget, ChoiceField):
                row.widget.fill(typed[name])
            elif name in typed:
                self.fill(name, typed[name])

    def changed(self, name: str) -> bool:
        """Return True if a field holds something else than at first."""
        return self.entered(name).strip() != self._began[name].strip()

    def given(self) -> dict[str, Any]:
        """Return what the fields say that were changed, by name. Raises UserError."""
        return {name: self.read(name) for name in self.fields if self.changed(name)}

    def read(self, name: str) -> Any:
        """Return what a field says. Raises UserError, and then this field gets the cursor."""
        self._reading = name
        try:
            value = self.fields[name].read(self.entered(name))
        except Unreadable as error:
            raise UserError(error.code, **error.params) from error
        self._reading = ""
        return value

    def _here(self) -> str | None:
        return next((name for name, row in self.fields.items() if row.widget.has_focus), None)

    def _explain(self) -> None:
        self._warned = False
        if self._offered and self.typed() == self._offered:
            self.say(_("What you had typed is here again. Ctrl+S saves it, Esc twice discards it."))
            return
        here = self._here()
        try:
            self.say("" if here is None else self.understood(here))
        except UserError as refused:
            self.refuse(refused)

    def on_descendant_focus(self) -> None:
        self.key_bar.show(self._keys_in(self.focused))
        if self._refusal is not None:
            self.refuse(self._refusal)
            self._refusal = None
        else:
            self._explain()

    def on_input_changed(self) -> None:
        """Keep another letter, and say what it means."""
        self._draft.keep(self.title_words(), self.typed())
        self._explain()

    on_text_area_changed = on_choice_field_changed = on_input_changed

    def _is_last(self, field: Widget | None) -> bool:
        return field is [*self.fields.values()][-1].widget

    def action_form_enter(self) -> None:
        if self._is_last(self.focused):
            self.action_save_form()
        else:
            self.focus_next()

    def action_save_form(self) -> None:
        self._reading = ""
        try:
            for name, row in self.fields.items():
                if isinstance(row.widget, ChoiceField):
                    self.read(name)
            result = self._record(self)
        except UserError as refused:
            self._refuse_field(refused)
            return
        self._draft.drop()
        self.dismiss(result)

    def _refuse_field(self, refused: UserError) -> None:
        wrong = self.fields[self._reading].widget if self._reading in self.fields else None
        self._reading = ""
        self.refuse(refused)
        if wrong is not None and not wrong.has_focus:
            # the field that gets the focus would be explained instead
            self._refusal = refused
            self.set_focus(wrong)

    def action_new_line(self) -> None:
        if isinstance(self.focused, TextBox):
            self.focused.insert("\n")

    def action_edit_outside(self) -> None:
        box = self.focused
        if not isinstance(box, TextBox):
            return
        from tui.screens.editor import edited

        try:
            after = edited(self.app, box.text, self.terren.settings.editor)
        except UserError as refused:
            self.refuse(refused)
            return
        if after != box.text:
            # as one step that Ctrl+Z takes back
            box.replace(after, (0, 0), box.document.end)

    def action_leave_form(self) -> None:
        if any(map(self.changed, self.fields)) and not self._warned:
            self._warned = True
            self.say(_("Ctrl+S saves what you wrote; another Esc discards it."))
            return
        self._draft.drop()
        self.dismiss(None)
