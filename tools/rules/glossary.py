"""docs/glossary.md: every package and public class is called by a word that has its line there.

Or by a word that every programmer knows (COMMON), that all screens have (SCREEN), or all documents (READER).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from language.build import ROOT

FOLDERS: Final = ("store", "schema", "sync", "report", "language", "terren", "tui", "import/planreader")

TERMS: Final = frozenset(
    term.replace("-", " ")
    for term in re.findall(
        r"^- \*\*(.+?)\*\* — \S", (ROOT / "docs/glossary.md").read_text("utf-8"), re.MULTILINE
    )
)
"""The words that have a line."""


def words(name: str) -> tuple[str, ...]:
    """The words of a name or a list of words, in small letters."""
    return tuple(word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name))


COMMON: Final = words("""
    all app builder catalog cell column command connection context controller day db detail document error
    field file flag folder form formatter group help index input item key language last line list number
    object option part percent provider reader reproducible request row session source table text total type
    update usage verdict word writer wrong year
""")
SCREEN: Final = words("""
    answer ascii banner bar bound box choice confirm go grid input join layout linked look navigation notice
    node one page ordered paired pane place progress running screen small spoken title tree
    value view widget window work write
""")
READER: Final = words("box grid heading label layout line page sheet word")


def names() -> Iterator[tuple[str, str]]:
    """The folder and the name of every package and every public class."""
    for folder in FOLDERS:
        for module in sorted((ROOT / folder).rglob("*.py")):
            where = str(module.parent.relative_to(ROOT))
            if module.name == "__init__.py":
                yield where, module.parent.name
            for node in ast.parse(module.read_text("utf-8")).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    yield where, node.name


def forms(term: str) -> set[str]:
    """A term without the ending of a plural, of a participle or of a verb's noun."""
    stems = {term.removesuffix(ending) for ending in ("s", "es", "d", "ed", "ing")}
    return {*stems, f"{term.removesuffix('ies')}y", f"{term.removesuffix('ied')}y"}


def is_known(name: str, folder: str) -> bool:
    """Return True if a name, each of its words, or two of them that stand side by side, are known."""
    rooms = (SCREEN, folder.startswith("tui")), (READER, "planreader" in folder)
    terms = TERMS.union(COMMON, *(some for some, holds in rooms if holds))
    spoken = words(name)
    while spoken:
        for length in range(len(spoken), 0, -1):
            term = " ".join(spoken[:length])
            if terms & forms(term):
                spoken = spoken[length:]
                break
        else:
            return False
    return True


def faults() -> Iterator[str]:
    """Yield the names without a line, and the lines whose word is no name."""
    yield from (
        f"{folder}: {name} has no line in docs/glossary.md"
        for folder, name in names()
        if not is_known(name, folder)
    )
    code = "\n".join(path.read_text("utf-8") for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
    used = {word.lower() for word in re.findall(r"[A-Z]?[a-z]+", code)}
    for term in sorted(TERMS):
        if not all(used & {word, f"{word}s"} for word in words(term)):
            yield f"docs/glossary.md: {term} is no word of the code"
