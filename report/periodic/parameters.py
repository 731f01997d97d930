"""What a report was asked for and from which ledger it was drawn: enough to draw it again."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import NamedTuple

from store.exchange.peers import Vector
from store.ledger.change import canonical_json


class ReportRequest(NamedTuple):
    """What is asked for: a period as of a day, in a language (its code), of all units or of one.

    Without ``as_of`` it is the last day of the period, the day of writing if that is earlier.
    With ``only_approved`` reports that headquarters approved alone are counted.
    """

    period: str
    as_of: date | None
    language: str
    made_on: date
    unit: str | None = None
    only_approved: bool = False


class Parameters(NamedTuple):
    """``plan`` is the plan's id, ``revision`` the version that counts, ``newest`` the newest one known.

    ``vector`` is all that the ledger held.
    """

    period: str
    as_of: date
    unit: str | None
    language: str
    made_on: date
    plan: str
    revision: int
    newest: int
    vector: Vector
    only_approved: bool = False
    """Whether reports that headquarters approved alone are counted."""

    @property
    def request(self) -> ReportRequest:
        """Return what was asked for."""
        return ReportRequest(
            self.period, self.as_of, self.language, self.made_on, self.unit, self.only_approved
        )

    @property
    def vector_digest(self) -> str:
        """Return the SHA-256 of the vector: two ledgers with the same digest hold the same changes."""
        form = {replica: [list(end) for end in ends] for replica, ends in self.vector.items()}
        return hashlib.sha256(canonical_json(form).encode()).hexdigest()

    @property
    def shown_digest(self) -> str:
        """Return the beginning of the digest in groups, as it is printed."""
        digest = self.vector_digest[:20].upper()
        return "-".join(digest[at : at + 4] for at in range(0, 20, 4))
