"""What headquarters decides on a document: read strictly, put to the plan, kept, written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.reading.findings import FINDINGS
from planreader.findings.settling import paths_about
from planreader.review.decisions import (
    NO_DECISIONS,
    Decision,
    Decisions,
    corrections_path,
    key_of,
    name_of,
    parse_decisions,
    path_of,
    read_decisions,
    write_decisions,
)
from planreader.review.fields import Fields, as_kept, as_typed, from_typed, kind_of
from planreader.review.reading import DocumentReading, read_reviewed
from planreader.review.review import DocumentReview
from planreader.review.tomlform import read_toml, write_toml
from store.db.errors import UserError
from store.opening.open_store import open_store
from store.plan.form import plan_to_form
from store.plan.load import load_plan
from store.plan.model import Finding, Plan
from store.revision.plan_database import write_plan_database
from tests.planreader import tables
from tests.support.paths import SAMPLE, SET

HEAD = 'format = "terren-corrections/1"\ndocument = "plan.txt"\n'


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample in a folder of its own."""
    path = tmp_path_factory.mktemp("plan") / "plan.txt"
    path.write_bytes(SAMPLE.read_bytes())
    return path


def reviewed(document: Path, entries: str, sha256: str = "") -> DocumentReading:
    file = corrections_path(document)
    file.write_text(f'{HEAD}sha256 = "{sha256 or read_sha(document)}"\n{entries}', encoding="utf-8")
    try:
        return read_reviewed(document)
    finally:
        file.unlink()


def read_sha(document: Path) -> str:
    from planreader.review.decisions import digest

    return digest(document)


def keys(plan: Plan) -> set[str]:
    return {key_of(finding) for finding in plan.findings}


def test_without_corrections_the_plan_is_as_read(document: Path, sample: Plan) -> None:
    reading = read_reviewed(document)
    assert reading.decided.plan == sample
    assert (reading.earlier, reading.same) == (NO_DECISIONS, True)


def test_every_kind_of_field_can_be_corrected(document: Path, sample: Plan) -> None:
    plan = reviewed(
        document,
        """
        [[decision]]
        field = "plan title"
        decision = "changed"
        value = "Plani i migrimit"
        [[decision]]
        field = "1 title"
        decision = "changed"
        value = "Objektivi i parë"
        [[decision]]
        field = "1.1 indicator 1 final"
        decision = "changed"
        value = "6% (2025)"
        [[decision]]
        field = "1.1.1 deadline"
        decision = "changed"
        value = "TM4 2022"
        [[decision]]
        field = "1.1.1 budget 2021"
        decision = "changed"
        value = 1200.5
        [[decision]]
        field = "1.1.1 budget 2022"
        decision = "changed"
        value = ""
        [[decision]]
        field = "1.1.1 budget 2023"
        decision = "changed"
        value = "admin"
        [[decision]]
        field = "1.1.1 lead"
        decision = "changed"
        value = ["MPB"]
        [[decision]]
        field = "1.1.1 support"
        decision = "changed"
        value = ["MPJ", "GIZ"]
        [[decision]]
        field = "1.1.1 outputs"
        decision = "changed"
        value = ["Raporti, një"]
        [[decision]]
        field = "1.1.1 documents"
        decision = "changed"
        value = []
        [[decision]]
        field = "1.1 total_label"
        decision = "changed"
        value = "Gjithsej 1.1"
        """,
    ).decided.plan
    action = next(plan.actions())
    objective = next(plan.specific_objectives())
    assert (plan.title, plan.strategic_objectives[0].title) == ("Plani i migrimit", "Objektivi i parë")
    assert action.deadline == ("TM4 2022", 2022, 2022, 10, 12)
    assert dict(action.budget) == {2021: 120050, 2022: None, 2023: "admin"}
    assert action.institutions == (("MPB",), ("MPJ", "GIZ"))
    assert (action.outputs, action.documents) == (("Raporti, një",), ())
    assert objective.indicators[0].final == ("6%", 2025)
    assert objective.total_label == "Gjithsej 1.1"
    assert plan.provenance["1.1.1/support"].decided == "corrected"
    assert list(plan.actions())[1:] == list(sample.actions())[1:]


def test_findings_are_found_after_the_corrections(document: Path, sample: Plan) -> None:
    gone = {
        "4.5 total_mismatch 2021 59500 60500",
        "2.3.2 funding_suspect KA",
        "4.5 total_label 5.5",
        "4.5.2 deadline_malformed 2021-2021",
        "4.5.2 deadline_money 2022 2021-2021 amount 10000",
    }
    assert gone <= keys(sample)
    after = reviewed(
        document,
        """
        [[decision]]
        field = "4.5 total 2021"
        decision = "changed"
        value = 60500
        [[decision]]
        field = "2.3.2 funding"
        decision = "changed"
        value = ["BK"]
        [[decision]]
        field = "4.5 total_label"
        decision = "changed"
        value = "Buxheti i përgjithshëm për objektivin specifik 4.5"
        [[decision]]
        field = "4.5.2 deadline"
        decision = "changed"
        value = "2021-2022"
        """,
    ).decided.plan
    left = {key for key in keys(sample) - gone if not key.startswith("plan grand_total_blank 2021")}
    assert keys(after) == left | {"plan grand_total_blank 2021 2993500 2993500"}


def test_what_was_printed_stays_beside_a_correction(document: Path, tmp_path: Path) -> None:
    entry = '[[decision]]\nfield = "4.5 total 2021"\ndecision = "changed"\nvalue = 60500\n'
    plan = reviewed(document, entry).decided.plan
    assert plan.provenance["4.5/totals/2021"] == ("line 3929", True, "corrected:read=59500")
    write_toml(plan, tmp_path / "x.plan.toml")
    assert read_toml(tmp_path / "x.plan.toml").provenance["4.5/totals/2021"].decided == "corrected"
    write_plan_database(tmp_path / "x.db", plan, source_name="plan.txt", source_sha256="00")
    with open_store(tmp_path / "x.db", read_only=True) as store:
        assert load_plan(store).provenance["4.5/totals/2021"].reason == "corrected:read=59500"


def test_an_accepted_reading_and_an_accepted_finding(document: Path) -> None:
    reading = reviewed(
        document,
        """
        [[decision]]
        field = "4.3.4 budget 2022"
        decision = "accepted"
        read = 30000
        [[decision]]
        finding = "4.5 total_mismatch 2021 59500 60500"
        decision = "accepted"
        [[decision]]
        finding = "4.5 total_mismatch 2021 59500 60501"
        decision = "accepted"
        """,
    )
    plan, left = reading.decided.plan, reading.decided.left
    assert plan.provenance["4.3.4/budget/2022"].certain
    assert plan.provenance["4.3.4/budget/2022"].reason == "accepted:reason=placed_by_total:objective=4.3"
    assert [key_of(f) for f in plan.findings if f.accepted] == ["4.5 total_mismatch 2021 59500 60500"]
    assert [(one.decision.subject, one.why) for one in left] == [
        ("4.5 total_mismatch 2021 59500 60501", "gone")
    ]


def test_an_accepted_reading_that_is_another_now_is_asked_about_again(document: Path) -> None:
    entry = '[[decision]]\nfield = "4.3.4 budget 2022"\ndecision = "accepted"\nread = 7\n'
    decided = reviewed(document, entry).decided
    assert [one.why for one in decided.left] == ["differs"]
    assert not decided.plan.provenance["4.3.4/budget/2022"].certain


def test_on_another_document_only_what_says_the_same_holds(document: Path) -> None:
    text = next(p for p in [read_reviewed(document)]).marks
    assert text is not None
    printed = text.sources["2.3.2/funding"]
    reading = reviewed(
        document,
        f"""
        [[decision]]
        field = "2.3.2 funding"
        decision = "changed"
        value = ["BK"]
        read = ["KA"]
        source = "  {printed} "
        [[decision]]
        field = "4.5 total 2021"
        decision = "changed"
        value = 60500
        source = "61,500"
        [[decision]]
        field = "9.9.9 outputs"
        decision = "changed"
        value = ["x"]
        source = "y"
        [[decision]]
        field = "1.1.1 outputs"
        decision = "changed"
        value = ["x"]
        """,
        sha256="0" * 64,
    )
    assert not reading.same
    assert [one.subject for one in reading.decided.applied] == ["2.3.2/funding"]
    assert {one.decision.subject: one.why for one in reading.decided.left} == {
        "4.5/totals/2021": "differs",
        "9.9.9/outputs": "unknown",
        "1.1.1/outputs": "differs",
    }


@pytest.mark.parametrize(
    ("entries", "code", "figures"),
    [
        ("colour = 1\n", "corrections_key", {"line": 1, "key": "colour"}),
        ("\n[[decision]]\nfeild = 'x'\n", "corrections_key", {"line": 5, "key": "feild"}),
        ("[[decision]]\nfield = '1.1 title'\n", "corrections_value", {"line": 4, "key": "decision"}),
        ("[[decision]]\ndecision = 'accepted'\n", "corrections_value", {"line": 4, "key": "field"}),
        (
            "[[decision]]\nfield = '1.1 title'\nfinding = 'x'\ndecision = 'accepted'\n",
            "corrections_value",
            {"line": 4, "key": "finding"},
        ),
        (
            "[[decision]]\nfield = '1.1.1 budget 2021'\ndecision = 'changed'\n",
            "corrections_value",
            {"line": 4, "key": "value"},
        ),
        (
            "\n\n[[decision]]\nfield = '1.1.1 budget 2021'\ndecision = 'changed'\nvalue = 'much'\n",
            "corrections_value",
            {"line": 6, "key": "value", "found": "much"},
        ),
        (
            "[[decision]]\nfield = '1.1 total 2021'\ndecision = 'changed'\nvalue = 'admin'\n",
            "corrections_value",
            {"line": 4},
        ),
        (
            "[[decision]]\nfield = '1.1 total 2021'\ndecision = 'changed'\nvalue = nan\n",
            "corrections_value",
            {"line": 4},
        ),
        (
            "[[decision]]\nfield = '1.1 title'\ndecision = 'changed'\nvalue = ' '\n",
            "corrections_value",
            {"line": 4},
        ),
        (
            "[[decision]]\nfield = '1.1.1 documents'\ndecision = 'changed'\nvalue = [1]\n",
            "corrections_value",
            {"line": 4},
        ),
        (
            "[[decision]]\nfield='1.1 title'\ndecision='accepted'\n[[decision]]\nfield='1.1  title'\n"
            "decision='accepted'\n",
            "corrections_twice",
            {"line": 7, "first": 4},
        ),
        ("[[decision]]\nfield = '1.1.1 prodct'\ndecision = 'changed'\nvalue = 'x'\n", "corrections_field",
         {"found": "1.1.1 prodct"}),
        ("decision = 3\n", "corrections_value", {"key": "decision"}),
        ("[[decision\n", "toml_damaged", {}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(
    document: Path, entries: str, code: str, figures: dict[str, object]
) -> None:
    with pytest.raises(UserError) as caught:
        reviewed(document, entries)
    assert caught.value.code == code
    assert {key: caught.value.params[key] for key in figures} == figures


def test_another_format_and_the_reviewable_form_are_refused(
    tmp_path: Path, document: Path, sample: Plan
) -> None:
    file = tmp_path / "x.toml"
    file.write_text('format = "terren-plan/1"\n')
    with pytest.raises(UserError, match="corrections_format"):
        read_reviewed(document, corrections=file)
    write_toml(sample, tmp_path / "x.plan.toml")
    with pytest.raises(UserError, match="corrections_of_form"):
        read_reviewed(tmp_path / "x.plan.toml", corrections=file)


def test_an_entry_changes_and_the_rest_of_the_file_stays(tmp_path: Path) -> None:
    file = tmp_path / "c.toml"
    file.write_text(
        '# mine\nformat = "terren-corrections/1"\ndocument = "a.docx"\nsha256 = "aa"\n\n'
        '# by telephone\n[[decision]]\nfield   = "1.1 title" # the title\ndecision = "accepted"\n\n'
        '# second\n[[decision]]\nfield = "1.2 total 2023"\ndecision = "changed"\nvalue = 5\n# last word\n',
        encoding="utf-8",
    )
    known = read_decisions(file)
    total = known.decisions[1]._replace(value=7.5, by="Arta", source='"x"\\y')
    outputs = Decision("1.1.1/outputs", "changed", [], ["Ç"], "a b")
    wanted = Decisions("b.docx", "bb", (known.decisions[0], total, outputs))
    write_decisions(file, wanted)
    text = file.read_text(encoding="utf-8")
    assert read_decisions(file) == wanted._replace(decisions=(known.decisions[0], total, outputs))
    assert text.startswith(
        '# mine\nformat = "terren-corrections/1"\ndocument = "b.docx"\nsha256 = "bb"\n\n# by'
    )
    assert 'field   = "1.1 title" # the title\n' in text
    assert "# second\n" in text and "# last word\n" in text
    write_decisions(file, wanted._replace(decisions=(total,)))
    assert read_decisions(file).decisions == (total,)
    assert "# by telephone" in file.read_text(encoding="utf-8")


def test_a_file_that_cannot_be_read_is_not_written_over(tmp_path: Path) -> None:
    file = tmp_path / "c.toml"
    file.write_text("[[[")
    with pytest.raises(UserError, match="toml_damaged"):
        write_decisions(file, Decisions("a", "b"))
    assert file.read_text() == "[[["


values = st.sampled_from(
    [
        ("1.1/title", 'ë " \\ [[decision]] # x'),
        ("1.1.1/outputs", []),
        ("1.1.1/outputs", ["a\nb"]),
        ("1.1/total_label", None),
        ("1.1.1/funding", ["BK", "#", '"']),
        ("1.1.1/documents", []),
        ("1.1.1/budget/2021", "admin"),
        ("1.1.1/budget/2021", 12.34),
        ("1.1/totals/2021", None),
        ("1.1/indicators/1/final", {"value": "5", "year": 2023}),
        ("1.1/indicators/1/final", {"value": None, "year": 2023}),
        ("1.1.1/deadline", {"raw": "TM4 2022", "from": 2022, "to": 2022, "from_month": 10, "to_month": 12}),
    ]
)


@st.composite
def decisions(draw: st.DrawFn) -> list[Decision]:
    found: dict[str, Decision] = {}
    for subject, value in draw(st.lists(values, max_size=6)):
        changed = draw(st.booleans())
        read = draw(st.sampled_from([..., value]))
        found[subject] = Decision(
            subject, "changed" if changed else "accepted", value if changed else None, read
        )
    return [
        *found.values(),
        *([Decision("1.1 output_blank", "accepted", on_finding=True)] if draw(st.booleans()) else []),
    ]


@given(st.lists(decisions(), min_size=1, max_size=4))
def test_any_decisions_are_read_as_they_were_written(steps: list[list[Decision]]) -> None:
    from planreader.review.decisions import updated_text

    text: str | None = None
    for step in steps:
        wanted = Decisions("plan.docx", "ab", tuple(step))
        text = updated_text(None if text is None else text.encode(), wanted, "c.toml")
        found = parse_decisions(text.encode(), "c.toml")
        assert {d.subject: d for d in found.decisions} == {d.subject: d for d in step}


def remarked(folder: Path) -> Path:
    """A Word file with two columns that a plan has no field for."""
    from docx import Document

    words = Document()
    words.add_paragraph("Objektivi strategjik 1: Menaxhimi")
    words.add_paragraph("Objektivi specifik 1.1: Shërbimet")
    money = ("2021", "2022", "Burimi i financimit")
    head = ("Nr", "Veprimi", "Afati", *money, "Institucioni", "Vërejtje", "Faza")
    rows = (
        ("1.1.1", "Trajnimi i zyrtarëve", "2021", "1000", "", "BK", "MPB", "Me kujdes", "Faza A"),
        ("1.1.2", "Botimi i raportit vjetor", "2022", "", "500", "BK", "MPB", "-", "Faza B"),
    )
    table = words.add_table(0, len(head))
    for row in (head, *rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    path = folder / "plani.docx"
    words.save(str(path))
    return path


def test_remarks_are_corrected_and_blanked(tmp_path: Path) -> None:
    path = remarked(tmp_path)
    review = DocumentReview(read_reviewed(path))
    first, second = review.plan.actions()
    assert [len(action.remarks) for action in (first, second)] == [2, 1]
    fields = {field.path: field for field in review.item_of("1.1.1").fields}
    review.change(review.item_of("1.1.1"), fields["1.1.1/remarks/1"], "–")
    review.change(review.item_of("1.1.1"), fields["1.1.1/remarks/2"], "Faza C")
    assert 'field = "1.1.1 remark 2"' in corrections_path(path).read_text(encoding="utf-8")
    for plan in (review.plan, read_reviewed(path).decided.plan):
        action = next(plan.actions())
        assert [tuple(remark) for remark in action.remarks] == [("Vërejtje", ""), ("Faza", "Faza C")]
        assert plan.provenance["1.1.1/remarks/1"].reason == 'corrected:read="Me kujdes"'
        assert plan.provenance["1.1.1/remarks/2"].reason == 'corrected:read="Faza A"'
        write_toml(plan, tmp_path / "x.plan.toml")
        assert next(read_toml(tmp_path / "x.plan.toml").actions()).remarks == action.remarks
    listed = {item.key for item in review.items}
    assert {"1.1.1/remarks/1 corrected", "1.1.1/remarks/2 corrected"} <= listed
    review.leave(next(item for item in review.items if item.key == "1.1.1/remarks/1 corrected"))
    assert [remark.text for remark in next(review.plan.actions()).remarks] == ["Me kujdes", "Faza C"]


@pytest.mark.parametrize("name", ["migration", "sq-4y-6003-seeded.xlsx", "sr-5y-6004.docx"])
def test_every_field_of_every_number_is_named_and_typed(name: str, tmp_path: Path) -> None:
    """What the review shows to start from is, typed unchanged, what was read; and a file holds it."""
    source = SAMPLE if name == "migration" else SET / name
    path = tmp_path / source.name
    path.write_bytes(source.read_bytes())
    review = DocumentReview(read_reviewed(path))
    paths = set()
    for nr in review.numbers:
        for field in review.item_of(nr).fields:
            kind = kind_of(field.path)
            paths.add(field.path)
            assert path_of(name_of(field.path)) == field.path
            parted = kind == "list" and any(";" in entry for entry in field.value)
            if field.value not in (None, "", []) and not parted:
                typed = from_typed(kind, as_typed(kind, field.value))
                assert as_kept(kind, typed) == as_kept(kind, field.value), field.path
    assert set(review.plan.provenance) <= paths, "every field that has a place can be corrected"


ONLY_STANDS = frozenset(
    {
        "formula_unsaved",
        "institutions_none",
        "looks_unseen",
        "row_struck",
        "rows_hidden",
        "sheet_hidden",
        "split_blank",
        "unit_elsewhere",
    }
)
"""Findings about what a plan has no field for: of these one can only say that they stand."""


def test_every_kind_of_finding_has_fields_or_only_stands(sample: Plan) -> None:
    figures: dict[str, str | int | None]
    figures = {"year": 2022, "indicator": 1, "target": "final", "found": "“MPB”", "known": "MPJ"}
    fields = Fields(plan_to_form(sample))
    for code in FINDINGS:
        numbers = ["plan"] if code.startswith(("grand_", "currency_un")) else ["1.1", "1.1.1"]
        found = [path for nr in numbers for path in paths_about(Finding(code, nr, figures), sample)]
        assert any(path in fields for path in found) != (code in ONLY_STANDS), code


def test_a_number_is_corrected_and_everything_follows(tmp_path: Path) -> None:
    """Decisions name numbers as they were read; the plan, its places and its findings bear the new ones."""
    rows = tables.plan(tables.action("1.1.1", "Hartimi"), tables.action("1.1.2", "Trajnimi", "", ""))
    total = ("Buxheti i përgjithshëm për objektivin specifik 1.2:", "", "", "", "1,000", "", "", "", "")
    path = tables.workbook(tmp_path / "plani.xlsx", [*rows, total])
    review = DocumentReview(read_reviewed(path))

    def change(name: str, text: str) -> None:
        nr = name.partition("/")[0]
        review.change(review.item_of(nr), next(f for f in review.item_of(nr).fields if f.path == name), text)

    assert [f.where for f in review.plan.findings if f.code == "budget_blank"] == ["1.1.2"]
    assert [f.where for f in review.plan.findings if f.code == "total_label"] == ["1.1"]
    change("1.1/nr", "1.2.")
    change("1.1.2/nr", "1.2.7")
    change("1.1.2/title", "Trajnimi i zyrtarëve")
    with pytest.raises(UserError) as refusal:
        change("1.1.2/nr", "1.2.1")
    assert (refusal.value.code, refusal.value.params["number"]) == ("review_number_twice", "1.2.1")
    with pytest.raises(UserError):
        change("1.1.2/nr", "shtatë")
    written = corrections_path(path).read_text(encoding="utf-8")
    assert (
        'field = "1.1.2 number"' in written and 'value = "1.2.7"' in written and 'read = "1.1.2"' in written
    )
    for made in (review.plan, read_reviewed(path).decided.plan):
        (found,) = made.specific_objectives()
        assert (found.nr, [one.nr for one in found.actions]) == ("1.2", ["1.2.1", "1.2.7"])
        assert found.actions[1].title == "Trajnimi i zyrtarëve"
        assert [f.where for f in made.findings if f.code == "budget_blank"] == ["1.2.7"]
        assert not any(f.code == "total_label" for f in made.findings), "its total names it rightly now"
        assert made.provenance["1.2.7/nr"].reason == 'corrected:read="1.1.2"'
        assert "1.1.2/title" not in made.provenance
        write_toml(made, tmp_path / "x.plan.toml")
        assert [one.nr for one in read_toml(tmp_path / "x.plan.toml").actions()] == ["1.2.1", "1.2.7"]
    blank = next(item for item in review.items if item.code == "budget_blank")
    assert blank.nr == "1.1.2" and {field.path for field in blank.fields} >= {"1.1.2/budget/2022"}
    review.accept([blank])
    assert all(f.accepted for f in read_reviewed(path).decided.plan.findings if f.code == "budget_blank")
    review.leave(next(item for item in review.items if item.key == "1.1/nr corrected"))
    (found,) = review.plan.specific_objectives()
    assert (found.nr, [one.nr for one in found.actions]) == ("1.1", ["1.1.1", "1.2.7"])


def test_headquarters_says_in_what_money_a_plan_is(tmp_path: Path) -> None:
    rows = [["Buxheti në CHF" if cell == "Buxheti" else cell for cell in row] for row in tables.plan()]
    path = tables.workbook(tmp_path / "plan.xlsx", rows)
    assert [one.code for one in read_reviewed(path).decided.plan.findings] == ["currency_unknown"]
    entry = '[[decision]]\nfield = "plan currency"\ndecision = "changed"\nvalue = "EUR"\n'
    found = reviewed(path, entry).decided.plan
    assert (found.currency, found.findings) == ("EUR", ())
    with pytest.raises(UserError, match="corrections_value"):
        reviewed(path, entry.replace('"EUR"', '"euro"'))


def test_what_was_read_typed_again_is_no_correction(tmp_path: Path) -> None:
    review = DocumentReview(read_reviewed(remarked(tmp_path)))

    def change(text: str) -> None:
        item = review.item_of("1.1.1")
        review.change(item, next(f for f in item.fields if f.path == "1.1.1/remarks/1"), text)

    change("Me kujdes")
    assert not corrections_path(review.reading.path).exists()
    change("Faza B")
    change("Me kujdes")
    assert read_decisions(corrections_path(review.reading.path)).decisions == ()
