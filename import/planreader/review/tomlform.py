"""The reviewable form ``*.plan.toml``: a plan as TOML, without loss. What is null is left out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from planreader.review.tomlkept import kept
from planreader.sources.source import load
from store.db.durable import write_durably
from store.db.errors import Refused
from store.db.toml import parse_toml
from store.plan.form import plan_from_form, plan_to_form
from store.plan.model import Plan


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_without_nulls(inner) for inner in value]
    return value


def read_toml(path: Path) -> Plan:
    """A plan from its reviewable form.

    Raises Refused ``document_missing``, ``document_empty`` or ``document_too_large`` for the file,
    ``toml_damaged`` with the line where it is no TOML, and ``plan_format`` or ``plan_form`` for its contents.
    """
    data = load(path)
    try:
        form = parse_toml(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refused("document_encoding", file=str(path), found="UTF-8", line=line) from error
    except ValueError as error:
        raise Refused("toml_damaged", file=str(path), reason=str(error)) from error
    return plan_from_form(form)


def toml_text(form: Mapping[str, Any]) -> str:
    """Plain data as TOML; what is null is left out."""
    import tomli_w

    return tomli_w.dumps(_without_nulls(form))


def write_toml(plan: Plan, path: Path, *, replace: bool = True) -> None:
    """Write a plan in its reviewable form, provenance included; the file is whole or as it was.

    The comments of a file of the same plan that is replaced stay where they stood.
    Raises Refused as :func:`store.db.durable.write_durably`.
    """
    form = _without_nulls(plan_to_form(plan, provenance=True))
    before = path.read_text("utf-8-sig", errors="replace") if replace and path.is_file() else ""
    text = kept(before, form) or toml_text(form)
    write_durably(path, text.encode(), replace=replace)
