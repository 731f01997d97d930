"""What has been read of a text dump so far: its actions, and what its headings tell of columns and years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from planreader.interpret.dump import sections, textwhole
from planreader.interpret.dump.indicators import IndicatorLines
from planreader.interpret.dump.targetforms import holds_values
from planreader.interpret.dump.texthead import Printed, TextHeading, heading_before, same_before
from planreader.interpret.dump.textlayout import TextLayout, layout_of
from planreader.interpret.dump.textmeasures import Measures
from planreader.interpret.segments.columns import NOTES
from planreader.interpret.segments.tablerows import ActionLines
from planreader.sources.text.lines import Line
from planreader.vocabulary.fold import tags


@dataclass(slots=True)
class TextReading:
    """The lines of a dump, and what its headings have told: columns, years, indicators, what pages repeat."""

    lines: Sequence[Line]
    file: str
    actions: list[ActionLines] = field(default_factory=list[ActionLines])
    years: list[int] = field(default_factory=list[int])
    headings: list[TextHeading] = field(default_factory=list[TextHeading])
    layouts: list[TextLayout] = field(default_factory=list[TextLayout])
    printed: Printed = field(default_factory=Printed)
    numbers: dict[str, str] = field(default_factory=dict[str, str])
    texts: list[str] = field(default_factory=list[str])
    """The lines as they are printed, before numbers lose their letters."""
    measures: Measures | None = None
    headed: list[Measures] = field(default_factory=list[Measures])
    owned: Mapping[str, Sequence[IndicatorLines]] = field(default_factory=dict[str, list[IndicatorLines]])
    table: int = 0

    def take_heading(self, begin: int, end: int, *, above: bool = False) -> int | None:
        """Years and columns of the heading that ends at a line; where it begins, None where there is none.

        ``above`` says that the lines are those of an objective without actions of its own.

        Raises Refused ``document_year_twice``.
        """
        heading = same_before(self.lines, end, self.headings)
        heading = heading or heading_before(self.lines, begin, end)
        if heading is None:
            # the targets of its indicators are no years of a heading
            told = [n + 1 for n in range(begin, end) if above and holds_values(self.lines[n].text)]
            return self._take_words(max(told, default=begin), end)
        textwhole.check_years(heading.columns, self.lines[heading.begin].place, self.file)
        self.years += [year for year in heading.years if year not in self.years]
        self.headings.append(heading)
        self.printed.add(text for text, _gap in heading.lines)
        self.layouts.append(layout_of(heading.columns))
        return heading.begin

    def take_measures(self, measures: Measures) -> None:
        """Take a heading of indicators."""
        self.measures = measures
        self.headed.append(measures)
        self.printed.add(line.text for line in self.lines[measures.begin : measures.end])

    def _take_words(self, begin: int, end: int) -> int | None:
        """The same of a heading whose cells do not follow each other."""
        at = _heading_at(self.lines, begin, end)
        if at is None:
            return None
        lines = self.lines[at:end]
        self.years += [y for y in textwhole.heading_years(lines, self.file) if y not in self.years]
        self.layouts.append(TextLayout(textwhole.roles_of(sections.column_order(lines))))
        return at

    @property
    def lacks_results(self) -> bool:
        """Whether the tables of indicators have headings, and none of these has a column of results."""
        return bool(self.headed) and not any(measures.has_result for measures in self.headed)

    @property
    def layout(self) -> TextLayout:
        """The layout with most columns, of those the one that most headings tell.

        Narrow columns and a page's end may cut some headings.
        """
        told = Counter(layout.roles for layout in self.layouts)
        best = max(told, key=lambda roles: (len({*roles} - {*NOTES}), told[roles]), default=None)
        return next((layout for layout in self.layouts if layout.roles == best), TextLayout())


def _heading_at(lines: Sequence[Line], begin: int, end: int) -> int | None:
    """Where the heading of an action table that ends at a line begins: behind the last indicator."""
    marked = [at for at in range(begin, end) if sections.begins_indicator(lines[at]) is not None]
    found: int | None = None
    for at in range(marked[-1] + 1 if marked else begin, end):
        first = tags(lines[at].text.split()[0])
        if first & {"nr", "action"} and len(sections.column_order(lines[at:end])) >= 4:
            if "nr" in first:
                return at
            found = at if found is None else found
    return found
