"""What a command is: one declaration that keys, palette, footer, help and documentation are made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from language import _

if TYPE_CHECKING:
    from textual.binding import Binding

_SIGNS = {
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "question_mark": "?",
    "slash": "/",
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "delete": "Del",
    "backspace": "Backspace",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "asterisk": "*",
}
_PLAIN = {"↑": "Up", "↓": "Down", "←": "Left", "→": "Right"}


def key_sign(key: str, *, ascii: bool = False) -> str:
    """A key as people know it: ``ctrl+r`` is ``Ctrl+R``, ``slash`` is ``/``."""
    if key.startswith("ctrl+"):
        return f"Ctrl+{key[5:].upper()}"
    sign = _SIGNS.get(key, key)
    return _PLAIN.get(sign, sign) if ascii else sign


@dataclass(frozen=True)
class Command:
    """One thing a person can do.

    ``id`` names the action method and, in a keymap, the binding. ``bound`` are its keys, separated by spaces.
    ``name`` and ``help`` are msgids. ``context`` is the screen or widget that binds the keys; ``needs`` is
    what must be selected ("action", "objective" or nothing). ``numbered`` commands get the key that was
    pressed. ``shown`` stands for the keys where they are many.
    """

    id: str
    bound: str
    name: str
    help: str
    group: str = ""
    context: str = ""
    needs: str = ""
    footer: bool = False
    palette: bool = True
    numbered: bool = False
    shown: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys, the one to show first."""
        return tuple(self.bound.split())

    @property
    def label(self) -> str:
        """The name in the current language."""
        return _(self.name)

    @property
    def explanation(self) -> str:
        """The help in the current language."""
        return _(self.help)

    def sign(self, *, ascii: bool = False) -> str:
        """The key as the footer shows it."""
        return self.shown or key_sign(self.keys[0], ascii=ascii)

    def signs(self, *, ascii: bool = False) -> str:
        """All keys, for help and documentation."""
        if self.numbered:
            return self.shown
        return "  ".join(key_sign(key, ascii=ascii) for key in self.keys)

    def action(self, key: str = "") -> str:
        """The action as Textual runs it."""
        return f"{self.id}({key!r})" if self.numbered else self.id


def bindings_of(commands: Iterable[Command]) -> Iterator[Binding]:
    """Bindings for the keys of commands; a keymap may name them by the command's id."""
    from textual.binding import Binding

    for command in commands:
        for n, key in enumerate(command.keys):
            suffix = f".{key}" if command.numbered else f".{n}" if n else ""
            yield Binding(key, command.action(key), command.name, show=False, id=command.id + suffix)
