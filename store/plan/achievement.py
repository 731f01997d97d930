"""Indicators: measured values beside baseline and targets, and what they achieve.

(a) Met or not met against the target of the year, in the direction from the baseline to the target; (b)
progress = (actual − baseline) / (target − baseline), undefined where a value is missing or target equals
baseline, and not capped. Both are computed from what is printed and recorded, never stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final, NamedTuple

from store.plan.figures import PlanFigure, read_figure, read_measured
from store.plan.model import Indicator, Target

RISES: Final = "rises"
FALLS: Final = "falls"


class Measurement(NamedTuple):
    """What one unit measured in a year; ``conflict`` where two values stand."""

    year: int
    unit: str
    value: str
    source: str
    conflict: bool = False

    @property
    def figure(self) -> PlanFigure | None:
        """Return the value as a number."""
        return read_measured(self.value)


class Achievement(NamedTuple):
    """A year's value against the plan.

    ``target`` is that of the year, else the next one, else the last; ``met`` is None unless it is that of the
    year and its direction is known.
    """

    year: int
    actual: Fraction
    target: Target | None
    met: bool | None
    progress: Fraction | None


class IndicatorRow(NamedTuple):
    """An indicator of an objective with its measurements, by year and unit.

    ``chosen`` has the measurement that counts in each year: that of the preferred unit, else the only one; a
    year in which several others measured different values has none.
    """

    objective: str
    position: int
    indicator: Indicator
    measurements: tuple[Measurement, ...]
    chosen: Mapping[int, Measurement]

    @property
    def nr(self) -> str:
        """Return the number by which people call it: ``1.1/2`` is the second of objective 1.1."""
        return f"{self.objective}/{self.position}"

    @property
    def achievements(self) -> tuple[Achievement, ...]:
        """Return what the chosen measurements achieve, by year."""
        return tuple(
            achieved
            for year in sorted(self.chosen)
            if (achieved := achievement(self.indicator, year, self.chosen[year].figure)) is not None
        )

    @property
    def achieved(self) -> Achievement | None:
        """Return what the newest of them achieves."""
        return self.achievements[-1] if self.achievements else None

    @property
    def newest(self) -> Measurement | None:
        """Return the chosen measurement of the last year that has one."""
        return self.chosen[max(self.chosen)] if self.chosen else None

    @property
    def planned_points(self) -> tuple[tuple[int, Fraction], ...]:
        """Baseline and targets that have both year and number, by year: the line to draw."""
        return tuple(
            sorted(
                (target.year, figure.number)
                for target in printed_values(self.indicator)
                if target.year is not None and (figure := read_figure(target.value)) is not None
            )
        )


def printed_values(indicator: Indicator) -> list[Target]:
    """Baseline and targets, as far as the plan has them."""
    return [t for t in (indicator.baseline, indicator.interim, indicator.final) if t is not None]


def measured_in_words(indicator: Indicator) -> bool:
    """Return True if the plan writes all values of an indicator in words, so that it is measured in words."""
    printed = [target.value for target in printed_values(indicator) if target.value is not None]
    return bool(printed) and all(read_figure(value) is None for value in printed)


def target_of(indicator: Indicator, year: int) -> Target | None:
    """Return the target that a value of ``year`` is held against: that year's, the next one, or the last."""
    targets = [t for t in (indicator.final, indicator.interim) if t is not None and t.year is not None]
    # one without a value is none where another is there
    targets = [target for target in targets if target.value] or targets
    # of two for one year the final one counts: min and max keep the first of equals
    ahead = [target for target in targets if (target.year or 0) >= year]
    if ahead:
        return min(ahead, key=lambda target: target.year or 0)
    return max(targets, key=lambda target: target.year or 0, default=None)


def direction(baseline: Fraction, target: Fraction) -> str | None:
    """RISES or FALLS; None where target and baseline are equal."""
    if baseline == target:
        return None
    return RISES if target > baseline else FALLS


def achievement(indicator: Indicator, year: int, actual: PlanFigure | None) -> Achievement | None:
    """Return what a value of ``year`` achieves; None where it is no number.

    Numbers and percentages are never compared with each other; a value without a sign is taken for a
    percentage where the target is one.
    """
    if actual is None:
        return None
    target = target_of(indicator, year)
    baseline = indicator.baseline
    goal = read_figure(target.value) if target is not None else None
    start = read_figure(baseline.value) if baseline is not None else None
    if (
        goal is None
        or start is None
        or goal.percent != start.percent
        or (actual.percent and not goal.percent)
    ):
        return Achievement(year, actual.number, target, None, None)
    towards = direction(start.number, goal.number)
    if towards is None:
        return Achievement(year, actual.number, target, None, None)
    met = None
    if target is not None and target.year == year:
        met = actual.number >= goal.number if towards == RISES else actual.number <= goal.number
    progress = (actual.number - start.number) / (goal.number - start.number)
    return Achievement(year, actual.number, target, met, progress)
