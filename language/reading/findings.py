"""What an import noticed, in sentences of the current language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from language import N_, _
from language.numbers import bare, fill

MONEY_FIGURES: Final = frozenset({"printed", "computed", "amount", "other"})
"""Figures of findings that are cents where they are integers."""

FINDINGS: Final[dict[str, str]] = {
    "acronym_near": N_("{where}: “{found}” is close to “{known}”, which stands elsewhere in the plan."),
    "amount_parted": N_(
        "{where}: “{found}” is read as one amount, and most amounts of the plan have no blank between their"
        " figures. If it is two, part them in the document."
    ),
    "amount_repeated": N_(
        "{where}: a further row of it has the same amounts. They were added; if they are the same money, keep"
        " them in one row."
    ),
    "amount_two_ways": N_("{where}: the amount “{found}” can be read in two ways; the other is {other}."),
    "amount_unreadable": N_(
        "{where}: the budget cell “{found}” for {year} is neither an amount nor KA: no amount is read."
        " Write one amount in the document, or give it with “--review”."
    ),
    "budget_blank": N_("{where}: no budget is given for any year, although the deadline is {raw}."),
    "currency_mixed": N_("{where}: “{raw}” is in {found}, the amounts of the plan are in {currency}."),
    "currency_unknown": N_("In what money are the amounts? The word {found} in “{raw}” is not known."),
    "currency_untold": N_(
        "The document does not say in what money its amounts are: {currency} is taken. If that is wrong,"
        " import it with “--assume currency=RSD”."
    ),
    "deadline_blank": N_("{where}: no deadline is given."),
    "deadline_malformed": N_("{where}: the deadline “{raw}” is not written as the others are."),
    "deadline_money": N_("{where}: {amount} is planned for {year}, which is outside the deadline {raw}."),
    "deadline_no_money": N_("{where}: nothing is planned for {year}, although the deadline is {raw}."),
    "deadline_outside": N_(
        "{where}: the deadline {raw} is not within the years of the plan, {first} to {last}."
    ),
    "documents_blank": N_("{where}: no reference document is given."),
    "formula_unsaved": N_(
        "The workbook does not hold the results of formulas (cells: {rows}). Open it in a program for"
        " spreadsheets, save it, and import it again."
    ),
    "funding_blank": N_("{where}: no source of funding is given."),
    "funding_suspect": N_("{where}: “{found}” as source of funding is doubtful."),
    "grand_total_blank": N_(
        "The total budget of the plan for {year} is left blank; the printed totals add up to {printed}, the"
        " actions to {computed}."
    ),
    "grand_total_mismatch": N_(
        "The total budget of the plan for {year} is printed as {printed}, the actions add up to {computed}."
    ),
    "institutions_blank": N_("{where}: no lead institution is given."),
    "institutions_none": N_("No action names who is responsible for it."),
    "looks_unseen": N_(
        "How cells look is not seen in .xls and .xlsb: what is struck through counts, a percentage may come"
        " as a part of 1, an amount in thousands comes in full. Where that matters, save the workbook as"
        " .xlsx and import that."
    ),
    "names_together": N_("{where}: “{found}” may be several institutions. If so, part them with semicolons."),
    "output_blank": N_("{where}: no output is given."),
    "result_blank": N_("{where}: no result is given."),
    "row_passed": N_(
        "{where}: the row below it has no number of an action and is not in the plan: “{text}”. Give it one"
        " in the document, or put what it says into the row above."
    ),
    "row_struck": N_(
        "A row is struck through and is not in the plan: “{text}”. If it is not deleted, but done, remove the"
        " line from it in the document."
    ),
    "row_sum_mismatch": N_("{where}: its amounts add up to {computed}, the sum beside them is {printed}."),
    "rows_hidden": N_(
        "Rows and columns that the table hides are read as all others (number: {found}). The first is this."
    ),
    "sheet_hidden": N_(
        "The sheet “{found}” is hidden, and nothing of it is read. If it belongs to the plan, show it in the"
        " workbook and import that again."
    ),
    "spelling_variants": N_("{where}: one name is written in several ways: {found}."),
    "split_blank": N_("The split into capital and recurrent is left blank in all {rows} rows."),
    "target_blank": N_("{where}: the target for {year} is left blank."),
    "title_blank": N_("{where}: no title is given."),
    "total_blank": N_("{where}: the row of totals is left blank."),
    "total_label": N_("{where}: the row of totals calls itself {found}."),
    "total_mismatch": N_(
        "{where}: the total printed for {year} is {printed}, the actions add up to {computed}."
    ),
    "totals_stray_text": N_("{where}: the row of totals contains other text: “{found}”."),
    "unit_elsewhere": N_(
        "“{found}” stands at one table of the plan, and another does not say the same: the amounts of both"
        " were read so. If that is wrong, write above each table in what its amounts are."
    ),
}

_BUDGET_UNDATED: Final = N_("{where}: no budget is given for any year.")
"""``budget_blank`` where no deadline is given either."""
_DEADLINE_ADMIN: Final = N_(
    "{where}: administrative cost stands under {year}, which is outside the deadline {raw}."
)
"""``deadline_money`` where what stands there is no amount."""
_DEADLINE_IN_PART: Final = N_(
    "{where}: the deadline “{raw}” is not written as the others are; of it {read} is read."
)
"""``deadline_malformed`` where a part of it is read."""
_DEADLINES: Final = {
    "open": N_("{where}: “{raw}” says from when, and not by when: no deadline is read."),
    "unread": N_(
        "{where}: the deadline “{raw}” is not written as the others are: no deadline is read."
        " Write a year, month or day in the document, or give it with “--review”."
    ),
    "otherwise": N_("{where}: the deadline is written as “{raw}”, and counts as {read}."),
    "revised": N_("{where}: “{raw}” names an earlier deadline and a new one; the new one counts: {read}."),
}
"""``deadline_malformed`` by its kind: without an end, of which nothing is read, in place of
another, whose text names other years."""
_MIXED_IN_PLAN: Final = N_("“{raw}” says {found}, the amounts of the plan are in {currency}.")
"""``currency_mixed`` where it is said of all amounts."""
_IN_PASSING: Final = N_(
    "The document does not say in what money its amounts are: {currency} is taken, and “{raw}” is in {found}."
    " Say which it is with “--assume currency={found}” or “--assume currency={currency}”."
)
"""``currency_untold`` where a line names another currency."""
_UNDATED: Final = {
    "amount_unreadable": N_(
        "{where}: the budget cell “{found}” is neither an amount nor KA: no amount is read."
        " Write one amount in the document, or give it with “--review”."
    ),
    "grand_total_mismatch": N_(
        "The total budget of the plan for all years is printed as {printed}, the actions add up to"
        " {computed}."
    ),
    "total_mismatch": N_(
        "{where}: the total printed for all years is {printed}, the actions add up to {computed}."
    ),
}
"""Findings of a plan without years above its money."""
_ROW_NUMBERED: Final = N_(
    "{where}: the row below it bears the number {number}, which is of no objective above it, and is not in"
    " the plan: “{text}”. Write its objective above it in the document, or correct its number."
)
"""``row_passed`` where the row has a number."""
_TOTAL_OF_YEAR: Final = N_("{where}: the total for {year} is left blank, the actions add up to {computed}.")
"""``total_blank`` where the totals of other years are printed."""


def finding(code: str, where: str, figures: Mapping[str, object], currency: str) -> str:
    """Return a finding as a sentence; ``where`` is the number it concerns, ``currency`` the plan's.

    An unknown code is shown as it is.
    """
    params = {"where": where, **figures}
    if code not in FINDINGS:
        return bare(code, params, MONEY_FIGURES, currency)
    template = FINDINGS[code]
    if code == "deadline_money" and figures.get("kind") == "admin":
        template = _DEADLINE_ADMIN
    elif code == "budget_blank" and not any(map(str.isalnum, str(figures.get("raw")))):
        template = _BUDGET_UNDATED
    elif code == "deadline_malformed" and (figures.get("read") or figures.get("kind")):
        template = _DEADLINES.get(str(figures.get("kind")), _DEADLINE_IN_PART)
    elif code == "row_passed" and figures.get("number"):
        template = _ROW_NUMBERED
    elif code == "currency_untold" and figures.get("found"):
        template = _IN_PASSING
    elif code == "total_blank" and figures.get("year") is not None:
        template = _TOTAL_OF_YEAR
    elif code in _UNDATED and figures.get("year") is None:
        template = _UNDATED[code]
    elif code == "currency_mixed" and where == "plan":
        template = _MIXED_IN_PLAN
    told = fill(_(template), params, MONEY_FIGURES, currency)
    # "IV kvartal 2024." has a full stop of its own
    return told[:-1] if told.endswith("..") else told
