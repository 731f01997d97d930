CREATE VIEW v_word AS
WITH word (kind, code, en, sq, sr) AS (VALUES
    ('status', 'not_started', 'Not started', 'Nuk ka filluar', 'Nije započeto'),
    ('status', 'in_progress', 'In progress', 'Në proces', 'U toku'),
    ('status', 'partially_implemented', 'Partially implemented', 'Zbatuar pjesërisht', 'Delimično sprovedeno'),
    ('status', 'implemented', 'Implemented', 'Zbatuar', 'Sprovedeno'),
    ('status', 'not_implemented', 'Not implemented', 'Pa zbatuar', 'Nije sprovedeno'),
    ('status', 'cancelled', 'Cancelled', 'Anuluar', 'Otkazano'),
    ('status', 'not_reported', 'Not reported', 'Pa raportim', 'Nije izvešteno'),
    ('reason', 'lack_of_budget', 'Lack of budget', 'Mungesa e buxhetit', 'Nedostatak budžetskih sredstava'),
    ('reason', 'lack_of_staff', 'Lack of staff', 'Mungesa e stafit', 'Nedostatak osoblja'),
    ('reason', 'procurement', 'Procurement', 'Prokurimi', 'Javne nabavke'),
    ('reason', 'legislation', 'Legislation', 'Legjislacioni', 'Zakonodavstvo'),
    ('reason', 'donor_funds', 'Donor funds', 'Mjetet e donatorëve', 'Sredstva donatora'),
    ('reason', 'coordination', 'Coordination between institutions', 'Koordinimi ndërmjet institucioneve',
        'Koordinacija među institucijama'),
    ('reason', 'changed_priorities', 'Changed priorities', 'Ndryshim i prioriteteve', 'Promena prioriteta'),
    ('reason', 'force_majeure', 'Force majeure', 'Forca madhore', 'Viša sila'),
    ('reason', 'other', 'Other reason', 'Arsye tjetër', 'Drugi razlog'),
    ('kind', 'action', 'Action', 'Veprimi', 'Aktivnost'),
    ('kind', 'money', 'Money', 'Mjetet', 'Sredstva'),
    ('kind', 'indicator', 'Measurement', 'Matja', 'Merenje'),
    ('kind', 'note', 'Note', 'Shënimi', 'Beleška'),
    ('kind', 'evidence', 'Evidence', 'Dëshmia', 'Dokaz'),
    ('kind', 'assessment', 'Assessment by headquarters', 'Vlerësimi i qendrës', 'Ocena centrale'),
    ('kind', 'decision', 'Decision by headquarters', 'Vendimi i qendrës', 'Odluka centrale'),
    ('kind', 'resolution', 'Decision', 'Konkluzioni', 'Zaključak'),
    ('kind', 'meeting', 'Meeting', 'Mbledhja', 'Sastanak'),
    ('kind', 'passport', 'Passport of the indicator', 'Pasaporta e treguesit', 'Pasoš pokazatelja'),
    ('kind', 'review', 'Review of the report', 'Shqyrtimi i raportit', 'Pregled izveštaja'),
    ('kind', 'period', 'Reporting period', 'Periudha raportuese', 'Izveštajni period'),
    ('kind', 'reporting', 'Reporting', 'Raportimi', 'Izveštavanje'),
    ('kind', 'source', 'Table it came from', 'Tabela e burimit', 'Izvorna tabela'),
    ('kind', 'desk', 'Desk', 'Kush e shkruan', 'Ko piše'),
    ('kind', 'institution', 'Cover of reports', 'Kopertina e raporteve', 'Naslovna strana izveštaja'),
    ('kind', 'narrative', 'Narrative', 'Teksti i raportit', 'Tekst izveštaja'),
    ('kind', 'name', 'Name', 'Emri', 'Naziv'),
    ('review', 'approved', 'Approved', 'I miratuar', 'Odobren'),
    ('review', 'returned', 'Returned', 'I kthyer', 'Vraćen')
)
SELECT kind, code,
    CASE (SELECT language FROM plan ORDER BY revision DESC LIMIT 1)
        WHEN 'sq' THEN sq WHEN 'sr' THEN sr ELSE en END AS words,
    en, sq, sr
FROM word;

CREATE VIEW v_expected AS
WITH
rule AS (
    SELECT coalesce(json_extract(value, '$.who'), 'leads') AS who, json_extract(value, '$.units') AS units
    FROM (SELECT 1) LEFT JOIN state ON kind = 'reporting' AND unit = '' AND field = 'expected'
        AND target = (SELECT id FROM plan ORDER BY revision DESC LIMIT 1)
)
SELECT DISTINCT action.id AS action, action.nr, institution_unit.unit,
    coalesce(unit_name.name, institution_unit.unit) AS unit_name
FROM action
JOIN action_name ON action_name.revision = action.revision AND action_name.action = action.id
    AND action_name.role IN ('lead', 'support')
JOIN institution_unit ON institution_unit.name = action_name.name
JOIN rule ON rule.who <> 'leads' OR action_name.role = 'lead' OR institution_unit.unit GLOB '[0-9][0-9]'
LEFT JOIN unit_name ON unit_name.unit = institution_unit.unit
WHERE action.revision = (SELECT max(revision) FROM plan)
    AND (rule.who <> 'units' OR institution_unit.unit IN (SELECT value FROM json_each(rule.units)))
    AND NOT EXISTS (SELECT 1 FROM state WHERE kind = 'decision' AND target = action.id
        AND field = 'cancelled' AND value = 'true')
    AND NOT EXISTS (SELECT 1 FROM state WHERE kind = 'assessment' AND target = action.id
        AND field = 'status' AND value = '"cancelled"');

CREATE VIEW v_report AS
WITH
pair AS (
    SELECT action, unit, max(expected) AS expected FROM (
        SELECT action, unit, 1 AS expected FROM v_expected
        UNION ALL
        SELECT target, unit, 0 FROM state
        WHERE kind IN ('action', 'evidence', 'money', 'note') AND value <> 'null' AND unit <> ''
    ) GROUP BY 1, 2
),
word AS MATERIALIZED (SELECT kind, code, words FROM v_word),
last AS (
    SELECT id, nr, max(revision) AS revision FROM action GROUP BY id
),
said AS (
    SELECT pair.action, pair.unit, pair.expected,
        json_extract(status.value, '$') AS status, status.effective_on,
        json_extract(percent.value, '$') AS percent,
        json_extract(reason.value, '$') AS reason,
        json_extract(reason_text.value, '$') AS reason_text,
        json_extract(new_deadline.value, '$') AS new_deadline,
        json_extract(output_reached.value, '$') AS output_reached,
        json_extract(next_steps.value, '$') AS next_steps,
        json_extract(review.value, '$.state') AS review,
        json_extract(review.value, '$.reason') AS review_reason
    FROM pair
    LEFT JOIN state AS status ON status.kind = 'action' AND status.target = pair.action
        AND status.unit = pair.unit AND status.field = 'status'
        AND json_extract(status.value, '$') IN (SELECT code FROM word WHERE kind = 'status')
    LEFT JOIN state AS percent ON percent.kind = 'action' AND percent.target = pair.action
        AND percent.unit = pair.unit AND percent.field = 'percent'
    LEFT JOIN state AS reason ON reason.kind = 'action' AND reason.target = pair.action
        AND reason.unit = pair.unit AND reason.field = 'reason'
    LEFT JOIN state AS reason_text ON reason_text.kind = 'action' AND reason_text.target = pair.action
        AND reason_text.unit = pair.unit AND reason_text.field = 'reason_text'
    LEFT JOIN state AS new_deadline ON new_deadline.kind = 'action' AND new_deadline.target = pair.action
        AND new_deadline.unit = pair.unit AND new_deadline.field = 'new_deadline'
    LEFT JOIN state AS output_reached ON output_reached.kind = 'action'
        AND output_reached.target = pair.action AND output_reached.unit = pair.unit
        AND output_reached.field = 'output_reached'
    LEFT JOIN state AS next_steps ON next_steps.kind = 'action' AND next_steps.target = pair.action
        AND next_steps.unit = pair.unit AND next_steps.field = 'next_steps'
    LEFT JOIN state AS review ON review.kind = 'review' AND review.target = pair.action
        AND review.unit = pair.unit AND review.field = 'report'
)
SELECT said.action, last.nr, last.revision = (SELECT max(revision) FROM plan) AS in_plan,
    said.unit, coalesce(unit_name.name, said.unit) AS unit_name,
    said.expected, said.status, of_status.words AS status_words, said.effective_on,
    said.percent, said.reason, of_reason.words AS reason_words,
    said.reason_text, said.new_deadline, said.output_reached, said.next_steps,
    (SELECT date(max(change.recorded_at), 'unixepoch') FROM state
        JOIN change ON change.replica = substr(state.head, 1, instr(state.head, ':') - 1)
            AND change.seq = CAST(substr(state.head, instr(state.head, ':') + 1) AS INTEGER)
        WHERE state.kind IN ('action', 'evidence', 'money', 'note') AND state.target = said.action
            AND state.unit = said.unit) AS recorded_on,
    said.review AS last_review, of_review.words AS last_review_words,
    said.review_reason AS last_review_reason,
    EXISTS (SELECT 1 FROM state WHERE state.kind IN ('action', 'evidence', 'money', 'note')
        AND state.target = said.action AND state.unit = said.unit AND state.conflict) AS conflict
FROM said
JOIN last ON last.id = said.action
LEFT JOIN unit_name ON unit_name.unit = said.unit
LEFT JOIN word AS of_status ON of_status.kind = 'status'
    AND of_status.code = coalesce(said.status, 'not_reported')
LEFT JOIN word AS of_reason ON of_reason.kind = 'reason' AND of_reason.code = said.reason
LEFT JOIN word AS of_review ON of_review.kind = 'review' AND of_review.code = said.review;

CREATE VIEW v_money AS
WITH
version AS (
    SELECT revision,
        CASE revision WHEN (SELECT min(revision) FROM plan) THEN '' ELSE in_force_from END AS since
    FROM plan
),
recorded AS (
    SELECT target AS action, unit, CAST(substr(field, 1, 4) AS INTEGER) AS year,
        max(CAST(value AS INTEGER)) FILTER (WHERE substr(field, 6) = 'allocated') AS allocated,
        max(CAST(value AS INTEGER)) FILTER (WHERE substr(field, 6) = 'capital.spent') AS capital,
        max(CAST(value AS INTEGER)) FILTER (WHERE substr(field, 6) = 'recurrent.spent') AS recurrent,
        max(conflict) AS conflict
    FROM state
    WHERE kind = 'money' AND value NOT GLOB '*[^0-9]*' AND length(value) <= 14
        AND CAST(value AS INTEGER) <= 10000000000000
        AND field GLOB '[0-9][0-9][0-9][0-9].*'
        AND substr(field, 6) IN ('allocated', 'capital.spent', 'recurrent.spent')
    GROUP BY 1, 2, 3
),
year AS (SELECT year FROM budget_cell UNION SELECT year FROM recorded),
counts AS (
    SELECT year.year, action.id AS action, max(version.revision) AS revision
    FROM year
    JOIN version ON version.since <= printf('%04d-12-31', year.year)
        AND NOT EXISTS (SELECT 1 FROM version AS later WHERE later.revision > version.revision
            AND later.since <= max(version.since, printf('%04d-01-01', year.year)))
    JOIN action ON action.revision = version.revision
    GROUP BY 1, 2
),
cell AS (
    SELECT budget_cell.action, budget_cell.year, budget_cell.kind, budget_cell.cents
    FROM counts
    JOIN budget_cell ON budget_cell.revision = counts.revision AND budget_cell.action = counts.action
        AND budget_cell.year = counts.year
),
last AS (
    SELECT id, nr, max(revision) AS revision FROM action GROUP BY id
),
amount AS (
    SELECT action, NULL AS unit, year, cents AS planned, kind = 'admin' AS administrative,
        kind = 'amount' AS on_plan, NULL AS allocated, NULL AS capital, NULL AS recurrent, NULL AS spent,
        0 AS conflict
    FROM cell
    UNION ALL
    SELECT recorded.action, recorded.unit, recorded.year, NULL, 0, coalesce(cell.kind = 'amount', 0),
        allocated, capital, recurrent,
        CASE WHEN capital IS NOT NULL OR recurrent IS NOT NULL
            THEN coalesce(capital, 0) + coalesce(recurrent, 0) END,
        conflict
    FROM recorded
    LEFT JOIN cell ON cell.action = recorded.action AND cell.year = recorded.year
)
SELECT amount.action, last.nr, last.revision = (SELECT max(revision) FROM plan) AS in_plan, amount.year,
    amount.unit, coalesce(unit_name.name, amount.unit) AS unit_name, administrative, on_plan,
    planned AS planned_cents, round(planned / 100.0, 2) AS planned,
    allocated AS allocated_cents, round(allocated / 100.0, 2) AS allocated,
    capital AS capital_cents, round(capital / 100.0, 2) AS capital,
    recurrent AS recurrent_cents, round(recurrent / 100.0, 2) AS recurrent,
    spent AS spent_cents, round(spent / 100.0, 2) AS spent,
    (SELECT currency FROM plan ORDER BY revision DESC LIMIT 1) AS currency, conflict
FROM amount
JOIN last ON last.id = amount.action
LEFT JOIN unit_name ON unit_name.unit = amount.unit;

CREATE VIEW v_action AS
WITH RECURSIVE
grouped (name, at, step, path) AS (
    SELECT name, plain, 0, char(10) || plain || char(10) FROM institution
    UNION ALL
    SELECT grouped.name, json_extract(state.value, '$'), step + 1,
        path || json_extract(state.value, '$') || char(10)
    FROM grouped
    JOIN state ON state.kind = 'name' AND state.target = 'institution' AND state.unit = ''
        AND state.field = grouped.at AND substr(state.value, 1, 1) = '"' AND state.value <> '""'
    WHERE instr(substr(grouped.path, 1, length(grouped.path) - length(grouped.at) - 1),
        char(10) || grouped.at || char(10)) = 0
),
leader AS (
    SELECT name, CASE step WHEN 0 THEN name ELSE at END AS leader, max(step) FROM grouped GROUP BY name
),
given AS (
    SELECT target AS action, unit, json_extract(value, '$') AS status, effective_on FROM state
    WHERE kind = 'action' AND field = 'status'
        AND json_extract(value, '$') IN (SELECT code FROM v_word WHERE kind = 'status')
),
said AS (
    SELECT given.action, count(*) AS given, sum(status = 'cancelled') AS cancelled,
        sum(status = 'implemented') AS implemented, sum(status = 'partially_implemented') AS partially,
        sum(status = 'in_progress') AS in_progress, sum(status = 'not_implemented') AS not_implemented,
        max(effective_on) FILTER (WHERE status = 'implemented') AS implemented_on,
        count(v_expected.unit) AS reported
    FROM given
    LEFT JOIN v_expected ON v_expected.action = given.action AND v_expected.unit = given.unit
    GROUP BY 1
),
wanted AS (SELECT action, count(*) AS expected FROM v_expected GROUP BY action),
word AS (
    SELECT target, max(json_extract(value, '$')) AS assessment, max(effective_on) AS since
    FROM state WHERE kind = 'assessment' AND field = 'status'
        AND json_extract(value, '$') IN (SELECT code FROM v_word WHERE kind = 'status')
    GROUP BY target
),
decided AS (
    SELECT target, max(effective_on) AS cancelled_on FROM state
    WHERE kind = 'decision' AND field = 'cancelled' AND value = 'true' GROUP BY target
),
standing AS (
    SELECT action.*, word.assessment,
        decided.target IS NOT NULL OR coalesce(word.assessment = 'cancelled', 0) AS is_cancelled,
        CASE
            WHEN decided.target IS NULL THEN CASE word.assessment WHEN 'cancelled' THEN word.since END
            WHEN word.assessment = 'cancelled' THEN min(decided.cancelled_on, word.since)
            ELSE decided.cancelled_on
        END AS cancelled_on,
        coalesce(wanted.expected, 0) AS expected, coalesce(said.reported, 0) AS reported,
        CASE
            WHEN decided.target IS NOT NULL THEN 'cancelled'
            WHEN word.assessment IS NOT NULL THEN word.assessment
            WHEN said.given IS NULL THEN NULL
            WHEN said.given = said.cancelled + said.implemented THEN
                CASE
                    WHEN coalesce(said.reported, 0) < coalesce(wanted.expected, 0)
                        THEN CASE WHEN said.implemented THEN 'partially_implemented' END
                    WHEN said.implemented THEN 'implemented'
                    ELSE 'not_implemented'
                END
            WHEN said.implemented OR said.partially THEN 'partially_implemented'
            WHEN said.in_progress THEN 'in_progress'
            WHEN said.given = said.cancelled + said.not_implemented THEN 'not_implemented'
            ELSE 'not_started'
        END AS status,
        coalesce(CASE word.assessment WHEN 'implemented' THEN word.since END, said.implemented_on) AS since
    FROM action
    LEFT JOIN said ON said.action = action.id
    LEFT JOIN wanted ON wanted.action = action.id
    LEFT JOIN word ON word.target = action.id
    LEFT JOIN decided ON decided.target = action.id
    WHERE action.revision = (SELECT max(revision) FROM plan)
),
paid AS (
    SELECT action, sum(planned_cents) AS planned, sum(administrative) AS administrative,
        sum(allocated_cents) AS allocated, sum(spent_cents) AS spent
    FROM v_money GROUP BY action
)
SELECT standing.id AS action, standing.nr, standing.title, standing.position, standing.revision,
    specific.nr AS objective, specific.title AS objective_title,
    strategic.nr AS strategic_objective, strategic.title AS strategic_objective_title,
    coalesce(institution.lead, '') AS lead_unit, leader.leader AS lead_name,
    standing.deadline,
    CASE WHEN deadline_start BETWEEN 1 AND 9999 THEN printf('%04d-%02d-01', deadline_start,
        CASE WHEN deadline_start_month BETWEEN 1 AND 12 THEN deadline_start_month ELSE 1 END) END
        AS deadline_from,
    CASE WHEN deadline_end BETWEEN 1 AND 9999 THEN CASE WHEN deadline_end_month BETWEEN 1 AND 11
        THEN date(printf('%04d-%02d-01', deadline_end, deadline_end_month + 1), '-1 day')
        ELSE printf('%04d-12-31', deadline_end) END END AS deadline_to,
    standing.status, of_status.words AS status_words,
    standing.assessment, of_assessment.words AS assessment_words,
    standing.is_cancelled AS cancelled, standing.cancelled_on,
    CASE standing.status WHEN 'implemented' THEN standing.since END AS implemented_on,
    standing.expected, standing.reported,
    paid.planned AS planned_cents, round(paid.planned / 100.0, 2) AS planned,
    coalesce(paid.administrative, 0) AS administrative,
    paid.allocated AS allocated_cents, round(paid.allocated / 100.0, 2) AS allocated,
    paid.spent AS spent_cents, round(paid.spent / 100.0, 2) AS spent,
    standing.budget_total AS budget_total_cents, round(standing.budget_total / 100.0, 2) AS budget_total,
    plan.currency,
    EXISTS (SELECT 1 FROM state WHERE state.conflict AND state.target = standing.id) AS conflict
FROM standing
JOIN plan ON plan.revision = standing.revision
JOIN specific_objective AS specific ON specific.id = standing.specific_objective
JOIN strategic_objective AS strategic ON strategic.id = specific.strategic_objective
LEFT JOIN action_name AS first ON first.revision = standing.revision AND first.action = standing.id
    AND first.role = 'lead' AND first.position = 1
LEFT JOIN leader ON leader.name = first.name
LEFT JOIN institution ON institution.name = leader.leader
LEFT JOIN paid ON paid.action = standing.id
LEFT JOIN v_word AS of_status ON of_status.kind = 'status'
    AND of_status.code = coalesce(standing.status, 'not_reported')
LEFT JOIN v_word AS of_assessment ON of_assessment.kind = 'status' AND of_assessment.code = standing.assessment
ORDER BY standing.position;

CREATE VIEW v_change AS
WITH
last AS (
    SELECT id, nr, max(revision) AS revision FROM action GROUP BY id
),
word AS MATERIALIZED (SELECT kind, code, words FROM v_word),
shown AS (
    SELECT *, replica || ':' || seq AS id, value >= '~' AS redacted,
        CASE WHEN value >= '~' THEN 'null' ELSE value END AS said,
        CASE WHEN kind = 'money' AND value NOT GLOB '*[^0-9]*' THEN CAST(value AS INTEGER) END AS cents
    FROM change
)
SELECT shown.id, shown.replica, shown.seq, shown.lamport,
    strftime('%Y-%m-%dT%H:%M:%SZ', shown.recorded_at, 'unixepoch') AS recorded_at,
    date(shown.recorded_at, 'unixepoch') AS recorded_on,
    shown.officer, shown.batch, shown.kind, of_kind.words AS kind_words, shown.target, last.nr,
    last.revision = (SELECT max(revision) FROM plan) AS in_plan,
    nullif(shown.unit, '') AS unit, coalesce(unit_name.name, nullif(shown.unit, '')) AS unit_name,
    shown.field, shown.said AS value,
    CASE
        WHEN shown.kind IN ('action', 'assessment') AND shown.field = 'status'
            THEN (SELECT words FROM word WHERE kind = 'status'
                AND code = coalesce(json_extract(shown.said, '$'), 'not_reported'))
        WHEN shown.kind = 'action' AND shown.field = 'reason'
            THEN (SELECT words FROM word WHERE kind = 'reason' AND code = json_extract(shown.said, '$'))
        WHEN shown.kind = 'review'
            THEN (SELECT words FROM word WHERE kind = 'review' AND code = json_extract(shown.said, '$.state'))
    END AS value_words,
    shown.cents AS amount_cents, round(shown.cents / 100.0, 2) AS amount,
    shown.effective_on, shown.supersedes, shown.held, shown.redacted,
    EXISTS (SELECT 1 FROM state WHERE state.kind = shown.kind AND state.target = shown.target
        AND state.unit = shown.unit AND state.field = shown.field AND (state.head = shown.id
            OR EXISTS (SELECT 1 FROM json_each(state.others) AS other
                WHERE json_extract(other.value, '$[0]') = shown.id))) AS stands
FROM shown
LEFT JOIN word AS of_kind ON of_kind.kind = 'kind' AND of_kind.code = shown.kind
LEFT JOIN last ON last.id = shown.target
LEFT JOIN unit_name ON unit_name.unit = shown.unit;
