"""What the checks of one stream know together."""

from __future__ import annotations

from qmigui.record import field, record


@record(frozen=False)
class Facts:
    """What the events have told so far.

    Attributes:
        has_configuration: a configuration was there; QEMU 2.4 and newer send it.
        capabilities: names listed in it.
        page_bits_told: target page size from the configuration, None if it tells none.
        page_size: of the target, as the RAM records have it.
        footers: some section had a footer.
        is_modern: QEMU 8.2 or newer wrote it, which its description shows.
        commands: codes of the commands seen.
        names: idstr of the sections seen.
        lost: octets were lost somewhere.
        lost_ram: among them may be RAM records or block list entries.
        ended: the end of the stream was told.
        path: of the section that is open, or None.
    """

    has_configuration: bool = False
    capabilities: tuple[bytes, ...] = ()
    page_bits_told: int | None = None
    page_size: int | None = None
    footers: bool = False
    is_modern: bool = False
    commands: set[int] = field(default_factory=set)
    names: set[bytes] = field(default_factory=set)
    lost: bool = False
    lost_ram: bool = False
    ended: bool = False
    path: str | None = None

    @property
    def is_old(self) -> bool:
        """Whether QEMU before 2.4, or a machine type that imitates it, may have written the stream."""
        return not self.has_configuration and not self.footers
