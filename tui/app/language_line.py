"""The line of the first run in which one chooses the language."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from language import LANGUAGES, NAMES, current
from tui.widgets.choice_field import OptionLine


class LanguageLine(OptionLine):
    """The languages, chosen with the arrows and by number; a letter begins the name, which is asked next."""

    def __init__(self, officer: Input) -> None:
        super().__init__(LANGUAGES, [NAMES[code] for code in LANGUAGES], current(), id="languages")
        self._officer = officer

    def on_key(self, event: events.Key) -> None:
        if event.character is not None and event.character.isalpha():
            event.stop()
            event.prevent_default()
            # behind the focus, which selects what stands there
            self.screen.set_focus(self._officer)
            self._officer.post_message(events.Key(event.key, event.character))
