"""``python -m tools.site``: writes the site into ``terren/site``."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import files
from pathlib import Path
from typing import Any, Final

from language import NAMES
from terren import __version__
from terren.help.guides import SITE
from tools.site.pages import LANGUAGES, pages, pictures

_THEME: Final = Path(__file__).with_name("theme")
_NEVER_READ: Final = (
    "**/*.map",
    "assets/javascripts/lunr",
    "search/search_index.json",
    "sitemap.*",
    "404.html",
)
"""What MkDocs makes for servers and developers."""


def settings(language: str, names: list[str]) -> dict[str, Any]:
    """Return what MkDocs is told; nothing is loaded from elsewhere."""
    return {
        "site_name": f"Terren {__version__}",
        "nav": names,
        "theme": {
            "name": "material",
            "custom_dir": str(_THEME),
            "language": language,
            "font": False,
            "features": ["navigation.footer", "navigation.top", "toc.follow"],
            "icon": {"logo": "material/book-open-variant"},
            "palette": {"primary": "teal", "accent": "teal"},
        },
        "extra": {
            "alternate": [
                {"name": NAMES[code], "link": f"../{code}/index.html", "lang": code} for code in LANGUAGES
            ],
            # by its name the offline plugin knows that it need not fetch one
            "polyfills": ["assets/iframe-worker.js"],
            "generator": False,
        },
        "extra_css": ["assets/site.css"],
        "markdown_extensions": ["sane_lists", "tables", "attr_list", "md_in_html", "toc", "fenced_code"],
        # there are no word stems of Albanian and Serbian
        "plugins": [{"search": {"lang": "en", "pipeline": []}}, "offline"],
        "validation": {"links": {"anchors": "warn"}},
    }


def build(language: str, site: Path) -> None:
    """Write the pages of a language into its folder of the site. Raises CalledProcessError."""
    with tempfile.TemporaryDirectory() as name:
        work, goal = Path(name), site / language
        docs = work / "docs"
        (docs / "pictures").mkdir(parents=True)
        names = []
        for file, text in pages(language):
            names.append(file)
            (docs / file).write_text(text, "utf-8")
            for picture in pictures(text):
                shutil.copy(picture, docs / "pictures")
        # YAML reads JSON
        (work / "mkdocs.yml").write_text(json.dumps(settings(language, names)), "utf-8")
        subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(goal)],
            cwd=work,
            check=True,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "315532800"},
        )
    # what is carried of the theme is under its licence
    (licence,) = (file for file in files("mkdocs-material") or () if file.match("licenses/LICENSE"))
    shutil.copy(licence.locate(), goal / "assets" / "LICENSE.txt")
    for pattern in _NEVER_READ:
        for path in goal.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def main() -> None:
    """Build all languages anew."""
    shutil.rmtree(SITE, ignore_errors=True)
    for language in LANGUAGES:
        build(language, SITE)


if __name__ == "__main__":
    main()
