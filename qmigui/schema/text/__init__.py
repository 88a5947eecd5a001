"""From the text of ASN.1 modules to :mod:`qmigui.schema.model`.

In this order: ``tokens`` and ``lint`` look at the text, ``typetext`` and
``outline`` lay it out, ``syntax`` has asn1tools parse it (foreign text in a
``worker`` process), ``resolve`` with
``scope``, ``members``, ``constraints``, ``ranges``, ``builtin`` and ``defaults``
makes types of the tree, and ``checks`` refuses what no decoder could tell apart.
"""
