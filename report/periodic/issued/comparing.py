"""A report held against the one that headquarters issued before: what differs, and of what it follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Final

from language import _, dates
from language.figures import figure_name
from language.registers import register
from report.periodic.blocks import Heading, Paragraph
from report.periodic.chapters import chapters
from report.periodic.content import Content
from report.periodic.front import cover, facts_of, in_other_words, note, shown
from report.periodic.issued.changed import Changed, Reissue
from report.periodic.issued.known import recorded_day
from report.periodic.tables import every_table
from report.periodic.words import cell_text, is_numeric, name_of_lead, name_of_unit
from report.prose import lines
from report.table import AMOUNT, NUMBER, SHARE, Cell, Column, Table
from store.edits.issues import Issue
from store.edits.narrative import KIND, language_of
from store.figures.beside import Donor
from store.figures.figures import RULE_SET, Figure, Figures
from store.history.steps import Step

_OF_FIGURES: Final = ("summary", "objectives", "institutions", "sources")
"""Tables whose figures are compared with the actions behind them."""
_PASSED_OVER: Final = (*_OF_FIGURES, "matrix", "definitions")
_MOST: Final = 12
"""So many actions are named behind a figure."""


def compared_with(issue: Issue, earlier: Content, now: Content, since: Iterable[Step]) -> Reissue:
    """Return what a report says otherwise than one that was issued, in the current language."""
    steps = tuple(since)
    # what only tells from when a report is differs always
    now = now._replace(reissue=None, issue=None)
    earlier = earlier._replace(parameters=now.parameters, reissue=None, issue=None)
    why = _Reasons(issue, earlier, now, steps)
    cells = list(_cells(earlier, now, why))
    figures = (*_figures(earlier, now, why), *(changed for changed, counts in cells if counts))
    sentences = (*_sentences(earlier, now, why), *(changed for changed, counts in cells if not counts))
    return Reissue(issue, figures, sentences, steps, why.numbers)


class _Reasons:
    """Of what a difference follows."""

    def __init__(self, issue: Issue, earlier: Content, now: Content, steps: Iterable[Step]) -> None:
        self.numbers = now.numbers
        self._registers = [step.change.register for step in steps if step.change.target in self.numbers]
        self._later = {of.target for of in self._registers}
        self._written = dict((*_written_anew(earlier, now, steps), *_cover_anew(earlier, now, steps)))
        self._named = tuple(_named_anew(earlier, now, steps))
        donors = [{of.name: of for of in content.beside.donors} for content in (earlier, now)]
        self._donors = {name: [of.get(name) for of in donors] for of in donors for name in of}
        # what concerns no single action, each once
        general = dict.fromkeys(
            register(step.change.kind, step.change.field)
            for step in steps
            if step.change.target not in self.numbers and step.change.kind not in ("narrative", "institution")
        )
        parameters = now.parameters
        if parameters.as_of != issue.as_of:
            words = _("as of {day}, not {before}")
            general[words.format(day=dates.date(parameters.as_of), before=dates.date(issue.as_of))] = None
        if issue.rules != RULE_SET:
            words = _("rules of figures {n}, not {before}")
            general[words.format(n=RULE_SET, before=issue.rules)] = None
        if parameters.only_approved != issue.only_approved:
            general[_("which reports are counted")] = None
        self._general = "; ".join(general)

    def of_actions(self, ids: Iterable[str]) -> str:
        """Return the numbers of actions of which something was recorded, else what concerns all."""
        numbers = [self.numbers.get(id, id) for id in ids if id in self._later or not self._general]
        more = _("and {n} more").format(n=len(numbers) - _MOST) if len(numbers) > _MOST else ""
        return (
            ", ".join(filter(None, (*numbers[:_MOST], more)))
            or self._general
            or _("follows from what was recorded since")
        )

    def of_row(self, table: str, key: Cell, column: Column | None = None) -> str:
        """Return why a row is another; of an amount and its execution only money is behind it."""
        if ids := [id for id, number in self.numbers.items() if number == key]:
            return self.of_actions(ids)
        if table == "donors":
            return self.of_actions(_behind_donor(*self._donors[str(key)]))
        recorded = self._registers
        if column is not None and column.kind in (AMOUNT, NUMBER, SHARE):
            is_money = column.kind == AMOUNT or column.code == "execution"
            recorded = [of for of in recorded if (of.kind == "money") == is_money]
        if of_unit := dict.fromkeys(of.target for of in recorded if name_of_unit(of.unit) == key):
            return self.of_actions(of_unit)
        targets = {of.target for of in recorded}
        return self.of_actions(targets) if len(targets) < 2 else _("follows from what was recorded since")

    def of_sentence(self, old: str, new: str) -> str:
        """Return when headquarters wrote one of these texts or named the plan anew, else why it differs."""
        day = next((self._written[text] for text in (new, old) if text in self._written), None)
        if day is not None:
            return _("written anew on {day}").format(day=dates.date(day))
        reasons, text = [], old
        for before, after, why in self._named:
            if (f"({old})", f"({new})") == (before, after):
                return why
            if before in text and after in new:
                text = text.replace(before, after)
                reasons.append(why)
        if not reasons or text != new:
            reasons.append(_("follows from the figures"))
        return "; ".join(reasons)


def _cover_anew(earlier: Content, now: Content, steps: Iterable[Step]) -> Iterator[tuple[str, date | None]]:
    """Yield what stands on the covers of the institution, with the day on which it was written last."""
    days = _institution_days(steps)
    for content in (earlier, now):
        for field in ("name", "signatures"):
            if (day := days.get(field)) is not None:
                yield from ((line, day) for line in content.of_institution(field).splitlines())


def _institution_days(steps: Iterable[Step]) -> dict[str, date | None]:
    return {
        step.change.field.partition(".")[0]: recorded_day(step.change)
        for step in steps
        if step.change.kind == "institution"
    }


def _named_anew(earlier: Content, now: Content, steps: Iterable[Step]) -> Iterator[tuple[str, str, str]]:
    """Yield how the plan was named in sentences and how it is now, with why: its title and its versions."""
    titles, day = (earlier.plan_title, now.plan_title), _institution_days(steps).get("plan")
    if titles[0] != titles[1] and day is not None:
        yield *titles, _("written anew on {day}").format(day=dates.date(day))
    new = [version for version in now.versions if version not in earlier.versions]
    if new:
        before, after = (", ".join(map(str, content.versions)) for content in (earlier, now))
        why = _("version {n} of the plan").format(n=", ".join(map(str, new)))
        yield f"({before})", f"({after})", why


def _behind_donor(then: Donor | None, today: Donor | None) -> list[str]:
    """Return the ids of actions that count otherwise for a donor."""
    ids: dict[str, None] = {}
    for part in ("alone", "shared"):
        old, new = ({} if donor is None else getattr(donor, part) for donor in (then, today))
        for code in ("planned", "allocated", "spent"):
            ids |= dict.fromkeys(_behind(old.get(code), new.get(code)))
    return list(ids)


def _written_anew(earlier: Content, now: Content, steps: Iterable[Step]) -> Iterator[tuple[str, date | None]]:
    """Yield what stood, or stands, in the chapters that headquarters wrote anew, and when it last did so.

    A text for reports in another language may stand in.
    """
    days = {
        language_of(step.change.field)[0]: recorded_day(step.change)
        for step in steps
        if step.change.kind == KIND and step.change.target == now.span.period.code
    }
    for chapter in {**earlier.narrative, **now.narrative}:
        day = days.get(".".join(filter(None, chapter)))
        texts = [content.text(*chapter) for content in (earlier, now)]
        if day is not None and texts[0] != texts[1]:
            for text in texts:
                yield from ((said, day) for said in (text, *(line.text for line in lines(text))) if said)
    if days and (told := {in_other_words(earlier), in_other_words(now)}) - {""}:
        day = max(filter(None, days.values()), default=None)
        yield from ((said, day) for said in told)


def _figures(earlier: Content, now: Content, why: _Reasons) -> Iterator[Changed]:
    before = _groups(earlier)
    after = _groups(now)
    for key in dict.fromkeys((*after, *before)):
        old, new = before.get(key, {}), after.get(key, {})
        for id in dict.fromkeys((*new, *old)):
            then, today = old.get(id), new.get(id)
            if _counted(then) != _counted(today):
                place = key[1] or _("Whole plan")
                yield Changed(
                    place, figure_name(id), _shown(then), _shown(today), why.of_actions(_behind(then, today))
                )


def _groups(content: Content) -> dict[tuple[str, str], Figures]:
    return {
        ("", ""): content.figures,
        **{("objective", f"{group.key} {group.title}"): group.figures for group in content.objectives},
        **{("lead", name_of_lead(group)): group.figures for group in content.leads},
        **{("source", group.key or _("no source named")): group.figures for group in content.sources},
    }


def _counted(figure: Figure | None) -> tuple[object, ...]:
    return () if figure is None else (figure.numerator, figure.denominator)


def _shown(figure: Figure | None) -> str:
    return "" if figure is None else " · ".join(filter(None, (shown(figure), note(figure))))


def _behind(then: Figure | None, today: Figure | None) -> list[str]:
    """Return the ids of actions that are counted otherwise."""
    parts: list[tuple[Mapping[str, int], Mapping[str, int]]] = [
        (
            {} if then is None else getattr(then, name) or {},
            {} if today is None else getattr(today, name) or {},
        )
        for name in ("counted", "base")
    ]
    return list(dict.fromkeys(id for old, new in parts for id in (*old, *new) if old.get(id) != new.get(id)))


def _sentences(earlier: Content, now: Content, why: _Reasons) -> Iterator[Changed]:
    before, after = _sentences_of(earlier), _sentences_of(now)
    for place in dict.fromkeys((*after, *before)):
        there, here = before.get(place, []), after.get(place, [])
        for what, *ends in SequenceMatcher(None, there, here, autojunk=False).get_opcodes():
            if what != "equal":
                for old, new in zip_longest(there[ends[0] : ends[1]], here[ends[2] : ends[3]], fillvalue=""):
                    yield Changed(place, "", old, new, why.of_sentence(old, new))


def _sentences_of(content: Content) -> dict[str, list[str]]:
    """Return every sentence by the heading, or the label, under which it stands."""
    front, sentences = cover(content), defaultdict[str, list[str]](list)
    for label, lines_there in (
        (_("Institution"), front.institution),
        (_("Signatures"), front.signatures),
        (_("Protocol number"), filter(None, (content.protocol,))),
        *((label, (text,)) for label, text in facts_of(content)),
    ):
        sentences[label] += lines_there
    place = ""
    for block in chapters(content):
        if isinstance(block, Heading) and block.line is None:
            place = block.text
        elif isinstance(block, (Heading, Paragraph)):
            sentences[place].append(block.text)
    return sentences


def _cells(earlier: Content, now: Content, why: _Reasons) -> Iterator[tuple[Changed, bool]]:
    """Yield what differs in the tables, and whether it is a number."""
    before = {table.code: table for table in every_table(earlier)}
    for table in every_table(now):
        if table.code in _PASSED_OVER or table.code not in before:
            continue
        old, new = _rows(before[table.code], table)
        for key in dict.fromkeys((*new, *old)):
            place = ", ".join((table.caption, *(str(cell) for cell in key if cell is not None)))
            if key not in old or key not in new:
                reason = why.of_row(table.code, key[0])
                rows = (old.get(key, {}), new.get(key, {}))
                was, is_now = ("; ".join(text for text, _counts in row.values() if text) for row in rows)
                yield Changed(place, _("Row"), was, is_now, reason), False
                continue
            for column, (name, (text, counts)) in zip(table.columns, new[key].items(), strict=True):
                was = old[key].get(name, ("", counts))[0]
                if text != was:
                    reason = why.of_row(table.code, key[0], column)
                    yield Changed(place, name, was, text, reason), counts


_Row = dict[str, tuple[str, bool]]


def _rows(before: Table, after: Table) -> tuple[dict[tuple[Cell, ...], _Row], dict[tuple[Cell, ...], _Row]]:
    """Return the rows of two tables by as many of their first cells as tell them apart."""
    length = next(
        (
            n
            for n in range(1, len(after.columns))
            if all(len({row[:n] for row in table.rows}) == len(table.rows) for table in (before, after))
        ),
        len(after.columns),
    )
    old, new = (
        {
            row[:length]: {
                column.name: (cell_text(column, cell), is_numeric(column))
                for column, cell in zip(table.columns, row, strict=True)
            }
            for row in table.rows
        }
        for table in (before, after)
    )
    return old, new
