"""Where everything in a stream is: what a tree on a screen is made from, piece by piece.

Nothing is decoded before somebody looks at it: ``builder`` notes where the
elements of a stream stand (from the events of its reader), ``early`` finds the
device sections of a large one before its RAM has been read, ``runs`` keeps
pages in columns, ``rows`` the decoded content of one element, ``index`` serves
the whole as nodes, ``search`` looks through it.

No node has more than 4096 children; everything is told by numbers (``nodes``),
so that it can be asked for from another process.
"""
