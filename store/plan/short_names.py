"""Names of units so short that they stand side by side over the columns of a matrix."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Final

_LEAST: Final = 3


def short_names(names: Mapping[str, str], most: int = 6) -> dict[str, str]:
    """Return names by code cut to as few letters as tell them apart, at least three and at most ``most``.

    A name of which but one letter would be cut stands whole. Of names of several words that begin alike the
    last word's initial stands at the end; where that does not tell them apart either, the code stands.
    """
    bare = {code: "".join(re.findall(r"\w+", name)) or code for code, name in names.items()}
    shortened: dict[str, str] = {}
    for code, name in bare.items():
        others = [other.casefold() for key, other in bare.items() if key != code]
        short = next(
            (
                name if len(name) == n + 1 <= most else name[:n]
                for n in range(_LEAST, most + 1)
                if not any(other.startswith(name[:n].casefold()) for other in others)
            ),
            "",
        )
        words = re.findall(r"\w+", names[code])
        shortened[code] = short or f"{name[: most - 1]}{words[-1][0].upper() if len(words) > 1 else ''}"
    counts = Counter(shortened.values())
    return {code: short if counts[short] == 1 else code[:most] for code, short in shortened.items()}
