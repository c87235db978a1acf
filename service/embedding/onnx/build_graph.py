"""Writes graph.onnx: the all-MiniLM-L6-v2 encoder as a graph without weights.

    python service/embedding/onnx/build_graph.py FOLDER_OF_MODEL_SAFETENSORS

Every weight is ONNX external data: a byte range of the original `model.safetensors`, as it lies on disk.
The equations are those of BERT (Devlin et al. 2019, arXiv:1810.04805) with layer norm after each sum and
exact GELU, then the mean over the tokens and L2 normalisation (the model's own `modules.json`).
The graph takes one text: from 128 tokens on that is as fast as a batch, and without padding and mask a vector
cannot depend on the texts beside it. External data: onnx/docs/ExternalData.md. A safetensors file is 8 bytes of
header length (little-endian), a JSON header with byte offsets, then the tensors.
"""

import json
import sys
from pathlib import Path
from typing import cast

import onnx
from onnx import TensorProto, helper

LAYERS, HEADS, WIDTH, POSITIONS, WORDS = 6, 12, 384, 512, 30522
INNER, HEAD_WIDTH = 4 * WIDTH, WIDTH // HEADS
EPSILON = 1e-12  # layer_norm_eps in the model's config.json
OPSET, IR_VERSION = 20, 10  # the first with Gelu; read by onnxruntime since 1.17
WEIGHTS_FILE = "model.safetensors"
GRAPH_FILE = Path(__file__).parent / "graph.onnx"


def offsets(weights: Path) -> dict[str, int]:
    """The byte in the safetensors file at which each tensor begins."""
    with weights.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = cast("dict[str, dict[str, list[int]]]", json.loads(file.read(length)))
    header.pop("__metadata__")
    return {name: 8 + length + entry["data_offsets"][0] for name, entry in header.items()}


class Graph:
    """Nodes and initialisers in the order written; each method returns the name of the value it adds."""

    def __init__(self, starts: dict[str, int]) -> None:
        self.starts = starts
        self.nodes: list[onnx.NodeProto] = []
        self.initialisers: dict[str, onnx.TensorProto] = {}

    def op(self, kind: str, *inputs: str, **attributes: float | list[int]) -> str:
        """A node with one output."""
        name = f"{kind}_{len(self.nodes)}"
        node = helper.make_node(kind, inputs, [name], name=name)
        node.attribute.extend(helper.make_attribute(key, value) for key, value in attributes.items())
        self.nodes.append(node)
        return name

    def weight(self, name: str, *shape: int) -> str:
        """A float32 tensor of the weights file; with fewer rows than the file has, the first ones."""
        tensor = onnx.TensorProto(name=name, data_type=TensorProto.FLOAT, dims=shape)
        tensor.data_location = TensorProto.EXTERNAL
        length = 4
        for size in shape:
            length *= size
        for key, value in (("location", WEIGHTS_FILE), ("offset", self.starts[name]), ("length", length)):
            tensor.external_data.add(key=key, value=str(value))
        self.initialisers[name] = tensor
        return name

    def integers(self, *values: int) -> str:
        """A constant vector, int64."""
        name = "integers_" + "_".join(map(str, values))
        self.initialisers[name] = helper.make_tensor(name, TensorProto.INT64, [len(values)], values)
        return name

    def number(self, value: float) -> str:
        """A constant scalar, float32."""
        name = f"number_{value:g}"
        self.initialisers[name] = helper.make_tensor(name, TensorProto.FLOAT, [], [value])
        return name

    def linear(self, x: str, name: str, inputs: int, outputs: int) -> str:
        """Multiply by W^T and add b; W lies in the file as (outputs, inputs), which Gemm takes as it is."""
        weight, bias = self.weight(f"{name}.weight", outputs, inputs), self.weight(f"{name}.bias", outputs)
        return self.op("Gemm", x, weight, bias, transB=1)

    def norm(self, x: str, name: str) -> str:
        """Layer norm over the last axis, (x - mean) / sqrt(variance + EPSILON) * scale + bias."""
        scale, bias = self.weight(f"{name}.weight", WIDTH), self.weight(f"{name}.bias", WIDTH)
        return self.op("LayerNormalization", x, scale, bias, axis=-1, epsilon=EPSILON)


def embeddings(graph: Graph) -> str:
    """Word + position + type of token (always the first type), (tokens, WIDTH)."""
    words = graph.op("Gather", graph.weight("embeddings.word_embeddings.weight", WORDS, WIDTH), "input_ids")
    positions = graph.weight("embeddings.position_embeddings.weight", POSITIONS, WIDTH)
    tokens = graph.op("Shape", "input_ids")
    placed = graph.op("Slice", positions, graph.integers(0), tokens, graph.integers(0))
    kind = graph.weight("embeddings.token_type_embeddings.weight", 1, WIDTH)
    return graph.norm(graph.op("Add", graph.op("Add", words, kind), placed), "embeddings.LayerNorm")


def attention(graph: Graph, x: str, layer: str) -> str:
    """softmax(Q K^T / sqrt(HEAD_WIDTH)) V over all heads, (tokens, WIDTH)."""

    def heads(name: str, order: list[int]) -> str:
        flat = graph.linear(x, f"{layer}.attention.self.{name}", WIDTH, WIDTH)
        split = graph.op("Reshape", flat, graph.integers(-1, HEADS, HEAD_WIDTH))
        return graph.op("Transpose", split, perm=order)

    query = graph.op("Mul", heads("query", [1, 0, 2]), graph.number(HEAD_WIDTH**-0.5))
    weights = graph.op("Softmax", graph.op("MatMul", query, heads("key", [1, 2, 0])), axis=-1)
    mixed = graph.op("Transpose", graph.op("MatMul", weights, heads("value", [1, 0, 2])), perm=[1, 0, 2])
    joined = graph.op("Reshape", mixed, graph.integers(-1, WIDTH))
    return graph.linear(joined, f"{layer}.attention.output.dense", WIDTH, WIDTH)


def block(graph: Graph, x: str, layer: str) -> str:
    """One layer of the encoder, (tokens, WIDTH) to the same."""
    x = graph.norm(graph.op("Add", attention(graph, x, layer), x), f"{layer}.attention.output.LayerNorm")
    inner = graph.op("Gelu", graph.linear(x, f"{layer}.intermediate.dense", WIDTH, INNER))
    outer = graph.op("Add", graph.linear(inner, f"{layer}.output.dense", INNER, WIDTH), x)
    return graph.norm(outer, f"{layer}.output.LayerNorm")


def pool(graph: Graph, x: str) -> None:
    """The mean over the tokens, scaled to length 1: the graph's output `embedding`, (WIDTH,)."""
    mean = graph.op("ReduceMean", x, graph.integers(0), keepdims=0)
    length = graph.op("ReduceL2", mean, graph.integers(0), keepdims=1)
    graph.nodes.append(helper.make_node("Div", [mean, length], ["embedding"], name="embedding"))


def build(starts: dict[str, int]) -> onnx.ModelProto:
    """The whole encoder of one text: input_ids, int64 (tokens,), to embedding, float32 (WIDTH,)."""
    graph = Graph(starts)
    x = embeddings(graph)
    for index in range(LAYERS):
        x = block(graph, x, f"encoder.layer.{index}")
    pool(graph, x)
    tokens = helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["tokens"])
    output = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, [WIDTH])
    constants = list(graph.initialisers.values())
    body = helper.make_graph(graph.nodes, "all-MiniLM-L6-v2", [tokens], [output], constants)
    return helper.make_model(body, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)


if __name__ == "__main__":
    model = build(offsets(Path(sys.argv[1]) / WEIGHTS_FILE))
    GRAPH_FILE.write_bytes(model.SerializeToString(deterministic=True))
