"""The ASN.1 module of the BER form (``qemu-migration.asn1``), and BER held against modules.

- ``load``, ``text``, ``model``: a module's text as types; ``shipped``: those of our own module.
- ``automaton``: the types as tables.
- ``validate`` with ``octets``, ``header``, ``frames``, ``contents``, ``primitive``, ``endings``: the checker;
  ``plain``, ``runs`` and ``far`` are its quick ways, ``recover`` is what it does after an error, with
  ``fitting`` (what fits where) and ``search`` (where to go on); an ``observer`` hears of it.
- ``meaning``, ``meaning_ram``: what a checked file means, as the events of a stream.
- ``check``: all of it together.
- ``dump``: files as text.
"""
