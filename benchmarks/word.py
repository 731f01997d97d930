"""Reading a Word document with a table of 19,000 rows: the memory of a process that reads nothing else."""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Final

from benchmarks.ratio import Measurement, peak_megabytes
from planreader.sources.docx_reader import read_docx

ROWS: Final = 19_000
COLUMNS: Final = 8
MEGABYTES: Final = 200.0
_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CELL: Final = "<w:tc><w:p><w:r><w:t>Forcimi i kapaciteteve për menaxhimin {}</w:t></w:r></w:p></w:tc>"


def document(rows: int) -> bytes:
    """Return a document with one table of so many rows."""
    from docx import Document

    empty, made = io.BytesIO(), io.BytesIO()
    Document().save(empty)
    # no compression: what repeats so often would be refused
    with zipfile.ZipFile(empty) as parts, zipfile.ZipFile(made, "w") as archive:
        for name in parts.namelist():
            if name != "word/document.xml":
                archive.writestr(name, parts.read(name))
        with archive.open("word/document.xml", "w") as text:
            text.write(f'<w:document xmlns:w="{_W}"><w:body><w:tbl>'.encode())
            for row in range(rows):
                cells = "".join(_CELL.format(f"{row}.{column}") for column in range(COLUMNS))
                text.write(f"<w:tr>{cells}</w:tr>".encode())
            text.write(b"</w:tbl></w:body></w:document>")
    return made.getvalue()


def measure() -> list[Measurement]:
    """Read in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "plan.docx"
        file.write_bytes(document(ROWS))
        command = (sys.executable, "-m", "benchmarks.word", str(file))
        most = float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return [Measurement(f"memory for a Word document of {ROWS:,} rows", most, MEGABYTES, "MB")]


def main(file: Path) -> None:
    """Read here: peak megabytes."""
    assert len(read_docx(file.read_bytes(), str(file))) == ROWS
    print(peak_megabytes())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
