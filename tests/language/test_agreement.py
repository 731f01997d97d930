"""Tables that stand in both store and language, because neither imports the other, say the same."""

from __future__ import annotations

from language.reading import findings
from store.plan import model as plan


def test_money_in_findings() -> None:
    assert findings.MONEY_FIGURES == plan.FINDING_MONEY
