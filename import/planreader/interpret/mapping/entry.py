"""The way in: tables read by the vocabulary alone, or by what somebody says of their columns."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final

from planreader.interpret.gridreading import headings_of
from planreader.interpret.gridrows import read_grid, sheet_of, title_of
from planreader.interpret.headings.headings import Column, Heading
from planreader.interpret.headings.moneyunits import scaled
from planreader.interpret.headings.refusal import LOOKED, listed
from planreader.interpret.mapping import given
from planreader.interpret.mapping.cards import with_cards
from planreader.interpret.mapping.flat import read_flat
from planreader.interpret.mapping.survey import Table, survey
from planreader.sources.form import Sheet
from planreader.sources.grid import GridRow, with_above
from planreader.vocabulary.headwords import period_of
from store.db.errors import Refused

_UNDATED: Final = given.Mapping(assume=(("deadline", "2000"),))
"""Says nothing but that actions are due in any year."""
_TITLE: Final = 25
"""Words of the longest title."""
_ACTION: Final = re.compile(r"(?:\d{1,2}|[IVX]{1,5})(?:\.\d{1,2}){2,3}\.?")
"""The number of an action; its components are no thousands."""
_NO_PLAN: Final = frozenset({"document_no_heading", "document_no_actions", "document_year_twice"})


def read_tables(grid: Sequence[GridRow], file: str, mapping: given.Mapping = given.NOTHING) -> Sheet:
    """The rows of a plan in the tables of a document, by what a person says of them where somebody did.

    Raises Refused as :func:`planreader.interpret.gridrows.read_grid`; ``document_unruled`` where the actions
    stand in tables without rules, ``document_unmapped`` with the columns there are where a table is found and
    somebody has to say what they are, and as :func:`planreader.interpret.mapping.given.check`;
    ``mapping_no_table`` where a mapping is given and there is no table.
    """
    rows = with_above(grid)
    if mapping.is_of_table:
        return _read_by(rows, file, mapping)
    try:
        return read_grid(rows, file)
    except Refused as refusal:
        if refusal.code not in _NO_PLAN:
            raise
        if sum(any(map(_ACTION.fullmatch, row.cells[0].text.split())) for row in rows if not row.table) > 1:
            # a table without rules has no cells
            raise Refused("document_unruled", file=file) from refusal
        rows, table = surveyed(rows)
        if table is None or not _are_parts(table, refusal.params.get("year")):
            raise
        raise _unmapped(rows, table, file, given.NOTHING) from None


def _are_parts(table: Table, year: object) -> bool:
    """Whether the columns of a year that stands twice are called differently, or no year does."""
    columns = [column for heading in table.heads.values() for column in heading.columns]
    own = {column.title.partition(" #")[0] for column in columns if column.year == year}
    return year is None or len(own) > 1


def surveyed(rows: list[GridRow], wanted: Sequence[str] = ()) -> tuple[list[GridRow], Table | None]:
    """The table that lists the actions, and the rows in which it stands: cards are made one."""
    listed, carded = survey(rows, wanted), with_cards(rows)
    cards = survey(carded, wanted) if carded else None
    if cards is None or (listed is not None and listed.rank(wanted) > cards.rank(wanted)):
        return rows, listed
    return carded, cards


def _read_by(rows: list[GridRow], file: str, mapping: given.Mapping) -> Sheet:
    rows, table = surveyed(rows, [name for name, _role in mapping.columns])
    if table is None:
        raise Refused("mapping_no_table", file=file)
    given.check(mapping, [column.name for column in table.columns], file)
    roles = decided_roles(table.columns, mapping)
    if mapping.asks or _lacks(roles.values(), mapping):
        raise _unmapped(rows, table, file, mapping)
    heads = scaled(rows, {at: _mapped(heading, roles) for at, heading in table.heads.items()})
    try:
        return _read_below(rows, heads, file, mapping, some="objective" in roles.values())
    except Refused as refusal:
        if refusal.code not in _NO_PLAN:
            raise
        unmapped = _unmapped(rows, table, file, mapping)
        # where all is said, nobody can say more
        raise unmapped if unmapped.params["missing"] or not mapping.columns else refusal from None


def _read_below(
    rows: Sequence[GridRow], heads: Mapping[int, Heading], file: str, mapping: given.Mapping, *, some: bool
) -> Sheet:
    """The actions below the objective that is assumed, else below those that the document has.

    Raises Refused where neither is; ``some`` says that it is enough where some actions have one.
    """
    objective, deadline = mapping.assumed("objective"), mapping.assumed("deadline")
    title = mapping.assumed("title") or title_of(rows) or ""
    none: Refused | None = None
    if not objective:
        # with the headings of other tables that the reader knows: of indicators, of risks
        others = {at: one for at, one in headings_of(rows).items() if one.kind != "actions"}
        try:
            return read_grid(rows, file, {**others, **heads}, deadline)
        except Refused as refusal:
            if refusal.code not in _NO_PLAN:
                raise
            none = refusal
    sheet = sheet_of(read_flat(rows, heads, file, objective, title), rows, deadline)
    named = all(row.text("title") for row in sheet.rows if row.kind == "specific")
    if none is not None and not (some or named):
        raise none
    return sheet


def decided_roles(columns: Sequence[given.Listed], mapping: given.Mapping) -> dict[str, str]:
    """What each column is: as somebody says, else as it seems to be, else a remark.

    What it only seems to be yields where somebody gives that role to another column.
    """
    said = {column.name: role for column in columns if (role := mapping.role(column.name))}
    taken = set(said.values())
    if "deadline" in taken:
        taken |= {"deadline.from", "deadline.to"}
    elif taken & {"deadline.from", "deadline.to"}:
        taken.add("deadline")
    found: dict[str, str] = {}
    for column in columns:
        free = column.role not in taken or column.role in given.SEVERAL
        found[column.name] = said.get(column.name) or (column.role if free else "") or given.REMARK
    return found


def _mapped(heading: Heading, roles: Mapping[str, str]) -> Heading:
    """A heading whose columns are what somebody says."""
    columns: list[Column] = []
    named = [roles[column.title] for column in heading.columns]
    for column, role in zip(heading.columns, named, strict=True):
        year = given.year_of_role(role)
        several = year is not None and named.count(role) > 1
        kind = "budget" if year is not None else given.ROLES[role]
        columns.append(column._replace(role=kind, year=year, is_part=several))
    return replace(heading, columns=tuple(columns))


def _lacks(roles: Collection[str], mapping: given.Mapping) -> list[str]:
    """What has to be said before anything can be read: which column lists the actions, when they are due."""
    dated = any(role.startswith("deadline") or given.year_of_role(role) is not None for role in roles)
    found = [] if "action" in roles else ["action"]
    return found if dated or mapping.assumed("deadline") else [*found, "deadline"]


def _unmapped(rows: Sequence[GridRow], table: Table, file: str, mapping: given.Mapping) -> Refused:
    """The refusal ``document_unmapped``: somebody has to say what the columns are, and what nothing tells.

    ``columns`` are plain data: ``name`` (the heading), ``role`` (what it seems to be, of a mapping's roles;
    empty where it is unknown) and up to three ``samples``. ``missing`` is what nothing tells: ``action`` (no
    column is that of the actions), ``deadline``, ``objective``, ``title``; some is ``assumed`` already.
    ``title`` and ``years`` are the document's.
    """
    roles = decided_roles(table.columns, mapping)
    missing = _lacks(roles.values(), mapping)
    columns = [c._replace(role=_shown(c, roles[c.name], mapping)) for c in table.columns]
    if not mapping.assumed("objective") and "objective" not in roles.values():
        # before somebody has said which column lists the actions, the likely one tells what stands above them
        likely = given.likely_actions(columns)[:1] if "action" in missing else []
        said = {**roles, **{one.name: "action" for one in likely}}
        if not _has_objectives(rows, table, said, file):
            missing.append("objective")
    printed = title_of(rows)
    if printed is None and not mapping.assumed("title"):
        missing.append("title")
    above = [row.filled[0].text for row in rows[: min(table.heads)] if len(row.filled) == 1]
    title = printed or next((text for text in above if len(text.split()) <= _TITLE), "")
    period = next((told for text in (title, *above) if (told := period_of(text)) is not None), ())
    known = {column.role.partition(".")[0] for column in columns}
    return Refused(
        "document_unmapped",
        file=file,
        looked=", ".join(LOOKED),
        found=listed(one for one in LOOKED if one in known),
        place=table.place,
        lacking=listed(one for one in LOOKED if one not in known),
        columns=[{**column._asdict(), "samples": list(column.samples)} for column in columns],
        missing=missing,
        assumed=dict(mapping.assume),
        title=title,
        years=list(period),
    )


def _shown(column: given.Listed, role: str, mapping: given.Mapping) -> str:
    """What a column is, empty where it is a remark for want of anything better."""
    told = mapping.role(column.name) or column.role == role
    return role if told else ""


def _has_objectives(rows: Sequence[GridRow], table: Table, roles: Mapping[str, str], file: str) -> bool:
    """Whether actions are read below objectives, whenever they are due."""
    heads = {at: _mapped(heading, roles) for at, heading in table.heads.items()}
    try:
        _read_below(rows, heads, file, _UNDATED, some=False)
    except Refused as refusal:
        return refusal.code not in _NO_PLAN
    return True
