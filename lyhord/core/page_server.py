"""Django's pages inside an ASGI server: a2wsgi's threads, with one step between thread and loop for a whole answer."""

from collections.abc import Iterable
from typing import Any

from a2wsgi import WSGIMiddleware
from a2wsgi.asgi_typing import Receive, ReceiveEvent, Scope, Send, SendEvent
from a2wsgi.wsgi import WSGIResponder
from a2wsgi.wsgi_typing import Environ, StartResponse


class PageServer(WSGIMiddleware):
    """Runs pages in threads; the loop is asked once for each answer, not for its head, body and end in turn.

    A busy process makes a thread wait up to 5 ms for each such step (CPython's switch interval), with the page's
    work already done.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await _Responder(self.app, self.executor, self.send_queue_size)(scope, _as_coroutine(receive), send)
        else:
            await super().__call__(scope, receive, send)


class _Responder(WSGIResponder):
    def wsgi(self, environ: Environ, start_response: StartResponse) -> None:
        head: list[SendEvent] = []
        streamed = self.send
        # the head waits for the body; start_response hands it over here
        self.send = head.append  # type: ignore[method-assign,assignment]
        iterable = self.app(environ, start_response)
        try:
            if getattr(iterable, "streaming", True):
                self.send = streamed  # type: ignore[method-assign]
                self._stream(head, iterable)
            else:
                whole: SendEvent = {"type": "http.response.body", "body": b"".join(iterable), "more_body": False}
                self.loop.call_soon_threadsafe(self._put, [*head, whole])
        finally:
            getattr(iterable, "close", lambda: None)()

    def _stream(self, head: list[SendEvent], chunks: Iterable[bytes]) -> None:
        for event in head:
            self.send(event)
        for chunk in chunks:
            self.send({"type": "http.response.body", "body": chunk, "more_body": True})
        self.send({"type": "http.response.body", "body": b"", "more_body": False})

    def _put(self, events: list[Any]) -> None:
        for event in events:
            self.send_queue.put_nowait(event)


def _as_coroutine(receive: Receive) -> Receive:
    # granian's is awaitable but no coroutine, which a2wsgi needs to call it from a thread
    async def received() -> ReceiveEvent:
        return await receive()

    return received
