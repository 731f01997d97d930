"""The real plan against transcriptions made by hand from its text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import tomli

from store.plan.model import Action, Indicator, Plan, Target
from tests.documents.compare import NUMBERS, TEXTS

TRUTH: Final = Path(__file__).parents[1] / "truth"
_NUMBERS: Final = ("/budget/", "/totals/", "/deadline", "/baseline", "/interim", "/final", "/indicators")


def _folded(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(value.split())
    return [_folded(item) for item in value] if isinstance(value, (list, tuple)) else value


def _target(target: Target | None) -> Any:
    return None if target is None else [target.value, target.year]


def _indicator(nr: str, n: int, read: Indicator, truth: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    yield f"{nr}/indicators/{n}/title", read.title, truth["title"]
    yield f"{nr}/indicators/{n}/result", read.result, truth.get("result")
    for role in ("baseline", "interim", "final"):
        printed = truth.get(role)
        expected = None if printed is None else [printed.get("value"), printed.get("year")]
        yield f"{nr}/indicators/{n}/{role}", _target(getattr(read, role)), expected


def _action(read: Action, truth: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    nr, deadline = read.nr, truth["deadline"]
    yield f"{nr}/title", read.title, truth["title"]
    yield (
        f"{nr}/deadline",
        list(read.deadline[:3]),
        [deadline["raw"], deadline.get("from"), deadline.get("to")],
    )
    for year, cell in read.budget.items():
        printed = truth["budget"].get(str(year))
        yield f"{nr}/budget/{year}", cell, printed * 100 if isinstance(printed, int) else printed
    for role in ("funding", "outputs", "documents"):
        yield f"{nr}/{role}", list(getattr(read, role)), truth.get(role, [])
    yield f"{nr}/institutions", list(read.institutions.names), truth.get("institutions", [])


def _fields(plan: Plan) -> Iterator[tuple[str, Any, Any]]:
    actions = {action.nr: action for action in plan.actions()}
    specific = {objective.nr: objective for objective in plan.specific_objectives()}
    owners = {strategic.nr: strategic for strategic in plan.strategic_objectives} | specific
    for path in sorted(TRUTH.glob("*.toml")):
        truth = tomli.loads(path.read_text(encoding="utf-8"))
        for objective in truth["objective"]:
            nr, read = objective["nr"], owners[objective["nr"]]
            yield f"{nr}/title", read.title, objective["title"]
            yield f"{nr}/indicators", len(read.indicators), len(objective.get("indicators", []))
            for n, (found, printed) in enumerate(
                zip(read.indicators, objective.get("indicators", []), strict=True), 1
            ):
                yield from _indicator(nr, n, found, printed)
            if nr in specific:
                yield f"{nr}/total_label", specific[nr].total_label, objective["total_label"]
                for year, total in specific[nr].totals.items():
                    known = objective["totals"].get(str(year))
                    yield f"{nr}/totals/{year}", total, None if known is None else known * 100
        for action in truth["action"]:
            yield from _action(actions[action["nr"]], action)


def transcribed(plan: Plan) -> Iterator[tuple[str, str, Any, Any]]:
    """Path, kind, reading and truth of every field of the transcription."""
    for path, read, truth in _fields(plan):
        kind = (
            NUMBERS if path.endswith(_NUMBERS) or any(f"{part}" in path for part in _NUMBERS[:2]) else TEXTS
        )
        yield path, kind, _folded(read), _folded(truth)
