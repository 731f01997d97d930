"""What is attached to evidence, shown by the viewer of the system."""

from __future__ import annotations

from collections.abc import Iterable

from language import _
from store.db.database import Store
from store.exchange.attachments import attachment_of, attachments_folder, open_attachment
from tui.widgets.draw import safe


def open_first(store: Store, values: Iterable[object]) -> str:
    """Open what is attached to the first of these pieces of evidence that has something, and say so.

    Raises UserError as :func:`store.exchange.attachments.open_attachment`.
    """
    attached = next(filter(None, map(attachment_of, values)), None)
    if attached is None:
        return _("Nothing is attached.")
    open_attachment(attachments_folder(store.conn), attached)
    return _("Opened: {name}").format(name=safe(attached.name))
