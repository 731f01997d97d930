"""What is said of decisions that were held on a document, in sentences of the current language."""

from __future__ import annotations

from typing import Final

from language import N_, _, ngettext
from language.readings import field
from language.templates import figure

_WHY: Final = {
    "unknown": N_("the document has no such field"),
    "differs": N_("the document says or is read otherwise now"),
    "gone": N_("there is no such finding any more"),
}


def applied_words(number: int, file: str) -> str:
    """How many decisions were put to the plan."""
    text = ngettext(
        "{n} decision of headquarters applied from {file}",
        "{n} decisions of headquarters applied from {file}",
        number,
    )
    return text.format(n=number, file=figure("file", file))


def mapped_words(file: str) -> str:
    """That the columns of the document are read as headquarters said."""
    return _("The columns are read as {file} says.").format(file=figure("file", file))


def gone_words(heading: str) -> str:
    """That a column which headquarters named is no longer in the document."""
    text = _("left out: column “{name}” (the document has no such column any more)")
    return text.format(name=figure("name", heading))


def other_version_words(file: str) -> str:
    """That the decisions were made on another version of the document."""
    text = _(
        "{file} belongs to another version of this document: of its decisions hold those whose text"
        " and reading are the same."
    )
    return text.format(file=figure("file", file))


def left_words(subject: str, why: str, *, on_finding: bool) -> str:
    """A decision that was left out: on a field by its path, or on a finding by its key; and why."""
    what = subject if on_finding else f"{subject.partition('/')[0]} {field(subject)}"
    return _("left out: {what} ({why})").format(what=figure("what", what), why=_(_WHY[why]))
