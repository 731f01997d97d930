"""Keys typed ahead reach the window that the keys before them open.

Textual hands each key to the widget that has the focus when the key arrives. Where a key opens a window,
those typed right behind it would reach the old screen: digits meant for an amount would be lost or set a
status. Here a key is handed on once the one before it has been dealt with and its screen is ready.
"""

from __future__ import annotations

from collections import deque
from typing import TypeVar

from textual import events
from textual.app import App
from textual.dom import DOMNode

from store.db.text import latin
from tui.screens.base import WorkScreen

_PATIENCE = 0.5
"""Seconds after which the next key is handed on although nothing was heard of the one before."""

ReturnType = TypeVar("ReturnType")

_BESIDE = str.maketrans("љњџЉЊЏ", "qwxQWX")
"""Letters of the Serbian keyboard that stand where the Latin one has those that Serbian does not."""


def _latin_key(event: events.Key) -> events.Key:
    """Return the key as it is called where a command waits for it, whichever script the keyboard writes."""
    written = event.character or ""
    if written.isascii():
        return event
    letter = latin(written.translate(_BESIDE))
    return event if letter == written else events.Key(letter, letter)


class OrderedKeys(App[ReturnType]):
    """An application that deals with one key at a time."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[events.Key] = deque()
        self._turn = 0
        self._busy = False

    @property
    def has_keys_left(self) -> bool:
        """Return True if a key waits or is being dealt with."""
        return bool(self._waiting) or self._busy

    async def on_event(self, event: events.Event) -> None:
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
            return
        self._waiting.append(event)
        await self._hand_on()

    def _may_hand_on(self) -> bool:
        screen = self.screen
        return not self._busy and (screen.ready if isinstance(screen, WorkScreen) else True)

    async def _hand_on(self) -> None:
        if not self._waiting:
            return
        if not self._may_hand_on():
            turn = self._turn
            self.set_timer(_PATIENCE, lambda: self._give_up_waiting(turn))
            return
        event = self._waiting.popleft()
        focused = self.focused
        # whatever takes text takes the letter as it is
        if focused is None or not focused.check_consume_key(event.key, event.character):
            event = _latin_key(event)
        self._turn += 1
        self._busy = True
        target: DOMNode = self.focused or self.screen
        await super().on_event(event)
        # the second time behind what the key made a widget say: that a line was submitted, for one
        self._follow(target, self._turn, (target,))

    def _follow(self, node: DOMNode, turn: int, again: tuple[DOMNode, ...] = ()) -> None:
        """Send a message the way of the key, through every queue that it passes on its way up."""
        if isinstance(node, App):
            if again:
                self._follow(again[0], turn)
            else:
                self._settle(turn)
            return
        above = node.parent if node.parent is not None else self
        if not node.call_later(self._follow, above, turn, again):
            self._settle(turn)

    def _settle(self, turn: int) -> None:
        """Wait until the screen on top has done what a window that closed left to it."""
        screen = self.screen

        def done() -> None:
            if self.screen is screen:
                self.call_later(self._dealt_with, turn)
            else:
                self._settle(turn)

        if not screen.call_later(done):
            self.call_later(self._dealt_with, turn)

    async def _dealt_with(self, turn: int) -> None:
        if turn == self._turn:
            self._busy = False
            await self._hand_on()

    async def _give_up_waiting(self, turn: int) -> None:
        if turn == self._turn and isinstance(self.screen, WorkScreen):
            self.screen.ready = True
        await self._dealt_with(turn)

    def screen_is_ready(self) -> None:
        """Hand on what was typed for a screen, which has its first focus now."""
        if self._waiting:
            self.call_later(self._hand_on)
