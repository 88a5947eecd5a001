"""Internal snapshots of qcow2 images: a machine's state stored behind the guest's disk.

Only what leads to the state is read: header, snapshot table, the snapshot's L1
table, its L2 tables, and the clusters of the state; never the disk's data.  Reading takes
no lock and changes nothing; the clusters of a snapshot stay as they are while
QEMU uses the image, as long as nobody deletes it.

* ``layout``     numbers of the format
* ``header``     the header and what of it we cannot read
* ``snapshots``  the snapshot table
* ``tables``     from places in the state to places in the file, in runs
* ``state``      the state as a source

Source of all format facts: QEMU ``docs/interop/qcow2.rst``, ``block/qcow2*.c``.
"""
