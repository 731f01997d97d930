"""Writes the pages of docs/ that are made of declarations: ``python -m tools.site.committed``."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from language import speaking
from terren.help.guides import MADE, guide_text

DOCS: Final = Path(__file__).parents[2] / "docs"


def made() -> dict[Path, str]:
    """Return what each file holds, in English."""
    with speaking("en"):
        return {DOCS / f"{name}.md": guide_text(name) for name in MADE}


if __name__ == "__main__":
    for path, text in made().items():
        path.write_text(text, "utf-8")
