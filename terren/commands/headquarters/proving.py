"""The proof of a report, as ``terren report --check`` tells it, and what is behind its figures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from language import N_, _, counted
from language.dates import date
from language.numbers import NOTHING
from terren import failures, output
from terren.session import Session
from terren.shapes import shaped
from terren.words import unit_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.periodic.content import Content
    from report.periodic.issued.signing import Signature
    from report.periodic.proof import FigureVerdict, Proof


def tell_behind(content: Content, asked: str) -> None:
    """Say which actions are behind a figure of a report."""
    from report.periodic.explaining import explanation, explanation_form

    output.give(lambda: explanation_form(content, asked), explanation(content, asked))


_MOST: Final = 20
"""So many differences are printed."""
_DIFFERENCES: Final = {
    "text": N_("{place}: the report says “{stated}”, computed is “{computed}”."),
    "form": N_("{place}: the file is written otherwise: “{stated}” where Terren writes “{computed}”."),
    "foreign": N_("{place}: no report of Terren has this part."),
    "missing": N_("{place}: this part is missing."),
    "many": N_("{place}: more of the file differs than can be listed."),
}
"""What is said of a difference, by its kind (``report.periodic.differing``)."""
_OBSTACLES: Final = {
    "drawer": N_(
        "The PDF was drawn by {stated}, and is drawn here by {computed}: its pages cannot be compared."
    ),
    "drawer_unsigned": N_(
        "The PDF says that {stated} drew it, which is not signed and may be untrue; here it is drawn by"
        " {computed}: its pages cannot be compared."
    ),
    "layout": N_(
        "The PDF was saved again in a way in which one program may read in it what another does not: its"
        " pages cannot be compared."
    ),
}
"""What is said of a PDF that could not be compared, by why."""


_DAYS: Final = {
    "written_later": N_("It says that it was written on {made_on}, a day that is yet to come."),
    "counted_later": N_("It says that it counts up to {as_of}, a day that is yet to come."),
    "written_earlier": N_(
        "It says that it was written on {made_on}, and has a change that was recorded on {newest}."
    ),
}
"""What is said of a day in a report that cannot be, by which it is."""


def check(session: Session, path: Path, explain: str | None, template: Path | None) -> int:
    """Say of every figure of a report whether it holds; or list the actions behind one of them."""
    from report.periodic.carried import read_report
    from report.periodic.forms.template import read_template
    from report.periodic.proof import check_report
    from sync.wire.keys import verify

    carried = read_report(path)
    with session.reading() as store:
        own = None if template is None else read_template(template)
        proof = check_report(store, carried, verify, own)
    if explain is not None:
        tell_behind(proof.content, explain)
        return failures.DONE
    output.give(
        lambda: shaped("proof_of_report", proof), _proof_lines(proof, all_figures=not output.manner().quiet)
    )
    _tell_outcome(proof)
    output.tell(_signature_words(proof.signature, of_all=proof.holds))
    if proof.missing:
        output.tell(
            counted(
                "It was drawn without {n} change that was recorded before {day} and is held here: whether"
                " that had come by then or was left out is not proven.",
                "It was drawn without {n} changes that were recorded before {day} and are held here: whether"
                " they had come by then or were left out is not proven.",
                proof.missing,
                day=date(proof.known_until),
            )
        )
    for doubt in proof.days_in_doubt:
        parameters = proof.content.parameters
        days = {"made_on": parameters.made_on, "as_of": parameters.as_of, "newest": proof.newest}
        output.tell(_(_DAYS[doubt]), **{name: date(day) for name, day in days.items()})
    for version in proof.versions:
        output.tell(_("It was drawn without version {n} of the plan, which its changes tell."), n=version)
    if proof.later:
        output.tell(
            counted(
                "{n} change has come since the report was written.",
                "{n} changes have come since the report was written.",
                proof.later,
            )
        )
    if proof.differs:
        output.tell(_("✗ The report does not hold. Rely on nothing in it, and ask for an unaltered one."))
        return failures.REFUSED
    if proof.obstacle is not None and not proof.texts_checked:
        recorded = proof.obstacle.kind != "drawer" or (proof.content.parameters.drawer and proof.signature)
        words = _OBSTACLES[proof.obstacle.kind if recorded else "drawer_unsigned"]
        output.tell(_(words), stated=proof.obstacle.stated or NOTHING, computed=proof.obstacle.computed)
    if not proof.texts_checked:
        output.tell(
            _(
                "Only the figures that the file carries as data were compared. What is printed in it was not,"
                " and may say something else: compare it yourself, or ask for the report in another format."
            )
        )
    return failures.DONE if proof.holds else failures.WAITING


def _tell_outcome(proof: Proof) -> None:
    """Say what holds, and no more than was compared."""
    holding = len(proof.verdicts) - len(proof.differing)
    if proof.redacted and not proof.places and not proof.holds:
        output.tell(
            _(
                "{n} of {total} figures hold. Since the report was written texts were redacted: action"
                " {actions}."
            ),
            n=holding,
            total=len(proof.verdicts),
            actions=", ".join(proof.redacted),
        )
        if proof.unproven:
            output.tell(
                _(
                    "It has texts there, and all else of it is what these changes give. Whether those are the"
                    " texts that were redacted cannot be proven."
                )
            )
    elif proof.places and not proof.differing:
        output.tell(
            counted(
                "All {total} figures that the file carries as data hold, but what is read in it is not what"
                " these changes give: it differs in {n} place.",
                "All {total} figures that the file carries as data hold, but what is read in it is not what"
                " these changes give: it differs in {n} places.",
                proof.places,
                total=holding,
            )
        )
    else:
        output.tell(_("{n} of {total} figures hold."), n=holding, total=len(proof.verdicts))
    if proof.places > _MOST:
        words = _("{n} places of the file differ; the first {most} are listed.")
        output.tell(words, n=proof.places, most=_MOST)
    elif proof.holds:
        output.tell(_("The file is the one that these changes give."))
    if proof.saved_again:
        output.tell(_("LibreOffice saved it again; it was compared with what the one here saves."))


def _signature_words(signature: Signature | None, *, of_all: bool) -> str:
    """Return whose signature a report bears, as far as it is known here.

    It is of the data that the file carries; ``of_all`` says that what is read in the file is the same.
    """
    from sync.wire.grants import fingerprint

    if signature is None:
        return _("It is not signed: who made it, and on which day, is not proven.")
    if signature.author is None:
        return _("It is signed with key {key}, which is not known here.").format(key=signature.signer[:8])
    whose = {
        "key": fingerprint(signature.author.public_key),
        "officer": signature.author.officer,
        "unit": unit_words(signature.author.unit),
    }
    if not signature.valid:
        return _("✗ It names {officer}, {unit}, but their key {key} has not signed this.").format(**whose)
    if signature.is_late:
        words = _("✗ Signed with key {key} of {officer}, {unit}, after that was revoked ({day}).")
        return words.format(**whose, day=date(signature.revoked_from))
    if not signature.is_headquarters:
        return _("✗ Signed by {officer}, {unit}, key {key}, which is not headquarters.").format(**whose)
    if signature.revoked_from:
        words = _(
            "Signed with key {key} of {officer}, {unit}, which was revoked from {day} on. Whether it was"
            " signed before that day is not proven: who has the key can write any day."
        )
        return words.format(**whose, day=date(signature.revoked_from))
    if not of_all:
        return _(
            "Signed by headquarters: {officer}, {unit}, key {key}. The signature is of the data that the file"
            " carries, not of what is read in it."
        ).format(**whose)
    return _("✓ Signed by headquarters: {officer}, {unit}, key {key}.").format(**whose)


def _proof_lines(proof: Proof, *, all_figures: bool) -> Iterator[str]:
    """Yield a line for whatever differs; with ``all_figures`` also for those of the whole plan that hold."""
    for verdict in proof.verdicts:
        if not verdict.holds or (all_figures and not verdict.group):
            yield _verdict(verdict)
    for difference in proof.differences[:_MOST]:
        yield _(_DIFFERENCES[difference.kind]).format(**difference._asdict())


def _verdict(verdict: FigureVerdict) -> str:
    name = f"{verdict.group} {verdict.id}".strip()
    figure = (verdict.computed or {}).get("value")
    computed = NOTHING if figure is None else str(figure)
    if not verdict.holds:
        parts = [
            f"{field} {(verdict.stated or {}).get(field)} ≠ {(verdict.computed or {}).get(field)}"
            for field in ("value", "numerator", "denominator")
            if (verdict.stated or {}).get(field) != (verdict.computed or {}).get(field)
        ]
        return _("✗ {name}: {parts}").format(name=name, parts=", ".join(parts))
    if verdict.now is not None and verdict.computed is not None and verdict.now != verdict.computed["value"]:
        return _("✓ {name}: {value}; by later changes it is {now} today").format(
            name=name, value=computed, now=verdict.now
        )
    return f"✓ {name}: {computed}"
