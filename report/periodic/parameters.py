"""What a report was asked for and from which ledger it was drawn: enough to draw it again."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import NamedTuple

from schema.choices import ANNEX
from store.db.errors import UserError
from store.edits.issues import shown_digest, vector_digest
from store.exchange.peers import Vector


def read_annexes(text: str) -> str | None:
    """Return the letters of the annexes that a person typed: None for the usual ones, "" for none or 0.

    Raises as :func:`checked_annexes`.
    """
    typed = text.strip()
    return checked_annexes("" if typed.lower() in ("0", "none") else typed) if typed else None


def checked_annexes(letters: str) -> str:
    """Return letters of annexes, each once and in their order. Raises UserError ``annex_unknown``."""
    wanted = {letter for letter in letters.upper() if letter not in ", "}
    if unknown := sorted(wanted - {*ANNEX.codes}):
        raise UserError("annex_unknown", found=", ".join(unknown), known=", ".join(ANNEX.codes))
    return "".join(letter for letter in ANNEX.codes if letter in wanted)


class ReportRequest(NamedTuple):
    """What is asked for: a period as of a day, in a language (its code), of all units or of one.

    Without ``as_of`` it is the last day of the period, the day of writing if that is earlier.
    With ``only_approved`` reports that headquarters approved alone are counted. ``issue`` is the number of a
    report that headquarters issued, to be drawn again as it was; 0 for what the ledger says now. ``annexes``
    are their letters, None for the usual ones; with ``names`` officers
    are named.
    """

    period: str
    as_of: date | None
    language: str
    made_on: date
    unit: str | None = None
    only_approved: bool = False
    issue: int = 0
    annexes: str | None = None
    names: bool = False


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
    issue: int = 0
    """The number of the report that headquarters issued; 0 for any other."""
    signer: str = ""
    """The replica whose key signed it; empty for an unsigned one."""
    signature: str = ""
    content_digest: str = ""
    """Of a signed report the SHA-256 of all that it says, which the signature covers."""
    annexes: str | None = None
    names: bool = False
    template: str = ""
    """The SHA-256 of the Word document that was filled; empty for a report in a form of Terren's."""

    drawer: str = ""
    """Of a signed PDF what drew it, with its fonts."""

    def filled_into(self, template: bytes) -> Parameters:
        """Return the same of a report that is filled into a document."""
        return self._replace(template=hashlib.sha256(template).hexdigest())

    @property
    def request(self) -> ReportRequest:
        """Return what was asked for."""
        return ReportRequest(
            self.period,
            self.as_of,
            self.language,
            self.made_on,
            self.unit,
            self.only_approved,
            annexes=self.annexes,
            names=self.names,
        )

    @property
    def vector_digest(self) -> str:
        """Return the SHA-256 of the vector: two ledgers with the same digest hold the same changes."""
        return vector_digest(self.vector)

    @property
    def shown_digest(self) -> str:
        """Return the beginning of the digest in groups, as it is printed."""
        return shown_digest(self.vector_digest)
