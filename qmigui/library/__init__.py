"""KEEPING: saved states, compressed, checked, found again.

- ``archive``: one file for each state, and all that is done with it.  It knows
  no catalogue: a file tells everything about itself.
- ``library``: an open library: its folder (``place``), its ``database`` (``migrations``), what
  that says (``catalogue``, ``entry``) and what is written into it (``ledger``).
- ``query``, ``query_values``, ``query_sql``: the language of ``--list``; ``finding``: from an id
  or a name to one state; ``texts``: the user's words.
- ``storing``, ``removing`` (``trash``), ``rewriting``, ``words`` (``sidecar``), ``exporting``,
  ``verifying``: what changes a library, crash-safe; ``locks`` between processes.
- ``scan``: brings the catalogue in line with the folder; ``adoption``: from an archive to a row.
- ``opened``, ``library_source``: reading states with the parents that they need.

``ARCHIVE.md`` is the layout of an archive, octet by octet; docs/library.md what users see.
"""
