"""Documents are read in a process of their own: :mod:`store.db.apart`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from planreader import assembled
from planreader.build.marks import Marks
from planreader.interpret.mapping.given import NOTHING, Mapping
from planreader.sources.source import load
from store.db.apart import Limits, done_apart
from store.plan.model import Plan

if TYPE_CHECKING:
    from planreader.interpret.trackedrows import Tracking

_SMALL: Final = 256 * 1024
_OFFICE: Final = (b"PK", b"%PDF-", b"\xd0\xcf\x11\xe0")
_TRACKING: Final = frozenset(
    {
        "planreader.interpret.trackedrows",
        "planreader.interpret.trackedcolumns",
        "planreader.interpret.mapping.given",
    }
)
_MODULES: Final = frozenset(
    {"store.plan.model", "planreader.sources.form", "planreader.build.marks", "planreader.build.rowsums"}
)


def assembled_apart(
    path: Path,
    *,
    title: str | None = None,
    plan_id: str | None = None,
    mapping: Mapping = NOTHING,
    limits: Limits | None = None,
) -> tuple[Plan, Marks | None]:
    """Do as :func:`planreader.plan_and_marks`, in a process of its own; a short text is read in this one.

    Raises UserError also ``document_slow`` or ``document_memory`` where a limit is met.
    """
    if _is_short_text(path):
        return assembled(path, title=title, plan_id=plan_id, mapping=mapping)
    plan, marks = done_apart(
        "planreader:plan_and_marks",
        path,
        title,
        plan_id,
        mapping,
        file=str(path),
        limits=limits,
        modules=_MODULES,
    )
    return plan, marks


def tracked_apart(
    path: Path, mapping: Mapping = NOTHING, institutions: tuple[str, ...] = (), own: str = ""
) -> Tracking:
    """Do as :func:`planreader.tracked`, in a process of its own. Raises as :func:`assembled_apart`."""
    tracking: Tracking = done_apart(
        "planreader:tracked", path, mapping, institutions, own, file=str(path), modules=_TRACKING
    )
    return tracking


def _is_short_text(path: Path) -> bool:
    """Return whether a document is no office file and so short that no reader can take long over it."""
    data = load(path, _SMALL) if path.is_file() and path.stat().st_size <= _SMALL else b"PK"
    return not any(sign in data[:1024] for sign in _OFFICE)
