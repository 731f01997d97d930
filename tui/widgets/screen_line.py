"""Lines in which one types, whose keys are commands of the screen around them."""

from __future__ import annotations

from typing import ClassVar

from textual.widgets import Input

from tui.commands.catalogue import bindings


class ScreenLine(Input):
    """Subclasses name the context of their commands, which the screen does.

    It does them at once, so that the next key finds the focus in its new place.
    """

    CONTEXT: ClassVar[str]

    def __init_subclass__(cls, **options: bool) -> None:
        cls.BINDINGS = [*bindings(cls.CONTEXT, does_it="screen")]
        super().__init_subclass__(**options)
