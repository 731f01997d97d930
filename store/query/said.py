"""What units reported of all actions beside their status: reasons, outputs, next steps, evidence."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from store.status.statuses import DETAILS


class Said(NamedTuple):
    """What one unit said of an action: values by field, and evidence as titles with where each is kept."""

    values: Mapping[str, object]
    evidence: tuple[tuple[str, str], ...]


def read_said(conn: sqlite3.Connection, unit: str | None = None) -> dict[str, dict[str, Said]]:
    """By action and unit, or of one unit; those that said nothing are left out."""
    values: dict[tuple[str, str], dict[str, object]] = defaultdict(dict)
    kept: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    marks = ", ".join("?" * len(DETAILS))
    for kind, target, of, field, text in conn.execute(
        "SELECT kind, target, unit, field, value FROM state WHERE value <> 'null' AND ? IN ('', unit)"
        f" AND (kind = 'evidence' OR (kind = 'action' AND field IN ({marks})))"
        " ORDER BY target, unit, lamport, field",
        (unit or "", *DETAILS),
    ):
        value = json.loads(text)
        if kind == "action":
            values[target, of][field] = value
        elif isinstance(value, dict) and isinstance(value.get("title"), str):
            kept[target, of].append((value["title"], str(value.get("ref", ""))))
    found: dict[str, dict[str, Said]] = defaultdict(dict)
    for target, of in sorted({*values, *kept}):
        found[target][of] = Said(values.get((target, of), {}), tuple(kept.get((target, of), ())))
    return found
