"""What a person is told when the plan was revised under the cursor."""

from __future__ import annotations

from language import _
from store.status.outline import ActionRow
from tui.tree.tree_model import TreeModel
from tui.tree.tree_nodes import Node
from tui.widgets.draw import safe


def revised_words(model: TreeModel, before: Node | None, now: Node | None) -> str:
    """That the plan shown is another revision, and where the cursor is that stood on ``before``."""
    words = [_("The plan was revised: revision {number} shows.").format(number=model.outline.revision)]
    if before is not None and isinstance(before.row, ActionRow):
        old, row = safe(before.row.nr), model.actions.get(before.row.id)
        if row is None:
            words.append(_("{nr} is no longer in it.").format(nr=old))
        elif row.nr != before.row.nr:
            words.append(_("What was {old} is {nr} now.").format(old=old, nr=safe(row.nr)))
    if now is None:
        words.append(_("No row is chosen."))
    else:
        words.append(_("You are on {nr}.").format(nr=safe(now.row.nr)))
    return " ".join(words)
