"""The window for the indicators of an objective: planned and measured, drawn, and a new measurement."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.geometry import Size

from language import _
from language.terms import achieved
from store.db.database import Store
from store.db.errors import UserError
from store.edits.indicators import measure, measured_figure
from store.edits.recording import Recording
from store.ledger.change import Change
from store.ledger.identity import read_identity
from store.plan.achievement import IndicatorRow, achievement, measured_in_words, target_of
from store.plan.figures import PlanFigure, read_figure
from tui.report.trend import trend_lines
from tui.screens.form import FormScreen, choice_row, line_row
from tui.widgets.draw import Line, safe, wrap
from tui.widgets.lines import LineView


class TrendView(LineView):
    """One indicator at a time: its title, and its years."""

    DEFAULT_CSS = "TrendView { height: auto; max-height: 10; background: $surface; }"

    def __init__(self, row: IndicatorRow) -> None:
        super().__init__(id="trend")
        self.row = row

    def show(self, row: IndicatorRow) -> None:
        """Show another indicator."""
        self.row = row
        self.refresh(layout=True)

    def _lines(self, width: int) -> list[Line]:
        title = wrap(safe(self.row.indicator.title), width)
        return [*(((line, "strong"),) for line in title), *trend_lines(self.row, width)]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        lines = len(self._lines(max(width, 1)))
        self.virtual_size = Size(1, lines)
        return lines

    def line(self, y: int, width: int) -> Line:
        lines = self._lines(width)
        return lines[y] if y < len(lines) else ()


class MeasureScreen(FormScreen[list[Change]]):
    """Returns what was recorded. ``indicators`` are the indicators of one objective, at least one."""

    def __init__(self, store: Store, indicators: tuple[IndicatorRow, ...], year: int) -> None:
        objective = indicators[0].objective
        self.indicators, self.trend = indicators, TrendView(indicators[0])
        with store.reading() as conn:
            identity = read_identity(conn)
        self._own: dict[tuple[int, int], object] = {
            (row.position, measured.year): {"value": measured.value, "source": measured.source}
            for row in indicators
            for measured in row.measurements
            if identity is not None and measured.unit == identity.unit
        }
        """What the own unit measured, by indicator and year, as it was when the window opened."""
        rows = [
            line_row("year", _("Year"), str(year), self._year, self._measured),
            line_row("value", _("Value"), "", self._figure, self._held_against),
            line_row("source", _("Source")),
        ]
        if len(indicators) > 1:
            codes = [str(row.position) for row in indicators]
            titles = [f"{row.position} {safe(row.indicator.title)}" for row in indicators]
            rows.insert(0, choice_row("indicator", _("Indicator"), codes, titles, codes[0]))
        title = _("Indicators of {nr}").format(nr=safe(objective))
        super().__init__(
            store, "MeasureScreen", objective, title, rows, lambda _form: self._write(), start="value"
        )

    def above(self) -> ComposeResult:
        yield self.trend

    @property
    def row(self) -> IndicatorRow:
        """Return the indicator that is measured."""
        chosen = self.entered("indicator") if "indicator" in self.fields else ""
        return next((row for row in self.indicators if str(row.position) == chosen), self.indicators[0])

    def on_choice_field_changed(self) -> None:
        self.trend.show(self.row)

    def _year(self, text: str) -> int:
        typed = text.strip()
        if not (typed.isascii() and typed.isdigit() and len(typed) == 4):
            years = sorted({*self.row.chosen, *(year for year, _ in self.row.planned_points)})
            raise UserError("year_unknown", found=typed, known=years)
        return int(typed)

    def _figure(self, text: str) -> PlanFigure | None:
        return measured_figure(self.row.indicator, text)

    def _measured(self, year: int) -> str:
        measurement = self.row.chosen.get(year)
        return (
            "" if measurement is None else _("Measured so far: {value}").format(value=safe(measurement.value))
        )

    def understood(self, name: str) -> str:
        if name != "value" or self.entered("value").strip():
            return super().understood(name)
        if measured_in_words(self.row.indicator):
            return _("In words, as the plan writes it.")
        return _("As the plan writes it: 62, 62,5 or 62%.")

    def _held_against(self, figure: PlanFigure | None) -> str:
        try:
            year = self._year(self.entered("year"))
        except UserError:
            return ""
        target = target_of(self.row.indicator, year)
        goal = read_figure(target.value) if target is not None else None
        if target is None or target.value is None or goal is None:
            return _("The plan gives no number to hold it against.")
        if figure is not None and figure.percent and not goal.percent:
            return _("The plan gives {goal}, which is no percentage.").format(goal=safe(target.value))
        result = achievement(self.row.indicator, year, figure)
        met, progress = (result.met, result.progress) if result is not None else (None, None)
        return achieved(met, safe(target.value), target.year, progress)

    def _write(self) -> list[Change]:
        year = self.read("year")
        self.read("value")
        place = self.row.position, year
        try:
            return measure(
                self.store,
                self.row.objective,
                year,
                self.entered("value"),
                indicator=self.row.position,
                source=self.entered("source"),
                recording=Recording(before={str(year): self._own.get(place)}),
            )
        except UserError as refused:
            if refused.code == "changed_meanwhile":
                # whoever saves again has read it
                self._own[place] = refused.params["now"]
            raise
