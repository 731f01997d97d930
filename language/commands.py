"""What messages name and rooms above know: commands with the plan that they are about, and units."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, Protocol

from language import current


class NamedPlan(Protocol):
    """A plan of a home: what people call it, and its number."""

    @property
    def name(self) -> str:
        """Return its name."""

    @property
    def number(self) -> int:
        """Return its number among the plans of the home."""


_PLANLESS: Final = "export|guide|help|init|locate|plans|receive|server (?:init|upgrade)|sync|update"
"""Commands that serve every plan, or none."""
_COMMAND: Final = re.compile(rf"\bterren (?!(?:{_PLANLESS})\b)(?=[a-z])")
"""Any other in a sentence of ours."""


def nothing_to_name() -> NamedPlan | None:
    """Return None: commands reach the plan on which one works without naming it."""
    return None


_to_name: Callable[[], NamedPlan | None] = nothing_to_name


def name_in_commands(plan: Callable[[], NamedPlan | None]) -> None:
    """Ask from now on which plan commands must name; None where they reach it without."""
    global _to_name
    _to_name = plan


def in_plan(sentence: str, plan: NamedPlan | None = None) -> str:
    """Return a sentence of ours, before it is filled in, in which commands name the plan where they must.

    Without a ``plan`` it is about the one on which one works.
    """
    if "terren " not in sentence or (plan := plan or _to_name()) is None:
        return sentence
    from shlex import quote

    # a name in braces would be filled in
    name = str(plan.number) if {"{", "}"} & {*plan.name} else plan.name
    named = f"terren --plan {quote(name)} "
    return type(sentence)(_COMMAND.sub(lambda _found: named, sentence))


def _code_alone(code: str, _language: str) -> str:
    return code


_unit: Callable[[str, str], str] = _code_alone
_institution: Callable[[str, str], str] = _code_alone


def name_units(named: Callable[[str, str], str], institution: Callable[[str, str], str]) -> None:
    """Let units be called so from now on, by code and language, and institutions as somebody wrote them."""
    global _unit, _institution
    _unit, _institution = named, institution


def named_institution(written: str) -> str:
    """Return an institution as the current language calls it; what is none stays as it was written."""
    return _institution(written, current())


def named_units(codes: object) -> object:
    """Return units as people call them: one, several, or several in one text."""
    if isinstance(codes, (list, tuple)):
        return [named_units(code) for code in codes]
    return ", ".join(_unit(code, current()) for code in str(codes).split(", "))
