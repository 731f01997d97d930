"""The page of the error codes, in the current language: what ``error.code`` says to a script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from language import N_, _
from language.refusals.documents import DOCUMENTS
from language.refusals.exchange import EXCHANGE
from language.refusals.installation import INSTALLATION
from language.refusals.reporting import REPORTING
from language.refusals.revision import REVISION
from language.refusals.servers import SERVERS
from language.refusals.trackers import TRACKERS
from language.refusals.workbooks import WORKBOOKS
from terren.help.guides import table_lines

WRONG_USAGE: Final = {
    "usage": N_("The options or arguments do not go together, or one is missing; the message says which."),
    "command_unknown": N_("There is no such command."),
    "option_unknown": N_("The command has no such option."),
    "option_usage": N_("An option lacks its value, or has one that it does not take."),
    "parameter_missing": N_("An option or argument that the command needs is missing."),
    "choice_unknown": N_("None of the words that are taken there."),
    "pair_unreadable": N_("Not of the form KEY=VALUE."),
    "port_unreadable": N_("Not a port: a whole number from 1 to 65535."),
    "year_unreadable": N_("Not a year in four digits."),
    "number_unreadable": N_("Not a whole number from 1."),
    "guide_unknown": N_("None of the guides that there are."),
}
"""What a command line says by itself (exit code 2)."""
OTHERS: Final = {
    "output_lost": N_("What was printed could not be written whole."),
    "unexpected": N_("Something that nobody foresaw; the message names a file for the maintainers."),
}
"""What no rule refuses."""

_GROUPS: Final[dict[str, Mapping[str, str]]] = {
    N_("Reporting, and what is recorded"): REPORTING,
    N_("Documents"): {**DOCUMENTS, **TRACKERS},
    N_("Workbooks and forms"): WORKBOOKS,
    N_("Revisions of the plan"): REVISION,
    N_("Exchange and trust"): EXCHANGE,
    N_("Servers, and data for analysts"): SERVERS,
    N_("Files, database and installation"): INSTALLATION,
    N_("Anything else"): OTHERS,
}


def errors_page() -> str:
    """Return every code with its message, as Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield from (f"# {_('Error codes')}", "")
    yield _(
        "What is wrong is printed with `--json` as `error`: its `code` stands here and is the same in every"
        " language and version, its `message` is the sentence, filled in. A code may be told with exit code 2"
        " where it is about a value of the command line that means nothing."
    )
    yield from ("", f"## {_('Wrong usage (exit code 2)')}", "")
    yield from _table(WRONG_USAGE)
    for title, templates in _GROUPS.items():
        yield from ("", f"## {_(title)}", "")
        yield from _table(templates)


def _table(templates: Mapping[str, str]) -> Iterator[str]:
    return table_lines(
        (_("code"), _("meaning")), ((f"`{code}`", _(text)) for code, text in sorted(templates.items()))
    )
