"""Minutes of a meeting in words, in every form of a document, in the current language."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import datetime, tzinfo
from itertools import chain, count
from pathlib import Path
from typing import Final

import language
from language import _, counted, dates
from language.commands import named_institution
from language.dates import meeting_title
from language.numbers import NOTHING
from language.registers import register, resolution_words, since, value
from language.terms import status
from report.document import Document, DocumentEntry, DocumentSection, DocumentTable
from report.html import render_html
from report.markdown import render_markdown
from report.pdf import printed
from report.plain import WIDTH, render_plain
from report.word import render_docx
from schema.registers import ENTRIES
from store.db.durable import write_durably
from store.db.errors import UserError
from store.db.text import fold
from store.edits.assessment import Resolution, read_resolution
from store.edits.meeting import Meeting
from store.history.minutes import Minutes, MinutesItem, MinutesLine
from store.plan.units import unit_name

FORMS: Final[dict[str, Callable[[Document], bytes]]] = {
    ".docx": render_docx,
    ".pdf": lambda document: printed(render_html(document)),
    ".html": lambda document: render_html(document).encode(),
    ".md": lambda document: render_markdown(document).encode(),
    ".txt": lambda document: render_plain(document).encode(),
}
"""What is written, by the ending of the file."""
_NEEDS_LIBRARY: Final = frozenset({"library_missing", "pdf_missing"})

_PLACES: Final = 8
_PLAIN: Final = re.compile(r"[a-z0-9]+")
_LONGEST_PART: Final = 40
_OF_ID: Final = 4
_BY_HAND: Final = "_" * 24
"""Room for what is not known and filled in by hand."""


def minutes_form(path: Path) -> Callable[[Document], bytes]:
    """Return the writer for a file's ending. Raises UserError ``minutes_kind``."""
    form = FORMS.get(path.suffix.lower())
    if form is None:
        raise UserError("minutes_kind", file=str(path), known=", ".join(FORMS))
    return form


def write_minutes(
    path: Path,
    minutes: Minutes,
    *,
    seen: Collection[str] | None = None,
    replace: bool = False,
) -> None:
    """Write minutes durably, as :func:`document` says them.

    Raises UserError ``minutes_kind``, ``library_missing`` or ``pdf_missing`` where the form needs what is not
    installed, or as :func:`store.db.durable.write_durably`.
    """
    form = minutes_form(path)
    write_durably(path, form(document(minutes, seen=seen)), replace=replace)


def minutes_text(
    minutes: Minutes,
    code: str,
    *,
    seen: Collection[str] | None = None,
    width: int = WIDTH,
) -> str:
    """Return the minutes as plain text of a width in a language."""
    with language.speaking(code):
        return render_plain(document(minutes, seen=seen), width)


def minutes_files(
    folder: Path,
    minutes: Minutes,
    code: str,
    *,
    seen: Collection[str] | None = None,
) -> list[Path]:
    """Write the minutes into a folder in a language, in every form for which the libraries are installed.

    Their names say what they are, of which day and meeting, and have a number where such minutes are there
    already: somebody may have completed those by hand. Raises UserError as
    :func:`store.db.durable.write_durably`.
    """
    with language.speaking(code):
        stem = _stem(minutes.meeting)
        written = document(minutes, seen=seen)
        files = dict[str, bytes]()
        for ending, form in FORMS.items():
            try:
                files[ending] = form(written)
            except UserError as refused:
                if refused.code not in _NEEDS_LIBRARY:
                    raise
    names = chain((f"{stem}_{code}",), (f"{stem}_{code}_{n}" for n in count(2)))
    name = next(name for name in names if not any((folder / f"{name}{ending}").exists() for ending in FORMS))
    for ending, data in files.items():
        write_durably(folder / f"{name}{ending}", data)
    return [folder / f"{name}{ending}" for ending in files]


def _stem(meeting: Meeting) -> str:
    """Return the day, the title and the beginning of the id, which tells meetings of one day apart.

    All of it may have come in a file: of it only letters and digits without accents stay, and hyphens.
    """
    title = meeting_title(meeting.title, meeting.day)
    parts = (_("Minutes"), meeting.day, title, meeting.id[:_OF_ID])
    slugs = ("-".join(_PLAIN.findall(fold(part)))[:_LONGEST_PART].strip("-") for part in parts)
    return "_".join(filter(None, slugs))


def document(
    minutes: Minutes, *, seen: Collection[str] | None = None, zone: tzinfo | None = None
) -> Document:
    """Return the minutes in words; moments are in ``zone``, or the computer's own.

    ``seen`` are the actions that the meeting had before it, None where that is not known: others on which
    nothing was recorded were not left as they were, but not reached.
    """
    meeting = minutes.meeting
    began, ended = (dates.datetime(moment or None, zone=zone) for moment in (minutes.began, minutes.ended))
    facts = (
        (_("Date"), dates.date(meeting.day)),
        (_("Place"), meeting.place or _BY_HAND),
        (_("Time"), _time(minutes, zone)),
        (_("Held by"), unit_name(meeting.unit, language.current())),
        *([(_("Absent"), "; ".join(meeting.absent))] if meeting.absent else []),
        (_("Recorded by"), ", ".join(minutes.officers)),
        (_("Recorded"), began if began == ended else f"{began} – {ended}"),
    )
    # what was agreed on no action comes first
    items = sorted(minutes.items, key=lambda item: item.target != meeting.id)
    ahead = [item for item in items if seen is not None and not item.lines and item.target not in seen]
    return Document(
        language.current(),
        _("Minutes: {title}").format(title=meeting_title(meeting.title, meeting.day)),
        facts,
        (*_earlier(minutes), _resolutions(minutes), _agenda(minutes)),
        _("Present"),
        meeting.present or ("",) * _PLACES,
        (*(_section(item, minutes, zone) for item in items if item not in ahead), *_not_reached(ahead)),
        (_("Chair"), _("Minutes taken by")),
    )


def _time(minutes: Minutes, zone: tzinfo | None) -> str:
    """From when to when it was recorded, where that was on the day of the meeting."""
    moments = [datetime.fromtimestamp(moment, zone) for moment in (minutes.began, minutes.ended) if moment]
    if not moments or any(moment.date().isoformat() != minutes.meeting.day for moment in moments):
        return _BY_HAND
    return " – ".join(dict.fromkeys(f"{moment:%H:%M}" for moment in moments))


def _columns() -> tuple[str, ...]:
    return (_("Action"), _("Decision"), _("Responsible"), _("By when"))


def _resolutions(minutes: Minutes) -> DocumentTable:
    """Return what was agreed, who does it, and by when, in the order of the agenda."""
    rows = tuple(
        _row(item, agreed)
        for item, line in _resolved(minutes)
        if not line.follows_up and (agreed := read_resolution(line.after)) is not None
    )
    return DocumentTable(_("Decisions"), _columns(), rows, _("No decision was taken."))


def _earlier(minutes: Minutes) -> tuple[DocumentTable, ...]:
    """Return what the meeting said of decisions that stood before it; no table where it said nothing."""
    rows = tuple(
        (*_row(item, agreed), _became(agreed, read_resolution(line.after)))
        for item, line in _resolved(minutes)
        if (agreed := read_resolution(line.before)) is not None
    )
    table = DocumentTable(_("Decisions of earlier meetings"), (*_columns(), _("What became of it")), rows)
    return (table,) if rows else ()


def _resolved(minutes: Minutes) -> list[tuple[MinutesItem, MinutesLine]]:
    return [
        (item, line) for item in minutes.items for line in item.lines if line.register.kind == "resolution"
    ]


def _row(item: MinutesItem, agreed: Resolution) -> tuple[str, ...]:
    due = "" if agreed.due is None else dates.date(agreed.due)
    by_when = ", ".join(filter(None, (due, _done(agreed)))) or NOTHING
    return (item.nr or NOTHING, agreed.text, named_institution(agreed.responsible) or NOTHING, by_when)


def _done(agreed: Resolution) -> str:
    return "" if agreed.done is None else _("done on {day}").format(day=dates.date(agreed.done))


def _became(before: Resolution, after: Resolution | None) -> str:
    """Return what became of a decision, in words."""
    if after is None:
        return _("withdrawn")
    if after.done is not None:
        return _done(after)
    if after.text != before.text or after.responsible != before.responsible:
        return _("corrected: {decision}").format(decision=_resolution(after))
    if after.due not in (None, before.due):
        return _("still open, by {day}").format(day=dates.date(after.due))
    return _("still open")


def _agenda(minutes: Minutes) -> DocumentTable:
    items = [item for item in minutes.items if item.target in minutes.meeting.agenda]
    rows = tuple((str(n), item.nr or item.target, item.title) for n, item in enumerate(items, 1))
    return DocumentTable(_("Agenda"), ("", _("Action"), _("Title")), rows, _("Nothing was on the agenda."))


def _section(item: MinutesItem, minutes: Minutes, zone: tzinfo | None) -> DocumentSection:
    if item.nr:
        heading = f"{item.nr}  {item.title}"
    elif item.target == minutes.meeting.id:
        heading = _("Meeting as a whole")
    elif item.title:
        heading = _("Meeting: {title}").format(title=item.title)
    else:
        is_measured = any(line.register.kind == "indicator" for line in item.lines)
        heading = _("Indicator {place}").format(place=item.target) if is_measured else item.target
    entries = tuple(_entry(line, minutes, zone) for line in item.lines)
    if item.target in minutes.statuses and not any(map(_is_status, item.lines)):
        label = _("Status as a whole") if minutes.is_headquarters else _("Status")
        stands = DocumentEntry(label, status(minutes.statuses[item.target]), _("left as it was"))
        entries = (stands, *entries)
    return DocumentSection(heading, entries, _("Nothing was recorded."))


def _not_reached(ahead: Collection[MinutesItem]) -> tuple[DocumentSection, ...]:
    """Return the section of what the meeting did not come to, by number; none where it came to everything."""
    label = counted("{n} action", "{n} actions", len(ahead))
    entry = DocumentEntry(label, ", ".join(item.nr or item.target for item in ahead))
    return (DocumentSection(_("Not reached"), (entry,)),) if ahead else ()


def _is_status(line: MinutesLine) -> bool:
    return line.register.field == "status" or line.register.kind == "decision"


def _entry(line: MinutesLine, minutes: Minutes, zone: tzinfo | None) -> DocumentEntry:
    kind, _target, owner, field = line.register
    label = register(kind, field)
    # where the status of the whole is told as well, that of one's own unit says whose it is
    is_own = owner == minutes.meeting.unit and not (minutes.is_headquarters and field == "status")
    if owner and not is_own:
        label += f" ({unit_name(owner, language.current())})"
    recorded = f"{line.officer}, {dates.datetime(line.recorded_at, zone=zone)}"
    return DocumentEntry(label, _text(line, minutes.currency), recorded)


def _text(line: MinutesLine, currency: str) -> str:
    kind, _target, _owner, field = line.register
    if line.before is None and kind in ENTRIES:
        return _new(line)
    after = value(kind, field, line.after, currency) + since(kind, field, line.effective_on)
    if line.confirmed:
        still_open = line.follows_up and (agreed := read_resolution(line.after)) and agreed.done is None
        return f"{after}, {_('still open')}" if still_open else _("{value}, confirmed").format(value=after)
    # where only the day was corrected, nothing else is worth saying
    return after if line.before == line.after else f"{value(kind, field, line.before, currency)} → {after}"


def _new(line: MinutesLine) -> str:
    """Return a new note, piece of evidence or resolution, with its line ends."""
    if isinstance(line.after, str):
        return line.after
    agreed = read_resolution(line.after) if line.register.kind == "resolution" else None
    return value(line.register.kind, "", line.after) if agreed is None else _resolution(agreed)


def _resolution(agreed: Resolution) -> str:
    return "\n".join((agreed.text, *resolution_words(agreed._asdict())))
