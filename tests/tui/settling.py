"""Waiting for the interface: until nothing is left to be done, not until the processor seems idle.

Textual's pilot takes a process that gets no processor time for an idle one. On a busy machine it would
look at a screen before that is painted, and on a free one it sleeps 40 ms a key.

What has changed is painted when a call of the pilot has settled: the frames on the way there, which nobody
would see, were a third of all that these tests did.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, cast
from unittest.mock import patch

from rich.console import RenderableType
from textual._compositor import Compositor
from textual.pilot import Pilot
from textual.screen import Screen

from tui.app.application import TerrenApp

_A_WHILE: Final = 0.002
"""Seconds until a thread or a timer is asked again."""

_PATIENCE: Final = 60.0
"""Seconds after which an interface that never settles is a failure; generous, for busy machines."""


async def settled(app: TerrenApp) -> None:
    """Return when keys, messages, workers, callbacks and layout are all dealt with.

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


_render_update: Final = Compositor.render_update
_wait_for_screen: Final = Pilot._wait_for_screen


def _no_frame(_compositor: Compositor, *_: object, **__: object) -> RenderableType | None:
    """In place of ``Compositor.render_update``: what is dirty stays so until :func:`_paint`."""
    return None


def _paint(app: TerrenApp) -> None:
    """Make the frame that a person sees, from all that changed since the one before."""
    if app.is_running and not app._exit:
        _render_update(app.screen._compositor, screen_stack=app._background_screens)


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

    async def wait_and_paint(pilot: Pilot[object], timeout: float = _PATIENCE) -> bool:
        done = await _wait_for_screen(pilot, timeout)
        await settled(app)
        _paint(app)
        return done

    with (
        patch("textual.app.wait_for_idle", wait),
        patch("textual.pilot.wait_for_idle", wait),
        patch.object(Pilot, "_wait_for_screen", wait_and_paint),
        patch.object(Compositor, "render_update", _no_frame),
    ):
        yield
