"""What all tests share.

Fixtures with real data:

- ``corpus``: the collection (:class:`tests.corpus.Corpus`).
- ``stream_file``: the test runs once for each whole stream of the collection.
- ``corpus_case``: the test runs once for each case.
- ``sample``: the test runs once for each small stream in ``tests/data``.
"""

from __future__ import annotations

import os
import signal
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

# Before anything imports Qt, and before anything reads settings.
os.environ["QT_QPA_PLATFORM"] = os.environ.get("QMIGUI_TEST_PLATFORM", "offscreen")
os.environ["QT_STYLE_OVERRIDE"] = "Fusion"
_home = tempfile.TemporaryDirectory(prefix="qmigui-home-")
for _name in ("CONFIG", "DATA", "STATE", "CACHE"):
    os.environ[f"XDG_{_name}_HOME"] = str(Path(_home.name, _name.lower()))
os.environ["XDG_RUNTIME_DIR"] = str(Path(_home.name, "runtime"))
Path(_home.name, "runtime").mkdir(mode=0o700)

# Behind nohup or a & of a shell they are ignored, here and by each program that a test interrupts.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)

import pytest  # noqa: E402 - after the environment is set

from tests import corpus as corpus_module  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.corpus import Corpus


def pytest_report_header() -> str:
    """Say what the tests run on."""
    found = corpus_module.corpus()
    if found.is_full:
        return f"qmigui corpus: {found.root} ({len(found.cases)} cases)"
    return f"qmigui corpus: absent; running on tests/data only ({len(found.cases)} cases), see QMIGUI_CORPUS"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Spread tests over the real data."""

    def spread(name: str, items: Iterable[tuple[str, object]]) -> None:
        if name in metafunc.fixturenames:
            metafunc.parametrize(
                name, [pytest.param(item, id=i, marks=pytest.mark.corpus) for i, item in items]
            )

    found = corpus_module.corpus()
    spread("stream_file", ((file.case_id, file) for file in found.streams()))
    spread("corpus_case", ((case.id, case) for case in found.cases))
    spread("sample", ((file.case_id, file) for file in corpus_module.samples().streams()))


def pytest_sessionfinish() -> None:
    """Leave nothing behind; workers of xdist do no more than this at their end."""
    corpus_module.remove_cache()
    _home.cleanup()


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    """The collection of real streams, or the small one in ``tests/data``."""
    return corpus_module.corpus()
