"""What qmigui can do: the use cases that command line and window call.

Nothing here knows how results are shown; nothing below here is called by
either of them.  A use case is loaded when it is first asked for, so that a
verb pays for itself only.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qmigui.library.archive.opener import is_archive
    from qmigui.library.database import CatalogueTooNew
    from qmigui.library.entry import Entry, Health, short_id
    from qmigui.library.library import Library
    from qmigui.library.place import library_folder
    from qmigui.library.query import QueryError
    from qmigui.library.query_sql import check_query
    from qmigui.library.results import Details, Removed, Scanned, SeriesStats, Stats, Stored, VerifiedState
    from qmigui.live.guests import Guest, running_guests
    from qmigui.service.capturing import Capture, capture, capture_to_library
    from qmigui.service.comparison import PAGE_NAMES, Comparison, compare
    from qmigui.service.conversion import convert
    from qmigui.service.dumping import dump
    from qmigui.service.forms import BER, BINARY, form_of
    from qmigui.service.image_xml import domain_xml, read_xml
    from qmigui.service.library import (
        ORDERS,
        count_states,
        find_state,
        library_stats,
        library_version,
        list_library,
        list_states,
        notes_of,
        open_library,
        show_state,
        state_keys,
        states_by_key,
        tags_in_use,
    )
    from qmigui.service.library_care import flatten_state, put_back, rebuild_library, remove_states
    from qmigui.service.library_groups import GROUPINGS, Group, Listing, list_groups, states_needed
    from qmigui.service.library_keep import (
        import_archive,
        note_state,
        rename_state,
        store_state,
        tag_state,
        untag_state,
    )
    from qmigui.service.library_out import export_state, restore_state, verify_states
    from qmigui.service.loading import Verdict, check_against, try_load
    from qmigui.service.machine_schema import schema_of
    from qmigui.service.memory import extract_ram, open_memory, registers
    from qmigui.service.module_text import schema_text
    from qmigui.service.monitor_lines import MonitorWords, monitor_words
    from qmigui.service.serving import serve
    from qmigui.service.summary import info
    from qmigui.service.transcoding import Conversion
    from qmigui.service.validation import MAX_PROBLEMS, Validation, validate

_HOMES = {
    "library_folder": "library.place",
    "Guest": "live.guests",
    "MonitorWords": "service.monitor_lines",
    "monitor_words": "service.monitor_lines",
    "running_guests": "live.guests",
    "BER": "service.forms",
    "BINARY": "service.forms",
    "Capture": "service.capturing",
    "CatalogueTooNew": "library.database",
    "Comparison": "service.comparison",
    "Conversion": "service.transcoding",
    "Details": "library.results",
    "Entry": "library.entry",
    "GROUPINGS": "service.library_groups",
    "Group": "service.library_groups",
    "Health": "library.entry",
    "Library": "library.library",
    "Listing": "service.library_groups",
    "MAX_PROBLEMS": "service.validation",
    "ORDERS": "service.library",
    "PAGE_NAMES": "service.comparison",
    "QueryError": "library.query",
    "Removed": "library.results",
    "Scanned": "library.results",
    "SeriesStats": "library.results",
    "Stats": "library.results",
    "Stored": "library.results",
    "Validation": "service.validation",
    "Verdict": "service.loading",
    "VerifiedState": "library.results",
    "capture": "service.capturing",
    "capture_to_library": "service.capturing",
    "check_against": "service.loading",
    "check_query": "library.query_sql",
    "compare": "service.comparison",
    "convert": "service.conversion",
    "count_states": "service.library",
    "domain_xml": "service.image_xml",
    "dump": "service.dumping",
    "export_state": "service.library_out",
    "extract_ram": "service.memory",
    "find_state": "service.library",
    "flatten_state": "service.library_care",
    "form_of": "service.forms",
    "import_archive": "service.library_keep",
    "info": "service.summary",
    "is_archive": "library.archive.opener",
    "library_stats": "service.library",
    "library_version": "service.library",
    "list_groups": "service.library_groups",
    "list_library": "service.library",
    "list_states": "service.library",
    "note_state": "service.library_keep",
    "notes_of": "service.library",
    "open_library": "service.library",
    "open_memory": "service.memory",
    "put_back": "service.library_care",
    "read_xml": "service.image_xml",
    "rebuild_library": "service.library_care",
    "registers": "service.memory",
    "remove_states": "service.library_care",
    "rename_state": "service.library_keep",
    "restore_state": "service.library_out",
    "schema_of": "service.machine_schema",
    "schema_text": "service.module_text",
    "serve": "service.serving",
    "short_id": "library.entry",
    "show_state": "service.library",
    "state_keys": "service.library",
    "states_by_key": "service.library",
    "states_needed": "service.library_groups",
    "store_state": "service.library_keep",
    "tag_state": "service.library_keep",
    "tags_in_use": "service.library",
    "try_load": "service.loading",
    "untag_state": "service.library_keep",
    "validate": "service.validation",
    "verify_states": "service.library_out",
}
"""The module of each name, below the package."""


def __getattr__(name: str) -> object:
    """A name of a use case, fetched from its module and kept."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"qmigui.{home}"), name)
    return value


__all__ = [
    "BER",
    "BINARY",
    "GROUPINGS",
    "MAX_PROBLEMS",
    "ORDERS",
    "PAGE_NAMES",
    "Capture",
    "CatalogueTooNew",
    "Comparison",
    "Conversion",
    "Details",
    "Entry",
    "Group",
    "Guest",
    "Health",
    "Library",
    "Listing",
    "MonitorWords",
    "QueryError",
    "Removed",
    "Scanned",
    "SeriesStats",
    "Stats",
    "Stored",
    "Validation",
    "Verdict",
    "VerifiedState",
    "capture",
    "capture_to_library",
    "check_against",
    "check_query",
    "compare",
    "convert",
    "count_states",
    "domain_xml",
    "dump",
    "export_state",
    "extract_ram",
    "find_state",
    "flatten_state",
    "form_of",
    "import_archive",
    "info",
    "is_archive",
    "library_folder",
    "library_stats",
    "library_version",
    "list_groups",
    "list_library",
    "list_states",
    "monitor_words",
    "note_state",
    "notes_of",
    "open_library",
    "open_memory",
    "put_back",
    "read_xml",
    "rebuild_library",
    "registers",
    "remove_states",
    "rename_state",
    "restore_state",
    "running_guests",
    "schema_of",
    "schema_text",
    "serve",
    "short_id",
    "show_state",
    "state_keys",
    "states_by_key",
    "states_needed",
    "store_state",
    "tag_state",
    "tags_in_use",
    "try_load",
    "untag_state",
    "validate",
    "verify_states",
]
