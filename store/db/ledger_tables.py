"""The tables of an installation, as SQL statements. What a released migration made is never altered."""

from __future__ import annotations

from typing import Final

_GRANT: Final = """
    replica TEXT PRIMARY KEY,
    unit TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('field', 'headquarters')),
    officer TEXT NOT NULL,
    public_key BLOB NOT NULL,
    at INTEGER NOT NULL,
    revoked_from TEXT NOT NULL,
    granted_by TEXT NOT NULL,
    signature BLOB NOT NULL,
    kept INTEGER,
    ends TEXT NOT NULL DEFAULT '',
    turn INTEGER NOT NULL DEFAULT 0,
    word INTEGER NOT NULL DEFAULT 0,
    answers TEXT NOT NULL DEFAULT ''
"""
"""The columns of a grant: of one that counts, and of one given here that another has replaced."""

LEDGER: Final = f"""
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
    lamport INTEGER NOT NULL,
    reached INTEGER NOT NULL DEFAULT 0,
    let_go INTEGER NOT NULL DEFAULT 0
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
CREATE INDEX change_target ON change(target, lamport);
CREATE INDEX change_held ON change(lamport) WHERE held IS NOT NULL;
CREATE INDEX change_held_of ON change(target, replica, held) WHERE held IS NOT NULL;
CREATE INDEX change_text ON change(target, kind, unit, field)
    WHERE kind IN ('note', 'evidence') AND value <> 'null' AND value < '~';
CREATE INDEX change_word ON change(target, field)
    WHERE kind = 'decision' AND field >= 'redaction.' AND field < 'redaction/' AND held IS NULL;
CREATE INDEX change_ahead ON change(lamport) WHERE held = 'counter';
CREATE INDEX change_of_branch ON change(hash) WHERE replica >= 'x';
CREATE INDEX change_redacted ON change(replica, seq) WHERE value >= '~';
CREATE INDEX change_announcement ON change(target, held)
    WHERE kind = 'decision' AND field = 'revision' AND substr(value, 1, 6) <> '{{"of":';
CREATE INDEX change_part ON change(substr(value, 8, 64))
    WHERE kind = 'decision' AND field = 'revision' AND substr(value, 1, 6) = '{{"of":';
CREATE INDEX change_money_day ON change(iif(value = 'null', '', coalesce(effective_on,
    min(date(recorded_at, 'unixepoch'), substr(field, 1, 4) || '-12-31'))))
    WHERE kind = 'money' AND held IS NULL;
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
    replica TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (superseded, replica, seq)
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
    told BLOB NOT NULL DEFAULT x'',
    sealed INTEGER NOT NULL DEFAULT 1,
    lacks TEXT NOT NULL DEFAULT '[]',
    UNIQUE (direction, sha256)
) STRICT;
CREATE INDEX change_set_sender ON change_set(direction, sender, epoch, number);
CREATE TABLE change_set_section (
    change_set INTEGER NOT NULL REFERENCES change_set(id),
    replica TEXT NOT NULL,
    start INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (change_set, replica, start)
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
    held_against TEXT NOT NULL DEFAULT '',
    withheld INTEGER NOT NULL DEFAULT 0,
    redacted INTEGER NOT NULL DEFAULT 0,
    UNIQUE (replica, start, count, head)
) STRICT;
CREATE TABLE redacted_attachment (
    sha256 TEXT NOT NULL,
    unit TEXT NOT NULL,
    of_entry INTEGER NOT NULL,
    PRIMARY KEY (sha256, unit)
) STRICT, WITHOUT ROWID;
CREATE TABLE branch (
    chain TEXT PRIMARY KEY REFERENCES replica(id),
    replica TEXT NOT NULL,
    parent TEXT NOT NULL,
    start INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX branch_replica ON branch(replica);
CREATE TABLE lineage (
    new TEXT NOT NULL,
    old TEXT NOT NULL,
    length INTEGER NOT NULL,
    head BLOB NOT NULL,
    PRIMARY KEY (new, old)
) STRICT, WITHOUT ROWID;
CREATE TABLE trust ({_GRANT}) STRICT, WITHOUT ROWID;
CREATE TABLE replaced_trust ({_GRANT}) STRICT, WITHOUT ROWID;
CREATE INDEX trust_granted_by ON trust(granted_by);
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
    sealed INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (sha256, whom)
) STRICT;
"""
"""Tables of an installation: identity, changes, state, and what was exchanged.

``change_money_day`` is by the day of an amount (``store.account.recorded``).
"""
