"""Time of questions to a catalogue of very many states: ``make bench-catalogue ARGS=100000``.

Prints CPU time of this process, the least of five; the rows are made up.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from qmigui.library.catalogue import Catalogue
from qmigui.library.database import Database
from qmigui.library.entry import Health
from qmigui.library.ledger import Ledger, Row

WORDS = [
    "alpha",
    "beta",
    "gamma",
    "delta",
    "ubuntu",
    "debian",
    "windows",
    "upgrade",
    "before",
    "after",
    "test",
    "crash",
    "kernel",
    "panic",
    "база",
    "данных",
    "仮想",
    "機械",
    "snapshot",
    "nightly",
    "build",
]
QUERIES = (
    "", "name:99999", "note:xyzzy", 'name:"ubuntu debian"', "tag:crash", "ubuntu", "ubuntu debian windows",
    "note:panic", "device:dev7", "machine:q35", "size:>1G", "date:>2020", "health:clean", "health:damaged",
    "-tag:crash", "ab", "仮想",
)  # fmt: skip


def fill(database: Database, count: int) -> None:
    """Make up *count* states, four to a series."""
    chance, ledger = random.Random(1), Ledger(database)
    sets = [
        tuple(f"0000:00:{slot:02x}.{part}/dev{chance.randrange(50)}" for slot in range(20) for part in (0, 1))
        for _ in range(300)
    ]
    for start in range(0, count, 5000):
        with database.write():
            for number in range(start, min(start + 5000, count)):
                ledger.put(
                    Row(
                        id=f"{chance.getrandbits(128):032x}",
                        file_name=f"file {number}",
                        name=f"{' '.join(chance.choices(WORDS, k=3))} {number}",
                        raw_size=chance.randrange(1 << 20, 1 << 36),
                        raw_sha256=f"{number:064x}",
                        stored_size=chance.randrange(1 << 20, 1 << 32),
                        created=chance.random() * 1.7e9,
                        stored=1.7e9 + number,
                        tags=tuple(sorted(set(chance.choices(WORDS, k=2)))),
                        note=" ".join(chance.choices(WORDS, k=15)),
                        machine=chance.choice(["pc-q35-7.2", "pc-i440fx-10.0", "virt-11.1"]),
                        arch="x86_64",
                        qemu="7.2",
                        qemu_number=7_0002_0000,
                        ram_size=1 << 30,
                        parent_sha256=f"{number - 1:064x}" if number % 4 else None,
                        depth=number % 4,
                        series=f"{number // 4:032x}",
                        source=f"vm{number}.bin",
                        form="binary",
                        checked=chance.choice([Health.CLEAN] * 19 + [Health.DAMAGED]),
                        devices=chance.choice(sets),
                    )
                )


def least(call: Callable[[], object]) -> float:
    """Milliseconds of CPU."""
    times = []
    for _ in range(5):
        begin = time.process_time()
        call()
        times.append(time.process_time() - begin)
    return 1000 * min(times)


def main(count: int) -> None:
    """Fill one and ask it."""
    with tempfile.TemporaryDirectory(prefix="qmigui-bench-") as directory:
        path = Path(directory, "catalogue.sqlite3")
        with Database(path) as database:
            begin = time.process_time()
            fill(database, count)
            seconds = time.process_time() - begin
            print(f"{count} states: {seconds:.1f} s to write, {path.stat().st_size / 1e6:.0f} MB")
            catalogue = Catalogue(database)
            print(f"{least(lambda: Database(path).close()):8.2f} ms  opening")
            print(f"{least(catalogue.changes):8.2f} ms  number of changes")
            page = catalogue.keys(limit=200)
            print(f"{least(lambda: catalogue.entries(page)):8.2f} ms  200 rows by key")
            for order in ("stored", "name", "raw_size", "health"):
                first = least(partial(catalogue.keys, order=order, limit=200))
                print(f"{first:8.2f} ms  first page by {order}")
            last = least(partial(catalogue.keys, order="name", limit=200, offset=count - 200))
            print(f"{last:8.2f} ms  last page by name")
            print(f"{least(partial(catalogue.keys, order='name')):8.2f} ms  all keys by name")
            print("   count   first page        found  query")
            for query in QUERIES:
                counting = least(partial(catalogue.count, query))
                paging = least(partial(catalogue.keys, query, limit=200))
                found = catalogue.count(query)
                print(f"{counting:8.2f} ms {paging:8.2f} ms {found:9}  {query or '(all)'}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
