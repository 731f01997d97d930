"""What is said of a document: its headings, what its columns are, and the decisions that were held on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from language import N_, _, counted, ngettext
from language.numbers import NOTHING, figure
from language.reading.readings import field
from language.reading.sources import source

HEADINGS: Final[dict[str, str]] = {
    "action": N_("action"),
    "budget": N_("budget"),
    "deadline": N_("deadline"),
    "documents": N_("reference documents"),
    "funding": N_("source of funding"),
    "institution": N_("institution"),
    "institutions": N_("institution"),
    "notes": N_("remarks"),
    "nr": N_("number"),
    "objective": N_("objective"),
    "output": N_("output"),
    "support": N_("supporting institution"),
    "title": N_("action"),
    "year": N_("year"),
}
ROLES: Final[dict[str, str]] = {
    "number": N_("number"),
    "action": N_("action"),
    "deadline": N_("deadline"),
    "deadline.from": N_("deadline, from"),
    "deadline.to": N_("deadline, to"),
    "budget": N_("money without a year"),
    "budget.YEAR": N_("money of a year"),
    "funding": N_("source of funding"),
    "lead": N_("lead institution"),
    "support": N_("supporting institution"),
    "outputs": N_("outputs"),
    "documents": N_("reference documents"),
    "objective": N_("objective"),
    "remark": N_("remark"),
    "leave": N_("leave out"),
    "status": N_("status"),
    "percent": N_("percent complete"),
    "reason": N_("reason for delay"),
    "output_reached": N_("output reached"),
    "next_steps": N_("next steps"),
    "new_deadline": N_("new deadline"),
    "note": N_("note"),
    "updated": N_("day of the report"),
    "spent": N_("money spent"),
    "allocated": N_("money allocated"),
}
"""The roles of columns by what stands for them on the command line and in the file of corrections."""
_INDENT: Final = "     "
_ROLE: Final = "ROLE"
_SHORT: Final = 30
"""Letters of a value in a line."""
_DOT: Final = " · "
_OF_YEAR: Final = re.compile(r"budget\.(\d{4})")
_REPORTED: Final = re.compile(r"(spent|allocated)\.(\d{4})(?:\.(capital|recurrent))?")
_PARTS: Final = {"capital": N_("capital"), "recurrent": N_("recurrent")}
_MISSING: Final = {
    "action": N_("No column is that of the actions."),
    "deadline": N_("No column tells deadlines."),
    "lead": N_("No column tells who is responsible for the actions."),
    "objective": N_("There are no objectives above the actions."),
    "title": N_("The document prints no title of the plan."),
}
_ASSUMED: Final = {
    "deadline": N_("all are due in"),
    "lead": N_("responsible for all (a dash: nobody is named)"),
    "objective": N_("one objective, called"),
    "title": N_("the plan is called"),
}
_EXAMPLES: Final = {
    "deadline": "deadline=2022",
    "lead": "lead=-",
}
_WHY: Final = {
    "unknown": N_("the document has no such field"),
    "differs": N_("the document says or is read otherwise now"),
    "gone": N_("there is no such finding any more"),
}


def headings(names: str) -> str:
    """Return headings, parted by commas, in words, each once; none as a dash."""
    words = [name.strip() for name in names.split(",") if name.strip(" -–")]
    told = [_(HEADINGS[word]) if word in HEADINGS else word for word in words]
    return ", ".join(dict.fromkeys(told)) or "–"


def role_words(role: str) -> str:
    """Return what a column is, in words; a question mark where nobody knows."""
    if not role:
        return "?"
    if role == "budget.YEAR":
        return _(ROLES[role])
    if role.startswith("status."):
        # a column of marks is called as the status that heads it
        return _(ROLES["status"])
    if year := _OF_YEAR.fullmatch(role):
        return _("money of {year}").format(year=year[1])
    if amount := _REPORTED.fullmatch(role):
        dated, part = amount[2], amount[3]
        what = _(ROLES[amount[1]])
        return f"{what} {dated}" + (f", {_(_PARTS[part])}" if part else "")
    return _(ROLES[role]) if role in ROLES else figure("role", role)


def missing_words(key: str) -> str:
    """Return a sentence on what the document does not say."""
    return _(_MISSING[key])


def assume_words(key: str) -> str:
    """Return the few words before the value of what is said of the whole document."""
    return _(_ASSUMED[key])


def column_lines(number: int, name: str, role: str, samples: Sequence[str], width: int) -> tuple[str, str]:
    """Return a column with what it is, and on the next line three of its values, in ``width`` letters."""
    room = max(8, (width - len(_INDENT)) // max(1, len(samples)) - len(_DOT))
    shown = [_cut(text, room) for text in map(_plain, samples)]
    head = f"{number:>3}  {figure('name', name)} = {figure('role', role) if role else '?'}"
    told = f"{head} ({role_words(role) if role else _('not known: kept as a remark')})"
    return told, _INDENT + (_DOT.join(shown) or NOTHING)


def _cut(text: str, room: int) -> str:
    """Return a text in so many letters."""
    return text if len(text) <= room else f"{text[: room - 1].rstrip()}…"


def _plain(text: str) -> str:
    return figure("sample", text)


def quoted(names: Iterable[str]) -> str:
    """Return headings in the quotes of the language, one after the other."""
    return ", ".join(_("“{name}”").format(name=figure("name", name)) for name in names) or NOTHING


def unmapped_params(params: Mapping[str, object]) -> dict[str, object]:
    """Return the params of a refusal of unknown columns, with its columns and what is missing in words."""
    columns: Any = params.get("columns", [])
    missing: Any = params.get("missing", [])
    names = quoted(column["name"] for column in columns)
    lacks = " ".join(missing_words(key) for key in missing if key in _MISSING)
    lacking = str(params.get("lacking", "")).strip(NOTHING)
    # all may be found, and yet not in the form of a plan
    told = lacks or _("What each of them is has to be confirmed.")
    return {**params, "columns": names, "missing": told, "lacking": lacking}


def example_of(columns: list[tuple[str, str]], assumed: Mapping[str, str], missing: list[str]) -> str:
    """Return the options of a command that state what the columns seem to be.

    ``assumed`` holds what was or may be said of the whole document, ``missing`` the keys of the rest.
    """
    options = [("--column", f"{name}={role or 'remark'}") for name, role in columns]
    options += [("--assume", f"{key}={value}") for key, value in assumed.items()]
    options += [("--assume", _EXAMPLES[key]) for key in missing if key in _EXAMPLES]
    return " ".join(option_of(*pair) for pair in options)


def option_of(option: str, text: str) -> str:
    """Return an option with its text as a command line has it."""
    return f"{option} {_quoted(text)}"


def _quoted(text: str) -> str:
    inner = re.sub(r'(["\\$`])', r"\\\1", figure("text", text))
    return f'"{inner}"'


def applied_words(number: int, file: str) -> str:
    """Return how many decisions were put to the plan."""
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


def passed_words(place: str, text: str, rows: int) -> str:
    """Return rows of the document that were passed over: where they begin, how many, the first words."""
    return counted(
        "Passed over: {place}, {n} row: {text}",
        "Passed over: {place}, {n} rows: {text}",
        rows,
        place=source(place),
        text=figure("text", text),
    )


def kept_words(name: str, role: str, samples: Sequence[str]) -> str:
    """Return a column that was kept as a remark, with values, and the option that makes a field of it."""
    shown = _DOT.join(_cut(_plain(text), _SHORT) for text in samples)
    option = f"--column {_quoted(f'{name}={role or _ROLE}')}"
    text = _("Kept as a remark: column “{name}” ({samples}). To make it a field of the plan: {option}")
    return text.format(name=figure("name", name), samples=shown, option=option)


def kept_count(number: int) -> str:
    """Return how many columns were kept as remarks."""
    return counted("{n} column kept as remarks", "{n} columns kept as remarks", number)


def kept_entry(name: str, role: str, samples: Sequence[str]) -> str:
    """Return a column that was kept as a remark, with values, and what it may be."""
    shown = _DOT.join(_cut(_plain(text), _SHORT) for text in samples)
    likely = f" ({role_words(role)}?)" if role else ""
    return f"{quoted([name])}{likely}: {shown}"


def other_version_words(file: str) -> str:
    """That the decisions were made on another version of the document."""
    text = _(
        "{file} belongs to another version of this document: of its decisions hold those whose text"
        " and reading are the same."
    )
    return text.format(file=figure("file", file))


def left_words(subject: str, why: str, *, on_finding: bool) -> str:
    """Return a decision that was left out: on a field by its path, or on a finding by its key; and why."""
    what = subject if on_finding else f"{subject.partition('/')[0]} {field(subject)}"
    return _("left out: {what} ({why})").format(what=figure("what", what), why=_(_WHY[why]))
