"""The promise that the stored lens and thresholds keep, measured on questions that chose nothing."""

import json
from dataclasses import fields

import pytest

from nlu.evaluate import HeldOut, Question, Report, main


@pytest.fixture(scope="module")
def reports() -> dict[str, dict[str, float]]:
    with pytest.MonkeyPatch.context() as patch:
        printed: list[str] = []
        patch.setattr("sys.stdout.write", printed.append)
        main(["--json"])
    return json.loads("".join(printed))


@pytest.mark.parametrize("language", ["el", "en", "pl", "ru"])
def test_the_bot_answers_everyday_questions_and_seldom_wrongly(reports, language):
    shown = reports[language]

    assert shown["everyday_answered_rightly"] > 0.7
    assert shown["everyday_answered_wrongly"] < 0.1
    assert shown["hard_and_unanswerable_answered_wrongly"] < 0.1
    assert shown["silent_on_unanswerable"] > 0.8
    assert shown["language_detected"] > 0.97


def test_a_report_is_complete(reports):
    assert all(shown.keys() == {field.name for field in fields(Report)} for shown in reports.values())


def test_questions_are_halved_by_their_text_alone_so_that_new_ones_move_no_old_ones():
    questions = [Question(text=f"Question {number}", kind="hard", language="en") for number in range(100)]

    assert [each.half for each in questions[:4]] == ["test", "dev", "test", "test"]
    assert 30 < [each.half for each in questions].count("dev") < 70


def test_a_file_of_questions_with_a_missing_list_is_refused(tmp_path):
    (tmp_path / "en.yml").write_text("questions: []\n", encoding="utf-8")

    with pytest.raises(ValueError, match="unanswerable"):
        HeldOut.read(tmp_path / "en.yml")
