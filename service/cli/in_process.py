"""The application over a data folder that nobody serves, asked in this process: requests without a socket."""

import asyncio
from contextlib import ExitStack
from http import HTTPStatus

import httpx

from service import llm
from service.app import Services, create_app, working


class InProcess(httpx.BaseTransport):
    """Carries requests to the application over services; from the first job that it accepts, jobs are worked on."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._application = httpx.ASGITransport(create_app(services, trusted=True))
        self._loop = asyncio.Runner()  # one for all requests: connections to models belong to it
        self._work = ExitStack()
        self._works = False

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The whole answer to a request."""
        answer = self._loop.run(self._answered(request))
        if answer.status_code == HTTPStatus.ACCEPTED and not self._works:
            self._work.enter_context(working(self._services))
            self._works = True
        return answer

    def close(self) -> None:
        """End the work on jobs, and the connections to models."""
        self._work.close()
        self._loop.run(llm.close())
        self._loop.close()

    async def _answered(self, request: httpx.Request) -> httpx.Response:
        answer = await self._application.handle_async_request(request)
        return httpx.Response(answer.status_code, headers=answer.headers, content=await answer.aread())
