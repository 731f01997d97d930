"""What ``make check`` says of words: one that is not used, and a quotation of another kind, are told."""

from __future__ import annotations

import pytest

from language import LANGUAGES
from language.build import ROOT
from tools.rules.wording import guides, misquoted, misused


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("sq", "Hiqni stikun."),
        ("sq", "Veprimet me afat në periudhë"),
        ("sr", "Otvori fasciklu na laptopu."),
        ("sr", "2 aktivnosti kasne"),
        ("en", "Local"),
        ("en", "Esc drops what was typed."),
    ],
)
def test_a_word_that_is_not_used_is_told_with_what_is_said_instead(code: str, text: str) -> None:
    ((_word, instead, where),) = misused(code, [text, "Terren"])
    assert instead and where == text


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_guides_are_held_to_the_words_in_every_language(code: str) -> None:
    told = {"en": "officer.md"}.get(code, f"officer.{code}.md")
    assert ("# " in "".join(guides(code))) == (ROOT / "docs" / told).is_file()


def test_a_quotation_of_another_kind_is_told() -> None:
    texts = ["„Po“ dhe „Jo“", "“Po”", "Po „Jo"]
    assert list(misquoted("sq", texts)) == texts[1:]
