"""Two revisions of a plan: what goes on as what, what changed, and what only headquarters can say."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.db.errors import UserError
from store.db.likeness import likeness
from store.plan.model import Action, Deadline, Plan, SpecificObjective, StrategicObjective, Target
from store.revision.comparison import ACTION, INDICATOR, SPECIFIC, Answers, PlanComparison, compare
from tests.plans import large_plan, small_plan
from tests.support.lengths import cases

_CONSONANTS, _VOWELS = "bcdfghjklmnpqrstvxz", "aeiouy"


def title(n: int) -> str:
    """A title that is like no other."""
    random = Random(n)
    words = ["".join(random.choice(_CONSONANTS) + random.choice(_VOWELS) for _ in range(4)) for _ in range(6)]
    return " ".join(words)


def plan(objectives: Mapping[str, Mapping[str, str]]) -> Plan:
    """A plan of one strategic objective: titles of actions by number, under the head of an objective."""
    return small_plan()._replace(
        findings=(),
        provenance={},
        strategic_objectives=(
            StrategicObjective(
                "1",
                "Objektivi",
                specific_objectives=tuple(
                    SpecificObjective(
                        nr=head.partition(" ")[0],
                        title=head.partition(" ")[2],
                        actions=tuple(
                            Action(
                                number, text, Deadline("2022", 2022, 2022), {2021: None, 2022: 1, 2023: None}
                            )
                            for number, text in actions.items()
                        ),
                    )
                    for head, actions in objectives.items()
                ),
            ),
        ),
    )


def numbered(titles: list[list[int]]) -> Plan:
    """A plan of these titles, with objectives and actions numbered as they stand."""
    return plan(
        {
            f"1.{o} Objektivi {o}": {f"1.{o}.{n}": title(one) for n, one in enumerate(actions, 1)}
            for o, actions in enumerate(titles, 1)
        }
    )


def pairs(found: PlanComparison) -> dict[str, str]:
    return found.continued(ACTION)


def listed(found: PlanComparison) -> tuple[list[str], list[str], list[str]]:
    """Numbers of actions added, removed and asked about."""
    return (
        [entry.nr for entry in found.added if entry.level == ACTION],
        [entry.nr for entry in found.removed if entry.level == ACTION],
        [asked.question.key for asked in found.questions],
    )


def test_the_same_plan_is_no_change() -> None:
    found = compare(small_plan(), small_plan())
    assert found.is_empty
    assert pairs(found) == {action.nr: action.nr for action in small_plan().actions()}


@given(
    st.lists(st.lists(st.integers(0, 30), max_size=5, unique=True), min_size=1, max_size=4),
    st.randoms(use_true_random=False),
)
@settings(max_examples=cases(40, 150), deadline=None)
def test_titles_that_stay_are_paired_wherever_they_move_and_nothing_else_is(
    groups: list[list[int]], random: Random
) -> None:
    # each number in the first group that has it
    first = {n: at for at, group in reversed([*enumerate(groups)]) for n in group}
    before = [[n for n in group if first[n] == at] for at, group in enumerate(groups)]
    rest = [n for group in before for n in group if random.random() < 0.8]
    rest += range(100, 100 + random.randrange(4))
    random.shuffle(rest)
    cut = random.randrange(len(rest) + 1)
    after = [rest[:cut], rest[cut:]]
    old, new = numbered(before), numbered(after)
    found = compare(old, new)
    by_title = {action.title: action.nr for action in old.actions()}
    assert pairs(found) == {
        action.nr: by_title[action.title] for action in new.actions() if action.title in by_title
    }
    added, removed, asked = listed(found)
    titles = {action.nr: action.title for action in new.actions()}
    assert {*added, *asked} == {nr for nr, text in titles.items() if text not in by_title}
    for question in found.questions:
        assert [candidate.key for candidate in question.question.candidates] == [question.question.key]
    everything = {*removed, *pairs(found).values(), *asked}
    assert everything == {action.nr for action in old.actions()}


def test_a_revision_printed_in_the_other_script_goes_on() -> None:
    old = plan({"1.1 Zaključivanje sporazuma": {"1.1.1": "Njihov sporazum", "1.1.2": "Obuka za službenike"}})
    new = plan({"1.1 Закључивање споразума": {"1.1.1": "Обука за службенике", "1.1.2": "Њихов споразум"}})
    found = compare(old, new)
    assert pairs(found) == {"1.1.1": "1.1.2", "1.1.2": "1.1.1"}
    assert listed(found) == ([], [], [])


@given(st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_the_order_of_actions_in_a_document_changes_no_pair(random: Random) -> None:
    old = numbered([[1, 2, 3, 4], [5, 6, 7]])
    new = numbered([[1, 8, 3, 9], [6, 5, 2]])

    def shuffled(one: Plan) -> Plan:
        strategic = one.strategic_objectives[0]
        mixed = tuple(
            objective._replace(actions=tuple(random.sample(objective.actions, len(objective.actions))))
            for objective in strategic.specific_objectives
        )
        return one._replace(strategic_objectives=(strategic._replace(specific_objectives=mixed),))

    found, again = compare(old, new), compare(shuffled(old), shuffled(new))
    assert pairs(again) == pairs(found)
    assert [sorted(part) for part in listed(again)] == [sorted(part) for part in listed(found)]


def test_a_whole_objective_is_renumbered() -> None:
    old = plan({"1.1 Azili": {"1.1.1": title(1), "1.1.2": title(2)}, "1.2 Kthimi": {"1.2.1": title(3)}})
    new = plan(
        {
            "1.1 Kufijtë": {"1.1.1": title(9)},
            "1.2 Azili": {"1.2.1": title(1), "1.2.2": title(2)},
            "1.3 Kthimi": {"1.3.1": title(3)},
        }
    )
    found = compare(old, new)
    assert pairs(found) == {"1.2.1": "1.1.1", "1.2.2": "1.1.2", "1.3.1": "1.2.1"}
    assert listed(found) == (["1.1.1"], [], [])
    assert [pair.nr for pair in found.changed("nr", level=ACTION)] == ["1.2.1", "1.2.2", "1.3.1"]
    objectives = found.continued(SPECIFIC)
    assert objectives["1.3"] == "1.2"


def test_a_corrected_title_under_the_same_number_goes_on() -> None:
    old = plan({"1.1 Azili": {"1.1.1": "Trajnimi i zyrtarëve për azil"}})
    new = plan({"1.1 Azili": {"1.1.1": "Trajnimi i zyrtareve për azilin"}})
    found = compare(old, new)
    assert pairs(found) == {"1.1.1": "1.1.1"}
    assert [difference.field for pair in found.changed(level=ACTION) for difference in pair.differences] == [
        "title"
    ]


def test_the_same_number_with_another_title_is_asked() -> None:
    old, new = plan({"1.1 Azili": {"1.1.1": title(1)}}), plan({"1.1 Azili": {"1.1.1": title(2)}})
    found = compare(old, new)
    assert listed(found) == ([], [], ["1.1.1"])
    assert listed(compare(old, new, Answers(same={"1.1.1": "1.1.1"}))) == ([], [], [])
    assert listed(compare(old, new, Answers(added=frozenset({"1.1.1"})))) == (["1.1.1"], ["1.1.1"], [])
    assert listed(compare(old, new, Answers(removed=frozenset({"1.1.1"})))) == (["1.1.1"], ["1.1.1"], [])


def test_an_action_that_was_split_is_asked_with_the_likelier_first() -> None:
    whole = "Hartimi dhe miratimi i rregullores për menaxhimin e migracionit"
    old = plan({"1.1 Azili": {"1.1.1": whole, "1.1.2": title(2)}})
    new = plan(
        {
            "1.1 Azili": {
                "1.1.1": title(2),
                "1.1.2": "Miratimi i rregullores për menaxhimin e migracionit",
                "1.1.3": "Hartimi i rregullores për menaxhimin e migracionit",
            }
        }
    )
    found = compare(old, new)
    assert pairs(found) == {"1.1.1": "1.1.2"}
    assert listed(found) == ([], [], ["1.1.2", "1.1.3"])
    assert [[c.key for c in asked.question.candidates] for asked in found.questions] == [["1.1.1"], ["1.1.1"]]
    answered = compare(old, new, Answers(same={"1.1.3": "1.1.1"}))
    assert pairs(answered) == {"1.1.1": "1.1.2", "1.1.3": "1.1.1"}
    assert listed(answered) == (["1.1.2"], [], [])


def test_actions_that_were_merged_are_asked_with_all_of_them() -> None:
    one = "Hartimi i rregullores për menaxhimin e migracionit"
    other = "Miratimi i rregullores për menaxhimin e migracionit"
    old = plan({"1.1 Azili": {"1.1.1": one, "1.1.2": other}})
    new = plan({"1.1 Azili": {"1.1.1": "Hartimi dhe miratimi i rregullores për menaxhimin e migracionit"}})
    found = compare(old, new)
    (asked,) = found.questions
    likely = [candidate.likeness for candidate in asked.question.candidates]
    assert sorted(candidate.key for candidate in asked.question.candidates) == ["1.1.1", "1.1.2"]
    assert likely == sorted(likely, reverse=True)
    assert listed(compare(old, new, Answers(same={"1.1.1": "1.1.2"}))) == ([], ["1.1.1"], [])


def test_a_title_that_stands_twice_is_asked_where_numbers_do_not_tell() -> None:
    old = plan({"1.1 Azili": {"1.1.1": "Monitorimi", "1.1.2": "Monitorimi"}})
    new = plan({"1.1 Azili": {"1.1.1": title(1), "1.1.2": "Monitorimi", "1.1.3": "Monitorimi"}})
    found = compare(old, new)
    assert pairs(found) == {}
    assert listed(found)[2] == ["1.1.1", "1.1.2", "1.1.3"]
    same_numbers = plan({"1.1 Azili": {"1.1.2": "Monitorimi", "1.1.1": "monitorimi"}})
    assert pairs(compare(old, same_numbers)) == {"1.1.1": "1.1.1", "1.1.2": "1.1.2"}


def test_every_field_that_changed_is_listed() -> None:
    old = small_plan()
    strategic = old.strategic_objectives[0]
    objective = strategic.specific_objectives[0]
    action = objective.actions[0]
    changed = action._replace(
        deadline=Deadline("2024", 2024, 2024),
        budget={2021: 5, 2022: None, 2023: None},
        funding=("UNDP",),
        lead=("MPB",),
        support=("GIZ",),
        outputs=(),
        documents=(),
    )
    indicator = objective.indicators[0]._replace(final=Target("9", 2023))
    objective = objective._replace(
        actions=(changed, *objective.actions[1:]),
        indicators=(indicator,),
        totals={2021: 7, 2022: 500, 2023: None},
    )
    new = old._replace(
        title="Plani i rishikuar",
        strategic_objectives=(
            strategic._replace(specific_objectives=(objective,)),
            old.strategic_objectives[1],
        ),
    )
    found = compare(old, new)
    fields = {(pair.level, d.field) for pair in found.changed() for d in pair.differences}
    assert fields == {
        (SPECIFIC, "totals.2021"),
        (INDICATOR, "final"),
        *((ACTION, name) for name in ("deadline", "budget.2021", "budget.2022", "funding")),
        *((ACTION, name) for name in ("lead", "support", "outputs", "documents")),
    }
    assert [difference.field for difference in found.plan] == ["title"]
    assert [pair.nr for pair in found.changed("budget")] == ["1.1.1"]


def test_an_indicator_moves_with_its_objective() -> None:
    old = small_plan()
    first, second = old.strategic_objectives

    def renumbered(objective: StrategicObjective, nr: str) -> StrategicObjective:
        specific = objective.specific_objectives[0]
        actions = tuple(a._replace(nr=f"{nr}.1.{n}", id="") for n, a in enumerate(specific.actions, 1))
        return objective._replace(
            nr=nr, specific_objectives=(specific._replace(nr=f"{nr}.1", actions=actions),)
        )

    new = old._replace(strategic_objectives=(renumbered(second, "1"), renumbered(first, "2")))
    found = compare(old, new)
    assert found.continued(INDICATOR) == {"1/1": "2/1", "1.1/1": "2.1/1", "2/1": "1/1", "2.1/1": "1.1/1"}
    assert (found.questions, found.added, found.removed) == ((), (), ())


def test_an_id_says_what_an_action_continues() -> None:
    old = plan({"1.1 Azili": {"1.1.1": title(1), "1.1.2": title(2)}})
    new = plan({"1.1 Azili": {"1.1.7": title(3)}})
    objective = new.strategic_objectives[0].specific_objectives[0]
    named = objective._replace(actions=(objective.actions[0]._replace(id="1.1.2"),))
    new = new._replace(
        strategic_objectives=(new.strategic_objectives[0]._replace(specific_objectives=(named,)),)
    )
    assert pairs(compare(old, new)) == {"1.1.7": "1.1.2"}
    assert listed(compare(old, new, Answers(added=frozenset({"1.1.7"}))))[0] == ["1.1.7"]


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        (Answers(same={"9.9.9": "1.1.1"}), "answer_new_unknown"),
        (Answers(same={"1.1.1": "9.9.9"}), "answer_old_unknown"),
        (Answers(removed=frozenset({"9"})), "answer_old_unknown"),
        (Answers(same={"1.1.1": "1.1.2", "1.1.3": "1.1.2"}), "answer_twice"),
        (Answers(same={"1.1.1": "1.1.2"}, added=frozenset({"1.1.1"})), "answer_twice"),
        (Answers(same={"1.1.1": "1.1/1"}), "answer_kinds"),
    ],
)
def test_answers_that_make_no_sense_are_refused(answers: Answers, code: str) -> None:
    with pytest.raises(UserError, match=code):
        compare(small_plan(), small_plan(), answers)


def test_likeness() -> None:
    assert likeness("Trajnimi i zyrtarëve", "trajnimi  I ZYRTAREVE") == 100
    assert likeness("", "") == 100
    assert likeness("abc", "xyz") == 0
    assert likeness("Monitorimi", "Raportimi") == likeness("Raportimi", "Monitorimi")


def test_a_plan_of_ten_thousand_actions_is_compared_quickly() -> None:
    old = large_plan(10_000)
    first = old.strategic_objectives[0]
    specific = first.specific_objectives[0]
    new = old._replace(
        strategic_objectives=(
            first._replace(
                specific_objectives=(
                    specific._replace(actions=specific.actions[1:]),
                    *first.specific_objectives[1:],
                )
            ),
            *old.strategic_objectives[1:],
        )
    )
    started = process_time()
    found = compare(old, new)
    assert process_time() - started < 10
    assert len(found.continued(ACTION)) >= 9_900
