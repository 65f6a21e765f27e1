"""An HTTP site on loopback that publishes what a test puts on it, and misbehaves where it is told to."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

#: An answer: bytes, or what writes one to the handler.
Answer = bytes | Callable[[BaseHTTPRequestHandler], None]


class Site:
    """``site["/path"] = b"…"`` publishes; ``del site["/path"]`` takes it away. Bytes have an ETag and answer 304."""

    def __init__(self) -> None:
        self._answers: dict[str, Answer] = {}
        self.log: list[tuple[float, str, int, dict[str, str]]] = []  # when, path, status, request headers
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                answer = site._answers.get(self.path)
                if answer is None:
                    self.give(404, b"")
                elif callable(answer):
                    answer(self)
                else:
                    tag = f'"{hashlib.sha256(answer).hexdigest()[:16]}"'
                    is_known = self.headers.get("If-None-Match") == tag
                    self.give(304 if is_known else 200, b"" if is_known else answer, {"ETag": tag})

            def do_POST(self) -> None:
                self.do_GET()

            def give(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
                self.send_response(status)
                for name, value in (headers or {}).items():
                    self.send_header(name, value)
                if status != 304:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def send_response(self, code: int, message: str | None = None) -> None:
                site.log.append((time.monotonic(), self.path, code, dict(self.headers)))
                super().send_response(code, message)

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                pass  # clients hang up on endless answers

        self._make = lambda port: Server(("127.0.0.1", port), Handler)
        self._server: ThreadingHTTPServer | None = None
        self.address = ""
        self.open()

    def open(self) -> None:
        """Be reachable (again), at the same address."""
        self._server = self._make(int(self.address.rpartition(":")[2] or 0))
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def __setitem__(self, path: str, answer: Answer | str) -> None:
        self._answers[path] = answer.encode() if isinstance(answer, str) else answer

    def __delitem__(self, path: str) -> None:
        del self._answers[path]

    def listing(self, *links: str, path: str = "/list.html", tail: str = "") -> None:
        """A page that lists *links*, paths or ``path|text``."""
        rows = "".join(f'<li><a href="{link.partition("|")[0]}">{link.partition("|")[2]}</a></li>' for link in links)
        self[path] = f"<html><body><ul>{rows}</ul>{tail}</body></html>"

    def asked(self, path: str) -> list[int]:
        """The statuses with which *path* was answered."""
        return [status for _, asked, status, _ in self.log if asked == path]

    def close(self) -> None:
        """Be out of reach."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


def article(*paragraphs: str, tail: str = "", around: str = "") -> str:
    """A page with an article."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{paragraphs[0]}</title></head><body>"
        f"<div class='nav'>{around}</div><div class='TRS_Editor'>{body}{tail}</div></body></html>"
    )


def error(status: int, times: int = 10**9, then: bytes = b"", **headers: str) -> Answer:
    """So many errors, then an answer."""
    left = [times]

    def give(handler: BaseHTTPRequestHandler) -> None:
        left[0] -= 1
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        handler.give(*((status, b"", named) if left[0] >= 0 else (200, then)))

    return give


def redirect(target: str, status: int = 302) -> Answer:
    """An answer that leads elsewhere."""
    return lambda handler: handler.give(status, b"", {"Location": target})


def slow(body: bytes, seconds: float) -> Answer:
    """An answer that comes late."""

    def give(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)
        handler.give(200, body)

    return give


def endless(start: bytes = b"<html><body>", every: float = 0.02) -> Answer:
    """An answer that never ends."""

    def give(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.wfile.write(start)
        while True:
            handler.wfile.write(b"<p>...</p>")
            time.sleep(every)

    return give


def endless_headers() -> Answer:
    """A status line, and then headers without end."""

    def give(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            handler.wfile.write(b"X: y\r\n")
            time.sleep(0.05)

    return give


def cut(body: bytes, length: int, *, declared: bool = True) -> Answer:
    """The first *length* bytes; the whole length is declared, or none at all."""

    def give(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        if declared:
            handler.send_header("Content-Length", str(len(body)))
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.wfile.write(body[:length])
        handler.close_connection = True

    return give
