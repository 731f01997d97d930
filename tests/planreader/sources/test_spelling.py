"""How a document spells its words: what two pieces at a line's end are."""

from __future__ import annotations

from collections import Counter

import pytest

from planreader.sources.pdf.spelling import UNTOLD, Spelling

_TEXT = """
Hartimi i strategjisë për zbatimin e planit në bashkëpunim me komunat dhe shoqërinë civile Trajnimi i
zyrtarëve komunalë për menaxhimin e projekteve dhe prokurimin publik Organizimi i fushatave vetëdijesuese
në shkollat fillore Ministria e Administrimit të Pushtetit Lokal Agjencia e Statistikave të Kosovës
Zbatimi i standardeve administrative për mirëmbajtjen e rrugëve Mbikëqyrja e shërbimeve publike dhe e
investimeve kapitale Renovimi i objekteve të përfituesve Universiteti i Prishtinës
"""
_WORDS = Spelling(Counter(_TEXT.split()))


@pytest.mark.parametrize(
    ("left", "right"), [("institucionev", "e"), ("programev", "e"), ("raportimi", "n"), ("zbatim", "eve")]
)
def test_pieces_that_only_together_end_like_a_word_are_one(left: str, right: str) -> None:
    assert _WORDS.is_one(left, right, default=True)
    assert _WORDS.is_one(left, right, default=False)


@pytest.mark.parametrize(
    ("left", "right"), [("koordinimit", "të"), ("bashkëpunim", "me"), ("raporteve", "publike")]
)
def test_pieces_that_end_and_begin_like_words_are_two(left: str, right: str) -> None:
    assert not _WORDS.is_one(left, right, default=False)
    assert not _WORDS.is_one(left, right, default=True)


def test_a_short_piece_that_stands_nowhere_alone_is_no_word() -> None:
    assert _WORDS.is_one("Inspektor", "at", default=False)


@pytest.mark.parametrize("default", [True, False])
def test_figures_and_documents_of_few_words_tell_nothing(default: bool) -> None:
    assert _WORDS.is_one("258,2", "50", default=default) is default
    assert UNTOLD.is_one("zbatim", "eve", default=default) is default


def test_the_chances_of_all_letters_come_to_one() -> None:
    letters = {letter for word in _TEXT.lower().split() for letter in word} | {"#"}
    for before in ("", "i", "in", "eve", "#me", "xyz"):
        whole = sum(_WORDS.chance(before, letter) for letter in letters)
        # what is left is for letters that were never seen
        assert 0.5 < whole <= 1.0
