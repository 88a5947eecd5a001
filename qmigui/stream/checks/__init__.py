"""What is wrong with a stream beyond its grammar: problems told from its events.

The readers refuse what cannot be read; :class:`~.checker.Checker` takes the
events of either form and finds what reads well and is wrong all the same.
``codes`` lists every problem that there is; the other modules are one for each
subject.  Nothing here reads a source or knows a form.
"""
