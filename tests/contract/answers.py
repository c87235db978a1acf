"""What an installation answers, written down: `python -m tests.contract.answers PAPERLARK OUT.jsonl`.

Run it with the `paperlark` command of two versions and compare the two files: a change that should change no behaviour
leaves them alike, byte for byte.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

FLOWS, KERNELS, SPEECH = (
    "hf:neural-spline-flows",
    "hf:kernelised-normalising-flows",
    "hf:generative-modeling-for-low-dimensional-speech-attributes-with-neural-spline-flows",
)
NANO = "hf:nanoflow-scalable-normalizing-flows-with-sublinear-parameter-complexity"
SCENE = "hf:fast-neural-scene-flow"
NOON = "2026-01-02T12:00:00Z"
PAPER = {
    "title": "A Made-Up Study of \\'Etale Flows",
    "abstract": "We study {\\em made-up} flows. They reach 92.5\\% accuracy on 3 datasets. Code is available.",
    "id": "arXiv:2106.15928v2",
    "authors": ["A. Author", "B. Author"],
    "published": "2021-06-30",
    "categories": ["cs.LG"],
    "url": "https://arxiv.org/abs/2106.15928",
    "external_ids": {"doi": "10.1000/x"},
}
Request = tuple[str, str, Any]


def requests() -> Iterator[Request]:
    """Method, path and body, in the order in which they are sent."""
    yield from _reading()
    yield from _recommendations()
    yield from _texts()
    yield from _users()
    yield from _papers()
    yield from _errors()


def _reading() -> Iterator[Request]:
    for path in ("/healthz", "/readyz", "/v1/meta", f"/v1/papers/{FLOWS}", f"/v1/papers/{FLOWS}/similar"):
        yield "GET", path, None
    yield "GET", f"/v1/papers/{SPEECH}/similar?limit=30", None
    yield "POST", "/v1/papers/lookup", {"ids": [FLOWS, "arXiv:2106.15928", SCENE, FLOWS]}


def _recommendations() -> Iterator[Request]:
    base = {"liked": [FLOWS, KERNELS]}
    for more in (
        {},
        {"limit": 1},
        {"limit": 50},
        {"liked": [SCENE]},
        {"disliked": [NANO]},
        {"exclude": [NANO, SPEECH]},
        {"diversity": 0.0, "limit": 20},
        {"diversity": 1.0, "limit": 20},
        {"explain": False},
        {"blurbs": True, "limit": 4},
        {"filters": {"keywords_any": ["speech", "image"], "keywords_none": ["diffusion"]}},
        {"filters": {"published_after": "2020-01-01"}},
        {"liked": [FLOWS, SCENE, "hf:a-great-unknown"], "limit": 15},
        {"liked": ["arXiv:2401.00001"]},
    ):
        yield "POST", "/v1/recommendations", base | more
    for paper, without in ((NANO, [FLOWS]), (NANO, [FLOWS, KERNELS]), (FLOWS, [KERNELS]), ("hf:none", [FLOWS])):
        yield "POST", "/v1/recommendations/explain", {**base, "paper_id": paper, "without": without}


def _texts() -> Iterator[Request]:
    for body in (
        {"paper_ids": [SCENE]},
        {"paper_ids": [SCENE, FLOWS, "hf:none"], "kinds": ["summary"], "max_words": 60},
        {"paper_ids": [NANO, KERNELS], "kinds": ["blurb"], "liked": [FLOWS]},
        {"paper_ids": [NANO], "mode": "extractive", "language": "de"},
        {"paper_ids": [NANO], "language": "de"},
        {"query": "normalizing flows", "top": 3, "kinds": ["blurb"]},
        {"paper_ids": [NANO], "mode": "llm"},
        {"paper_ids": [NANO], "language": "tlh"},
        {"top": 3},
        {"query": "flows"},
        {},
    ):
        yield "POST", "/v1/summaries", body


def _users() -> Iterator[Request]:
    user = "/v1/users/ann"
    yield "GET", f"{user}/recommendations?limit=5", None
    yield "PUT", f"{user}/feedback/{FLOWS}", {"kind": "like", "at": NOON}
    yield "PUT", f"{user}/feedback/{FLOWS}", {"kind": "dislike", "at": "2025-01-02T12:00:00Z"}
    yield "PUT", f"{user}/feedback/{FLOWS}", {"kind": "like", "at": "2969-01-02T12:00:00Z"}
    yield "PUT", f"{user}/feedback/hf:none", {"kind": "like"}
    said = [(KERNELS, "like"), (SCENE, "like"), (NANO, "seen"), (SPEECH, "dislike"), ("hf:none", "like")]
    yield "POST", f"{user}/feedback", {"feedback": [{"paper_id": p, "kind": k, "at": NOON} for p, k in said]}
    for other in ("bob", "cid", "dan"):
        likes = [{"paper_id": p, "kind": "like", "at": NOON} for p in (FLOWS, KERNELS, NANO)]
        yield "POST", f"/v1/users/{other}/feedback", {"feedback": likes}
    for path in (
        "feedback", "export", "interests", "recommendations?limit=5", "recommendations?limit=5&half_life_days=30",
        "recommendations?limit=3&keywords_any=flow&blurbs=true", "recommendations?limit=0", "recommendations?odd=1",
    ):  # fmt: skip
        yield "GET", f"{user}/{path}", None
    yield "PATCH", f"{user}/interests", {"interests": [{"id": "i1", "weight": 0.5}]}
    yield "PATCH", f"{user}/interests", {"interests": [{"id": "i9", "weight": 0.5}]}
    yield "POST", "/v1/summaries", {"user": "ann", "top": 2, "kinds": ["blurb"]}
    yield "GET", "/v1/users/eve/recommendations?limit=4", None
    yield "DELETE", f"{user}/feedback/{SCENE}", None
    yield "DELETE", f"{user}/feedback/{SCENE}", None
    yield "GET", f"{user}/recommendations?limit=5", None
    yield "DELETE", user, None
    yield "GET", f"{user}/feedback", None


def _papers() -> Iterator[Request]:
    yield "POST", "/v1/papers", {"papers": [PAPER, {"title": " "}, {"title": "No Id"}, {"title": "x", "id": "://"}]}
    yield "POST", "/v1/papers", {"papers": [PAPER]}
    yield "GET", "/v1/papers/https://arxiv.org/abs/2106.15928", None
    yield "POST", "/v1/summaries", {"paper_ids": ["arXiv:2106.15928", "hf:no-id"]}
    yield (
        "POST",
        "/v1/imports",
        json.dumps(PAPER) + "\n{broken\n" + json.dumps({"title": "Another", "abstract": "It is."}),
    )
    yield "POST", "/v1/imports?format=ris", "x"
    yield "POST", "/v1/imports", "nothing of ours"
    yield "DELETE", "/v1/papers/arXiv:2106.15928", None
    yield "DELETE", "/v1/papers/arXiv:2106.15928", None


def _errors() -> Iterator[Request]:
    yield "GET", "/v1/papers/hf:none", None
    yield "GET", "/v1/papers/arxiv:9999.99999", None
    yield "GET", "/nowhere", None
    yield "PUT", "/v1/papers", {}
    yield "GET", "/v1/jobs/none", None
    yield "POST", "/v1/jobs/none/cancel", None
    yield "POST", "/v1/jobs", {"kind": "tidy"}
    yield "POST", "/v1/recommendations", {"liked": []}
    yield "POST", "/v1/recommendations", {"liked": [FLOWS], "disliked": [FLOWS]}
    yield "POST", "/v1/recommendations", {"liked": [FLOWS], "limit": 100_000}
    yield "POST", "/v1/recommendations", {"liked": [FLOWS], "cursor": "odd"}
    yield "POST", "/v1/recommendations", {"liked": [f"hf:paper-{n}" for n in range(10_001)]}
    yield "POST", "/v1/recommendations", {"liked": [FLOWS], "surprise": 1}
    yield "POST", "/v1/recommendations", "{broken"
    yield "GET", "/openapi.json", None


COMMANDS = (
    ("recommend", FLOWS, KERNELS, "--limit", "3", "--json"),
    ("recommend", FLOWS, "--dislike", SPEECH, "--json"),
    ("recommend", FLOWS, KERNELS, "--limit", "2"),
    ("recommend", "hf:none"),
    ("recommend", "://"),
    ("recommend", FLOWS, "--limit", "0"),
    ("recommend", FLOWS, "--dislike", FLOWS),
    ("similar", FLOWS, "--limit", "3", "--json"),
    ("similar", FLOWS, "--limit", "3"),
    ("similar", "hf:none"),
    ("summarize", SCENE, NANO, "hf:none", "--liked", FLOWS, "--json"),
    ("summarize", SCENE),
    ("summarize", "--query", "normalizing flows", "--top", "2", "--json"),
    ("summarize", "--query", " ", "--top", "2"),
    ("summarize",),
    ("summarize", "--user", "bob", "--top", "2", "--json"),
    ("doctor", "--json"),
    ("doctor",),
    ("demo",),
    ("reindex",),
)


def record(paperlark: str, data: Path) -> Iterator[dict[str, Any]]:
    """Every answer of a server over `data`, then what the commands print about the same folder."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PAPERLARK_")}
    command = [paperlark, "serve", "--sample", "--port", "0", "--data-dir", str(data)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as server:
        assert server.stdout is not None
        found = re.search(r"http://\S+", server.stdout.readline())
        assert found is not None
        with httpx.Client(base_url=found[0], timeout=60, headers={"X-Request-Id": "recorded"}) as client:
            for method, path, body in requests():
                sent = {"content": body.encode()} if isinstance(body, str) else {} if body is None else {"json": body}
                answer = client.request(method, path, **sent)
                kind = answer.headers.get("content-type", "")
                yield {"asked": [method, path, body], "status": answer.status_code, "type": kind, "body": answer.text}
        server.terminate()
    for arguments in COMMANDS:
        run = [paperlark, *arguments, "--data-dir", str(data)]
        done = subprocess.run(run, capture_output=True, text=True, env=environment | {"COLUMNS": "120"}, check=False)
        said = [line for line in done.stderr.splitlines() if line.startswith("paperlark:")]
        yield {"asked": arguments, "status": done.returncode, "body": done.stdout, "said": said}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, Path(sys.argv[2]).open("w") as out:
        answers = record(sys.argv[1], Path(folder) / "data")
        out.writelines(f"{json.dumps(answer).replace(folder, '')}\n" for answer in answers)
