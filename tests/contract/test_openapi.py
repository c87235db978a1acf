"""The OpenAPI documents and the application agree, whatever is sent; `make trust` sends far more."""

import os

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from service.app import create_app
from tests.api.test_jobs import begun, ended
from tests.corpora import serving

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "5"))
REFUSALS = {"400", "413", "415", "422"}
FACADE = {"/graph/v1/swagger.json": "POST /graph/v1/paper/batch"}
FACADE |= {"/recommendations/v1/swagger.json": "POST /recommendations/v1/papers/"}
DOCUMENTS = {"/openapi.json": "POST /v1/recommendations"} | FACADE


@pytest.fixture(scope="module")
def app(sampled):
    with serving(sampled) as client:  # jobs load DBOS in a thread, and Hypothesis walks over sys.modules
        ended(client, begun(client, sampled.corpus.catalog.first_ids(1)))
    return create_app(sampled)


# The threads of DBOS use the module `random`, and Hypothesis takes that for the doing of its strategies.
@pytest.mark.filterwarnings("ignore:Do not use the `random` module inside strategies")
@pytest.mark.parametrize(("path", "expected"), DOCUMENTS.items())
def test_every_operation_answers_as_the_document_says(app, path, expected):
    contract = schemathesis.openapi.from_asgi(path, app)
    tried, wrong = [], []
    for found in contract.get_all_operations():
        operation = found.ok()
        tried.append(operation.label)

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize="FUZZ_EXAMPLES" not in os.environ,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )
        @given(case=st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode)))
        def answers_as_documented(case):
            case.call_and_validate(excluded_checks=[positive_data_acceptance])  # not every text is an id

        try:
            answers_as_documented()
        except BaseExceptionGroup as failures:
            wrong.append(failures)
    assert expected in tried
    if wrong:
        raise BaseExceptionGroup(f"{len(wrong)} of {len(tried)} operations", wrong)


@pytest.mark.parametrize("path", FACADE)
def test_every_failure_of_the_facade_is_documented_in_the_shapes_of_semantic_scholar(reader, path):
    document = reader.get(path).json()
    for _, _, said in operations(document):
        failures = {status: answer["content"] for status, answer in said["responses"].items() if status[0] in "45"}
        shapes = {status: content["application/json"]["schema"]["$ref"] for status, content in failures.items()}
        assert shapes == {
            "429": "#/components/schemas/Failure",
            "4XX": "#/components/schemas/Refusal",
            "5XX": "#/components/schemas/Failure",
        }
        assert said["description"]
    assert "HTTPValidationError" not in document["components"]["schemas"]


@pytest.fixture(scope="module")
def document(reader):
    return reader.get("/openapi.json").json()


def operations(document):
    return [(path, method, said) for path, item in document["paths"].items() for method, said in item.items()]


def test_every_failure_is_documented_as_a_problem(document):
    for path, _, said in operations(document):
        failures = {status: answer for status, answer in said["responses"].items() if status[0] in "45"}
        assert {"500", "503"} <= failures.keys(), path
        for answer in failures.values():
            (media, content), *others = answer["content"].items()
            assert (media, content["schema"]["$ref"], others) == (
                "application/problem+json",
                "#/components/schemas/Problem",
                [],
            )


def test_every_operation_with_a_body_documents_how_it_refuses_one(document):
    for path, _, said in operations(document):
        if "application/json" in said.get("requestBody", {}).get("content", {}):
            assert said["responses"].keys() >= REFUSALS, path


def test_every_operation_is_explained(document):
    for path, method, said in operations(document):
        assert said.get("description"), (path, method)


OUTSIDE = {"/v1/sources/{name}/fetch"}  # it would ask somebody else's server


def test_the_examples_of_the_document_are_accepted(document, client):
    papers = [{"id": name, "title": name} for name in ("hf:neural-spline-flows", "hf:kernelised-normalising-flows")]
    assert client.post("/v1/papers", json={"papers": papers}).status_code == 200
    for path, method, said in operations(document):
        content = said.get("requestBody", {}).get("content", {}).get("application/json")
        if content and method == "post" and path not in OUTSIDE:
            schema = document["components"]["schemas"][content["schema"]["$ref"].rpartition("/")[2]]
            body = {name: about["examples"][0] for name, about in schema["properties"].items() if "examples" in about}
            assert body
            answer = client.post(path.format(user="ann"), json=body)
            assert answer.is_success, path
            assert str(answer.status_code) in said["responses"], path
