"""Headings, totals and indicators of text dumps in layouts of other templates."""

from __future__ import annotations
