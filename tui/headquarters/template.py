"""The window in which a Word document of one's own is named, which a report then fills."""

from __future__ import annotations

from language import _
from report.periodic.forms.template import read_template
from tui.screens.folders import completed, folder_of
from tui.screens.memory import recall, remember
from tui.screens.oneline import OneLineScreen
from tui.widgets.draw import safe


class TemplateScreen(OneLineScreen[str]):
    """Returns the file that was named, "" for the usual form."""

    contexts = ("template_file",)

    def title_words(self) -> str:
        return _("Word template")

    def above(self) -> str:
        return _("A Word document of your own to be filled; empty for the usual form")

    def start(self) -> str:
        remembered = recall(self.terren.places).get("template")
        return safe(remembered) if isinstance(remembered, str) else ""

    def take(self, text: str) -> str:
        name = text.strip()
        if name:
            read_template(folder_of(name))
        remember(self.terren.places, template=name)
        return name

    def action_complete_template(self) -> None:
        self.typed.value = completed(self.typed.value, files=True)
        self.typed.cursor_position = len(self.typed.value)
