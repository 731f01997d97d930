"""Minutes of a meeting in words, as Markdown, HTML or plain text, in the current language."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import tzinfo
from pathlib import Path
from typing import Final

import language
from language import _, dates
from language.registers import ENTRIES, register, value
from report.document import Document, Entry, Section
from report.html import html
from report.markdown import markdown
from report.plain import plain
from store.assessment import Resolution, read_resolution
from store.durable import write_durably
from store.errors import Refused
from store.minutes import Item, Line, Minutes
from store.units import unit_name

FORMS: Final[dict[str, Callable[[Document], str]]] = {".md": markdown, ".html": html, ".txt": plain}
"""What is written, by the ending of the file."""

_PLACES: Final = 8
_UNSAFE: Final = re.compile(r"[^\w-]", re.ASCII)
"""Day and id may have come in a file: nothing of them may lead out of the folder."""
_LONGEST_NAME: Final = 60


def minutes_form(path: Path) -> Callable[[Document], str]:
    """What a file's ending asks for. Raises Refused ``minutes_kind``."""
    form = FORMS.get(path.suffix.lower())
    if form is None:
        raise Refused("minutes_kind", file=str(path))
    return form


def write_minutes(path: Path, minutes: Minutes, *, replace: bool = False, zone: tzinfo | None = None) -> None:
    """Write minutes durably. Raises Refused ``minutes_kind``, or as :func:`store.durable.write_durably`."""
    form = minutes_form(path)
    write_durably(path, form(document(minutes, zone=zone)).encode("utf-8"), replace=replace)


def minutes_text(minutes: Minutes, code: str, *, zone: tzinfo | None = None) -> str:
    """The minutes as plain text in a language."""
    with language.speaking(code):
        return plain(document(minutes, zone=zone))


def minutes_files(
    folder: Path, minutes: Minutes, code: str, *, replace: bool = False, zone: tzinfo | None = None
) -> list[Path]:
    """Write the minutes into a folder in every form, in a language.

    Their names hold the day and the id of the meeting, never its title. Nothing is written where one of them
    is there already and ``replace`` is not given. Raises Refused ``file_exists``, or as
    :func:`store.durable.write_durably`.
    """
    stem = _UNSAFE.sub("", f"TERREN_{minutes.meeting.day}_{minutes.meeting.id}")[:_LONGEST_NAME]
    files = [folder / f"{stem}_{code}{ending}" for ending in FORMS]
    if not replace and (there := next((file for file in files if file.exists()), None)) is not None:
        raise Refused("file_exists", file=str(there))
    with language.speaking(code):
        for file in files:
            write_minutes(file, minutes, replace=replace, zone=zone)
    return files


def document(minutes: Minutes, *, zone: tzinfo | None = None) -> Document:
    """The minutes in words; moments are in ``zone``, or the computer's own."""
    held = minutes.meeting
    noted = sum(line.register.kind == "resolution" for item in minutes.items for line in item.lines)
    began, ended = (dates.datetime(moment or None, zone=zone) for moment in (minutes.began, minutes.ended))
    facts = (
        (_("Date"), dates.date(held.day)),
        (_("Held by"), unit_name(held.unit, language.current())),
        (_("Recorded by"), ", ".join(minutes.officers)),
        (_("Recorded"), began if began == ended else f"{began} – {ended}"),
        (_("On the agenda"), str(len(held.agenda))),
        (_("Resolutions"), str(noted)),
    )
    return Document(
        language.current(),
        _("Minutes: {title}").format(title=held.title),
        facts,
        _("Present"),
        _PLACES,
        tuple(_section(item, minutes, zone) for item in minutes.items),
        (_("Chair"), _("Minutes taken by")),
    )


def _section(item: Item, minutes: Minutes, zone: tzinfo | None) -> Section:
    if item.nr:
        heading = f"{item.nr}  {item.title}"
    else:
        is_measured = any(line.register.kind == "indicator" for line in item.lines)
        heading = _("Indicator {place}").format(place=item.target) if is_measured else item.target
    entries = tuple(_entry(line, minutes.meeting.unit, zone) for line in item.lines)
    return Section(heading, entries, _("Nothing was recorded."))


def _entry(line: Line, unit: str, zone: tzinfo | None) -> Entry:
    kind, _target, owner, field = line.register
    label = register(kind, field)
    if owner not in ("", unit):
        label += f" ({unit_name(owner, language.current())})"
    return Entry(label, _text(line), f"{line.officer}, {dates.datetime(line.recorded_at, zone=zone)}")


def _text(line: Line) -> str:
    kind, _target, _owner, field = line.register
    if line.before is None and kind in ENTRIES:
        return _new(line)
    since = f" ({dates.date(line.effective_on)})" if line.effective_on is not None else ""
    after = value(kind, field, line.after) + since
    # where only the day was corrected, nothing else is worth saying
    return after if line.before == line.after else f"{value(kind, field, line.before)} → {after}"


def _new(line: Line) -> str:
    """A new note, piece of evidence or resolution, with its line ends."""
    if isinstance(line.after, str):
        return line.after
    agreed = read_resolution(line.after) if line.register.kind == "resolution" else None
    return value(line.register.kind, "", line.after) if agreed is None else _resolution(agreed)


def _resolution(agreed: Resolution) -> str:
    lines = [agreed.text]
    if agreed.responsible:
        lines.append(_("Responsible: {who}").format(who=agreed.responsible))
    if agreed.due is not None:
        lines.append(_("Due: {day}").format(day=dates.date(agreed.due)))
    return "\n".join(lines)
