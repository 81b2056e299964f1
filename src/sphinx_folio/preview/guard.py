"""Lets in only what comes from this machine's own browsers, looking at the preview itself.

A page of another site can ask a server on loopback, by a name of its own that leads there (DNS
rebinding) or across origins; so the name that was asked for and the page that asks are checked.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

NAMES = ("localhost", "127.0.0.1", "[::1]")


class Guard:
    """Wraps an application; *port* is the one that it is served at."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        self._hosts = {f"{name}:{port}" for name in NAMES}
        if port == 80:
            self._hosts |= set(NAMES)
        self._origins = {f"http://{host}" for host in self._hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request, or refuse it."""
        if scope["type"] in {"http", "websocket"}:
            refusal = self._refusal(scope)
            if refusal is not None:
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            return _refused(f"the preview is at {' and '.join(sorted(self._hosts))} only")
        # A browser names the page that asks on every connection that stays open.
        named = bool(origins) or scope["type"] == "http"
        if not named or any(origin.lower() not in self._origins for origin in origins):
            return _refused("a page of another site asks for the preview")
        return None


def _refused(why: str) -> PlainTextResponse:
    return PlainTextResponse(f"Refused: {why}.\n", status_code=403)
