"""Which fields a finding is about: those whose change may settle it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from store.plan.model import Action, Finding, Plan

_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "acronym_near": ("institutions", "funding", "names/found", "names/known"),
    "amount_unreadable": ("budget/{year}", "totals/{year}", "objectives/{year}"),
    "budget_blank": ("budget/*", "deadline"),
    "currency_mixed": ("currency", "budget/*"),
    "currency_unknown": ("currency",),
    "deadline_blank": ("deadline",),
    "deadline_malformed": ("deadline",),
    "deadline_money": ("deadline", "budget/{year}"),
    "deadline_no_money": ("deadline", "budget/{year}"),
    "deadline_outside": ("deadline",),
    "documents_blank": ("documents",),
    "funding_blank": ("funding",),
    "funding_suspect": ("funding", "budget/*"),
    "grand_total_blank": ("objectives/{year}",),
    "grand_total_mismatch": ("objectives/{year}",),
    "institutions_blank": ("institutions",),
    "output_blank": ("outputs",),
    "result_blank": ("indicators/{indicator}/result",),
    "spelling_variants": ("institutions", "funding", "names/found"),
    "target_blank": ("indicators/{indicator}/{target}",),
    "total_blank": ("totals/{year}", "actions/{year}", "total_label"),
    "total_label": ("total_label",),
    "total_mismatch": ("totals/{year}", "actions/{year}"),
    "totals_stray_text": ("total_label", "totals/*", "last/funding", "last/institutions"),
}
"""By code, the fields below the finding's number. ``objectives``, ``actions`` and ``last`` stand for the
specific objectives of the plan, the actions of the objective and the last of them; ``names`` for all names of
the plan that the figure of this key quotes. Where the year is not told, every year is meant."""

_WORD: Final = re.compile(r"\w+")


def paths_about(finding: Finding, plan: Plan) -> Iterator[str]:
    """The paths of these fields, the likeliest first; some may be none of the plan."""
    figures = defaultdict(str, {key: str(value) for key, value in finding.figures.items()})
    for form in _FIELDS.get(finding.code, ()):
        field, _slash, rest = form.format_map(figures).partition("/")
        yield from _spread(finding, plan, field, rest)


def _spread(finding: Finding, plan: Plan, field: str, rest: str) -> Iterator[str]:
    nr = finding.where
    inside = (objective for objective in plan.specific_objectives() if objective.nr == nr)
    actions = [action for objective in inside for action in objective.actions]
    if field == "names":
        quoted = str(finding.figures.get(rest, ""))
        for action in plan.actions():
            yield from _naming(action, quoted)
    elif field == "objectives":
        years = [rest] if rest else list(plan.years)
        if nr == "plan":
            yield from (f"{one.nr}/totals/{year}" for one in plan.specific_objectives() for year in years)
    elif field == "actions":
        yield from (f"{action.nr}/budget/{rest}" for action in actions)
    elif field == "last":
        yield from (f"{action.nr}/{rest}" for action in actions[-1:])
    elif rest in ("", "*") and field in ("budget", "totals"):
        yield from (f"{nr}/{field}/{year}" for year in plan.years)
    else:
        yield f"{nr}/{field}/{rest}" if rest else f"{nr}/{field}"


def _naming(action: Action, quoted: str) -> Iterator[str]:
    """The fields of an action with a name that stands in quotation marks, or a word that is quoted alone."""
    for role, names in (("institutions", action.institutions), ("funding", action.funding)):
        if any(f"“{name}”" in quoted or quoted in _WORD.findall(name) for name in names):
            yield f"{action.nr}/{role}"
