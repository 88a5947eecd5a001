"""Registers of the CPUs of a state, by architecture.

``values`` makes plain values of a described section, ``registers`` finds the
CPUs and says which architecture they are of; a module for each architecture
knows the names.  ``notes`` makes the notes of an ELF core of them.
"""
