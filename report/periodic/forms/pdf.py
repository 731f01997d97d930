"""The report as PDF, printed from its HTML, with the data attached."""

from __future__ import annotations

import json
from datetime import datetime, timezone

from report.periodic.carried import PDF_REPORT
from report.periodic.content import Content
from report.periodic.data import proof_form
from report.periodic.forms.html import html_report
from store.db.errors import Refused


def pdf_report(content: Content) -> bytes:
    """The file. Raises Refused ``library_missing``, or ``pdf_missing`` where WeasyPrint is not there."""
    html = html_report(content)
    try:
        from weasyprint import HTML, Attachment
    except (ImportError, OSError) as error:
        # OSError: it is installed, and the libraries of the system that it draws with are not
        raise Refused("pdf_missing", detail=str(error).partition("\n")[0]) from error
    made = datetime.combine(content.parameters.made_on, datetime.min.time(), timezone.utc)
    proof = json.dumps(proof_form(content), ensure_ascii=True, separators=(",", ":"))
    attached = Attachment(string=proof, name=PDF_REPORT, description=PDF_REPORT, created=made, modified=made)
    # nothing is ever loaded: the file names no address, and none would be answered
    document = HTML(string=html.decode("utf-8"), url_fetcher=_fetch_nothing).render()
    document.metadata.attachments = [attached]
    written = document.write_pdf()
    assert isinstance(written, bytes)
    return written


def _fetch_nothing(url: str, *_: object, **__: object) -> dict[str, object]:
    raise ValueError(url)
