"""A document to be printed, before it has a form: plain text in its places, no markup anywhere."""

from __future__ import annotations

from typing import NamedTuple


class DocumentEntry(NamedTuple):
    """One thing said: ``label`` names it, ``text`` may have several lines, ``remark`` says by whom, when."""

    label: str
    text: str
    remark: str = ""


class DocumentSection(NamedTuple):
    """Entries under a heading; ``empty`` is said where there are none."""

    heading: str
    entries: tuple[DocumentEntry, ...]
    empty: str = ""


class DocumentTable(NamedTuple):
    """Rows under a heading and the names of their columns; ``empty`` is said where there are none."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str = ""


class Document(NamedTuple):
    """Title, facts beneath it, tables, sections, and lines left blank for writing by hand.

    ``language`` is the code of the language in which all of it is written. ``attendance`` stands before the
    sections over ``names``, with room to write where one is empty; ``signatures`` stand at the end.
    """

    language: str
    title: str
    facts: tuple[tuple[str, str], ...]
    tables: tuple[DocumentTable, ...]
    attendance: str
    names: tuple[str, ...]
    sections: tuple[DocumentSection, ...]
    signatures: tuple[str, ...]
