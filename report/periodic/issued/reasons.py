"""Of what it follows that a report says otherwise than the one that headquarters issued before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from language import _, dates
from language.numbers import number
from language.registers import register
from report.periodic.content import Content
from report.periodic.front import facts_of, in_other_words
from report.periodic.issued.ledger_days import recorded_day
from report.periodic.words import name_of_unit
from report.prose import lines
from report.table import AMOUNT, NUMBER, SHARE, Cell, Column
from schema.registers import ENTRIES
from store.account.calendar import KIND as CALENDAR
from store.edits.issues import Issue
from store.edits.narrative import KIND, language_of
from store.figures.beside import Donor
from store.figures.figures import RULE_SET, Figure
from store.history.steps import Step
from store.ledger.change import Register
from store.plan import names

_MOST: Final = 12
"""So many actions are named behind a figure."""


class Reasons:
    """Of what a difference follows."""

    def __init__(self, issue: Issue, earlier: Content, now: Content, steps: Iterable[Step]) -> None:
        self.numbers = now.numbers
        self._registers = [step.change.register for step in steps if step.change.target in self.numbers]
        self._later = {of.target for of in self._registers}
        self._written = dict((*_written_anew(earlier, now, steps), *_cover_anew(earlier, now, steps)))
        self._named = tuple(_named_anew(earlier, now, steps))
        donors = [{of.name: of for of in content.beside.donors} for content in (earlier, now)]
        self._donors = {name: [of.get(name) for of in donors] for of in donors for name in of}
        # what concerns no single action, each once, with the role of the name that was joined
        general = [
            (register(of.kind, of.field), of.target if of.kind == names.KIND else "")
            for of in _set_otherwise(steps)
            if of.target not in self.numbers and of.kind not in ("narrative", "institution")
            # when a period was closed counts nowhere
            if of.kind != CALENDAR or of.field == "due"
        ]
        parameters = now.parameters
        if parameters.as_of != issue.as_of:
            words = _("as of {day}, not {before}")
            days = {"day": dates.date(parameters.as_of), "before": dates.date(issue.as_of)}
            general.append((words.format(**days), ""))
        if issue.rules != RULE_SET:
            words = _("rules of figures {n}, not {before}")
            general.append((words.format(n=RULE_SET, before=issue.rules), ""))
        if parameters.only_approved != issue.only_approved:
            general.append((_("which reports are counted"), ""))
        self._concerns = general
        self._general = self._concerning("", *names.ROLES)

    def of_figure(self, group: str, ids: Iterable[str]) -> str:
        """Return why a figure of the plan, or of one of its groups, is another.

        Which names were joined is a reason where actions are put together by these.
        """
        role = "funding" if group == "source" else "institution"
        return self.of_actions(ids, self._concerning("", role))

    def _concerning(self, *roles: str) -> str:
        return "; ".join(dict.fromkeys(words for words, role in self._concerns if role in roles))

    def of_actions(self, ids: Iterable[str], general: str | None = None) -> str:
        """Return the numbers of actions of which something was recorded, else what concerns all."""
        general = self._general if general is None else general
        numbers = [self.numbers.get(id, id) for id in ids if id in self._later or not general]
        more = _("and {n} more").format(n=len(numbers) - _MOST) if len(numbers) > _MOST else ""
        return (
            ", ".join(filter(None, (*numbers[:_MOST], more)))
            or general
            or _("follows from what was recorded since")
        )

    def of_row(self, table: str, key: Cell, column: Column | None = None) -> str:
        """Return why a row is another: of a sum, which action is behind it only where it is one alone."""
        if ids := [id for id, number in self.numbers.items() if number == key]:
            return self.of_actions(ids)
        recorded = self._registers
        if column is not None and column.kind in (AMOUNT, NUMBER, SHARE):
            is_money = column.kind == AMOUNT or column.code == "execution"
            recorded = [of for of in recorded if (of.kind == "money") == is_money]
        targets = {of.target for of in recorded}
        if table == "donors":
            targets = set(_behind_donor(*self._donors[str(key)]))
        elif of_unit := {of.target for of in recorded if name_of_unit(of.unit) == key}:
            targets = of_unit
        if self._general and not targets:
            return self._general
        if self._general or len(targets) != 1:
            return _("follows from what was recorded since")
        return self.of_actions(targets)

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


def _set_otherwise(steps: Iterable[Step]) -> Iterator[Register]:
    """Yield the registers that say something else than before: what was set and undone is no reason."""
    ends: dict[Register, list[Step]] = {}
    for step in steps:
        ends.setdefault(step.change.register, []).append(step)
    for register_of, of in ends.items():
        if of[0].before != of[-1].after or of[0].change.kind in ENTRIES:
            yield register_of


def _cover_anew(earlier: Content, now: Content, steps: Iterable[Step]) -> Iterator[tuple[str, date | None]]:
    """Yield what stands on the covers of the institution, with the day on which it was written last."""
    days = _institution_days(steps)
    for content in (earlier, now):
        for field in ("name", "signatures"):
            if (day := days.get(field)) is not None:
                yield from ((line, day) for line in content.of_institution(field).splitlines())
        if (day := days.get("emblem")) is not None:
            yield emblem_words(content), day


def emblem_words(content: Content) -> str:
    """Return what is said of the emblem on a cover."""
    size = len(content.institution.emblem)
    return _("a picture of {size} bytes").format(size=number(size)) if size else ""


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
    counted = [dict(facts_of(content))[_("Counted reports")] for content in (earlier, now)]
    yield f"({counted[0]})", f"({counted[1]})", _("follows from what was recorded since")
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
            ids |= dict.fromkeys(behind(old.get(code), new.get(code)))
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
                yield from ((part, day) for part in (text, *(line.text for line in lines(text))) if part)
    if days and (told := {in_other_words(earlier), in_other_words(now)}) - {""}:
        day = max(filter(None, days.values()), default=None)
        yield from ((words, day) for words in told)


def behind(then: Figure | None, today: Figure | None) -> list[str]:
    """Return the ids of actions that are counted otherwise."""
    parts: list[tuple[Mapping[str, int], Mapping[str, int]]] = [
        (
            {} if then is None else getattr(then, name) or {},
            {} if today is None else getattr(today, name) or {},
        )
        for name in ("counted", "base")
    ]
    return list(dict.fromkeys(id for old, new in parts for id in (*old, *new) if old.get(id) != new.get(id)))
