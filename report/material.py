"""What officers reported in words, as whoever writes the report reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from language import current
from language.registers import register, value
from language.terms import implemented_of
from store.plan.units import unit_name
from store.query.material import Material


def material_words(
    material: Iterable[Material], titles: Mapping[str, str], due: Mapping[str, tuple[int, int]]
) -> Iterator[tuple[int, str, str]]:
    """Yield lines by objective, action and unit: how deep each stands, its head, and what was reported.

    Of objectives is said what is ``due`` of them; without that they have no line.
    """
    objective = nr = ""
    for report in material:
        if due and report.objective != objective:
            objective, nr = report.objective, ""
            figures = implemented_of(*due.get(objective, (0, 0)))
            yield 0, f"{objective}  {titles.get(objective, '')}: {figures}", ""
        if report.nr != nr:
            nr = report.nr
            yield 1, f"{nr}  {report.title}", ""
        head = f"{unit_name(report.unit, current())}, {register('action', report.field)}:"
        yield 2, head, value("action", report.field, report.text)
