"""How the process of a verb runs: settled before the verb loads what it needs.

Nothing of this matters for what a verb does, only for how long it takes: a verb that has little
to do spends most of its time on its start and its end.
"""

from __future__ import annotations

import atexit
import gc
import os

_YOUNG = 100_000


def settle() -> None:
    """Spare the process work that is of no use to a verb."""
    # Loading makes many objects that stay, and hardly a cycle: looking through them for cycles as
    # often as usual would take an eighth of the start, and a fifth of a validation.
    gc.set_threshold(_YOUNG, 50, 100)
    atexit.register(gc.freeze)  # at the end, the system takes back all memory anyway
    # numpy's linear algebra, which is not used, would start a thread for each core.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
