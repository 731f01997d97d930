"""Where a meeting stands on this computer: at which action, and for how long it has been held.

It is remembered with every step, so that a meeting goes on there after it was left, or killed. Nothing is
recorded by going to an action, so this is no change and is not sent.
"""

from __future__ import annotations

import time
from typing import Any, Final

from store.db.places import Places
from tui.screens.memory import recall, remember

_OFTEN: Final = 30
"""Seconds after which the clock is remembered where nothing else is."""
_KEY: Final = "meetings"
_MOST: Final = 20
"""Meetings of which this is remembered; of more the oldest goes."""


def seen_actions(places: Places, meeting: str) -> list[str] | None:
    """Return the actions that were shown in a meeting; None where it was not held on this computer."""
    sittings = recall(places).get(_KEY)
    entry = sittings.get(meeting) if isinstance(sittings, dict) else None
    seen = entry.get("seen") if isinstance(entry, dict) else None
    return [*map(str, seen)] if isinstance(seen, list) else None


class Sitting:
    """The clock of a meeting and its place; ``action`` is the id of the action at which it was left.

    ``action`` is empty where that is not known here. A clock that does not run stays at zero.
    """

    def __init__(self, places: Places, meeting: str, *, runs: bool) -> None:
        self._places, self._meeting, self._runs = places, meeting, runs
        remembered = self._remembered().get(meeting)
        entry: dict[str, Any] = remembered if isinstance(remembered, dict) else {}
        action, seconds = entry.get("action"), entry.get("seconds")
        self.action = action if isinstance(action, str) else ""
        self.seen: dict[str, None] = dict.fromkeys(seen_actions(places, meeting) or ())
        """The actions that were shown."""
        self._began = time.monotonic() - (seconds if isinstance(seconds, int) and seconds > 0 else 0)

    @property
    def seconds(self) -> int:
        """Return how long the meeting has been held, the times before it was left included."""
        return int(time.monotonic() - self._began) if self._runs else 0

    def remember(self, action: str = "") -> None:
        """Remember that the meeting is at an action; at the last one where none is given."""
        self.action = action or self.action
        if action:
            self.seen[action] = None
        sittings = self._remembered()
        sittings.pop(self._meeting, None)
        sittings[self._meeting] = {
            "action": self.action,
            "seconds": self.seconds,
            "seen": [*self.seen],
        }
        remember(self._places, **{_KEY: dict([*sittings.items()][-_MOST:])})

    def tick(self) -> None:
        """Remember the clock, now and then, when it is looked at."""
        if self._runs and self.seconds % _OFTEN == 0:
            self.remember()

    def _remembered(self) -> dict[str, Any]:
        sittings = recall(self._places).get(_KEY)
        return sittings if isinstance(sittings, dict) else {}
