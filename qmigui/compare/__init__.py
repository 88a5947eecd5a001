"""Answers that need more than one state: what differs, what another QEMU will say, what to mend.

``content`` reads a state once, into few bytes per RAM page; ``diff`` compares
two of them.  ``destination`` is what is known of a QEMU that is to load a
state, ``verdict`` what it will say of it, ``trial`` asks it.  ``edit`` changes
values on their way through a conversion.

Nothing here knows files by name or shows anything.
"""
