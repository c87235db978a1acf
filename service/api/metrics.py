"""`/metrics`: what Prometheus collects."""

from fastapi import APIRouter, Response

from service.api.services import Use
from service.jobs import InstallationMetrics
from service.observability import metrics as counted

router = APIRouter(tags=["health"])


@router.get("/metrics", include_in_schema=False)  # not for clients of the API, and no JSON
def metrics(services: Use) -> Response:
    """What this process counted, and what the store says of the installation."""
    read = InstallationMetrics(services.corpus, services.database, services.jobs, services.writer.chain)
    return Response(counted.exposition(read), media_type=counted.CONTENT_TYPE)
