"""A small editor for text of several lines, in which Enter saves."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import TextArea


class TextBox(TextArea):
    """Text that wraps; Enter belongs to the screen, which saves."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+e", "screen.edit_outside", show=False)]

    def __init__(self, text: str = "", *, id: str | None = None) -> None:
        super().__init__(text, id=id, soft_wrap=True, tab_behavior="focus", compact=True)

    def on_mount(self) -> None:
        """Set the cursor behind what stands there: whoever goes on writing does so there."""
        self.move_cursor(self.document.end)

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            # the screen binds it
            event.prevent_default()
            return
        await super()._on_key(event)
