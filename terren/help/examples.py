"""Examples of every command, shown by its help; a test runs them all, in the scene that they speak of."""

from __future__ import annotations

from typing import Final

MEETING: Final = "3f2a"
"""The beginning of the id of a meeting in the examples; the other names likewise."""
CONFLICT: Final = "7d0c"
ENTRY: Final = "5e9b"
AGREED: Final = "c81d"
LAPTOP: Final = "a41f"
FINGERPRINT: Final = "9C1D-77E2-0A4B-58F3"
SERVER: Final = "postgresql://arta@server.example/terren"

LINES: Final = f"""\
init --officer 'Arta Krasniqi' --unit Pejë
init --officer 'Blerim Gashi' --unit MPB --role headquarters
plans list
plans list --json
plans add Kthimi --from other.plan.toml
plans use 1
plans rename 1 Migrimi
correct-enrolment --unit Pejë --dry-run
correct-enrolment --officer 'Arta Krasniqi'
import strategy.docx --dry-run
import strategy.docx -o strategy.plan.toml --force
import peja.xlsx --record --dry-run --assume unit=Pejë
revision publish revised.plan.toml --dry-run
revision list
revision compare 1 2
revision accept
revision left
revision successor 1.1.6 1.1.5
revision write plan-2.db
plan
plan 1.1 --toml
plan -o plan.xlsx
plan --blank --years 2026-2028 -o our-plan.xlsx
list --mine --overdue
list --status not_reported --sort deadline
list riintegrim --csv
list --departed --json
show 1.1.1
show 1.1.1 --json
set 1.1.1 --status in_progress --percent 40
set 1.1.2 1.1.3 --status not_implemented --reason lack_of_budget --on 2022-03-14
set --from reports.jsonl
report-from peja.xlsx --unit Pejë --by Arta --yes
spend 1.1.2 --year 2022 --capital 12500,00
spend 1.1.2 --year 2022 --recurrent +500
spend 1.1.2 --year 2022 --capital 13000,00 --spent-on 2022-09-30
note 1.1.1 'Two officers were appointed.'
note 1.1.1 'Three officers were appointed.' --correct {ENTRY}
evidence 1.1.1 'Decision on the appointment' --ref 01/2022 --kind decision
redact 1.1.1
redact 1.1.1 {ENTRY} --yes
measure 1.1 27% --year 2022 --source 'Statistics office'
assess 1.1.1 --status implemented --comment 'Confirmed on site.'
cancel 1.1.4 --reason 'Taken over by another project.'
decide 1.1.1 'Send the draft to the ministry.' --responsible MPB --due 2022-06-30
agreed
agreed --meeting {MEETING}
follow-up {AGREED} --done
follow-up {AGREED} --due 2023-01-31 --meeting {MEETING}
undo
undo --steps 2
redo
units
units -o units.xlsx
indicators --objective 1.1
indicators --csv
approve 1.1.1 --unit Pejë
reviews
reviews --unit Pejë --all
return 1.1.1 --unit Pejë --reason 'The evidence is missing.'
narrative
narrative summary --period 2022 --text 'A year of work.'
narrative summary --desk 'Policy planning'
period open 2023-H1 --due 2023-07-15
period close 2022
period list
period owing 2022 --unit Pejë
period issued
period late 2022
remind --period 2022 --unit Pejë -o letters
demo demonstration
log 1.1.1
log --since 2022-01-01 --limit 20 --json
rates --period 2022-H1
rates --year 2022 --by lead --csv
rates --every quarter -o figures.xlsx
reports --period 2022
reports --long -o reports.xlsx
reports --unit Pejë --json
report --period 2022 -o report.docx
report --period 2022 --explain implementation_rate
report --check report-2022.json
matrix --as-of 2022-12-31
matrix --csv
names list
names suggest --role funding
names suggest --accept 1
names join MIMAK/SDC 'MIMAK - SDC' 'MIMAK/ SDC'
names part 'GIZ (DIMAK)'
meeting open 'Coordination in March' 1.1.1 1.1.2 --on 2022-03-14
meeting amend {MEETING} --place Prishtinë
meeting amend {MEETING} --present 'Arta Krasniqi, MPB; Blerim Gashi' --absent MAPL
meeting decide {MEETING} 'The group meets again in May.' --due 2022-05-31
meeting agenda {MEETING}
meeting end {MEETING}
meeting delete {MEETING}
meeting list
expected
expected units MPB Pejë --on 2022-07-01
minutes {MEETING} -o minutes.html
publish-data data.sqlite
serve
conflicts
resolve {CONFLICT} --keep implemented --reason 'Confirmed by telephone.'
export --to stick
export --to stick --for Pejë
receive stick/*.terren
form --unit Pejë -o form-peje.xlsx
form --period 2022 -o letters
form --paper --unit Pejë --contact 'tel. 038 200 200' -o form-peje.html
enter --unit Pejë --by 'Besa Gashi' --from page.txt --yes
sync box
server init {SERVER}
server upgrade {SERVER}
server list {SERVER}
sent
sent --limit 5
inbox
inbox --again
trust request -o stick
trust accept enrolments --expect 1
trust accept {FINGERPRINT}
trust revoke {LAPTOP} --from 2022-06-01
trust list
trust reserve -o reserve.key
trust renew
state --json
verify
verify --rebuild
backup
backup -o copy.db
tidy --dry-run
tidy --older-than 730
restore backup.db
publish-update terren.pyz --to box --note 'Reminders in three languages.'
update box
update --back
status
status --json
doctor
locate
install
uninstall --yes
help set
help meeting open
guide
guide keys
guide --list
institution
institution --name 'Ministry of Public Administration' --in en
institution --plan-title 'Strategy 2022-2025' --in en
passport 1.1
passport 1.1 --source 'Statistics office'
completion bash
completion powershell
man -o man
""".splitlines()


def examples(name: str) -> tuple[str, ...]:
    """Return the lines that call the command of this name."""
    return tuple(line for line in LINES if f"{line} ".startswith(f"{name} "))
