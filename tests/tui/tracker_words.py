"""The workbook of the session with a tracker, and what is said between its screens."""

from __future__ import annotations

from typing import Any, Final

TRACKED: Final = (
    ("Komuna e Pejës", *[""] * 8),
    ("Plani i veprimit për shërbimet 2025–2026 – gjendja më 30.09.2026", *[""] * 8),
    ("Nr.", "Aktiviteti", "Përgjegjës", "Afati", "Buxheti (€)", "", "Realizimi", "", ""),
    ("", "", "", "", "2025", "2026", "Statusi", "%", "Shpenzuar 2026 (€)"),
    ("Objektivi 1: Shërbime për qytetarët", *[""] * 8),
    (
        "1.1",
        "Hapja e zyrës për këshillim",
        "DA",
        "dhjetor 2026",
        "—",
        "12.000,00 €",
        "Përfunduar",
        "100%",
        "11.850,00 €",
    ),
    (
        "1.2",
        "Trajnimi i zyrtarëve",
        "DA",
        "dhjetor 2026",
        "2.000,00 €",
        "4.000,00 €",
        "Në vonesë",
        "40%",
        "1.500,00 €",
    ),
    ("", "Gjithsej", "", "", "2.000,00 €", "16.000,00 €", "", "", "13.350,00 €"),
    ("Objektivi 2: Informimi", *[""] * 8),
    ("2.1", "Botimi i udhëzuesit", "DKA", "qershor 2026", "—", "2.500,00 €", "NV", "10%", "—"),
    ("2.2", "Fushata e informimit", "DKA", "dhjetor 2026", "—", "3.000,00 €", "Nuk ka filluar", "0%", "—"),
    ("", "Gjithsej", "", "", "—", "5.500,00 €", "", "", "—"),
    ("Legjenda: NV – në vijim", *[""] * 8),
)
"""As offices keep it: merged titles, two rows of headings, a row for each objective, sums, a legend."""
_MERGED: Final = (
    *("A1:I1", "A2:I2", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:F3", "G3:I3", "A5:I5", "A9:I9", "A13:I13"),
)


def merge(sheet: Any) -> None:
    """Merge the cells that span others."""
    for cells in _MERGED:
        sheet.merge_cells(cells)


_SHEET: Final = (
    "An office keeps its plan, and how it stands, in one workbook: titles merged over the table, two rows"
    " of headings, a row for each objective, sums, amounts as text, words of its own for statuses, a "
    "legend:"
)
_FIRST: Final = (
    "On a computer on which nobody has worked yet, `terren` opens the first screen "
    "([README](../../README.md) says how to install it). `Ctrl+O` asks for the workbook; its path is "
    "typed or pasted, and `Tab` completes it."
)
_ROWS: Final = "\n".join("| " + " | ".join(row) + " |" for row in TRACKED)
BEGINS: Final = f"{_SHEET}\n\n```\n{_ROWS}\n```\n\n{_FIRST}"
COLUMNS: Final = (
    "Nothing of this sheet is open, so the plan is there at once. Of another one a list of its columns "
    "comes first, which says how many answers are missing: what a column is, or what the sheet prints "
    "nowhere, such as the title of the plan. Enter answers the one that is marked, and `w` goes on."
)
STATUSES: Final = (
    "The plan is there; how the actions stand is recorded once somebody has looked at it, as the line at "
    "the bottom says. Words that no language of Terren knows are asked once, with what they likely mean; "
    "`NV` is not asked, since the legend says it."
)
FORMS: Final = (
    "Who has no Terren reports by a form: a workbook for each unit, `F` in the matrix. It goes out by "
    "mail or stick; when it comes back, `z` on the main screen and then `f` show what it says before "
    "anything is recorded ([more](../headquarters.md))."
)
REPORT: Final = "The first report, as a Word file; `Ctrl+F` chooses another form."
