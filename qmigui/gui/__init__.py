"""The window: the only part that knows Qt.

It holds no format logic.  Each open file has an engine, a process that reads,
decodes and searches (``qmigui --serve``, see :mod:`qmigui.service.serving`), so
that no work stands in the way of the next repaint.

- ``app``: starting up, and saying why when that is not possible.
- ``main_window``, ``actions``, ``status``, ``empty_page``, ``drop_area``, ``help``: the frame.
- ``engine``: the process of one file; ``document``: all that is known of one file.
- ``document_view``: tree (``state_view``, ``state_model``, ``search_bar``) and bytes
  (``bytes_view``, ``byte_source``), which follow each other; ``message``: what stands there else.
- ``problems``, ``problems_panel``: what is wrong, and where.
- ``ram_panel``, ``ram_map``: pages of RAM.
- ``jobs``, ``jobs_panel``, ``convert_dialog``: conversions.
- ``numbers``, ``history``, ``bytes_text``: small things without widgets.
- ``icons``, ``colours``, ``theme``, ``plurals``: how it looks and speaks.
- ``settings``: what is remembered between two runs.
"""
