"""A window of publishing in which one thing is typed: a number, numbers, a day."""

from __future__ import annotations

from collections.abc import Callable

from tui.screens.oneline import OneLineScreen


class PublishTypeScreen(OneLineScreen[bool]):
    """Gives what was typed to ``take``; what is refused stays typed. Returns whether it was taken."""

    contexts = ("publish_type",)

    def __init__(self, title: str, hint: str, start: str, take: Callable[[str], None]) -> None:
        super().__init__()
        self._title, self._hint, self._start, self._take = title, hint, start, take

    def title_words(self) -> str:
        return self._title

    def above(self) -> str:
        return self._hint

    def start(self) -> str:
        return self._start

    def take(self, text: str) -> bool:
        self._take(text.strip())
        return True
