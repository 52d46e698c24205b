"""News of a cluster: a websocket that tells when a slot is confirmed, as a hint and no more.

A node that does not tell that tells at least when one begins.  Nothing depends on it.  Where
there is none, it refuses or falls silent, waiting lasts as long as was asked for, and a new
connection is tried at longer and longer intervals.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from alatau.errors import ChainError

SILENCE_SECONDS = 5.0
"""A cluster has a slot every 0.4 s: after so long the connection is not believed to live."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 60.0
_CONNECT_SECONDS, _CLOSE_SECONDS = 5.0, 0.5
# The second is refused by some nodes, which changes nothing.
_SUBSCRIPTIONS = (
    '{"jsonrpc":"2.0","id":0,"method":"slotSubscribe"}',
    '{"jsonrpc":"2.0","id":1,"method":"slotsUpdatesSubscribe"}',
)
_LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})


class News:
    """Waits for news from the node whose HTTP URL `url` tells each time it connects."""

    def __init__(self, url: Callable[[], str]) -> None:
        self._url = url
        self._task: asyncio.Task[None] | None = None
        self._next: asyncio.Future[None] | None = None
        self._closed = False
        self._pause = _FIRST_PAUSE

    async def wait(self, seconds: float) -> None:
        """Return at the next news, at the latest after `seconds`."""
        if self._closed:
            raise ChainError(f"the connection to {self._url()} is closed")
        loop = asyncio.get_running_loop()
        if self._task is None:
            self._task = loop.create_task(self._listen())
        if self._next is None:
            self._next = loop.create_future()
        await asyncio.wait([self._next], timeout=max(seconds, 0.0))

    async def close(self) -> None:
        """Let those who wait go on, and the connection go.  Idempotent."""
        self._closed = True
        self._tell()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def _tell(self) -> None:
        if self._next is not None:
            self._next.set_result(None)
            self._next = None

    async def _listen(self) -> None:
        while True:
            with suppress(Exception):  # whatever it is, there is no news, and no more than that
                await self._follow()
            await asyncio.sleep(self._pause * random.uniform(1.0, 1.5))  # noqa: S311 - no secret
            self._pause = min(self._pause * 2, _LONGEST_PAUSE)

    async def _follow(self) -> None:
        # Imported when first used: most commands end before there would be news.
        from websockets.asyncio.client import connect  # noqa: PLC0415

        url = self._url()
        connection = connect(
            websocket_url(url),
            proxy=None if urlsplit(url).hostname in _LOCAL else True,
            compression=None,
            open_timeout=_CONNECT_SECONDS,
            close_timeout=_CLOSE_SECONDS,
            ping_interval=None,  # silence is noticed here
        )
        async with connection as socket:
            for subscription in _SUBSCRIPTIONS:
                await socket.send(subscription)
            confirms = False
            while True:
                async with asyncio.timeout(SILENCE_SECONDS):
                    message = json.loads(await socket.recv())
                confirmed = _is_confirmation(message)
                confirms = confirms or confirmed
                # One of the two a slot: where both were told, the node would be asked twice.
                if confirmed or (not confirms and message.get("method") == "slotNotification"):
                    self._pause = _FIRST_PAUSE
                    self._tell()


def _is_confirmation(message: dict[str, Any]) -> bool:
    if message.get("method") != "slotsUpdatesNotification":
        return False
    return bool(message["params"]["result"]["type"] == "optimisticConfirmation")


def websocket_url(url: str) -> str:
    """Where the node at the HTTP `url` has its websocket.

    A port that is named is the node's own, and its websocket has the next one; otherwise
    something stands in front, which serves both.
    """
    parts = urlsplit(url)
    scheme = "wss" if parts.scheme == "https" else "ws"
    if parts.scheme == "https" or parts.port is None:
        return parts._replace(scheme=scheme).geturl()
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    user = f"{parts.username}:{parts.password}@" if parts.username else ""
    return parts._replace(scheme=scheme, netloc=f"{user}{host}:{parts.port + 1}").geturl()
