"""Writing decisions: the comments that people put into the file stay."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from planreader.review.decisions import CHANGED, FORMAT, Decision, Decisions, name_of, parse_decisions
from planreader.review.fieldvalues import to_file
from planreader.review.tomlform import toml_text
from planreader.review.tomlkept import kept
from store.db.durable import write_durably


def write_decisions(path: Path, wanted: Decisions) -> None:
    """Write decisions; the file is whole or as it was, and its comments stay.

    Raises Refused as :func:`planreader.review.decisions.read_decisions` for a file that stands there and
    cannot be read, which is then left alone, and as :func:`store.db.durable.write_durably`.
    """
    before = path.read_bytes() if path.exists() else None
    write_durably(path, updated_text(before, wanted, str(path)).encode(), replace=True)


def keep_other(file: Path, known: Decisions | None, *, same: bool) -> None:
    """Keep a file of decisions that were made on something else beside the one that takes its place.

    Raises Refused as :func:`store.db.durable.write_durably`.
    """
    if known is None or same or not file.exists():
        return
    kept_as = file.with_name(f"{file.name.removesuffix('.toml')}.{known.sha256[:8] or 'old'}.toml")
    if not kept_as.exists():
        write_durably(kept_as, file.read_bytes())


def updated_text(data: bytes | None, wanted: Decisions, file: str) -> str:
    """The text of a file of decisions after these; ``data`` is what stood there, None where nothing did."""
    form = _form(wanted)
    if data is None:
        return toml_text(form)
    parse_decisions(data, file)
    return kept(data.decode("utf-8-sig"), form, ("field", "finding")) or toml_text(form)


def _form(wanted: Decisions) -> dict[str, Any]:
    form: dict[str, Any] = {"format": FORMAT, "document": wanted.document, "sha256": wanted.sha256}
    said = {"columns": dict(wanted.mapping.columns), "assume": dict(wanted.mapping.assume)}
    if any(said.values()):
        form["mapping"] = {key: pairs for key, pairs in said.items() if pairs}
    if wanted.decisions:
        form["decision"] = list(map(_entry, wanted.decisions))
    return form


def _entry(decision: Decision) -> dict[str, Any]:
    made = {"finding": decision.subject} if decision.on_finding else {"field": name_of(decision.subject)}
    made["decision"] = decision.decision
    values = {"value": decision.value if decision.decision == CHANGED else ..., "read": decision.read}
    texts = {key: getattr(decision, key) for key in ("source", "by", "at", "note")}
    return {
        **made,
        **{key: to_file(value) for key, value in values.items() if value is not ...},
        **{key: text for key, text in texts.items() if text is not None},
    }
