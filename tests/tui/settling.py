"""Waiting for the interface: until nothing is left to be done, not until the processor seems idle.

Textual's pilot takes a process that gets no processor time for an idle one. On a busy machine it would
look at a screen before that is painted, and on a free one it sleeps 40 ms a key.

Nobody sees the frames between two keys, and they were a third of all that these tests did. When a call has
settled, the project's own widgets draw what they show; the frame is put together when a test reads it.
``make soak`` paints each frame.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Final, cast
from unittest.mock import patch

from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip

from tests.support.lengths import WHOLE
from tui.app.application import TerrenApp

_A_WHILE: Final = 0.002
"""Seconds until a thread or a timer is asked again."""

_PATIENCE: Final = 60.0
"""Seconds after which an interface that never settles is a failure; generous, for busy machines."""


async def settled(app: TerrenApp) -> None:
    """Return when keys, messages, workers, callbacks and layout are all dealt with.

    What a timer will do is not waited for. Raises asyncio.TimeoutError where it never comes to rest.
    """
    await asyncio.wait_for(_settle(app, lambda: False), _PATIENCE)


async def _settle(app: TerrenApp, busy: Callable[[], bool]) -> None:
    loop = asyncio.get_running_loop()
    # what the loop has to run now: none of it means that every task waits for a timer or a thread
    ready = cast("deque[object]", loop._ready)  # type: ignore[attr-defined]
    while True:
        while ready:
            await asyncio.sleep(0)
        if not app.is_running or app.return_code is not None:
            return
        working = any(one.is_running for one in app.workers)
        if app._batch_count or app.has_keys_left or working or busy():
            await asyncio.sleep(_A_WHILE)
        elif _unpainted(app.screen):
            app.screen._on_timer_update()
        else:
            return


def _handling(app: TerrenApp) -> bool:
    """Whether a widget is in the midst of a message: those at rest wait for the next one."""
    pumps = (app, *app.screen.walk_children(with_self=True))
    return any(pump.is_running and not pump._message_queue.ready_event._waiters for pump in pumps)


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


def _no_frame(compositor: Compositor, *_: object, **__: object) -> None:
    """In place of ``Compositor.render_update``, as if it had been painted."""
    compositor._dirty_regions.clear()


def _draw(app: TerrenApp) -> None:
    """Let the widgets of the interface that show draw what has changed."""
    for widget, (region, clip) in app.screen._compositor.visible_widgets.items():
        shown = region.intersection(clip)
        if shown and not isinstance(widget, Screen) and type(widget).__module__.startswith("tui."):
            widget.render_lines(shown.translate(-region.offset))


def strips(app: TerrenApp) -> list[Strip]:
    """The lines that show; what is out of date is painted first, before what lies behind."""
    visible_screen_stack.set(app._background_screens)
    return app.screen._compositor.render_strips()


@contextmanager
def patient_pilot(app: TerrenApp) -> Iterator[None]:
    """Let the pilot wait until the interface has settled, wherever it would wait for an idle processor."""

    async def wait(_least: float = 0.0) -> None:
        await settled(app)

    async def rest_and_draw(_pilot: object, timeout: float = _PATIENCE) -> bool:
        await asyncio.wait_for(_settle(app, lambda: _handling(app)), timeout)
        if app.is_running and app.return_code is None:
            _draw(app)
        return True

    with ExitStack() as patched:
        for module in ("app", "pilot"):
            patched.enter_context(patch(f"textual.{module}.wait_for_idle", wait))
        if not WHOLE:
            patched.enter_context(patch.object(Pilot, "_wait_for_screen", rest_and_draw))
            patched.enter_context(patch.object(Compositor, "render_update", _no_frame))
        yield
