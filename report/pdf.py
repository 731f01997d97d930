"""An HTML file as PDF, printed by WeasyPrint."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from store.db.errors import UserError, pip_installs


def weasyprint_here() -> Any:
    """Return the library. Raises UserError ``pdf_missing`` where it, or what it draws with, is not there."""
    try:
        import weasyprint
        from weasyprint.urls import URLFetcher  # noqa: F401
    except (ImportError, OSError) as error:
        # OSError: it is installed, and the libraries of the system that it draws with are not
        detail = str(error).partition("\n")[0]
        raise UserError("pdf_missing", detail=detail, command=pip_installs("weasyprint")) from error
    return weasyprint


def printed(html: str, attachments: Sequence[Any] = ()) -> bytes:
    """Return the PDF of an HTML text with attachments of WeasyPrint. Raises UserError ``pdf_missing``."""
    document = _read(html).render()
    document.metadata.attachments = [*attachments]
    written = document.write_pdf()
    assert isinstance(written, bytes)
    return written


def printed_together(texts: Iterable[str]) -> bytes:
    """Return one PDF of several HTML texts, the pages of each numbered by themselves.

    Raises UserError ``pdf_missing``.
    """
    documents = [_read(text).render() for text in texts]
    written = documents[0].copy([page for document in documents for page in document.pages]).write_pdf()
    assert isinstance(written, bytes)
    return written


def _read(html: str) -> Any:
    """Return an HTML text as WeasyPrint has it; it loads nothing but what stands in the text itself."""
    weasyprint = weasyprint_here()
    fetcher = weasyprint.urls.URLFetcher(allowed_protocols={"data"}, allow_redirects=False)
    return weasyprint.HTML(string=html, url_fetcher=fetcher)
