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
    product TEXT,
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
    role TEXT NOT NULL CHECK (role IN ('funding', 'institution', 'document')),
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
"""Tables of the published plan, one row or several for each revision."""

OUTPUTS: Final = """
CREATE TABLE action_name_with_outputs (
    revision INTEGER NOT NULL,
    action TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('funding', 'institution', 'output', 'document')),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (revision, action, role, position),
    FOREIGN KEY (revision, action) REFERENCES action(revision, id)
) STRICT, WITHOUT ROWID;
INSERT INTO action_name_with_outputs SELECT * FROM action_name;
INSERT INTO action_name_with_outputs
    SELECT revision, id, 'output', 1, product FROM action WHERE product IS NOT NULL;
DROP TABLE action_name;
ALTER TABLE action_name_with_outputs RENAME TO action_name;
ALTER TABLE action DROP COLUMN product;
UPDATE provenance SET path = substr(path, 1, length(path) - length('product')) || 'outputs'
    WHERE path LIKE '%/product';
"""
"""The outputs of an action become a list: one text before is one entry."""

LEAD_AND_SUPPORT: Final = """
CREATE TABLE action_name_with_lead (
    revision INTEGER NOT NULL,
    action TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('funding', 'lead', 'support', 'output', 'document')),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (revision, action, role, position),
    FOREIGN KEY (revision, action) REFERENCES action(revision, id)
) STRICT, WITHOUT ROWID;
INSERT INTO action_name_with_lead SELECT revision, action,
    CASE WHEN role <> 'institution' THEN role WHEN position = 1 THEN 'lead' ELSE 'support' END,
    CASE WHEN role = 'institution' AND position > 1 THEN position - 1 ELSE position END, name
    FROM action_name;
DROP TABLE action_name;
ALTER TABLE action_name_with_lead RENAME TO action_name;
UPDATE provenance SET path = substr(path, 1, length(path) - length('institutions')) || 'lead'
    WHERE path LIKE '%/institutions';
"""
"""Who leads an action and who supports it are kept apart: of the one list before, the first leads."""

BUDGET_TOTAL: Final = "ALTER TABLE action ADD COLUMN budget_total INTEGER"
"""One amount of all years together, where the plan prints no years above its money."""

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

PLAN_DIGEST: Final = """
CREATE TABLE plan_digest (
    revision INTEGER PRIMARY KEY REFERENCES plan(revision),
    sha256 BLOB NOT NULL
) STRICT
"""
"""What the tables of the plan held when a revision was written."""
