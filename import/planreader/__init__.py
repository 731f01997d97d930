"""Reads plan documents into the plan, with the place of each field and with findings."""

from __future__ import annotations

from pathlib import Path

from store.plan import Plan

__all__ = ["read"]


def read(path: Path, *, title: str | None = None, plan_id: str | None = None) -> Plan:
    """Read a plan document: a text dump, or the reviewable form ``*.plan.toml``.

    ``title`` and ``plan_id`` stand in for what the document does not print; a title that neither gives is the
    language's words for an action plan with its years, an id the ascii form of the title.

    Raises Refused: ``document_missing``, ``document_empty``, ``document_too_large``, ``document_binary``,
    ``document_encoding``, ``document_no_heading``, ``document_no_actions``, ``document_truncated``,
    ``document_number_twice``, ``document_number_order``; for TOML those of ``planreader.tomlform.read_toml``.
    """
    if path.name.lower().endswith(".toml"):
        from planreader.tomlform import read_toml

        plan = read_toml(path)
        return plan._replace(title=title or plan.title, id=plan_id or plan.id)

    from planreader.builder import build
    from planreader.reference import load as load_reference
    from planreader.source import decode, load
    from planreader.textdump import read_dump

    reference = load_reference()
    sheet = read_dump(decode(load(path), str(path)), str(path), reference.kinds)
    return build(sheet, title=title, plan_id=plan_id, known=reference.names)
