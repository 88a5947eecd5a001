"""One file for one saved state: the format of ``ARCHIVE.md`` and what is done with it.

- ``info``: what an archive says of itself; ``layout``, ``meta``, ``seek_table``, ``frames``: its parts
  as octets.
- ``codec``: compression and hashes of single frames, the only user of zstandard here.
- ``create``: a new archive; ``cutter`` and ``index`` follow the stream, ``pieces`` holds its octets
  meanwhile, ``encoder`` has the threads, ``part_file`` makes the file appear complete or not at all.
- ``archive``: reading one, anywhere; ``source`` shows it as if it were the stream; ``pages`` finds RAM.
- ``restore``, ``verify``, ``salvage``: all of it back; what is wrong with it; what a damaged one still has.
- ``parent``: archives that hold the difference to another.
- ``opener``: from a path to a source, if it is an archive.
"""
