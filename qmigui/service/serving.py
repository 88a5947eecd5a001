"""The window's engine: answers questions about one file over two pipes.

One process for each open file, so that nothing that is read or decoded there
stands in the way of a repaint, and closing a file gives everything back.  There
is one thread: while nobody asks, the file is read on, some milliseconds at a time.
The frames are those of :mod:`qmigui.service.frames`.
"""

from __future__ import annotations

import json
import os
import select
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qmigui.errors import FormatError, Problem, QmiguiError, UsageError
from qmigui.progress import Progress
from qmigui.service import frames

if TYPE_CHECKING:
    from qmigui.service.browsing import Browser
    from qmigui.stream.index.search import Query

SLICE = 0.008
"""Seconds of work between two looks at what was asked."""

TELL_EVERY = 0.1
"""Seconds between two frames that nobody asked for."""

REGEX_SECONDS = 2.0
"""So long one element may be looked through with an expression of the user."""

MOST_JSON = 20_000
"""Nodes of a copy as JSON."""

_LINE = 1 << 20
_NICENESS = 5


class Server:
    """Answers until its input ends.

    Args:
        read_fd, write_fd: the two pipes.
    """

    def __init__(self, read_fd: int, write_fd: int) -> None:
        self._read_fd = read_fd
        self._write_fd = write_fd
        self._browser: Browser | None = None
        self._scanning = False
        self._told = 0.0
        self._told_order = -1
        self._search: tuple[int, Iterator[Any], Callable[[int, Any], None]] | None = None
        self._last: Any = None
        self._filters: dict[int, Any] = {}
        self._verbs: dict[str, Callable[[int, dict[str, Any]], None]] = {
            "open": self._open,
            "children": self._children,
            "at": self._at,
            "chain": self._chain,
            "page": self._page,
            "spans": self._spans,
            "path": self._path,
            "json": self._json,
            "blocks": self._blocks,
            "cells": self._cells,
            "mark": self._mark,
            "find": self._find,
            "filter": self._filter,
            "validate": self._validate,
            "form": self._form,
        }

    def run(self) -> None:
        """Serve."""
        pending = b""
        try:
            while True:
                busy = self._scanning or self._search is not None
                ready, _, _ = select.select([self._read_fd], [], [], 0 if busy else None)
                if not ready:
                    self._work()
                    continue
                data = os.read(self._read_fd, 1 << 16)
                if not data:
                    return
                *lines, pending = (pending + data).split(b"\n")
                if len(pending) > _LINE:
                    return
                for line in lines:
                    self._answer(line)
        except (BrokenPipeError, KeyboardInterrupt):
            pass  # the window has gone
        finally:
            if self._browser is not None:
                self._browser.close()

    # -- frames ------------------------------------------------------------------------

    def _send(self, octets: bytes) -> None:
        view = memoryview(octets)
        while view:
            view = view[os.write(self._write_fd, view) :]

    def _tell(self, request: int, value: object) -> None:
        self._send(frames.json_frame(request, value))

    def _rows(self, request: int, rows: list[Any]) -> None:
        self._send(frames.frame(request, frames.ROWS, frames.pack_rows(rows)))

    def _fail(self, request: int, error: BaseException) -> None:
        is_bug = not isinstance(error, QmiguiError)
        text = "".join(traceback.format_exception(error)) if is_bug else str(error)
        offset = error.offset if isinstance(error, QmiguiError) else None
        value = {"text": text, "is_bug": is_bug, "offset": offset}
        self._send(frames.json_frame(request, value, frames.ERROR))

    def _answer(self, line: bytes) -> None:
        request = 0
        try:
            asked = json.loads(line)
            request = int(asked["id"])
            self._verbs[asked["do"]](request, asked)
        except BrokenPipeError:
            raise
        except Exception as error:  # noqa: BLE001 - the engine goes on, and the window is told
            self._fail(request, error)

    # -- work between questions ------------------------------------------------------------

    def _work(self) -> None:
        """Go on with a search, or with reading the file, for a moment."""
        until = time.monotonic() + SLICE
        if self._search is not None:
            self._go_on_searching(until)
            return
        browser = self._browser
        assert browser is not None
        try:
            while self._scanning and time.monotonic() < until:
                self._scanning = browser.step()
        except Exception as error:  # noqa: BLE001 - what has been read stays to be seen
            self._scanning = False
            self._fail(0, error)
        now = time.monotonic()
        if not self._scanning or now - self._told >= TELL_EVERY:
            self._told = now
            self._tell_progress()

    def _tell_progress(self) -> None:
        browser = self._browser
        assert browser is not None
        length = len(browser.index.order)
        value = {
            "event": "progress",
            "read": browser.read_bytes,
            "size": browser.size,
            "complete": not self._scanning,
            "changed": length != self._told_order or not self._scanning,
            "problem": browser.problem,
        }
        self._told_order = length
        self._send(frames.json_frame(0, value, frames.EVENT))

    def _go_on_searching(self, until: float) -> None:
        assert self._search is not None
        request, steps, finish = self._search
        try:
            while True:
                with _Limited(REGEX_SECONDS):
                    step = next(steps, _OVER)
                if step is _OVER:
                    self._search = None
                    finish(request, self._last)
                    return
                self._last = step
                if time.monotonic() >= until:
                    return
        except Exception as error:  # noqa: BLE001 - an expression that takes too long, above all
            self._search = None
            self._fail(request, error)

    # -- questions ---------------------------------------------------------------------

    def _opened(self) -> Browser:
        if self._browser is None:
            raise UsageError("no file is open")
        return self._browser

    def _open(self, request: int, asked: dict[str, Any]) -> None:
        from qmigui.service.browsing import Browser

        scratch = asked.get("scratch")
        name = asked["path"]
        told = 0.0

        def tell(done: int, size: int | None) -> None:
            nonlocal told
            now = time.monotonic()
            if now - told >= TELL_EVERY:
                told = now
                value = {"event": "unpacking", "done": done, "size": size}
                self._send(frames.json_frame(0, value, frames.EVENT))

        try:
            browser = Browser(name, Path(scratch) if scratch else None, tell=tell)
        except FormatError:
            if len(states := _states_in(name)) < 2:
                raise
            self._tell(request, {"choose": states})  # which one is for the user to say
            return
        self._browser = browser
        self._scanning = True
        until = time.monotonic() + 0.1
        while self._scanning and time.monotonic() < until:
            self._scanning = browser.step()
        self._tell(
            request,
            {
                "form": browser.form,
                "size": browser.size,
                "bytes": browser.bytes_path,
                "is_copied": browser.is_copied,
                "title": browser.title,
                "carrier": _carrier_of(browser),
                "complete": not self._scanning,
                "problem": browser.problem,
            },
        )
        self._told_order = len(browser.index.order)

    def _children(self, request: int, asked: dict[str, Any]) -> None:
        kept = self._filters.get(asked.get("filter", 0))
        self._rows(request, self._opened().index.children(int(asked["node"]), kept=kept))

    def _tell_chain(self, request: int, chain: list[int]) -> None:
        self._rows(request, self._opened().chain_rows(chain))

    def _at(self, request: int, asked: dict[str, Any]) -> None:
        self._tell_chain(request, self._opened().index.at(int(asked["offset"])))

    def _chain(self, request: int, asked: dict[str, Any]) -> None:
        self._tell_chain(request, self._opened().index.chain_of(int(asked["node"])))

    def _page(self, request: int, asked: dict[str, Any]) -> None:
        chain = self._opened().index.pages.page(int(asked["block"]), int(asked["page"]))
        self._tell_chain(request, chain)

    def _spans(self, request: int, asked: dict[str, Any]) -> None:
        most = min(int(asked["most"]), 4096)
        self._rows(request, self._opened().index.spans(int(asked["first"]), int(asked["last"]), most))

    def _path(self, request: int, asked: dict[str, Any]) -> None:
        self._tell(request, {"path": self._opened().index.path(int(asked["node"]))})

    def _json(self, request: int, asked: dict[str, Any]) -> None:
        from qmigui.stream.index.export import plain

        value, is_whole = plain(self._opened().index, int(asked["node"]), MOST_JSON)
        self._tell(request, {"json": json.dumps(value, indent=2, ensure_ascii=False), "whole": is_whole})

    def _blocks(self, request: int, asked: dict[str, Any]) -> None:
        from qmigui.stream.index.runs import NAMES

        builder = self._opened().index.builder
        blocks = [
            {
                "name": block.name,
                "length": block.length,
                "page_size": block.page_size,
                "pages": block.pages,
                "totals": block.totals(),
            }
            for block in builder.maps[:4096]
        ]
        self._tell(request, {"blocks": blocks, "states": [NAMES[state] for state in NAMES]})

    def _cells(self, request: int, asked: dict[str, Any]) -> None:
        maps = self._opened().index.builder.maps
        number = int(asked["block"])
        if not 0 <= number < len(maps):
            self._send(frames.frame(request, frames.CELLS, b"\0" * 8))
            return
        most = min(int(asked["most"]), 4 << 20)
        cells, step = maps[number].reduced(int(asked["first"]), int(asked["last"]), most)
        self._send(frames.frame(request, frames.CELLS, step.to_bytes(8, "little") + cells.tobytes()))

    def _mark(self, request: int, asked: dict[str, Any]) -> None:
        """Problems stand at these offsets: pages that have one are shown so."""
        index = self._opened().index
        marked = sum(index.pages.mark_problem(int(offset)) for offset in asked["offsets"])
        self._tell(request, {"pages": marked})

    def _query(self, asked: dict[str, Any]) -> Query:
        from qmigui.stream.index.search import Query

        return Query(
            str(asked["text"]), str(asked["scope"]), bool(asked.get("regex")), bool(asked.get("exact"))
        )

    def _find(self, request: int, asked: dict[str, Any]) -> None:
        from qmigui.stream.index.search import find

        query = self._query(asked)
        query.matcher()
        steps = find(self._opened().index, query, int(asked["node"]), backward=bool(asked.get("backward")))
        self._begin_search(request, steps, self._found)

    def _found(self, request: int, node: Any) -> None:
        self._tell_chain(request, self._opened().index.chain_of(node) if node is not None else [])

    def _filter(self, request: int, asked: dict[str, Any]) -> None:
        from qmigui.stream.index.search import keep

        query = self._query(asked)
        query.matcher()
        self._begin_search(request, keep(self._opened().index, query), self._filtered)

    def _filtered(self, request: int, kept: Any) -> None:
        self._filters = {request: kept} if kept is not None else {}
        count = len(kept.items) if kept is not None else 0
        self._tell(request, {"filter": request, "items": count})

    def _begin_search(
        self, request: int, steps: Iterator[Any], finish: Callable[[int, Any], None]
    ) -> None:
        if self._search is not None:
            # The one that was asked before is not wanted any more.
            self._tell(self._search[0], {"superseded": True})
        self._last = None
        self._search = request, steps, finish

    def _form(self, request: int, asked: dict[str, Any]) -> None:
        """What a file is, for whoever wants to convert it."""
        from qmigui.service.forms import form_of
        from qmigui.service.opening import open_state

        with open_state(asked["path"]) as source:
            self._tell(request, {"form": form_of(source), "size": source.size})

    # -- validation --------------------------------------------------------------------

    def _validate(self, request: int, asked: dict[str, Any]) -> None:
        """Check a file; its problems come in batches.  Only the end of the process stops it."""
        from qmigui import service

        os.nice(_NICENESS)  # nobody waits for it: what is looked at comes first
        batch: list[Problem] = []

        def flush() -> None:
            if batch:
                self._send(frames.frame(request, frames.PROBLEMS, frames.pack_problems(batch)))
                batch.clear()

        progress = _Told(lambda read, total: self._tell_reading(request, read, total, flush))

        def take(problem: Problem) -> None:
            batch.append(problem)
            if len(batch) >= 1000:
                flush()

        result = service.validate(
            asked["path"], max_problems=int(asked["most"]), take=take, progress=progress
        )
        flush()
        self._tell(request, {"counts": result.counts, "form": result.form})

    def _tell_reading(
        self, request: int, read: int, total: int | None, flush: Callable[[], None]
    ) -> None:
        now = time.monotonic()
        if now - self._told >= TELL_EVERY:
            self._told = now
            flush()
            value = {"event": "validating", "read": read, "size": total}
            self._send(frames.json_frame(request, value, frames.EVENT))


def _carrier_of(browser: Browser) -> dict[str, Any]:
    """What the stream of a file came in, as far as it is shown."""
    envelope = browser.carrier
    if envelope is None:
        return {}
    return {
        "kind": envelope.kind,
        "compressions": [*envelope.wrappings, *filter(None, [envelope.compression])],
        "snapshot": envelope.snapshot.name if envelope.snapshot is not None else "",
    }


def _states_in(name: str) -> list[dict[str, Any]]:
    """The snapshots with a state of the qcow2 image that *name* is; none: it is no image, or is damaged."""
    from qmigui.service.opening import parts_of_state
    from qmigui.service.summary import info

    plain, offset, snapshot = parts_of_state(name)
    if offset is not None or snapshot is not None or not os.path.isfile(plain):
        return []
    try:
        told = info(name).to_json()
    except QmiguiError:
        return []
    return [each for each in told.get("snapshots", ()) if each["state_size"]]


_OVER = object()


class _Limited:
    """A block of code that may take so many seconds, where the system has timers.

    Args:
        seconds: as said.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __enter__(self) -> None:
        signal.signal(signal.SIGALRM, self._raise)
        signal.setitimer(signal.ITIMER_REAL, self._seconds)

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)

    @staticmethod
    def _raise(_number: int, _stack: object) -> None:
        raise UsageError("the expression takes too long")


class _Told(Progress):
    """Progress that tells of itself.

    Args:
        tell: is given the octets read, and those in all.
    """

    def __init__(self, tell: Callable[[int, int | None], None]) -> None:
        self._tell = tell
        self._read = 0
        super().__init__()

    @property
    def read_bytes(self) -> int:
        """Input consumed so far."""
        return self._read

    @read_bytes.setter
    def read_bytes(self, value: int) -> None:
        self._read = value
        self._tell(value, getattr(self, "total_bytes", None))


def serve(read_fd: int = 0, write_fd: int = 1) -> None:
    """Serve on two descriptors until the first one ends."""
    # Loaded before anybody asks: then the first file is there at once.
    from qmigui.qemufile import files, opener  # noqa: F401
    from qmigui.service import browsing  # noqa: F401
    from qmigui.stream.index import builder, decoding, early, index, search  # noqa: F401

    Server(read_fd, write_fd).run()
