"""Reminder letters: what a unit still owes for a period, one a unit, as text and as a Word document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Final

import language
from language import _, dates, ngettext
from report.letter import Letter, letter_docx, letter_text
from store.account.calendar import AskedPeriod
from store.account.reviews import resolve_reporting_unit
from store.db.database import Store
from store.db.durable import write_durably
from store.db.errors import UserError, library_needed
from store.db.text import file_name_part, fold
from store.ledger.identity import read_identity
from store.plan.institutions import name_in_language
from store.plan.lookup import printed_units
from store.plan.units import full_unit_name, municipalities, unit_name
from store.query.owing import RETURNED, Owed, UnitOwing, named_period, owing

ENDINGS: Final = (".txt", ".docx")


def reminder(
    asked: AskedPeriod, owing: UnitOwing, name: str, sender: str, signature: str, today: date
) -> Letter:
    """Return the letter to one unit, of this ``name``, in the current language."""
    period, due = dates.period_words(asked.period.code), dates.date(asked.due)
    asks = (
        _("For the period {period} reports are asked for until {due}.")
        if asked.due >= today
        else _("For the period {period} reports were asked for until {due}.")
    ).format(period=period, due=due)
    arrived = _("{n} of {total} reports of your unit have arrived.")
    return Letter(
        language.current(),
        sender,
        name,
        dates.date(today),
        _("Reminder: reports for {period}").format(period=period),
        (
            _("Dear Sir or Madam,"),
            asks,
            arrived.format(n=owing.reported, total=owing.asked),
            _what_is_owed(len(owing.owed), owing.returned),
        ),
        (_("No."), _("Action"), _("What is outstanding")),
        tuple((report.nr, report.title, _owed(report)) for report in owing.owed),
        (
            ngettext(
                "Please record it in Terren and send the file to headquarters, or call us.",
                "Please record them in Terren and send the file to headquarters, or call us.",
                len(owing.owed),
            ),
            _("Yours faithfully,"),
        ),
        signature,
    )


def _what_is_owed(owed: int, returned: int) -> str:
    """Return what stands above the list of reports: missing ones, returned ones, or both."""
    if not returned:
        words = ngettext(
            "The following report is still outstanding:",
            "The following reports are still outstanding:",
            owed,
        )
    elif returned == owed:
        words = ngettext(
            "The following report was returned, to be corrected:",
            "The following reports were returned, to be corrected:",
            owed,
        )
    else:
        words = _("The following reports are missing, or were returned, to be corrected:")
    return words


def letter_name(code: str, language: str, printed: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return a unit as a letter names it: "Komuna e Gjakovës", an institution in full where that is known."""
    for municipality in municipalities():
        if municipality.code == code:
            cyrillic = f"{name_in_language('Komuna', 'sr-Cyrl')} {municipality.sr_cyrl}"
            official = dict(zip(("sq", "sr"), municipality.official, strict=True)) | {"sr-Cyrl": cyrillic}
            return official.get(language, f"{name_in_language('Komuna', language)} of {municipality.sq}")
    named = None if code in printed else full_unit_name(code, language)
    return named or unit_name(code, language, printed)


def _owed(report: Owed) -> str:
    if report.state == RETURNED:
        return _("returned: {reason}").format(reason=report.reason)
    return _("not reported")


def remind(
    store: Store,
    folder: Path,
    period: str | None,
    unit: str | None,
    *,
    today: date,
    replace: bool = False,
) -> list[Path]:
    """Write the letters of headquarters for a period, by default the one in hand; to all units, or one.

    Raises UserError ``headquarters_only``, ``period_not_open`` and as
    :func:`store.query.owing.named_period`, ``unit_unknown``, or as :func:`write_reminders`.
    """
    with store.reading() as conn:
        identity = read_identity(conn)
        if identity is None or not identity.is_headquarters:
            raise UserError("headquarters_only")
        asked = named_period(conn, period, today)
        units = owing(conn, asked, None if unit is None else resolve_reporting_unit(conn, unit))
        printed = printed_units(conn)
    return write_reminders(
        folder,
        asked,
        units,
        printed=printed,
        sender=letter_name(identity.unit, language.current(), printed),
        signature=identity.officer,
        today=today,
        replace=replace,
    )


def write_reminders(
    folder: Path,
    asked: AskedPeriod,
    units: Iterable[UnitOwing],
    *,
    printed: Mapping[str, str],
    sender: str,
    signature: str,
    today: date,
    replace: bool = False,
) -> list[Path]:
    """Write a letter for each unit that owes something, as text and as a Word document; what was written.

    Nothing is written where one of the files is there already and ``replace`` is not given, and new letters
    go again where not all of them could be written. Raises UserError ``folder_missing``, ``file_exists``, or
    as :func:`store.db.durable.write_durably`.
    """
    if not folder.is_dir():
        raise UserError("folder_missing", folder=str(folder))
    owing = [unit for unit in units if unit.owed]
    names = {unit.unit: unit_name(unit.unit, language.current(), printed) for unit in owing}
    about = (_("Reminder"), dates.period_words(asked.period.code))
    stems = {
        code: folder / "_".join(map(file_name_part, (*about, _plain(name)))) for code, name in names.items()
    }
    files = [stem.with_name(stem.name + ending) for stem in stems.values() for ending in ENDINGS]
    if not replace and (there := next((file for file in files if file.exists()), None)) is not None:
        raise UserError("file_exists", file=str(there))
    written: list[Path] = []
    with library_needed("hq"):
        import docx  # noqa: F401
    with ExitStack() as unfinished:
        for unit in owing:
            name = letter_name(unit.unit, language.current(), printed)
            letter = reminder(asked, unit, name, sender, signature, today)
            for ending, data in (
                (".txt", letter_text(letter).encode("utf-8")),
                (".docx", letter_docx(letter)),
            ):
                path = stems[unit.unit].with_name(stems[unit.unit].name + ending)
                write_durably(path, data, replace=replace)
                written.append(path)
                if not replace:
                    unfinished.callback(path.unlink, missing_ok=True)
        unfinished.pop_all()
    return written


def _plain(name: str) -> str:
    return fold(name).replace(" ", "-")
