"""Findings as commands list them: the sentence, its place, and whether headquarters let it stand."""

from __future__ import annotations

from language import _
from language.reading.findings import finding
from language.reading.sources import source
from store.plan.model import Finding


def noticed_words(noticed: Finding, currency: str) -> str:
    """A finding in a line; ``currency`` is the plan's."""
    said = finding(noticed.code, noticed.where, noticed.figures, currency)
    place = f" [{source(noticed.source)}]" if noticed.source else ""
    return f"{said}{place}{accepted_words(noticed)}"


def accepted_words(noticed: Finding) -> str:
    """What follows a finding that headquarters accepted as what the document says; empty for an open one."""
    return f" ({_('accepted by headquarters')})" if noticed.accepted else ""
