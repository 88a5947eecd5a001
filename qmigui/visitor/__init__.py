"""How the values of one device are told, whatever form they are written in.

A *reader* (of a VM description with its payload, or of BER) tells the values of
a device one after the other to a *visitor* (that writes bytes, or BER, or rows
of a table).  Any reader goes with any visitor: :mod:`.base` holds the calls,
and nothing here knows sections or streams.
"""
