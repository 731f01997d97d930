"""One list of mistakes that are planted in the code, and what catches each: random histories, or a test.

``python -m tests.sync.convergence.test_mistakes`` tells after how many histories, and so does the soak.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, NamedTuple
from unittest.mock import patch

import pytest

import store.edits.release
import store.edits.reserve
import store.exchange.change_sets
import store.exchange.delivery
import store.exchange.ends
import store.exchange.peers
import store.exchange.standing
import store.exchange.trust
import store.history.minutes
import store.history.steps
import store.ledger.append
import store.ledger.beside
import store.ledger.branches
import store.ledger.heads
import store.ledger.identity
import store.ledger.intake
import store.ledger.state
import sync.identity.identity
import sync.proof
import sync.quarantine.misheld
import sync.quarantine.section_diff
import sync.receive.joining
import sync.receive.receive
import sync.receive.redactions
import sync.receive.refused
import sync.receive.standing
import sync.receive.waiting
import sync.redaction
import sync.restore
import sync.send.draft
import sync.send.missing_changes
import sync.signers
import sync.trust.accept_grants
import sync.trust.admission
import sync.trust.origins
import sync.trusting
import sync.wire.body
import sync.wire.decoding
import sync.wire.grants
import sync.wire.keys
import sync.wire.lines
import sync.wire.section
import tests.sync.test_parted_ids as parted_ids
import tests.sync.test_proof as proof_tests
import tests.sync.test_redaction as redaction_tests
import tests.sync.trust.test_altered_backups as altered_backups
import tests.sync.trust.test_claims as claims
import tests.sync.trust.test_heirs as heirs
import tests.sync.trust.test_origins as origins
import tests.sync.trust.test_repeated as repeated
import tests.sync.trust.test_revoking as revoking
import tests.sync.trust.test_speaking as speaking
import tests.sync.trust.test_stolen_keys as tests
import tests.sync.trust.test_trust as trust_tests
import tests.sync.update.test_release as release_tests
import tests.sync.wire.test_bounds as bounds
import tests.sync.wire.test_sealing as sealing_tests
from store.db.errors import UserError
from store.exchange.peers import ALL, Redactions, current_vector, vector_in
from store.exchange.trust import Authority, Grant
from store.ledger.branches import Histories
from store.ledger.intake import Intake
from store.ledger.naming import Renamed
from store.ledger.state import StateUpdate
from sync.quarantine.sections import PendingSection
from sync.receive.joining import Joining
from sync.receive.redactions import ReceivedRedactions
from sync.trust.accept_grants import _Acceptance
from tests.sync.convergence.histories import Step, lived
from tests.sync.convergence.test_convergence import (
    BACK_FROM_RENEWAL,
    CLONE,
    EXAMPLES,
    GAP,
    NEW_DISK,
    TWO_CENTERS,
    UNSEEN,
    check_invariants,
)
from tests.sync.world import headquarters, installation, quick_folder

LOST: Final[list[Step]] = [
    ("edit", 0, "1.1.1", "next_steps", "1", 0),
    ("up", 0, 0, True),
    ("down", 0, 0, True),
    ("edit", 0, "1.1.1", "next_steps", "2", 0),
    ("up", 0, 0, False),
]
"""A file that never arrives."""
BACK: Final[list[Step]] = [
    ("edit", 0, "1.1.1", "next_steps", "1", 0),
    ("image", 0),
    ("edit", 0, "1.1.1", "next_steps", "2", 0),
    ("up", 0, 0, True),
    ("back", 0),
    ("edit", 0, "1.1.1", "next_steps", "3", 0),
    ("down", 0, 0, True),
]
"""A laptop goes back to an image of itself and works on."""
BEFORE_THE_COPY: Final[list[Step]] = [
    ("clone", 0, "1.1.2", "output_reached", "2", 382),
    ("across", 3, 2),
    ("up", 2, 1, True),
    ("edit", 5, "1.1.2", "output_reached", "1", 860),
]
"""A copy writes, another laptop passes it on, and headquarters sets the same."""
FORGED: Final[list[Step]] = [
    ("edit", 5, "1.1.1", "next_steps", "1", 0),
    ("attack", 5, 5, "speaks for another", 0),
]
"""Somebody signs on in headquarters' name."""
FOREIGN_KEY: Final[list[Step]] = [("attack", 5, 5, "bears another's key", 0)]
"""Somebody introduces headquarters with his own key."""
OVERSTEPPED: Final[list[Step]] = [("attack", 5, 5, "oversteps", 0)]
"""Somebody writes what headquarters alone may."""
RENEWED: Final[list[Step]] = [("renew", 0), ("renew", 0)]
"""A laptop changes its key twice: the first key vouches for the second, and that one for the third."""
FLOODED: Final[list[Step]] = [("attack", 5, 0, "floods", 2)]
"""Somebody leaves many values standing in one register, in one history."""
FLOODED_AGAIN: Final[list[Step]] = [("attack", 5, 0, "floods", seed) for seed in (2, 4)]
"""And in many."""
AHEAD: Final[list[Step]] = [("attack", 5, 0, "jumps", seed) for seed in range(6)]
"""Somebody writes numbers far beyond all others."""
TWO_FACES: Final[list[Step]] = [("attack", 5, 0, "two faces", seed) for seed in range(2)]
"""Somebody shows a note here, and there as redacted by himself."""
OPEN_AGAIN: Final[list[Step]] = [
    ("edit", 0, "1.1.1", "next_steps", "1", 0),
    ("edit", 1, "1.1.1", "next_steps", "2", 0),
    ("up", 0, 0, True),
    ("up", 1, 0, True),
    ("decide", 3, "1", True, 0),
]
"""Headquarters takes its decision of a conflict back."""
FURTHER: Final = (
    LOST, BACK, BEFORE_THE_COPY, RENEWED, FORGED, FOREIGN_KEY, OVERSTEPPED, FLOODED, FLOODED_AGAIN, AHEAD,
    TWO_FACES, OPEN_AGAIN,
)  # fmt: skip
KNOWN: Final = (*EXAMPLES, *FURTHER)


class Mistake(NamedTuple):
    """What stands instead of an attribute, and what catches it: a test, or histories, one of KNOWN first."""

    where: Any
    name: str
    instead: Any
    title: str
    caught_by: Callable[..., None] | list[Step]


def fails(steps: list[Step]) -> bool:
    """Whether a history breaks what must hold."""
    try:
        with lived(steps) as world:
            check_invariants(world, steps)
    except Exception:
        # a planted mistake shows in an assertion, or in whatever it makes stumble
        return True
    return False


def caught_after(mistake: Mistake, histories: Iterable[list[Step]]) -> int | None:
    """The number of histories, the known ones first, or 1 test, after which it is caught; None if never."""
    with patch.object(mistake.where, mistake.name, mistake.instead):
        if isinstance(mistake.caught_by, list):
            tried = (mistake.caught_by, *KNOWN, *histories)
            return next((n for n, steps in enumerate(tried, 1) if fails(steps)), None)
        with quick_folder() as folder:
            return 1 if _fails(mistake.caught_by, folder) else None


def is_caught_unplanted(mistake: Mistake) -> bool:
    """Whether the test that catches a mistake fails without it as well."""
    if isinstance(mistake.caught_by, list):
        return fails(mistake.caught_by)
    with quick_folder() as folder:
        return _fails(mistake.caught_by, folder)


def _undergo(test: Callable[..., None], folder: Path) -> None:
    """Run a test of the other module with what it asks for."""
    (folder / "stick").mkdir(parents=True)
    made: dict[str, Callable[[], Any]] = {
        "tmp_path": lambda: folder,
        "stick": lambda: folder / "stick",
        "field": lambda: installation(folder / "field"),
        "center": lambda: headquarters(folder / "center"),
        "pair": lambda: proof_tests.exchanged(folder),
        "second": lambda: headquarters(folder / "second"),
        "parted": lambda: parted_ids.made_office(folder),
        "office": lambda: redaction_tests.made_office(folder),
        "officer": lambda: altered_backups.made_officer(folder),
        "column": lambda: "unit",
        "told_otherwise": lambda: {"field": "bbbbbb"},
        "by_headquarters": lambda: False,
        "revoked": lambda: False,
        "stands": lambda: True,
    }
    test(**{name: made[name]() for name in inspect.signature(test).parameters})


def _fails(test: Callable[..., None], folder: Path) -> bool:
    try:
        _undergo(test, folder)
    except (Exception, pytest.fail.Exception):
        return True
    return False


_apply = StateUpdate.apply


def _last_writer_wins(self: StateUpdate, change: Any, supersedes: tuple[str, ...]) -> None:
    key = (change[7], change[8], change[5], change[9])
    heads = self._cache[key] if key in self._cache else self._load(key)
    _apply(self, change, (*supersedes, *(head for head in heads if head not in supersedes)))


def _seen_is_nothing(self: StateUpdate, change: Any, supersedes: tuple[str, ...]) -> None:
    _apply(self, change, ())


def _sent_is_received(conn: Any, peer: str) -> list[Any]:
    return [current_vector(conn)]


def _highest_ever(conn: Any, peer: str) -> list[Any]:
    """What any headquarters ever confirmed, as if it could not come back from a backup."""
    highest: dict[str, tuple[tuple[int, str, str], ...]] = {}
    for (text,) in conn.execute("SELECT vector FROM change_set WHERE direction = 'received'"):
        for replica, ends in vector_in(text).items():
            highest[replica] = (*highest.get(replica, ()), *ends)
    return [highest]


def _hash_is_right(histories: Histories, vector: Any) -> dict[str, int]:
    """The counts of the vector alone, as if a name had one history."""
    return {replica: max(end[0] for end in ends) for replica, ends in vector.items()}


def _park_nothing(conn: Any, change_set: int, section: PendingSection) -> None:
    return None


_meet = sync.quarantine.section_diff.diff_section


def _no_fork(
    conn: Any, histories: Any, intake: Any, section: Any, chain: str, changes: Any, meet: Any
) -> Any:
    """Whatever has numbers beyond what is held continues it."""
    meeting = _meet(conn, histories, intake, section, chain, changes, meet)
    if meeting.first is None:
        return meeting
    held = intake.held(chain).length
    beyond = [entry for entry in meeting.changes if entry[0][1] > held]
    return meeting._replace(first=None, changes=iter(beyond), digest=section.head)


def _no_clone_check(_conn: Any, _places: Any, *, tip: Any) -> None:
    """Whoever finds a copy's changes under the own id goes on under it."""


def _number_alone(self: Histories, own: str, change_id: str) -> str:
    """What somebody else wrote under the same number counts as seen."""
    chain, _, seq = change_id.rpartition(":")
    return f"{self.author(chain)}:{seq}"


def _first_come(_conn: Any, _replica: str) -> Renamed:
    """Whichever history came first bears the name."""
    return Renamed(())


def _by_order_alone(acceptance: _Acceptance, grant: Grant, present: Grant | None) -> bool:
    return present is None or grant.order > present.order


def _judged_as_others(intake: Intake, chain: str, entries: Any, *, is_headquarters: bool = False) -> Any:
    return _extend(intake, chain, entries)


_finish = Joining.finish


def _always_renew(self: Joining, change_set: int) -> None:
    """Every other history under one's own id, also one that gives way, means a new name."""
    if self.parted:
        self._tip = self._tip._replace(length=-1)
    _finish(self, change_set)


def _only_present(conn: Any, replica: str) -> Any:
    """What was written under earlier ids is somebody else's."""
    return {chain: held for chain, held in _own_chains(conn, replica).items() if chain == replica}


_own_chains = store.ledger.branches.own_chains


def _granted_directly(conn: Any, replicas: Any) -> Any:
    """Only the grants to those whose changes are in the file."""
    wanted = set(replicas)
    return tuple(grant for grant in store.exchange.trust.grants(conn) if grant.replica in wanted)


def _signed_once_sent(conn: Any, chain: str) -> Any:
    """What is recorded is signed when it leaves: what a lost key never signed stays here."""
    signed = store.exchange.change_sets.attestation(conn, chain)
    here = conn.execute("SELECT replica FROM identity").fetchone()[0]
    left = store.exchange.change_sets.last_in_a_file(conn, chain)
    return None if signed is not None and chain != here and signed.length > left else signed


_extend = Intake.extend


def _twice(self: Intake, replica: str, entries: Iterator[Any]) -> tuple[int, int]:
    """What is taken counts once more, under a number of its own."""
    taken = list(entries)
    done = _extend(self, replica, iter(taken))
    for row, supersedes in taken:
        again = (*row[:1], row[1] + 1_000, *row[2:])
        self._state.apply(again, supersedes)
    return done


_granter = _Acceptance.granter


def _never_revoked(self: _Acceptance, grant: Any) -> Authority | None:
    found = _granter(self, grant)
    return None if found is None else found._replace(until=None)


def _unasked(conn: Any, grant: Any, *, heir_only: bool = False) -> bool:
    """Whoever a laptop names goes on from it."""
    signer = sync.wire.grants._key(conn, grant.granted_by) or b""
    said = sync.wire.grants._signed(grant, sync.wire.grants._HEIR)
    return sync.wire.keys.verify(signer, said, grant.signature[: sync.wire.keys.SIGNATURE_BYTES])


def _believed(conn: Any, register: Any, value: Any, verify: Any) -> Any:
    """Whoever a word names has signed it."""
    return value.get("signer") if isinstance(value, dict) else None


def _await_few(self: StateUpdate, superseded: str, by: str, seq: int) -> None:
    row, known = (superseded, by, seq), "SELECT count(*) FROM awaited_supersession"
    if self._conn.execute(known).fetchone()[0] > 1_000:
        raise UserError("changeset_limit", file="", detail=by)
    self._conn.execute("INSERT INTO awaited_supersession VALUES (?, ?, ?)", row)


_first = store.exchange.ends._first


def _repeat_all_with_their_numbers(conn: Any, places: Any, identity: Any) -> None:
    """Headquarters says all that others revoke as they say it."""
    for grant in store.exchange.trust.grants(conn):
        if grant.revoked_from and grant.granted_by != identity.replica:
            own = grant._replace(granted_by=identity.replica)
            signature = sync.wire.keys.sign(places, identity.replica, sync.wire.grants._signed(own))
            store.exchange.trust.keep_beside(conn, own._replace(signature=signature))


_OF_HISTORIES: Final = (
    Mistake(StateUpdate, "apply", _last_writer_wins, "lww_wall", UNSEEN),
    Mistake(sync.send.missing_changes, "peer_vectors", _sent_is_received, "ack_on_export", GAP),
    Mistake(sync.send.missing_changes, "peer_vectors", _highest_ever, "ack_never_goes_back", CLONE),
    Mistake(sync.receive.joining, "keep_pending", _park_nothing, "ignore_gap", GAP),
    Mistake(sync.receive.joining, "diff_section", _no_fork, "ignore_fork", CLONE),
    Mistake(Intake, "extend", _twice, "apply_twice", GAP),
    Mistake(sync.receive.joining, "take_new_identity", _no_clone_check, "no_clone_check", CLONE),
    Mistake(sync.send.draft, "held_by", _hash_is_right, "vector_without_hash", TWO_CENTERS),
    Mistake(StateUpdate, "apply", _seen_is_nothing, "supersedes nothing", BEFORE_THE_COPY),
    Mistake(StateUpdate, "_await", lambda *given: None, "awaits nothing", BEFORE_THE_COPY),
    Mistake(Joining, "join_parked", lambda self: self._intake.flush(), "never joins what was parked", GAP),
    Mistake(store.ledger.heads, "in_conflict", lambda heads: False, "sees no conflict", UNSEEN),
    Mistake(Histories, "name", _number_alone, "a copy has seen what the original wrote", BEFORE_THE_COPY),
    Mistake(sync.receive.joining, "name_histories", _first_come, "who comes first bears the name", CLONE),
    Mistake(Joining, "finish", _always_renew, "both copies take a new name", CLONE),
    Mistake(
        store.exchange.delivery,
        "own_chains",
        _only_present,
        "what an earlier id wrote is not one's own",
        NEW_DISK,
    ),
    Mistake(sync.send.draft, "grants_to_tell", _granted_directly, "the chain of trust is not told", RENEWED),
    Mistake(sync.send.missing_changes, "attestation", _signed_once_sent, "signed once it has left", NEW_DISK),
    Mistake(
        sync.receive.joining, "verify", lambda *given: True, "a section counts whoever has signed it", FORGED
    ),
    Mistake(
        sync.receive.standing, "bears_key", lambda *given: True, "a key counts under whatever id", FOREIGN_KEY
    ),
    Mistake(Authority, "judge", lambda *given: None, "everybody may write anything", OVERSTEPPED),
    Mistake(store.ledger.intake, "LEAP", 2**60, "one counts on from any number", AHEAD),
    Mistake(
        store.ledger.intake,
        "release_reached",
        lambda conn: 0,
        "what came too early is held for ever",
        AHEAD,
    ),
    Mistake(
        Intake,
        "extend",
        _judged_as_others,
        "headquarters is held for its number",
        claims.test_headquarters_is_heard_where_what_it_had_seen_does_not_come,
    ),
    Mistake(
        store.ledger.append,
        "headquarters_follows",
        lambda conn, lamport: lamport,
        "what followed an unseen leap is held for ever",
        claims.test_headquarters_next_change_leads_to_what_followed_a_leap_that_it_has_not_seen,
    ),
    Mistake(StateUpdate, "_pass", lambda *given: None, "one history has many heads", FLOODED),
    Mistake(store.ledger.state, "MAX_HISTORIES", 2**60, "one author has heads without end", FLOODED_AGAIN),
    Mistake(
        store.ledger.state, "passed", lambda conn, row, own: own, "nothing stands beside another", OPEN_AGAIN
    ),
    Mistake(
        store.ledger.state, "may_stand_beside", lambda row, last: False, "nothing is read twice", OPEN_AGAIN
    ),
    Mistake(store.ledger.beside, "MAX_BESIDE", 2**60, "whatever is recorded at once stands", FLOODED),
    Mistake(
        store.history.steps,
        "decided_between",
        lambda *given: (),
        "to take a decision back decides",
        OPEN_AGAIN,
    ),
    Mistake(
        store.history.steps,
        "_is_replaced",
        lambda *given: False,
        "what an author replaced is its word still",
        parted_ids.test_what_an_author_replaced_itself_is_nobodys_standing_word,
    ),
    Mistake(
        Histories,
        "exact",
        lambda self, change_id: change_id,
        "what was shown is known by an id alone",
        parted_ids.test_a_decision_is_between_the_values_that_were_shown,
    ),
    Mistake(
        Histories,
        "alike",
        lambda self, change_id: [],
        "an id is taken back whatever bears it",
        parted_ids.test_a_change_that_is_taken_back_is_the_one_that_was_named,
    ),
    Mistake(ReceivedRedactions, "settle", lambda self: 0, "a value meets no redaction", TWO_FACES),
    Mistake(
        sync.receive.redactions,
        "put_value",
        lambda *given: False,
        "a laptop takes away what it has reported",
        redaction_tests.test_who_shows_a_text_here_and_redacted_there_has_not_taken_it_away,
    ),
    Mistake(
        sync.quarantine.sections,
        "check_end",
        lambda *given: None,
        "a redacted change is what its author says of it",
        redaction_tests.test_a_redacted_change_is_what_its_hash_tells,
    ),
    Mistake(
        Redactions,
        "alike",
        lambda self, vector: vector,
        "a vector does not tell what is redacted",
        TWO_FACES,
    ),
    Mistake(
        sync.restore, "claim_earlier", lambda *given: None, "a second restore forgets the first", NEW_DISK
    ),
    Mistake(
        sync.restore,
        "lineages",
        lambda *given: (),
        "what stood does not say of whom it goes on",
        BACK_FROM_RENEWAL,
    ),
)

_OF_TRUST: Final = (
    Mistake(
        sync.wire.keys,
        "verify",
        lambda *given: True,
        "whatever lies under one's own id is signed",
        proof_tests.test_one_signs_nothing_beyond_what_one_has_written,
    ),
    Mistake(
        store.edits.release,
        "signer_of_word",
        _believed,
        "a release is run that only a history holds",
        release_tests.test_a_release_is_installed_only_where_headquarters_key_has_signed_it_itself,
    ),
    Mistake(
        store.edits.reserve,
        "signer_of_word",
        _believed,
        "a reserve key counts that only a history holds",
        sealing_tests.test_nothing_is_sealed_to_a_reserve_key_that_headquarters_key_has_not_signed,
    ),
    Mistake(
        _Acceptance,
        "_hands_on",
        lambda *given: True,
        "a laptop may vouch for any unit and role",
        tests.test_a_laptop_vouches_for_one_like_itself_alone,
    ),
    Mistake(
        store.exchange.standing,
        "other_standing",
        lambda *given: None,
        "what headquarters holds is told as accepted",
        trust_tests.test_what_headquarters_holds_is_not_told_as_accepted,
    ),
    Mistake(
        store.history.minutes,
        "speaker",
        lambda conn, chain, unit: unit,
        "a laptop writes into headquarters' minutes",
        speaking.test_minutes_hold_what_their_holder_recorded,
    ),
    Mistake(
        sync.trust.accept_grants,
        "is_signed",
        _unasked,
        "a laptop makes heirs unasked",
        tests.test_nobody_is_made_an_heir_who_has_not_signed_it,
    ),
    Mistake(
        _Acceptance,
        "granter",
        _never_revoked,
        "grants of a revoked granter are heeded",
        tests.test_a_revoked_headquarters_makes_no_other,
    ),
    Mistake(
        _Acceptance,
        "_may_replace",
        lambda *given: True,
        "an old grant replaces a newer one",
        tests.test_an_old_grant_takes_nothing_back,
    ),
    Mistake(
        _Acceptance,
        "_is_known_center",
        lambda *given: True,
        "anybody becomes headquarters by headquarters' word",
        tests.test_a_further_headquarters_is_a_persons_decision,
    ),
    Mistake(
        sync.receive.receive,
        "_believed_links",
        lambda conn, identity, reader, sender: reader.preamble.lineages,
        "anybody says from whom headquarters goes on",
        tests.test_nobody_else_says_from_whom_headquarters_goes_on,
    ),
    Mistake(
        sync.receive.receive,
        "own_replicas",
        lambda *given: frozenset(),
        "anybody says from what oneself goes on",
        heirs.test_nobody_says_from_what_oneself_goes_on,
    ),
    Mistake(
        sync.trusting,
        "_move_heirs",
        lambda *given: None,
        "who is moved leaves whom it made behind",
        heirs.test_who_is_moved_is_followed_by_whom_it_made,
    ),
    Mistake(
        store.exchange.trust.Grant,
        "is_heirs",
        False,
        "what both keys have signed is like any acceptance",
        heirs.test_what_a_stolen_key_hands_on_ends_with_it_at_the_heir_of_headquarters_too,
    ),
    Mistake(
        sync.proof,
        "unproven_own",
        lambda *given: [],
        "an earlier id is what the database says it is",
        proof_tests.test_an_earlier_id_that_nothing_signed_names_is_noticed,
    ),
    Mistake(
        sync.restore,
        "disown_unproven",
        lambda *given: (),
        "a backup says whose changes are one's own",
        altered_backups.test_what_a_colleague_wrote_does_not_become_ones_own,
    ),
    Mistake(
        sync.restore,
        "differing_identity",
        lambda *given: [],
        "a backup says as whom one writes",
        altered_backups.test_another_unit_role_or_name_is_asked,
    ),
    Mistake(
        sync.receive.standing,
        "bears_key",
        lambda *given: True,
        "a foreign key in an author's line",
        tests.test_a_carrier_of_a_false_section_is_taken_all_the_same,
    ),
    Mistake(
        store.ledger.identity,
        "HEADQUARTERS_KINDS",
        frozenset({"assessment", "decision"}),
        "a field laptop writes names",
        tests.test_names_are_headquarters_word,
    ),
    Mistake(
        Authority,
        "reach",
        lambda self, histories, chain: None,
        "no number is too late",
        tests.test_back_dated_changes_of_a_revoked_laptop_are_held_whoever_carries_them,
    ),
    Mistake(
        sync.receive.receive,
        "pin",
        lambda *given: None,
        "a revocation of a day to come is never pinned",
        tests.test_a_revocation_of_a_day_to_come_is_pinned_when_it_has_come,
    ),
    Mistake(
        sync.trust.accept_grants,
        "MAX_HEIRS",
        10**9,
        "heirs without end",
        tests.test_heirs_are_bounded_and_a_flood_of_them_costs_little,
    ),
    Mistake(
        sync.trust.admission,
        "may_give_way",
        lambda *given: False,
        "a key never gives way",
        tests.test_an_id_taken_by_a_false_word_goes_back_to_its_owner,
    ),
    Mistake(
        StateUpdate,
        "_await",
        _await_few,
        "a reader who lacks much refuses a file",
        tests.test_however_much_one_author_names_in_advance_the_carriers_file_is_taken,
    ),
    Mistake(
        sync.quarantine.section_diff,
        "highest_lamport",
        lambda role: 2**53 - 1,
        "a laptop's number is as high as headquarters'",
        claims.test_a_number_beyond_those_of_its_role_is_held,
    ),
    Mistake(
        sync.quarantine.misheld,
        "unreached",
        lambda *given: [],
        "a leap that counts leads to itself",
        claims.test_a_database_in_which_a_leap_counts_heals,
    ),
    Mistake(
        sync.signers.Signers,
        "vouching",
        lambda _signers, _change, word: word,
        "a carrier redacts what others wrote",
        redaction_tests.test_a_false_redaction_that_waits_is_not_joined_by_its_authors_own_file,
    ),
    Mistake(
        sync.signers,
        "words_on",
        lambda *given: (),
        "a word vouches for nothing",
        redaction_tests.test_a_word_is_heeded_wherever_it_stands_in_the_file,
    ),
    Mistake(
        sync.redaction,
        "_said_by_others",
        lambda *given: (),
        "headquarters does not answer for what another has redacted",
        redaction_tests.test_headquarters_answers_for_what_another_has_redacted,
    ),
    Mistake(
        sync.send.draft,
        "signed_by_author",
        lambda places, histories, section, in_chain, changes: changes,
        "what an author has no more waits for ever",
        redaction_tests.test_what_nobody_here_vouches_for_waits_and_nothing_else,
    ),
    Mistake(
        sync.send.draft,
        "_place",
        lambda histories, crowded, lengths, entry: (entry[1].replica, histories.start(entry[0]), entry[0]),
        "a low id fills the file",
        claims.test_no_author_takes_the_room_of_all_others,
    ),
    Mistake(sync.wire.lines, "MAX_BODY", 10**12, "no limit of the body", tests.test_a_body_has_a_limit),
    Mistake(
        Grant,
        "order",
        property(lambda self: (0, self.at, "", 0, self.signature)),
        "the later clock is believed",
        claims.test_grants_come_to_the_same_in_any_order,
    ),
    Mistake(
        store.exchange.trust,
        "_falling",
        lambda *given: [],
        "who was made headquarters by a stolen key stays",
        tests.test_what_a_stolen_key_of_headquarters_granted_ends_with_it_in_whatever_order_it_is_heard,
    ),
    Mistake(
        _Acceptance,
        "_may_replace",
        _by_order_alone,
        "a revoked headquarters has the last word",
        tests.test_what_a_stolen_key_of_headquarters_granted_ends_with_it_in_whatever_order_it_is_heard,
    ),
    Mistake(
        sync.receive.receive,
        "uphold",
        lambda *given: None,
        "who did not know of a revocation takes it back",
        claims.test_a_revocation_gives_way_only_to_who_knew_of_it,
    ),
    Mistake(
        store.exchange.peers,
        "_told",
        lambda ends: ends if len(ends) <= 8 else ((len(ends), "0" * 64, ALL),),
        "as many histories are the same",
        claims.test_histories_beyond_a_bounded_number_are_told_by_one_line,
    ),
    Mistake(
        sync.receive.refused,
        "MOST_FILES",
        10**9,
        "no limit of the refused folder",
        tests.test_refused_files_have_a_limit,
    ),
    Mistake(
        store.ledger.append,
        "_held_own",
        lambda *given: (),
        "what one wrote is unseen where it is held",
        trust_tests.test_what_one_has_written_is_superseded_also_where_it_is_held,
    ),
    Mistake(
        sync.wire.decoding,
        "is_too_long",
        lambda value: False,
        "a value is bounded by its author's line alone",
        bounds.test_a_value_beyond_its_bound_costs_its_author,
    ),
    Mistake(
        sync.wire.body,
        "MAX_LINE",
        10**9,
        "a line is written however long it is",
        bounds.test_a_section_that_no_line_bears_is_left_out_alone,
    ),
    Mistake(
        sync.wire.decoding,
        "MAX_BATCH",
        200,
        "a batch is no longer than the id of its meeting",
        bounds.test_in_a_meeting_of_the_longest_id_a_colleague_can_record,
    ),
    Mistake(
        store.ledger.append,
        "refuse_too_long",
        lambda change: None,
        "what no file bears is recorded",
        bounds.test_what_no_file_would_bear_is_not_recorded,
    ),
    Mistake(
        _Acceptance,
        "_hands_on",
        lambda self, grant, granter, present: present is None,
        "a laptop's word for its heir uses up the numbers",
        bounds.test_the_word_for_an_heir_is_the_first,
    ),
    Mistake(
        sync.wire.grants,
        "_bounded",
        lambda turn: turn,
        "a turn is written that nobody reads",
        bounds.test_after_the_last_turn_a_revocation_can_still_be_told,
    ),
    Mistake(
        sync.receive.receive,
        "Histories",
        lambda conn: SimpleNamespace(holding=lambda *given: ""),
        "what waits is accepted with what joined",
        bounds.test_of_a_revoked_file_only_what_joins_is_accepted,
    ),
    Mistake(
        sync.wire.section,
        "MAX_COUNT",
        2**54,
        "a section ends beyond all numbers",
        bounds.test_a_section_ends_within_the_numbers_of_changes,
    ),
    Mistake(
        sync.trust.origins,
        "replaced_grants",
        lambda conn: [],
        "where the trust began is forgotten",
        origins.test_each_renews_and_the_earlier_keys_are_revoked,
    ),
    Mistake(
        sync.trust.origins,
        "is_signed",
        lambda conn, grant: True,
        "whoever alters the database lets the trust begin",
        origins.test_what_was_granted_here_counts_by_its_signature_and_for_its_key_alone,
    ),
    Mistake(
        sync.trusting,
        "grant_to",
        lambda conn, replica: None,
        "revoking again accepts what came meanwhile",
        revoking.test_revoking_again_accepts_nothing_more,
    ),
    Mistake(
        sync.wire.grants,
        "own_replicas",
        lambda conn, replica: frozenset({replica}),
        "what an earlier id revoked is never pinned",
        revoking.test_a_revocation_of_a_day_to_come_is_pinned_also_by_a_later_id,
    ),
    Mistake(
        sync.trust.accept_grants,
        "own_replicas",
        lambda conn, replica: frozenset({replica}),
        "what an earlier id revoked is not said again",
        revoking.test_what_one_revoked_under_an_earlier_id_is_said_again_too,
    ),
    Mistake(
        sync.receive.waiting,
        "bears_key",
        lambda conn, whom: True,
        "what waits for another key is read with each file",
        revoking.test_what_waits_for_another_key_is_not_read_again_with_each_file,
    ),
    Mistake(
        store.exchange.trust.Authority,
        "reach",
        lambda self, histories, chain: self.kept,
        "a number is accepted, whatever the history",
        revoking.test_who_went_back_is_told_that_what_it_wrote_anew_is_held,
    ),
    Mistake(
        store.exchange.delivery,
        "reached_there",
        lambda *given: None,
        "what is held there for its number is told as accepted",
        revoking.test_what_is_held_there_for_its_number_is_received_and_not_accepted,
    ),
    Mistake(
        store.exchange.ends,
        "_first",
        lambda histories, spots, most: [
            (seq, histories.digest(chain, seq).hex())
            for seq, chain in sorted((seq, chain) for chain, seq in spots)[-most:]
        ],
        "of many histories the longest are accepted",
        repeated.test_who_floods_with_histories_pushes_out_his_own_alone,
    ),
    Mistake(
        store.exchange.ends,
        "_first",
        lambda histories, spots, most: _first(histories, reversed(list(spots)), most),
        "of many histories the last are accepted",
        repeated.test_of_many_ends_one_that_continues_another_takes_its_place_and_no_other,
    ),
    Mistake(
        sync.wire.grants,
        "_repeat",
        lambda *given: None,
        "what another headquarters revokes is told to those who believe it alone",
        repeated.test_what_another_headquarters_revokes_and_takes_back_reaches_everybody,
    ),
    Mistake(
        sync.wire.grants,
        "_repeat",
        _repeat_all_with_their_numbers,
        "a stolen key puts its numbers into another's mouth",
        repeated.test_a_stolen_key_puts_no_number_into_the_mouth_of_another,
    ),
    Mistake(
        sync.wire.grants,
        "_repeat",
        _repeat_all_with_their_numbers,
        "who revokes the key before its own falls by another's word",
        repeated.test_that_a_headquarters_revokes_its_earlier_key_is_its_own_word,
    ),
    Mistake(
        sync.send.draft,
        "repeated_grants",
        lambda conn: {},
        "what is repeated waits for other news",
        repeated.test_what_is_repeated_is_told_where_nothing_else_is_new,
    ),
    Mistake(
        sync.trust.accept_grants,
        "replaced_grants",
        lambda *given: [],
        "what was repeated comes back as one's own",
        repeated.test_what_was_repeated_does_not_become_a_revocation_of_ones_own,
    ),
    Mistake(
        sync.identity.identity,
        "_stands",
        lambda *given: True,
        "a revoked key alone vouches for who goes back before its revocation",
        repeated.test_one_that_counts_vouches_for_who_goes_back_before_a_revocation,
    ),
)

MISTAKES: Final = (*_OF_HISTORIES, *_OF_TRUST)
