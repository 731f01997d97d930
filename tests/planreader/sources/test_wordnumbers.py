"""Numbers that Word counts by itself, rows deleted with changes tracked, and hidden text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from planreader import read
from store.plan.model import Plan
from tests.planreader.tables import HEAD, action, plan, word

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TABLE = [*HEAD, action(""), action("", "Trajnimi i zyrtarëve")]


def _element(xml: str) -> Any:
    from docx.oxml import parse_xml

    return parse_xml(xml)


def _define(document: Any, first: str) -> None:
    """A list of three levels: ``1.``, ``1.1``, ``1.1.1``; the first written in ``first``."""
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{first if not n else "decimal"}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for n, text in enumerate(("%1.", "%1.%2", "%1.%2.%3"))
    )
    root = document.part.numbering_part.element
    root.insert(0, _element(f'<w:abstractNum {_W} w:abstractNumId="90">{levels}</w:abstractNum>'))
    root.append(_element(f'<w:num {_W} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))


def _count(paragraph: Any, level: int) -> None:
    numbered = f'<w:numPr {_W}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(_element(numbered))


def _plan(path: Path, first: str) -> Plan:
    """Two specific objectives whose titles stand before their tables; Word counts all numbers."""

    def change(document: Any) -> None:
        _define(document, first)
        titles = (("Objektivi strategjik: Qeverisja", 0), ("Objektivi specifik: Shërbimet", 1))
        for n, table in enumerate(document.tables):
            for text, level in titles[n:] if not n else (("Objektivi specifik: Të dhënat", 1),):
                paragraph = document.add_paragraph(text)
                _count(paragraph, level)
                table._tbl.addprevious(paragraph._p)
            for row in table.rows[len(HEAD) :]:
                _count(row.cells[0].paragraphs[0], 2)

    return read(word(path, [_TABLE, _TABLE], change))


@pytest.mark.parametrize(("first", "nr"), [("decimal", "1"), ("upperRoman", "I")])
def test_numbers_are_counted_as_word_does(tmp_path: Path, first: str, nr: str) -> None:
    found = _plan(tmp_path / "plan.docx", first)
    assert [o.nr for o in found.specific_objectives()] == [f"{nr}.1", f"{nr}.2"]
    assert [o.title for o in found.specific_objectives()] == ["Shërbimet", "Të dhënat"]
    assert [a.nr for a in found.actions()] == [f"{nr}.{o}.{a}" for o in (1, 2) for a in (1, 2)]


def test_deleted_rows_and_hidden_text_are_not_read(tmp_path: Path) -> None:
    rows = plan(action("1.1.1"), action("1.1.1", "I fshirë"), action("1.1.2"))

    def change(document: Any) -> None:
        deleted = document.tables[0].rows[5]
        deleted._tr.get_or_add_trPr().append(_element(f'<w:del {_W} w:id="1" w:author="a"/>'))
        run = document.tables[0].rows[4].cells[1].paragraphs[0].add_run(" i fshehur")
        run.font.hidden = True

    actions = list(read(word(tmp_path / "plan.docx", [rows], change)).actions())
    assert [action.nr for action in actions] == ["1.1.1", "1.1.2"]
    assert actions[0].title == "Hartimi i planit"
