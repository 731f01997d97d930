"""``terren revision publish``: a revised document compared, asked about and published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from language import _
from language.messages import message
from store.db.errors import UserError
from store.db.regular import read_regular
from terren import failures, output
from terren.asking import asked, at_terminal, confirm
from terren.declare import argument, command, flag, option, several
from terren.session import Session
from terren.values import DAY, pair

if TYPE_CHECKING:
    from store.db.database import Store
    from store.revision.comparison import Answers, LevelQuestion
    from store.revision.publish import DraftRevision, PlanDocument


_ANSWERS: Final = {
    "match": option(
        "The action (or indicator, as 1.1/2) OLD of the plan in force goes on as NEW; repeatable.",
        type=pair("OLD=NEW"),
        multiple=True,
    ),
    "added": option("NR of the revised plan is new; repeatable.", "--new", metavar="NR", multiple=True),
    "removed": option("NR of the plan in force goes on as nothing; repeatable.", metavar="NR", multiple=True),
    "successor": option(
        "Name NEW as what follows the removed action OLD; repeatable.", type=pair("OLD=NEW"), multiple=True
    ),
    "answers": option("Answers in a JSON file with the keys match, new, removed, successor.", metavar="FILE"),
}


def _all_answers(
    *,
    match: Sequence[str],
    added: Sequence[str],
    removed: Sequence[str],
    successor: Sequence[str],
    answers: Path | None,
) -> dict[str, list[Any]]:
    """Return the answers of a file and those of the command's options."""
    told = _read_answers(answers)
    told["match"] += map(_pair, match)
    told["successor"] += map(_pair, successor)
    told["new"] += [nr.strip().rstrip(".") for nr in added]
    told["removed"] += [nr.strip().rstrip(".") for nr in removed]
    return told


def _read_answers(place: Path | None) -> dict[str, list[Any]]:
    """Return the answers of a file. Raises UserError ``answers_unreadable``."""
    answers: dict[str, list[Any]] = {"match": [], "new": [], "removed": [], "successor": []}
    if place is None:
        return answers
    import json

    try:
        form = json.loads(read_regular(place))
    except (OSError, ValueError, RecursionError) as error:
        raise UserError("answers_unreadable", file=str(place), detail=str(error)) from error
    if not isinstance(form, dict) or not form.keys() <= answers.keys():
        raise UserError("answers_unreadable", file=str(place), detail=", ".join(answers))
    for key, value in form.items():
        if key in ("match", "successor"):
            if not isinstance(value, dict):
                raise UserError("answers_unreadable", file=str(place), detail=key)
            named = [
                (old, new_nr)
                for old, new in value.items()
                for new_nr in (new if isinstance(new, list) else [new])
            ]
            values: list[Any] = named
        else:
            values = value if isinstance(value, list) else [value]
        texts = [text for answer in values for text in (answer if isinstance(answer, tuple) else (answer,))]
        if not all(isinstance(text, str) for text in texts):
            raise UserError("answers_unreadable", file=str(place), detail=key)
        answers[key] = values
    return answers


def _pair(text: str) -> tuple[str, str]:
    old, _sign, new = (part.strip().rstrip(".") for part in text.partition("="))
    return old, new


@command(
    "publish",
    "Compare the plan in FILE (a document, a *.plan.toml or a plan.db) with the one in force, ask what"
    " cannot be matched, and publish it as the next revision. Only headquarters may.",
    prints="@publication",
)
def publish_command(
    session: Session,
    file: Path = argument("FILE"),
    told: dict[str, list[Any]] = several(_ANSWERS, _all_answers),
    since: date | None = option(
        "The first day on which it is in force; today if not given.", "--from", type=DAY
    ),
    title: str | None = option(
        "The title of the plan; the present one where the document has none.", metavar="T"
    ),
    dry_run: bool = flag("Compare only, publish nothing."),
    yes: bool = flag("Publish without asking for a confirmation."),
) -> int:
    from store.revision.publish import draft_revision, publish_revision
    from terren.commands.plan.revision_forms import comparison_form

    as_json = output.manner().json
    with session.working() as store:
        document = _document(store, file, title)
        given = _answers_of(told)
        made = draft_revision(store, document.plan, given)
        if made.comparison.questions and not as_json and at_terminal():
            given, made = _ask_all(store, document, given, made)
        form = comparison_form(made.comparison)
        publishes = not (dry_run or made.comparison.questions)
        if not as_json:
            _show(made)
        elif not publishes:
            output.print_json({"revision": made.seen, **form, "published": None, "in_force_from": None})
        if dry_run:
            if made.comparison.is_empty:
                output.tell(message("plan_same", {"number": made.seen}))
            return failures.WAITING if made.comparison.questions else failures.DONE
        if not (yes or made.comparison.questions or made.comparison.is_empty):
            question = _(
                "Publish this as revision {number}? It cannot be taken back, only revised again. [y/N]"
            )
            confirm(question.format(number=made.seen + 1), "revision_unconfirmed", "revision_declined")
        in_force = made.in_force_from(date.today()) if since is None else since
        successors = _by_predecessor(told["successor"])
        done = publish_revision(
            store, document, given, seen=made.seen, in_force_from=in_force, successors=successors
        )
    output.give(lambda: {"revision": made.seen, **form, "published": done.number, "in_force_from": in_force})
    output.tell(
        _("Revision {number} is published and in force from {day}. Export it for everybody."),
        number=done.number,
        day=in_force.isoformat(),
    )
    return failures.DONE


def _by_predecessor(successors: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the numbers of successors by the number of what they follow."""
    numbers: dict[str, list[str]] = {}
    for old, new in successors:
        numbers.setdefault(old, []).append(new)
    return numbers


def _answers_of(told: Mapping[str, list[Any]]) -> Answers:
    """Return what was told, entry by entry. Raises UserError ``answer_twice``."""
    same: dict[str, str] = {}
    for old, new in told["match"]:
        if new in same:
            raise UserError("answer_twice", nr=new)
        same[new] = old
    from store.revision.comparison import Answers

    return Answers(same, frozenset(told["new"]), frozenset(told["removed"]))


def _document(store: Store, path: Path, title: str | None) -> PlanDocument:
    from planreader.review.revised import present_title, revised_document
    from terren.commands.plan.documents import tell_decisions, tell_kept

    document, reading = revised_document(path, present_title(store), title=title)
    if reading is not None:
        tell_decisions(reading)
        tell_kept(reading)
    return document


def _typed(prompt: str) -> str:
    typed = asked(prompt)
    if typed is None:
        raise UserError("revision_declined")
    return typed


def _ask_all(
    store: Store, document: PlanDocument, given: Answers, made: DraftRevision
) -> tuple[Answers, DraftRevision]:
    """Ask one question after the other: each answer may settle others."""
    from store.revision.publish import draft_revision

    while made.comparison.questions:
        answered = _ask(made.comparison.questions[0], given)
        try:
            made = draft_revision(store, document.plan, answered)
        except UserError as refused:
            failures.refused(refused)
        else:
            given = answered
    return given, made


def _ask(asked: LevelQuestion, given: Answers) -> Answers:
    from report.revision import question_lines

    output.tell(*question_lines(asked))
    question = asked.question
    keys = [candidate.key for candidate in question.candidates]
    while True:
        text = _typed(_("Number of the line, or the number of another action [0-{n}]:").format(n=len(keys)))
        if text == "0":
            return given.new(question.key)
        chosen = (
            keys[int(text) - 1]
            if text.isascii() and text.isdigit() and 0 < int(text[:6]) <= len(keys)
            else text
        )
        if chosen and chosen not in given.same.values():
            return given.continuing(question.key, chosen)


def _show(made: DraftRevision) -> None:
    from report.revision import comparison_lines, question_lines, summary_lines
    from terren.commands.plan.documents import noticed_words

    comparison = made.comparison
    if comparison.is_empty:
        return
    output.lines(comparison_lines(comparison))
    output.line()
    output.lines(summary_lines(comparison))
    before = {(noticed.code, noticed.where, noticed.figures.get("raw")) for noticed in made.plan.findings}
    output.lines(
        noticed_words(noticed, made.revised.currency)
        for noticed in made.revised.findings
        if (noticed.code, noticed.where, noticed.figures.get("raw")) not in before and not noticed.accepted
    )
    for question in comparison.questions:
        output.line()
        output.lines(question_lines(question))
