"""Choosing a judge: most right answers within the budget of wrong ones."""

import random

import pytest

from nlu.knowledge.article import ArticleId
from nlu.knowledge.choosing import WRONG_AT_MOST, Trial, choose, weigh_words
from nlu.knowledge.judge import Judge, judge_for, load_judges, save_judges
from nlu.knowledge.search import Answer, Hit


def hit(article: str, *, semantic: float, lexical: float) -> Hit:
    answer = Answer(article=ArticleId(article), version=1, language="en", title=article, text=article)
    return Hit(answer=answer, score=0.0, semantic=semantic, lexical=lexical)


def trial(right: str | None, *, semantic: float, lexical: float) -> Trial:
    """The first article has what is given, the second nothing but noise."""
    return Trial(
        right=ArticleId(right) if right else None,
        hits=[hit("first", semantic=semantic, lexical=lexical), hit("second", semantic=0.1, lexical=0.1)],
    )


def scores(trials: list[Trial], judge: Judge) -> list[float]:
    found = []
    for each in trials:
        first, second = (one.semantic + judge.words * one.lexical for one in each.hits)
        found.append(judge.probability(max(first, second), abs(first - second)))
    return found


def test_clear_questions_are_answered_and_hopeless_ones_are_not():
    clear = [trial("first", semantic=0.7 + number / 100, lexical=0.5) for number in range(20)]
    hopeless = [trial(None, semantic=0.2 + number / 100, lexical=0.1) for number in range(20)]

    judge = choose([*clear, *hopeless], words=1.0)

    assert all(score >= judge.enough for score in scores(clear, judge))
    assert sum(score >= judge.enough for score in scores(hopeless, judge)) <= WRONG_AT_MOST * 40


def test_the_budget_of_wrong_answers_is_kept_where_right_and_wrong_look_alike():
    dice = random.Random(7)
    trials = [
        trial(dice.choice(["first", None]), semantic=dice.uniform(0.2, 0.9), lexical=dice.uniform(0, 0.5))
        for _ in range(200)
    ]

    judge = choose(trials, words=1.0)

    sent = [
        each.right is None for each, score in zip(trials, scores(trials, judge), strict=True) if score >= judge.enough
    ]
    assert sum(sent) <= WRONG_AT_MOST * len(trials)


def test_words_weigh_more_where_the_meaning_is_blind():
    blind = [
        Trial(
            right=ArticleId("right"),
            hits=[hit("wrong", semantic=0.3, lexical=0.1), hit("right", semantic=0.1, lexical=0.3)],
        )
        for _ in range(10)
    ]

    assert weigh_words([*blind, trial(None, semantic=0.1, lexical=0.1)]) > 1


def test_judges_are_kept_as_they_were_chosen(tmp_path):
    judges = {"en": Judge(words=0.5, base=-3.1, strength=7.2, lead=3.3, enough=0.55)}
    save_judges(judges, tmp_path / "thresholds.json")

    assert load_judges(tmp_path / "thresholds.json") == judges


@pytest.mark.parametrize("language", ["en", "ru", "pl", "el", "de"])
def test_every_language_has_a_judge(language):
    assert 0 < judge_for(language, load_judges()).enough < 1
