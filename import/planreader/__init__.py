"""Reads plan documents into the plan, with the place of each field and with findings.

The faces import ``apart``, which reads in a process of its own, and ``review``. It imports store alone.
"""

from __future__ import annotations

import gc
from collections.abc import Mapping as Kinds
from pathlib import Path
from typing import TYPE_CHECKING

from planreader.interpret.mapping.given import ENCODING, NOTHING, Mapping, check, refuse_wrong
from planreader.sources.formats import format_of, format_of_text, read_rows
from planreader.sources.package import LIMIT as OFFICE_LIMIT
from store.db.errors import UserError
from store.plan.model import Finding, Plan

if TYPE_CHECKING:
    from planreader.build.marks import Marks
    from planreader.interpret.trackedrows import Tracking
    from planreader.sources.form import Sheet
    from planreader.sources.grid import GridRow

__all__ = ["assembled", "plan_and_marks", "read", "tracked"]


def read(path: Path, *, title: str | None = None, plan_id: str | None = None) -> Plan:
    """Read a plan document: Word, spreadsheet, PDF, a text dump, the reviewable form ``*.plan.toml``, or the
    workbook of a plan.

    What a file is its content says, and only then its name. ``title`` and ``plan_id`` stand in for what the
    document does not print; a title that neither gives is the language's words for an action plan with its
    years, an id the ascii form of the title.

    Raises UserError with a code of ``document_…``: what is wrong with the file, where, and what to do; for
    TOML those of ``planreader.review.tomlform.read_toml``.
    """
    if path.name.lower().endswith(".toml"):
        from planreader.review.tomlform import read_toml

        plan = read_toml(path)
        return plan._replace(title=title or plan.title, id=plan_id or plan.id)

    from planreader.findings.findings import find

    plan, marks = plan_and_marks(path, title=title, plan_id=plan_id)
    return plan if marks is None else plan._replace(findings=tuple(find(plan, marks)))


def plan_and_marks(
    path: Path, title: str | None = None, plan_id: str | None = None, mapping: Mapping = NOTHING
) -> tuple[Plan, Marks | None]:
    """Do as :func:`assembled`; of the workbook of a plan, which holds its findings, return the plan alone."""
    if (plan := _of_workbook(path)) is None:
        return assembled(path, title=title, plan_id=plan_id, mapping=mapping)
    if mapping:
        raise UserError("corrections_of_form", file=str(path))
    return plan._replace(title=title or plan.title, id=plan_id or plan.id), None


def assembled(
    path: Path, *, title: str | None = None, plan_id: str | None = None, mapping: Mapping = NOTHING
) -> tuple[Plan, Marks]:
    """Return the plan of a document without its findings, and what these are found from; as :func:`read`.

    ``mapping`` is what somebody says of its columns. Raises UserError also as
    :func:`planreader.interpret.mapping.entry.read_tables` and
    :func:`planreader.interpret.mapping.given.check`.
    """
    from planreader.build.builder import assemble
    from planreader.vocabulary.reference import load as load_reference

    if title and mapping:
        mapping = Mapping(assume=(("title", title),)).after(mapping)
    if not mapping.is_of_table:
        check(mapping, (), str(path))
    reference = load_reference()
    rows, plain = _rows(path, mapping)
    sheet = _sheet(rows, str(path), reference.kinds, mapping)
    plan, marks = assemble(
        sheet,
        title=title or mapping.assumed("title") or None,
        plan_id=plan_id,
        names=reference.names,
        currency=mapping.assumed("currency"),
    )
    if plain:
        marks.findings.append(Finding("looks_unseen", "plan", {}, ""))
    return plan, marks


def _of_workbook(path: Path) -> Plan | None:
    """Return the plan of a workbook that Terren wrote; None for any other file."""
    from planreader.sources.source import load
    from planreader.workbook.reading import is_plan_workbook, read_workbook

    data = load(path, OFFICE_LIMIT)
    return read_workbook(data, str(path)) if is_plan_workbook(data) else None


def tracked(
    path: Path, mapping: Mapping = NOTHING, institutions: tuple[str, ...] = (), own: str = ""
) -> Tracking:
    """Return what the table of a document reports of actions; ``institutions`` are the plan's, ``own`` is the
    code of headquarters.

    Raises UserError as :func:`assembled`.
    """
    from planreader.interpret.tracking import read_tracking

    rows, _plain = _rows(path, mapping)
    if isinstance(rows, str):
        raise UserError("mapping_no_table", file=str(path))
    return read_tracking(rows, str(path), mapping, institutions, own)


def _rows(path: Path, mapping: Mapping) -> tuple[list[GridRow] | str, bool]:
    """Return a document's rows, or its text where it has no tables; and whether it hides how cells look."""
    from planreader.sources.source import LIMIT, decode, load

    file, ending = str(path), path.suffix.lower().lstrip(".")
    data = load(path, OFFICE_LIMIT)
    form = format_of(data, ending, file)
    if form is not None:
        return read_rows(form, data, file), form.plain
    if len(data) > LIMIT:
        raise UserError("document_too_large", file=file, found=len(data), limit=LIMIT)
    from planreader.sources.texttable import table_kind

    if encoding := mapping.assumed(ENCODING):
        refuse_wrong(ENCODING, encoding, file)
    text = decode(data, file, encoding)
    form = format_of_text(table_kind(text))
    if form is not None:
        return read_rows(form, text.encode(), file), False
    return text, False


def _sheet(rows: list[GridRow] | str, file: str, kinds: Kinds[str, str], mapping: Mapping) -> Sheet:
    if not isinstance(rows, str):
        from planreader.interpret.mapping.entry import read_tables

        return read_tables(rows, file, mapping)
    if mapping.is_of_table:
        raise UserError("mapping_no_table", file=file)
    from planreader.interpret.dump.reading import read_dump
    from planreader.sources.listing import as_shown

    # a text makes many small objects and no cycles: looking for these takes a tenth of the time
    collects = gc.isenabled()
    gc.disable()
    try:
        return read_dump(as_shown(rows), file, kinds)
    finally:
        if collects:
            gc.enable()
