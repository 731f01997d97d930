"""The report as PDF, printed from its HTML, with the data attached."""

from __future__ import annotations

import json
from datetime import datetime, timezone

from report.pdf import printed, weasyprint_here
from report.periodic.carried import PDF_REPORT
from report.periodic.content import Content
from report.periodic.data import proof_form
from report.periodic.forms.html import html_report


def pdf_report(content: Content) -> bytes:
    """Return the file. Raises UserError ``library_missing``, or ``pdf_missing`` without WeasyPrint."""
    html = html_report(content)
    weasyprint = weasyprint_here()
    made = datetime.combine(content.parameters.made_on, datetime.min.time(), timezone.utc)
    proof = json.dumps(proof_form(content), ensure_ascii=True, separators=(",", ":"))
    attached = weasyprint.Attachment(
        string=proof,
        name=PDF_REPORT,
        description=f"{PDF_REPORT}, WeasyPrint {weasyprint.__version__}",
        created=made,
        modified=made,
    )
    return printed(html.decode("utf-8"), [attached])
