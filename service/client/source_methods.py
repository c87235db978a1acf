"""What a client does about sources of new papers: look at them, and fetch one."""

from collections.abc import Mapping

from service.client.connection import path_of
from service.client.job_methods import JobMethods, Progress, given, in_silence
from service.client.sources import Source, Sources
from service.errors import RequestFailed


class SourceMethods(JobMethods):
    """Methods of a client, which says how the server is asked."""

    def sources(self) -> Sources:
        """How each source stands."""
        return self._ask("GET", "/v1/sources")

    def fetch(
        self,
        name: str,
        since: str | None = None,
        source: Mapping[str, object] | None = None,
        progress: Progress = in_silence,
    ) -> Source:
        """Fetch what a source has that is new, from a day or so many days back (7d) on; how it stands afterwards.

        `source` says what it is where the server's settings do not. `progress` is told of papers. Raises RequestFailed
        with what went wrong.
        """
        body = given({"since": since, "source": source})
        job = self._ask("POST", f"/v1/sources{path_of(name)}/fetch", body=body)
        ended = self._followed(job, lambda _done, _total: self._tell(name, progress))
        found = self._source(name)
        if ended["status"] != "completed":
            detail = found["error"] or ended["error"] or f"The job {ended['id']} is {ended['status']}."
            raise RequestFailed(detail, status=503, code="source_unavailable", title="Source unavailable")
        return found

    def _tell(self, name: str, progress: Progress) -> None:
        seen = self._source(name)["seen"]
        if seen:
            progress(seen, seen)

    def _source(self, name: str) -> Source:
        return next(each for each in self.sources()["data"] if each["name"] == name)
