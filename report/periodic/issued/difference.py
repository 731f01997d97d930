"""A place at which the file of a report is another than the one that is drawn anew."""

from __future__ import annotations

from typing import Final, NamedTuple

TEXT: Final = "text"
FORM: Final = "form"
FOREIGN: Final = "foreign"
MISSING: Final = "missing"
MANY: Final = "many"
"""More differs than could be compared."""
DRAWER: Final = "drawer"
"""Another library, or other fonts, drew a PDF: its pages say nothing."""
LAYOUT: Final = "layout"
"""A PDF is laid out so that another reader may find other objects in it: what is found here says nothing."""


class Difference(NamedTuple):
    """A place of a report at which something else stands than Terren writes there.

    ``kind`` is TEXT where people read it, FORM for how it is written (markup, styles, hidden data), FOREIGN
    for a part of the file that no report has, MISSING for one that it lacks.
    """

    kind: str
    place: str
    stated: str
    computed: str
