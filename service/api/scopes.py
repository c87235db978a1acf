"""What every route asks of a key: the one table, of the pages and of Semantic Scholar's API as well."""

import re
from collections.abc import Iterable
from typing import Final

from service.access import SCOPES, Scope

OPEN: Final = frozenset(
    {
        "GET /healthz",
        "GET /readyz",
        "GET /openapi.json",
        "GET /graph/v1/swagger.json",
        "GET /recommendations/v1/swagger.json",
        "GET /static/{path:path}",
        "GET /sign-in",
        "POST /sign-in",
        "POST /sign-out",
        "GET /feeds/{token}",  # who has the address may read
        "GET /subscriptions/{token}",  # the token is the key
        "POST /subscriptions/{token}",
    }
)
"""What nobody needs a key for."""

TABLE: Final[dict[Scope, frozenset[str]]] = {
    "read": frozenset(
        {
            "GET /v1/meta",
            "GET /v1/papers/{paper_id:path}",
            "GET /v1/papers/{paper_id:path}/similar",
            "POST /v1/papers/lookup",
            "GET /v1/map",
            "GET /v1/search",
            "GET /v1/search/export",
            "GET /v1/trending",
            "POST /v1/recommendations",  # with blurbs, spend as well
            "POST /v1/recommendations/next-to-rate",
            "POST /v1/recommendations/explain",
            "GET /v1/users/{user}/feedback",
            "GET /v1/users/{user}/export",
            "GET /v1/users/{user}/export/likes",
            "GET /v1/users/{user}/export/recommendations",
            "GET /v1/users/{user}/export/collections/{name}",
            "GET /v1/users/{user}/recommendations",
            "GET /v1/users/{user}/recommendations/next-to-rate",
            "GET /v1/users/{user}/interests",
            "GET /v1/users/{user}/collections",
            "GET /v1/users/{user}/collections/{name}",
            "GET /v1/users/{user}/searches",
            "GET /v1/users/{user}/searches/{name}",
            "GET /v1/users/{user}/searches/{name}/papers",
            "GET /v1/users/{user}/authors",
            "GET /v1/users/{user}/authors/papers",
            "GET /v1/users/{user}/alerts",
            "GET /v1/users/{user}/imports",
            "GET /v1/users/{user}/subscription",
            "GET /v1/users/{user}/digests",
            "GET /v1/users/{user}/digests/{digest_id}",
            "GET /v1/users/{user}/digest",
            "GET /v1/jobs/{job_id}",
            "GET /v1/jobs/{job_id}/results",
            "GET /v1/jobs/{job_id}/events",
            "GET /feeds/trending.atom",
            "GET /graph/v1/paper/{paper_id:path}",
            "GET /graph/v1/paper/search",
            "GET /graph/v1/paper/search/match",
            "POST /graph/v1/paper/batch",
            "GET /recommendations/v1/papers/forpaper/{paper_id:path}",
            "POST /recommendations/v1/papers",
            "POST /recommendations/v1/papers/",
            "GET /",
            "GET /why",
            "GET /for-you",
            "GET /for-you/why",
            "GET /search",
            "GET /trending",
            "GET /papers/{paper_id:path}",
            "GET /kept",
            "GET /kept/imports",
            "GET /digest",
            "GET /digest/{digest_id}",
            "GET /map",
            "GET /map/papers",
            "GET /batch",
            "GET /batch/{job_id}",
            "GET /batch/{job_id}/texts.{ending}",
            "GET /faithfulness",
            "POST /user",
        }
    ),
    "write": frozenset(
        {
            "POST /v1/papers",
            "POST /v1/imports",
            "PUT /v1/users/{user}/feedback/{paper_id:path}",
            "POST /v1/users/{user}/feedback",
            "DELETE /v1/users/{user}/feedback/{paper_id:path}",
            "DELETE /v1/users/{user}",
            "PATCH /v1/users/{user}/interests",
            "POST /v1/users/{user}/impressions",
            "PUT /v1/users/{user}/collections/{name}",
            "DELETE /v1/users/{user}/collections/{name}",
            "PUT /v1/users/{user}/collections/{name}/{paper_id:path}",
            "DELETE /v1/users/{user}/collections/{name}/{paper_id:path}",
            "PUT /v1/users/{user}/searches/{name}",
            "DELETE /v1/users/{user}/searches/{name}",
            "PUT /v1/users/{user}/authors/{name}",
            "DELETE /v1/users/{user}/authors/{name}",
            "POST /v1/users/{user}/alerts/seen",
            "POST /v1/users/{user}/imports",
            "DELETE /v1/users/{user}/imports/{import_id}",
            "GET /v1/users/{user}/feeds",  # shows secrets that outlive the key
            "POST /v1/users/{user}/feeds",
            "DELETE /v1/users/{user}/feeds/{kind}",
            "GET /v1/users/{user}/webhook",  # its address may be a secret of Slack's
            "PUT /v1/users/{user}/webhook",
            "DELETE /v1/users/{user}/webhook",
            "POST /v1/users/{user}/webhook/test",
            "POST /v1/users/{user}/subscription",  # digests that a model writes, spend as well
            "DELETE /v1/users/{user}/subscription",
            "POST /digest",
            "POST /v1/jobs/{job_id}/cancel",
            "POST /",
            "POST /for-you",
            "POST /search",
            "POST /trending",
            "POST /papers/{paper_id:path}",  # to have a model write, spend as well
            "POST /kept",
            "POST /kept/imports",
        }
    ),
    "spend": frozenset(
        {
            "POST /v1/summaries",
            "POST /v1/jobs/{job_id}/retry",
            "POST /v1/users/{user}/subscription/send",
            "POST /batch",
            "POST /batch/{job_id}",
        }
    ),
    "admin": frozenset(
        {
            "DELETE /v1/papers/{paper_id:path}",
            "POST /v1/papers/{paper_id:path}/split",
            "POST /v1/jobs",
            "GET /v1/checks",
            "GET /metrics",  # no user is in it, but what was spent is
            "GET /v1/hit-rates",
            "GET /v1/sources",
            "POST /v1/sources/{name:path}/fetch",
            "GET /status",
            "POST /map",
        }
    ),
}
"""Which scope a key needs for a route; one that is in no table is for nobody."""

_PARAMETER = re.compile(r"(\{[^}]*\})")


def is_open(method: str, path: str) -> bool:
    """Whether nobody needs a key for this."""
    return bool(_OPEN.match(f"{method} {path}"))


def scope_of(method: str, path: str) -> Scope | None:
    """Which scope this needs; None where there is no route."""
    asked = f"{method} {path}"
    return next((scope for scope in SCOPES if _NEEDED[scope].match(asked)), None)


def _pattern(routes: Iterable[str]) -> re.Pattern[str]:
    """What matches any of these routes, as Starlette matches each."""
    return re.compile("|".join(f"^{''.join(map(_part, _PARAMETER.split(each)))}$" for each in sorted(routes)))


def _part(text: str) -> str:
    if not text.startswith("{"):
        return re.escape(text)
    if text == "{token}":
        return "[^/.]+"  # no dot: that is another address
    return ".*" if text.endswith(":path}") else "[^/]+"


_OPEN = _pattern(OPEN)
_NEEDED = {scope: _pattern(routes) for scope, routes in TABLE.items()}
