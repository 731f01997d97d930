"""Which fields a finding is about: those whose change may settle it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from store.plan.model import Finding, Plan

_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "acronym_near": ("lead", "support", "funding"),
    "amount_parted": ("budget/{year}", "budget_total"),
    "amount_unreadable": ("budget/{year}", "totals/{year}", "objectives:totals/{year}"),
    "amount_repeated": ("budget/{year}", "budget_total"),
    "amount_two_ways": ("budget/{year}", "budget_total", "totals/{year}"),
    "budget_blank": ("budget/{year}", "deadline"),
    "currency_mixed": ("currency", "budget/{year}", "budget_total"),
    "currency_unknown": ("currency",),
    "currency_untold": ("currency",),
    "deadline_blank": ("deadline",),
    "deadline_malformed": ("deadline",),
    "deadline_money": ("deadline", "budget/{year}"),
    "deadline_no_money": ("deadline", "budget/{year}"),
    "deadline_outside": ("deadline",),
    "documents_blank": ("documents",),
    "funding_blank": ("funding",),
    "funding_suspect": ("funding", "budget/{year}"),
    "grand_total_blank": ("objectives:totals/{year}",),
    "grand_total_mismatch": ("objectives:totals/{year}",),
    "institutions_blank": ("lead", "support"),
    "institutions_none": (),
    "names_together": ("lead", "support"),
    "output_blank": ("outputs",),
    "result_blank": ("indicators/{indicator}/result",),
    "row_passed": ("title", "budget/{year}", "lead", "support", "funding", "outputs"),
    "row_sum_mismatch": ("budget/{year}",),
    "spelling_variants": ("lead", "support", "funding"),
    "target_blank": ("indicators/{indicator}/{target}",),
    "title_blank": ("title",),
    "total_blank": ("totals/{year}", "total_label"),
    "total_label": ("total_label",),
    "total_mismatch": ("totals/{year}", "actions:budget/{year}", "actions:budget_total"),
    "totals_stray_text": ("total_label", "totals/{year}", "last:funding", "last:lead", "last:support"),
}
"""By code, the fields of the finding's number; those of ``objectives`` (the specific ones of the plan),
``actions`` (of the objective) and the ``last`` of them. Where the year is not told, every year is meant."""


def paths_about(finding: Finding, plan: Plan) -> Iterator[str]:
    """Yield the paths of these fields, the likeliest first; some may be none of the plan."""
    nr, objectives = finding.where, list(plan.specific_objectives())
    actions = [action.nr for objective in objectives if objective.nr == nr for action in objective.actions]
    whole = [objective.nr for objective in objectives] if nr == "plan" else []
    numbers = {"": [nr], "objectives": whole, "actions": actions, "last": actions[-1:]}
    year = finding.figures.get("year")
    for form in _FIELDS.get(finding.code, ()):
        of, _colon, field = form.rpartition(":")
        years = plan.years if year is None and "{year}" in field else [year]
        figures = [{**finding.figures, "year": year} for year in years]
        yield from (f"{number}/{field.format_map(told)}" for number in numbers[of] for told in figures)
    if finding.code in ("acronym_near", "spelling_variants"):
        quoted = [str(finding.figures[key]) for key in ("found", "known") if key in finding.figures]
        for action in plan.actions():
            for field in ("lead", "support", "funding"):
                if any(_names(text, name) for text in quoted for name in getattr(action, field)):
                    yield f"{action.nr}/{field}"


def _names(quoted: str, name: str) -> bool:
    """Return whether a name stands there in quotation marks, or has the word that is quoted alone."""
    return f"“{name}”" in quoted or quoted in re.findall(r"\w+", name)
