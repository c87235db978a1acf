"""The types of the client and the API's own document say the same of every answer."""

from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

import pytest

from service import client

ANSWERS = {
    ("get", "/healthz"): client.Health,
    ("get", "/readyz"): client.Ready,
    ("get", "/v1/checks"): client.Checks,
    ("get", "/v1/meta"): client.Meta,
    ("get", "/v1/papers/{paper_id}"): client.PaperRecord,
    ("post", "/v1/papers/lookup"): client.Lookup,
    ("post", "/v1/papers"): client.PaperOutcomes,
    ("post", "/v1/papers/{paper_id}/split"): client.PaperList,
    ("get", "/v1/papers/{paper_id}/similar"): client.SimilarPage,
    ("get", "/v1/search"): client.SearchPage,
    ("post", "/v1/users/{user}/imports"): client.LibraryReport,
    ("delete", "/v1/users/{user}/imports/{import_id}"): client.Undone,
    ("get", "/v1/users/{user}/collections"): client.CollectionList,
    ("get", "/v1/users/{user}/collections/{name}"): client.CollectionContent,
    ("get", "/v1/users/{user}/authors"): client.AuthorList,
    ("put", "/v1/users/{user}/authors/{name}"): client.FollowedAuthor,
    ("get", "/v1/users/{user}/authors/papers"): client.ArrivalList,
    ("get", "/v1/users/{user}/searches"): client.SearchList,
    ("put", "/v1/users/{user}/searches/{name}"): client.SavedSearch,
    ("get", "/v1/users/{user}/searches/{name}/papers"): client.ArrivalList,
    ("get", "/v1/users/{user}/feeds"): client.FeedList,
    ("post", "/v1/users/{user}/feeds"): client.Feed,
    ("get", "/v1/users/{user}/webhook"): client.Webhook,
    ("put", "/v1/users/{user}/webhook"): client.NewWebhook,
    ("post", "/v1/users/{user}/webhook/test"): client.Posted,
    ("get", "/v1/map"): client.PaperMap,
    ("post", "/v1/users/{user}/impressions"): client.Shown,
    ("get", "/v1/hit-rates"): client.HitRates,
    ("post", "/v1/recommendations"): client.Recommendations,
    ("get", "/v1/users/{user}/recommendations"): client.Recommendations,
    ("get", "/v1/users/{user}/feedback"): client.FeedbackList,
    ("put", "/v1/users/{user}/feedback/{paper_id}"): client.Recorded,
    ("post", "/v1/summaries"): client.Texts,
    ("post", "/v1/imports"): client.ImportReport,
    ("get", "/v1/jobs/{job_id}"): client.Job,
    ("get", "/v1/jobs/{job_id}/results"): client.JobResults,
}
PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}


def differences(hint: Any, schema: dict[str, Any], parts: dict[str, Any], place: str) -> Iterator[str]:
    """Where a type and a schema differ."""
    schema = parts[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    if get_origin(hint) in {UnionType, Union}:
        yield from _of_each(get_args(hint), schema.get("anyOf", []), parts, place)
    elif is_typeddict(hint):
        said, fields = schema.get("properties", {}), get_type_hints(hint)
        if said.keys() != fields.keys():
            yield f"{place}: {sorted(said.keys() ^ fields.keys())}"
        for name in said.keys() & fields.keys():
            yield from differences(fields[name], said[name], parts, f"{place}.{name}")
    elif get_origin(hint) is list:
        yield from differences(*get_args(hint), schema.get("items", {}), parts, f"{place}[]")
    elif get_origin(hint) is dict:
        yield from differences(get_args(hint)[1], schema.get("additionalProperties", {}), parts, f"{place}{{}}")
    elif get_origin(hint) is Literal:
        if {*get_args(hint)} != {*schema.get("enum", [])}:
            yield f"{place}: {hint} and {schema}"
    elif PLAIN[hint] != schema.get("type"):
        yield f"{place}: {hint} and {schema}"


def _of_each(hints: tuple[Any, ...], schemas: list[dict[str, Any]], parts: dict[str, Any], place: str) -> Iterator[str]:
    if len(hints) != len(schemas):
        yield f"{place}: {hints} and {schemas}"
    for hint, schema in zip(hints, schemas, strict=False):
        yield from differences(hint, schema, parts, place)


@pytest.mark.parametrize("operation", ANSWERS, ids=" ".join)
def test_an_answer_has_the_fields_that_its_type_says(reader, operation):
    document = reader.get("/openapi.json").json()
    method, path = operation
    answer = document["paths"][path][method]["responses"]["200"]["content"]["application/json"]["schema"]
    hint = ANSWERS[operation]
    assert list(differences(hint, answer, document["components"]["schemas"], hint.__name__)) == []


def test_a_difference_would_be_noticed(reader):
    parts = reader.get("/openapi.json").json()["components"]["schemas"]
    assert list(differences(client.Health, {"$ref": "#/components/schemas/Meta"}, parts, "here"))
    assert list(differences(client.Meta, parts["Health"], parts, "here"))
    assert list(differences(list[int], {"type": "array", "items": {"type": "string"}}, parts, "here"))
    assert list(differences(Literal["a"], {"enum": ["a", "b"]}, parts, "here"))
