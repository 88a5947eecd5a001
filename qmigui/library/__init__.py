"""KEEPING: saved states, compressed, checked, found again.

- ``archive``: one file for each state, and all that is done with it.  It knows
  no catalogue: a file tells everything about itself.

``ARCHIVE.md`` is the layout of the file, octet by octet.
"""
