"""The signature of a report: headquarters' key signs the data in the file, and a digest of all it says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
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
from store.ledger.append import signer_of
from store.ledger.identity import refuse_if_not_allowed, required_identity

_OPENING: Final = b"terren report 1\n"
_UNSIGNED: Final = ("signature", "template")
"""What a proof says beside what is signed."""


class Signature(NamedTuple):
    """Whose signature a report bears: ``author`` is None for a key that is not known here."""

    signer: str
    author: Author | None
    valid: bool

    @property
    def is_headquarters(self) -> bool:
        """Return True if it is headquarters' and of these very data."""
        return self.valid and self.author is not None and self.author.role == "headquarters"


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
    form = {name: part for name, part in proof.items() if name not in _UNSIGNED}
    return json.dumps(form, sort_keys=True, ensure_ascii=True).encode()


def signature_of(conn: Connection, proof: Mapping[str, Any], verify: Verify) -> Signature | None:
    """Return whose signature a proof bears; None where it bears none."""
    if not proof["signer"]:
        return None
    whose = author(conn, proof["signer"])
    try:
        signature = bytes.fromhex(proof["signature"])
    except ValueError:
        signature = b""
    valid = whose is not None and verify(whose.public_key, _OPENING + signed_form(proof), signature)
    return Signature(proof["signer"], whose, valid)
