"""What is wrong in a workbook, as the refusal of the whole file tells it."""

from __future__ import annotations

from language import speaking
from language.messages import message
from store.db.errors import UserError


def named_problems(refused: UserError) -> list[tuple[str, str]]:
    """Return the codes of the problems of a refusal, each with its cell."""
    problems = refused.params["problems"]
    assert isinstance(problems, (list, tuple))
    return [(code, str(figures.get("place", "")).rpartition(" ")[2]) for code, figures in problems]


def assert_problem(refused: UserError, code: str, place: str) -> None:
    """Assert that a refusal names a problem, at a cell where one is given, and that its words are whole."""
    named = named_problems(refused)
    assert code in [told for told, _place in named], named
    if place:
        assert (code, place) in named
    with speaking("en"):
        assert "{" not in message("file_wrong", refused.params)
