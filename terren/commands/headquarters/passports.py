"""``terren passport``: what an indicator is measured in, how, by whom, and when it is known."""

from __future__ import annotations

from language import _
from language.numbers import NOTHING
from schema.registers import PASSPORT
from terren import output
from terren.commands import options
from terren.commands.reporting.recorder import recorder
from terren.declare import argument, command, option, several
from terren.session import Session


@command(
    "passport",
    "Write the passport of an indicator of objective NR, or print it. NR may be what “indicators” prints,"
    " such as 1.1/2. An empty value clears.",
    prints="@passport",
)
def passport_command(
    session: Session,
    objective: str = argument("NR"),
    indicator: int | None = options.INDICATOR,
    given: dict[str, str | None] = several({field.name: option(field.help) for field in PASSPORT.fields}),
    how: options.How = options.how("decide"),
) -> None:
    from store.edits.indicators import find_indicator
    from store.edits.passport import read_passports, write_passport

    values = {field: text for field, text in given.items() if text is not None}
    if values:
        with recorder(session, how) as work:
            work.record(
                lambda how: write_passport(work.store, objective, values, indicator=indicator, seen=how.seen)
            )
        output.give(lambda: {"recorded": session.recorded})
        return
    with session.reading() as store, store.reading() as conn:
        target = find_indicator(conn, objective, indicator)
        passport = read_passports(conn).get(target.target, {})
    title = target.indicator.title
    form = {"objective": target.objective, "indicator": target.position, "title": title}
    lines = [f"{target.objective}/{target.position}  {title}"]
    lines += [f"  {_(field.label)}: {passport.get(field.name, NOTHING)}" for field in PASSPORT.fields]
    output.give(lambda: {**form, **{field: passport.get(field) for field in PASSPORT.names}}, lines)
