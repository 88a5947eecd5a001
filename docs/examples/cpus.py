"""List the devices of a saved state, and where each CPU stands.

    python cpus.py FILE
"""

from __future__ import annotations

import sys

import qmigui

WHERE = ("env.eip", "env.pc", "env.nip", "env.psw.addr", "env.active_tc.PC")
"""What targets call the address of the next instruction; x86_64's env.eip is 64 bits wide."""


def main(name: str) -> int:
    """Print the devices of the state *name*."""
    with qmigui.open_state(name) as state:
        print(f"{state.machine or 'no machine'}, {state.form}, {state.size} octets")
        for device in state.devices():
            known = f"{len(device.fields)} fields" if device.is_described else device.why_octets
            print(f"{device.offset:#x} {device.idstr!r} instance {device.instance_id}: {known}")
            if device.name != "cpu":
                continue
            field = next(filter(None, map(device.get, WHERE)), None)
            if field is not None and isinstance(field.value, int):
                print(f"    {field.path} = {field.value:#x}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1]))
    except qmigui.QmiguiError as error:
        sys.exit(str(error))
