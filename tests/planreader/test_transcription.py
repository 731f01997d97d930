"""The sample document against transcriptions made by hand from its text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tomli

from store.plan import Action, Indicator, Plan, Target

TRUTH = Path(__file__).parents[1] / "truth"


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
    yield f"{nr}/product", read.product, truth.get("product")
    for role in ("funding", "institutions", "documents"):
        yield f"{nr}/{role}", list(getattr(read, role)), truth.get(role, [])


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


def test_fields_equal_the_transcription(sample: Plan) -> None:
    compared = [(path, _folded(read), _folded(truth)) for path, read, truth in _fields(sample)]
    wrong = [
        f"{path}\n  read  {read!r}\n  truth {truth!r}" for path, read, truth in compared if read != truth
    ]
    assert len(compared) > 1000
    assert len(wrong) <= 0.005 * len(compared), "\n".join(wrong)


def test_numbers_equal_the_transcription(sample: Plan) -> None:
    parts = ("/budget/", "/totals/", "/deadline", "/baseline", "/interim", "/final")
    wrong = [
        path for path, read, truth in _fields(sample) if any(part in path for part in parts) and read != truth
    ]
    assert wrong == []
