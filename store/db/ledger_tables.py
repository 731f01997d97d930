"""The tables of an installation, as SQL statements. What a released migration made is never altered."""

from __future__ import annotations

from typing import Final

LEDGER: Final = """
CREATE TABLE identity (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    replica TEXT NOT NULL,
    officer TEXT NOT NULL,
    unit TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('field', 'headquarters')),
    language TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    file_number INTEGER NOT NULL
) STRICT;
CREATE TABLE clock (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    lamport INTEGER NOT NULL
) STRICT;
CREATE TABLE replica (
    id TEXT PRIMARY KEY,
    unit TEXT,
    role TEXT,
    officer TEXT,
    public_key BLOB,
    introduced_by TEXT,
    changes INTEGER NOT NULL,
    head BLOB NOT NULL,
    attested INTEGER NOT NULL DEFAULT 0,
    attestation BLOB
) STRICT, WITHOUT ROWID;
CREATE TABLE change (
    replica TEXT NOT NULL REFERENCES replica(id),
    seq INTEGER NOT NULL,
    lamport INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    officer TEXT NOT NULL,
    unit TEXT NOT NULL,
    batch TEXT NOT NULL,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    effective_on TEXT,
    supersedes TEXT NOT NULL,
    hash BLOB NOT NULL,
    held TEXT,
    PRIMARY KEY (replica, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_target ON change(target);
CREATE TABLE state (
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    unit TEXT NOT NULL,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    effective_on TEXT,
    lamport INTEGER NOT NULL,
    head TEXT NOT NULL,
    others TEXT,
    conflict INTEGER NOT NULL,
    PRIMARY KEY (kind, target, unit, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX state_conflict ON state(conflict) WHERE conflict;
CREATE TABLE awaited_supersession (
    superseded TEXT NOT NULL,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    unit TEXT NOT NULL,
    field TEXT NOT NULL,
    PRIMARY KEY (superseded, kind, target, unit, field)
) STRICT, WITHOUT ROWID;
CREATE TABLE change_set (
    id INTEGER PRIMARY KEY,
    direction TEXT NOT NULL CHECK (direction IN ('sent', 'received')),
    file_id TEXT NOT NULL,
    name TEXT NOT NULL,
    check_code TEXT NOT NULL,
    sha256 BLOB NOT NULL,
    sender TEXT NOT NULL,
    peer TEXT,
    epoch INTEGER NOT NULL,
    number INTEGER NOT NULL,
    changes INTEGER NOT NULL,
    new_changes INTEGER NOT NULL,
    at INTEGER NOT NULL,
    acknowledged_at INTEGER,
    vector TEXT NOT NULL,
    UNIQUE (direction, sha256)
) STRICT;
CREATE INDEX change_set_sender ON change_set(direction, sender, epoch, number);
CREATE TABLE change_set_section (
    change_set INTEGER NOT NULL REFERENCES change_set(id),
    replica TEXT NOT NULL,
    start INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (change_set, replica)
) STRICT, WITHOUT ROWID;
CREATE TABLE parked_section (
    id INTEGER PRIMARY KEY,
    change_set INTEGER NOT NULL REFERENCES change_set(id),
    replica TEXT NOT NULL,
    start INTEGER NOT NULL,
    count INTEGER NOT NULL,
    prev BLOB NOT NULL,
    head BLOB NOT NULL,
    attestation BLOB NOT NULL,
    body BLOB NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('gap', 'fork')),
    differs INTEGER,
    UNIQUE (replica, start, count, head)
) STRICT;
CREATE TABLE succession (
    new TEXT PRIMARY KEY,
    old TEXT NOT NULL,
    kept INTEGER NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE trust (
    replica TEXT PRIMARY KEY,
    unit TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('field', 'headquarters')),
    officer TEXT NOT NULL,
    public_key BLOB NOT NULL,
    at INTEGER NOT NULL,
    revoked_from TEXT NOT NULL,
    granted_by TEXT NOT NULL,
    signature BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE held_file (
    sha256 BLOB NOT NULL,
    whom TEXT NOT NULL,
    unit TEXT NOT NULL,
    role TEXT NOT NULL,
    officer TEXT NOT NULL,
    public_key BLOB NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('stranger', 'author', 'revoked')),
    name TEXT NOT NULL,
    check_code TEXT NOT NULL,
    sender TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (sha256, whom)
) STRICT;
"""
"""Tables of an installation: identity, changes, state, and what was exchanged."""

TRUST: Final = """
ALTER TABLE trust ADD COLUMN kept INTEGER;
CREATE INDEX trust_granted_by ON trust(granted_by);
DROP TABLE awaited_supersession;
CREATE TABLE awaited_supersession (
    superseded TEXT NOT NULL,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    unit TEXT NOT NULL,
    field TEXT NOT NULL,
    author TEXT NOT NULL,
    lamport INTEGER NOT NULL,
    PRIMARY KEY (superseded, kind, target, unit, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX awaited_supersession_author ON awaited_supersession(author);
"""
"""How many changes of a revoked replica are accepted; who supersedes what has not arrived, and its rank."""

HISTORIES: Final = """
CREATE TABLE branch (
    chain TEXT PRIMARY KEY REFERENCES replica(id),
    replica TEXT NOT NULL,
    parent TEXT NOT NULL,
    start INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
ALTER TABLE replica ADD COLUMN attested_by TEXT NOT NULL DEFAULT '';
ALTER TABLE change_set ADD COLUMN told BLOB NOT NULL DEFAULT x'';
ALTER TABLE trust ADD COLUMN ends TEXT NOT NULL DEFAULT '';
CREATE TABLE lineage (
    new TEXT NOT NULL,
    old TEXT NOT NULL,
    length INTEGER NOT NULL,
    head BLOB NOT NULL,
    PRIMARY KEY (new, old)
) STRICT, WITHOUT ROWID;
INSERT INTO lineage SELECT new, old, kept, coalesce((SELECT hash FROM change
    WHERE change.replica = old AND change.seq = kept), x'') FROM succession;
DROP TABLE succession;
UPDATE parked_section SET reason = 'gap', differs = NULL;
"""
"""The histories of one replica, those that a revocation leaves, and which identity goes on from which."""

SIGNED: Final = """
UPDATE replica SET attested = 0, attestation = NULL WHERE attested_by <> '';
ALTER TABLE replica DROP COLUMN attested_by;
"""
"""Nobody signs in an author's place: what another has signed is unsigned, and ``terren verify`` says so."""

LED_TO: Final = """
CREATE INDEX change_held ON change(lamport) WHERE held IS NOT NULL;
CREATE INDEX change_redacted ON change(replica, seq) WHERE value >= '~';
ALTER TABLE trust ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;
ALTER TABLE trust ADD COLUMN word INTEGER NOT NULL DEFAULT 0;
ALTER TABLE trust ADD COLUMN answers TEXT NOT NULL DEFAULT '';
"""
"""Indexes for what is held or redacted; the place of a grant among those to one replica."""

LOOKED_UP: Final = """
DROP INDEX change_target;
CREATE INDEX change_target ON change(target, lamport);
CREATE INDEX change_announcement ON change(target)
    WHERE kind = 'decision' AND field = 'revision' AND substr(value, 1, 6) <> '{"of":';
CREATE INDEX change_part ON change(substr(value, 8, 64))
    WHERE kind = 'decision' AND field = 'revision' AND substr(value, 1, 6) = '{"of":';
"""
"""Indexes: the newest changes of a target; what announces a version of the plan, and its parts."""

MONEY_DAY: Final = """
CREATE INDEX change_money_day ON change(iif(value = 'null', '', coalesce(effective_on,
    min(date(recorded_at, 'unixepoch'), substr(field, 1, 4) || '-12-31'))))
    WHERE kind = 'money' AND held IS NULL;
"""
"""An index by the day of an amount (``store.account.recorded``)."""
