"""The server of a preview: the pages of a session over HTTP, and what changes over a WebSocket."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from urllib.parse import quote

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from . import pages
from .guard import Guard
from .session import Session
from .wire import Message

#: Nothing may be kept: it changes.
_FRESH = {"Cache-Control": "no-store"}
#: A page that ends early may be about to be written to its end: how often it is looked at again,
#: and how long after each other, in seconds.
LOOKS, PAUSE = 20, 0.01
_SCRIPT = Path(__file__).with_name("page.js")


class _Viewer:
    """A browser on the other end of a WebSocket; what is sent goes out in its order."""

    def __init__(self, path: str, digest: str) -> None:
        self.path = path
        self.digest = digest
        self._waiting: asyncio.Queue[Message] = asyncio.Queue()

    def send(self, message: Message) -> None:
        self._waiting.put_nowait(message)

    async def forward(self, connection: WebSocket) -> None:
        """Send what there is to send, until cancelled."""
        while True:
            message = await self._waiting.get()
            await connection.send_text(json.dumps(message, ensure_ascii=False))


class _Site:
    """Answers requests with what a session has."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def answer(self, request: Request) -> Response:
        """Answer with a page or another file."""
        path = pages.address(request.scope["path"])
        if pages.is_page(path):
            return await self._page(path)
        places = self._session.places
        # What all pages share is as new as the renderer has it.
        shared = path.startswith("/_static/")
        roots = (places.rendered, places.html) if shared else (places.html,)
        file = pages.find(roots, path) or self._session.state.images.get(path)
        if file is not None and file.is_file():
            return FileResponse(file, headers=_FRESH)
        if pages.find((places.html,), f"{path}/") or self._session.current(f"{path}/"):
            return RedirectResponse(request.url.replace(path=quote(f"{path}/")), headers=_FRESH)
        return self._html(self._session.not_found(), 404)

    async def _page(self, path: str) -> Response:
        session = self._session
        page = session.current(path)
        for _ in range(LOOKS):
            if page is None or pages.is_whole(page):
                break
            await asyncio.sleep(PAUSE)  # it is being written
            page = session.current(path)
        if page is not None:
            return self._html(page)
        if session.state.built >= 0:
            return self._html(session.not_found(), 404)
        page = await session.page(path)
        # The build may have come to its end meanwhile.
        page = page or session.current(path)
        if page is not None:
            return self._html(page)
        text = "This page will be here as soon as the site is built."
        return self._html(pages.waiting("The site is being built", text), 503)

    @staticmethod
    def _html(page: bytes, status: int = 200) -> Response:
        body = pages.with_script(page)
        return Response(body, status, _FRESH, media_type="text/html")

    async def script(self, request: Request) -> Response:
        """Answer with the script that pages get."""
        return FileResponse(_SCRIPT, media_type="text/javascript", headers=_FRESH)

    async def follow(self, connection: WebSocket) -> None:
        """Tell a browser what changes, for as long as it shows a page."""
        await connection.accept()
        with contextlib.suppress(WebSocketDisconnect):
            said = await connection.receive_json()
            viewer = _Viewer(pages.address(str(said["path"])), str(said["digest"]))
            sending = asyncio.create_task(viewer.forward(connection))
            try:
                self._session.join(viewer)
                while True:
                    await connection.receive_text()
            finally:
                self._session.leave(viewer)
                sending.cancel()


def application(session: Session, port: int) -> Guard:
    """Return the application that serves a session at a port."""
    site = _Site(session)
    app = Starlette(
        routes=[
            WebSocketRoute(f"{pages.OWN}socket", site.follow),
            Route(f"{pages.OWN}page.js", site.script),
            Route("/{path:path}", site.answer),
        ]
    )
    return Guard(app, port)


def listen(port: int, tries: int = 1) -> socket.socket:
    """Return a socket on loopback at a port, or at one of those after it. Raises ``OSError``."""
    for number in range(port, port + tries):
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(("127.0.0.1", number))
        except OSError:
            listening.close()
            if number == port + tries - 1:
                raise
        else:
            # Who comes before the server is ready waits, and the port is taken from now on.
            listening.listen(128)
            return listening
    raise AssertionError("a range is not empty")


async def serve(site: Path, listening: socket.socket, say: Callable[[str], None]) -> None:
    """Serve the preview of a site until a signal ends it; then raise ``KeyboardInterrupt``."""
    session = Session(site, say)
    config = uvicorn.Config(
        application(session, listening.getsockname()[1]),
        lifespan="off",
        log_level="warning",
        access_log=False,
        ws=WebSocketsSansIOProtocol,
        ws_per_message_deflate=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    server = _Server(config, session)
    following = asyncio.create_task(session.run())
    following.add_done_callback(lambda _task: server.leave())
    await server.serve(sockets=[listening])
    following.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await following


class _Server(uvicorn.Server):
    """Ends at once: browsers that are connected would not go by themselves."""

    def __init__(self, config: uvicorn.Config, session: Session) -> None:
        super().__init__(config)
        self._session = session

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take a signal that asks to end."""
        self._session.kill()
        self.leave()
        super().handle_exit(sig, frame)

    def leave(self) -> None:
        """End."""
        self.should_exit = self.force_exit = True
