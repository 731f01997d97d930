"""A catalog is read once by each process of tests: reading one takes half a second."""

from __future__ import annotations

from functools import cache
from typing import Final

from language.build import read

catalog: Final = cache(read)
"""The catalog of a language; nobody alters it."""
