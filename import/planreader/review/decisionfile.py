"""Writing decisions: one entry changes, everything else in the file stays as people wrote it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from planreader.interpret.mapping.given import Mapping
from planreader.review.decisions import FORMAT, Decision, Decisions, name_of, parse_decisions
from planreader.review.fieldvalues import to_file
from store.db.durable import write_durably

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_TABLE: Final = re.compile(r"[ \t]*\[")
_MAPPING: Final = re.compile(r"[ \t]*\[[ \t]*mapping\b")
_HEADER: Final = re.compile(r"[ \t]*\[\[[ \t]*decision[ \t]*\]\]")


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
    kept = file.with_name(f"{file.name.removesuffix('.toml')}.{known.sha256[:8] or 'old'}.toml")
    if not kept.exists():
        write_durably(kept, file.read_bytes())


def updated_text(data: bytes | None, wanted: Decisions, file: str) -> str:
    """The text of a file of decisions after these; ``data`` is what stood there, None where nothing did."""
    if data is None:
        return _whole(wanted)
    known = parse_decisions(data, file)
    lines = data.decode("utf-8-sig").replace("\r\n", "\n").splitlines(keepends=True)
    starts = [n for n, line in enumerate(lines) if _HEADER.match(line)]
    if len(starts) != len(known.decisions):
        return _whole(wanted)
    left = {decision.subject: decision for decision in wanted.decisions}
    first = starts[0] if starts else len(lines)
    made = [_head_line(line, wanted) for line in lines[:first]]
    if known.mapping != wanted.mapping:
        head = "".join(_without_mapping(made)).rstrip("\n") + "\n"
        made = [head, _mapping_text(wanted.mapping), "\n"]
    for n, decision in enumerate(known.decisions):
        block = lines[starts[n] : starts[n + 1] if n + 1 < len(starts) else len(lines)]
        now = left.pop(decision.subject, None)
        if now != decision:
            end = max(k for k, line in enumerate(block) if line.strip() and not line.lstrip().startswith("#"))
            block = [_entry(now) if now else "", *block[end + 1 :]]
        made += block
    text = "".join(made).rstrip("\n") + "\n"
    text += "".join(f"\n{_entry(decision)}" for decision in left.values())
    return text if _same(parse_decisions(text.encode(), file), wanted) else _whole(wanted)


def _same(found: Decisions, wanted: Decisions) -> bool:
    head = (found.document, found.sha256, found.mapping)
    return head == (wanted.document, wanted.sha256, wanted.mapping) and sorted(
        found.decisions, key=lambda d: d.subject
    ) == sorted(wanted.decisions, key=lambda d: d.subject)


def _head_line(line: str, wanted: Decisions) -> str:
    for key, value in (("document", wanted.document), ("sha256", wanted.sha256)):
        if re.match(rf"\s*{key}\s*=", line):
            return f"{key} = {_literal(value)}\n"
    return line


def _without_mapping(lines: Sequence[str]) -> list[str]:
    """The lines without the tables of the mapping; their comments stay."""
    found: list[str] = []
    inside = False
    for line in lines:
        if _TABLE.match(line):
            inside = _MAPPING.match(line) is not None
        if not inside or line.lstrip().startswith("#"):
            found.append(line)
    return found


def _mapping_text(mapping: Mapping) -> str:
    """The tables of a mapping, empty where there is none."""
    made = ""
    for key, pairs in (("columns", mapping.columns), ("assume", mapping.assume)):
        if pairs:
            lines = "".join(f"{_key(name)} = {_literal(value)}\n" for name, value in pairs)
            made += f"\n[mapping.{key}]\n{lines}"
    return made


def _whole(wanted: Decisions) -> str:
    head = f"format = {_literal(FORMAT)}\n"
    head += f"document = {_literal(wanted.document)}\nsha256 = {_literal(wanted.sha256)}\n"
    head += _mapping_text(wanted.mapping)
    return head + "".join(f"\n{_entry(decision)}" for decision in wanted.decisions)


def _entry(decision: Decision) -> str:
    subject = decision.subject if decision.on_finding else name_of(decision.subject)
    rows: list[tuple[str, Any]] = [("finding" if decision.on_finding else "field", subject)]
    rows.append(("decision", decision.decision))
    if decision.decision == "changed":
        rows.append(("value", to_file(decision.value)))
    if decision.read is not ...:
        rows.append(("read", to_file(decision.read)))
    rows += [
        (key, text) for key in ("source", "by", "at", "note") if (text := getattr(decision, key)) is not None
    ]
    return "[[decision]]\n" + "".join(f"{key} = {_literal(value)}\n" for key, value in rows)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _literal(name)


def _literal(value: Any) -> str:
    """A value as TOML: JSON's strings are TOML's basic strings, but for the delete character."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_literal(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_literal, value)) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\u007f", "\\u007f")
