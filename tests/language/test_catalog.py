"""The reader of catalogs says what the standard library's says."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest

from language import Catalog
from language.build import TRANSLATED, messages, mo_path
from tests.support.catalogs import catalog

NUMBERS = (0, 1, 2, 3, 4, 5, 11, 12, 14, 21, 22, 25, 101, 104, 111, 112)


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_message_is_that_of_the_standard_library(code: str) -> None:
    ours = Catalog(mo_path(code))
    with mo_path(code).open("rb") as file:
        theirs = gettext.GNUTranslations(file)
    plurals = contexts = 0
    for message in messages(catalog(code)):
        if not isinstance(message.id, str):
            plurals += 1
            one, many = message.id
            for n in NUMBERS:
                assert ours.ngettext(one, many, n) == theirs.ngettext(one, many, n)
        elif message.context is not None:
            contexts += 1
            expected = theirs.pgettext(message.context, message.id)
            assert (ours[f"{message.context}\x04{message.id}"] or message.id) == expected
        else:
            assert (ours[message.id] or message.id) == theirs.gettext(message.id)
    assert plurals > 10
    assert contexts > 0


@pytest.mark.parametrize("code", TRANSLATED)
def test_what_no_catalog_has_stays_as_it_is(code: str) -> None:
    ours = Catalog(mo_path(code))
    assert not any(ours[text] for text in ("none such", "zzz", "Ž\x00", "\x04", "nowhere\x04Status"))
    assert [ours.ngettext("{n} zzz", "{n} zzzs", n) for n in (1, 2)] == ["{n} zzz", "{n} zzzs"]


@pytest.mark.parametrize("content", [b"", b"\x00" * 40, b"short"])
def test_what_is_no_catalog_is_not_taken_for_one(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.mo").write_bytes(content)
    with pytest.raises(ValueError, match="no catalog"):
        Catalog(tmp_path / "x.mo")
