"""The forms of a list, declared once: ``--json``, ``--csv``, and a file with ``-o``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from language import N_, _
from terren import output
from terren.declare import flag, option, several
from terren.misuse import WrongUsage
from terren.streams import Written

if TYPE_CHECKING:
    from report.table import Table


class ListForm(NamedTuple):
    """In which form a list is wanted; in none of these it is printed in lines."""

    csv: bool
    out: Path | None
    force: bool

    @property
    def json(self) -> bool:
        """Return True if JSON is printed, and not where a file lies."""
        return output.manner().json and self.out is None

    @property
    def is_table(self) -> bool:
        """Return True if CSV is printed, or a file is written."""
        return self.csv or self.out is not None

    @property
    def has_sheets(self) -> bool:
        """Return True if a file is written that holds several tables."""
        return self.out is not None and self.out.suffix.lower() == ".xlsx"

    def give(self, table: Table, *more: Table) -> None:
        """Write the table into the file, or print it as CSV; a file that has sheets holds ``more`` of them.

        Raises UserError as :func:`report.table_file.write_table`.
        """
        if self.out is None:
            from report.periodic.forms.package import csv_text

            output.text(csv_text(table))
            return
        from report.table_file import write_table

        write_table(self.out, table, *more, replace=self.force)
        output.tell(_("Written: {file}"), file=self.out)
        output.give(lambda: {"path": self.out})


def list_forms(*, help: str = N_("Write the list into FILE.csv or FILE.xlsx."), csv: bool = True) -> Any:
    """Declare the forms of a list, given to the function as one; ``help`` says what ``-o`` writes."""
    asked = {
        **({"as_csv": flag("Print CSV for a spreadsheet.", "--csv")} if csv else {}),
        "out": option(help, "-o", type=Written(ending="report.table_file:table_form")),
        "force": flag("Replace FILE."),
    }
    return several(asked, _form)


def _form(*, out: Path | None, force: bool, as_csv: bool = False) -> ListForm:
    if as_csv and output.manner().json:
        raise WrongUsage(N_("Choose one of --json and --csv."))
    return ListForm(as_csv, out, force)
