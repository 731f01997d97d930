"""A compiled catalog whose messages are taken apart when they are wanted: a screen shows some sixty of them.

The standard library's reader takes all of them apart when the catalog is opened, which would cost the first
screen a tenth of its allowance. The form of the file is that of GNU gettext: two tables of lengths and
offsets, of the originals and of the translations.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from typing import Final

_MAGIC: Final = 0x950412DE
_HEADER: Final = struct.Struct("<5I")
_ENTRY: Final = struct.Struct("<2I")
_CONTEXT_END: Final = "\x04"
_FORM_END: Final = "\x00"


class Catalog:
    """The messages of one language."""

    def __init__(self, path: Path) -> None:
        """Open a catalog. Raises OSError, and ValueError where the file is none."""
        data = self._bytes = path.read_bytes()
        try:
            magic, _version, count, originals, translations = _HEADER.unpack_from(data)
            entries = list(_ENTRY.iter_unpack(data[originals : originals + count * _ENTRY.size]))
            self._entries = list(_ENTRY.iter_unpack(data[translations : translations + count * _ENTRY.size]))
        except struct.error as error:
            raise ValueError(f"{path} is no catalog") from error
        if magic != _MAGIC:
            raise ValueError(f"{path} is no catalog")
        self._places = {data[start : start + length]: n for n, (length, start) in enumerate(entries)}
        self._known: dict[str, str] = {}
        self._form: Callable[[int], int] | None = None

    def _find(self, original: str) -> str:
        """The translation; "" where there is none."""
        known = self._known.get(original)
        if known is None:
            place = self._places.get(original.encode(errors="surrogatepass"))
            length, start = (0, 0) if place is None else self._entries[place]
            known = self._known[original] = self._bytes[start : start + length].decode()
        return known

    def gettext(self, original: str) -> str:
        """The translation, or the original where there is none."""
        return self._find(original) or original

    def pgettext(self, context: str, original: str) -> str:
        """The translation in a context."""
        return self._find(f"{context}{_CONTEXT_END}{original}") or original

    def ngettext(self, one: str, many: str, n: int) -> str:
        """The form that goes with a number, by the rule in the catalog's header."""
        forms = self._find(f"{one}{_FORM_END}{many}").split(_FORM_END)
        if self._form is None:
            self._form = self._rule()
        form = self._form(n)
        chosen = forms[form] if form < len(forms) else ""
        return chosen or (one if n == 1 else many)

    def _rule(self) -> Callable[[int], int]:
        from gettext import c2py

        for line in self._find("").splitlines():
            name, _colon, value = line.partition(":")
            if name.lower() == "plural-forms":
                return c2py(value.partition("plural=")[2].rstrip("; "))
        return lambda n: int(n != 1)
