"""Refusals of revisions of the plan and of the answers to their questions."""

from __future__ import annotations

from typing import Final

from language import N_

REVISION: Final = {
    "action_left": N_(
        "{nr} is in the plan no more. As it was: terren show {nr} --revision {number}. All that left:"
        " terren revision left."
    ),
    "answer_kinds": N_(
        "{new} cannot continue {nr}: one of them is an action, the other an indicator. Correct the answer."
    ),
    "answer_new_unknown": N_(
        "An answer names {nr}, which the revised plan does not have. The nearest numbers are: {nearest}."
    ),
    "answer_old_unknown": N_(
        "An answer names {nr}, which the plan in force does not have. The nearest numbers are: {nearest}."
    ),
    "answer_twice": N_("Two answers are about {nr}. Keep one of them."),
    "answers_unreadable": N_(
        "The answers in {file} cannot be read: {detail}. They are JSON with the keys match, new, removed and"
        " successor."
    ),
    "left_ambiguous": N_(
        "Several actions that left the plan had the number {nr}. Name one of these: {known}."
    ),
    "left_unknown": N_(
        "No action {nr} has left the plan. The nearest are: {nearest}. See: terren revision left."
    ),
    "plan_same": N_("The plan says the same as revision {number}."),
    "revision_changed": N_(
        "Meanwhile revision {number} is in force; the comparison was with revision {seen}. Nothing was"
        " published; compare again."
    ),
    "revision_declined": N_("Nothing was published."),
    "revision_none_waiting": N_("No revision of the plan waits to be taken. See: terren revision list."),
    "revision_questions": N_(
        "Nothing was published: it must be said what {open} of the revised plan continue. Answer on a"
        " terminal, or with --match OLD=NEW, --new NR or --removed NR."
    ),
    "revision_same": N_("Nothing was published: the plan says the same as revision {number}."),
    "revision_stays": N_(
        "A published revision is not taken back, since others may work under it. Publish another one."
    ),
    "revision_too_early": N_(
        "Nothing was published: {found} lies before {known}, from which on the last revision is in force."
        " Choose a later date with --from."
    ),
    "revision_too_large": N_(
        "The plan is too large to be published: {found} characters, at most {limit}. Divide it."
    ),
    "revision_unconfirmed": N_(
        "Nothing was published. Look at the comparison and, if it is right, add “--yes”."
    ),
    "revision_unknown": N_("There is no revision {found} of the plan here. There are: {known}."),
    "revision_unreadable": N_(
        "Revision {number} of the plan cannot be read by this version ({detail}). Install a newer Terren."
    ),
}
"""Templates by code, sorted."""
