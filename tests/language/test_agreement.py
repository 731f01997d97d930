"""Tables that stand in both store and language, because neither imports the other, say the same."""

from __future__ import annotations

from language import amounts, registers, terms
from language.reading import findings
from store.account import statuses
from store.account.money import MAX_CENTS, MONEY_FIELDS
from store.edits import edits
from store.plan import model as plan


def test_statuses_and_reasons_are_those_of_the_store_in_its_order() -> None:
    assert tuple(terms.STATUSES) == statuses.STATUSES
    assert tuple(terms.REASONS) == edits.REASONS


def test_every_field_that_can_be_reported_has_words() -> None:
    assert set(registers.FIELDS["action"]) == set(edits.StatusReport._fields) - {"on"}
    assert set(registers.MONEY) == set(MONEY_FIELDS)


def test_money_in_findings_and_the_largest_amount() -> None:
    assert findings.MONEY_FIGURES == plan.FINDING_MONEY
    assert amounts.LIMIT_CENTS == MAX_CENTS
