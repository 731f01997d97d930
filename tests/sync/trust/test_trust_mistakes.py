"""The tests of trust are worth something: each of these mistakes, planted in the code, is caught."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple
from unittest.mock import patch

import pytest

import store.ledger.append
import store.ledger.permission
import store.ledger.state
import sync.quarantine.section_diff
import sync.receive.joining
import sync.receive.receive
import sync.receive.refused
import sync.trust.accept_grants
import sync.trust.admission
import sync.wire.lines
import tests.sync.trust.test_stolen_keys as tests
from store.exchange.trust import Authority
from sync.trust.accept_grants import _Acceptance
from tests.sync.world import headquarters, installation


class Mistake(NamedTuple):
    """What stands instead of an attribute, and the test that catches it."""

    title: str
    where: Any
    name: str
    instead: Any
    caught_by: Callable[..., None]


_granter = _Acceptance.granter


def _never_revoked(self: _Acceptance, grant: Any) -> Authority | None:
    found = _granter(self, grant)
    return None if found is None else found._replace(until=None)


MISTAKES: Final = (
    Mistake(
        "a laptop may vouch for any unit and role",
        _Acceptance,
        "_hands_on",
        lambda *given: True,
        tests.test_a_laptop_vouches_for_one_like_itself_alone,
    ),
    Mistake(
        "grants of a revoked granter are heeded",
        _Acceptance,
        "granter",
        _never_revoked,
        tests.test_a_revoked_headquarters_makes_no_other,
    ),
    Mistake(
        "an old grant replaces a newer one",
        _Acceptance,
        "_may_replace",
        lambda *given: True,
        tests.test_an_old_grant_takes_nothing_back,
    ),
    Mistake(
        "anybody becomes headquarters by headquarters' word",
        _Acceptance,
        "_is_known_center",
        lambda *given: True,
        tests.test_a_further_headquarters_is_a_persons_decision,
    ),
    Mistake(
        "a foreign key in an author's line",
        sync.receive.joining,
        "bears_key",
        lambda *given: True,
        tests.test_a_carrier_of_a_false_section_is_taken_all_the_same,
    ),
    Mistake(
        "a field laptop writes names",
        store.ledger.permission,
        "HEADQUARTERS_KINDS",
        frozenset({"assessment", "decision"}),
        tests.test_names_are_headquarters_word,
    ),
    Mistake(
        "no number is too late",
        Authority,
        "reach",
        lambda self, histories, chain: None,
        tests.test_back_dated_changes_of_a_revoked_laptop_are_held_whoever_carries_them,
    ),
    Mistake(
        "a revocation of a day to come is never pinned",
        sync.receive.receive,
        "pin",
        lambda *given: None,
        tests.test_a_revocation_of_a_day_to_come_is_pinned_when_it_has_come,
    ),
    Mistake(
        "heirs without end",
        sync.trust.accept_grants,
        "MAX_HEIRS",
        10**9,
        tests.test_heirs_are_bounded_and_a_flood_of_them_costs_little,
    ),
    Mistake(
        "a key never gives way",
        sync.trust.admission,
        "may_give_way",
        lambda *given: False,
        tests.test_an_id_taken_by_a_false_word_goes_back_to_its_owner,
    ),
    Mistake(
        "changes wait without end",
        store.ledger.append,
        "MAX_AWAITED",
        10**9,
        tests.test_what_one_author_supersedes_in_advance_is_bounded,
    ),
    Mistake(
        "a laptop's number is as high as headquarters'",
        sync.quarantine.section_diff,
        "highest_lamport",
        lambda role: 2**53 - 1,
        tests.test_headquarters_outranks_whatever_number_a_laptop_writes,
    ),
    Mistake("no limit of the body", sync.wire.lines, "MAX_BODY", 10**12, tests.test_a_body_has_a_limit),
    Mistake("no limit of heads", store.ledger.state, "MAX_HEADS", 10**9, tests.test_heads_have_a_limit),
    Mistake(
        "no limit of the refused folder",
        sync.receive.refused,
        "MOST_FILES",
        10**9,
        tests.test_refused_files_have_a_limit,
    ),
)


def _lived(test: Callable[..., None], folder: Path) -> None:
    """Run a test of the other module with what it asks for."""
    (folder / "stick").mkdir(parents=True)
    made: dict[str, Callable[[], Any]] = {
        "tmp_path": lambda: folder,
        "stick": lambda: folder / "stick",
        "field": lambda: installation(folder / "field"),
        "center": lambda: headquarters(folder / "center"),
        "second": lambda: headquarters(folder / "second"),
    }
    test(**{name: made[name]() for name in inspect.signature(test).parameters})


def _fails(test: Callable[..., None], folder: Path) -> bool:
    try:
        _lived(test, folder)
    except (AssertionError, pytest.fail.Exception):
        return True
    return False


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.title)
def test_a_planted_mistake_of_trust_is_caught(mistake: Mistake, tmp_path: Path) -> None:
    with patch.object(mistake.where, mistake.name, mistake.instead), pytest.raises(BaseException):  # noqa: B017
        _lived(mistake.caught_by, tmp_path / "with")
    _lived(mistake.caught_by, tmp_path / "without")
