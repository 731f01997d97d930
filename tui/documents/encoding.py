"""The window in which a person says how a text is encoded: by the line that reads right."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from language import N_, _
from tui.screens.pick import PickScreen
from tui.widgets.draw import cut, fit, safe

_NAME = 10
_LINE = 44


class EncodingScreen(PickScreen[str]):
    """Returns the encoding whose line was picked; ``readings`` are the lines."""

    enter_word = N_("read")

    def __init__(self, path: Path, readings: Mapping[str, str]) -> None:
        lines = [
            (((f"{fit(encoding, _NAME)} {cut(safe(line), _LINE)}", ""),), encoding)
            for encoding, line in readings.items()
        ]
        super().__init__(_("Encoding of {file}").format(file=cut(safe(path.name), _LINE)), lines)

    def content(self) -> ComposeResult:
        yield Static(
            Content(_("The encoding is not recognised. Choose the line that reads right.")), classes="dim"
        )
        yield from super().content()
