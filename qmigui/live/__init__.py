"""LIVE: the state of a guest that runs, taken over its monitor (QMP).

* ``capture``   the whole of it: pause, migrate into our own socket, resume
* ``monitor``   talks QMP, by ``qemu.qmp``
* ``situation`` what the guest is doing and whether its state would come in one piece
* ``channel``   the socket that the state comes through
* ``receiver``  the thread that takes it
* ``guard``     starts and ends the ``keeper``
* ``keeper``    gives the guest back, whatever has become of us: a process of its own

The guest belongs to somebody else: however a capture ends, it is left as it
was found.
"""
