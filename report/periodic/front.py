"""The first page of a report: its title, what it is drawn from, and its key figures."""

from __future__ import annotations

from fractions import Fraction

from language import _
from language.dates import date, period_in_title, period_words
from language.numbers import money, number, percent, priced
from language.terms import money_left_out
from report.periodic.blocks import Cover
from report.periodic.content import Content
from report.periodic.issued.reissue import differing_words, issued_words
from report.periodic.words import name_of_unit
from schema.choices import CHAPTER
from store.figures.figures import MONEY, RULE_SET, Figure


def report_title(content: Content) -> str:
    """Return the title of the report."""
    words = _("Report on the implementation of the action plan {period}")
    return words.format(period=period_in_title(content.span.code))


def left_out_words(content: Content) -> str | None:
    """Return why the report has no money; None where it has."""
    return money_left_out(content.span.year) if content.facts.money_left_out else None


def facts_of(content: Content) -> tuple[tuple[str, str], ...]:
    """Return the lines of the title page: of what, when, and from which ledger."""
    parameters = content.parameters
    facts = [
        (_("Plan"), content.plan_title),
        (_("Period"), period_words(parameters.period)),
        (_("Statuses as of"), date(parameters.as_of)),
        (_("Version of the plan"), ", ".join(map(str, content.versions))),
        (_("Rules of figures"), number(RULE_SET)),
        (_("Written on"), date(parameters.made_on)),
        (_("State of the ledger"), parameters.shown_digest),
    ]
    if content.issue is not None:
        facts.append((_("Issued report"), issued_words(content.issue)))
    if content.reissue is not None:
        facts.append((_("Report before"), issued_words(content.reissue.issue)))
        facts.append((_("Differences"), differing_words(content.reissue)))
    facts.append((_("Signature"), content.signed_by or _("none")))
    facts.append((_("Counted reports"), _counted(content)))
    if (why := left_out_words(content)) is not None:
        facts.append((_("Money"), why))
    if parameters.unit is not None:
        facts.insert(1, (_("Unit"), name_of_unit(parameters.unit)))
    for chapter, label in (("prepared_by", _("Prepared by")), ("approved_by", _("Approved by"))):
        if text := content.text(chapter):
            facts.append((label, text))
    return tuple(facts)


def _counted(content: Content) -> str:
    """Return which reports of units are counted, and how many of them are approved."""
    reported, ever = content.facts.statuses.reported, content.figures["ever_reported"]
    # the same reports as the figure counts: none on what was cancelled, or belongs to another period
    counted = {action for action, n in (ever.counted or {}).items() if n}
    approved = number(
        sum(action in counted and unit in reported.get(action, ()) for action, unit in content.facts.approved)
    )
    if content.parameters.only_approved:
        return _("only the {n} that headquarters approved").format(n=approved)
    words = _("all {total}, of which headquarters approved {n}")
    return words.format(total=number(ever.numerator), n=approved)


def shown(figure: Figure, currency: str = "") -> str:
    """Return a figure's value as it is printed, an amount with the currency that is given."""
    if figure.kind == MONEY:
        return priced(figure.numerator, currency)
    if figure.base is not None:
        share = figure.value
        return percent(share if isinstance(share, Fraction) else None, 2)
    return number(figure.numerator)


def note(figure: Figure, currency: str = "") -> str:
    """Return what a share is made of."""
    if figure.base is None:
        return ""
    numbers = [figure.numerator, figure.denominator or 0]
    if figure.id == "execution":
        n, total = money(numbers[0]), priced(numbers[1], currency)
    else:
        n, total = map(number, numbers)
    return _("{n} of {total}").format(n=n, total=total)


def in_other_words(content: Content) -> str:
    """Return which chapters may stand in another language than the report's; "" where none does."""
    # a report on one unit says of what headquarters wrote who prepared it
    is_whole = content.parameters.unit is None
    shown = [of for of in content.in_other if is_whole or of[0] in ("prepared_by", "approved_by")]
    if not shown:
        return ""
    named = [" ".join(filter(None, (CHAPTER.show(chapter), nr))) for chapter, nr in shown]
    words = _(
        "These have no text in the language of the report; what is written for all, or in another, stands"
        " there: {chapters}."
    )
    return words.format(chapters=", ".join(named))


def cover(content: Content) -> Cover:
    """Return the cover: of which institution, what, when, under which number, and who signs."""
    facts = [(_("Date"), date(content.parameters.made_on))]
    if content.parameters.unit is not None:
        facts.insert(0, (_("Unit"), name_of_unit(content.parameters.unit)))
    elif protocol := content.protocol:
        facts.insert(0, (_("Protocol number"), protocol))
    return Cover(
        tuple(content.of_institution("name").splitlines()),
        content.institution.emblem,
        report_title(content),
        content.plan_title,
        tuple(facts),
        tuple(content.of_institution("signatures").splitlines()),
    )
