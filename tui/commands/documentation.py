"""The page of the keys, from the commands of the interface, in the current language."""

from __future__ import annotations

from language import N_, _
from tui.commands.catalogue import COMMANDS, GROUPS

_WHERE = {
    "main": N_("the main screen"),
    "tree": N_("the tree"),
    "detail": N_("the right side"),
    "search": N_("the search line"),
    "go": N_("the line of a number"),
    "filter": N_("the window of filters"),
    "app": N_("everywhere"),
    "choice": N_("the list of statuses"),
    "money": N_("the money table"),
    "spent_on": N_("the day of an amount"),
    "cell": N_("a cell of the money table"),
    "form": N_("a form"),
    "export": N_("the export"),
    "revision": N_("the revision of the plan"),
    "inbox": N_("the inbox"),
    "accept": N_("accepting a sender"),
    "mailbox": N_("the exchange folder"),
    "update": N_("a newer version"),
    "form_inbox": N_("the forms that came back"),
    "reported": N_("what a file changes"),
    "record_confirm": N_("the question before a file is recorded"),
    "tracker_answer": N_("what a table does not say"),
    "identity": N_("a copied database"),
    "table_file": N_("writing a table"),
    "template_file": N_("a template of your own"),
    "help": N_("the help"),
    "doctor": N_("what is OK here"),
    "enrol": N_("the first run"),
    "agenda": N_("the agenda"),
    "meeting": N_("the meeting"),
    "order": N_("the order of the agenda"),
    "earlier": N_("the decisions of earlier meetings"),
    "names": N_("the names"),
    "names_find": N_("the names' search line"),
    "name_join": N_("naming several spellings"),
    "publish": N_("publishing a revision"),
    "publish_type": N_("what publishing asks for"),
    "publish_confirm": N_("the last question before publishing"),
    "review": N_("the review of a document"),
    "review_change": N_("changing a field under review"),
    "review_kind": N_("choosing a kind of items"),
    "review_number": N_("a number under review"),
    "review_file": N_("choosing a document"),
    "tracker_file": N_("choosing a document"),
    "mapping": N_("the columns of a document"),
    "mapping_role": N_("what a column is"),
    "mapping_line": N_("what holds for the whole document"),
    "review_write": N_("writing a reviewed plan"),
    "number": N_("the number of an action"),
    "minutes": N_("the minutes"),
    "overview": N_("the overview"),
    "as_of": N_("the day of the overview"),
    "history": N_("the history"),
    "settle": N_("the question what to do with what contradicts a status"),
    "redact_confirm": N_("the question before a text is redacted"),
    "report": N_("the report on a period"),
    "conflicts": N_("the conflicts"),
    "other_value": N_("another value"),
    "matrix": N_("the matrix"),
    "queue": N_("the review of reports"),
    "return_reason": N_("the window in which a report is returned"),
    "narrative": N_("the words of the report"),
    "owing": N_("outstanding reports"),
    "letters": N_("the folder of reminder letters"),
    "forms": N_("the folder of forms"),
    "paper": N_("a paper form being typed in"),
    "paper_confirm": N_("the question before a paper form is recorded"),
    "finding": N_("the history's search line"),
}


def keys_page() -> str:
    """Return every command with its keys as Markdown, also where the person has chosen others."""
    head = (_("keys"), _("where"), _("what"), _("name"))
    remark = _(
        "“?” on the screen shows the same. Other keys are chosen by name, under `[keys]` in the"
        " configuration: [settings.md](settings.md)."
    )
    lines = [f"# {_('Keys')}", "", remark]
    for group in GROUPS:
        lines += ["", f"## {_(group)}", "", f"| {' | '.join(head)} |", "| --- | --- | --- | --- |"]
        lines += [
            f"| {'`' + '` `'.join(command.signs().split('  ')) + '`'} | {_(_WHERE[command.context])} |"
            f" {command.explanation} | `{command.id}` |"
            for command in COMMANDS
            if command.group == group
        ]
    return "\n".join(lines) + "\n"
