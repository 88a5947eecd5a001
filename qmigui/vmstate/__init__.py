"""The structure of one device's data: a VM description and the walk along it.

QEMU from 2.3 on ends a stream with a JSON text that says which fields each
device section has.  :mod:`.description` reads it, :mod:`.walk` tells the values
of a payload along it, :mod:`.codec` turns a payload into BER and back.
"""
