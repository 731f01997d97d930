"""The choices: each a few codes with their words."""

from __future__ import annotations

from typing import Final

from language import N_, NAMES
from schema.types import Choice

LANGUAGE: Final = Choice("language", NAMES, refusal="language_unknown")
"""The language in which the program speaks; its words are its own name, in every language."""
STATUS: Final = Choice(
    "status",
    {
        "not_started": N_("Not started"),
        "in_progress": N_("In progress"),
        "partially_implemented": N_("Partially implemented"),
        "implemented": N_("Implemented"),
        "not_implemented": N_("Not implemented"),
        "cancelled": N_("Cancelled"),
    },
    metavar="S",
    refusal="status_unknown",
    also={
        "Pa filluar": "not_started",
        "Pjesërisht zbatuar": "partially_implemented",
        "Nuk është zbatuar": "not_implemented",
        "Nije počelo": "not_started",
        "Realizovano": "implemented",
        "Delimično realizovano": "partially_implemented",
        "Nije realizovano": "not_implemented",
        "Completed": "implemented",
        "Partly implemented": "partially_implemented",
    },
    keys=6,
)
"""In the order of the keys 1 to 6. "Not reported" is None."""
ANY_STATUS: Final = STATUS.with_code("not_reported", N_("Not reported"))
"""A status, or that nobody has reported."""
REASON: Final = Choice(
    "reason",
    {
        "lack_of_budget": N_("Lack of budget"),
        "lack_of_staff": N_("Lack of staff"),
        "procurement": N_("Procurement"),
        "legislation": N_("Legislation"),
        "donor_funds": N_("Donor funds"),
        "coordination": N_("Coordination between institutions"),
        "changed_priorities": N_("Changed priorities"),
        "force_majeure": N_("Force majeure"),
        "other": N_("Other reason"),
    },
    refusal="reason_unknown",
    unmatched="reason_in_words",
)
EVIDENCE_KIND: Final = Choice(
    "kind",
    {
        "document": N_("Document"),
        "report": N_("Report"),
        "decision": N_("Written decision"),
        "photograph": N_("Photograph"),
        "address": N_("Address on the web"),
        "other": N_("Other evidence"),
    },
    metavar="KIND",
    refusal="evidence_kind_unknown",
)
CHAPTER: Final = Choice(
    "chapter",
    {
        "summary": N_("Executive summary"),
        "introduction": N_("Introduction"),
        "progress": N_("Progress"),
        "challenges": N_("Challenges"),
        "risks": N_("Risks and their mitigation"),
        "recommendations": N_("Recommendations"),
        "next_steps": N_("Steps for the next period"),
        "protocol": N_("Protocol number"),
        "prepared_by": N_("Prepared by"),
        "approved_by": N_("Approved by"),
    },
)
"""The chapters that headquarters writes for the report, in its order."""
ANNEX: Final = Choice(
    "annex",
    {
        "A": N_("Actions"),
        "B": N_("Actions: institutions and money"),
        "C": N_("Indicators"),
        "D": N_("Figures of the period"),
        "E": N_("Reports and spending by unit"),
        "F": N_("Cancelled, removed, postponed or added in the period"),
        "G": N_("Implemented since"),
        "H": N_("What changed in the plan during the period"),
        "I": N_("Open conflicts"),
        "J": N_("How figures are counted"),
        "K": N_("Contradictions in the plan"),
    },
)
"""The annexes of the report, under letters that stay their own. The last is for whoever writes the plan."""
REVIEW: Final = Choice("review", {"approved": N_("Approved"), "returned": N_("Returned")})
"""What headquarters says of a unit's report."""
REPORTING_RULE: Final = Choice(
    "rule",
    {
        "leads": N_("whoever leads an action, and the municipalities"),
        "lead_and_support": N_("whoever leads or supports an action"),
        "units": N_("chosen units"),
    },
)
"""Who is expected to report."""
