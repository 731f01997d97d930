"""The rules that hold for all figures, each with its reason, and what screens and lists count besides."""

from __future__ import annotations

from typing import Final, NamedTuple

from language import N_
from language.figures import FigureWords


class Rule(NamedTuple):
    """What holds for all figures, and why; both to be translated."""

    rule: str
    reason: str


class FigureList(NamedTuple):
    """What a screen, a list or a command counts, beside the figures of the report."""

    name: str
    reason: str
    figures: tuple[FigureWords, ...]


DAYS: Final = (
    Rule(
        N_(
            "**Every figure is as of a day.** What had taken effect by that day counts, of all that is"
            " recorded here now. A status takes effect on the day that its officer gave."
        ),
        N_(
            "A report that comes late about an earlier day belongs to that day; where one of a later day"
            " stands, a person who has seen it puts it in its place, and then sets the later one again with"
            " its day. What a report said when it was written stays provable: it names its day and all"
            " changes that it knew."
        ),
    ),
    Rule(
        N_(
            "**If no day is given, it is the last day of the period**, today if that is earlier. What was"
            " implemented since then stands beside."
        ),
        N_("Else the same report on the same year would show other figures each month."),
    ),
    Rule(
        N_(
            "**Money has a day as well:** that on which it was spent where the officer gave one, else that on"
            " which it was recorded, and never later than the last day of its own year. What counts is the"
            " total of the year that was in force on the day."
        ),
        N_("What is entered in January for the year before belongs to that year."),
    ),
    Rule(
        N_(
            "**What was measured of an indicator** has the day on which it was recorded, never later than the"
            " last day of its own year. Where units measured different values of one year, the own one"
            " counts, else none."
        ),
        N_("A report on June does not know what was measured in December."),
    ),
    Rule(
        N_(
            "**Words** (reasons, next steps, evidence) **belong to the status beside which they were"
            " recorded**: that which the unit had recorded last, or recorded with them. They hold from the"
            " day of that status; where there is none, from the day on which they were recorded."
        ),
        N_(
            "What is added in January to a report on December belongs to December; what is said beside a"
            " later status is not told of an earlier one."
        ),
    ),
    Rule(
        N_(
            "**A period shorter than a year shows money since the beginning of the year**, as of its last"
            " day, beside what is planned for the whole year. Where of an amount only the year is known, the"
            " key figures of such a period leave money out and say so."
        ),
        N_("The plan has amounts for years alone; a quarter of them would be invented."),
    ),
    Rule(
        N_(
            "**A conflict and an approval are as of the same day:** a conflict while two values in force on"
            " that day stand, an approval where headquarters approved the report as it was then, by the"
            " day or later."
        ),
        N_("Else a report on last year would change with what is decided this year."),
    ),
    Rule(
        N_(
            "**Where only approved reports are counted**, their statuses, days, money and words count, and"
            " nothing of any other report."
        ),
        N_("A figure must not rest on a report that a sentence beside it leaves out."),
    ),
)
"""Which day counts."""

VERSIONS: Final = (
    Rule(
        N_(
            "**Rows, outputs and money** are those of every action of any version of the plan that was in"
            " force at any time in the period, up to the day. Its words are those of the last such version"
            " that has it; where it was not in force all the time, its days stand beside."
        ),
        N_("What was worked on is shown, whenever it came into the plan or left it."),
    ),
    Rule(
        N_(
            "**Rates** count the actions of the version in force on the first day of the year. Those that"
            " were added meanwhile and are due in the period are counted beside."
        ),
        N_("Else a plan could be made to look fulfilled by emptying it."),
    ),
    Rule(
        N_(
            "**Cancelled, removed, postponed and added** belong to the period that holds the day on which"
            " it happened, whatever the deadline. Afterwards such an action is neither due, carried over"
            " nor overdue. The list of what is carried over leaves out what was cancelled or removed since"
            " the period began."
        ),
        N_("So each is told once, in the year in which it happened, and in no other."),
    ),
    Rule(
        N_(
            "**Money of a year** is what the last version in force in that year planned of the action, and"
            " what was recorded of that year. An amount of an action that no version of the year has is spent"
            " outside the plan."
        ),
        N_(
            "So what was spent in a year is one number in the reports of all years, on the screen and in"
            " lists: nothing that was recorded falls out because a version removed its action."
        ),
    ),
    Rule(
        N_(
            "**An amount for all years together** is in no year's money. Beside the money of a period stands"
            " the sum of those of its actions, each by the last version in it that has the action; beside"
            " that of a unit none."
        ),
        N_("The plan does not say how much of it belongs to a year, or to a unit."),
    ),
)
"""Which version of the plan counts."""

STATUS: Final = (
    Rule(
        N_(
            "**The status of an action** is cancelled where headquarters cancelled it, else headquarters' own"
            " assessment where there is one, else what its units reported together: implemented when all that"
            " are to report and all that did say so; partially implemented when some do, or some in part; in"
            " progress when any has begun; not implemented when all that reported say so; else not started."
            " Nobody reported: not reported. A unit that cancelled it for itself is left out; if all did, the"
            " action is not implemented: only headquarters cancels an action, and until then it stays due and"
            " can be overdue, also where a computer shows its own unit's report."
        ),
        N_(
            "One unit that is not ready keeps an action from counting as implemented, and none takes an"
            " action out of the account by its own word."
        ),
    ),
    Rule(
        N_(
            "**Who is to report** on an action is a rule of the plan, by the institutions that it names:"
            " whoever leads it and the municipalities, until headquarters says that whoever supports it"
            " reports as well, or chooses units. The rule on the last day of the period counts. The word"
            " “municipalities” names every municipality."
        ),
        N_("What is outstanding and what is covered go by the same list."),
    ),
    Rule(
        N_(
            "**By lead institution** an action counts for the first that leads it, with all its money."
            " `terren list --first-lead` lists these; `--lead` also lists what an institution leads after"
            " another."
        ),
        N_("So an action counts once, and the sums of all leads are those of the plan."),
    ),
    Rule(
        N_(
            "**A deadline ends** on the last day of the month that it names, or of the year where it names no"
            " month. Where it names no year, the action is due in no period."
        ),
        N_("A plan that says “2022” leaves the whole of 2022."),
    ),
    Rule(
        N_(
            "**On an officer's computer** the reports and the money of the own unit are counted, at"
            " headquarters those of all. A unit's money is measured against its own allocation."
        ),
        N_("The plan prints one budget for all units together, of which no unit's share is known."),
    ),
)
"""What an action's status is, and of whom it is."""

BY_LEAD: Final = N_(
    "An action that several institutions lead counts for the first of them, with all its money, so that it"
    " counts once."
)
"""How actions are counted by lead institution: it stands beside each such table."""

ARRIVED_LATE: Final = N_(
    "Arrived is also what came after the due day; the coverage of a report counts that only where its status"
    " took effect in the period."
)
"""How far what has arrived differs from coverage: it stands beside the outstanding reports."""

OTHERS: Final = (
    FigureList(
        N_("The list of the plan, `terren list` and `terren show`"),
        N_(
            "They show the actions of the newest version of the plan, as of today or of the day that is asked"
            " for. What was spent on an action that has left the plan stands in the overview, in reports and"
            " in `terren list --departed`."
        ),
        (
            FigureWords(
                N_("Overdue"),
                N_("The deadline is past on the day; neither implemented nor cancelled by headquarters."),
            ),
            FigureWords(
                N_("Money of an action"),
                N_(
                    "Planned by the plan, allocated and spent by year as recorded; the percentage is what"
                    " was spent where the plan has an amount, on an officer's computer of what was"
                    " allocated to the own unit."
                ),
            ),
            FigureWords(
                N_("Money of an objective"), N_("The sum over its actions, each year with each action once.")
            ),
            FigureWords(
                N_("Numbers by status"),
                N_("How many actions of an objective have each status on the day, and how many are overdue."),
            ),
        ),
    ),
    FigureList(
        N_("The matrix, `terren matrix`"),
        N_("Here is shown who has said anything at all, whenever that was."),
        (
            FigureWords(
                N_("Expected"),
                N_("The actions on which the unit is to report and that headquarters has not cancelled."),
            ),
            FigureWords(
                N_("Ever reported"), N_("Those of them of which a status of the unit is in force on the day.")
            ),
        ),
    ),
    FigureList(
        N_("Outstanding reports, `terren period owing` and `terren units`"),
        N_("For a period it counts what was said in it: a report of last year is none on this one."),
        (
            FigureWords(
                N_("Asked"),
                N_(
                    "The actions of the version in force at the end of the period on which the unit is to"
                    " report, that have begun (from January of the first year that the deadline names) and"
                    " are not cancelled by then, and that the unit had not called implemented or cancelled"
                    " before the period."
                ),
            ),
            FigureWords(
                N_("Reported for the period"),
                N_(
                    "Those of them on which the unit recorded or confirmed something of its own, from the"
                    " first day of the period on, or from the day after the due day of the period before; a"
                    " status only where it takes effect in the period or later; nothing that was taken back."
                    " However late it came it has arrived; coverage counts what came by the due day, and"
                    " later what took effect in the period."
                ),
            ),
            FigureWords(
                N_("Late"), N_("Those of the reported of which the first report came after the due day.")
            ),
            FigureWords(
                N_("Outstanding"),
                N_("Those that were not reported, or returned by headquarters and not answered."),
            ),
            FigureWords(
                N_("Returned, approved, not reviewed"),
                N_("The unit's reports by headquarters' review of them as they are."),
            ),
        ),
    ),
)
"""What other screens, lists and commands count."""
