"""Writes docs/keys.md from the commands: ``python -m tui.commands.documentation`` in the source tree."""

from __future__ import annotations

from pathlib import Path

import language
from language import _
from tui.commands.catalogue import COMMANDS, GROUPS

PAGE = Path(__file__).parents[2] / "docs" / "keys.md"

_WHERE = {
    "main": "the main screen",
    "tree": "the tree",
    "detail": "the right side",
    "search": "the search line",
    "go": "the line of a number",
    "filter": "the window of filters",
    "app": "everywhere",
    "choice": "the list of statuses",
    "money": "the money table",
    "cell": "a cell of the money table",
    "form": "a form",
    "export": "the export",
    "revision": "the revision of the plan",
    "inbox": "the inbox",
    "accept": "accepting a sender",
    "mailbox": "the exchange folder",
    "identity": "a copied database",
    "table_file": "writing a table",
    "help": "the help",
    "doctor": "what is fine here",
    "enrol": "the first run",
    "agenda": "the agenda",
    "meeting": "the meeting",
    "names": "the names",
    "names_find": "the names' search line",
    "name_join": "naming several spellings",
    "publish": "publishing a revision",
    "publish_type": "what publishing asks for",
    "publish_confirm": "the last question before publishing",
    "review": "the review of a document",
    "review_change": "changing a field under review",
    "review_kind": "choosing a kind of items",
    "review_number": "a number under review",
    "review_file": "choosing a document",
    "mapping": "the columns of a document",
    "mapping_role": "what a column is",
    "mapping_line": "what holds for the whole document",
    "review_write": "writing a reviewed plan",
    "number": "the number of an action",
    "minutes": "the minutes",
    "overview": "the overview",
    "history": "the history",
    "redact_confirm": "the question before a text is redacted",
    "report": "the report on a period",
    "conflicts": "the conflicts",
    "other_value": "another value",
    "matrix": "the matrix",
    "narrative": "the words of the report",
    "owing": "who owes what",
    "letters": "the folder of reminder letters",
    "finding": "the history's search line",
}


def keys_page() -> str:
    """The page in English."""
    before = language.current()
    language.use("en")
    try:
        lines = [
            "# Keys",
            "",
            "Made from the commands by `python -m tui.commands.documentation`; `?` shows the same. Other",
            "keys are chosen by name under `[keys]` in the configuration ([commands.md](commands.md)).",
        ]
        for group in GROUPS:
            lines += ["", f"## {_(group)}", "", "| keys | where | what | name |", "| --- | --- | --- | --- |"]
            lines += [
                f"| {'`' + '` `'.join(command.signs().split('  ')) + '`'} | {_WHERE[command.context]} |"
                f" {command.explanation} | `{command.id}` |"
                for command in COMMANDS
                if command.group == group
            ]
        return "\n".join(lines) + "\n"
    finally:
        language.use(before)


if __name__ == "__main__":
    PAGE.write_text(keys_page(), "utf-8")
