"""Fields of a plan, why a field was read as it was, and the kinds of both, in words of the current language.

A path names a field as in ``store.plan.model.Plan.provenance``; a reason is ``code`` or ``code:key=value``.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

from language import N_, _
from language.numbers import NOTHING, bare, figure, fill, priced

REASONS: Final[dict[str, str]] = {
    "about_so_much": N_("the document says that it is about so much"),
    "accepted": N_("accepted by headquarters; {reason}"),
    "corrected": N_("corrected by headquarters; the document was read as: {read}"),
    "decided_before": N_("on another version of the document headquarters had: {read}"),
    "as_above": N_("its cell says that what stands above counts again"),
    "source_from_heading": N_("the heading of its column names the source"),
    "amounts_in_billions": N_("the heading says that amounts are in billions"),
    "amounts_in_millions": N_("the heading says that amounts are in millions"),
    "amounts_in_thousands": N_("the heading says that amounts are in thousands"),
    "formula_unsaved": N_("the workbook does not hold the result of the formula"),
    "given": N_("said by headquarters of the whole document"),
    "label_blank": N_("the label beside one of its lines is blank, so that the line goes on with that above"),
    "marked_columns": N_("told by the marks in the columns of its periods"),
    "merged_over_columns": N_("its cell is merged with the next column"),
    "merged_over_rows": N_("its cell is merged over several rows and counts for each of them"),
    "merged_over_years": N_("its cell is merged over several years and counts for each of them"),
    "name_elsewhere": N_(
        "no blank line parts it from the next cell; its names stand in these columns elsewhere"
    ),
    "number_by_order": N_("no number of its own is read; it is counted within its objective"),
    "number_from_sequence": N_("the number follows from those before it; the cell shows another"),
    "number_within_objective": N_(
        "the number begins anew in each objective, so the objective's was put before it"
    ),
    "objective_by_title": N_("the document prints no objective above the others; it bears the plan's title"),
    "objective_from_action": N_("the document prints no such objective; action {number} names it"),
    "one_amount": N_("the document has one amount for all years"),
    "page_break": N_("a page ends within its row, at line {line}"),
    "parted_in_block": N_("no blank line parts it from the next cell (line {line}); the words decided"),
    "parted_in_line": N_("it shares line {line} with the next cell; the words decided"),
    "placed_by_deadline": N_("placed in {year}: the deadline {deadline} suggests it"),
    "placed_by_order": N_("placed in {year}: the order of the amounts suggests it"),
    "placed_by_spacing": N_("placed in {year}: the blanks between the amounts suggest it"),
    "placed_by_total": N_("placed in {year}: only so does the total of {objective} come out"),
    "row_without_number": N_("the row below has no number and goes on with it"),
    "begin_and_end": N_("put together from the column of the beginning and that of the end"),
    "sum_of_parts": N_("the sum of the columns of its year"),
    "sum_of_rows": N_("the sum of several rows of this action"),
    "sum_of_years": N_("the sum of what stands in single years and what is merged over several"),
    "struck_out": N_("what is struck through in its cell is left out"),
    "two_ways": N_("the amount can be read in two ways"),
    "year_from_heading": N_("the year stands in the heading of its column"),
    "year_of_plan": N_("no year is printed; the plan has one alone"),
}

_BLANK: Final[dict[str, str]] = {
    "placed_by_deadline": N_("{year} left blank: the deadline {deadline} suggests it"),
    "placed_by_order": N_("{year} left blank: the order of the amounts suggests it"),
    "placed_by_spacing": N_("{year} left blank: the blanks between the amounts suggest it"),
    "placed_by_total": N_("{year} left blank: only so does the total of {objective} come out"),
}
"""The same where nothing stands in the year."""

FINDING_KINDS: Final[dict[str, str]] = {
    "acronym_near": N_("acronym close to another"),
    "amount_parted": N_("amount with a blank in it"),
    "amount_repeated": N_("same amounts twice"),
    "amount_two_ways": N_("amount that can be read in two ways"),
    "amount_unreadable": N_("amount that cannot be read"),
    "budget_blank": N_("no budget"),
    "currency_mixed": N_("two currencies"),
    "currency_unknown": N_("currency not known"),
    "currency_untold": N_("currency not said"),
    "deadline_blank": N_("no deadline"),
    "deadline_malformed": N_("deadline written otherwise"),
    "deadline_money": N_("money outside the deadline"),
    "deadline_no_money": N_("no money within the deadline"),
    "deadline_outside": N_("deadline outside the years of the plan"),
    "documents_blank": N_("no reference document"),
    "formula_unsaved": N_("results of formulas missing"),
    "funding_blank": N_("no source of funding"),
    "funding_suspect": N_("doubtful source of funding"),
    "grand_total_blank": N_("total of the plan left blank"),
    "grand_total_mismatch": N_("total of the plan does not add up"),
    "institutions_blank": N_("no lead institution"),
    "institutions_none": N_("nobody responsible"),
    "looks_unseen": N_("looks of cells not seen"),
    "names_together": N_("several institutions in one name"),
    "output_blank": N_("no output"),
    "result_blank": N_("no result"),
    "row_passed": N_("row without a number"),
    "row_sum_mismatch": N_("sum of a row does not add up"),
    "row_struck": N_("row struck through"),
    "rows_hidden": N_("rows or columns hidden"),
    "sheet_hidden": N_("sheet hidden"),
    "spelling_variants": N_("name in several spellings"),
    "split_blank": N_("split left blank"),
    "target_blank": N_("target left blank"),
    "title_blank": N_("no title"),
    "total_blank": N_("totals left blank"),
    "total_label": N_("label of the totals"),
    "total_mismatch": N_("total does not add up"),
    "totals_stray_text": N_("other text among the totals"),
    "unit_elsewhere": N_("unit of amounts said of one table"),
}
REASON_KINDS: Final[dict[str, str]] = {
    "about_so_much": N_("about so much"),
    "as_above": N_("as above"),
    "source_from_heading": N_("source from the heading"),
    "amounts_in_billions": N_("amounts in billions"),
    "amounts_in_millions": N_("amounts in millions"),
    "amounts_in_thousands": N_("amounts in thousands"),
    "corrected": N_("corrected otherwise"),
    "decided_before": N_("decided on another version"),
    "formula_unsaved": N_("result of a formula missing"),
    "label_blank": N_("label left blank"),
    "merged_over_columns": N_("cell merged over columns"),
    "merged_over_rows": N_("cell merged over rows"),
    "merged_over_years": N_("cell merged over years"),
    "name_elsewhere": N_("name known elsewhere"),
    "number_by_order": N_("number counted"),
    "number_from_sequence": N_("number from those before"),
    "number_within_objective": N_("number begun anew"),
    "objective_by_title": N_("objective by the plan's title"),
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
    "sum_of_years": N_("sum of years"),
    "struck_out": N_("text struck through"),
    "two_ways": N_("amount in two ways"),
    "year_from_heading": N_("year from the heading"),
    "year_of_plan": N_("the year of the plan"),
}
"""What items of a review have in common, in few words: the code of a finding, or of a reason above."""

FIELDS: Final = {
    "nr": N_("Number"),
    "currency": N_("Currency"),
    "title": N_("Title"),
    "years": N_("Years"),
    "language": N_("Language"),
    "deadline": N_("Deadline"),
    "budget": N_("Budget"),
    "budget_total": N_("Budget of all years"),
    "funding": N_("Funding"),
    "lead": N_("Lead"),
    "support": N_("Supporting"),
    "outputs": N_("Output"),
    "documents": N_("Documents"),
    "remarks": N_("Remarks"),
    "totals": N_("Total"),
    "total_label": N_("Label of the total"),
    "indicators": N_("Indicator"),
    "baseline": N_("Baseline"),
    "interim": N_("Interim target"),
    "final": N_("Final target"),
    "result": N_("Result"),
}
"""Names of fields by the pieces of their paths."""

_YEAR: Final = re.compile(r"/(\d{4})$", re.ASCII)


def reason_code(reason: str) -> str:
    """Return the code of a reason, without its figure."""
    return reason.partition(":")[0]


def reason(text: str, path: str = "", *, blank: bool = False, currency: str = "") -> str:
    """Return why the field at ``path`` was read so; ``blank`` says that nothing was read there.

    An unknown code is shown as it is; no reason at all is said to be the context.
    """
    code, _colon, rest = text.partition(":")
    key, _equals, value = rest.partition("=")
    figures: dict[str, object] = {key: value} if key else {}
    if code not in REASONS:
        return bare(code, figures) if code else _("inferred from what stands around it")
    if year := _YEAR.search(path):
        figures["year"] = year[1]
    if code == "accepted":
        figures["reason"] = reason(value, path, blank=blank, currency=currency)
    elif code in ("corrected", "decided_before"):
        figures["read"] = _kept(value, path, currency)
    return fill(_((_BLANK if blank and code in _BLANK else REASONS)[code]), figures)


def _kept(text: str, path: str, currency: str) -> str:
    try:
        return value(json.loads(text), path, currency)
    except (ValueError, RecursionError):
        return figure("read", text)


def value(content: Any, path: str, currency: str = "") -> str:
    """Return a field of the plan's plain form on one line: names, a target, an amount in ``currency``."""
    if content in (None, "", []):
        return NOTHING
    if path.split("/")[1:2] in (["budget"], ["budget_total"], ["totals"]):
        if content == "admin":
            return _("administrative cost")
        if isinstance(content, (int, float)) and not isinstance(content, bool):
            return priced(round(content * 100), currency)
    if isinstance(content, dict):
        if "raw" in content:
            return figure("raw", content["raw"])
        shown = figure("value", content.get("value"))
        return shown if content.get("year") is None else f"{shown} ({figure('year', content['year'])})"
    return figure("value", content)


def field(path: str) -> str:
    """Return a field without the number that it belongs to: "Budget 2022", "Indicator 1, Final target"."""
    _nr, *pieces = path.split("/")
    named = [(_(FIELDS[piece]) if piece in FIELDS else piece) for piece in pieces]
    if pieces[:1] == ["indicators"] and len(pieces) == 3:
        return f"{named[0]} {named[1]}, {named[2]}"
    return " ".join(named)


def kind(code: str, *, is_finding: bool) -> str:
    """Return the words of an item's kind; an unknown code is shown as it is."""
    kinds = FINDING_KINDS if is_finding else REASON_KINDS
    if code in kinds:
        return _(kinds[code])
    return code or _("inferred from what stands around it")
