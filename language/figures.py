"""The figures of a report: what each is called, and how it is counted, in a line."""

from __future__ import annotations

from typing import Final, NamedTuple

from language import N_, _


class FigureWords(NamedTuple):
    """The name of a figure and its definition, both to be translated."""

    name: str
    definition: str


FIGURES: Final = {
    "implementation_rate": FigureWords(
        N_("Implementation rate"),
        N_(
            "Actions due in the period and implemented, divided by the actions due in the period, by the"
            " version of the plan in force at the beginning of the year (OECD/SIGMA). An action is due when"
            " its deadline ends; a deadline that names only a year ends in the last quarter."
        ),
    ),
    "implementation_rate_without_changed": FigureWords(
        N_("Implementation rate without what the plan changed"),
        N_("The same without the actions that were cancelled, removed or put off during the year."),
    ),
    "changed": FigureWords(
        N_("Cancelled, removed or put off"),
        N_(
            "Actions due that were cancelled, removed from the plan or given a deadline after the period"
            " since the year began. They stay in the rate of the year and leave that of the next."
        ),
    ),
    "cancelled": FigureWords(
        N_("Cancelled during the year"), N_("Actions due that headquarters cancelled since the year began.")
    ),
    "removed": FigureWords(
        N_("Removed during the year"), N_("Actions due that a later version of the plan has no more.")
    ),
    "moved": FigureWords(
        N_("Put off during the year"),
        N_("Actions due whose deadline lies after the period in a later version of the plan."),
    ),
    "implemented_early": FigureWords(
        N_("Implemented before the deadline"),
        N_("Of the implemented: before the month, quarter or year that the deadline names."),
    ),
    "implemented_on_time": FigureWords(
        N_("Implemented on time"), N_("Of the implemented: in the month, quarter or year of the deadline.")
    ),
    "implemented_late": FigureWords(
        N_("Implemented late"), N_("Of the implemented: after the deadline had ended.")
    ),
    "implemented_undated": FigureWords(
        N_("Implemented, day unknown"), N_("Of the implemented: nobody has said since when.")
    ),
    "implemented_ahead": FigureWords(
        N_("Implemented ahead of the period"),
        N_("Actions due after the period and implemented already; they are not in the rate."),
    ),
    "due_partially_implemented": FigureWords(
        N_("Due and partially implemented"), N_("Of the actions due: those that are partially implemented.")
    ),
    "due_in_progress": FigureWords(
        N_("Due and in progress"), N_("Of the actions due: those that are in progress.")
    ),
    "due_not_started": FigureWords(
        N_("Due and not started"), N_("Of the actions due: those that have not been started.")
    ),
    "due_not_implemented": FigureWords(
        N_("Due and not implemented"), N_("Of the actions due: those reported as not implemented.")
    ),
    "not_reported": FigureWords(
        N_("Due and not reported"), N_("Of the actions due: those on which nobody has reported.")
    ),
    "carried_over": FigureWords(
        N_("Carried over"),
        N_("Actions whose deadline ended before the period and that were not implemented before it began."),
    ),
    "carried_over_implemented": FigureWords(
        N_("Carried over and implemented since"), N_("Of the actions carried over: those implemented since.")
    ),
    "overdue": FigureWords(
        N_("Overdue"),
        N_("All actions whose deadline is past on the day and that are neither implemented nor cancelled."),
    ),
    "coverage": FigureWords(
        N_("Coverage"),
        N_("Reports received divided by reports expected: one of each unit for each action that names it."),
    ),
    "due_coverage": FigureWords(
        N_("Coverage of what is due"),
        N_("Reports received divided by reports expected on the actions due: what the rate rests on."),
    ),
    "conflicts": FigureWords(
        N_("Conflicting statuses"),
        N_(
            "Statuses of which two values stand until somebody decides; counted is the one that is shown"
            " meanwhile."
        ),
    ),
    "fulfilment_rate": FigureWords(
        N_("Fulfilment rate of indicators"),
        N_(
            "Indicators that meet their target of the period, divided by those that have a target for it"
            " (OECD/SIGMA). What was not measured is not met."
        ),
    ),
    "planned": FigureWords(
        N_("Planned"),
        N_("The amounts of the plan for the years of the period; money is planned and recorded by year."),
    ),
    "administrative": FigureWords(
        N_("Administrative cost"),
        N_("Cells of the plan that the institution's own budget covers (KA): neither zero nor missing."),
    ),
    "allocated": FigureWords(
        N_("Allocated"), N_("What units recorded as allocated by their own budgets in these years.")
    ),
    "spent": FigureWords(N_("Spent"), N_("Capital and recurrent spending recorded in these years.")),
    "spent_capital": FigureWords(N_("Spent, capital"), N_("Capital spending recorded in these years.")),
    "spent_recurrent": FigureWords(N_("Spent, recurrent"), N_("Recurrent spending recorded in these years.")),
    "spent_outside": FigureWords(
        N_("Spent outside the plan"),
        N_("Spent against administrative cost, or in a year without budget; in no percentage."),
    ),
    "remaining": FigureWords(
        N_("Remaining"),
        N_("Planned less what was spent against planned amounts; below zero where more was."),
    ),
    "execution": FigureWords(
        N_("Budget execution"),
        N_("What was spent against planned amounts, divided by the amounts planned."),
    ),
    "money_conflicts": FigureWords(
        N_("Conflicting amounts"),
        N_(
            "Amounts of which two values stand until somebody decides; summed is the one that is shown"
            " meanwhile."
        ),
    ),
}


def figure_name(code: str) -> str:
    """What a figure is called."""
    words = FIGURES.get(code)
    return code if words is None else _(words.name)


def figure_definition(code: str) -> str:
    """How a figure is counted."""
    words = FIGURES.get(code)
    return "" if words is None else _(words.definition)
