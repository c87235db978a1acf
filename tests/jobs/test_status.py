"""How an installation does: what is told is what is kept, and looking costs nothing."""

import asyncio
from datetime import timedelta

from service.corpus import HitRate
from service.jobs import DayOfTexts, installation_status
from service.storage import FeedbackEvent, FeedbackKind, StoredAnswer
from service.summarization import TextOptions, quote
from tests.corpora import NOW
from tests.model_parts import writing


def status(services, now=NOW):
    return asyncio.run(
        installation_status(
            services.corpus,
            services.database,
            services.libraries,
            services.jobs,
            services.fetches,
            services.writer.chain,
            now,
        )
    )


def written(services, paper_id, key, at, score, dropped=0):
    """Keep a text as if a model had written it, with this verdict; or something that is none."""
    text = quote(services.corpus.paper(paper_id), "summary").model_copy(update={"dropped": dropped})
    verdict = score and text.faithfulness.model_copy(update={"score": score})
    body = text.model_copy(update={"faithfulness": verdict}).model_dump(mode="json")
    services.writer.chain.ledger.answers.save(key, StoredAnswer(paper_id, "summary", "v", "h", body, at))


def test_a_fresh_installation_is_ready_and_has_nothing_to_tell_yet(small):
    found = status(small)
    assert (found.papers, found.snapshot) == (60, small.corpus.catalog.snapshot_id())
    assert found.is_ready
    assert [check.name for check in found.checks] == ["database", "embeddings", "index", "jobs"]
    assert (found.models, found.jobs, found.texts, found.hit_rates) == ([], [], [], [])
    assert (found.spending.total_nano, found.budget_usd) == (0, None)


def test_a_model_is_reachable_or_not_and_is_never_asked_for_a_text(small, upstream):
    here = status(writing(small, upstream, "good", budget_usd=2.5, usd_per_million_in=1, usd_per_million_out=1))
    assert [(model.model, model.reachable) for model in here.models] == [("openai/good", True)]
    assert here.budget_usd == 2.5
    away = status(writing(small, "http://127.0.0.1:9/v1", "good"))
    assert [model.reachable for model in away.models] == [False]
    assert upstream.calls == []


def test_faithfulness_is_told_day_by_day(small):
    paper = small.corpus.catalog.first_ids(1)[0]
    written(small, paper, "a", NOW, 0.5, dropped=2)
    written(small, paper, "b", NOW, 1.0)
    written(small, paper, "c", NOW - timedelta(days=2), 0.75)
    written(small, paper, "d", NOW, None)  # nothing to judge
    assert status(small).texts == [
        DayOfTexts((NOW - timedelta(days=2)).date(), 1, 0.75, 0),
        DayOfTexts(NOW.date(), 2, 0.75, 2),
    ]


def test_the_latest_jobs_come_first_and_so_many_alone(small):
    paper = small.corpus.catalog.first_ids(1)
    ids = [small.jobs.summarize(TextOptions(("summary",)), paper) for _ in range(11)]
    assert [each.job.id for each in status(small).jobs] == ids[:0:-1]


def test_the_hit_rate_is_that_of_what_was_shown(small):
    first, second = small.corpus.catalog.first_ids(2)
    small.libraries.impressions.record("ann", [first, second], "for_you", NOW)
    small.corpus.feedback.record("ann", [FeedbackEvent(first, FeedbackKind.LIKE)], NOW + timedelta(minutes=1))
    assert status(small, NOW + timedelta(days=1)).hit_rates == [HitRate("for_you", 2, 1)]
