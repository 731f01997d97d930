"""Text as data: what is kept, how it is searched, what is suggested."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.db.likeness import nearest
from store.db.text import clean, fold, latin


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Zbatuar pjesërisht", "zbatuar pjeserisht"),
        ("ÇËŠTJE", "cestje"),
        ("Čačak, Ćuprija, Đakovica, Šid, Žabari", "cacak, cuprija, dakovica, sid, zabari"),
        ("Gjakovë", "gjakove"),
        ("Ђаковица, Шид, Жабари, ЉУБАВ, Његош, џеп", "dakovica, sid, zabari, ljubav, njegos, dzep"),
        ("e\u0308c\u0327", "ec"),
        ("STRASSE Straße", "strasse strasse"),
        ("  dy \u00a0 fjalë\n tri ", "dy fjale tri"),
        ("ﬁnancim № ²", "financim no 2"),
        ("1.2.3", "1.2.3"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_fold_is_settled_and_ignores_case(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert not any(unicodedata.combining(c) for c in fold(text))


@given(st.text(alphabet="abcçdđeëčćšžABCÇDĐEËČĆŠŽ 1."))
def test_fold_of_the_languages_is_ascii_and_ignores_case(text: str) -> None:
    assert fold(text).isascii()
    assert fold(text.upper()) == fold(text.lower()) == fold(text)


@pytest.mark.parametrize(
    ("cyrillic", "in_latin"),
    [
        ("Народна њива, Џеп", "Narodna njiva, Džep"),
        ("МУП", "MUP"),
        ("ЉУБАВ НУЉ СЏ", "LJUBAV NULJ SDŽ"),
        ("Gjakovë", "Gjakovë"),
    ],
)
def test_latin(cyrillic: str, in_latin: str) -> None:
    assert latin(cyrillic) == in_latin


@given(st.text(alphabet="абвгдђежзијклљмнњопрстћуфхцчџшАБВГДЂЕЖЗИЈКЛЉМНЊОПРСТЋУФХЦЧЏШ 1."))
def test_both_scripts_fold_to_the_same(text: str) -> None:
    assert fold(text) == fold(latin(text)) == fold(text.upper())
    assert fold(text).isascii()


def test_clean_keeps_text_and_drops_what_acts() -> None:
    assert clean("Gjakovë – 50 % «ok» č\u00a0ć") == "Gjakovë – 50 % «ok» č\u00a0ć"
    assert clean("a\x1b[31mb\x07\x9b2J\x00") == "a[31mb2J"
    assert clean("a\u202eb\u2066c\u200fd\u061ce") == "abcde"
    assert clean("a\ud800b") == "ab"
    assert clean("a\ufffe\uffff\ufdd0\U0010ffffb\U0001fae8") == "ab\U0001fae8"
    assert clean("e\u0308") == "ë"


def test_line_ends_are_kept_only_where_allowed() -> None:
    assert clean("a\r\nb\rc\nd\te\u2028f") == "a b c d e f"
    assert clean("a\r\nb\rc\nd\te\u2028f", newlines=True) == "a\nb\nc\nd e\nf"


@given(st.text(st.characters(codec=None)), st.booleans())
def test_clean_is_settled_and_nothing_acts(text: str, newlines: bool) -> None:
    cleaned = clean(text, newlines)
    assert clean(cleaned, newlines) == cleaned == unicodedata.normalize("NFC", cleaned)
    categories = {unicodedata.category(c) for c in cleaned if not (newlines and c == "\n")}
    assert not categories & {"Cc", "Cs", "Zl", "Zp"}
    assert not set(cleaned) & set("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    cleaned.encode("utf-8")


def test_nearest() -> None:
    units = ["Prishtinë", "Prizren", "Pejë", "Gjakovë", "Gjilan", "MPB", "MPMS"]
    assert nearest("gjakova", units)[0] == "Gjakovë"
    assert nearest("PEJE", units) == ("Pejë",)
    assert nearest("MPBB", units)[0] == "MPB"
    assert nearest("xyz", units) == ()
    assert nearest("1.2.33", ["1.2.3", "1.3.3", "4.5.13", "2.2.2"], n=1) == ("1.2.3",)
    assert nearest("peje", ["Pejë", "Peje", "PEJË"], n=2) == ("Pejë", "Peje")
