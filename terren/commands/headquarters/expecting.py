"""``terren expected``: who is expected to report on an action, shown, and changed at headquarters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from language import N_, _, current
from language.dates import date as day_words
from language.terms import reporting_rule
from store.account.reporting import RuleInForce, read_rules
from store.edits.reporting import set_rule
from store.plan.lookup import printed_units
from store.plan.reporting import CHOSEN, RULES
from store.plan.units import unit_name
from terren import output
from terren.commands import options
from terren.commands.reporting.recorder import recorder
from terren.declare import argument, command, option
from terren.misuse import WrongUsage
from terren.session import Session
from terren.shapes import shaped
from terren.values import DAY, WordChoice

_RULES: Final = {rule.replace("_", "-"): rule for rule in RULES}


@command(
    "expected",
    "Print who is expected to report on an action; with RULE, at headquarters, set it: leads (whoever leads"
    " it, and the municipalities), lead-and-support, or units (of both only each UNIT that is named).",
    prints="@rule*",
)
def expected_command(
    session: Session,
    rule: str | None = argument("[RULE]", type=WordChoice(*_RULES)),
    units: Sequence[str] = argument("[UNIT]", nargs=-1),
    on: date | None = option("The first day on which it holds; today if not given.", type=DAY),
    how: options.How = options.how("decide"),
) -> None:
    if rule is None:
        _print_rules(session)
        return
    if units and _RULES[rule] != CHOSEN:
        raise WrongUsage(N_("Units are only named with the rule “units”."))
    with recorder(session, how) as work:
        work.record(
            lambda how: set_rule(work.store, _RULES[rule], units, today=how.today, on=on, seen=how.seen)
        )
    output.give(lambda: {"recorded": session.recorded})


def _print_rules(session: Session) -> None:
    with session.reading(or_shipped=True) as store, store.reading() as conn:
        rules, printed = read_rules(conn), printed_units(conn)
    names = {unit: unit_name(unit, current(), printed) for rule in rules for unit in rule.rule.units}
    output.give(
        lambda: [shaped("rule", rule, units=sorted(rule.rule.units)) for rule in rules],
        (line for rule in rules for line in _lines(rule, names)),
    )


def _lines(in_force: RuleInForce, names: dict[str, str]) -> Iterator[str]:
    since = (
        _("from the beginning")
        if in_force.since is None
        else _("from {day}").format(day=day_words(in_force.since))
    )
    words = reporting_rule(in_force.rule.who, sorted(names[unit] for unit in in_force.rule.units))
    yield f"{since}: {words}{f'  ({in_force.officer})' if in_force.officer else ''}"
