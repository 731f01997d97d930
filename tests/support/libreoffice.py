"""LibreOffice without its window, as a person who fills in workbooks: a macro types into them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, NamedTuple
from xml.sax.saxutils import escape

IS_HERE: Final = shutil.which("soffice") is not None
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_LIBRARY: Final = (
    '<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">\n'
    '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard">'
    '<library:element library:name="Fill"/></library:library>'
)
_MODULE: Final = (
    '<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">\n'
    '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Fill"'
    ' script:language="StarBasic">{macro}</script:module>'
)
_MACRO: Final = r"""
Sub Fill(orders As String)
  Dim order As String, parts, doc, cell
  Dim opened(0) As New com.sun.star.beans.PropertyValue, saved(0) As New com.sun.star.beans.PropertyValue
  opened(0).Name = "Hidden" : opened(0).Value = True
  saved(0).Name = "FilterName" : saved(0).Value = "Calc MS Excel 2007 XML"
  source = createUnoService("com.sun.star.ucb.SimpleFileAccess").openFileRead(orders)
  stream = createUnoService("com.sun.star.io.TextInputStream")
  stream.setInputStream(source)
  stream.setEncoding("UTF-8")
  Do While Not stream.isEOF()
    order = stream.readLine()
    parts = Split(order, Chr(9))
    If UBound(parts) = 2 Then
      If parts(0) = "open" Then
        doc = StarDesktop.loadComponentFromURL(parts(1), "_blank", 0, opened())
      ElseIf parts(0) = "save" Then
        doc.storeToURL(parts(1), saved())
        doc.close(True)
      Else
        cell = doc.Sheets.getByIndex(0).getCellRangeByName(parts(0))
        If parts(1) = "number" Then
          cell.Value = Val(parts(2))
        Else
          cell.String = Replace(parts(2), "\n", Chr(10))
        End If
      End If
    End If
  Loop
End Sub
"""


class Filled(NamedTuple):
    """A workbook, where it is saved when it is filled in, and what is typed into cells of its first sheet."""

    source: Path
    saved: Path
    cells: Mapping[str, str | int | float]


def fill(books: Iterable[Filled], folder: Path) -> None:
    """Fill in workbooks by LibreOffice, whose profile is made in ``folder``; text stays text."""
    office = [
        "soffice",
        f"-env:UserInstallation={(folder / 'office').as_uri()}",
        "--headless",
        "--norestore",
    ]
    # the first start makes the profile, and writes over what lies there
    subprocess.run([*office, "--terminate_after_init"], check=True, capture_output=True, timeout=120)
    library = folder / "office" / "user" / "basic" / "Standard"
    library.mkdir(parents=True, exist_ok=True)
    (library / "script.xlb").write_text(_HEAD + _LIBRARY, "utf-8")
    (library / "Fill.xba").write_text(_HEAD + _MODULE.format(macro=escape(_MACRO)), "utf-8")
    lines: list[str] = []
    for book in books:
        lines.append(f"open\t{book.source.as_uri()}\t")
        for cell, value in book.cells.items():
            kind = "text" if isinstance(value, str) else "number"
            lines.append(f"{cell}\t{kind}\t{str(value).replace(chr(10), chr(92) + 'n')}")
        lines.append(f"save\t{book.saved.as_uri()}\t")
    orders = folder / "orders.txt"
    orders.write_text("\n".join(lines) + "\n", "utf-8")
    macro = f'macro:///Standard.Fill.Fill("{orders.as_uri()}")'
    subprocess.run([*office, macro], check=True, capture_output=True, timeout=600)
