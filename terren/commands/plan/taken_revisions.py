"""What is said of revisions that were taken, wait, or cannot be read yet."""

from __future__ import annotations

from language import _
from language.messages import message
from store.revision.adoption import Adoption, PendingRevisions
from terren import output


def tell_settled(settled: Adoption) -> None:
    """Say which revisions were taken, and what that does to unconfirmed changes."""
    from report.revision import fate_lines

    for number in settled.applied:
        output.tell(_("Revision {number} of the plan is taken.").format(number=number))
    for number in settled.withdrawn:
        output.tell(_("Revision {number} of the plan counts no more.").format(number=number))
    if settled.held_back:
        tell_outlook(settled.outlook)
        return
    moved = [fate for fate in settled.outlook.fates if fate.code != "unchanged"]
    for line in fate_lines(moved) if settled.applied or settled.withdrawn else ():
        output.tell(line)
    _tell_rest(settled.outlook)


def tell_outlook(found: PendingRevisions) -> None:
    """Say which revision waits, what becomes of unconfirmed changes, and what to do."""
    from report.revision import fate_lines

    if found.newest is not None:
        output.tell(
            _("Revision {number} of the plan waits: it takes actions away that you reported on.").format(
                number=found.newest.number
            )
        )
    for line in fate_lines(found.fates):
        output.tell(f"  {line}")
    if found.due or found.withdrawn:
        output.tell(_("Nothing that you recorded is lost. To take it: terren revision accept"))
    _tell_rest(found)


def _tell_rest(found: PendingRevisions) -> None:
    for number in found.missing:
        output.tell(
            _("Revision {number} of the plan has not arrived whole; ask headquarters for a file.").format(
                number=number
            )
        )
    for refused in found.unreadable:
        output.tell(message(refused.code, refused.params))
