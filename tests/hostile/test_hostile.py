"""Hostile requests against every operation: none answers 5xx, echoes what was sent, or writes when it refuses.

Each line of inputs.jsonl is a text, a JSON value, a body or a path; the tests put it wherever one can stand. The
mark `zq9` in them shows whether an answer echoes.
"""

import asyncio
import json
import re
import unicodedata
from pathlib import Path
from urllib.parse import quote, unquote

import pytest

INPUTS = [json.loads(line) for line in Path(__file__).with_name("inputs.jsonl").read_text().splitlines()]
MARK = "zq9"
UNSENDABLE = re.compile(r"[\ud800-\udfff]")  # no UTF-8 has them, so a request with one is refused as a whole
EMOJI_JOINER = re.compile(
    "(?<=[\u2190-\u2bff\U0001f000-\U0001faff])\ufe0f?\u200d(?=[\u2190-\u2bff\U0001f000-\U0001faff])"
)
JSON = {"Content-Type": "application/json"}
USER = "/v1/users/ann"
POSTS = (
    "/v1/papers",
    "/v1/papers/lookup",
    "/v1/recommendations",
    "/v1/recommendations/explain",
    "/v1/summaries",
    f"{USER}/feedback",
)
WORDS = ("categories", "sources", "keywords_any", "keywords_none")
FIELDS = {  # JSON with a hole for each value that a caller may set
    "/v1/papers": [
        '{"papers": %s}',
        '{"papers": [%s]}',
        '{"papers": [{"title": [], "abstract": %s}]}',
        *(f'{{"papers": [{{"title": [], "{name}": %s}}]}}' for name in ("id", "authors", "published", "external_ids")),
        '{"papers": [{"title": [], "authors": [[], %s]}]}',
    ],
    "/v1/papers/lookup": ['{"ids": %s}', '{"ids": [%s]}'],
    "/v1/recommendations": [
        '{"liked": %s}',
        '{"liked": [%s]}',
        *(f'{{"liked": ["hf:a"], "{name}": %s}}' for name in ("disliked", "exclude", "limit", "diversity", "explain")),
        '{"liked": ["hf:a"], "disliked": [%s]}',
        '{"liked": ["hf:a"], "exclude": [%s]}',
        *(f'{{"liked": ["hf:a"], "{name}": %s}}' for name in ("cursor", "filters", "blurbs")),
        *(f'{{"liked": ["hf:a"], "filters": {{"{name}": %s}}}}' for name in ("published_after", "published_before")),
        *(f'{{"liked": ["hf:a"], "filters": {{"{name}": %s}}}}' for name in WORDS),
        *(f'{{"liked": ["hf:a"], "filters": {{"{name}": [[], %s]}}}}' for name in WORDS),
    ],
    "/v1/recommendations/explain": [
        '{"liked": ["hf:a"], "paper_id": %s, "without": ["hf:a"]}',
        '{"liked": ["hf:a"], "paper_id": "hf:b", "without": %s}',
        '{"liked": ["hf:a"], "paper_id": "hf:b", "without": [%s]}',
        '{"liked": [%s], "paper_id": "hf:b", "without": ["hf:a"]}',
    ],
    f"{USER}/feedback": [
        '{"feedback": %s}',
        '{"feedback": [%s]}',
        '{"feedback": [{"paper_id": %s, "kind": "like"}]}',
        '{"feedback": [{"paper_id": "hf:a", "kind": %s}]}',
        '{"feedback": [{"paper_id": "hf:a", "kind": "like", "at": %s}, []]}',
    ],
    "/v1/summaries": [
        '{"paper_ids": %s}',
        '{"paper_ids": [%s]}',
        *(f'{{"paper_ids": ["hf:a"], "{name}": %s}}' for name in ("kinds", "liked", "mode", "language", "max_words")),
    ],
}


def of_kind(kind):
    return [pytest.param(line, id=line["name"]) for line in INPUTS if kind in line]


@pytest.fixture(autouse=True)
def the_next_request_is_answered(reader):
    yield
    assert reader.get("/healthz").status_code == 200


@pytest.fixture(autouse=True, scope="module")
def nothing_is_written(reader, sampled):
    before = sampled.corpus.catalog.snapshot_id()
    files = set(sampled.settings.data_dir.iterdir())
    yield
    assert sampled.corpus.catalog.snapshot_id() == before
    assert set(sampled.settings.data_dir.iterdir()) == files
    assert reader.get("/readyz").status_code == 200


def test_there_are_over_a_hundred_inputs_with_names_of_their_own():
    assert len(INPUTS) > 100
    for kind in ("text", "value", "path"):
        names = [line["name"] for line in INPUTS if kind in line]
        assert len(names) == len(set(names))


@pytest.mark.parametrize("line", of_kind("text"))
def test_a_hostile_text_is_no_id_and_no_option(reader, line):
    text = line["text"]
    inside = quote(text, safe="", errors="surrogatepass")
    for method, path in (("GET", ""), ("GET", "/similar"), ("DELETE", "")):
        refused(reader.request(method, f"/v1/papers/{inside}{path}"))
    refused(reader.get(f"/v1/papers/hf:a/similar?limit={inside}"))
    refused(reader.get(f"/v1/papers/hf:a/similar?{inside}=1"))
    refused(reader.post(f"/v1/imports?format={inside}", content=b"x"))
    as_user = answered if line["name"] == "arabic ligature" else refused  # letters alone may be a user's name
    for path in ("feedback", "export", "interests", "recommendations"):
        as_user(reader.get(f"/v1/users/{inside}/{path}"))
    as_user(reader.delete(f"/v1/users/{inside}"))
    refused(reader.put(f"{USER}/feedback/{inside}", json={"kind": "like"}))
    refused(reader.get(f"{USER}/recommendations?cursor={inside}"))
    refused(reader.get(f"{USER}/recommendations?diversity={inside}"))
    refused(reader.get("/nope", headers={"X-Request-Id": text.encode("utf-8", "surrogatepass")}))
    for path, bodies in FIELDS.items():
        for body in bodies:
            refused(reader.post(path, content=body % json.dumps(text), headers=JSON))
        refused(reader.post(path, content=json.dumps({text: text}), headers=JSON))


@pytest.mark.parametrize("line", of_kind("text"))
def test_a_hostile_text_as_a_file_or_its_name_is_refused(reader, line):
    data = line["text"].encode("utf-8", "surrogatepass")
    name = line["text"].encode("ascii", "replace").decode()
    refused(reader.post("/v1/imports", content=data))
    refused(reader.post("/v1/imports", files={"file": (name, data)}))
    record = json.dumps({"title": [], line["text"]: line["text"]}).encode()
    refused(reader.post("/v1/imports", content=record))


@pytest.mark.parametrize("line", of_kind("value"))
def test_a_hostile_value_is_answered_in_every_field(reader, line):
    for path, bodies in FIELDS.items():
        for body in bodies:
            answered(reader.post(path, content=body % line["value"], headers=JSON))


@pytest.mark.parametrize("line", of_kind("value"))
def test_a_hostile_value_is_answered_where_a_user_speaks(reader, line):
    for body in ('{"kind": %s}', '{"kind": "like", "at": %s}', "%s"):
        refused(reader.put(f"{USER}/feedback/hf:nowhere", content=body % line["value"], headers=JSON))
    for body in (
        '{"interests": %s}',
        '{"interests": [%s]}',
        '{"interests": [{"id": %s, "weight": 1}]}',
        '{"interests": [{"id": "i1", "weight": %s}]}',
    ):
        refused(reader.patch(f"{USER}/interests", content=body % line["value"], headers=JSON))


@pytest.mark.parametrize("line", of_kind("value"))
def test_a_hostile_value_as_a_record_of_a_file_is_refused(reader, line):
    for record in ("%s", "[%s]", '{"title": {"of": %s}, "abstract": []}', '{"title": [], "published": %s}'):
        refused(reader.post("/v1/imports", content=record % line["value"]))


@pytest.mark.parametrize("line", [*of_kind("body"), *of_kind("hex")])
def test_a_hostile_body_is_refused_plain_and_chunked(reader, line):
    body = bytes_of(line)
    for path in (*POSTS, "/v1/imports"):
        refused(reader.post(path, content=body, headers=JSON))
        refused(reader.post(path, content=pieces(body), headers=JSON))
    refused(reader.post("/v1/imports", content=body, headers={"Content-Type": "multipart/form-data; boundary=b"}))


@pytest.mark.parametrize("line", of_kind("path"))
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "PATCH", "CONNECT", "<ZQ9>"])
def test_a_hostile_path_is_refused(reader, line, method):
    path = line["path"] + line.get("repeat", "") * line.get("times", 0)
    status, headers, body = asyncio.run(bare(reader.app, method, path))
    assert 400 <= status < 500
    assert headers["content-type"] == "application/problem+json"
    assert MARK not in (body.decode() + str(headers)).lower()


def test_hostile_texts_in_a_paper_are_kept_without_what_is_hidden_in_them(client):
    texts = [line["text"] for line in INPUTS if "text" in line and not UNSENDABLE.search(line["text"])]
    papers = [
        {
            "title": f"T{n} {text}"[:900],
            "abstract": text,
            "authors": [text[:200]],
            "id": f"my:{n}",
            "categories": [text[:200]],
        }
        for n, text in enumerate(texts)
    ]
    kept = client.post("/v1/papers", content=json.dumps({"papers": papers}), headers=JSON).json()
    assert kept["counts"] == {"created": len(texts)}
    for n in range(len(texts)):
        paper = client.get(f"/v1/papers/my:{n}").json()
        shown = [paper["title"], paper["abstract"], *paper["authors"], *paper["categories"]]
        hidden = EMOJI_JOINER.sub("", "".join(shown))
        assert not {unicodedata.category(char) for char in hidden} & {"Cc", "Cf", "Cs", "Co"}
    answer = client.post("/v1/recommendations", json={"liked": ["my:0"], "limit": 100})
    assert answer.status_code == 200
    for start in range(0, len(texts), 20):
        ids = [f"my:{n}" for n in range(start, min(start + 20, len(texts)))]
        assert client.post("/v1/summaries", json={"paper_ids": ids, "liked": ["my:0"]}).status_code == 200


def answered(answer):
    """No 5xx, one shape of error, and no echo of what was refused."""
    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert MARK not in (answer.text + str(answer.headers)).lower()


def refused(answer):
    """An error; or, of papers sent one by one, an answer that each was rejected."""
    if answer.status_code == 200 and answer.request.url.path == "/v1/papers":
        assert answer.json()["counts"].keys() == {"rejected"}, answer.text[:300]
        assert MARK not in answer.text.lower()
        return
    assert answer.status_code >= 400, answer.text[:300]
    answered(answer)


def bytes_of(line):
    if "hex" in line:
        return bytes.fromhex(line["hex"])
    repeat, times = line.get("repeat", ""), line.get("times", 0)
    body = line["body"] + repeat * times + line.get("closing", "") * times + line.get("end", "")
    return body.encode(line.get("encoding", "utf-8"))


def pieces(body):
    yield from (body[start : start + 65_536] for start in range(0, len(body), 65_536))


async def bare(app, method, target):
    """What the application answers to a path exactly as it stands, which a client would have tidied."""
    path, _, query = target.partition("?")
    scope = {
        "type": "http",
        "method": method,
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(b"host", b"zq9.example")],
        "server": ("testserver", 80),
        "client": ("127.0.0.1", 1),
        "scheme": "http",
        "http_version": "1.1",
        "root_path": "",
    }
    sent = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    await app(scope, receive, send)
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:])
