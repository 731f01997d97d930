"""The way in: tables read by the vocabulary alone, or by what somebody says of their columns."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final

from planreader.interpret.gridreading import headings_of
from planreader.interpret.gridrows import read_grid, title_of
from planreader.interpret.headings.headings import Heading, RoleColumn
from planreader.interpret.headings.refusal import LOOKED, listed
from planreader.interpret.headings.sidebyside import heading_of_several, one_below_other
from planreader.interpret.listing import listing_of
from planreader.interpret.mapping import given
from planreader.interpret.mapping.cards import with_cards
from planreader.interpret.mapping.survey import ActionTable, survey
from planreader.sources.form import Row, Sheet
from planreader.sources.grid import GridRow, with_above
from planreader.vocabulary import money
from planreader.vocabulary.headwords import concepts, period_of, role_of, says_yearly
from store.db.errors import UserError

_ASSUMED: Final = {"deadline": "deadline", "institutions": "lead"}
"""Roles of an action's cells that somebody may fill for the whole document, and what that is called."""
_UNDATED: Final = given.Mapping(assume=(("deadline", "2000"),))
"""Says nothing but that actions are due in any year."""
_HEADS: Final = 2
"""Words of a line outside of tables that head columns, of which more make it a heading."""
_TITLE: Final = 25
"""Words of the longest title."""
_ACTION: Final = re.compile(r"(?:\d{1,2}|[IVX]{1,5})(?:\.\d{1,2}){2,3}\.?")
"""The number of an action; its components are no thousands."""
_NO_PLAN: Final = ("document_no_heading", "document_mixed", "document_no_actions", "document_year_twice")


def read_tables(grid: Sequence[GridRow], file: str, mapping: given.Mapping = given.NOTHING) -> Sheet:
    """Return the rows of a plan in a document's tables, by what a person says of them if anybody did.

    Raises UserError as :func:`planreader.interpret.gridrows.read_grid`; ``document_unruled`` where the
    actions stand in tables without rules, ``document_unmapped`` with the columns there are where a table is
    found and somebody has to say what they are, and as :func:`planreader.interpret.mapping.given.check`;
    ``mapping_no_table`` where a mapping is given and there is no table; ``document_mixed`` where tables that
    stand beside each other list the same numbers.
    """
    laid = with_above(grid)
    rows = one_below_other(laid)
    try:
        return _read(rows, file, mapping)
    except UserError as refusal:
        place = heading_of_several(laid)
        if not place or refusal.code != "document_number_twice_at":
            raise
        raise UserError("document_mixed", file=file, place=place) from refusal


def _read(rows: Sequence[GridRow], file: str, mapping: given.Mapping) -> Sheet:
    if mapping.is_of_table:
        return _read_by(rows, file, mapping)
    try:
        sheet = read_grid(rows, file)
    except UserError as refusal:
        if refusal.code not in _NO_PLAN:
            raise
        # a table without rules has no cells
        lines = [row.cells[0].text.split() for row in rows if row.cells and not row.table]
        is_print = not any(row.table for row in rows) and bool(rows) and rows[0].place.startswith("page ")
        headed = any(len({role_of(word) for word in words} - {""}) > _HEADS for words in lines)
        if (is_print and headed) or sum(any(map(_ACTION.fullmatch, words)) for words in lines) > 1:
            raise UserError("document_unruled", file=file) from refusal
        table = surveyed(rows)
        if table is None or not _are_parts(table, refusal.params.get("year")):
            raise
        raise _unmapped(table, file, given.NOTHING) from None
    unled = {"institutions", "support"}.isdisjoint(sheet.roles)
    amounts, exceeds = _amounts_left(sheet.rows), _exceed(sheet.rows)
    of_all = len(sheet.years) > 1 and any("budget_total" in row.cells for row in sheet.rows)
    table = surveyed(rows) if unled or amounts or exceeds or of_all else None
    if table is not None:
        table = _with_yearly(table, sheet.years)
        asks = (
            unled or exceeds or _has_parts(table, amounts) or (of_all and any(map(says_yearly, table.open)))
        )
        if asks:
            raise _unmapped(table, file, given.NOTHING, is_read=True)
    return sheet


def _amounts_left(rows: Sequence[Row]) -> set[str]:
    """Return the headings of remarks that are nothing but amounts, ``""`` where sources of funding are."""
    texts: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        for heading, cell in row.remarks.items():
            texts[heading].append(cell.text)
        if row.kind == "action" and "funding" in row.cells:
            texts[""] += [part.text for part in row.cells["funding"].parts]
    return {
        heading
        for heading, own in texts.items()
        if all(map(money.is_cell, own)) and any(map(money.amount, own))
    }


def _exceed(rows: Sequence[Row]) -> bool:
    """Return whether what calls itself a total is mostly more than the only money of its rows."""
    more: list[bool] = []
    for row in rows:
        texts = [row.text("budget_total"), *(row.tokens.texts if row.tokens else ())]
        own = [cents for text in texts if (cents := money.amount(text)) is not None]
        totals = [money.amount(cell.text) for name, cell in row.sums.items() if "general" in concepts(name)]
        more += [(total or 0) > own[0] for total in totals if row.kind == "action" and len(own) == 1]
    return 2 * sum(more) > len(more)


def _with_yearly(table: ActionTable, years: Collection[int]) -> ActionTable:
    """Return a table in which what each year costs is open, where a plan is of several years."""
    yearly = [c.name for c in table.columns if c.role == given.BUDGET and says_yearly(c.name)]
    if len(years) < 2 or not yearly:
        return table
    columns = (c._replace(role="") if c.name in yearly else c for c in table.columns)
    return table._replace(columns=tuple(columns), open=(*table.open, *yearly))


def _has_parts(table: ActionTable, amounts: Collection[str]) -> bool:
    """Return whether a column of ``amounts`` is likely a part of the money; amounts pay for nothing."""
    names = [column.name for column in table.columns if given.kind_of(column.role) == given.BUDGET]
    names += table.open
    return "" in amounts or any(given.same(name, heading) for name in names for heading in amounts)


def _are_parts(table: ActionTable, year: object) -> bool:
    """Return whether the columns of a year that stands twice are called differently, or no year does."""
    columns = [column for heading in table.heads.values() for column in heading.columns]
    own = {column.title.partition(" #")[0] for column in columns if column.year == year}
    return year is None or len(own) > 1


def surveyed(
    rows: Sequence[GridRow], wanted: Sequence[str] = (), *, reports: bool = False
) -> ActionTable | None:
    """Return the table that lists the actions, of cards where these say more than any other, and no other
    reports on actions alone."""
    several = (survey(laid, wanted, reports=reports) for laid in (rows, with_cards(rows)))
    tables = [table for table in several if table is not None]
    return max(
        tables, key=lambda table: (*table.rank(wanted)[:1], table.tells(()), table.rank()), default=None
    )


def _read_by(rows: Sequence[GridRow], file: str, mapping: given.Mapping) -> Sheet:
    table = surveyed(rows, [name for name, _role in mapping.columns])
    if table is None:
        raise UserError("mapping_no_table", file=file)
    table = _with_yearly(table, {*(period_of(title_of(rows) or "") or ())})
    roles = decided_roles(table.columns, mapping)
    decided = (pair for pair in roles.items() if pair[1])
    given.check(mapping._replace(columns=(*mapping.columns, *decided)), list(roles), file)
    if (
        mapping.asks
        or (table.open and not mapping.columns)
        or given.lacking(roles.values(), dict(mapping.assume))
    ):
        raise _unmapped(table, file, mapping)
    try:
        return _read_below(table, roles, file, mapping)
    except UserError as refusal:
        if refusal.code not in _NO_PLAN:
            raise
        unmapped = _unmapped(table, file, mapping)
        # where all is said, nobody can say more
        raise unmapped if unmapped.params["missing"] or not mapping.columns else refusal from None


def _read_below(table: ActionTable, roles: Mapping[str, str], file: str, mapping: given.Mapping) -> Sheet:
    """Return the actions below the objective that is assumed, else below those that the document has.

    Raises UserError where neither is. Where a column lists the objectives, some actions may have none.
    """
    rows, heads = table.rows, {at: _mapped(heading, roles) for at, heading in table.heads.items()}
    objective = mapping.assumed("objective")
    assumed = {role: text for role in _ASSUMED if (text := mapping.assumed(_ASSUMED[role])) != given.NOBODY}
    none: UserError | None = None
    # with the headings of other tables that the reader knows: of indicators, of risks
    others = {at: head for at, head in headings_of(rows).items() if head.kind != "actions"}
    whole = dict(sorted({**others, **heads}.items()))
    if not objective:
        try:
            return read_grid(rows, file, whole, assumed)
        except UserError as refusal:
            if refusal.code not in _NO_PLAN:
                raise
            none = refusal
    title = mapping.assumed("title") or title_of(rows) or ""
    listing = listing_of(rows, heads, file, objective, title)
    sheet = read_grid(rows, file, whole, assumed, listing)
    named = all(row.text("title") for row in sheet.rows if row.kind == "specific")
    if none is not None and not named and "objective" not in roles.values():
        raise none
    return sheet


def decided_roles(columns: Sequence[given.ListedColumn], mapping: given.Mapping) -> dict[str, str]:
    """Return what each column is: as somebody says, else as it seems to be; empty where nobody knows.

    What it only seems to be yields where somebody gives that role to another column.
    """
    stated = {column.name: role for column in columns if (role := mapping.role(column.name))}
    taken = set(stated.values()) - given.SEVERAL
    if "deadline" in taken:
        taken |= {"deadline.from", "deadline.to"}
    elif taken & {"deadline.from", "deadline.to"}:
        taken.add("deadline")
    return {
        column.name: stated.get(column.name) or ("" if column.role in taken else column.role)
        for column in columns
    }


def _mapped(heading: Heading, roles: Mapping[str, str]) -> Heading:
    """Return a heading whose columns are what somebody says; what nobody knows is a remark."""
    columns: list[RoleColumn] = []
    named = [roles[column.title] for column in heading.columns]
    for column, role in zip(heading.columns, named, strict=True):
        year, kind = given.year_of_role(role), given.kind_of(role)
        several = kind == "budget" and named.count(role) > 1
        # what is left out of a plan as a sum is compared with its parts
        kind = "sum" if kind == given.LEAVE and _is_total(column) else kind
        columns.append(column._replace(role=kind, year=year, is_part=several))
    return replace(heading, columns=tuple(columns))


def _is_total(column: RoleColumn) -> bool:
    """Return whether a column is a total of money."""
    return column.role == "sum" or (column.role == "budget" and "general" in concepts(column.title))


def _unmapped(table: ActionTable, file: str, mapping: given.Mapping, *, is_read: bool = False) -> UserError:
    """Return the refusal ``document_unmapped``: somebody has to say what columns are, and what none tells.

    ``columns`` are plain data: ``name`` (the heading), ``role`` (what it seems to be, of a mapping's roles;
    empty where it is unknown) and up to three ``samples``, ``open`` the names of those of money of which
    nobody can propose it. ``missing`` is what nothing tells: ``action`` (no
    column is that of the actions), ``deadline``, ``objective``, ``title``; some is ``assumed`` already.
    ``title`` and ``years`` are the document's. Of one that ``is_read`` but for this a title is made.
    """
    roles = decided_roles(table.columns, mapping)
    assumed = dict(mapping.assume)
    columns = [column._replace(role=roles[column.name]) for column in table.columns]
    missing = given.lacking(roles.values(), assumed)
    if not (
        "objective" in (*assumed, *roles.values())
        # before somebody has said which column lists the actions, the likely one tells what stands above them
        or _has_objectives(table, given.proposed(columns), file)
    ):
        missing.append("objective")
    printed = title_of(table.rows)
    if printed is None and "title" not in assumed and not is_read:
        missing.append("title")
    several = len({table.rows[at].table for at in table.heads}) > 1
    # what stands above the first of several tables, and in it, may be of that alone
    above = [
        row.filled[0].text
        for row in table.rows[: min(table.heads)]
        if len(row.filled) == 1 and not (several and row.table)
    ]
    title = printed or next((text for text in above if len(text.split()) <= _TITLE), "")
    period = next((told for text in (title, *above) if (told := period_of(text)) is not None), ())
    role_kinds = {role.partition(".")[0] for role in roles.values()}
    return UserError(
        "document_unmapped",
        file=file,
        looked=", ".join(LOOKED),
        found=listed(concept for concept in LOOKED if concept in role_kinds),
        place=table.place,
        lacking=listed(concept for concept in LOOKED if concept not in role_kinds),
        columns=[{**column._asdict(), "samples": list(column.samples)} for column in columns],
        open=list(table.open),
        missing=missing,
        assumed=assumed,
        title=title,
        years=list(period),
    )


def _has_objectives(table: ActionTable, roles: Mapping[str, str], file: str) -> bool:
    """Return whether actions are read below objectives, whenever they are due."""
    try:
        _read_below(table, roles, file, _UNDATED)
    except UserError as refusal:
        return refusal.code not in _NO_PLAN
    return True
