"""Every problem that validation can tell, by its stable short name.

The numbers are those of the checks in the format reference (section 10.1); the
hints say what QEMU makes of it and what usually is behind it.
"""

from __future__ import annotations

from typing import NamedTuple

from qmigui.errors import FormatError, Problem, Severity

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


class Code(NamedTuple):
    """What is known of all problems of one kind.

    Attributes:
        check: number of the check that finds it; 0: of none in particular.
        severity: how much it matters, as a rule.
        meaning: one line.
        hint: what helps, or None.
    """

    check: int
    severity: Severity
    meaning: str
    hint: str | None = None


_LOST_SYNC = "QEMU would stop here; mostly the element before is longer or shorter than it should be"
_TRUNCATED = "The file was cut short: the source died, a disk was full, or a copy was not finished"
_RAM_FLAGS = (
    "QEMU says 'Unknown combination of migration flags'; the record before may have lost or gained octets"
)
_BAD_RAM = "QEMU says 'error while loading state for instance 0x0 of device 'ram''"
_MISSING_FOOTER = (
    "QEMU says 'Missing section footer'; in a sound file that means that two versions of QEMU disagree "
    "on the fields of the device, in a damaged one that octets were lost, gained or changed"
)
_OTHER_LAYOUT = (
    "QEMU of the version that wrote it would say 'Missing section footer'; the description is what "
    "the source itself measured, so the payload has been changed"
)
_DESCRIPTION = "QEMU itself does not read the description; only tools do"
_DEVICES = (
    "QEMU writes description and sections in one go: the stream was put together from two, or edited; "
    "it would say 'Unknown savevm section or instance' of a device that it does not have"
)
_MAPPED = "QEMU reads pages at the places that this header tells and would load wrong memory, or none"

CODES: dict[str, Code] = {
    # -- header and configuration
    "not-a-stream": Code(
        1,
        ERROR,
        "the file does not begin with QEVM",
        "QEMU says 'Not a migration stream'; a carrier or a compression may be around the stream",
    ),
    "stream-version": Code(
        1, ERROR, "the version in the header is not 3", "QEMU says 'Unsupported migration stream version'"
    ),
    "first-section": Code(
        2,
        ERROR,
        "what follows the header is neither a configuration, a section nor a command",
        "QEMU says 'Configuration section missing'",
    ),
    "machine-name": Code(
        3,
        ERROR,
        "the machine name has an impossible length or is not printable",
        "QEMU says 'Machine type received is ...' and refuses to load",
    ),
    "config-subsection": Code(
        3, ERROR, "a subsection of the configuration that no version of QEMU is known to write"
    ),
    "config-order": Code(3, ERROR, "subsections of the configuration come twice or in another order"),
    "config-version": Code(
        3,
        ERROR,
        "a subsection of the configuration has a version other than 1",
        "QEMU says 'incoming version_id is too new for local version_id'",
    ),
    "page-bits": Code(3, ERROR, "the configuration tells an impossible target page size"),
    "capability": Code(
        21,
        ERROR,
        "a capability of the configuration that QEMU never lists there",
        "QEMU says 'Received unknown capability'; only x-ignore-shared and mapped-ram are ever listed",
    ),
    # -- sections
    "section-type": Code(
        4,
        ERROR,
        "no element begins with this octet",
        f"QEMU says 'Unknown savevm section type'. {_LOST_SYNC}",
    ),
    "section-head": Code(
        5,
        ERROR,
        "the head of a section has no possible name",
        "QEMU says 'Unknown savevm section or instance'",
    ),
    "section-id-twice": Code(5, ERROR, "a second section begins with the same section id"),
    "section-twice": Code(
        5,
        WARNING,
        "two sections have the same name and instance",
        "QEMU refuses to register such a pair since 8.2; before, it loaded the last one over the first",
    ),
    "iterable-full": Code(
        5, ERROR, "a FULL section has the name of something that is sent in rounds (START, PART, END)"
    ),
    "iterable-unknown": Code(
        5,
        WARNING,
        "a START section whose name is of nothing that QEMU sends in rounds",
        "QEMU says 'Unknown savevm section or instance'",
    ),
    "ram-version": Code(
        5,
        ERROR,
        "the ram section has a version other than 4",
        "QEMU says 'savevm: unsupported version for 'ram''",
    ),
    "ram-instance": Code(
        5,
        ERROR,
        "the ram section has an instance other than 0",
        "QEMU says 'Unknown savevm section or instance 'ram''",
    ),
    "section-not-started": Code(
        6,
        ERROR,
        "a PART or END section of something that never started",
        "QEMU says 'Unknown savevm section'",
    ),
    "section-ended": Code(6, ERROR, "a PART or END section of something that has ended"),
    "footer-missing": Code(7, ERROR, "no footer where the section should end", _MISSING_FOOTER),
    "footer-id": Code(
        7,
        ERROR,
        "the footer has the id of another section",
        "QEMU says 'Mismatched section id in footer'; often a whole piece of the file is lost before it",
    ),
    "section-end": Code(7, ERROR, "nothing tells where the section ends"),
    "iterable-grammar": Code(0, ERROR, "the rounds of something other than RAM do not follow their grammar"),
    "section-unended": Code(
        15,
        WARNING,
        "something that is sent in rounds starts and never ends",
        "The migration was aborted, or its last round was lost",
    ),
    # -- RAM
    "ram-flags": Code(8, ERROR, "a RAM record with flags that do not go together", _RAM_FLAGS),
    "ram-first-record": Code(
        8, ERROR, "the first record of RAM is not the block list", f"{_BAD_RAM}: blocks are not known"
    ),
    "ram-list": Code(
        8,
        ERROR,
        "no RAM block where the list should go on",
        f"{_BAD_RAM} and names a block '' or a part of it",
    ),
    "ram-total": Code(
        8, ERROR, "the block lengths do not add up to the total", f"{_BAD_RAM} and 'Size mismatch'"
    ),
    "block-length": Code(8, ERROR, "a block length is no multiple of the page size"),
    "block-twice": Code(8, ERROR, "a block is listed twice"),
    "block-page-size": Code(8, ERROR, "the page size of a block is no power of two"),
    "ram-page-size": Code(8, ERROR, "the RAM records fit no target page size"),
    "page-block": Code(
        9,
        ERROR,
        "pages of a block that is not in the list",
        "QEMU says 'Can't find block'; the name in this record or in the block list is damaged",
    ),
    "page-beyond-block": Code(
        9, ERROR, "a page address beyond the end of its block", "QEMU says 'Illegal RAM offset'"
    ),
    "page-without-block": Code(
        9, ERROR, "pages before any block is named", "QEMU says 'Ack, bad migration stream!'"
    ),
    "zero-page-value": Code(
        10,
        ERROR,
        "a zero page with another value",
        "QEMU since 8.2 says 'Found a zero page with value'; before, it filled the page with that octet",
    ),
    "xbzrle-head": Code(
        11, ERROR, "no XBZRLE page: wrong encoding or too long", "QEMU says 'Failed to load XBZRLE page'"
    ),
    "xbzrle-grammar": Code(
        11, ERROR, "an XBZRLE page that does not decode", "QEMU says 'Failed to decompress XBZRLE page'"
    ),
    "xbzrle-unseen": Code(11, ERROR, "an XBZRLE page changes a page that has not been sent before"),
    "zlib-length": Code(
        12, ERROR, "a compressed page of impossible length", "QEMU says 'Invalid compressed data length'"
    ),
    "zlib-page": Code(
        12, ERROR, "a compressed page that does not inflate to one page", "QEMU says 'decompress data failed'"
    ),
    "page-length": Code(
        9,
        ERROR,
        "the page of a record is shorter than a page",
        "Octets were lost, or the record is of another kind; QEMU loads a wrong page, then loses its place",
    ),
    "pages-missing": Code(
        14,
        WARNING,
        "pages of a block never come",
        "They stay as they are in the destination; a live stream that was cut, free page hinting of a "
        "balloon, and QEMU 1.5, which leaves out zero pages, make such streams",
    ),
    # -- mapped-ram
    "mapped-version": Code(
        16,
        ERROR,
        "the version of a mapped-ram header is not 1",
        "QEMU says 'Migration mapped-ram capability version not supported'",
    ),
    "mapped-page-size": Code(16, ERROR, "a mapped-ram header has another page size", _MAPPED),
    "mapped-bitmap-offset": Code(
        16, ERROR, "the bitmap does not stand behind its header", "QEMU says 'Error reading dirty bitmap'"
    ),
    "mapped-pages-offset": Code(16, ERROR, "the pages area stands at an impossible place", _MAPPED),
    "mapped-area": Code(
        16,
        ERROR,
        "the pages area goes past the end of the file",
        "The file was cut, or copied by a program that drops holes at its end",
    ),
    "mapped-place": Code(
        16, WARNING, "the pages area does not begin at the next mebibyte, where QEMU puts it", _MAPPED
    ),
    "mapped-alignment": Code(
        16,
        ERROR,
        "the pages area is not aligned to the page size",
        "QEMU says 'Error reading ramblock: region has bad alignment'",
    ),
    "mapped-overlap": Code(16, ERROR, "the pages areas of two blocks overlap", _MAPPED),
    "mapped-bits": Code(16, ERROR, "bits of the bitmap beyond the last page are set"),
    "mapped-stale": Code(
        16,
        WARNING,
        "pages that the bitmap calls zero have octets in the file",
        "A guest that ran during the migration leaves such pages behind, and so does a bitmap that lost bits",
    ),
    "mapped-record": Code(16, ERROR, "page records in a stream whose pages stand at fixed places"),
    # -- the end
    "truncated": Code(13, ERROR, "the data ends inside an element", _TRUNCATED),
    "early-eof": Code(
        17,
        ERROR,
        "the end of the stream is told, but sections follow",
        "QEMU would load what stands before it and say nothing of the rest",
    ),
    "eof-missing": Code(17, ERROR, "the stream has no end-of-stream octet", _TRUNCATED),
    "description-missing": Code(
        18,
        WARNING,
        "there is no VM description, so that device data cannot be checked",
        "Machine types up to 2.2, Xen and the machine option suppress-vmdesc leave it out",
    ),
    "description-damaged": Code(18, WARNING, "the VM description does not parse", _DESCRIPTION),
    "description-length": Code(18, WARNING, "the length of the VM description is wrong", _DESCRIPTION),
    "description-page-size": Code(
        18, WARNING, "the page size in the VM description is impossible or another one", _DESCRIPTION
    ),
    "description-size": Code(
        18, WARNING, "the VM description tells a size that its type cannot have", _DESCRIPTION
    ),
    # -- devices
    "device-not-described": Code(19, ERROR, "a section that the VM description does not list", _DEVICES),
    "device-missing": Code(19, ERROR, "a device of the VM description that has no section", _DEVICES),
    "device-order": Code(19, ERROR, "sections in another order than in the VM description", _DEVICES),
    "device-differs": Code(
        19, ERROR, "a section with another name or instance than in the VM description", _DEVICES
    ),
    "section-version": Code(
        19,
        ERROR,
        "a section with another version than in the VM description",
        "QEMU says 'savevm: unsupported version' where the number is too high",
    ),
    "device-length": Code(
        20, ERROR, "the fields of the description do not make up the payload", _OTHER_LAYOUT
    ),
    "device-description": Code(
        20,
        WARNING,
        "the description of a device is of no use or wrong in a way that QEMU is known for",
        "Pointer arrays of QEMU 2.9 to 9.2 are described wrongly; the payload itself may be sound",
    ),
    "subsection-head": Code(
        20, ERROR, "a subsection does not stand where the description has it", _OTHER_LAYOUT
    ),
    "subsection-version": Code(
        20,
        ERROR,
        "a subsection with another version than in the description",
        "QEMU says 'incoming version_id is too new for local version_id'",
    ),
    "value-bool": Code(21, ERROR, "a truth value that is neither 0 nor 1"),
    "value-marker": Code(21, ERROR, "a list marker that is neither 0 nor 1, or the wrong one"),
    "value-count": Code(
        21,
        ERROR,
        "the count of a tree is not that of its entries",
        "QEMU says 'inconsistent stream when loading the gtree'",
    ),
    "value-pointer": Code(
        21, ERROR, "the mark of a NULL pointer is wrong", "QEMU says 'expected VMS_NULLPTR_MARKER'"
    ),
    "value-array-length": Code(
        21,
        ERROR,
        "a field that holds the length of an array differs from the elements that are there",
        "QEMU compares this field with its own value and says 'X != Y'",
    ),
    "unused-not-zero": Code(
        22, WARNING, "octets that QEMU writes as zeros are not zero", "A loading QEMU skips them"
    ),
    "run-state": Code(23, WARNING, "the state of the machine is not one that QEMU has"),
    "trailing": Code(
        24,
        WARNING,
        "octets other than zeros follow the stream",
        "A volume or device keeps what it held before",
    ),
    "trailing-zeros": Code(24, NOTE, "zeros follow the stream"),
    # -- commands
    "command-unknown": Code(25, ERROR, "a command that QEMU does not have", "QEMU says 'MIG_CMD unknown'"),
    "command-length": Code(
        25, ERROR, "a command with the wrong length", "QEMU says 'received with bad length'"
    ),
    "command-data": Code(25, ERROR, "the data of a command makes no sense"),
    "package": Code(25, ERROR, "an embedded stream is not as long as its command says"),
    # -- what carries a stream
    "libvirt-magic": Code(
        26, ERROR, "the magic of a libvirt image is damaged", "libvirt says 'image magic is incorrect'"
    ),
    "libvirt-part": Code(
        26,
        ERROR,
        "the libvirt image was not finished",
        "libvirt says 'save image is incomplete'; what is there may still be read",
    ),
    "libvirt-version": Code(
        26,
        ERROR,
        "the version of a libvirt image is not 1 or 2",
        "libvirt says 'image version is not supported'",
    ),
    "libvirt-length": Code(
        26,
        ERROR,
        "the length of XML and cookie does not lead to the memory of a libvirt image",
        "libvirt would give QEMU the memory from the wrong place on",
    ),
    "libvirt-running": Code(26, WARNING, "the word that tells whether the guest ran is neither 0 nor 1"),
    "libvirt-format": Code(
        26,
        ERROR,
        "the memory of a libvirt image is not in the format that its header tells",
        "libvirt says 'unsupported save image format', or starts the wrong decompressor",
    ),
    "libvirt-cookie": Code(
        26,
        ERROR,
        "the cookie of a libvirt image is not where its offset leads, or not well-formed",
        "libvirt says 'invalid save image header'",
    ),
    "libvirt-xml": Code(
        26,
        ERROR,
        "the domain XML of a libvirt image is not well-formed, or without an end",
        "libvirt refuses to restore; virsh save-image-define can put other XML into the image",
    ),
    "libvirt-memory": Code(
        26, ERROR, "no memory begins where it should in a libvirt image", "QEMU says 'Not a migration stream'"
    ),
    "qcow2-header": Code(27, ERROR, "the header of a qcow2 image is damaged, or of a kind without states"),
    "qcow2-snapshots": Code(
        27,
        ERROR,
        "the snapshot table of a qcow2 image is damaged",
    ),
    "qcow2-disk-only": Code(
        27,
        ERROR,
        "the snapshot of a qcow2 image is of the disk only",
        "QEMU says 'This is a disk-only snapshot'; another disk of the machine may hold the state",
    ),
    "qcow2-cluster": Code(
        27,
        ERROR,
        "a table of a qcow2 image leads to nowhere",
        "The image was cut short, or its tables are damaged: qemu-img check tells more; what cannot be "
        "found reads as zeros here",
    ),
    # -- of the validation itself
    "too-many": Code(0, ERROR, "more sections or blocks than any machine has"),
    "given-up": Code(0, ERROR, "too much damage: the rest was not checked"),
    "not-listed": Code(0, NOTE, "more problems of one kind than are listed"),
    "format": Code(0, ERROR, "the octets do not follow the grammar"),
}


def problem(
    code: str,
    message: str,
    *,
    offset: int | None = None,
    path: str | None = None,
    length: int | None = None,
    expected: str | None = None,
    found: str | None = None,
    severity: Severity | None = None,
    hint: str | None = None,
) -> Problem:
    """A problem of a listed kind.

    Args:
        code: a key of :data:`CODES`.
        message: one sentence without a full stop.
        offset: as in :class:`~qmigui.errors.Problem`, and so the next four.
        path: the element.
        length: octets concerned.
        expected: what should be there.
        found: what is there.
        severity: where it is another one than as a rule.
        hint: where another one helps more.
    """
    known = CODES[code]
    return Problem(
        severity or known.severity,
        code,
        message,
        offset,
        path,
        length,
        expected,
        found,
        hint or known.hint,
    )


def problem_of(error: FormatError) -> Problem:
    """A reader's error as a problem."""
    code = error.code if error.code in CODES else "format"
    assert code is not None
    return problem(
        code,
        error.message,
        offset=error.offset,
        path=error.path,
        length=error.length,
        expected=error.expected,
        found=error.found,
    )
