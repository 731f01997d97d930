"""Brings the catalogs up to date: ``python -m language.build`` in the source tree.

Extracts the messages of all packages, merges them into the catalogs and compiles these. Nothing that
changes from run to run (times, line numbers, versions) is written. English has no catalog;
Serbian in Cyrillic is the Latin catalog letter by letter, and has no file that people edit.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from language import BY_CODE, DOMAIN, LANGUAGES, SOURCE, catalogs
from language.scripts import cyrillic

ROOT: Final = Path(__file__).parents[1]
ROOTS: Final = ("terren", "tui", "report", "sync", "import/planreader", "store", "schema", "language")
KEYWORDS: Final = ("_", "N_", "ngettext", "counted", "pgettext")
HELP: Final = {"option": 0, "flag": 0, "command": 1, "add": 1}
"""Calls that declare a command or an option (``terren.declare``), by the place of the help."""
TRANSLATED: Final = tuple(code for code in LANGUAGES if code != SOURCE)
"""The languages that have a catalog."""

_HEADERS: Final = ("Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding")


class ReproducibleCatalog(Catalog):
    """A catalog whose header says only what gettext needs."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """Name and value of each line of the header."""
        kept = [(name, value) for name, value in self._get_mime_headers() if name in _HEADERS]
        return [*kept[:-1], (kept[-1][0], kept[-1][1] + "\n")]


def po_path(code: str) -> Path:
    """Return the catalog of a language that people edit."""
    return catalogs() / code / "LC_MESSAGES" / f"{DOMAIN}.po"


def mo_path(code: str) -> Path:
    """Return the catalog of a language that the program reads."""
    return po_path(code).with_suffix(".mo")


def extracted(source: str) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    """Yield the messages of a Python source, each with its context.

    Read from the syntax tree: what Babel sees of calls within f-strings depends on the version of Python.
    """
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in HELP and len(node.args) > HELP[name]:
            help = node.args[HELP[name]]
            if isinstance(help, ast.Constant) and isinstance(help.value, str):
                yield help.value, None
        if not (isinstance(node.func, ast.Name) and name in KEYWORDS):
            continue
        texts = [
            a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str) and a.value
        ]
        if name in ("ngettext", "counted", "pgettext"):
            if len(texts) == 2:
                first, second = texts
                yield ((first, second), None) if name != "pgettext" else (second, first)
        elif len(texts) == 1:
            yield texts[0], None


def template() -> Catalog:
    """Return all messages of the source, untranslated, each with its files."""
    catalog = Catalog()
    for root in ROOTS:
        for path in sorted((ROOT / root).rglob("*.py")):
            place = path.relative_to(ROOT).as_posix()
            for msgid, context in extracted(path.read_text(encoding="utf-8")):
                catalog.add(msgid, locations=[(place, 0)], context=context)
    return catalog


def messages(catalog: Catalog) -> Iterator[Message]:
    """Return the messages without the header."""
    return (message for message in catalog if message.id)


def read(code: str) -> Catalog:
    """Return the catalog of a language as it stands on the disk; an empty one where there is none."""
    if code == "sr-Cyrl":
        return _in_cyrillic(read("sr"))
    if not po_path(code).exists():
        return Catalog(BY_CODE[code].locale)
    with po_path(code).open("rb") as file:
        return read_po(file, locale=BY_CODE[code].locale)


def _in_cyrillic(latin: Catalog) -> Catalog:
    catalog = Catalog(BY_CODE["sr-Cyrl"].locale)
    for message in messages(latin):
        catalog.add(message.id, _written(message), context=message.context)
    return catalog


def _written(message: Message) -> str | tuple[str, ...]:
    if isinstance(message.id, str):
        return cyrillic(str(message.string), message.id)
    return tuple(cyrillic(form, " ".join(message.id)) for form in message.string or ())


def updated(code: str, source: Catalog) -> Catalog:
    """Return a language's catalog with exactly the messages of ``source``; translations are kept."""
    before = read(code)
    catalog = ReproducibleCatalog(
        BY_CODE[code].locale, header_comment=f"# Messages of Terren, language {code}.", fuzzy=False
    )
    for message in messages(source):
        message_before = before.get(message.id, message.context)
        catalog.add(
            message.id,
            message_before.string if message_before else None,
            locations=message.locations,
            context=message.context,
        )
    return catalog


def compiled(code: str) -> bytes:
    """Return the catalog of a language in the form that the program reads."""
    catalog = ReproducibleCatalog(BY_CODE[code].locale, fuzzy=False)
    for message in messages(read(code)):
        catalog.add(message.id, message.string, context=message.context)
    buffer = BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def written(catalog: Catalog) -> bytes:
    """Return the catalog in the form that people edit, sorted by message."""
    buffer = BytesIO()
    write_po(buffer, catalog, width=0, sort_output=True, include_lineno=False)
    return buffer.getvalue().rstrip() + b"\n"


def holes(catalog: Catalog) -> list[str]:
    """Return the msgids that lack a translation or one of its plural forms, or are marked fuzzy."""
    ids: list[str] = []
    for message in messages(catalog):
        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        wanted = catalog.num_plurals if message.pluralizable else 1
        if message.fuzzy or len(forms) != wanted or not all(forms):
            ids.append(str(message.id))
    return ids


def main() -> int:
    """Update and compile all catalogs; how many messages lack a translation goes to stderr."""
    source = template()
    for code in TRANSLATED:
        catalog = updated(code, source)
        po_path(code).parent.mkdir(parents=True, exist_ok=True)
        if code != "sr-Cyrl":
            po_path(code).write_bytes(written(catalog))
        mo_path(code).write_bytes(compiled(code))
        sys.stderr.write(f"{code}: {len(catalog)} messages, {len(holes(catalog))} untranslated\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
