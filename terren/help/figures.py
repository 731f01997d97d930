"""The page of the figures, in the current language: how each is counted, on the screen and in reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from language import _
from language.figure_rules import DAYS, OTHERS, STATUS, VERSIONS, Rule
from language.figures import GROUPS, figure_definition, figure_name
from terren.help.guides import table_lines


def figures_page() -> str:
    """Return every figure with its rule and the reason, as Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield from (f"# {_('How figures are counted')}", "")
    yield _(
        "Every figure of Terren is counted by the rules of this page, on the screen, in lists and in reports"
        " alike. So two figures of the same thing are equal wherever they stand, this year and next."
        " `terren report --explain` lists the actions behind a figure; `terren report --check` computes every"
        " figure of a report anew."
    )
    for heading, rules in (
        (_("Which day counts"), DAYS),
        (_("Which version of the plan counts"), VERSIONS),
        (_("The status of an action"), STATUS),
    ):
        yield from ("", f"## {heading}", "")
        yield from _rules(rules)
    yield from ("", f"## {_('Figures of reports, of the overview and of `terren rates`')}")
    for group in GROUPS:
        yield from ("", f"### {_(group.name)}", "", _(group.reason), "")
        yield from table_lines(
            (_("figure"), _("rule"), _("code")),
            ((figure_name(code), figure_definition(code), f"`{code}`") for code in group.codes),
        )
    yield from ("", f"## {_('Figures of other screens and lists')}")
    for other in OTHERS:
        yield from ("", f"### {_(other.name)}", "", _(other.reason), "")
        yield from table_lines(
            (_("figure"), _("rule")), ((_(figure.name), _(figure.definition)) for figure in other.figures)
        )


def _rules(rules: Iterable[Rule]) -> Iterator[str]:
    return table_lines((_("rule"), _("reason")), ((_(rule.rule), _(rule.reason)) for rule in rules))
