"""The sheets of a plan's workbook and their columns; texts are English, translated where they are shown."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from language import LANGUAGES, N_, said_in
from schema.types import Choice
from store.db.text import fold

PLAN: Final = N_("Plan")
INDICATORS: Final = N_("Indicators")
ABOUT: Final = N_("About the plan")
FINDINGS: Final = N_("Findings")
EXAMPLE: Final = N_("Example")
EXAMPLE_TITLES: Final = (
    N_("Clean water for every household"),
    N_("Reduce losses of the network"),
    N_("Replace the pipes of the old town"),
    N_("Measure the losses each quarter"),
    N_("Total"),
)
"""What stands on the example: two objectives, two actions, a total."""

STRATEGIC: Final = "strategic"
SPECIFIC: Final = "specific"
ACTION: Final = "action"
TOTAL: Final = "total"
KIND: Final = Choice(
    "kind",
    {
        STRATEGIC: N_("Strategic objective"),
        SPECIFIC: N_("Specific objective"),
        ACTION: N_("Action"),
        TOTAL: N_("Total"),
    },
)
"""What a row of the sheet of the plan is."""
NONE: Final = "–"
"""Says that there is none, where a blank cell says something else."""
ADMIN_WORDS: Final = N_("administrative cost")
_ACTION: Final = frozenset({ACTION})


class BookColumn(NamedTuple):
    """A column by its code, with its heading, the help in its note, and what rows it belongs to (all)."""

    code: str
    label: str
    help: str
    width: int = 24
    kinds: frozenset[str] = frozenset(KIND.codes)


BUDGET: Final = BookColumn(
    "budget",
    N_("Budget {year}"),
    N_(
        "What is planned for the year, as a number; “administrative cost” where the institution's own budget"
        " bears it; blank where there is none. A further year is a further column."
    ),
    14,
    frozenset({ACTION, TOTAL}),
)
REMARK: Final = BookColumn(
    "remark",
    N_("Remark: {heading}"),
    N_("What else the plan says of the action. A further column may stand beside it."),
    24,
    _ACTION,
)
PLAN_COLUMNS: Final = (
    BookColumn(
        "kind",
        N_("Row"),
        N_(
            "What the row is: choose from the list. A strategic objective stands above its specific"
            " objectives, a specific objective above its actions, its total below them."
        ),
        20,
    ),
    BookColumn(
        "nr",
        N_("No."),
        N_("The number as the plan prints it, such as 1.1.10. The cells are text, so that 1.1 is not 1.10."),
        9,
        frozenset({STRATEGIC, SPECIFIC, ACTION}),
    ),
    BookColumn(
        "title", N_("Title"), N_("The words of the objective or action; of a total what is printed."), 60
    ),
    BookColumn(
        "deadline",
        N_("Deadline"),
        N_("As the plan prints it: 2026, 2026-2027, Q2 2026, December 2026 or a day."),
        16,
        _ACTION,
    ),
    BookColumn(
        "from",
        N_("Deadline from"),
        N_(
            "Only where the words of the deadline do not tell it: a year, or a month such as 2026-03;"
            " – for none."
        ),
        12,
        _ACTION,
    ),
    BookColumn(
        "to",
        N_("Deadline to"),
        N_(
            "Only where the words of the deadline do not tell it: a year, or a month such as 2026-03;"
            " – for none."
        ),
        12,
        _ACTION,
    ),
    BUDGET,
    BookColumn(
        "budget_total",
        N_("Budget, all years"),
        N_("One amount for all years together, only where the plan gives none by year."),
        14,
        _ACTION,
    ),
    BookColumn(
        "funding",
        N_("Funding"),
        N_("The sources of the money, each on a line of its own (Alt+Enter)."),
        18,
        _ACTION,
    ),
    BookColumn(
        "lead",
        N_("Lead"),
        N_("Who leads the action, each institution on a line of its own (Alt+Enter)."),
        22,
        _ACTION,
    ),
    BookColumn(
        "support",
        N_("Support"),
        N_("Who supports them, each institution on a line of its own (Alt+Enter)."),
        22,
        _ACTION,
    ),
    BookColumn(
        "outputs", N_("Outputs"), N_("What it brings, each on a line of its own (Alt+Enter)."), 40, _ACTION
    ),
    BookColumn(
        "documents",
        N_("Documents"),
        N_("The documents that it refers to, each on a line of its own (Alt+Enter)."),
        28,
        _ACTION,
    ),
    REMARK,
    BookColumn(
        "id",
        N_("Id"),
        N_("Leave it as it is: by it a row stays the same when number or words change; blank if it is new."),
        12,
        _ACTION,
    ),
)
"""``budget`` stands for a column a year, ``remark`` for one a heading, in their places."""
INDICATOR_COLUMNS: Final = (
    BookColumn("objective", N_("Objective"), N_("The number of the objective that it measures."), 12),
    BookColumn("title", N_("Indicator"), N_("What is measured."), 50),
    BookColumn("baseline", N_("Baseline"), N_("The value from which it starts, as text, such as 50%."), 18),
    BookColumn("baseline_year", N_("Year of the baseline"), N_("The year of that value."), 12),
    BookColumn("interim", N_("Interim target"), N_("The value on the way."), 18),
    BookColumn("interim_year", N_("Year of the interim target"), N_("The year of that value."), 12),
    BookColumn("final", N_("Final target"), N_("The value at the end."), 18),
    BookColumn("final_year", N_("Year of the final target"), N_("The year of that value."), 12),
    BookColumn("result", N_("Result"), N_("The result that it should show, in words."), 40),
    BookColumn(
        "id",
        N_("Id"),
        N_("Leave it as it is: by it a row stays the same when number or words change; blank if it is new."),
        12,
    ),
)
ABOUT_ROWS: Final = (
    BookColumn("title", N_("Title"), N_("The title of the plan.")),
    BookColumn("language", N_("Language"), N_("The language in which the plan is written.")),
    BookColumn("currency", N_("Currency"), N_("The currency of all amounts, in three letters, such as EUR.")),
    BookColumn("id", N_("Id"), N_("Leave it as it is; blank for a new plan.")),
)
FINDING_COLUMNS: Final = (
    BookColumn(
        "words", N_("Finding"), N_("What was noticed when the plan was read. This sheet is not edited."), 70
    ),
    BookColumn("code", N_("Code"), "", 20),
    BookColumn("where", N_("No."), "", 9),
    BookColumn("figures", N_("Figures"), "", 30),
    BookColumn("source", N_("Place in the document"), "", 30),
)


def all_words(label: str) -> list[str]:
    """Return a text in every language, folded."""
    return [fold(said_in(speech, label)) for speech in LANGUAGES]


def means(text: str, label: str) -> bool:
    """Return whether a text is a label in one of the languages."""
    return fold(text) in all_words(label)


def filled(text: str, label: str, name: str, pattern: str) -> str | None:
    """Return what stands for ``{name}`` in a label of one of the languages; None where it is another text."""
    for speech in LANGUAGES:
        before, _sign, after = said_in(speech, label).partition(f"{{{name}}}")
        match = re.fullmatch(
            rf"{re.escape(before.strip())}\s*({pattern})\s*{re.escape(after.strip())}", text, re.IGNORECASE
        )
        if match:
            return match[1]
    return None
