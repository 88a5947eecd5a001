"""Guest memory out of a state, and the registers of its CPUs.

- ``bits``, ``account``: which pages have come; what is to be told of them.
- ``places``: where the octets of a block go.  ``writer``: puts rows of pages there.
- ``contents``: from the events of a stream to blocks, for all that follows.
- ``extract``: the outputs: raw blocks, guest-physical, ELF, LiME.
- ``board``, ``boards``, ``x86``: the memory maps of machines.
- ``cpu``: registers, by architecture.
- ``guest``: an index of all pages, for reading here and there.

Works on the events of either form; knows no command line.
"""
