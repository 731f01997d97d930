"""An HTML file as PDF, printed by WeasyPrint."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Any

from store.db.errors import UserError


def weasyprint_here() -> Any:
    """Return the library. Raises UserError ``pdf_missing`` where it, or what it draws with, is not there."""
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        # OSError: it is installed, and the libraries of the system that it draws with are not
        detail = str(error).partition("\n")[0]
        raise UserError("pdf_missing", detail=detail, python=sys.executable) from error
    return weasyprint


def printed(html: str, attachments: Sequence[Any] = ()) -> bytes:
    """Return the PDF of an HTML text with attachments of WeasyPrint. Raises UserError ``pdf_missing``."""
    # nothing is ever loaded: the file names no address, and none would be answered
    document = weasyprint_here().HTML(string=html, url_fetcher=_fetch_nothing).render()
    document.metadata.attachments = [*attachments]
    written = document.write_pdf()
    assert isinstance(written, bytes)
    return written


def printed_together(texts: Iterable[str]) -> bytes:
    """Return one PDF of several HTML texts, the pages of each numbered by themselves.

    Raises UserError ``pdf_missing``.
    """
    weasyprint = weasyprint_here()
    documents = [weasyprint.HTML(string=text, url_fetcher=_fetch_nothing).render() for text in texts]
    written = documents[0].copy([page for document in documents for page in document.pages]).write_pdf()
    assert isinstance(written, bytes)
    return written


def _fetch_nothing(url: str, *_: object, **__: object) -> dict[str, object]:
    raise ValueError(url)
