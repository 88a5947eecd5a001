"""The window: the only part that knows Qt.

It holds no format logic.  Each open file has an engine, a process that reads,
decodes and searches (``qmigui --serve``, see :mod:`qmigui.service.serving`), so
that no work stands in the way of the next repaint.

- ``app``: starting up, and saying why when that is not possible; ``instance``, ``instance_server``: one
  window for each user; ``shell``: what outlives a window.
- ``main_window``, ``menus``, ``commands``, ``panels``, ``actions``, ``status``, ``empty_page``,
  ``drop_area``, ``help``, ``manual``: the frame; ``open_files``: its tabs, and sessions;
  ``places``: where in a file the user is.
- ``engine``: the process of one file; ``document``: all that is known of one file.
- ``document_view``: tree (``state_view``, ``state_model``, ``search_bar``) and bytes
  (``bytes_view``, ``byte_source``), which follow each other; ``message``: what stands there else.
- ``problems``, ``problems_panel``: what is wrong, and where.
- ``ram_panel``, ``ram_map``: pages of RAM.
- ``jobs``, ``jobs_panel``, ``convert_dialog``: conversions; ``jobs_live``, ``capture_dialog``,
  ``send_dialog``, ``live_parts``: guests that run.
- ``numbers``, ``history``, ``bytes_text``: small things without widgets.
- ``icons``, ``colours``, ``theme``, ``plurals``: how it looks and speaks.
- ``settings``, ``settings_dialog``: what is remembered between two runs, and what can be chosen of it.
"""
