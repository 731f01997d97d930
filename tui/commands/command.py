"""What a command is: one declaration that keys, palette, footer, help and documentation are made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from language import _, is_plain

if TYPE_CHECKING:
    from textual.binding import Binding

chosen: Final[dict[str, tuple[str, ...]]] = {}
"""The keys in place of the usual ones, by the command's id (``tui.commands.keymap``)."""

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
    "plus": "+",
    "minus": "-",
}
_PLAIN = {"↑": "Up", "↓": "Down", "←": "Left", "→": "Right"}


def key_sign(key: str) -> str:
    """Return a key as people know it: ``ctrl+r`` is ``Ctrl+R``, ``slash`` is ``/``."""
    if key.startswith("ctrl+"):
        return f"Ctrl+{key_sign(key[5:]) if len(key) > 6 else key[5:].upper()}"
    sign = key.upper() if key[1:].isdecimal() else _SIGNS.get(key, key)
    return _PLAIN.get(sign, sign) if is_plain() else sign


class Command(NamedTuple):
    """One thing a person can do.

    ``id`` names it in a keymap; ``does`` is the action that it runs, ``id`` where none is said. ``bound`` are
    its keys, separated by spaces. ``name`` and ``help`` are msgids. ``context`` is the screen or widget that
    binds the keys; ``needs`` is what must be selected ("action", "objective" or nothing). ``numbered``
    commands get the key that was pressed. ``shown`` stands for the keys where they are many.
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
    does: str = ""

    @property
    def usual(self) -> tuple[str, ...]:
        """Return the keys where nobody chose others."""
        return tuple(self.bound.split())

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys in force, the one to show first."""
        return chosen.get(self.id, self.usual)

    @property
    def label(self) -> str:
        """Return the name in the current language."""
        return _(self.name)

    @property
    def explanation(self) -> str:
        """Return the help in the current language."""
        return _(self.help)

    def sign(self) -> str:
        """Return the key as the footer shows it."""
        if self.shown and self.keys != self.usual:
            return f"{key_sign(self.keys[0])}-{key_sign(self.keys[-1])}"
        return self.shown or key_sign(self.keys[0])

    def called(self, name: str) -> Command:
        """Return the same command under another name (a msgid), where its key does something else."""
        return self._replace(name=name)

    def signs(self) -> str:
        """Return all keys, for help and documentation."""
        if self.numbered:
            return self.sign()
        return "  ".join(key_sign(key) for key in self.keys)

    def action(self, key: str = "") -> str:
        """Return the action as Textual runs it."""
        does = self.does or self.id
        return f"{does}({key!r})" if self.numbered else does


def inside(
    group: str,
    context: str,
    id: str,
    bound: str,
    name: str,
    help: str,
    *,
    needs: str = "",
    footer: bool = True,
    shown: str = "",
    does: str = "",
) -> Command:
    """Return a command of another screen than the main one, which the palette leaves out."""
    return Command(
        id, bound, name, help, group, context, needs, footer, False, bool(shown), shown=shown, does=does
    )


def bindings_of(commands: Iterable[Command], does_it: str = "") -> Iterator[Binding]:
    """Yield bindings for the keys of commands; a keymap may name them by the command's id.

    ``does_it`` is "screen" where not the widget that has the keys does them but its screen.
    """
    whose = f"{does_it}." if does_it else ""
    from textual.binding import Binding

    for command in commands:
        for n, key in enumerate(command.keys):
            meant = command.usual[n] if command.numbered else key
            suffix = f".{meant}" if command.numbered else f".{n}" if n else ""
            yield Binding(
                key, whose + command.action(meant), command.name, show=False, id=command.id + suffix
            )
