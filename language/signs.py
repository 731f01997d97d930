"""Which signs are shown, usual ones or plain ASCII where a terminal lacks them; chosen as languages are."""

from __future__ import annotations

from typing import Final

_PLAIN: Final = str.maketrans("–…→·“”„", '-~>-"""')

_plain = False


def use_plain(plain: bool) -> None:
    """Show plain signs from now on, or the usual ones again."""
    global _plain
    _plain = plain


def is_plain() -> bool:
    """Whether plain signs are shown."""
    return _plain


def in_signs(text: str) -> str:
    """A text in the signs that are shown."""
    return text.translate(_PLAIN) if _plain else text


def glyph(usual: str, plain: str) -> str:
    """The sign that is shown of a usual and a plain one."""
    return plain if _plain else usual
