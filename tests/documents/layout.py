"""Lays a made-up document out as a ministry would: prose, headings, objectives, actions and totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Final

from store.plan.model import (
    ADMIN,
    Action,
    BudgetCell,
    Indicator,
    SpecificObjective,
    StrategicObjective,
    Target,
)
from tests.documents.document import Document
from tests.documents.plans import WORDS
from tests.documents.style import Style
from tests.documents.wording.headings import HEADINGS
from tests.documents.writers.blocks import Block, Cell, Paragraph, Row, Table

WIDTHS: Final[Mapping[str, int]] = {
    "nr": 6,
    "title": 24,
    "deadline": 8,
    "budget": 9,
    "funding": 11,
    "institutions": 13,
    "lead": 10,
    "support": 11,
    "product": 19,
    "documents": 16,
    "comments": 12,
}
_NARROW_BUDGET: Final = 6


class Layout:
    """The blocks of one document in one style. Its parts can be laid out otherwise by a subclass."""

    def __init__(self, document: Document, style: Style) -> None:
        self.document, self.style, self.plan = document, style, document.plan
        self.words = WORDS[self.plan.language]
        self.headings = HEADINGS[self.plan.language]
        self.rng = Random(f"layout {style.seed}")
        self.roles = self._roles()
        self.columns = len(self.roles)
        self.has_interim = any(
            i.interim is not None
            for s in self.plan.strategic_objectives
            for i in (*s.indicators, *(i for o in s.specific_objectives for i in o.indicators))
        )

    def _roles(self) -> tuple[str, ...]:
        """Role of every column; a budget column's is ``budget 2022``."""
        roles: list[str] = []
        for role in self.style.order:
            if role == "budget":
                roles += [f"budget {year}" for year in self.plan.years]
            elif role == "institutions" and self.style.two_institution_columns:
                roles += ["lead", "support"]
            else:
                roles.append(role)
        return (*roles, "comments") if self.style.comments else tuple(roles)

    def word(self, label: str) -> str:
        """The style's wording of a label."""
        wordings: tuple[str, ...] = self.headings.columns.get(label) or getattr(self.headings, label)
        return self.style.pick(label, wordings)

    @property
    def widths(self) -> tuple[int, ...]:
        """Relative widths of the columns."""
        budget = _NARROW_BUDGET if self.style.narrow else WIDTHS["budget"]
        return tuple(budget if r.startswith("budget") else WIDTHS[r] for r in self.roles)

    # text of cells

    def money(self, cents: int) -> str:
        """An amount as the style prints it."""
        whole, rest = divmod(cents, 100)
        text = f"{whole:,}".replace(",", self.style.separator)
        if rest:
            text += f"{',' if self.style.separator in ('.', ' ', chr(160)) else '.'}{rest:02}"
        euro = self.style.euro
        return f"{euro}{text}" if euro == "€ " else f"{text}{euro}"

    def budget_cell(self, cell: BudgetCell, role: str) -> Cell:
        if cell == ADMIN:
            return Cell((self.document.admin,), role=role)
        if cell is None:
            return Cell((self.style.blank,), role=role)
        return Cell((self.money(int(cell)),), role=role, amount=int(cell))

    @staticmethod
    def entries(entries: Sequence[str], how: str) -> tuple[str, ...]:
        """Several entries in one cell."""
        if how == "paragraphs":
            return tuple(entries) or ("",)
        return ({"lines": "\n", "commas": ", ", "semicolons": "; "}[how].join(entries),)

    def target(self, target: Target | None) -> Cell:
        if target is None:
            return Cell(("",), role="target")
        value, year = target.value, target.year
        if value is None or year is None:
            return Cell((value if value is not None else f"({year})" if year else "",), role="target")
        form = self.style.targets
        if form == "value (year)":
            return Cell((f"{value} ({year})",), role="target")
        if form == "year (value)":
            return Cell((f"{year} ({value})",), role="target")
        return Cell((f"{value}\n({year})",), role="target")

    # rows

    def header_rows(self) -> tuple[Row, ...]:
        """Two rows: the years stand below the heading of the budget."""
        first: list[Cell] = []
        for role in self.roles:
            if not role.startswith("budget"):
                first.append(Cell((self.word(role),), rows=2, role="header"))
            elif role.endswith(str(self.plan.years[0])):
                first.append(Cell((self.word("budget"),), span=len(self.plan.years), role="header"))
        form = self.headings.year if self.style.year_word else "{year}"
        second = tuple(Cell((form.format(year=year),), role="header") for year in self.plan.years)
        return Row("header", tuple(first)), Row("header", second)

    def action_row(self, action: Action) -> Row:
        cells = {
            "nr": Cell((action.nr + ("." if self.style.dotted_actions else ""),), role="nr"),
            "title": Cell((action.title,), role="title"),
            "deadline": Cell((action.deadline.raw,), role="deadline"),
            "funding": Cell(self.entries(action.funding, self.style.names), role="funding"),
            "institutions": Cell(
                self.entries(action.institutions.names, self.style.names), role="institutions"
            ),
            "lead": Cell(action.lead or ("",), role="lead"),
            "support": Cell(self.entries(action.support, self.style.names), role="support"),
            "product": Cell(action.outputs or ("",), role="product"),
            "documents": Cell(self.entries(action.documents, self.style.documents), role="documents"),
            "comments": Cell(
                (self.rng.choice(self.words.comments) if self.rng.random() < 0.4 else "",), role="comments"
            ),
        }
        for year in self.plan.years:
            role = f"budget {year}"
            unreadable = self.document.unreadable.get((action.nr, year))
            cells[role] = (
                Cell((unreadable,), role=role)
                if unreadable
                else self.budget_cell(action.budget.get(year), role)
            )
        return Row("action", tuple(cells[role] for role in self.roles))

    def objective_row(self, kind: str, nr: str, title: str) -> Row:
        """A row merged across, or the number in a cell of its own and the rest merged."""
        label, form = self.word(kind), self.style.number
        if form == "cell":
            text = f"{label}: {title}"
            return Row(kind, (Cell((nr,), role="nr"), Cell((text,), span=self.columns - 1, role=kind)))
        text = {
            "before": f"{nr} {label}: {title}" if "." in nr else f"{nr}. {label}: {title}",
            "dotted": f"{nr}. {label}: {title}",
            "after": f"{label} {nr}: {title}",
        }[form]
        return Row(kind, (Cell((text,), span=self.columns, role=kind),))

    def _indicator_spans(self) -> tuple[int, ...]:
        """Columns of title, baseline, interim (if any), final target and result."""
        middle = 3 if self.has_interim else 2
        rest = self.columns - 4
        spans = [rest // middle + (1 if n < rest % middle else 0) for n in range(middle)]
        return (2, *spans, 2)

    def indicator_head(self) -> Row:
        labels = ["objectives", "baseline", *(["interim"] if self.has_interim else []), "final", "result"]
        cells = [
            Cell((self.word(label),), span=span, role="header")
            for label, span in zip(labels, self._indicator_spans(), strict=True)
        ]
        number = Cell((self.word("nr"),), role="header")
        return Row("indicator_head", (number, cells[0]._replace(span=1), *cells[1:]))

    def indicator_row(self, indicator: Indicator, n: int, count: int) -> Row:
        numbered = self.style.numbered_indicators and count > 1
        label = f"{self.word('indicator')}{f' {n}' if numbered else ''}: "
        cells = [
            Cell((label + indicator.title,), role="indicator"),
            self.target(indicator.baseline),
            *([self.target(indicator.interim)] if self.has_interim else []),
            self.target(indicator.final),
            Cell((indicator.result or "",), role="result"),
        ]
        spans = self._indicator_spans()
        return Row("indicator", tuple(c._replace(span=s) for c, s in zip(cells, spans, strict=True)))

    def total_row(self, kind: str, label: str, cells: Mapping[int, Cell], stray: str = "") -> Row:
        """A label over the columns before the budget, an amount a year, the rest blank."""
        first = self.roles.index(f"budget {self.plan.years[0]}")
        after = self.columns - first - len(self.plan.years)
        row = [Cell((label,), span=first, role="label"), *(cells[year] for year in self.plan.years)]
        if after and stray:
            row += [Cell((stray,), role="stray"), *([Cell(("",), span=after - 1)] if after > 1 else [])]
        elif after:
            row.append(Cell(("",), span=after))
        return Row(kind, tuple(row))

    def totals(self, kind: str, label: str, amounts: Mapping[int, int | None], stray: str = "") -> list[Row]:
        """The row of totals and the rows of capital and recurrent below it."""
        cells: dict[int, Cell] = {}
        for year in self.plan.years:
            amount = amounts.get(year)
            text = "" if amount is None else self.money(amount)
            sums = amount is not None and kind == "total"
            cells[year] = Cell((text,), role=f"total {year}", amount=amount, sums=sums)
        rows = [self.total_row(kind, label, cells, stray)]
        if self.style.split == "absent":
            return rows
        for part in ("capital", "recurrent"):
            split: dict[int, Cell] = {}
            for year in self.plan.years:
                amount, share = amounts.get(year), None
                if amount is not None and self.style.split == "amounts":
                    capital = amount // 400 * 100
                    share = capital if part == "capital" else amount - capital
                split[year] = Cell(("" if share is None else self.money(share),), role="split", amount=share)
            rows.append(self.total_row("split", self.word(part), split))
        return rows

    # groups of rows and the whole

    def specific_rows(self, objective: SpecificObjective, *, header: bool) -> list[Row]:
        rows = [self.objective_row("specific", objective.nr, objective.title)]
        if self.style.indicator_head_each:
            rows.append(self.indicator_head())
        count = len(objective.indicators)
        rows += [self.indicator_row(i, n, count) for n, i in enumerate(objective.indicators, 1)]
        if header:
            rows += self.header_rows()
        rows += [self.action_row(action) for action in objective.actions]
        if objective.total_label is not None:
            stray = self.document.stray.get(objective.nr, "")
            rows += self.totals("total", objective.total_label, objective.totals, stray)
        return rows

    def strategic_rows(self, objective: StrategicObjective) -> list[Row]:
        rows = [self.objective_row("strategic", objective.nr, objective.title)]
        count = len(objective.indicators)
        return rows + [self.indicator_row(i, n, count) for n, i in enumerate(objective.indicators, 1)]

    def grand_rows(self) -> list[Row]:
        blank: Mapping[int, int | None] = dict.fromkeys(self.plan.years)
        return self.totals("grand", self.word("grand"), self.document.grand or blank)

    def table(self, rows: Sequence[Row], name: str) -> Table:
        return Table(self.widths, tuple(rows), name)

    def tables(self) -> list[Block]:
        """The plan itself: one table, or one per strategic or specific objective."""
        out: list[Block] = []
        rows: list[Row] = []
        each = self.style.header_each
        for s, strategic in enumerate(self.plan.strategic_objectives):
            if s == 0 or self.style.tables != "one":
                rows.append(self.indicator_head())
            rows += self.strategic_rows(strategic)
            for o, specific in enumerate(strategic.specific_objectives):
                opens = o == 0 and (s == 0 or self.style.tables != "one")
                rows += self.specific_rows(specific, header=each or opens or self.style.tables == "specific")
                if self.style.tables == "specific":
                    out.append(self.table(rows, strategic.nr))
                    rows = []
            if self.style.tables == "strategic":
                out.append(self.table(rows, strategic.nr))
                rows = []
        last = self.grand_rows()
        if rows or not out:
            out.append(self.table([*rows, *last], ""))
        else:
            table = out[-1]
            assert isinstance(table, Table)
            out[-1] = table._replace(rows=(*table.rows, *last))
        return out

    def fill(self, text: str) -> str:
        years = self.plan.years
        return text.format(first=years[0], last=years[-1])

    def before(self) -> list[Block]:
        out: list[Block] = [Paragraph(self.plan.title, heading=True)]
        if self.style.prose:
            out += [Paragraph(self.fill(text)) for text in self.words.prose_before]
        if self.style.abbreviations:
            names = sorted({n for a in self.plan.actions() for n in a.institutions.names if n.isupper()})[:6]
            rows = tuple(
                Row("abbreviation", (Cell((name,)), Cell((word,))))
                for name, word in zip(names, self.words.institutions, strict=False)
            )
            if rows:
                out += [Paragraph(self.headings.abbreviations, heading=True), Table((10, 40), rows)]
        return out

    def after(self) -> list[Block]:
        if not self.style.prose:
            return []
        return [Paragraph(self.fill(text)) for text in self.words.prose_after]

    def blocks(self) -> list[Block]:
        """The whole document in order."""
        return [*self.before(), *self.tables(), *self.after()]
