"""Final reports: frozen for ever, re-issued with a list of what differs, signed by headquarters' key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import language
from language.figures import figure_name
from report.periodic.carried import CUSTOM_XML, CarriedReport, carried_by, parts_of, read_report
from report.periodic.content import Content
from report.periodic.forms.example import example_template
from report.periodic.issued import comparing
from report.periodic.issued.aligning import alike
from report.periodic.issued.difference import FORM, Difference
from report.periodic.issued.drawing import drawn, read_for
from report.periodic.issued.freezing import issue_report
from report.periodic.issued.reissue import reissue_tables
from report.periodic.issued.report_comparison import CheckedReport
from report.periodic.issued.signing import sign_report
from report.periodic.making import FORMS, render, write_report
from report.periodic.pages.scripts import in_script
from report.periodic.parameters import ReportRequest
from report.periodic.proof import check_report
from report.periodic.reading import read_content
from report.periodic.tables import every_table
from report.table import AMOUNT, NUMBER, Column, Table
from store.account.calendar import read_calendar
from store.db.database import Store
from store.db.errors import UserError
from store.edits.calendar import close_period, open_period
from store.edits.edits import Amount, StatusReport, add_note, report_money, report_status
from store.edits.entries import add_evidence, correct_evidence
from store.edits.issues import read_issues
from store.edits.naming import join_names, part_names
from store.edits.narrative import write_narrative
from store.edits.published.institution import emblem_text, write_institution
from store.edits.recording import Recording
from store.edits.redaction import changes_to_redact, drop_value, redactable_entries
from store.edits.reviewing import approve
from store.exchange.change_sets import author
from store.exchange.peers import current_vector
from store.exchange.redaction_words import RedactionWord, word_edit
from store.exchange.trust import Grant, put_grant
from store.integrity.cut import cut_back
from store.integrity.verify import verify as verify_ledger
from store.ledger.append import append
from store.ledger.identity import required_identity, write_identity, write_transaction
from store.plan.load import load_plan
from store.plan.lookup import find_past_action_id
from tests.plans import enrolled, small_plan
from tests.report.periodic.conftest import RECORDED
from tests.report.periodic.test_pages import png
from tests.report.periodic.test_proof import packed
from tests.report.periodic.test_reports import DAY, TODAY, reported
from tests.support.documents import apart_each_time
from tests.support.lengths import some
from tests.support.revised import published, titles_of, with_titles

LATER = date(2023, 2, 20)
KEY = b"headquarters' key"
DRAWN = [ending for ending in FORMS if ending != ".pdf"]
"""The forms that are compared with what is drawn anew."""


def verify(key: bytes, data: bytes, signature: bytes) -> bool:
    return key == KEY and signature == hashlib.sha512(key + data).digest()


def with_key(store: Store) -> None:
    """Let a database be signed for with KEY."""
    store.let_sign(lambda replica, data, before: hashlib.sha512(KEY + data).digest())
    store.conn.execute("UPDATE replica SET public_key = ?", (KEY,))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with reported(tmp_path / "hq.db") as made:
        with_key(made)
        write_narrative(made, "2022", "summary", "The year began late.")
        yield made


def asked(**other: object) -> ReportRequest:
    return ReportRequest("2022", DAY, "en", TODAY)._replace(**other)  # type: ignore[arg-type]


def late_edits(store: Store) -> None:
    report_status(store, "1.1.4", StatusReport("implemented", on=date(2022, 12, 1)), today=LATER, unit="XYZQ")
    report_money(store, "1.1.2", 2022, {"capital.spent": Amount(200_00)}, Recording(unit="XYZQ"))
    write_narrative(store, "2022", "summary", "The year ended well.")


def test_a_final_report_is_drawn_again_to_the_letter_after_late_edits(store: Store) -> None:
    issue, new = issue_report(store, asked())
    assert (issue.number, new, issue.issued_on) == (1, True, TODAY)
    frozen = {
        ending: render(read_for(store, asked(issue=1), ending), ending) for ending in (".json", ".html")
    }
    late_edits(store)
    for ending, data in frozen.items():
        again = read_for(store, asked(issue=1, made_on=LATER), ending)
        assert render(again, ending) == data
        assert again.reissue is None
    with store.reading() as conn:
        (known,) = read_issues(conn, "2022")
        assert known == issue._replace(value=known.value) and known.vector == issue.vector
        assert read_calendar(conn) == ()
    assert not verify_ledger(store).faults


def test_a_report_after_it_lists_every_figure_and_sentence_that_differs_and_why(store: Store) -> None:
    issue_report(store, asked())
    late_edits(store)
    content = read_for(store, asked(made_on=LATER), ".html")
    found = content.reissue
    assert found is not None and found.issue.number == 1
    whole = {one.what: one for one in found.figures if one.place == "Whole plan"}
    rate = whole["Implementation rate"]
    assert (rate.was, rate.now, rate.why) == ("25.00% · 1 of 4", "50.00% · 2 of 4", "1.1.4")
    assert (whole["Spent"].was, whole["Spent"].now, whole["Spent"].why) == ("123.45", "200", "1.1.2")
    said = {one.was: one for one in found.sentences}
    assert said["The year began late."].now == "The year ended well."
    assert said["The year began late."].why.startswith("written anew on ")
    row = next(one for one in found.sentences if one.place == "Actions, 1.1.4" and one.what == "Status")
    assert (row.was, row.now, row.why) == ("Not reported", "Implemented", "1.1.4")
    assert {step.change.kind for step in found.since} == {"action", "money", "narrative"}
    html = render(content, ".html").decode()
    for words in ("Figures that differ", "Sentences that differ", "Recorded since", "Report before"):
        assert words in html
    # what is not listed is the same
    listed, before = set(whole), read_for(store, asked(issue=1), "").figures
    with language.speaking("en"):
        for id, figure in content.figures.items():
            same = (figure.numerator, figure.denominator) == (before[id].numerator, before[id].denominator)
            assert same == (figure_name(id) not in listed)


def test_sentences_are_paired_by_likeness_and_else_gone_or_new(store: Store) -> None:
    text = "What follows:\n- one entry\n- two entry\n\nSee [site]({})."
    write_narrative(store, "2022", "summary", text.format("https://a.example/"))
    issue_report(store, asked())
    altered = text.format("https://b.example/").replace("- two entry\n", "")
    write_narrative(store, "2022", "summary", altered)
    found = read_for(store, asked(made_on=LATER), ".html").reissue
    assert found is not None
    pairs = [(of.was, of.now) for of in found.sentences if "entry" in of.was + of.now or "example" in of.was]
    assert len(pairs) == 2
    assert [now for was, now in pairs if "two entry" in was] == [""]
    assert ["b.example" in now for was, now in pairs if "a.example" in was] == [True]
    for there, here, expected in (
        (["a b c d", "x y"], ["q r", "a b c e"], [("", "q r"), ("a b c d", "a b c e"), ("x y", "")]),
        (["x"], ["y"], [("x", "y")]),
        (["x", "y"], ["z"], [("x", ""), ("y", ""), ("", "z")]),
        ([], ["z"], [("", "z")]),
        ([str(n) for n in range(200)], ["0"] * 20, None),
    ):
        told = list(alike(there, here))
        assert expected is None or told == expected
        assert [was for was, _now in told if was] == there and [now for _was, now in told if now] == here


def test_a_status_that_no_action_has_is_a_difference_where_one_had_or_has_it(store: Store) -> None:
    def differing() -> list[tuple[str, str]]:
        found = read_for(store, asked(made_on=LATER), ".html").reissue
        assert found is not None
        tables = ("All actions by status and objective", "All actions by status and lead institution")
        return [
            (of.was, of.now)
            for of in found.figures
            if of.place.startswith(tables) and of.what == "Not implemented"
        ]

    issue_report(store, asked())
    report_status(store, "1.1.4", StatusReport("not_implemented", on=DAY), today=LATER, unit="XYZQ")
    assert set(differing()) == {("0", "1")}
    issue_report(store, asked(made_on=LATER))
    report_status(store, "1.1.4", StatusReport("in_progress", on=DAY), today=LATER, unit="XYZQ")
    # its column is gone
    assert set(differing()) == {("1", "0")}


def test_a_column_that_came_is_read_as_what_it_lacks(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    columns = (Column("x", "X", AMOUNT), Column("y", "Y"), Column("z", "Z", NUMBER))

    def tables(content: Content) -> Iterator[Table]:
        comes = next(calls)
        for table in every_table(content):
            rows = tuple((*row, None, None, 0) for row in table.rows)
            more = table._replace(columns=(*table.columns, *columns), rows=rows)
            yield more if comes and table.code == "money" else table

    issue_report(store, asked())
    for calls in (iter((False, True)), iter((True, False))):
        monkeypatch.setattr(comparing, "every_table", tables)
        found = read_for(store, asked(made_on=LATER), "").reissue
        assert found is not None and not found.differs
        assert next(calls, None) is None


def test_what_was_undone_and_what_counts_nowhere_is_no_reason(store: Store) -> None:
    issue_report(store, asked())
    open_period(store, "2022", date(2023, 1, 20))
    close_period(store, "2022", LATER)
    join_names(store, "institution", "Ministry", ["MPB"])
    join_names(store, "institution", "Agency", ["XYZQ"])
    part_names(store, [("institution", "XYZQ")])
    late_edits(store)
    found = read_for(store, asked(made_on=LATER), ".html").reissue
    assert found is not None
    reasons = {of.why for of in found.figures}
    assert "Reporting period: Due day; Name: MPB" in reasons
    assert not [why for why in reasons if "XYZQ" in why or "Closed" in why]


def test_what_headquarters_named_anew_is_why_the_cover_and_the_plan_differ(store: Store) -> None:
    write_institution(store, {"name.en": "Agency", "signatures.en": "Director", "plan.en": "Plan of 2021"})
    write_narrative(store, "2022", "protocol", "02-118/2023")
    issue_report(store, asked())
    write_institution(
        store, {"name.en": "Government", "signatures.en": "Secretary General", "plan.en": "Action Plan"}
    )
    write_narrative(store, "2022", "protocol", "X-99/2023")
    published(store, load_plan(store)._replace(title="Another"), since=date(2022, 11, 1))
    found = read_for(store, asked(made_on=LATER), ".html").reissue
    assert found is not None
    why = {(one.place, one.now): one.why for one in found.sentences}
    was = {(one.place, one.now): one.was for one in found.sentences}
    for place, before, text in (
        ("Institution", "Agency", "Government"),
        ("Signatures", "Director", "Secretary General"),
        ("Protocol number", "02-118/2023", "X-99/2023"),
    ):
        assert was[place, text] == before and why[place, text].startswith("written anew on ")
    assert why["Plan", "Action Plan"].startswith("written anew on ")
    assert why["Version of the plan", "1, 2"] == "version 2 of the plan"
    (introduced,) = [each for (_place, now), each in why.items() if now.startswith("Period: 2022. Plan: ")]
    assert "version 2 of the plan" in introduced and "follows" not in introduced
    # of what carries a version, of ids and hashes, nothing is printed
    with language.speaking("en"):
        *_, since = reissue_tables(found)
    assert [row[3:] for row in since.rows if row[1] == "headquarters" and "Revision" in str(row[3])] == [
        ("Decision by headquarters: Revision of the plan", "–", "version 2 of the plan (1 Nov 2022)")
    ]
    assert {row[2] for row in since.rows} == {None}


def test_a_row_that_a_day_tells_apart_is_named_with_the_day_as_it_is_printed(store: Store) -> None:
    issue_report(store, asked())
    plan = load_plan(store)
    titles = titles_of(plan)
    published(store, with_titles(plan, [titles[0][:-1], *titles[1:]]), since=date(2022, 11, 1))
    found = read_for(store, asked(made_on=LATER), ".html").reissue
    assert found is not None
    places = [one.place for one in found.sentences if one.place.startswith("Cancelled, removed")]
    assert places and all(place.endswith(", 1 Nov 2022") for place in places)


def test_a_text_that_was_redacted_since_is_a_difference_and_another_issue(store: Store) -> None:
    add_evidence(store, "1.1.2", "Minutes", "no. 7", unit="XYZQ")
    issue_report(store, asked())
    redact(store, "Minutes")
    issue, is_new = issue_report(store, asked(made_on=LATER))
    assert (issue.number, is_new) == (2, True)
    found = read_for(store, asked(issue=2), ".html").reissue
    assert found is not None and not found.figures
    assert [(one.place, one.what, one.was, one.why) for one in found.sentences] == [
        ("Actions, 1.1.2", "Evidence", "redacted", "a text was redacted")
    ]


def test_an_emblem_and_reviews_are_why_a_report_differs_and_a_unit_is_named(store: Store) -> None:
    issue_report(store, asked())
    write_institution(store, {"emblem": emblem_text(png())})
    approve(store, ["1.1.1"], units=["17"])
    found = read_for(store, asked(made_on=LATER), ".html").reissue
    assert found is not None
    why = {one.place: one.why for one in found.sentences}
    assert why["Emblem"].startswith("written anew on ")
    assert why["Counted reports"] == "follows from what was recorded since"
    with language.speaking("en"):
        *_, since = reissue_tables(found)
    assert [row[1] for row in since.rows if "Review" in str(row[3])] == ["headquarters (Pejë)"]


def test_a_chapter_of_another_period_is_named_with_it(store: Store) -> None:
    issue_report(store, asked())
    for period in ("2022", "2022-Q1"):
        write_narrative(store, period, "progress", "A text.")
    found = read_for(store, asked(made_on=LATER), ".html").reissue
    with language.speaking("en"):
        *_, since = reissue_tables(found)
    assert [row[3] for row in since.rows] == ["Progress", "Progress, Q1 2022"]


def test_why_a_sum_differs_names_the_actions_that_are_behind_it(store: Store) -> None:
    issue_report(store, asked())
    late_edits(store)
    report_money(store, "1.1.3", 2022, {"recurrent.spent": Amount(5_00)}, Recording(unit="XYZQ"))
    found = read_for(store, asked(made_on=LATER), ".html").reissue
    assert found is not None
    amounts = {one.why for one in found.figures if one.place.startswith("Budget execution by year")}
    assert amounts == {"follows from what was recorded since"}
    of_donor = {one.why for one in found.figures if one.place.startswith("Money by donor, ")}
    assert of_donor == amounts
    of_unit = {one.what: one.why for one in found.figures if "by unit, XYZQ" in one.place}
    assert ({of_unit["Spent (EUR)"]}, of_unit["Coverage"]) == (amounts, "1.1.4")
    # what only workbooks and data have as well
    stated = {(one.place, one.was, one.now, one.why) for one in found.sentences}
    matrix = [of for of in stated if of[0] == "What each unit reported, 1.1.4"]
    assert matrix == [("What each unit reported, 1.1.4", "Not reported", "Implemented", "1.1.4")]


@pytest.mark.parametrize("code", ["en", "sr", "sr-Cyrl"])
def test_all_of_a_chapter_that_was_written_anew_says_so(store: Store, code: str) -> None:
    """Its paragraphs, headings and entries, also in another language or script, and where it was removed."""
    write_narrative(store, "2022", "summary", "Prva ocena.\n\n# Opšta ocena\n\n- jedan\n- dva", language="sr")
    write_narrative(store, "2022", "challenges", "- tri")
    issue_report(store, asked())
    write_narrative(store, "2022", "summary", "Druga ocena.\n\n# Nova ocena\n\n- četiri", language="sr")
    write_narrative(store, "2022", "summary", "" if code == "en" else "A text for all.")
    write_narrative(store, "2022", "challenges", "")
    found = read_for(store, asked(made_on=LATER, language=code), ".html").reissue
    assert found is not None
    written = {(one.was, one.now): one.why for one in found.sentences if one.place != "Differences"}
    texts = ["Nova ocena", "Druga ocena.", "• četiri", "• tri", *(["• dva"] if code != "en" else [])]
    with language.speaking(code):
        why = language._("written anew on {day}").partition("{")[0]
    for text in texts:
        told = [each for pair, each in written.items() if {text, in_script(text, code)} & {*pair}]
        assert len(told) == 1 and told[0].startswith(why), (text, written)
    assert all(each.startswith(why) for each in written.values()), written


def test_a_report_that_nothing_differs_from_is_no_new_issue(store: Store) -> None:
    issue, _new = issue_report(store, asked())
    assert issue_report(store, asked(made_on=LATER))[1] is False
    late_edits(store)
    second, new = issue_report(store, asked(made_on=LATER))
    assert (second.number, new) == (2, True)
    content = read_for(store, asked(issue=2), "")
    assert content.reissue is not None and content.reissue.issue.number == issue.number
    assert content.reissue.differs
    assert not any(one.place == "Issued report" for one in content.reissue.sentences)
    # of annexes that nobody asks for none is called empty
    for html, named in (
        (render(content, ".html"), True),
        (render(read_for(store, asked(), ""), ".html"), False),
    ):
        assert (b"Annex L" in html) == named and b"L (Figures" not in html
    third = read_for(store, asked(made_on=LATER), "")
    assert third.reissue is not None and third.reissue.issue.number == 2 and not third.reissue.differs


def redact(store: Store, plain: str) -> None:
    """Let headquarters redact the evidence of 1.1.2 that says this."""
    with store.reading() as conn:
        action = find_past_action_id(conn, "1.1.2", None)
        register = next(
            entry
            for entry, change in redactable_entries(conn, action).items()
            if plain in str(change.decoded())
        )
    with write_transaction(store) as (conn, identity):
        for change in changes_to_redact(conn, identity, register)[0]:
            place = change.change.replica, change.change.seq, change.digest
            word = RedactionWord(*place, identity.replica, b"signed")
            append(conn, identity, [word_edit(change.change.target, word)])
            drop_value(conn, change, word.signer, word.signature)


@pytest.mark.parametrize("ending", some(DRAWN))
def test_what_a_reissue_lists_and_was_redacted_since_is_not_called_altered(
    store: Store, tmp_path: Path, ending: str
) -> None:
    """Evidence stands in it twice, each time in other words."""
    (first,) = add_evidence(store, "1.1.2", "Protocol", "no. 5", unit="XYZQ")
    issue_report(store, asked())
    correct_evidence(store, "1.1.2", first.field, "Protocol, mended", "no. 6", unit="XYZQ")
    add_evidence(store, "1.1.2", "Minutes", "no. 7", kind="decision", unit="XYZQ")
    add_evidence(store, "1.1.3", "Notes", "no. 9", unit="XYZQ")
    path = tmp_path / f"final{ending}"
    write_report(store, path, asked(made_on=LATER), final=True)
    assert check_report(store, read_report(path), verify).holds
    for plain in ("Protocol", "Minutes"):
        redact(store, plain)
        proof = check_report(store, read_report(path), verify)
        assert proof.holds and {*proof.redacted} == {"1.1.2"}, proof.differences
    forged = path.read_bytes().replace(b"no. 7", b"no. 8", 1)
    if forged != path.read_bytes():
        assert check_report(store, CarriedReport(ending, forged, read_report(path).proof), verify).differs


@pytest.mark.parametrize("reference", ["P (1), 2", "a (b"])
@pytest.mark.parametrize("ending", some(DRAWN, first=1))
def test_brackets_of_a_redacted_text_are_its_own(
    store: Store, tmp_path: Path, ending: str, reference: str
) -> None:
    """A title and its reference stand in brackets at one place, and beside a dot at another."""
    for nr in ("1.1.2", "1.1.3"):
        add_evidence(store, nr, "Report (final) · (A", reference, kind="decision", unit="XYZQ")
    issue_report(store, asked())
    add_evidence(store, "1.1.2", 'Act; "twice" (A) · B', reference, unit="XYZQ")
    paths = tmp_path / f"final{ending}", tmp_path / f"again{ending}"
    for path, is_final in zip(paths, (False, True), strict=True):
        write_report(store, path, asked(made_on=LATER), final=is_final)
    for plain in ("Report", "Act"):
        redact(store, plain)
    for path in paths:
        proof = check_report(store, read_report(path), verify)
        assert not proof.differs and proof.redacted == ("1.1.2",), proof.differences
    assert proof.holds


@pytest.mark.parametrize("signed", [True, False])
@pytest.mark.parametrize("ending", some(DRAWN, first=2))
def test_what_was_redacted_since_is_not_called_altered(
    store: Store, tmp_path: Path, ending: str, signed: bool
) -> None:
    plain = 'Minutes  "04-136/22" <& more>'
    add_evidence(store, "1.1.2", plain, "no. 7", unit="XYZQ")
    path = tmp_path / f"final{ending}"
    write_report(store, path, asked(), final=signed)
    assert check_report(store, read_report(path), verify).holds
    redact(store, plain)
    data = path.read_bytes()
    proof = check_report(store, read_report(path), verify)
    assert proof.redacted == ("1.1.2",) and not proof.differs, proof.differences
    assert (proof.signature is not None and proof.signature.is_headquarters) == signed
    # a signature tells that the texts are those; not every form has them
    assert proof.holds != proof.unproven
    assert proof.holds if signed else proof.unproven >= (ending in (".docx", ".json", ".html", ".xlsx"))
    for old, new in ALTERED:
        altered = _altered(data, old, new)
        if altered == data:
            # the form does not have it
            continue
        forged = CarriedReport(ending, altered, read_report(path).proof)
        assert check_report(store, forged, verify).differs, (old, new)


ALTERED = (
    (b"The year began late.", b"The year began well."),
    (b"The year began late.", b"The year began late. All is in order."),
    (b"25.00", b"925.00"),
    (b"25.00%", b"25.00% approved"),
)
"""What a forger alters after a redaction: other words, more words, digits before or words behind a figure."""


def _altered(data: bytes, old: bytes, new: bytes) -> bytes:
    """A report in which something is another; the same where it does not have it."""
    if not data.startswith(b"PK"):
        return data.replace(old, new, 1)
    parts = parts_of(data)
    altered = {name: part.replace(old, new, 1) for name, part in parts.items()}
    return data if altered == parts else packed(altered)


def test_a_text_that_was_not_signed_is_none_that_was_redacted(store: Store, tmp_path: Path) -> None:
    add_evidence(store, "1.1.2", "Minutes 04-136/22", "no. 7", unit="XYZQ")
    path = tmp_path / "final.html"
    write_report(store, path, asked(), final=True)
    redact(store, "Minutes")
    data = path.read_bytes().replace(b"Minutes 04-136/22", b"The Government approved this")
    forged = CarriedReport(".html", data, read_report(path).proof)
    assert check_report(store, forged, verify).differs


@pytest.mark.parametrize("ending", some(DRAWN, first=1))
def test_a_signed_report_has_what_was_redacted_after_it_was_signed(
    store: Store, tmp_path: Path, ending: str
) -> None:
    """Whoever takes it out has a report as it is drawn now, with the signature of one that said more."""
    plain = "Minutes 04-136/22"
    add_evidence(store, "1.1.2", plain, "no. 7", unit="XYZQ")
    path = tmp_path / f"signed{ending}"
    write_report(store, path, asked(), sign=True)
    redact(store, plain)
    carried = read_report(path)
    with apart_each_time():
        assert check_report(store, carried, verify).holds
    parameters = carried.parameters
    with cut_back(store, parameters.vector, parameters.newest) as cut:
        drawn = CheckedReport(cut.store, carried, None, None, None).draw()
    parameters = drawn.parameters._replace(content_digest=parameters.content_digest)
    without = render(drawn._replace(parameters=parameters), ending)
    proof = check_report(store, carried_by(ending, without), verify)
    # not every form has the text
    assert proof.holds == (without == carried.data) and proof.holds != bool(proof.differs)


def test_a_redacted_text_that_no_report_has_changes_nothing(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither what is altered elsewhere, nor that a PDF is compared."""
    path = tmp_path / "final.html"
    add_note(store, "1.1.2", "Minutes of nobody", unit="XYZQ")
    write_report(store, path, asked(), final=True)
    redact(store, "Minutes")
    data = path.read_bytes().replace(b"25.00", b"925.00", 1)
    monkeypatch.setattr("report.periodic.issued.file_comparison.render", lambda *_: path.read_bytes())
    other = ((Difference(FORM, "pdf", "", ""),), 1)
    monkeypatch.setattr(
        "report.periodic.issued.file_comparison.differing_from",
        lambda carried, written: ((), 0) if carried.data == written else other,
    )
    for ending in (".html", ".pdf"):
        forged = CarriedReport(ending, data, read_report(path).proof)
        assert check_report(store, forged, verify).differs


def test_a_report_is_on_a_unit_that_there_is(store: Store, tmp_path: Path) -> None:
    for unit in ("of all. The Government approved it", "", "mpb"):
        path = tmp_path / "forged.html"
        path.write_bytes(render(read_content(store, asked(unit=unit)), ".html"))
        with pytest.raises(UserError, match="report_altered"):
            check_report(store, read_report(path), verify)


def test_an_unsigned_report_without_a_version_of_the_plan_does_not_hold(store: Store, tmp_path: Path) -> None:
    published(store, load_plan(store)._replace(title="Another"))
    with store.reading() as conn:
        vector = current_vector(conn)
    for newest, holds in ((2, True), (1, False)):
        with cut_back(store, vector, newest) as cut:
            content = read_content(cut.store, asked())
        path = tmp_path / "report.html"
        path.write_bytes(render(content, ".html"))
        proof = check_report(store, read_report(path), verify)
        assert (proof.versions, proof.holds, proof.differs) == (() if holds else (2,), holds, False)


def test_an_unsigned_report_that_knows_nothing_of_an_earlier_issue_does_not_hold(
    store: Store, tmp_path: Path
) -> None:
    with store.reading() as conn:
        vector = current_vector(conn)
    issue, _new = issue_report(store, asked())
    path = tmp_path / "later.html"
    for made_on, holds in ((TODAY, True), (LATER, False)):
        with cut_back(store, vector, issue.newest) as cut:
            path.write_bytes(render(read_content(cut.store, asked(made_on=made_on)), ".html"))
        assert check_report(store, read_report(path), verify).holds == holds
    whole = tmp_path / "whole.html"
    write_report(store, whole, asked(made_on=LATER))
    assert check_report(store, read_report(whole), verify).holds


def test_an_unsigned_report_of_a_day_that_cannot_be_does_not_hold(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "r.html"
    early, today = date(2023, 1, 12), date(2023, 1, 16)
    for other, sign, doubts in (
        ({}, False, ()),
        ({"made_on": RECORDED.date()}, False, ()),
        ({"made_on": today}, False, ()),
        ({"made_on": date(2099, 1, 1)}, False, ("written_later",)),
        ({"as_of": date(9999, 1, 1)}, False, ("counted_later",)),
        ({"made_on": early}, False, ("written_earlier",)),
        ({"made_on": early}, True, ("written_earlier",)),
    ):
        write_report(store, path, asked(**other), sign=sign, replace=True)
        proof = check_report(store, read_report(path), verify, today=today)
        assert proof.days_in_doubt == doubts and not proof.differs, other
        assert proof.holds == (sign or not doubts), other
    issue_report(store, asked(made_on=early))
    write_report(store, path, asked(issue=1), replace=True)
    assert check_report(store, read_report(path), verify, today=today).holds


def test_a_report_on_one_unit_is_never_called_issued(store: Store, tmp_path: Path) -> None:
    issue, _new = issue_report(store, asked())
    path = tmp_path / "r.html"
    with pytest.raises(UserError, match="issue_of_unit"):
        write_report(store, path, asked(issue=1, unit="MPB"))
    with cut_back(store, issue.vector, issue.newest) as cut:
        path.write_bytes(render(drawn(cut.store, asked(unit="MPB"), ".html", issue), ".html"))
    with pytest.raises(UserError, match="report_altered"):
        check_report(store, read_report(path), verify)


def test_a_json_of_another_shape_is_another(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    write_report(store, path, asked())
    whole = json.loads(path.read_bytes())
    tables = {f"tables/{name}": table for name, table in whole["tables"].items()}
    first = next(iter(whole["tables"]))
    for other, holds in (
        (dict(sorted(whole.items(), reverse=True)), True),
        ({**{name: part for name, part in whole.items() if name != "tables"}, **tables}, False),
        (
            {**whole, "tables": {**whole["tables"], first: dict(enumerate(whole["tables"][first], 1))}}
            if isinstance(whole["tables"][first], list)
            else {**whole, "more": 1},
            False,
        ),
    ):
        data = json.dumps(other, ensure_ascii=False).encode()
        forged = CarriedReport(".json", data, read_report(path).proof)
        assert check_report(store, forged, verify).holds == holds


def test_a_report_says_no_other_parameters_than_it_was_issued_with(store: Store, tmp_path: Path) -> None:
    issue, _new = issue_report(store, asked())
    for other in (
        {"as_of": date(2022, 6, 30)},
        {"only_approved": True},
        {"made_on": LATER},
    ):
        with cut_back(store, issue.vector, issue.newest) as cut:
            content = drawn(cut.store, asked(**other), ".html", issue)
        path = tmp_path / "forged.html"
        path.write_bytes(render(content, ".html"))
        with pytest.raises(UserError, match="report_altered"):
            check_report(store, read_report(path), verify)


def test_only_headquarters_issues_the_whole_plan_after_its_period(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="issue_early"):
        issue_report(store, asked(as_of=date(2022, 10, 1)))
    with pytest.raises(UserError, match="issue_of_unit"):
        issue_report(store, asked(unit="MPB"))
    with pytest.raises(UserError, match="issue_unknown"):
        read_for(store, asked(issue=4), "")
    with enrolled(tmp_path / "field.db", unit="MPB", role="field", plan=small_plan()) as field:
        with pytest.raises(UserError, match="headquarters_only"):
            issue_report(field, asked())
        with pytest.raises(UserError, match="headquarters_only"):
            sign_report(field, read_for(field, asked(), ""))


@pytest.mark.parametrize("ending", DRAWN)
def test_a_signed_report_says_whose_and_an_unsigned_one_that_it_is_not(
    store: Store, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"r{ending}"
    content = write_report(store, path, asked(), final=True)
    assert content.parameters.issue == 1
    # that it was issued is no change since
    assert check_report(store, carried_by(ending, path.read_bytes()), verify).later == 0
    late_edits(store)
    proof = check_report(store, carried_by(ending, path.read_bytes()), verify)
    assert proof.holds and proof.signature is not None and proof.signature.is_headquarters
    assert proof.signature.author is not None and proof.signature.author.officer == "Zyrtari MPB"
    unsigned = render(read_for(store, asked(), ending), ending)
    assert check_report(store, carried_by(ending, unsigned), verify).signature is None


@pytest.mark.parametrize(("revoked_from", "late"), [(date(2999, 1, 1), False), (TODAY, True)])
def test_the_signature_of_a_revoked_key_proves_no_day(store: Store, revoked_from: date, late: bool) -> None:
    """Headquarters goes on under another key and has revoked the one before."""
    data = render(sign_report(store, read_for(store, asked(), ".json")), ".json")
    with store.writing() as conn:
        identity = required_identity(conn, store.path)
        heir, former = identity._replace(replica="ee" * 16), author(conn, identity.replica)
        assert former is not None
        write_identity(conn, heir, b"\1" * 32)
        put_grant(conn, Grant(*former, 0, revoked_from.isoformat(), heir.replica, b""))
    proof = check_report(store, carried_by(".json", data), verify)
    assert proof.signature is not None and proof.signature.valid
    assert proof.signature.revoked_from == revoked_from.isoformat()
    assert proof.signature.is_headquarters is not late and proof.differs is late


def test_a_signature_covers_that_a_template_was_filled_and_which(store: Store, tmp_path: Path) -> None:
    path, own, other = (tmp_path / name for name in ("r.docx", "own.docx", "other.docx"))
    write_report(store, path, asked(), sign=True)
    parts = parts_of(path.read_bytes())
    for said in (b"true", b'"' + b"0" * 64 + b'"'):
        data = parts[CUSTOM_XML].replace(b"{", b'{"template":' + said + b",", 1)
        path.write_bytes(packed({**parts, CUSTOM_XML: data}))
        proof = check_report(store, read_report(path), verify)
        assert proof.differs and proof.signature is not None and not proof.signature.valid
    own.write_bytes(example_template())
    other.write_bytes(packed({**parts_of(own.read_bytes()), "word/other.xml": b"<a/>"}))
    write_report(store, path, asked(), sign=True, template=own, replace=True)
    proof = check_report(store, read_report(path), verify)
    assert proof.signature is not None and proof.signature.is_headquarters
    assert not proof.differs and not proof.texts_checked
    assert check_report(store, read_report(path), verify, own.read_bytes()).holds
    with pytest.raises(UserError, match="template_other"):
        check_report(store, read_report(path), verify, other.read_bytes())


def test_a_signature_covers_figures_and_words(store: Store) -> None:
    data = render(sign_report(store, read_for(store, asked(), ".json")), ".json")
    for name, other in (
        ("made_on", "2023-01-16"),
        ("content_digest", "0" * 64),
        ("signature", "00" * 64),
        ("signature", "none"),
        ("issue", 1),
        ("signer", "f" * 32),
    ):
        forged = json.loads(data)
        forged[name] = other
        try:
            proof = check_report(store, carried_by(".json", json.dumps(forged).encode()), verify)
        except UserError as refused:
            assert refused.code == "issue_unknown"
            continue
        assert proof.differs and proof.signature is not None and not proof.signature.is_headquarters
    without = json.loads(data)
    without["signer"] = ""
    proof = check_report(store, carried_by(".json", json.dumps(without).encode()), verify)
    assert proof.signature is None and proof.differs
