"""Where a library of the extra for headquarters is missing, that is said, and the document is not blamed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from planreader import read
from planreader.review.tomlform import kept
from store.db.errors import UserError
from tests.support.paths import SET


@pytest.mark.parametrize(
    ("library", "suffix"), [("docx", ".docx"), ("openpyxl", ".xlsx"), ("pdfplumber", ".docx.pdf")]
)
def test_a_document_asks_for_the_extra(library: str, suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [library, *(name for name in sys.modules if name.startswith(f"{library}."))]:
        monkeypatch.setitem(sys.modules, name, None)
    document = next(Path(SET).glob(f"*{suffix}"))
    with pytest.raises(UserError) as refused:
        read(document)
    assert (refused.value.code, refused.value.params["library"]) == ("library_missing", library)
    # this is a checkout
    assert refused.value.params["command"] == "make run"


def test_a_form_with_comments_is_not_written_over_without_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tomlkit", None)
    assert kept('id = "a"\n', {"id": "a"}) is None
    with pytest.raises(UserError, match="library_missing"):
        kept('# mine\nid = "a"\n', {"id": "a"})
