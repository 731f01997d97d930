"""What kind of thing a person is asked about in a review, in few words of the current language."""

from __future__ import annotations

from typing import Final

from language import N_, _

FINDINGS: Final[dict[str, str]] = {
    "acronym_near": N_("acronym close to another"),
    "amount_unreadable": N_("amount that cannot be read"),
    "budget_blank": N_("no budget"),
    "deadline_malformed": N_("deadline written otherwise"),
    "deadline_money": N_("money outside the deadline"),
    "deadline_no_money": N_("no money within the deadline"),
    "deadline_outside": N_("deadline outside the years of the plan"),
    "documents_blank": N_("no reference document"),
    "funding_blank": N_("no source of funding"),
    "funding_suspect": N_("doubtful source of funding"),
    "grand_total_blank": N_("total of the plan left blank"),
    "grand_total_mismatch": N_("total of the plan does not add up"),
    "institutions_blank": N_("no institution"),
    "output_blank": N_("no output"),
    "result_blank": N_("no result"),
    "spelling_variants": N_("name in several spellings"),
    "split_blank": N_("split left blank"),
    "target_blank": N_("target left blank"),
    "total_blank": N_("totals left blank"),
    "total_label": N_("label of the totals"),
    "total_mismatch": N_("total does not add up"),
    "totals_stray_text": N_("other text among the totals"),
}
REASONS: Final[dict[str, str]] = {
    "amounts_in_thousands": N_("amounts in thousands"),
    "corrected": N_("corrected otherwise"),
    "decided_before": N_("decided on another version"),
    "merged_over_columns": N_("cell merged over columns"),
    "merged_over_rows": N_("cell merged over rows"),
    "merged_over_years": N_("cell merged over years"),
    "name_elsewhere": N_("name known elsewhere"),
    "number_by_order": N_("number counted"),
    "number_from_sequence": N_("number from those before"),
    "number_within_objective": N_("number begun anew"),
    "objective_from_action": N_("objective not printed"),
    "page_break": N_("page ends within the row"),
    "parted_in_block": N_("cells parted by words"),
    "parted_in_line": N_("cells in one line"),
    "placed_by_deadline": N_("year by the deadline"),
    "placed_by_order": N_("year by the order"),
    "placed_by_spacing": N_("year by the blanks"),
    "placed_by_total": N_("year by the total"),
    "row_without_number": N_("row without a number"),
    "begin_and_end": N_("beginning and end"),
    "marked_columns": N_("deadline by marks"),
    "sum_of_parts": N_("sum of parts"),
    "sum_of_rows": N_("sum of rows"),
    "year_from_heading": N_("year from the heading"),
}
"""Why a field was inferred, by the codes of ``language.readings``."""


def kind(code: str, *, is_finding: bool) -> str:
    """A kind of item; an unknown code is shown as it is."""
    known = FINDINGS if is_finding else REASONS
    if code in known:
        return _(known[code])
    return code or _("inferred from what stands around it")
