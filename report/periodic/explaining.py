"""How a figure of a report is counted, and the actions behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import language
from language import _
from language.figures import figure_definition, figure_name, figure_reason
from report.periodic.content import Content
from report.periodic.data import amount, behind_form, figure_value, figures_form
from report.periodic.front import shown
from store.db.errors import UserError
from store.figures.figures import FULFILMENT, Figure


def found_figures(content: Content, asked: str) -> list[tuple[str, Figure]]:
    """Return the figures that a code or a printed value ("53.85", "53,85 %") means, with their groups.

    Raises UserError ``figure_unknown``.
    """
    wanted = asked.strip().removesuffix("%").strip()
    every: list[tuple[str, Figure]] = [("", figure) for figure in content.figures.values()]
    for groups in (content.objectives, content.leads, content.sources):
        every += [(group.key, figure) for group in groups for figure in group.figures.values()]
    by_code = [named for named in every if named[1].id == wanted and len(named[0]) == 0]
    matches = by_code or [named for named in every if wanted and wanted in _printed(named[1])]
    if not matches:
        raise UserError("figure_unknown", found=asked, known=", ".join(content.figures))
    return matches


def _printed(figure: Figure) -> set[str]:
    """Return the forms in which a figure's value is written in the languages, without a percent sign."""
    value = figure_value(figure)
    texts = set() if value is None else {f"{value:.2f}", str(value)}
    for code in language.LANGUAGES:
        with language.speaking(code):
            texts.add(shown(figure).removesuffix("%"))
    return {text for text in texts if any(letter.isdigit() for letter in text)}


def explanation(content: Content, asked: str) -> Iterator[str]:
    """Yield how a figure is counted, and why so, and the actions behind it, a line each.

    Raises UserError ``figure_unknown``.
    """
    titles = {action.row.id: (action.row.nr, action.row.title) for action in content.facts.actions}
    titles |= {row.nr: (row.nr, row.indicator.title) for row in content.indicators}
    for n, (group, figure) in enumerate(found_figures(content, asked)):
        if n:
            yield ""
        name = figure_name(figure.id)
        yield f"{group}: {name}: {shown(figure)}" if group else f"{name}: {shown(figure)}"
        yield f"  {figure_definition(figure.id)}"
        yield f"  {figure_reason(figure.id)}"
        of = _("indicators") if figure.id == FULFILMENT.id else _("actions")
        for label, part in ((_("counted"), figure.counted), (_("of"), figure.base)):
            if part is None:
                continue
            total = amount(figure, sum(part.values()))
            yield f"  {label}: {total} ({len(part)} {of})"
            for key, n_of in part.items():
                nr, title = titles.get(key, (key, ""))
                weight = "" if n_of == 1 else f"  {amount(figure, n_of)}"
                yield f"    {nr}{weight}  {title}"


def explanation_form(content: Content, asked: str) -> list[dict[str, Any]]:
    """Return the same as :func:`explanation`, as the report's own JSON has it.

    Raises UserError ``figure_unknown``.
    """
    numbers = content.numbers
    return [
        {
            "group": group or None,
            **figures_form({figure.id: figure})[0],
            **behind_form(figure, numbers),
            "reason": figure_reason(figure.id),
        }
        for group, figure in found_figures(content, asked)
    ]
