"""Compiles the catalogues of the window's languages while a wheel is built (pyproject.toml names this)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogues(BuildHookInterface):
    """Runs tools/translate before the files of the wheel are gathered."""

    def dependencies(self) -> list[str]:
        """What lrelease comes with; hatchling has it installed for the build."""
        return ["PySide6-Essentials"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile what has changed."""
        if version == "editable":
            return  # the checkout's own, which tools/setup compiles
        subprocess.run([sys.executable, str(Path(self.root, "tools", "translate")), "--compile"], check=True)
