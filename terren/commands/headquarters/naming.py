"""``terren names``: spellings of one name, grouped by headquarters for filters and reports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from language import N_, _, counted
from language.registers import NAMED
from store.db.database import Store
from store.ledger.change import Change
from store.plan.names import ROLES, NameGroup, groups
from terren import output
from terren.declare import argument, flag, option
from terren.groups import Group as Commands
from terren.misuse import WrongUsage
from terren.session import Session
from terren.shapes import shaped
from terren.values import WordChoice
from terren.words import changes_in_words

names_command = Commands(
    "names",
    help=N_(
        "Group the spellings of one name, so that filters and reports count them together. What the plan"
        " prints stays as it is. Groups are headquarters' and travel with its files."
    ),
)

_ONLY: Final = option("Only institution, funding or document.", metavar="R", type=WordChoice(*ROLES))
_ROLE: Final = option(
    "Of what: institution, funding or document; found by itself where the plan leaves no doubt.",
    metavar="R",
    type=WordChoice(*ROLES),
)


@names_command.add("list", "List the names that are written in several ways.", prints="@names*")
def list_command(
    session: Session,
    everything: bool = flag("All names, also those that are written in one way.", "--all"),
    role: str | None = _ONLY,
) -> None:
    with session.reading(or_shipped=True) as store:
        listed = [group for group in groups(store, role) if everything or len(group.spellings) > 1]
    _print(listed)


@names_command.add(
    "suggest", "List names that may be one, by likeness; --accept groups them.", prints="@names*"
)
def suggest_command(
    session: Session,
    role: str | None = _ONLY,
    accept: str | None = option("Group these suggestions, by their numbers.", metavar="N,N|all"),
) -> None:
    from store.plan.name_suggestions import suggest_groups

    if accept is None:
        with session.reading(or_shipped=True) as store:
            suggestions = suggest_groups(store, role)
        _print(suggestions, numbered=True)
        return
    from store.edits.naming import join_names

    with session.working() as store:
        suggestions = suggest_groups(store, role)
        for group in _chosen(suggestions, accept):
            _tell(
                store, join_names(store, group.role, group.name, [name for name, _count in group.spellings])
            )
    output.give(lambda: {"recorded": session.recorded})


@names_command.add("join", "Say that SPELLINGS of the plan are one name, called NAME.", records=True)
def join_command(
    session: Session,
    name: str = argument("NAME"),
    spellings: tuple[str, ...] = argument("SPELLING...", nargs=-1),
    role: str | None = _ROLE,
) -> None:
    from store.edits.naming import join_names, role_of

    with session.working() as store:
        _tell(store, join_names(store, role or role_of(store, spellings), name, spellings))


@names_command.add("part", "Let SPELLINGS stand alone again.", records=True)
def part_command(
    session: Session, spellings: tuple[str, ...] = argument("SPELLING...", nargs=-1), role: str | None = _ROLE
) -> None:
    from store.edits.naming import part_names, role_of

    with session.working() as store:
        of = role or role_of(store, spellings)
        _tell(store, part_names(store, [(of, spelling) for spelling in spellings]))


def _chosen(suggestions: list[NameGroup], accept: str) -> list[NameGroup]:
    """Return the suggestions that were named. Raises a wrong usage for a number that is none of them."""
    if accept.strip() == "all":
        return suggestions
    numbers = [text.strip() for text in accept.split(",")]
    if not all(
        text.isascii() and text.isdigit() and 0 < int(text[:6]) <= len(suggestions) for text in numbers
    ):
        choices = f"1–{len(suggestions)}, all" if suggestions else _("none")
        raise WrongUsage(
            N_("Choose one of: {known}."), code="choice_unknown", field="--accept", known=choices
        )
    return [suggestions[int(text) - 1] for text in dict.fromkeys(numbers)]


def _tell(store: Store, changes: list[Change]) -> None:
    if not changes:
        output.tell(_("Nothing changed: it stands like that already."))
    output.tell(*changes_in_words(store, changes))


def _print(listed: list[NameGroup], *, numbered: bool = False) -> None:
    output.give(lambda: [_form(group) for group in listed], _lines(listed, numbered=numbered))


def _lines(listed: list[NameGroup], *, numbered: bool) -> Iterator[str]:
    for n, group in enumerate(listed, 1):
        mark = f"{n}  " if numbered else ""
        yield f"{mark}{_(NAMED[group.role])}: {group.name}"
        for name, count in group.spellings:
            actions = counted("{n} action", "{n} actions", count)
            yield f"    {name} ({actions})"


def _form(group: NameGroup) -> dict[str, Any]:
    return shaped("names", group, spellings=[{"name": n, "actions": count} for n, count in group.spellings])
