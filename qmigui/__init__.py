"""qmigui: saved QEMU virtual machine states, in binary and in ASN.1 BER.

The map of the house.  An arrow points to what a part may import, and only to
the left; ``tests/architecture`` holds everyone to it::

    errors, progress <- qemufile <- visitor <- vmstate <- stream <- schema <-
    library | memory <- compare | live <- service <- cli | gui

- ``errors``, ``progress``: what can go wrong; how far the work is.  Below them
  only ``record``, which makes classes of named values.
- ``qemufile``: TRANSPORT.  Where bytes come from and go to: files, pipes,
  memory, sockets, compressed files, replacing a file in one step.
- ``visitor``: FORMAT of single values: binary and BER, the same calls for both.
- ``vmstate``: STRUCTURE of device data: the description that a stream carries
  of itself, and the walk along it.
- ``stream``: GRAMMAR of a whole stream: sections, RAM pages, readers and
  writers of both forms.
- ``schema``: the ASN.1 module of the BER form, and CHECKING against it.
- ``library``: KEEPING.  Saved states in compressed archives, verified and found again.
- ``live``: the state of a guest that runs, taken over its monitor.
- ``memory``: what a state says of the GUEST: its memory and registers.
- ``compare``: ANSWERS about states: what differs, whether they load elsewhere, values changed.
- ``service``: USE CASES; the only thing that the two faces below call.
- ``cli``: the headless verbs.  ``gui``: the window, the only user of Qt.
- ``__main__`` picks one of the two; ``data_files`` finds icons and translations.

A good way in: ``stream``, then ``service``, then down to ``vmstate`` or up to
``cli``.
"""

__version__ = "0.1.0"
