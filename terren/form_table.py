"""What commands print as JSON: every form declared once, for what is printed and for its JSON Schema.

A line is a form: its name, and its keys with what they hold. ``?`` may be null, ``-`` is null where empty,
``*`` is an array, ``@`` a form; ``+`` takes the keys of another form. ``from=this.that:`` says in which
attributes a key is read, if not in that of its name. ``euros`` are read as cents, ``moment`` as seconds since
1970 and printed in ISO 8601, UTC. Keys are added in later versions, never renamed or removed.
"""

from typing import Final

TABLE: Final = """
error: code:text field:text? message:text
errors: error:@error
recorded: recorded:@change*
change: id=change.id:text recorded_at=change.recorded_at:moment officer=change.officer:text
    unit=change.unit:text of_unit=change.unit:text- officer_unit=speaker:text- batch=change.batch:text
    kind=change.kind:text target=change.target:text nr:text? field=change.field:text before:any after:any
    amount_before:euros? amount_after:euros? redacted:flag effective_on=change.effective_on:day?
    supersedes=change.supersedes:text* state:text file:@carrier? held:text? name:text
carrier: check_code:text at:moment
file: name:text +carrier
copy: path:text bytes:whole
written: path:text
paths: paths:text*
script: script:text
# the plan
deadline: raw:text from:whole? to:whole?
plan_action: nr:text title:text deadline:@deadline budget:any funding:text* lead:text* support:text*
    outputs:text* documents:text* institutions:text* lead_unit:text
target: value:text? year:whole?
plan_indicator: title:text baseline:@target? interim:@target? final:@target? result:text?
specific_objective: nr:text title:text indicators:@plan_indicator* actions:@plan_action*
strategic_objective: nr:text title:text indicators:@plan_indicator* specific_objectives:@specific_objective*
finding: code:text where:text source:text
plan: format:text id:text title:text language:text currency:text years:whole*
    strategic_objectives:@strategic_objective* findings:@finding*
read_plan: file=name:text sha256:text id=plan.id:text title=plan.title:text language=plan.language:text
    years=plan.years:whole* strategic_objectives:whole specific_objectives:whole actions:whole
    indicators:whole certain:whole inferred:whole decided:whole passed_over=reading.passed:@passed*
    kept_as_remarks=reading.kept:@kept_column* findings:@finding* written:text?
passed: place:text text:text rows:whole
kept_column: name:text role:text samples:text*
revision: number:whole title:text years:whole* actions:whole in_force_from:text source_name:text
    officer:text? recorded_at:whole?
revisions: revisions:@revision* waiting:@outlook
announced: number:whole title:text in_force_from:text
outlook: due:@announced* withdrawn:whole* missing:whole* unreadable:whole* unconfirmed=effects:@fate*
fate: id:text old_nr:text title:text changes:whole nr:text? successors:text* fate=code:text
settled: applied:whole* withdrawn:whole* waits:flag outlook:@outlook
adoption: +settled recorded:@change*
difference: field:text old:any new:any
entry: level:text nr:text title:text
matched: level:text nr:text old_nr:text title:text differences:@difference*
candidate: nr=key:text title:text likeness:whole
question: level:text nr=question.key:text title=question.title:text
    candidates=question.candidates:@candidate*
comparison: plan:@difference* changed:@matched* added:@entry* removed:@entry* questions:@question*
publication: revision:whole +comparison published:whole? in_force_from:day?
left_action: id:text nr:text title:text last:whole entries:whole units:text* successors:text*
# actions and reports
named: nr:text title:text
report: unit:text effective_on:day? ahead:@ahead? contradicts:text* status:status? percent:whole?
    reason:reason? reason_text:text? new_deadline:text? output_reached:text? next_steps:text?
ahead: status:status effective_on=on:day
assessment: status:status? effective_on:day? comment:text? cancelled_on:day? cancelled:flag
money: year:whole planned:any allocated:euros? capital:euros? recurrent:euros? spent:euros?
    execution:number? warning:text?
amount: unit:text year:whole field:text amount=cents:euros? spent_on:day?
note: entry:text unit:text officer:text recorded_at:moment
review: unit:text state:text reason:text? stands:flag
action: +plan_action currency:text status=row.status:status? overdue=row.overdue:flag unsent=row.unsent:flag
    conflict=row.conflict:flag money_warning=row.money_warning:flag returned=row.returned:flag early:flag
    deadline_day:day? assessment:@assessment expected:text* progress:@report reports:@report*
    reviews:@review* money:@money* amounts:@amount* corrected:any notes:@note* evidence:@note*
standing: lead_unit:text lead_name:text due:flag carried_over:flag cancelled:flag implemented_on:day?
listed_action: +action +standing objective:@named strategic_objective:@named state:text? file:text?
    by_form:@from_form*
from_form: kind:text unit:text field:text person:text file:text sha256:text day:day
shown_action: +action changes:@change* resolutions:@resolution* by_form:@from_form*
resolution: entry:text unit:text officer:text recorded_at:moment done:text text:text responsible:text
    due:text
agreed: nr:text- title:text +resolution overdue:flag said=answered:flag
departed: id=event.row.id:text nr=event.row.nr:text title=event.row.title:text lead_unit=event.row.lead:text
    lead_name=event.row.leader:text deadline_day=event.row.deadline:day? what=event.what:text
    on=event.day:day reason=event.reason:text- revision=event.revision:whole? successors:text*
    status:status? spent:euros?
statuses: implemented:whole partially_implemented:whole in_progress:whole not_started:whole
    not_implemented:whole cancelled:whole not_reported:whole
objective: nr:text title:text actions:text* statuses:@statuses overdue:whole currency:text money:@money*
    budget_total=whole:euros? indicators:@indicator*
indicator: objective:text position:whole title=indicator.title:text baseline=indicator.baseline:@target?
    interim=indicator.interim:@target? final=indicator.final:@target? result=indicator.result:text?
    measurements:@measurement* achievements:@achievement*
measurement: year:whole unit:text value:text source:text conflict:flag
achievement: year:whole actual:any target:@target? met:any progress:any
institution: name_sq:text? name_sr:text? name_en:text? signatures_sq:text? signatures_sr:text?
    signatures_en:text? plan_sq:text? plan_sr:text? plan_en:text? emblem_bytes:whole
passport: objective:text indicator:whole title:text measure:text? source:text? formula:text?
    responsible:text? available:text?
unit_report: period=span.code:text period_from=span.first:day period_to=span.last:day as_of:day
    action=action.id:text nr=action.nr:text title=action.title:text lead_unit=action.lead:text
    lead_name=action.leader:text deadline_day=action.deadline:day? unit:text expected:flag status:status?
    effective_on:day? percent:whole? reason:reason? reason_text:text? new_deadline:text?
    output_reached:text? next_steps:text? year=span.year:whole allocated=money.allocated:euros?
    capital=money.capital:euros? recurrent=money.recurrent:euros? spent=money.spent:euros? recorded_on:day?
    approved:flag conflict:flag
reviewed: action=action.id:text nr=action.nr:text unit:text waits:flag conflict:flag review=review.state:text?
    reason=review.reason:text? stands=review.stands:flag?
unit: unit:text name:text laptops:@laptop* expected:whole reported:whole returned:whole approved:whole
    unreviewed:whole owed:whole
laptop: replica:text officer:text heard_at:moment? revision:whole?
matrix: units:@matrix_unit* actions:@matrix_action*
matrix_unit: code:text name:text expected:whole ever_reported:whole
matrix_action: nr:text title:text status:status? assessed:flag cells:any conflicts:text* by_form=forms:text*
rates: year:whole? period=span.code:text as_of:day by:text unit:text? revision:whole currency:text
    money_left_out:text? budget_total:euros? groups:@group*
group: key:text title:text parent:text? actions=tally.actions:whole statuses:@statuses due=tally.due:whole
    implemented=tally.implemented:whole rate=tally.rate:number? changed=tally.changed:whole
    rate_without_changed=tally.rate_without_changed:number? overdue=tally.overdue:whole
    added_due=tally.added_due:whole added_implemented=tally.added_implemented:whole
    expected=tally.expected:whole reported=tally.reported:whole coverage=tally.coverage:number?
    due_coverage=tally.due_coverage:number? planned=money.planned:euros? admin=money.admin:any
    allocated=money.allocated:euros? spent=money.spent:euros? outside=money.outside:euros?
    execution=money.execution:number?
series: period=code:text period_from=first:day period_to=last:day as_of:day figures:any
# headquarters and meetings
names: role:text name:text spellings:@spelling*
spelling: name:text actions:whole
chapter: period:text chapter:text objective:text- text:text? desk:text? language:text? conflict:flag
    officer:text? at:moment?
rule: who=rule.who:text units=rule.units:text* since:day? officer:text-
period: period=period.code:text first=period.first:day last=period.last:day due:day closed:day?
    conflict:flag
issue: period:text number:whole as_of:day issued_on:day only_approved:flag digest:text officer:text
    replica=signer:text conflict:flag revision=newest:whole rules:whole
owing: +period units:@unit_owing*
unit_owing: unit:text name:text asked:whole reported:whole late:whole owed:@owed*
owed: nr:text title:text state:text reason:text?
meeting: id:text unit:text title:text date=day:day place:text agenda:text* ended:flag present:text*
    absent:text*
opened_meeting: +meeting recorded:@change*
agenda_item: nr:text title:text recorded=is_spoken_of:flag
minutes: meeting:text path:text? text:text?
redactable: kind:text nr:text unit:text entry:text officer:text recorded_at:moment value:any
redacted: kind:text nr:text unit:text entry:text changes:whole left:whole scrubbed:flag recorded:@change*
    kept_by:@kept_by*
kept_by: nr:text entry:text
report_file: path:text period:text? as_of:day? unit:text? issue:whole? signed:flag
proof_of_report: holds:flag figures=verdicts:@verdict* differences:@place* places:whole texts_checked:flag
    redacted:text* later:whole missing:whole versions:whole* days_in_doubt:text*
    signature:@report_signature?
report_signature: replica=signer:text officer=author.officer:text? unit=author.unit:text? valid:flag
    revoked_from:text- headquarters=is_headquarters:flag
verdict: group:text id:text stated:any computed:any now:any holds:flag
place: kind:text place:text stated:text computed:text
conflict: id:text kind=register.kind:text target=register.target:text unit=register.unit:text
    of_unit=register.unit:text- field=register.field:text nr:text heads:@head*
head: id:text replica:text officer:text unit:text recorded_at:moment value:any amount:euros?
    effective_on:day? speaker:text mine:flag name:text file:@bringing?
bringing: name:text check_code:text at:moment
# the exchange
sender: id=replica:text unit:text role:text officer:text fingerprint:text
held_file: name:text check_code:text reason:text
waiting_file: name:text check_code:text at:moment reason:text whom:@sender
refused_file: name:text check_code:text at:moment bytes:whole code=refusal.code:text message:text
exported: path:text file_id:text check_code:text changes:whole bytes:whole sections:whole sealed:flag
    attachments=attachments.paths:text* attachments_left=attachments.left:whole
exported_plan: plan:text exported:@exported? error:@refusal?
exported_plans: plans:@exported_plan*
register_name: kind:text target:text unit:text field:text
run: replica:text first:whole last:whole
missing: +run unit:text officer:text
succession: old:text new:text kept:whole
news: confirmed:whole unconfirmed:whole changes:text*
received: path:text check_code:text unit:text officer:text replica:text changes:whole new:whole
    conflicts:@register_name* already_received_at:moment? parked:@run* held:whole forks:@run*
    continued:@succession? waiting:text? unaccepted:@sender* settled:@settled? newer_plan:whole? news:@news
    plan:text?
cell_change: nr:text field:text where:text crossed:flag before:any after:any on:day?
taken_form: form:text unit:text person:text day:day period:text sha256:text changes:@cell_change*
    conflicts:whole left:whole recorded:whole
entered: unit:text period=form.period:text code:text person:text day:day sha256:text changes:@cell_change*
    conflicts:whole left:whole recorded:whole
left_file: path:text why:text
visit: taken:@received* known:whole left:@left_file* written:@exported? missing:@run* waiting:@held_file*
    ended:text repaired:text* forms:text* attachments_came=arrived.came:whole
    attachments_lacking=arrived.lacking:whole attachments=placed.paths:text*
    attachments_left=placed.left:whole clock_ahead:whole more:flag
visited_plan: plan:text visit:@visit? error:@refusal?
visited_plans: plans:@visited_plan*
published_table: name:text rows:whole added:whole removed:whole
served: address:text
published_data: where:text plan:text tables:@published_table*
server_made: server:text before:whole form:whole role:text roles:text* beyond:@table_right*
    memberships:@membership* loose:@loose_row* unreachable:@unreachable_row*
table_right: grantee:text table:text right:text
membership: member:text role:text
loose_row: table:text other:text row:text
unreachable_row: plan:text sender:text place:whole
desk: replica:text unit:text role:text officer:text proven:flag files:whole at:moment? unread:whole
server_file: name:text replica:text place:whole at:moment taken_by:text*
desks: server:text desks:@desk* files:@server_file*
sent: check_code:text name:text at:moment changes:whole state:text- receipt:flag
taken: name:text check_code:text at:moment replica:text unit:text officer:text changes:whole new:whole
    parked:whole new_by_unit:any
inbox: taken:@taken* held:@waiting_file* refused:@refused_file* missing:@missing* forks:@run*
release_file: kind:text name:text bytes:whole sha256:text
release: version=release.version:text note=release.note:text- files=release.files:@release_file* paths:text*
update: version=release.version:text from:text note=release.note:text- file:text
returned: nr:text reason:text
accepted: unit:text role:text revoked_from:text
newer: version:text note:text-
plan_revision: number:whole title:text in_force_from:text-
status: officer=identity.officer:text unit=identity.unit:text role=identity.role:text
    revision:@plan_revision? unsent:whole in_file:whole received:whole returned:@returned*
    accepted_as=standing:@accepted? held_back:whole held:whole conflicts:whole waiting:whole refused:whole
    missing:whole update=release:@newer? last_sent:@file? last_received:@file? arrived:@taken*
requested: path:text fingerprint:text
accepted_sender: +sender taken:@received*
revoked: +sender revoked_from:text accepted:@sender* earlier:@sender*
trusted: +sender state:text revoked_from:text- granted_by:text- files:@held_file*
reserve: path:text recipient:text
renewed: fingerprint:text before:text
renewed_plan: plan:text renewed:@renewed? error:@refusal?
renewed_plans: plans:@renewed_plan*
# setting up and keeping
register: kind:text target:text unit:text of_unit=unit:text- field:text value:any amount:euros? heads:text*
    conflict:flag
remark: subject:text level:text code:text params:any
proof: changes:whole replicas:whole registers:whole faults:@fault*
fault: code:text place:text detail:text
places: database:text plan:text config:text keys:text outbox:text archive:text attachments:text log:text
home_plan: name=plan.name:text number=plan.number:whole database=plan.database:text open:flag id:text-
    title:text- officer=identity.officer:text? unit=identity.unit:text? role=identity.role:text?
    period:text- due:day? owed:whole returned:whole overdue:whole unsent:whole in_file:whole waits:flag
    error:@refusal?
refusal: code:text message:text
begun_plan: name:text database:text +who language:language
chosen_plan: name:text database:text
who: replica:text officer:text unit:text role:text
enrolment: database:text +who language:language
corrected_enrolment: database:text aside:text +who language:language before:@who values:whole left:whole
    accepted:whole decided:whole sent:flag
tidied: backup:text? files:@removable* left:text* dry_run:flag
removable: file=path:text kind:text at:moment bytes:whole
restored: database:text aside:text? +succession files:whole changes:whole refused:any
    waiting:@held_file* unproven:@sender* left:whole
installed: version:text folder:text left:text*
uninstalled: left:text* data:text?
guide: name:text title:text languages:text* page:text? text:text
help_argument: name:text required:flag multiple:flag
help_option: names:text* value:text? known:any required:flag repeatable:flag help:text
help: help:text name:text usage:text summary:text arguments:@help_argument* options:@help_option*
    examples:text* commands:text* schema:any
"""
