"""BER shown as text, along a module: XER, JER, a tree.

``walker`` goes through a file once, with bounded memory, and tells a handler
(``xer``, ``jer``, ``tree``) what it meets; ``steps`` is what it knows of the module.
"""
