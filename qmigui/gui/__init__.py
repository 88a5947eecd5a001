"""The window: the only part that knows Qt.

It calls ``qmigui.service`` to look into a file and runs the command line in a
process of its own to convert one, so that no work stands in the way of the
next repaint.

- ``app``: starting up, and saying why when that is not possible.
- ``main_window``: the list of open files, menus, drops.
- ``file_panel``: what is shown of one file.
- ``jobs``: the worker thread and the engine process.
- ``theme``: light and dark.
- ``settings``: what is remembered between two runs.
"""
