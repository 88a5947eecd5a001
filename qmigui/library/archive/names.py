"""What the file of an archive is called at its end; light enough for everybody."""

from __future__ import annotations

SUFFIX = ".qst.zst"
"""Of a self-contained archive: ``zstd -d`` gives the stream."""
DELTA_SUFFIX = ".qst.zdelta"
"""Of a delta archive."""
