"""The process that parses modules of strangers: text in, tree out.

``python -m qmigui.schema.text.worker SECONDS BYTES`` limits its own time and memory,
reads the rewritten text from its standard input and prints one JSON object:
``{"tree": ..}``, or ``{"line": .., "error": ..}``.  A text that makes the parser
loop, or eat memory, harms this process alone.  :mod:`qmigui.schema.text.syntax`
starts it, and uses :func:`parse` itself for the module we ship.
"""

from __future__ import annotations

import re
import sys
from typing import Any

_LINE = re.compile(r"line (\d+)")
_EXPECTED = re.compile(r"Expected ([^{]{1,40})\.?$")


def parse(text: str) -> dict[str, Any]:
    """Let asn1tools parse *text*.

    Returns:
        ``{"tree": asn1tools' dict}``, or ``{"line": number or 0, "error": a few words}``.
    """
    import asn1tools

    try:
        return {"tree": asn1tools.parse_string(text)}
    except asn1tools.ParseError as error:
        # The message may go on with 2 kB of grammar.
        message = str(error)
        line = _LINE.search(message)
        expected = _EXPECTED.search(message)
        words = f"{expected[1].rstrip('.')} should stand here" if expected else "the syntax is wrong"
        return {"line": int(line[1]) if line else 0, "error": words}
    except RecursionError:
        return {"line": 0, "error": "types are nested too deep"}
    except Exception as error:  # noqa: BLE001 - asn1tools lets out whatever its own code runs into
        return {"line": 0, "error": f"asn1tools cannot read this: {type(error).__name__}: {error}"[:200]}


def main(arguments: list[str]) -> int:
    """Parse standard input with limits of processor seconds and bytes of memory."""
    import json
    import resource
    import signal

    seconds, memory = float(arguments[0]), int(arguments[1])
    signal.setitimer(signal.ITIMER_PROF, seconds)
    # The timer's signal could be blocked; this one takes whole seconds only.
    most = int(seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (most, most + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = json.dumps(parse(sys.stdin.buffer.read().decode("ascii")))
    except MemoryError:
        answer = json.dumps({"line": 0, "error": "this needs too much memory"})
    sys.stdout.write(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
