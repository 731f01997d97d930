"""The figures of a report: what each is called, how it is counted, in a line, and why so.

The definitions that a report prints, the help of the screen and the guide "figures" are made of these.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from language import N_, _


class FigureWords(NamedTuple):
    """The name of a figure and its definition, both to be translated."""

    name: str
    definition: str


class FigureGroup(NamedTuple):
    """Figures that are counted for one purpose, by their codes, and why they are counted so."""

    name: str
    reason: str
    codes: tuple[str, ...]


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
        N_(
            "The same without the actions due that were cancelled, removed or postponed since the year began."
        ),
    ),
    "added_implemented": FigureWords(
        N_("Due by a later version of the plan and implemented"),
        N_(
            "Actions due in the period only by a version of the plan that came into force since the year"
            " began (added, or given another deadline), and implemented, divided by all of these. Those"
            " carried over are not among them."
        ),
    ),
    "due_open": FigureWords(
        N_("Due and still open"),
        N_("Of the actions due: those that are neither implemented nor cancelled, whatever their status."),
    ),
    "changed": FigureWords(
        N_("Cancelled, removed or postponed"),
        N_(
            "Actions that were cancelled, removed from the plan or postponed on a day of the period,"
            " whatever their deadline. What was due stays in the rate of the year and leaves that of the"
            " next."
        ),
    ),
    "cancelled": FigureWords(
        N_("Cancelled in the period"),
        N_("Actions that headquarters cancelled on a day of the period, whatever their deadline."),
    ),
    "removed": FigureWords(
        N_("Removed in the period"),
        N_("Actions that a version of the plan lacks which came into force on a day of the period."),
    ),
    "moved": FigureWords(
        N_("Postponed in the period"),
        N_(
            "Actions to which a version of the plan that came into force on a day of the period gives a later"
            " deadline."
        ),
    ),
    "added": FigureWords(
        N_("Added in the period"),
        N_(
            "Actions that a version of the plan has which came into force on a day of the period, and that"
            " the one before lacks."
        ),
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
        N_("Due and reported not implemented"),
        N_(
            "Of the actions due: those that are not implemented. What all its units call cancelled is among"
            " them until headquarters decides."
        ),
    ),
    "not_reported": FigureWords(
        N_("Due and not reported"), N_("Of the actions due: those on which nobody has reported.")
    ),
    "carried_over": FigureWords(
        N_("Carried over"),
        N_(
            "Actions that were overdue when the period began, by the version of the plan in force on its"
            " first day: the deadline was past, and they were neither implemented nor cancelled by"
            " headquarters."
        ),
    ),
    "carried_over_implemented": FigureWords(
        N_("Carried over and implemented since"), N_("Of the actions carried over: those implemented since.")
    ),
    "overdue": FigureWords(
        N_("Overdue"),
        N_(
            "All actions whose deadline is past on the day and that are neither implemented nor cancelled by"
            " headquarters."
        ),
    ),
    "coverage": FigureWords(
        N_("Coverage"),
        N_(
            "Reports for the period divided by the reports asked for it: one of each unit on each action on"
            " which it is to report, that has begun, was not over before and is neither cancelled nor"
            " removed by the end. An action has begun from January of the first year that its deadline names,"
            " whatever month it names and whatever money is planned earlier. A report is for the period if it"
            " was recorded or confirmed in it or by its due day, or if its status took effect in the period;"
            " what arrived later counts only as arrived, where the outstanding reports are listed."
        ),
    ),
    "due_coverage": FigureWords(
        N_("Coverage of what is due"),
        N_("The same for the actions due alone: what the rate rests on."),
    ),
    "ever_reported": FigureWords(
        N_("Ever reported"),
        N_(
            "Statuses of units in force on the day, whenever they were reported, divided by those expected:"
            " one of each unit on each action on which it is to report."
        ),
    ),
    "conflicts": FigureWords(
        N_("Conflicting statuses"),
        N_(
            "Statuses of which two values stand on the day until somebody decides; counted is the one that is"
            " shown meanwhile."
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
        N_(
            "The amounts of the plan for the years of the period, each by the last version in force in that"
            " year that has the action."
        ),
    ),
    "administrative": FigureWords(
        N_("Administrative cost"),
        N_("Cells of the plan that the institution's own budget covers (KA): neither zero nor missing."),
    ),
    "allocated": FigureWords(
        N_("Allocated"), N_("What units recorded as allocated by their own budgets for these years.")
    ),
    "spent": FigureWords(N_("Spent"), N_("Capital and recurrent spending recorded in these years.")),
    "spent_capital": FigureWords(N_("Spent, capital"), N_("Capital spending recorded in these years.")),
    "spent_recurrent": FigureWords(N_("Spent, recurrent"), N_("Recurrent spending recorded in these years.")),
    "spent_outside": FigureWords(
        N_("Spent outside the plan"),
        N_(
            "Spent against administrative cost, in a year without budget, or on an action that the plan of"
            " that year does not have; of one unit, where nothing was allocated to it. In no percentage."
        ),
    ),
    "remaining": FigureWords(
        N_("Remaining"),
        N_(
            "The budget less what was spent against it; below zero where more was. The budget is what is"
            " planned; of one unit, what was allocated to it, since the plan has one amount for all units."
        ),
    ),
    "execution": FigureWords(
        N_("Budget execution"),
        N_(
            "What was spent against the budget, divided by it. The budget is what is planned; of one unit,"
            " what was allocated to it, since the plan has one amount for all units."
        ),
    ),
    "money_conflicts": FigureWords(
        N_("Conflicting amounts"),
        N_(
            "Amounts of which two values stand on the day until somebody decides; summed is the one that is"
            " shown meanwhile."
        ),
    ),
}


GROUPS: Final = (
    FigureGroup(
        N_("How much is implemented"),
        N_(
            "The rate is the published one (OECD/SIGMA), so that it can be compared between years and"
            " countries. The one without what the plan changed stands beside it, since a plan may be changed"
            " for good reasons."
        ),
        ("implementation_rate", "implementation_rate_without_changed", "added_implemented", "due_open"),
    ),
    FigureGroup(
        N_("What the plan changed"),
        N_("Whoever reads two rates wants to know which actions make the difference."),
        ("changed", "cancelled", "removed", "moved", "added"),
    ),
    FigureGroup(
        N_("When it was implemented"),
        N_("Late is not the same as never; the day is that of the last unit that was needed."),
        (
            *("implemented_early", "implemented_on_time", "implemented_late", "implemented_undated"),
            "implemented_ahead",
        ),
    ),
    FigureGroup(
        N_("What became of the rest"),
        N_("With the implemented and the cancelled these add up to all that was due."),
        (
            *("due_partially_implemented", "due_in_progress", "due_not_started", "due_not_implemented"),
            "not_reported",
        ),
    ),
    FigureGroup(
        N_("What was late before"),
        N_("An action that missed its deadline is not in the rate of the next year; here it stays in sight."),
        ("carried_over", "carried_over_implemented", "overdue"),
    ),
    FigureGroup(
        N_("What the figures rest on"),
        N_("A rate over reports that nobody gave says nothing; so how many came stands beside it."),
        ("coverage", "due_coverage", "ever_reported", "conflicts"),
    ),
    FigureGroup(
        N_("Indicators"),
        N_("A target is met or not; what nobody measured cannot be said to be met."),
        ("fulfilment_rate",),
    ),
    FigureGroup(
        N_("Money"),
        N_(
            "A percentage compares like with like: only what was spent where the plan has an amount. The"
            " rest is not hidden but stands apart."
        ),
        (
            *("planned", "administrative", "allocated", "spent", "spent_capital", "spent_recurrent"),
            *("spent_outside", "remaining", "execution", "money_conflicts"),
        ),
    ),
)
"""The figures of reports, of the overview and of ``terren rates``."""


def figure_name(code: str) -> str:
    """Return what a figure is called."""
    words = FIGURES.get(code)
    return code if words is None else _(words.name)


def figure_definition(code: str) -> str:
    """Return how a figure is counted."""
    words = FIGURES.get(code)
    return "" if words is None else _(words.definition)


def figure_reason(code: str) -> str:
    """Return why a figure of the report is counted as it is; empty where it is none."""
    return next((_(group.reason) for group in GROUPS if code in group.codes), "")
