"""What a revised plan changes: entries paired with those of the plan in force, and how each pair differs.

Actions and indicators bear progress, so their pairs follow ``store.revision.matching`` and what is in doubt
is asked. Nothing hangs on objectives: they are paired by number and title, or by the actions that they share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple, TypeVar

from store.db.errors import UserError
from store.db.likeness import nearest
from store.db.text import fold
from store.plan.differences import FieldDifference, diff_actions, diff_indicators, diff_objectives, diff_plans
from store.plan.model import Action, Indicator, Plan, SpecificObjective, StrategicObjective
from store.revision.matching import Matching, Question, RevisionEntry, match
from store.revision.objectives import pair_objectives

STRATEGIC: Final = "strategic_objective"
SPECIFIC: Final = "specific_objective"
INDICATOR: Final = "indicator"
ACTION: Final = "action"


class Answers(NamedTuple):
    """What headquarters says where numbers and titles do not.

    ``same`` has the old number by the new one; ``added`` are new numbers that continue nothing, ``removed``
    old ones that nothing continues. An indicator's number is its objective's and its position: ``1.1/2``.
    """

    same: Mapping[str, str] = {}
    added: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()

    def continuing(self, new: str, old: str) -> Answers:
        """Return the same, but ``new`` continues ``old``."""
        return Answers({**self.same, new: old}, self.added - {new}, self.removed - {old})

    def new(self, nr: str) -> Answers:
        """Return the same, but ``nr`` continues nothing."""
        same = {new: old for new, old in self.same.items() if new != nr}
        return Answers(same, self.added | {nr}, self.removed)

    def leaving(self, old: str) -> Answers:
        """Return the same, but nothing continues ``old``: it leaves the plan."""
        same = {new: continued for new, continued in self.same.items() if continued != old}
        return Answers(same, self.added, self.removed | {old})


class ListedEntry(NamedTuple):
    """An entry that was added or removed; ``level`` is STRATEGIC, SPECIFIC, INDICATOR or ACTION."""

    level: str
    nr: str
    title: str


class MatchedEntry(NamedTuple):
    """An entry that goes on, with its number in both revisions and its title in the new one."""

    level: str
    old_nr: str
    nr: str
    title: str
    differences: tuple[FieldDifference, ...]

    def changes(self, *fields: str) -> bool:
        """Return True if one of these fields changed; ``budget`` stands for that of any year."""
        return any(difference.field.partition(".")[0] in fields for difference in self.differences)


class LevelQuestion(NamedTuple):
    """A question, with the level of the entries that it is about."""

    level: str
    question: Question


class PlanComparison(NamedTuple):
    """All that a revised plan changes, in the order of the new one (what was removed, in that of the old)."""

    plan: tuple[FieldDifference, ...]
    matched: tuple[MatchedEntry, ...]
    added: tuple[ListedEntry, ...]
    removed: tuple[ListedEntry, ...]
    questions: tuple[LevelQuestion, ...]

    def changed(self, *fields: str, level: str | None = None) -> Iterator[MatchedEntry]:
        """Yield the entries of a level in which one of the fields changed, or, without fields, any."""
        for pair in self.matched:
            if level in (None, pair.level) and (pair.changes(*fields) if fields else pair.differences):
                yield pair

    @property
    def is_empty(self) -> bool:
        """Return True if the revised plan says the same as the one in force."""
        return not (self.plan or self.added or self.removed or self.questions or any(self.changed()))

    def continued(self, level: str) -> dict[str, str]:
        """Return the old number of each new one of a level."""
        return {pair.nr: pair.old_nr for pair in self.matched if pair.level == level}


_NO_ANSWERS: Final = Answers()


def compare(old: Plan, new: Plan, answers: Answers = _NO_ANSWERS) -> PlanComparison:
    """Pair the entries of two revisions and list every difference.

    An action or indicator of ``new`` that carries an id says itself what it continues. Raises UserError
    ``answer_new_unknown`` or ``answer_old_unknown`` for an answer about a number that the plan does
    not have, ``answer_twice`` where two answers exclude each other, and ``answer_kinds`` where an action
    would continue an indicator.
    """
    mine, theirs = _Contents(old), _Contents(new)
    _check(mine, theirs, answers)
    actions = _match_actions(mine, theirs, answers)
    same = {nr: old_nr for old_nr, nr in actions.pairs}
    strategic = pair_objectives(mine.strategic, theirs.strategic, same)
    specific = pair_objectives(mine.specific, theirs.specific, same)
    paired = {nr: old_nr for old_nr, nr in (*strategic.pairs, *specific.pairs)}
    indicators = _match_indicators(mine, theirs, answers, paired)
    levels = (
        _level(STRATEGIC, mine.strategic, theirs.strategic, strategic, diff_objectives),
        _level(SPECIFIC, mine.specific, theirs.specific, specific, diff_objectives),
        _level(INDICATOR, mine.indicators, theirs.indicators, indicators, diff_indicators),
        _level(ACTION, mine.actions, theirs.actions, actions, diff_actions),
    )
    return PlanComparison(
        diff_plans(old, new),
        tuple(pair for level in levels for pair in level.matched),
        tuple(entry for level in levels for entry in level.added),
        tuple(entry for level in levels for entry in level.removed),
        tuple(LevelQuestion(INDICATOR, question) for question in indicators.questions)
        + tuple(LevelQuestion(ACTION, question) for question in actions.questions),
    )


def compare_published(old: Plan, new: Plan) -> PlanComparison:
    """Compare two published revisions: their ids say what goes on as what."""
    answers: dict[str, str] = {}
    left: tuple[set[str], set[str]] = set(), set()
    for before, after in (
        ({a.stable_id: a.nr for a in old.actions()}, {a.stable_id: a.nr for a in new.actions()}),
        ({i.id or nr: nr for nr, i in old.indicators()}, {i.id or nr: nr for nr, i in new.indicators()}),
    ):
        answers |= {after[name]: before[name] for name in before.keys() & after.keys()}
        left[0].update(before[name] for name in before.keys() - after.keys())
        left[1].update(after[name] for name in after.keys() - before.keys())
    return compare(old, new, Answers(answers, frozenset(left[1]), frozenset(left[0])))


class _Contents:
    """A plan's entries by their numbers, in document order, and the title of each action's objective."""

    def __init__(self, plan: Plan) -> None:
        self.strategic = {objective.nr: objective for objective in plan.strategic_objectives}
        self.specific = {objective.nr: objective for objective in plan.specific_objectives()}
        self.indicators = dict(plan.indicators())
        self.actions = {action.nr: action for action in plan.actions()}
        self.homes = {
            action.nr: fold(objective.title)
            for objective in plan.specific_objectives()
            for action in objective.actions
        }


def _check(old: _Contents, new: _Contents, answers: Answers) -> None:
    for unknown, contents, numbers in (
        ("answer_new_unknown", new, [*answers.same, *answers.added]),
        ("answer_old_unknown", old, [*answers.same.values(), *answers.removed]),
    ):
        keys, seen = {*contents.actions, *contents.indicators}, set[str]()
        for nr in numbers:
            if nr not in keys:
                raise UserError(unknown, nr=nr, nearest=nearest(nr, keys))
            if nr in seen:
                raise UserError("answer_twice", nr=nr)
            seen.add(nr)
    for nr, old_nr in answers.same.items():
        if (nr in new.actions) != (old_nr in old.actions):
            raise UserError("answer_kinds", nr=old_nr, new=nr)


def _continued(old: Mapping[str, str], new: Mapping[str, str], answers: Answers) -> dict[str, str]:
    """Return the old numbers of new entries, as answered and else as their ids say.

    ``old`` are the numbers of the entries in force by id, ``new`` the ids of the new ones by number.
    """
    same = {nr: old_nr for nr, old_nr in answers.same.items() if nr in new}
    taken, settled = {*same.values(), *answers.removed}, {*same, *answers.added}
    told = {nr: old[name] for nr, name in new.items() if name in old}
    return same | {nr: old_nr for nr, old_nr in told.items() if old_nr not in taken and nr not in settled}


def _match_actions(mine: _Contents, theirs: _Contents, answers: Answers) -> Matching:
    numbers = {action.stable_id: nr for nr, action in mine.actions.items()}
    return match(
        [RevisionEntry(nr, action.title, mine.homes[nr]) for nr, action in mine.actions.items()],
        [RevisionEntry(nr, action.title, theirs.homes[nr]) for nr, action in theirs.actions.items()],
        same=_continued(numbers, {nr: action.id for nr, action in theirs.actions.items()}, answers),
        added=answers.added & theirs.actions.keys(),
        removed=answers.removed & mine.actions.keys(),
    )


def _match_indicators(
    mine: _Contents, theirs: _Contents, answers: Answers, objectives: Mapping[str, str]
) -> Matching:
    def home(nr: str) -> str:
        return nr.rpartition("/")[0]

    numbers = {indicator.id or nr: nr for nr, indicator in mine.indicators.items()}
    return match(
        [RevisionEntry(nr, indicator.title, home(nr)) for nr, indicator in mine.indicators.items()],
        [
            RevisionEntry(nr, indicator.title, objectives.get(home(nr), f"new {home(nr)}"))
            for nr, indicator in theirs.indicators.items()
        ],
        same=_continued(numbers, {nr: own.id for nr, own in theirs.indicators.items()}, answers),
        added=answers.added & theirs.indicators.keys(),
        removed=answers.removed & mine.indicators.keys(),
    )


class _Level(NamedTuple):
    matched: list[MatchedEntry]
    added: list[ListedEntry]
    removed: list[ListedEntry]


_Entry = TypeVar("_Entry", StrategicObjective, SpecificObjective, Indicator, Action)


def _level(
    level: str,
    old: Mapping[str, _Entry],
    new: Mapping[str, _Entry],
    matching: Matching,
    differ: Callable[[_Entry, _Entry], tuple[FieldDifference, ...]],
) -> _Level:
    matched: list[MatchedEntry] = []
    for old_nr, nr in matching.pairs:
        moved = (FieldDifference("nr", old_nr, nr),) if nr != old_nr else ()
        matched.append(MatchedEntry(level, old_nr, nr, new[nr].title, moved + differ(old[old_nr], new[nr])))
    return _Level(
        matched,
        [ListedEntry(level, nr, new[nr].title) for nr in matching.added],
        [ListedEntry(level, nr, old[nr].title) for nr in matching.removed],
    )
