"""What ``make check`` says of words: one that is not used, and a quotation of another kind, are told."""

from __future__ import annotations

import pytest

from tools.rules.wording import misquoted, misused


@pytest.mark.parametrize(
    ("code", "text"), [("sq", "Hiqni stikun."), ("sr", "Otvori fasciklu na laptopu."), ("en", "Local")]
)
def test_a_word_that_is_not_used_is_told_with_what_is_said_instead(code: str, text: str) -> None:
    ((_word, instead, where),) = misused(code, [text, "Terren"])
    assert instead and where == text


def test_a_quotation_of_another_kind_is_told() -> None:
    texts = ["„Po“ dhe „Jo“", "“Po”", "Po „Jo"]
    assert list(misquoted("sq", texts)) == texts[1:]
