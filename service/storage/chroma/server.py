"""A Chroma server: its version is checked, its answers are waited for no longer than the settings say."""

import re
from typing import Any, cast
from urllib.parse import urlsplit

import chromadb
import httpx
from chromadb.api.client import Client
from chromadb.config import Settings as ChromaSettings
from pydantic import HttpUrl
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_exponential_jitter

from service.errors import BadInput, IndexFailed
from service.observability import log
from service.settings import INDEX_URL
from service.storage.chroma.errors import translated_errors

_MAJOR = chromadb.__version__.partition(".")[0]
_VERSION = re.compile(r'"(\d[\w.+-]{0,30})"')


class ChromaServer:
    """A Chroma server, which several processes may use."""

    def __init__(self, url: HttpUrl, timeout_s: float, start_s: float) -> None:
        """Wait for the server for `start_s` seconds; `timeout_s` bounds each call.

        Raises IndexFailed when no server answers in time, BadInput when it is of another version.
        """
        self._url, self._timeout_s = str(url).rstrip("/"), timeout_s
        trying = Retrying(
            retry=retry_if_exception_type(IndexFailed),
            stop=stop_after_delay(start_s),
            wait=wait_exponential_jitter(multiplier=0.5, max=5, jitter=0.5),
            reraise=True,
        )
        trying(self.open)

    def open(self) -> None:
        """Connect; chromadb by itself would wait for an answer for ever."""
        self._require_version()
        parts = urlsplit(self._url)
        ssl, settings = parts.scheme == "https", ChromaSettings(anonymized_telemetry=False)
        with translated_errors():
            self.client = cast(
                "Client",
                chromadb.HttpClient(parts.hostname or "", parts.port or (443 if ssl else 8000), ssl, settings=settings),
            )
            self._sessions = _sessions(self.client)
            for session in self._sessions:
                session.timeout = self._timeout_s

    def recover_from(self, error: IndexFailed) -> None:
        """Leave what is on the server alone, and raise the error."""
        raise error

    def mark_readable(self) -> None:
        """The files are the server's own business."""

    def close(self) -> None:
        """Close the connections; chromadb by itself leaves them open."""
        self.client.close()
        for session in self._sessions:
            session.close()

    def _require_version(self) -> None:
        try:
            found = self._version("v2") or self._version("v1")  # before 1.0 there was only v1
        except httpx.HTTPError as error:
            reason = f"{type(error).__name__}: {error}"
            log.warning("waiting_for_chroma", url=self._url, reason=reason)
            raise IndexFailed(f"{INDEX_URL}: no Chroma server answers at {self._url} ({reason}).") from error
        if found is None:
            raise BadInput.at(INDEX_URL, f"{self._url} answers, but is no Chroma server; start one with `chroma run`.")
        if found.partition(".")[0] != _MAJOR:
            raise BadInput.at(
                INDEX_URL,
                f"the Chroma server at {self._url} is of version {found}, and this needs version {_MAJOR} (built with "
                f"{chromadb.__version__}); run one of `pip install chromadb=={chromadb.__version__}`, in a folder of "
                "its own: the index is filled anew from the catalog.",
            )

    def _version(self, api: str) -> str | None:
        """The version that a Chroma server says it has; None when what is there says no such thing."""
        answer = httpx.get(f"{self._url}/api/{api}/version", timeout=self._timeout_s)
        if answer.is_server_error:
            answer.raise_for_status()
        version = _VERSION.fullmatch(answer.text.strip()) if answer.is_success else None
        return version[1] if version else None


def _sessions(client: Any) -> list[httpx.Client]:  # noqa: ANN401  # these names are private to chromadb
    """The HTTP clients inside: one for the collections, one that looked the database up."""
    return [part._server._session for part in (client, client._admin_client)]  # noqa: SLF001
