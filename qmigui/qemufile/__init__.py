"""TRANSPORT: where bytes come from and where they go.

Start with :mod:`~qmigui.qemufile.base`: a ``Source`` is read, a ``Sink`` is
written; nothing above this package knows files, pipes or compression.

* ``opener``       turns what the user wrote into a source or a sink
* ``files``        regular files and block devices; output appears whole or not at all
* ``pipes``        standard input and output, pipes, passed descriptors
* ``memory``       bytes in memory
* ``carriers``     gets the stream out of what is around it; ``envelope`` tells what that was
* ``libvirt``      save images; ``domain_xml`` reads the XML in them
* ``qcow2``        internal snapshots of disk images
* ``wrappers``     compressed input; ``codecs``, ``zstd``, ``lz4frame``, ``lzop`` and ``producer`` do the work
* ``connections``  a QEMU that migrates to us or waits for us: ``sockets``, at ``addresses``
* ``spool``        makes the rest of a pipe readable twice
* ``descriptors``  the system calls that several of them need; ``writeback`` is one more

Nothing here knows what the bytes mean.  Only cheap modules are imported at
import time; compression, sockets and ``ctypes`` are loaded when they are needed.
"""
