"""What commands print as JSON, as JSON Schema (2020-12): forms that scripts may rely on.

Keys are added in later versions, never renamed or removed, so each form lists those that are always there and
allows others.
"""

from __future__ import annotations

from typing import Any, Final

from schema.choices import CHAPTER, EVIDENCE_KIND, LANGUAGE, REASON, STATUS

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

_PLAIN: Final[dict[str, dict[str, Any]]] = {
    "text": {"type": "string"},
    "whole": {"type": "integer"},
    "number": {"type": "number"},
    "flag": {"type": "boolean"},
    "day": {"type": "string", "format": "date"},
    "moment": {"type": "string", "format": "date-time"},
    "any": {},
    **{
        choice.name: {"enum": [*choice.codes]}
        for choice in (STATUS, REASON, EVIDENCE_KIND, CHAPTER, LANGUAGE)
    },
}
"""Kinds of values by the words of ``FORMS``."""

FORMS: Final = {
    "error": "code:text field:text? message:text",
    "errors": "error:@error",
    "change": (
        "id:text recorded_at:moment officer:text unit:text of_unit:text? officer_unit:text?"
        " batch:text kind:text target:text nr:text? field:text before:any after:any"
        " amount_before:number? amount_after:number? redacted:flag effective_on:day? supersedes:text*"
        " state:text file:@file? held:text?"
    ),
    "file": "check_code:text at:moment",
    "recorded": "recorded:@change*",
    "deadline": "raw:text from:whole? to:whole?",
    "plan_action": (
        "nr:text title:text deadline:@deadline budget:any funding:text* lead:text* support:text*"
        " outputs:text* documents:text* institutions:text* lead_unit:text"
    ),
    "target": "value:text? year:whole?",
    "indicator": "title:text baseline:@target? interim:@target? final:@target? result:text?",
    "specific_objective": "nr:text title:text indicators:@indicator* actions:@plan_action*",
    "strategic_objective": (
        "nr:text title:text indicators:@indicator* specific_objectives:@specific_objective*"
    ),
    "finding": "code:text where:text source:text",
    "plan": (
        "format:text id:text title:text language:text currency:text years:whole*"
        " strategic_objectives:@strategic_objective* findings:@finding*"
    ),
    "report": (
        "unit:text effective_on:day? ahead:@ahead? contradicts:text* status:status? percent:whole?"
        " reason:reason? reason_text:text? new_deadline:text? output_reached:text? next_steps:text?"
    ),
    "ahead": "status:status effective_on:day",
    "assessment": "status:status? effective_on:day? comment:text? cancelled_on:day? cancelled:flag",
    "money": (
        "year:whole planned:any allocated:number? capital:number? recurrent:number? spent:number?"
        " execution:number? warning:text?"
    ),
    "amount": "unit:text year:whole field:text amount:number? spent_on:day?",
    "note": "entry:text unit:text officer:text recorded_at:moment",
    "review": "unit:text state:text reason:text? stands:flag",
    "named": "nr:text title:text",
    "action": (
        "nr:text title:text deadline:@deadline budget:any funding:text* lead:text* support:text*"
        " outputs:text* documents:text* institutions:text* lead_unit:text currency:text status:status?"
        " overdue:flag unsent:flag conflict:flag money_warning:flag returned:flag early:flag"
        " deadline_day:day? assessment:@assessment expected:text* progress:@report reports:@report*"
        " reviews:@review* money:@money* amounts:@amount* corrected:any notes:@note* evidence:@note*"
    ),
    "listed_action": (
        "lead_name:text due:flag carried_over:flag cancelled:flag implemented_on:day?"
        " objective:@named strategic_objective:@named state:text? file:text? by_form:any"
    ),
    "shown_action": "changes:@change*",
    "register": (
        "kind:text target:text unit:text of_unit:text? field:text value:any amount:number?"
        " heads:text* conflict:flag"
    ),
    "head": (
        "id:text replica:text officer:text unit:text recorded_at:moment value:any amount:number?"
        " effective_on:day? mine:flag file:any"
    ),
    "conflict": "id:text kind:text target:text nr:text unit:text of_unit:text? field:text heads:@head*",
    "remark": "subject:text level:text code:text params:any",
    "proof": "changes:whole replicas:whole registers:whole faults:@fault*",
    "fault": "code:text place:text detail:text",
    "places": "database:text plan:text config:text keys:text outbox:text archive:text log:text",
    "enrolment": "database:text replica:text officer:text unit:text role:text language:language",
    "copy": "path:text bytes:whole",
}
"""Each form by its name: its keys with what they hold. ``?`` may be null, ``*`` is an array, ``@`` a form."""

_BESIDES: Final = {"listed_action": "action", "shown_action": "action"}
"""Forms that have the keys of another as well."""

PRINTED: Final = {
    "plan": "@plan",
    "list": "@listed_action*",
    "show": "@shown_action",
    "log": "@change*",
    "state": "@register*",
    "conflicts": "@conflict*",
    "doctor": "@remark*",
    "verify": "@proof",
    "locate": "@places",
    "init": "@enrolment",
    "backup": "@copy",
}
"""What commands print with ``--json`` and no other choice; those that only record print ``recorded``."""


def printed_schema(name: str, *, records: bool) -> dict[str, Any] | None:
    """Return the schema of what a command prints, with what it refers to; None where there is none yet."""
    kind = PRINTED.get(name) or ("@recorded" if records else None)
    return None if kind is None else {"$schema": DIALECT, **_schema(kind), "$defs": _definitions(kind)}


def error_schema() -> dict[str, Any]:
    """Return the schema of the line that says what is wrong."""
    return {"$schema": DIALECT, **_schema("@errors"), "$defs": _definitions("@errors")}


def _definitions(kind: str) -> dict[str, Any]:
    made: dict[str, Any] = {}
    wanted = _names_in(kind)
    while wanted:
        name = wanted.pop()
        if name not in made:
            made[name] = _form(name)
            wanted += [*_names_in(FORMS[name]), *filter(None, [_BESIDES.get(name)])]
    return dict(sorted(made.items()))


def _names_in(text: str) -> list[str]:
    return [word.rpartition("@")[2].rstrip("?*") for word in text.split() if "@" in word]


def _form(name: str) -> dict[str, Any]:
    keys = dict(word.split(":") for word in FORMS[name].split())
    form = {
        "type": "object",
        "properties": {key: _schema(kind) for key, kind in keys.items()},
        "required": [*keys],
    }
    return form if name not in _BESIDES else {"allOf": [_schema(f"@{_BESIDES[name]}"), form]}


def _schema(kind: str) -> dict[str, Any]:
    if kind.endswith("?"):
        return {"anyOf": [_schema(kind[:-1]), {"type": "null"}]}
    if kind.endswith("*"):
        return {"type": "array", "items": _schema(kind[:-1])}
    return {"$ref": f"#/$defs/{kind[1:]}"} if kind.startswith("@") else _PLAIN[kind]
