"""A table that reports on actions: what it leaves to be said, and its rows for the ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from language.amounts import TypedAmount
from planreader.apart import tracked_apart
from planreader.interpret.mapping.given import (
    COLUMN,
    DAY,
    LEAD,
    LEAVE,
    NOBODY,
    PARTS,
    REMARK,
    YEAR,
    Mapping,
    refuse_wrong,
    words_of_key,
)
from planreader.interpret.trackedrows import TrackedRow, Tracking
from planreader.review.decisions import Decisions, corrections_path, write_decisions
from planreader.review.trackedcells import amount_said, is_reason, two_numbers, without_progress
from planreader.review.trackedwhose import UnitsOfRows
from planreader.sources.listing import is_text
from planreader.vocabulary.deadlines import last_day
from planreader.vocabulary.deadlinewords import days_in
from planreader.vocabulary.times import end_of
from planreader.vocabulary.tracking import (
    AMOUNTS,
    NEW_DEADLINE,
    PERCENT,
    STATUS,
    UNIT,
    UPDATED,
    is_amount,
    is_running,
    likely_status,
    money_field,
    says_nothing,
    status_meant,
    year_of_amount,
)
from schema.cells import Unreadable
from schema.choices import STATUS as STATUSES
from store.db.database import Connection
from store.db.errors import UserError
from store.db.text import fold
from store.edits.reported.matching import NamedRow, matched
from store.edits.reported.table import ReportedCell, ReportedTable, Source, Unclear
from store.edits.reported.totals import is_reckoned
from store.plan.lookup import current_numbers, nearest_year
from store.plan.units import resolve_unit

_REASON: Final = "reason"


class Tracker(NamedTuple):
    """A document whose table reports on actions, with what was said of it, here or in the file beside it."""

    path: Path
    sha256: str
    tracking: Tracking
    mapping: Mapping
    earlier: Decisions
    institutions: tuple[str, ...] = ()
    own: str = ""

    def open(
        self, years: tuple[int, ...], today: date, unit: str | None = None, nowhere: Collection[str] = ()
    ) -> dict[str, str]:
        """Return what has to be said before anything is recorded, each with what is likely meant, but of the
        rows at the places ``nowhere``.

        Keys are those of ``assume``: ``unit.WORDS`` of names that are of no unit, unless they may be of
        ``unit``, for which all is recorded, and of what stands above rows of which nothing says whose they
        are, ``unit`` where nothing stands there; ``status.WORDS``, and ``spent`` or ``allocated`` for the
        missing year; before ``unit`` only ``column.HEADING``, whether it is the column of who reports.
        """
        rows = [row for row in self.tracking.rows if row.place not in nowhere]
        if len(rows) < len(self.tracking.rows):
            return self._replace(tracking=self.tracking._replace(rows=tuple(rows))).open(years, today, unit)
        first, *others = self.tracking.years or (0,)
        told = set[str]().union(*(row.cells for row in self.tracking.rows))
        # one answer is for all tables
        year = "" if others else str(first or nearest_year(years, self.day(today)))
        likely_meant = {
            # what was spent so far is of no single year of several
            column.role: "" if is_running(column.name) and len(years) > 1 else year
            for column in self.tracking.columns
            if is_amount(column.role) and year_of_amount(column.role) is None and column.role in told
        }
        likely_meant = (self._columns(unit) or dict.fromkeys(self._whose(unit).open(), "")) | {
            role.partition(".")[0]: likely for role, likely in likely_meant.items()
        }
        if months := self.tracking.months:
            likely_meant[YEAR] = str(today.year - (max(months) > today.month))
        if any(row.parts.intersection(row.cells) for row in self.tracking.rows):
            likely_meant[PARTS] = ""
        if self.tracking.is_undated:
            likely_meant[DAY] = ""
        unknown = (words for words in self.statuses if not self._status(words))
        likely_meant |= {f"{STATUS}.{words}": likely_status(words) for words in unknown}
        return {key: likely for key, likely in likely_meant.items() if key not in dict(self.mapping.assume)}

    def of_no_action(self, conn: Connection) -> frozenset[str]:
        """Return the places of rows of no action of the plan in force, among those whose word for a status
        nobody knows: names of who signed a table stand below it."""
        words = {fold(text) for text in self.statuses if not self._status(text)}
        rows = (
            row for row in self.tracking.rows if STATUS in row.cells and fold(row.cells[STATUS].text) in words
        )
        told = matched(conn, [NamedRow(row.nr, row.title, {}, row.place) for row in rows]).unclear
        return frozenset(of.where for of in told if of.code == "row_of_no_action")

    def _columns(self, unit: str | None) -> dict[str, str]:
        """Return the columns of units other than ``unit`` that may say whose the rows are, where no other
        does; each likely does unless its heading is of something else."""
        roles = {column.name: column.role for column in self.tracking.columns}
        are_named = LEAD not in roles.values() and not any(row.is_unnamed for row in self._whose(unit).rows)
        if self.mapping.assumed("lead") or are_named:
            return {}
        columns = (name for name, units in self.tracking.of_units if units != (unit,))
        return {f"{COLUMN}.{name}": "" if roles[name] == REMARK else LEAD for name in columns}

    @property
    def statuses(self) -> tuple[str, ...]:
        """Return the words for statuses in the table, each once."""
        cells = (row.cells[STATUS].text for row in self.tracking.rows if STATUS in row.cells)
        return tuple({fold(text): text for text in cells if not says_nothing(text)}.values())

    def _whose(self, unit: str | None) -> UnitsOfRows:
        rows = [row for row in self.tracking.rows if (row.nr or row.title) and any(self._values(row))]
        return UnitsOfRows(rows, self.mapping, self.institutions, self.own, unit)

    def _status(self, words: str) -> str:
        """Return the code of what words say of an action, by the table's legend too; LEAVE where somebody
        said that they tell none, empty where nobody knows."""
        if (code := self.mapping.meant(STATUS).get(fold(words))) is not None:
            return code
        try:
            return STATUSES.whole(words)
        except Unreadable:
            return status_meant(words) or status_meant(dict(self.tracking.legend).get(fold(words), ""))

    def _is_left(self, words: str) -> bool:
        """Return whether somebody said that these words tell no status."""
        return self.mapping.meant(STATUS).get(fold(words)) == LEAVE

    def day(self, today: date) -> date:
        """Return the day of the table: what stands above it, and not after today."""
        told = self.tracking.day
        return min(date.fromisoformat(told), today) if told else today

    def table(
        self, conn: Connection, *, today: date, on: date | None = None, unit: str | None = None
    ) -> ReportedTable:
        """Return what the table says of the plan in force, for a unit or for those that lead the actions.

        Raises UserError ``table_says_nothing`` or ``table_unread`` where no column tells of progress.
        """
        if not self.tracking.roles:
            raise without_progress(self.tracking, str(self.path))
        doubtful = two_numbers(self.tracking.rows, {*current_numbers(conn).values()})
        whose = self._whose(unit)
        rows, unclear, noticed = matched(conn, self._rows(doubtful, today, whose), unit)
        unclear += (*whose.left(), *self._doubtful())
        unclear += tuple(
            Unclear(place, "row_number_two_ways", {"found": found}) for place, found in doubtful.items()
        )
        noticed += tuple(self._noticed(today))
        if on is None and self.tracking.day > end_of((today.year, today.month, 0)):
            params = {"found": self.tracking.day, "day": today.isoformat()}
            noticed += (Unclear(self.tracking.place, "table_day_ahead", params),)
        if on is None and not self.tracking.day:
            noticed += (Unclear(self.tracking.place, "table_day_untold", {"day": today.isoformat()}),)
        source = Source(self.path.name, self.sha256, on or self.day(today))
        words = {
            fold(text): code for text in self.statuses if (code := self._status(text)) not in ("", LEAVE)
        }
        return ReportedTable(source, rows, unclear, {STATUS: words}, again=True, noticed=noticed)

    def _doubtful(self) -> Iterator[Unclear]:
        """Yield what is left out: numbers that can be read in two ways, statuses of which nobody knows,
        rows of no action."""
        for told in (told for told in self.tracking.told if told.is_left):
            yield Unclear(told.place, told.code, {"found": told.found})
        for row in self.tracking.rows:
            if not (row.nr or row.title) and (values := dict(self._values(row))):
                words = ", ".join(str(cell.value) for cell in values.values())
                yield Unclear(row.place, "row_unnamed", {"found": words[:80]})
            for role, cell in row.cells.items():
                if role == STATUS and self._is_left(cell.text):
                    yield Unclear(cell.place, "status_left", {"found": cell.text})
                elif cell.doubtful and role == PERCENT:
                    yield Unclear(cell.place, "percent_two_ways", {"found": cell.text})
                elif cell.doubtful and cell.number is not None:
                    amount = TypedAmount(cell.number)
                    readings = {"understood": amount.shown(), "alternatives": amount.other_shown()}
                    yield Unclear(cell.place, "cell_amount_ambiguous", {"found": cell.text, **readings})

    def _noticed(self, today: date) -> Iterator[Unclear]:
        """Yield answers on an earlier version of the file, days that are none or to come, for which
        the day of the table stands, and what nobody sees."""
        if self.sha256 != self.earlier.sha256 and (answers := [*self._kept_answers()]):
            yield Unclear(self.tracking.place, "answers_of_earlier_file", {"found": ", ".join(answers)})
        for row in self.tracking.rows:
            updated = row.cells.get(UPDATED)
            if updated is not None and is_text(updated.text) and self._updated(row, today) is None:
                code = "row_day_unread" if self._updated(row, date.max) is None else "row_day_ahead"
                yield Unclear(updated.place, code, {"found": updated.text[:80]})
        for told in self.tracking.told:
            if not told.is_left:
                yield Unclear(told.place, told.code, {"found": told.found})

    def _kept_answers(self) -> Iterator[str]:
        """Yield what was answered earlier of whose rows are and of which year amounts, and counts still."""
        for key, name in self.earlier.mapping.assume:
            subject = key.partition(".")[0]
            if subject in (UNIT, *AMOUNTS) and name != NOBODY and self.mapping.assumed(key) == name:
                yield f"{key}={name}"

    def _rows(self, doubtful: Collection[str], today: date, whose: UnitsOfRows) -> Iterator[NamedRow]:
        nobodys = whose.of_nobody()
        for row in whose.rows:
            unit = whose.unit_of(row)
            if row.place in doubtful or unit == LEAVE or unit in nobodys:
                continue
            told = dict(self._values(row))
            on = self._updated(row, today)
            beside = {field: told.pop(field) for field in [*told] if is_reckoned(field)}
            yield NamedRow(row.nr, row.title, told, row.place, on, unit, row.lead, beside, row.payer)

    def _updated(self, row: TrackedRow, today: date) -> date | None:
        told = days_in(row.cells[UPDATED].text) if UPDATED in row.cells else []
        # the day of the table needs no saying
        told = told or [day for day in (row.day,) if day not in ("", self.tracking.day)]
        on = date.fromisoformat(told[0]) if len(told) == 1 else None
        return on if on is not None and on <= today else None

    def _values(self, row: TrackedRow) -> Iterator[tuple[str, ReportedCell]]:
        for role, cell in row.cells.items():
            is_left = role == STATUS and self._is_left(cell.text)
            if is_left or role == UPDATED or cell.doubtful or says_nothing(cell.text):
                continue
            if is_amount(role):
                assumed = self.mapping.assumed(role.partition(".")[0])
                yield money_field(role, int(assumed) if assumed else None), amount_said(cell)
            elif role == PERCENT:
                yield role, ReportedCell(cell.text if cell.number is None else cell.number, cell.place)
            elif role == NEW_DEADLINE and not days_in(cell.text) and (last := last_day(cell.text)):
                yield role, ReportedCell(last, cell.place)
            elif role == _REASON and not is_reason(cell.text):
                yield "reason_text", ReportedCell(cell.text, cell.place)
            else:
                yield role, ReportedCell(cell.text, cell.place)

    def answered(self, key: str, text: str, today: date) -> Tracker:
        """Return it with what a person typed to a key of :meth:`open`, read again where that says whose rows
        are, or what a column is; a dash leaves words for a status out, and says of others that they name no
        unit.

        Raises Unreadable for words of no status, UserError ``answer_empty`` or as
        :func:`planreader.interpret.mapping.given.refuse_wrong` and :func:`store.plan.units.resolve_unit`.
        """
        answer: object = text
        if not text.strip():
            raise UserError("answer_empty")
        if key in (UNIT, YEAR, PARTS, DAY) or key.startswith(f"{UNIT}."):
            refuse_wrong(key, text.strip(), str(self.path))
            if key not in (YEAR, PARTS, DAY) and text.strip() not in (LEAD, LEAVE, NOBODY):
                resolve_unit(text, self.institutions)
            return self._read_by(Mapping(assume=((key, text.strip()),)))
        if (heading := words_of_key(key, COLUMN)) is not None:
            return self._read_by(Mapping(((heading, REMARK if text.strip() == NOBODY else text.strip()),)))
        if key.startswith(f"{STATUS}."):
            answer = LEAVE if text.strip() in (NOBODY, LEAVE) else STATUSES.parse(text, today)
        refuse_wrong(key, str(answer), str(self.path))
        return self._replace(mapping=Mapping(assume=((key, str(answer)),)).after(self.mapping))

    def _read_by(self, said: Mapping) -> Tracker:
        """Return it as it is read by what somebody says besides."""
        told = said.after(self.mapping)
        return self._replace(
            tracking=tracked_apart(self.path, told, self.institutions, self.own), mapping=told
        )

    def keep(self) -> Path | None:
        """Keep beside the document what was said of it; the file, None where it says so already."""
        if self.mapping == self.earlier.mapping:
            return None
        beside = corrections_path(self.path)
        earlier = self.earlier.decisions
        write_decisions(beside, Decisions(self.path.name, self.sha256, earlier, self.mapping))
        return beside
