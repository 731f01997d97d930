"""The window in which the folder for forms is typed, for units that report without Terren."""

from __future__ import annotations

from language import _
from store.db.database import Store
from tui.screens.folders import folder_of, remembered_folder, why_not
from tui.screens.memory import remember
from tui.screens.oneline import OneLineScreen
from tui.widgets.draw import cut


class FormsScreen(OneLineScreen[int]):
    """Writes the forms of units into a folder. Returns how many were written."""

    contexts = ("forms",)

    def __init__(self, store: Store, units: tuple[str, ...]) -> None:
        super().__init__()
        self.store, self.units = store, units

    def title_words(self) -> str:
        return _("Forms to report")

    def above(self) -> str:
        return _("The folder into which they are written.")

    def start(self) -> str:
        return cut(remembered_folder(self.terren.places, "forms"), 400)

    def take(self, text: str) -> int:
        from report.forms.unit_form import write_forms
        from store.query.unit_form import unit_forms

        folder, today = folder_of(text), self.terren.today()
        written = write_forms(unit_forms(self.store, self.units, None, today), folder, today=today)
        remember(self.terren.places, forms=str(folder))
        return len(written)

    def on_input_changed(self) -> None:
        self.say(why_not(self.typed.value), error=True)
