"""The grammar of a whole migration stream, in both forms.

``reader`` and ``ber_reader`` turn bytes into the events of ``events``;
``writer`` and ``ber_writer`` turn events into bytes.  RAM travels in columns
(``ram``, ``ram_ber``), everything else in small objects.  ``pipeline`` is the
only place with threads.
"""
