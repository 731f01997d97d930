"""The first line: what is open, who works here, what is not confirmed yet, and the language."""

from __future__ import annotations

from datetime import date, datetime, timezone

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from language import _, current, glyph, ngettext, switcher
from store.ledger.identity import Identity
from store.status.outline import Outline
from tui.widgets.draw import cut, safe


class TitleBar(Widget):
    """Plan, unit, delivery and language in one line."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    TitleBar { height: 1; background: $panel; color: $text; padding: 0 1; }
    """

    def __init__(self, outline: Outline, today: date, *, receipt_days: int) -> None:
        super().__init__()
        self.outline, self.today = outline, today
        self.receipt_days = receipt_days
        self._who = _who(outline.identity)

    def show(self, outline: Outline) -> None:
        """Show another state of the same plan."""
        if outline.identity != self.outline.identity:
            self._who = _who(outline.identity)
        self.outline = outline
        self.refresh()

    def speak(self) -> None:
        """Show everything in the current language."""
        self._who = _who(self.outline.identity)
        self.refresh()

    def _delivery(self) -> str:
        delivery = self.outline.delivery
        count = delivery.unconfirmed
        if not count:
            return ""
        from language.dates import age

        overdue = self.outline.waiting.overdue(self.receipt_days)
        if overdue is not None:
            words = ngettext(
                "{n} without a receipt for {age}",
                "{n} without a receipt, the oldest for {age}",
                overdue.changes,
            ).format(n=overdue.changes, age=age(overdue.days))
            code = "" if overdue.file is None else f" ({safe(overdue.file.check_code)[:9]})"
            return f"! {words}{code}"
        words = ngettext("{n} not confirmed", "{n} not confirmed", count).format(n=count)
        if not delivery.sent:
            return words
        last = delivery.sent[-1]
        sent_on = datetime.fromtimestamp(last.at, timezone.utc).date()
        days = max(0, (self.today - sent_on).days)
        return f"{words} ({safe(last.check_code)[:9]}, {age(days)})"

    def render(self) -> Content:
        separator = glyph("│", "|")
        codes = separator.join(switcher())
        dot = glyph(" · ", " - ")
        delivery = self._delivery()
        style = "bold $text-error" if delivery.startswith("!") else "$text-warning" if delivery else ""
        right = dot.join(part for part in (self._who, delivery) if part)
        width = self.size.width
        room = width - cell_len(right) - cell_len(codes) - 4
        left = cut(f"Terren{dot}{safe(self.outline.title)}", max(room, 6))
        gap = max(1, width - cell_len(left) - cell_len(right) - cell_len(codes) - 2)
        return Content.assemble((left, "bold"), " " * gap, (right, style), "  ", codes)


def _who(identity: Identity | None) -> str:
    """Return who works here, in the current language."""
    if identity is None:
        return _("Read only")
    from store.plan.units import unit_name

    unit = safe(unit_name(identity.unit, current()))
    return _("Headquarters: {unit}").format(unit=unit) if identity.is_headquarters else unit
