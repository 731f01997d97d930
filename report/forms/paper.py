"""The form of a unit on paper: its actions with boxes to fill in by hand, as HTML that prints on A4."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Final

import language
from language import _, counted, dates
from language.terms import status
from report.forms.form_words import amount_label, called, last_reported
from report.html import page_head
from report.pdf import printed_together
from schema.choices import REASON
from schema.paper import DIGITS
from store.db.text import clean
from store.query.paper import paper_code, spent_fields
from store.query.unit_form import FormRow, UnitForm

ENDINGS: Final = (".pdf", ".html")
_LONGEST: Final = 240
"""Letters of a text of somebody's that a page repeats."""
_STYLE: Final = Path(__file__).with_name("paper.css").read_text("utf-8")


def paper_pdf(forms: Iterable[UnitForm], contact: str) -> bytes:
    """Return the pages of forms as PDF, those of each unit numbered by themselves.

    Raises UserError ``pdf_missing``.
    """
    return printed_together(paper_html([form], contact) for form in forms)


def paper_html(forms: Sequence[UnitForm], contact: str) -> str:
    """Return the pages of forms in the current language; ``contact`` is where they are sent or called in.

    Every text in it is escaped, and nothing in it can load or run anything.
    """
    return "".join(f"{line}\n" for line in _lines(forms, contact))


def _safe(text: str, *, cut: bool = False) -> str:
    text = clean(text).strip()
    return escape(text if not cut or len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…")


def _lines(forms: Sequence[UnitForm], contact: str) -> Iterator[str]:
    yield from page_head(language.current(), _("Paper form"), _STYLE)
    yield "<body>"
    for form in forms:
        yield from _Page(form, contact).lines()
    yield "</body>"
    yield "</html>"


class _Page:
    """The pages of one unit: one table, whose head and foot every page repeats."""

    def __init__(self, form: UnitForm, contact: str) -> None:
        self._form, self._contact = form, contact
        self._code = paper_code(form)
        self._unit = called(form)

    def lines(self) -> Iterator[str]:
        """Yield the lines of HTML."""
        form = self._form
        of = f"{_safe(self._unit)} ({_safe(form.unit)}) {_safe(form.period)}"
        yield '<table class="form">'
        code = _("Form code: {code}").format(code=self._code)
        yield f'<thead><tr><td><div class="running"><span>{of}</span><b>{code}</b></div></td></tr></thead>'
        yield f"<tfoot><tr><td>{self._reasons()}</td></tr></tfoot>"
        yield "<tbody>"
        yield f"<tr><td>{''.join(self._head())}</td></tr>"
        *others, last = form.rows
        for row in others:
            yield f"<tr><td>{''.join(self._action(row))}</td></tr>"
        # no page has the signature alone
        yield f"<tr><td>{''.join((*self._action(last), *self._end()))}</td></tr>"
        yield "</tbody></table>"

    def _head(self) -> Iterator[str]:
        form = self._form
        yield f"<h1>{_safe(_('Report of {unit}').format(unit=self._unit))}</h1><dl>"
        facts = [(_("Plan"), form.title)]
        if form.period:
            facts.append((_("Period"), form.period))
        if form.due:
            facts.append((_("To be sent by"), dates.date(form.due)))
        facts.append((_("Actions"), counted("{n} action", "{n} actions", len(form.rows))))
        for label, text in facts:
            yield f"<dt>{_safe(label)}</dt><dd>{_safe(text)}</dd>"
        where = _safe(self._contact) if self._contact.strip() else '<span class="line"></span>'
        yield f"<dt>{_safe(_('Send to, or call'))}</dt><dd>{where}</dd></dl>"
        yield '<ol class="how">'
        for words in _instructions():
            yield f"<li>{_safe(words)}</li>"
        yield "</ol>"

    def _action(self, row: FormRow) -> Iterator[str]:
        yield '<div class="action"><div class="title">'
        yield f'<span class="nr">{_safe(row.nr)}</span><span class="what">{_safe(row.title)}</span>'
        if row.deadline.strip():
            until = f"{_safe(_('Deadline'))}<br><b>{_safe(row.deadline, cut=True)}</b>"
            yield f'<span class="until">{until}</span>'
        yield "</div>"
        yield f'<div class="last">{_safe(_("Last reported"))}: {self._last(row)}</div>'
        if row.returned:
            words = _("Returned by headquarters")
            yield f'<div class="last returned"><b>{_safe(words)}</b>: {_safe(row.returned, cut=True)}</div>'
        yield '<table class="boxes"><tr>'
        for digit, code in DIGITS.items():
            words = _safe(status(code or None))
            yield f'<td><div class="choice"><span class="box">{digit}</span><span>{words}</span></div></td>'
        yield "</tr></table>"
        yield '<table class="fields"><tr>'
        yield f"<td>{_cells(3)} %<small>{_safe(_('Percent'))}</small></td>"
        for field in spent_fields(self._form):
            label = _safe(amount_label(self._form, field))
            yield f'<td class="amount">{_cells(1)}<small>{label}</small></td>'
        day = _("Status since (day, month, year)")
        yield f"<td>{_cells(2)}.{_cells(2)}.{_cells(4)}<small>{_safe(day)}</small></td>"
        yield "</tr></table>"
        for label in (_("Reason (number, or in words)"), _("Note")):
            yield f'<div class="write"><span>{_safe(label)}</span><span class="line"></span></div>'
        yield "</div>"

    def _last(self, row: FormRow) -> str:
        """Return what was reported last, in one line."""
        first, *rest = (_safe(text, cut=True) for text in last_reported(self._form, row))
        return " · ".join((f"<b>{first}</b>", *rest))

    @staticmethod
    def _reasons() -> str:
        named = " &nbsp; ".join(
            f"<b>{n}</b>&nbsp;{_safe(words)}" for n, (_code, words) in enumerate(REASON.choices(), 1)
        )
        return f'<div class="reasons">{_safe(_("Reasons"))}: {named}</div>'

    @staticmethod
    def _end() -> Iterator[str]:
        yield '<table class="end"><tr>'
        for label in (_("Your name"), _("Date"), _("Signature")):
            yield f'<td><span class="line"></span><small>{_safe(label)}</small></td>'
        yield "</tr></table>"


def _cells(n: int) -> str:
    """Boxes for a figure each, or one for an amount."""
    return '<span class="box"></span>' * n if n > 1 else '<span class="wide"></span>'


def _instructions() -> list[str]:
    return [
        _("Fill in what has changed. What is left empty stays as it was reported last."),
        _("Status: cross one box, also where it is as before. Amounts: the total of the year so far."),
        _("Write name and date at the end, sign, and send all pages."),
        _("By telephone: read out the form code, then of each action the number, the digit and the amount."),
    ]
