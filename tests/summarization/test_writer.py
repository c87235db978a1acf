"""Texts of a model: checked, kept, never paid for twice, and true of the paper as it is now."""

import asyncio

import pytest

from service.llm import close
from tests.api.problem import FIELDS
from tests.model_parts import OWLS, ROUTE, asked, batch_of, labelled, texts, writing

ONE = {"kinds": ["summary"]}


@pytest.fixture(scope="module")
def ids(sampled):
    return sampled.corpus.catalog.first_ids(60)


def put(client, **paper):
    assert client.post("/v1/papers", json={"papers": [paper]}).status_code == 200


def owls(client, **body):
    (item,) = texts(client, paper_ids=[OWLS["id"]], kinds=["summary"], **body)
    return item


async def all_texts(services, **options):
    return await (await batch_of(services, **options)).texts()


def at_once(services, times, body):
    """The answers to the same request, made many times at once."""

    async def together():
        done = await asyncio.gather(*(all_texts(services, **body) for _ in range(times)))
        await close()
        return done

    return asyncio.run(together())


def test_two_processes_that_write_the_same_text_at_once_give_the_one_that_is_kept(fresh, upstream, ids):
    both = [writing(fresh, upstream, "slow") for _ in range(2)]

    async def together():
        done = await asyncio.gather(*(all_texts(services, paper_ids=ids[:1], **ONE) for services in both))
        await close()
        return done

    first, second = asyncio.run(together())
    assert upstream.count["slow"] == 2
    assert first == second
    assert first.data[0].source == "llm"


def test_every_sentence_of_a_model_is_supported_by_its_source(fresh, upstream):
    with asked(fresh, upstream, "good") as client:
        put(client, **OWLS)
        item = owls(client)
    assert (item["source"], item["fallback"], item["dropped"]) == ("llm", None, 0)
    assert item["faithfulness"]["passed"]
    for sentence in item["sentences"]:
        (span,) = sentence["support"]
        assert OWLS["abstract"][span["start"] : span["end"]] == sentence["text"]
        assert item["text"][sentence["start"] : sentence["end"]] == sentence["text"]
    provenance = item["provenance"]
    assert (provenance["model"], provenance["tokens"]) == ("openai/good", {"in": 1000, "out": 100})
    assert provenance["prompt"].startswith("summary/v1#")
    assert provenance["created_at"]


def test_a_text_that_was_paid_for_is_given_again_byte_for_byte(fresh, upstream):
    body = {"paper_ids": fresh.corpus.catalog.first_ids(3)}
    with asked(fresh, upstream, "good") as client:
        first = client.post(ROUTE, json=body).content
        assert client.post(ROUTE, json=body).content == first
    with asked(fresh, upstream, "good") as client:  # another process, as far as the writer can tell
        assert client.post(ROUTE, json=body).content == first
    assert len(upstream.calls) == 6


def test_a_hundred_who_ask_for_the_same_at_once_cost_one_call(sampled, upstream, ids):
    upstream.seconds = 0.2
    done = at_once(writing(sampled, upstream, "slow"), 100, {"paper_ids": ids[:1], **ONE})
    assert len(upstream.calls) == 1
    assert {each.data[0].source for each in done} == {"llm"}
    assert len({each.data[0].model_dump_json() for each in done}) == 1


def test_a_paper_that_is_named_twice_in_a_request_costs_one_call(sampled, upstream, ids):
    with asked(sampled, upstream, "good") as client:
        assert len(texts(client, paper_ids=[ids[1]] * 20, kinds=["summary", "summary"])) == 1
    assert len(upstream.calls) == 1


def test_a_paper_that_fails_does_not_fail_the_others(fresh, upstream):
    glaciers = {"id": "my:ice", "title": "Ice", "abstract": "We measure glaciers. They shrink by 2 m a year."}
    with asked(fresh, upstream, "picky", deadline_s=60, attempts=1) as client:
        put(client, **OWLS)
        put(client, **glaciers)
        body = {"paper_ids": ["my:ice", "my:owls", "my:gone"], "mode": "llm", **ONE}
        got = client.post(ROUTE, json=body).json()
        assert [(item["paper_id"], item["source"]) for item in got["data"]] == [("my:owls", "llm")]
        assert got["not_found"] == ["my:gone"]
        (failed,) = got["errors"]
        assert (failed["paper_id"], failed["kind"]) == ("my:ice", "summary")
        assert failed["problem"].keys() >= FIELDS - {"request_id"}
        assert (failed["problem"]["status"], failed["problem"]["code"]) == (503, "text_failed")
        (quoted, _) = client.post(ROUTE, json=body | {"mode": "auto"}).json()["data"]
    assert labelled([quoted])


def test_a_sentence_that_the_source_does_not_bear_out_is_left_out(fresh, upstream):
    with asked(fresh, upstream, "lying", deadline_s=60) as client:
        put(client, **OWLS)
        item = owls(client)
    assert (item["source"], item["dropped"]) == ("llm", 1)
    assert "93.7" not in item["text"]
    assert item["faithfulness"]["passed"]
    assert len(upstream.calls) == 2


def test_a_second_try_is_told_which_sentence_failed_and_why(fresh, upstream):
    with asked(fresh, upstream, "learning", deadline_s=60) as client:
        put(client, **OWLS)
        item = owls(client)
    assert (item["source"], item["dropped"], item["provenance"]["tokens"]["in"]) == ("llm", 0, 2000)
    *_, said, told = upstream.calls[1].body["messages"]
    assert "93 hospitals" in said["content"]
    assert "It was deployed to 93 hospitals." in told["content"]
    assert "it holds a number that the cited sentences do not have" in told["content"]


def test_a_text_that_is_all_copies_is_left_to_the_abstract_under_a_prompt_that_asks_for_a_retelling(fresh, upstream):
    with asked(fresh, upstream, "good", deadline_s=60, summary_prompt="summary/v2") as client:
        put(client, **OWLS)
        item = owls(client)
    assert (item["source"], item["fallback"]) == ("extractive", {"reason": "copied"})
    (call,) = upstream.calls
    assert [message["role"] for message in call.body["messages"]] == ["system", *["user", "assistant"] * 3, "user"]
    assert "[1]" not in str(call.body["messages"])  # whoever is shown numbers copies what they stand at
    schema = call.body["response_format"]["json_schema"]["schema"]
    assert schema["properties"]["sentences"] == {"type": "array", "items": {"type": "string"}, "maxItems": 3}


def test_texts_without_evidence_are_kept_with_the_lines_that_the_checker_found(fresh, upstream):
    with asked(fresh, upstream, "retelling", deadline_s=60, summary_prompt="summary/v2") as client:
        put(client, **OWLS)
        item = owls(client)
    assert (item["source"], item["dropped"], len(upstream.calls)) == ("llm", 0, 1)
    assert [OWLS["abstract"][span["start"] : span["end"]] for span in item["sentences"][1]["support"]] == [
        "The count fell by 30% in ten years."
    ]


def test_a_mended_sentence_joins_those_that_stood(fresh, upstream):
    with asked(fresh, upstream, "correcting", deadline_s=60) as client:
        put(client, **OWLS)
        item = owls(client)
    assert (item["source"], item["dropped"], len(upstream.calls)) == ("llm", 0, 2)
    assert item["text"] == "We counted owls in 12 forests. The count fell by 30% in ten years."
    assert upstream.calls[1].body["messages"][-1]["content"].count("Fault: it holds a number") == 1


def test_an_abstract_that_is_not_english_is_not_said_to_be(fresh, upstream):
    spanish = (
        "Contamos los búhos de los bosques del norte durante la noche. El número de búhos cayó un 30% en diez años. "
    )
    spanish += "Las carreteras pueden ser la causa de la caída, pero no lo sabemos."
    with asked(fresh, upstream, "good", deadline_s=60) as client:
        put(client, id="my:buhos", title="Los búhos del norte", abstract=spanish)
        put(client, **OWLS)
        body = {"paper_ids": ["my:buhos", OWLS["id"]], "kinds": ["summary"]}
        for mode in ("extractive", "auto"):
            assert [item["language"] for item in texts(client, mode=mode, **body)] == ["und", "en"]


def test_nothing_is_kept_of_a_model_that_invents(fresh, upstream):
    with asked(fresh, upstream, "inventing", deadline_s=60) as client:
        put(client, **OWLS)
        item = owls(client)
        assert (item["source"], item["fallback"]) == ("extractive", {"reason": "unsupported"})
        assert "ebrafish" not in str(item)


@pytest.mark.parametrize("part", ["thinking", "mending"])
def test_an_answer_in_wrapping_and_one_that_needs_a_repair_are_used(sampled, upstream, ids, part):
    with asked(sampled, upstream, part, deadline_s=60) as client:
        (item,) = texts(client, paper_ids=ids[2:3], **ONE)
    assert item["source"] == "llm"
    if part == "mending":
        assert "it has no JSON object" in upstream.calls[1].body["messages"][-1]["content"]


def test_a_text_is_stale_when_its_paper_changes_while_it_is_written(fresh, upstream):
    with asked(fresh, upstream, "good") as client:
        put(client, **OWLS)

    async def meanwhile():
        upstream.seconds = 0.5
        services = writing(fresh, upstream, "slow")
        body = {"paper_ids": [OWLS["id"]], **ONE}
        asked_for = asyncio.create_task(all_texts(services, **body))
        while not upstream.calls:  # noqa: ASYNC110  # the server is in another thread
            await asyncio.sleep(0.01)
        with asked(fresh, upstream, "good") as client:
            await asyncio.to_thread(put, client, **OWLS | {"abstract": "We counted 7 bees instead."})
        (old,) = (await asked_for).data
        (new,) = (await all_texts(services, **body)).data
        await close()
        return old, new

    old, new = asyncio.run(meanwhile())
    assert (old.source, old.stale) == ("llm", True)
    assert (new.source, new.stale, new.text) == ("llm", False, "We counted 7 bees instead.")


@pytest.mark.parametrize("still_true", [True, False])
def test_without_the_model_an_earlier_text_is_shown_only_if_it_is_still_true(fresh, upstream, still_true):
    with asked(fresh, upstream, "good", deadline_s=60, attempts=1) as client:
        put(client, **OWLS)
        before = owls(client)
        abstract = f"{OWLS['abstract']} Owls are birds." if still_true else OWLS["abstract"].replace("30%", "50%")
        put(client, **OWLS | {"abstract": abstract})
        upstream.die()
        item = owls(client)
    assert item["fallback"] == {"reason": "upstream_error"}
    if still_true:
        assert (item["source"], item["stale"], item["text"]) == ("llm", True, before["text"])
    else:
        assert (item["source"], item["stale"]) == ("extractive", False)
        assert "30%" not in item["text"]


def test_a_translation_is_checked_through_its_english_and_its_numbers(fresh, upstream):
    with asked(fresh, upstream, "german", deadline_s=60) as client:
        put(client, **OWLS)
        item = owls(client, language="de")
    assert (item["source"], item["language"], item["dropped"]) == ("llm", "de", 1)
    assert item["text"].startswith("Auf Deutsch: We counted owls in 12 forests.")
    assert "45" not in item["text"]
    assert "in German" in upstream.calls[0].body["messages"][-1]["content"]


def test_a_language_that_only_a_model_writes_falls_back_to_the_abstracts(sampled, upstream, ids):
    with asked(sampled, upstream) as client:
        (item,) = texts(client, paper_ids=ids[3:4], language="de", **ONE)
    assert (item["language"], item["fallback"]) == ("en", {"reason": "no_model"})


def test_a_summary_keeps_to_the_words_asked_for(fresh, upstream):
    with asked(fresh, upstream, "good") as client:
        put(client, **OWLS | {"abstract": "We counted some old owls in 12 northern forests. " * 8})
        item = owls(client, max_words=20)
    assert item["source"] == "llm"
    assert len(item["text"].split()) <= 20


def test_a_paper_without_an_abstract_costs_no_call(fresh, upstream):
    with asked(fresh, upstream, "good") as client:
        put(client, id="my:bare", title="Only a Title")
        items = texts(client, paper_ids=["my:bare"])
    assert [item["fallback"] for item in items] == [{"reason": "title_only"}] * 2
    assert not upstream.calls


def test_a_quoted_text_that_is_asked_for_costs_no_call(sampled, upstream, ids):
    with asked(sampled, upstream, "good") as client:
        (item,) = texts(client, paper_ids=ids[4:5], mode="extractive", **ONE)
    assert (item["source"], item["fallback"]) == ("extractive", None)
    assert not upstream.calls
