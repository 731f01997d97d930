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
    "window": N_("a window in which one picks or agrees"),
    "answer": N_("a window in which one answers"),
    "place": N_("the name of a folder or file"),
    "typing": N_("a list below a line in which one types"),
    "list": N_("a list beside what it stands for"),
    "screen": N_("other screens"),
    "recorded": N_("screens of what was recorded"),
    "choice": N_("the list of statuses"),
    "mailbox": N_("the exchange folder"),
    "identity": N_("a copied database"),
    "money": N_("the money table"),
    "cell": N_("a cell of the money table"),
    "form": N_("a form"),
    "evidence": N_("the window of evidence"),
    "revision": N_("the revision of the plan"),
    "inbox": N_("the inbox"),
    "reported": N_("what a file changes"),
    "help": N_("the help"),
    "doctor": N_("what is OK here"),
    "plans": N_("the window of your plans"),
    "enrol": N_("the first run"),
    "agenda": N_("the agenda"),
    "meeting": N_("the meeting"),
    "order": N_("the order of the agenda"),
    "earlier": N_("the decisions of earlier meetings"),
    "names": N_("the names"),
    "names_find": N_("the names' search line"),
    "publish": N_("publishing a revision"),
    "review": N_("the review of a document"),
    "tracker_file": N_("choosing a document"),
    "mapping": N_("the columns of a document"),
    "minutes": N_("the minutes"),
    "overview": N_("the overview"),
    "history": N_("the history"),
    "report": N_("the report on a period"),
    "conflicts": N_("the conflicts"),
    "other_value": N_("another value"),
    "matrix": N_("the matrix"),
    "queue": N_("the review of reports"),
    "narrative": N_("the words of the report"),
    "owing": N_("outstanding reports"),
    "paper": N_("a paper form being typed in"),
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
