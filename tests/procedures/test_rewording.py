"""The sample office prints Vietnamese; the facts of the catalogue stay what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from motcua.kernel.errors import Refusal
from motcua.procedures.drafts import Draft, of_record
from motcua.procedures.fees import due
from motcua.procedures.importing import CatalogueRefused, parse_catalogue
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.queries import fee_rows, procedure_sheet, version_in_force
from motcua.procedures.records import Catalogue
from motcua.procedures.rewording import parse_wording, reworded
from motcua.procedures.services import import_catalogue
from motcua.procedures.step_plan import plan
from motcua.scenarios import description
from motcua.scenarios.office import install
from tests.procedures.conftest import FILE, few
from tests.township import Township, _township_database, township

__all__ = ["_township_database", "township"]

WORDING = parse_wording((FILE.parent / "procedures-vi.yaml").read_bytes())
NEW_YEAR = date(2026, 1, 1)
# Common words and units of the catalogue's English that are no Vietnamese syllables.
ENGLISH = re.compile(
    r"(?i)\b(?:a|after|and|any|are|art|as|at|authorised|be|before|by|case|cd|certificate|clerk|commune"
    r"|confirmed|copy|desk|document|e|facility|for|form|from|has|head|if|inside|is|issue|its|land|leader"
    r"|longer|must|new|not|of|office|officer|one|only|or|original|originals|other|own|paper|papers|per"
    r"|proof|registry|result|return|same|signed|specialist|step|steps|the|through|time|two|until|valid"
    r"|wd|wh|when|where|with|within|year)\b"
)
TRUST_MARK = re.compile(r"\[(?:law|practice|unverified)\]")
VIETNAMESE = re.compile(r"(?i)[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]")


@pytest.fixture(scope="module")
def facts() -> Catalogue:
    return parse_catalogue(FILE.read_bytes())


def drafts(catalogue: Catalogue) -> Iterator[Draft]:
    return (of_record(record, NEW_YEAR) for record in catalogue.procedures)


def shown(catalogue: Catalogue) -> set[str]:
    """Every text of the catalogue that a page prints; the steps as they are named in the process."""
    texts: set[str] = set()
    for draft in drafts(catalogue):
        texts.update(draft.results, draft.legal_bases, draft.notes)
        texts.update(case.name for case in draft.cases)
        for paper in draft.documents:
            texts.update((paper.name, paper.form, paper.only_if, paper.replaced_by))
        for fee in draft.fees:
            texts.update((fee.per, fee.when, fee.place, fee.set_by))
    for record in catalogue.procedures:
        if record.steps:
            texts.update(step.name for step in plan(record.steps))
    return texts - {""}


def sources(catalogue: Catalogue) -> set[str]:
    """The same, but the steps as the file writes them."""
    units = {step.unit for record in catalogue.procedures if record.steps for step in record.steps.items}
    bare = replace(
        catalogue, procedures=tuple(replace(record, steps=None) for record in catalogue.procedures)
    )
    return shown(bare) | units


def without_words(draft: Draft) -> Draft:
    """What is left of a version when every text that a wording may change is taken out."""
    return replace(
        draft,
        results=(),
        legal_bases=(),
        notes=(),
        cases=tuple(replace(case, name="") for case in draft.cases),
        documents=tuple(
            replace(
                paper,
                name="",
                form="",
                only_if="if" if paper.only_if else "",
                replaced_by="in" if paper.replaced_by else "",
            )
            for paper in draft.documents
        ),
        fees=tuple(
            replace(
                fee,
                per="",
                when="when" if fee.when else "",
                place="there" if fee.place else "",
                set_by="by" if fee.set_by else "",
            )
            for fee in draft.fees
        ),
    )


def test_every_text_with_an_english_word_has_a_wording(facts: Catalogue) -> None:
    english = {text for text in sources(facts) if ENGLISH.search(text) or TRUST_MARK.search(text)}
    assert len(english) > 150
    assert sorted(english - set(WORDING)) == []


def test_a_text_without_a_wording_is_vietnamese(facts: Catalogue) -> None:
    assert [text for text in sorted(sources(facts) - set(WORDING)) if not VIETNAMESE.search(text)] == []


def test_what_the_office_prints_has_no_english_and_no_trust_marks(facts: Catalogue) -> None:
    printed = shown(reworded(facts, WORDING))
    assert [text for text in sorted(printed) if ENGLISH.search(text) or TRUST_MARK.search(text)] == []
    assert [text for text in sorted(printed) if not VIETNAMESE.search(text)] == []


def test_every_wording_is_for_a_text_of_the_catalogue(facts: Catalogue) -> None:
    used = [text for text in WORDING if f'"{_escaped(text)}"' in "".join(r.raw for r in facts.procedures)]
    cited = {base for record in facts.procedures for base in record.legal_bases}
    assert sorted(set(WORDING) - set(used) - cited) == []


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def test_times_fees_papers_and_steps_stay_what_they_are(facts: Catalogue) -> None:
    printed = reworded(facts, WORDING)
    assert list(map(without_words, drafts(printed))) == list(map(without_words, drafts(facts)))
    for before, after in zip(facts.procedures, printed.procedures, strict=True):
        assert (before.steps is None) == (after.steps is None)
        if before.steps and after.steps:
            assert [(s.number, s.role, s.value) for s in before.steps.items] == [
                (s.number, s.role, s.value) for s in after.steps.items
            ]


def test_only_lines_can_be_left_out_never_a_paper_a_condition_or_a_fee(facts: Catalogue) -> None:
    silent = reworded(facts, dict.fromkeys(sources(facts), ""))
    assert list(map(without_words, drafts(silent))) == list(map(without_words, drafts(facts)))
    assert all(not draft.notes and not draft.results for draft in drafts(silent))
    birth = silent.procedures[0]
    assert birth.documents == facts.procedures[0].documents


def test_a_wording_that_knows_nothing_of_the_catalogue_changes_nothing(facts: Catalogue) -> None:
    assert reworded(facts, {"no such text": "không có"}) == facts
    assert reworded(facts, {}) == facts


def test_words_that_do_not_fit_their_place_are_refused(facts: Catalogue) -> None:
    with pytest.raises(Refusal, match="301 signs; at most 300"):
        reworded(facts, {"Giấy khai sinh": "G" * 301})


def test_a_fee_by_the_copy_is_counted_by_the_copy_in_vietnamese_too(db: None) -> None:
    import_catalogue(few("2.000635"), valid_from=NEW_YEAR, wording=WORDING)
    version = version_in_force("2.000635", NEW_YEAR)
    assert version is not None
    rows = fee_rows(version)
    assert rows[0].per == "bản sao"
    assert due(rows, channel="counter", copies=3).total == 24_000


def test_the_sheet_reads_as_the_office_prints_it(db: None) -> None:
    import_catalogue(few("1.004873", "1.014111"), valid_from=NEW_YEAR, wording=WORDING)
    version = version_in_force("1.004873", NEW_YEAR)
    assert version is not None
    sheet = procedure_sheet(version)
    proof = sheet.cases[0].documents[1]
    assert proof.name.startswith("Giấy tờ chứng minh đã ly hôn")
    assert (proof.only_if, proof.originals, proof.copies) == ("người yêu cầu đã từng kết hôn", 0, 1)
    remark_for_programmers = version_in_force("1.014111", NEW_YEAR)
    assert remark_for_programmers is not None
    assert procedure_sheet(remark_for_programmers).notes == ()


def test_importing_again_with_the_same_words_changes_nothing(db: None) -> None:
    text = few("1.001193", "1.004873", "2.000908", "1.004845")
    assert import_catalogue(text, valid_from=NEW_YEAR, wording=WORDING).new == 4
    assert import_catalogue(text, valid_from=NEW_YEAR, wording=WORDING).unchanged == 4
    assert ProcedureVersion.objects.count() == 4


def test_other_words_change_the_procedures_that_use_them_and_no_others(db: None) -> None:
    text = few("1.001193", "1.004873", "2.000908", "1.004845")
    import_catalogue(text, valid_from=NEW_YEAR, wording=WORDING)
    other = {**WORDING, "registry": "nơi lưu giữ sổ gốc", "no such text": "không có"}
    report = import_catalogue(text, valid_from=date(2026, 4, 1), wording=other)
    assert (report.changed, report.unchanged) == (1, 3)
    # Without any words the file's own come back; a record that no word touches stays.
    plain = import_catalogue(text, valid_from=date(2026, 5, 1))
    assert (plain.changed, plain.unchanged) == (3, 1)
    assert import_catalogue(text, valid_from=date(2026, 5, 1)).unchanged == 4


def test_loading_the_office_again_makes_no_new_versions(township: Township) -> None:
    before = list(ProcedureVersion.objects.order_by("pk").values_list("pk", "valid_to"))
    install(description.read("vinh-tuy"))
    assert list(ProcedureVersion.objects.order_by("pk").values_list("pk", "valid_to")) == before


def test_the_sample_office_names_its_wording() -> None:
    assert description.read("vinh-tuy").wording == WORDING


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("schema: motcua-wording/9\ntexts: {}", 1, "this program reads"),
        ("schema: motcua-wording/1", 1, '"texts" is missing'),
        ("schema: motcua-wording/1\ntexts:\n  desk: quầy\n  desk: bàn", 4, "stands here twice"),
        ("schema: motcua-wording/1\ntexts:\n  desk: 5", 3, "Expected text"),
        ("schema: motcua-wording/1\ntexts:\n  desk: [quầy]", 3, "Expected text"),
        ("schema: motcua-wording/1\ntext:\n  desk: quầy", 2, 'did you mean "texts"'),
        ("schema: [", 2, "not valid YAML"),
    ],
)
def test_a_wrong_wording_file_is_refused_with_line_and_reason(text: str, line: int, reason: str) -> None:
    with pytest.raises(CatalogueRefused) as refused:
        parse_wording(text)
    assert any(problem.line == line and reason in problem.text for problem in refused.value.problems), [
        str(problem) for problem in refused.value.problems
    ]


def test_a_scenario_with_a_wrong_wording_says_which_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = (description.FOLDER / "vinh-tuy.yaml").read_text("utf-8")
    (tmp_path / "vinh-tuy.yaml").write_text(scenario, "utf-8")
    monkeypatch.setattr(description, "FOLDER", tmp_path)
    with pytest.raises(description.ScenarioError, match=r"procedures-vi\.yaml cannot be read: No such file"):
        description.read("vinh-tuy")
    (tmp_path / "procedures-vi.yaml").write_text("schema: motcua-wording/1\ntexts:\n  desk: 5\n", "utf-8")
    with pytest.raises(description.ScenarioError, match=r"procedures-vi\.yaml: line 3"):
        description.read("vinh-tuy")
