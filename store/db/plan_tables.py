"""The tables of the plan, as SQL statements. What a released migration made is never altered."""

from __future__ import annotations

from typing import Final

PLAN: Final = """
CREATE TABLE plan (
    revision INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    title TEXT NOT NULL,
    language TEXT NOT NULL,
    currency TEXT NOT NULL,
    years TEXT NOT NULL,
    source_name TEXT NOT NULL,
    source_sha256 TEXT NOT NULL,
    content_sha256 TEXT NOT NULL,
    in_force_from TEXT NOT NULL
) STRICT;
CREATE TABLE plan_digest (
    revision INTEGER PRIMARY KEY REFERENCES plan(revision),
    sha256 BLOB NOT NULL
) STRICT;
CREATE TABLE strategic_objective (
    id INTEGER PRIMARY KEY,
    revision INTEGER NOT NULL REFERENCES plan(revision),
    position INTEGER NOT NULL,
    nr TEXT NOT NULL,
    title TEXT NOT NULL,
    UNIQUE (revision, position)
) STRICT;
CREATE TABLE specific_objective (
    id INTEGER PRIMARY KEY,
    revision INTEGER NOT NULL REFERENCES plan(revision),
    strategic_objective INTEGER NOT NULL REFERENCES strategic_objective(id),
    position INTEGER NOT NULL,
    nr TEXT NOT NULL,
    title TEXT NOT NULL,
    total_label TEXT,
    UNIQUE (revision, position)
) STRICT;
CREATE TABLE objective_total (
    specific_objective INTEGER NOT NULL REFERENCES specific_objective(id),
    year INTEGER NOT NULL,
    cents INTEGER,
    PRIMARY KEY (specific_objective, year)
) STRICT, WITHOUT ROWID;
CREATE TABLE indicator (
    id INTEGER PRIMARY KEY,
    strategic_objective INTEGER REFERENCES strategic_objective(id),
    specific_objective INTEGER REFERENCES specific_objective(id),
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    result TEXT,
    stable_id TEXT,
    CHECK ((strategic_objective IS NULL) <> (specific_objective IS NULL))
) STRICT;
CREATE TABLE indicator_target (
    indicator INTEGER NOT NULL REFERENCES indicator(id),
    kind TEXT NOT NULL CHECK (kind IN ('baseline', 'interim', 'final')),
    value TEXT,
    year INTEGER,
    PRIMARY KEY (indicator, kind)
) STRICT, WITHOUT ROWID;
CREATE TABLE action (
    revision INTEGER NOT NULL REFERENCES plan(revision),
    id TEXT NOT NULL,
    position INTEGER NOT NULL,
    specific_objective INTEGER NOT NULL REFERENCES specific_objective(id),
    nr TEXT NOT NULL,
    title TEXT NOT NULL,
    deadline TEXT NOT NULL,
    deadline_start INTEGER,
    deadline_end INTEGER,
    deadline_start_month INTEGER,
    deadline_end_month INTEGER,
    budget_total INTEGER,
    PRIMARY KEY (revision, id),
    UNIQUE (revision, position),
    UNIQUE (revision, nr)
) STRICT, WITHOUT ROWID;
CREATE TABLE budget_cell (
    revision INTEGER NOT NULL,
    action TEXT NOT NULL,
    year INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('amount', 'admin')),
    cents INTEGER,
    PRIMARY KEY (revision, action, year),
    FOREIGN KEY (revision, action) REFERENCES action(revision, id),
    CHECK ((kind = 'amount') = (cents IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE TABLE action_name (
    revision INTEGER NOT NULL,
    action TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('funding', 'lead', 'support', 'output', 'document')),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (revision, action, role, position),
    FOREIGN KEY (revision, action) REFERENCES action(revision, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE remark (
    revision INTEGER NOT NULL,
    action TEXT NOT NULL,
    position INTEGER NOT NULL,
    heading TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (revision, action, position),
    FOREIGN KEY (revision, action) REFERENCES action(revision, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE finding (
    revision INTEGER NOT NULL REFERENCES plan(revision),
    position INTEGER NOT NULL,
    code TEXT NOT NULL,
    place TEXT NOT NULL,
    figures TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (revision, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE provenance (
    revision INTEGER NOT NULL REFERENCES plan(revision),
    path TEXT NOT NULL,
    place TEXT NOT NULL,
    certain INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (revision, path)
) STRICT, WITHOUT ROWID;
"""
"""Tables of the published plan, one row or several for each revision.

``plan_digest`` says what these tables held when a revision was written. ``budget_total`` of an action is one
amount of all years together, where the plan prints no years above its money.
"""

UNITS: Final = """
CREATE TABLE institution (
    name TEXT PRIMARY KEY,
    plain TEXT NOT NULL,
    lead TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE institution_unit (
    name TEXT NOT NULL,
    unit TEXT NOT NULL,
    PRIMARY KEY (name, unit)
) STRICT, WITHOUT ROWID;
CREATE TABLE unit_name (
    unit TEXT PRIMARY KEY,
    name TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""
"""What the program makes of the institutions that a plan prints (``store.plan.unit_tables``)."""
