"""The signature of a report: headquarters' key signs the data in the file, and a digest of all it says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any, Final, NamedTuple

import language
from language import _
from report.periodic.content import Content
from report.periodic.data import json_form, proof_form
from store.account.calendar import KIND
from store.db.database import Connection, Store
from store.edits.assessment import WHOLE
from store.edits.words import Verify
from store.exchange.change_sets import Author, author
from store.exchange.trust import authority_of
from store.ledger.append import signer_of
from store.ledger.identity import read_identity, refuse_if_not_allowed, required_identity

_OPENING: Final = b"terren report 1\n"
_WHERE_THERE: Final = ("template", "drawer")
"""What a proof has where it says something, and else has not."""


class Signature(NamedTuple):
    """Whose signature a report bears: ``author`` is None for a key that is not accepted here.

    ``revoked_from`` is the day (ISO) from which the key counts no more, "" where it counts; ``is_late``
    whether the report was made on that day or later, by what it says itself.
    """

    signer: str
    author: Author | None
    valid: bool
    revoked_from: str = ""
    is_late: bool = False

    @property
    def is_headquarters(self) -> bool:
        """Return True if it is headquarters', of these very data, and not of a time when it did not count."""
        of_headquarters = self.author is not None and self.author.role == "headquarters"
        return self.valid and of_headquarters and not self.is_late


def sign_report(store: Store, content: Content) -> Content:
    """Return what a report says, signed with the own key.

    Raises UserError ``headquarters_only``, ``no_identity``, or ``key_missing`` where it does not lie here.
    """
    with store.reading() as conn:
        identity = required_identity(conn, store.path)
        refuse_if_not_allowed(identity, KIND, WHOLE)
        signed = signed_as(content, identity.replica, "")
        signature = signer_of(conn, identity.replica)(
            identity.replica, _OPENING + signed_form(proof_form(signed)), None
        )
    return signed._replace(parameters=signed.parameters._replace(signature=signature.hex()))


def signed_as(content: Content, signer: str, signature: str) -> Content:
    """Return what a report says with somebody's signature; an empty ``signer`` is nobody."""
    if not signer:
        return content
    with language.speaking(content.parameters.language):
        # what is printed of the signature cannot be part of what is signed
        form = json.dumps(json_form(content), sort_keys=True, ensure_ascii=True)
        signed_by = _("key {key} of headquarters").format(key=signer[:8])
    parameters = content.parameters._replace(
        signer=signer, signature=signature, content_digest=hashlib.sha256(form.encode()).hexdigest()
    )
    return content._replace(parameters=parameters, signed_by=signed_by)


def signed_form(proof: Mapping[str, Any]) -> bytes:
    """Return the bytes of a proof that are signed."""
    form = {name: part for name, part in proof.items() if name != "signature"}
    for name in _WHERE_THERE:
        if not form.get(name):
            form.pop(name, None)
    return json.dumps(form, sort_keys=True, ensure_ascii=True).encode()


def signature_of(conn: Connection, proof: Mapping[str, Any], verify: Verify) -> Signature | None:
    """Return whose signature a proof bears; None where it bears none.

    Unit and role are those for which the key was accepted.
    """
    if not proof["signer"]:
        return None
    identity, whose = read_identity(conn), author(conn, proof["signer"])
    granted = None if identity is None else authority_of(conn, identity, proof["signer"])
    if whose is not None:
        whose = None if granted is None else whose._replace(unit=granted.unit, role=granted.role)
    try:
        signature = bytes.fromhex(proof["signature"])
    except ValueError:
        signature = b""
    valid = whose is not None and verify(whose.public_key, _OPENING + signed_form(proof), signature)
    if granted is None or granted.until is None:
        return Signature(proof["signer"], whose, valid)
    revoked_from = datetime.fromtimestamp(granted.until, timezone.utc).date().isoformat()
    return Signature(proof["signer"], whose, valid, revoked_from, proof["made_on"] >= revoked_from)
