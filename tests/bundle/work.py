"""What officers and headquarters do with an installation that is tried."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import openpyxl

from tests.bundle.installations import Failed, Installation

ROOT: Final = Path(__file__).parents[2]
DOCUMENTS: Final = [ROOT / f"tests/documents/set/sr-5y-6004.{kind}" for kind in ("docx", "xlsx", "docx.pdf")]
SAMPLE: Final = ROOT / "samples" / "migration-2021-2023.txt"


def journey(officer: Installation, headquarters: Installation, stick: Path) -> None:
    """Enrol, report, export; headquarters takes the file. Raises Failed."""
    stick.mkdir()
    officer("init", "--officer", "Arta Krasniqi", "--unit", "17", "--language", "sq")
    officer("set", "1.2.3", "--status", "in_progress", "--percent", "40")
    officer("spend", "1.2.3", "--year", "2022", "--capital", "1.250,50")
    officer("note", "1.2.3", "Trajnimi u mbajt në Pejë")
    officer("trust", "request", "-o", stick)
    officer("export", "--to", stick)
    (file,) = stick.glob("*.terren")
    (enrolment,) = stick.glob("*.terren-enrol")
    headquarters("init", "--officer", "Qendra", "--unit", "MPB", "--role", "headquarters")
    headquarters("trust", "accept", enrolment)
    headquarters("receive", file)
    for one in (officer, headquarters):
        one("verify")
    there, here = (json.loads(one("state", "--json")) for one in (officer, headquarters))
    if not there or there != here:
        raise Failed(f"{headquarters.kind.name} does not hold what {officer.kind.name} sent")


def everyday(office: Installation, folder: Path) -> None:
    """Take an edit back, list, look back, back up, read a guide, make the demonstration. Raises Failed."""

    def values() -> list[list[object]]:
        names = ("kind", "target", "unit", "field", "value")
        registers = ([register[name] for name in names] for register in json.loads(office("state", "--json")))
        return [register for register in registers if register[-1] is not None]

    before = values()
    office("set", "1.2.3", "--percent", "99")
    office("undo")
    copy, demonstration = (folder / f"{office.kind.name}{what}" for what in (".db", "-demo"))
    office("backup", "-o", copy)
    office("demo", demonstration)
    done = {
        "undo": values() == before,
        "list": "1.2.3" in office("list", "--status", "in_progress"),
        "log": all(words in office("log", "1.2.3") for words in ("99%", "Trajnimi u mbajt në Pejë")),
        "guide": office("guide", "--language", "sq", "--print").startswith("Udhëzuesi i zyrtarit"),
        "backup": copy.read_bytes().startswith(b"SQLite format 3\0"),
        "demo": (demonstration / "headquarters").is_dir(),
    }
    if failed := [name for name, well in done.items() if not well]:
        raise Failed(f"{office.kind.name} did not do as it should: {', '.join(failed)}")


def read_a_long_document(one: Installation, folder: Path) -> None:
    """Import a text that is so long that a process of its own reads it. Raises Failed."""
    document = folder / "long.txt"
    lines = SAMPLE.read_text("utf-8").splitlines()
    document.write_text("\n".join(f"{line}{' ' * 80}" for line in lines), "utf-8")
    made = folder / f"{one.kind.name}.plan.toml"
    one("import", document, "-o", made)
    if not made.is_file():
        raise Failed(f"{one.kind.name} wrote no plan")


def work_of_headquarters(office: Installation, folder: Path) -> None:
    """Import plans of three forms, take back a form that was filled in, write the report in every form.

    Raises Failed.
    """
    office("init", "--officer", "Qendra", "--unit", "MPB", "--role", "headquarters")
    name = office.kind.name
    form = folder / f"{name}-form.xlsx"
    office("form", "--unit", "17", "-o", form)
    book = openpyxl.load_workbook(form)
    # who filled it in, and how far the first action is
    for cell, value in {"B6": "Besa", "F10": 60}.items():
        book.worksheets[0][cell].value = value
    book.save(form)
    office("receive", form, "--yes")
    if 60 not in [register["value"] for register in json.loads(office("state", "--json"))]:
        raise Failed(f"{name} did not take what a form says")
    office("form", "--unit", "17", "--paper", "-o", form.with_suffix(".html"))
    plans = [folder / f"{name}-{document.suffix[1:]}.plan.toml" for document in DOCUMENTS]
    for document, made in zip(DOCUMENTS, plans, strict=True):
        office("import", document, "-o", made)
    reports = [folder / f"{name}.{kind}" for kind in ("docx", "xlsx", "html")]
    for made in reports:
        office("report", "--period", "2022", "-o", made, expected=(0, 3))
    written = [*plans, *reports, form.with_suffix(".html")]
    if missing := [path.name for path in written if not path.is_file()]:
        raise Failed(f"{name} did not write {', '.join(missing)}")
