"""The commands of headquarters' screens, and of its work with the plan: names, publishing a revision."""

from __future__ import annotations

from functools import partial
from typing import Final

from language import N_
from tui.commands.command import Command, inside

HEADQUARTERS: Final = N_("Headquarters")

_KEEP: Final = N_("Keep the value with this number")
_QUEUE: Final = N_("At headquarters: approve reports one by one, or return them; of marked actions alone")
_APPROVE: Final = N_("Approve the report as it shows, or those that are marked; then the next shows")
_OPEN_EVIDENCE: Final = N_("Show what the unit attached to its evidence, in the viewer of the system")
_RETURN: Final = N_("Return the report, or those that are marked, with a reason, which the unit reads")
_MARK_REPORT: Final = N_("Mark the report, to approve or return several at once")
_EVERY: Final = N_("Show all reports, or only those that wait")
_BEFORE: Final = N_("To the report before")
_CLEAR: Final = N_("Take back what was said of the report, whenever that was")
_NARRATIVE: Final = N_("What headquarters writes for the report, chapter by chapter")
_OWING: Final = N_("Outstanding reports of your unit for the period; at headquarters those of all units")
_FORM: Final = N_("Write the form of the highlighted unit, for who reports without Terren")
_FORMS: Final = N_("Write forms for units that report without Terren")
_PAPER: Final = N_("Type in a paper form of the unit under the cursor, in the order of the page")
_LETTERS: Final = N_("Write reminder letters into a folder")
_OWED_LIST: Final = N_("Write every outstanding report into a file: a workbook or CSV")
_CLOSE_PERIOD: Final = N_("Close the period, after what is late in it is told")
_LATE: Final = N_("Show what was recorded for the period after its day, before you close it")
_REPORTING: Final = N_("Say who is expected to report: whoever leads, or supports as well, or chosen units")
_ACTIONS: Final = N_("Show the actions of which a report of the unit is outstanding")
_COMPLETE: Final = N_("Complete the name of the folder")
_PAGE_DOWN: Final = N_("One page down")
_APPROVED: Final = N_("Count only reports that headquarters approved, or all again")
_WRITE_REPORT: Final = N_("Write the report into the folder")
_TEMPLATE: Final = N_("A Word document of your own to be filled, or the usual form again")
_TEXTS: Final = N_("The texts for reports in the next language, behind the last those for all")
_DESK: Final = N_("Say which officer or desk writes the chapter, in every period")
_MATERIAL: Final = N_("Show only what one unit reported, or of actions of one status, or everything again")
_FINAL: Final = N_("Freeze the period with this report, which is signed, or write one as before")
_SIGN: Final = N_("Sign the report with headquarters' key, or leave it unsigned")
_EXAMPLE: Final = N_("Write an example of a Word document of your own")
_OFFICERS: Final = N_("Name officers where values compete, or their units again")
_COVER: Final = N_("The institution's name, emblem and signatures, and the plan's title in other languages")
_MISSING: Final = N_("Only what is not reported, or everything again")

_NAMES: Final = N_("Group the spellings of institutions, donors and documents, for filters and reports")
_ONE: Final = N_("Make one name of what is marked, or of the group, called as the first line says")
_NAME: Final = N_("Type the name for what is marked, or for the group")
_MARK: Final = N_("Mark a name or a spelling, to make one name of several")
_PART: Final = N_("Let the spelling stand alone again, or all of the group")
_SHOW: Final = N_("1 what may be one name, 2 names in several spellings, 3 all names")
_FIND: Final = N_("Find names by what they hold")
_FOUND: Final = N_("Go to the names found")
_CLOSE: Final = N_("End the search, or back to the plan")
_PUBLISH: Final = N_(
    "Compare a revised plan with the one in force, answer what cannot be matched, publish it"
)
_CONTINUES: Final = N_("It continues this item of the plan in force; 0 says that it is new")
_OTHER: Final = N_("Type the number that it has in the other revision")
_LEAVES: Final = N_("Say that nothing continues an item of the plan in force: it leaves")
_FOLLOWS: Final = N_("Name what follows an action that leaves the plan")
_SINCE: Final = N_("Set the first day on which the revision is in force")
_PUBLISH_IT: Final = N_("Publish the revision")
_QUIT: Final = N_("Close without publishing; a second Esc discards the answers")


def _main(command: str, key: str, name: str, text: str) -> Command:
    return Command(command, key, name, text, HEADQUARTERS, "main")


_PERIOD_BEFORE: Final = N_("To the period before")
_PERIOD_AFTER: Final = N_("To the period after")

_in = partial(inside, HEADQUARTERS)

COMMANDS: Final = (
    _main("conflicts", "c", N_("conflicts"), N_("Values of which somebody has to choose one")),
    _main("matrix", "M", N_("matrix"), N_("What each unit reported on each action")),
    _main("report", "R", N_("report"), N_("Write the report on a period")),
    _main("queue", "A", N_("review"), _QUEUE),
    _main("narrative", "W", N_("words of the report"), _NARRATIVE),
    _main("owing", "O", N_("outstanding reports"), _OWING),
    _in("narrative", "write_chapter", "enter e", N_("write"), N_("Write the chapter")),
    _in("narrative", "period_before", "left h", N_("period before"), _PERIOD_BEFORE, does="turn(-1)"),
    _in("narrative", "period_after", "right l", N_("period after"), _PERIOD_AFTER, does="turn(1)"),
    _in("narrative", "chapter_language", "t", N_("language"), _TEXTS, does="chapter_language"),
    _in("narrative", "chapter_desk", "d", N_("desk"), _DESK, footer=False),
    _in("narrative", "filter_material", "f", N_("filter"), _MATERIAL, footer=False),
    _in("narrative", "undo_chapter", "u", N_("undo"), N_("Take back your last change")),
    _in("narrative", "close_narrative", "escape q W", N_("close"), N_("Back to the plan"), does="leave"),
    _in("owing", "owed_list", "enter", N_("list"), _ACTIONS),
    _in("owing", "write_letters", "w", N_("letters"), _LETTERS),
    _in("owing", "write_owing", "t", N_("write"), _OWED_LIST),
    _in("owing", "owing_forms", "f", N_("forms"), _FORMS, footer=False, does="write_forms"),
    _in("owing", "owing_form", "F", N_("form of the unit"), _FORM, footer=False, does="write_form"),
    _in("owing", "owing_back", "left h", N_("period before"), _PERIOD_BEFORE, footer=False, does="turn(-1)"),
    _in("owing", "owing_on", "right l", N_("period after"), _PERIOD_AFTER, footer=False, does="turn(1)"),
    _in("owing", "close_period", "c", N_("close the period"), _CLOSE_PERIOD, footer=False),
    _in("owing", "late_list", "v", N_("late"), _LATE),
    _in("owing", "who_reports", "r", N_("who reports"), _REPORTING),
    _in("owing", "close_owing", "escape q O", N_("close"), N_("Back to the plan"), does="leave"),
    _in("queue", "approve_report", "a", N_("approve"), _APPROVE),
    _in("queue", "return_report", "r", N_("return"), _RETURN),
    _in("queue", "next_report", "right l n", N_("next"), N_("To the next report"), does="move(1)"),
    _in("queue", "mark_report", "space", N_("mark"), _MARK_REPORT),
    _in("queue", "all_reports", "v", N_("all"), _EVERY),
    _in("queue", "queue_action", "enter", N_("go to"), N_("Go to the action of the report")),
    _in("queue", "open_evidence", "o ctrl+o", N_("open"), _OPEN_EVIDENCE, footer=False),
    _in("queue", "undo_review", "u", N_("undo"), N_("Take back your last change"), footer=False),
    _in("queue", "clear_review", "x delete", N_("clear"), _CLEAR, footer=False),
    _in("queue", "report_before", "left h p", N_("before"), _BEFORE, footer=False, does="move(-1)"),
    _in("queue", "close_queue", "escape q A", N_("close"), N_("Back to the plan"), does="leave"),
    _in("conflicts", "keep_value", "1 2 3 4 5 6 7 8 9", N_("keep"), _KEEP, shown="1-9"),
    _in("conflicts", "other_value", "o 0", N_("another value"), N_("Type another value")),
    _in("conflicts", "give_reason", "r", N_("reason"), N_("Give a reason first; it is kept as a note")),
    _in("conflicts", "conflict_action", "enter", N_("go to"), N_("Go to the action in conflict")),
    _in("conflicts", "write_conflicts", "w", N_("write"), N_("Write the conflicts into a file")),
    _in("conflicts", "undo_decision", "u", N_("undo"), N_("Take back your last decision"), footer=False),
    _in("conflicts", "close_conflicts", "escape q c", N_("close"), N_("Back to the plan"), does="leave"),
    _in("other_value", "store_other", "enter", N_("store"), N_("Decide by this value, or keep the reason")),
    _in("other_value", "leave_other", "escape", N_("leave"), N_("Leave it undecided")),
    _in("report", "write_report", "enter", N_("write"), _WRITE_REPORT, does="accept"),
    _in("report", "complete_report", "tab", N_("complete"), _COMPLETE, footer=False, does="complete"),
    _in("report", "report_field", "shift+tab", N_("next field"), N_("To the period, the day, or the folder")),
    _in("report", "report_form", "ctrl+f", N_("form"), N_("As Word, workbook, HTML, PDF, CSV, JSON or IATI")),
    _in("report", "report_language", "ctrl+t", N_("language"), N_("Write the report in another language")),
    _in("report", "report_approved", "ctrl+o", N_("approved only"), _APPROVED),
    _in("report", "report_final", "ctrl+l", N_("final"), _FINAL),
    _in("report", "report_sign", "ctrl+s", N_("sign"), _SIGN, footer=False),
    _in("report", "report_template", "ctrl+n", N_("template"), _TEMPLATE, footer=False),
    _in("report", "report_annexes", "ctrl+g", N_("annexes"), N_("Choose the annexes"), footer=False),
    _in("report", "report_names", "ctrl+y", N_("officers"), _OFFICERS, footer=False),
    _in("report", "report_cover", "ctrl+b", N_("cover"), _COVER, footer=False),
    _in("report", "report_example", "ctrl+x", N_("example"), _EXAMPLE, footer=False),
    _in("report", "report_up", "pageup", N_("page up"), N_("One page up"), footer=False, does="read(-1)"),
    _in("report", "report_down", "pagedown", N_("page down"), _PAGE_DOWN, footer=False, does="read(1)"),
    _in("report", "close_report", "escape", N_("close"), N_("Back to the plan"), does="leave"),
    _in("matrix", "matrix_action", "enter", N_("go to"), N_("Go to the action of the row")),
    _in("matrix", "missing", "m", N_("missing only"), _MISSING),
    _in("matrix", "write_matrix", "w", N_("write"), N_("Write the matrix into a file")),
    _in("matrix", "write_forms", "f", N_("forms"), _FORMS, footer=False),
    _in("matrix", "enter_paper", "e", N_("paper form"), _PAPER, footer=False),
    _in("paper", "next_paper", "enter", N_("next"), N_("To the status of the next action")),
    _in("paper", "record_paper", "ctrl+s", N_("record"), N_("Show what changes, and record it by a yes")),
    _in("paper", "close_paper", "escape", N_("close"), N_("Close; what was typed is kept"), does="leave"),
    _in("paper", "paper_help", "f1", N_("help"), N_("All keys"), does="open_help"),
    _in("matrix", "write_form", "F", N_("form of the unit"), _FORM, footer=False),
    _in("matrix", "who_reports_matrix", "r", N_("who reports"), _REPORTING, does="who_reports"),
    _in("matrix", "close_matrix", "escape q M", N_("close"), N_("Back to the plan"), does="leave"),
)  # fmt: skip

PLAN_COMMANDS: Final = (
    Command("names", "N", N_("names"), _NAMES, HEADQUARTERS, "main"),
    _in("names", "one_name", "a", N_("one name"), _ONE),
    _in("names", "name_it", "enter", N_("name it"), _NAME),
    _in("names", "mark_name", "space", N_("mark"), _MARK),
    _in("names", "part_names", "x delete", N_("part"), _PART),
    _in("names", "names_shown", "1 2 3", N_("show"), _SHOW, shown="1-3"),
    _in("names", "find_name", "slash f", N_("find"), _FIND, footer=False, does="search"),
    _in("names", "undo_name", "u", N_("undo"), N_("Take back your last change"), footer=False),
    _in("names", "close_names", "escape q N", N_("close"), _CLOSE, does="close"),
    _in("names_find", "to_names", "enter down", N_("to the list"), _FOUND, does="to_list"),
    _in("names_find", "all_names", "escape", N_("show all"), N_("End the search"), does="end_search"),
    Command("publish_plan", "P", N_("publish a revision"), _PUBLISH, HEADQUARTERS, "main"),
    _in("publish", "continues", "0 1 2 3 4 5 6 7 8 9", N_("continues"), _CONTINUES, shown="0-9"),
    _in("publish", "other_number", "o enter", N_("other number"), _OTHER),
    _in("publish", "leaves_plan", "x", N_("leaves"), _LEAVES, footer=False),
    _in("publish", "name_successor", "s", N_("successor"), _FOLLOWS),
    _in("publish", "in_force_from", "d", N_("day"), _SINCE),
    _in("publish", "publish_revision", "w", N_("publish"), _PUBLISH_IT),
    _in("publish", "answer_back", "u", N_("undo"), N_("Take back the last answer"), footer=False),
    _in("publish", "next_question", "n tab", N_("next question"), N_("To the next question"), footer=False),
    _in("publish", "close_publishing", "escape q", N_("close"), _QUIT),
)  # fmt: skip
