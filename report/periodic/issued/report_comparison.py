"""A report drawn anew from its own ledger and held against its file, also where texts are gone by now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from report.periodic.carried import CarriedReport
from report.periodic.content import Content
from report.periodic.issued import drawing
from report.periodic.issued.difference import TEXT, Difference
from report.periodic.issued.differing_pdf import is_acting
from report.periodic.issued.file_comparison import (
    FileComparison,
    compare_file,
    prints_redacted,
    read_redacted,
)
from report.periodic.issued.signing import Signature, signed_as
from report.periodic.parameters import Parameters
from store.db.database import Store
from store.edits.issues import Issue
from store.edits.redaction import LedgerChange


class ReportComparison(NamedTuple):
    """What a report says as it is drawn anew, what of its file differs, and whether it has unproven texts."""

    drawn: Content
    file: FileComparison
    unproven: bool = False


class CheckedReport(NamedTuple):
    """The file of a report, and what it is drawn anew from."""

    cut: Store
    carried: CarriedReport
    template: bytes | None
    issue: Issue | None
    signature: Signature | None

    def draw(self) -> Content:
        """Return what the report says by its ledger."""
        parameters = self.carried.parameters
        content = drawing.drawn(self.cut, parameters.request, self.carried.ending, self.issue)
        # what only the file knows of itself
        own = content.parameters._replace(template=parameters.template, drawer=parameters.drawer)
        return signed_as(content._replace(parameters=own), parameters.signer, parameters.signature)

    def as_it_is(self) -> ReportComparison:
        """Return the file compared with one that is drawn by the ledger alone."""
        drawn = self.draw()
        return ReportComparison(drawn, compare_file(self.carried, drawn, self.template))

    def with_redacted(self, gone: Sequence[LedgerChange]) -> ReportComparison:
        """Return it compared with one that has the file's own texts where the ledger's are gone."""
        carried, template = self.carried, self.template
        drawn = _as_signed(self.draw(), carried.parameters)
        file = compare_file(carried, drawn, template)
        is_signed = self.signature is not None and self.signature.is_headquarters
        if not file.places:
            return self._without_redacted(gone, drawn, file) if is_signed else ReportComparison(drawn, file)
        texts, is_proven = read_redacted(self.cut, gone, carried, self.draw, template), False
        likeliest = None
        for _put in texts.put_in(self.cut):
            drawn = self.draw()
            likeliest = likeliest or drawn
            # what was signed has the same digest where it had the same texts, and another where it had not
            is_proven = is_signed and drawn.parameters.content_digest == carried.parameters.content_digest
            if is_proven or not is_signed:
                break
        else:
            drawn = likeliest or drawn
        drawn = _as_signed(drawn, carried.parameters)
        file = compare_file(carried, drawn, template) if texts.texts else file
        if is_signed and texts.are_all and not is_proven:
            put = Difference(TEXT, carried.ending[1:], "\n".join(texts.texts), "")
            file = file._replace(differences=(put, *file.differences), places=file.places + 1)
        elif carried.ending == ".pdf" and file.places and texts.printed and not is_proven:
            # its pages are laid out by texts that are gone; what acts or covers them follows from none
            acting = tuple(of for of in file.differences if is_acting(of))
            file = file._replace(differences=acting, places=len(acting), is_compared=bool(acting))
            return ReportComparison(drawn, file)
        return ReportComparison(drawn, file, unproven=bool(texts.texts) and not is_proven)

    def _without_redacted(
        self, gone: Sequence[LedgerChange], drawn: Content, file: FileComparison
    ) -> ReportComparison:
        """Return the comparison of a signed file that has none of the texts that are gone: its form has none,
        or somebody took them out.
        """
        carried, plain = self.carried, self.draw()
        if plain.parameters.content_digest != carried.parameters.content_digest and prints_redacted(
            self.cut, gone, carried, lambda: _as_signed(self.draw(), carried.parameters), self.template
        ):
            # what is signed is told to be another
            file = compare_file(carried, plain, self.template)
        return ReportComparison(drawn, file)


def _as_signed(drawn: Content, parameters: Parameters) -> Content:
    """Return what a report says with the digest that was signed: it had texts that are gone."""
    signed = drawn.parameters._replace(content_digest=parameters.content_digest)
    return drawn._replace(parameters=signed)
