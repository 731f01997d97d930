"""Waiting for the interface: until nothing is left to be done, not until the processor seems idle.

Textual's pilot takes a process that gets no processor time for an idle one. On a busy machine it would
look at a screen before that is painted, and on a free one it sleeps 40 ms a key.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, cast
from unittest.mock import patch

from textual.screen import Screen

from tui.app.application import TerrenApp

_A_WHILE: Final = 0.002
"""Seconds until a thread or a timer is asked again."""

_PATIENCE: Final = 60.0
"""Seconds after which an interface that never settles is a failure; generous, for busy machines."""


async def settled(app: TerrenApp) -> None:
    """Return when keys, messages, workers, callbacks, layout and paint are all dealt with.

    What a timer will do is not waited for. Raises asyncio.TimeoutError where it never comes to rest.
    """
    await asyncio.wait_for(_settle(app), _PATIENCE)


async def _settle(app: TerrenApp) -> None:
    loop = asyncio.get_running_loop()
    # what the loop has to run now: none of it means that every task waits for a timer or a thread
    ready = cast("deque[object]", loop._ready)  # type: ignore[attr-defined]
    while True:
        while ready:
            await asyncio.sleep(0)
        if not app.is_running or app._exit:
            return
        if app._batch_count or app._waiting or app._busy or any(one.is_running for one in app.workers):
            await asyncio.sleep(_A_WHILE)
        elif _unpainted(app.screen):
            app.screen._on_timer_update()
        else:
            return


def _unpainted(screen: Screen[object]) -> bool:
    """Whether something waits for the next frame, which the screen's timer would bring."""
    return bool(
        screen._layout_required
        or screen._scroll_required
        or screen._repaint_required
        or screen._recompose_required
        or screen._dirty_widgets
        or screen._callbacks
    )


@contextmanager
def patient_pilot(app: TerrenApp) -> Iterator[None]:
    """Let the pilot wait until the interface has settled, wherever it would wait for an idle processor."""

    async def wait(_least: float = 0.0) -> None:
        await settled(app)

    with patch("textual.app.wait_for_idle", wait), patch("textual.pilot.wait_for_idle", wait):
        yield
