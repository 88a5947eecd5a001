"""Answers that need more than one state: what differs, what another QEMU will say, what to mend.

- ``content`` reads a state once, into eight bytes for each page of RAM
  (``ram``, ``columns``) and the places of everything else (``octets``).
- ``diff`` compares two of them: ``device_diff`` by values, ``ram_diff`` by pages.
- ``destination`` is what is known of a QEMU that is to load a state
  (``dump_table``, or a state of its own), ``verdict`` what it will say of it,
  ``trial`` lets it say so.  ``qemu`` is the process.
- ``edit`` changes values on their way through a conversion.
- ``machine_module`` makes an ASN.1 module of one state.

Nothing here knows files by name or shows anything.
"""
