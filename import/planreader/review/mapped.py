"""What the columns of a document are: the questions that reading leaves, the answers kept beside it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from planreader.interpret.mapping import given
from planreader.interpret.mapping.given import NOTHING, ListedColumn, Mapping
from planreader.review.reading import DocumentReading
from planreader.vocabulary.headwords import MOST_YEARS, years_in
from store.db.errors import UserError

__all__ = ["NOTHING", "ListedColumn", "Mapping", "Questions", "is_unmapped", "keep_mapping", "mapping_typed"]

_KEYS: Final = ("deadline", "lead", "objective", "title")


def is_unmapped(refused: UserError) -> bool:
    """Return whether a document was refused because somebody has to name its columns."""
    return refused.code == "document_unmapped"


def mapping_typed(columns: Iterable[str], assume: Iterable[str], file: str) -> Mapping:
    """Return a mapping from ``HEADING=ROLE`` and ``KEY=VALUE`` as somebody typed them.

    Raises UserError ``mapping_pair`` where a sign is missing; what the document does not have shows when it
    is read.
    """
    pairs: dict[str, list[tuple[str, str]]] = {"HEADING=ROLE": [], "KEY=VALUE": []}
    for form, texts in (("HEADING=ROLE", columns), ("KEY=VALUE", assume)):
        for text in texts:
            # a heading and words may hold the sign, a role and what they mean do not; a title may
            of_words = form == "HEADING=ROLE" or text.startswith(("status.", "unit."))
            parts = text.rpartition("=") if of_words else text.partition("=")
            name, sign, value = (part.strip() for part in parts)
            if not (name and sign and value):
                raise UserError("mapping_pair", file=file, found=text, example=form)
            pairs[form].append((name, value))
    return Mapping(tuple(pairs["HEADING=ROLE"]), tuple(pairs["KEY=VALUE"]))


class Questions:
    """What a document leaves to be said, from the refusal ``document_unmapped``, and the answers so far.

    ``place`` is where the heading stands, ``columns`` are those there are with what each is so far. ``title``
    is what the plan is likely called, where the document does not say.
    """

    def __init__(self, refused: UserError, title: str = "") -> None:
        params: dict[str, Any] = dict(refused.params)
        self.file, self.place = str(params["file"]), str(params["place"])
        self.name = Path(self.file).name
        self.columns = [
            ListedColumn(column["name"], column["role"], tuple(column["samples"]))
            for column in params["columns"]
        ]
        self.assumed: dict[str, str] = dict(params["assumed"])
        self._missing: list[str] = params["missing"]
        self._open: list[str] = params.get("open", [])
        self._years: list[int] = params["years"]
        self._told = str(params["title"])
        self._title = title or self._told

    def try_role(self, name: str, role: str) -> None:
        """Raise UserError ``mapping_year`` or ``mapping_role`` where a text is no role.

        ``mapping_twice`` is raised where another column has this role, of which there is one.
        """
        others = [
            (column.name, column.role)
            for column in self.columns
            if column.role == role and column.name != name
        ]
        given.check(Mapping((*others, (name, role))), [column.name for column in self.columns], self.file)

    def call(self, name: str, role: str) -> None:
        """Say what a column is. Raises UserError as :meth:`try_role`."""
        self.try_role(name, role)
        self.columns = [
            column._replace(role=role) if column.name == name else column for column in self.columns
        ]

    def assume(self, key: str, value: str) -> None:
        """Say what holds for the whole document. Raises UserError ``mapping_assume`` or ``mapping_value``."""
        given.refuse_wrong(key, value, self.file)
        self.assumed[key] = value

    @property
    def has_action(self) -> bool:
        """Return whether a column is that of the actions, without which there is no plan."""
        return any(column.role == "action" for column in self.columns)

    @property
    def proposed(self) -> list[tuple[str, str]]:
        """Return the columns and what each seems to be: where none is of the actions, the one of longest
        texts."""
        return list(given.proposed(self.columns).items())

    @property
    def open(self) -> set[str]:
        """Return the columns of money of which nobody can propose what they are, and nobody has said it."""
        return {column.name for column in self.columns if column.name in self._open and not column.role}

    @property
    def missing(self) -> list[str]:
        """Return what holds for the whole document and nobody has said, of ``deadline``, ``lead``,
        ``objective`` and ``title``."""
        return [key for key in self.asked if key not in self.assumed]

    @property
    def asked(self) -> list[str]:
        """Return what no column tells, so that it is said of the whole document."""
        roles = {column.role for column in self.columns}
        named = {*self._missing, *self.assumed} - {"deadline", "lead", *roles}
        return [key for key in _KEYS if key in {*named, *given.lacking(roles, ())}]

    @property
    def unknown(self) -> int:
        """Return how many columns nobody has named: they are kept as remarks."""
        return sum(not column.role for column in self.columns)

    def years_of(self, name: str) -> list[int]:
        """Return years whose money it may hold: those of its heading, then those of the title, of other
        columns and of deadlines, with the years between them."""
        texts = [self.assumed.get("deadline", "")]
        for column in self.columns:
            texts += [
                column.name,
                column.role,
                *(column.samples if column.role.startswith("deadline") else ()),
            ]
        years = {*self._years, *(year for text in texts for year in years_in(text))}
        if years and max(years) - min(years) < MOST_YEARS:
            years.update(range(min(years), max(years)))
        return list(dict.fromkeys([*years_in(name), *sorted(years)]))

    @property
    def years(self) -> list[int]:
        """Return the years of the plan, as far as its title and its columns tell them."""
        return sorted({year for column in self.columns for year in self.years_of(column.name)})

    def suggestion(self, key: str) -> str:
        """Return what the document's title suggests, else its file's name; that nobody is named to lead.

        Deadlines are those of the years that the columns name, empty where they name none.
        """
        if key == "lead":
            return given.NOBODY
        if key == "deadline":
            return "-".join(dict.fromkeys(map(str, self._years)))
        return (self._title if key == "title" else self._told) or self._title or Path(self.file).stem

    def mapping(self) -> Mapping:
        """Return the answers, columns that nobody knows as remarks. Raises UserError ``mapping_dated``."""
        columns = tuple((column.name, column.role or given.REMARK) for column in self.columns)
        mapping = Mapping(columns, tuple(self.assumed.items()))
        given.check(mapping, [column.name for column in self.columns], self.file)
        return mapping


def keep_mapping(reading: DocumentReading) -> DocumentReading:
    """Keep what a document was read by in its file of decisions; the reading with what that file holds then.

    Decisions that no longer fit are left out. Raises UserError as
    :meth:`planreader.review.reading.DocumentReading.keep`.
    """
    if reading.mapping == reading.earlier.mapping:
        return reading
    return reading._replace(earlier=reading.keep(reading.decided.applied), same=True)
