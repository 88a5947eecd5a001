"""The files that make the program known to a desktop."""

from __future__ import annotations

import configparser
import json
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import qmigui
from tests import carriers, corpus
from tests.converting import to_ber

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"
ARCHIVES = ROOT / "tests" / "data" / "archives" / "v1"

STREAM = "application/x-qemu-migration-stream"
BER = "application/x-qemu-migration-ber"
LIBVIRT = "application/x-libvirt-save-image"
ARCHIVE = "application/x-qemu-state-archive"
DELTA = "application/x-qemu-state-delta"

ASK_QT = """
import json, sys
from PySide6.QtCore import QCoreApplication, QMimeDatabase
app = QCoreApplication([])
types = QMimeDatabase()
print(json.dumps([types.mimeTypeForFile(name).name() for name in sys.argv[1:]]))
"""


def needs(tool: str) -> pytest.MarkDecorator:
    """Skips where that program is not installed."""
    return pytest.mark.skipif(shutil.which(tool) is None, reason=f"no {tool} here")


def run(*command: str | Path, **environment: str) -> str:
    """The standard output of a program that has to succeed."""
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **environment},
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def desktop_entry(path: Path) -> configparser.SectionProxy:
    """The keys of a desktop entry."""
    parser = configparser.RawConfigParser()
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(path.read_text())
    return parser["Desktop Entry"]


def mime_types() -> list[str]:
    """The types that we define."""
    tree = ET.parse(PACKAGING / "qmigui-mime.xml")
    return [str(node.get("type")) for node in tree.iter(f"{MIME}mime-type")]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where packaging/install-files has put everything, under another name and an address."""
    pytest.importorskip("argparse_manpage")
    pytest.importorskip("shtab")
    prefix = tmp_path_factory.mktemp("prefix")
    manual = tmp_path_factory.mktemp("manual")
    install = ROOT / "packaging" / "install-files"
    options = ["--app-id", "org.example.qmigui", "--base-url", "https://example.org/files"]
    run(sys.executable, install, prefix, *options, "--manual", manual)
    return prefix


def test_desktop_entry_mime_types_and_metainfo_agree() -> None:
    listed = desktop_entry(PACKAGING / "qmigui.desktop")["MimeType"].rstrip(";").split(";")
    assert sorted(listed) == sorted(mime_types()) == sorted([STREAM, BER, LIBVIRT, ARCHIVE, DELTA])
    metainfo = ET.parse(PACKAGING / "qmigui.metainfo.xml")
    assert [node.text for node in metainfo.iter("mediatype")] == listed


def test_desktop_entry_starts_the_program() -> None:
    entry = desktop_entry(PACKAGING / "qmigui.desktop")
    program, end_of_options, files = entry["Exec"].split()
    assert (end_of_options, files) == ("--", "%F")  # a file may be called --version; several go to one window
    scripts = (ROOT / "pyproject.toml").read_text()
    assert f'\n{program} = "qmigui.' in scripts
    assert entry["TryExec"] == program
    assert (ROOT / "resources" / "icons" / f"{entry['Icon']}.svg").is_file()


def test_pictures_of_the_metainfo_are_here() -> None:
    from PySide6.QtGui import QImage

    images = list(ET.parse(PACKAGING / "qmigui.metainfo.xml").iter("image"))
    assert images
    for image in images:
        picture = QImage(str(ROOT / str(image.text)))
        assert (str(picture.width()), str(picture.height())) == (image.get("width"), image.get("height"))


@needs("desktop-file-validate")
def test_desktop_entry_is_valid(installed: Path) -> None:
    for path in (PACKAGING / "qmigui.desktop", installed / "share/applications/org.example.qmigui.desktop"):
        assert run("desktop-file-validate", path) == ""


@needs("appstreamcli")
def test_metainfo_is_valid(installed: Path) -> None:
    run("appstreamcli", "validate", "--no-net", installed / "share/metainfo/org.example.qmigui.metainfo.xml")


def test_installed_files_know_the_name(installed: Path) -> None:
    share = installed / "share"
    entry = desktop_entry(share / "applications/org.example.qmigui.desktop")
    assert entry["Icon"] == entry["StartupWMClass"] == "org.example.qmigui"
    assert (share / "icons/hicolor/scalable/apps/org.example.qmigui.svg").is_file()
    sizes = sorted(path.parts[-3] for path in share.glob("icons/hicolor/*/apps/org.example.qmigui.png"))
    assert {"16x16", "32x32", "48x48", "256x256"} <= set(sizes)
    types = ET.parse(share / "mime/packages/org.example.qmigui.xml")
    assert {node.get("name") for node in types.iter(f"{MIME}icon")} == {"org.example.qmigui"}
    component = ET.parse(share / "metainfo/org.example.qmigui.metainfo.xml").getroot()
    assert component.findtext("id") == "org.example.qmigui"
    assert component.findtext("launchable") == "org.example.qmigui.desktop"
    images = [str(image.text) for image in component.iter("image")]
    assert images
    assert all(image.startswith("https://example.org/files/docs/") for image in images)
    assert (share / "man/man1/qmigui.1.gz").is_file()


def samples(directory: Path) -> dict[Path, str]:
    """Files of every type, under names that tell nothing where the type goes by content."""
    streams = [file.read() for file in corpus.samples().streams()]
    files = {f"stream{number}": (data, STREAM) for number, data in enumerate(streams)}
    smallest = min(streams, key=len)
    files["ber"] = (to_ber(smallest), BER)
    files["other version"] = (smallest[:4] + b"\0\0\0\x63" + smallest[8:], STREAM)
    files["saved"] = (carriers.libvirt_head() + smallest, LIBVIRT)
    files["not finished"] = (carriers.libvirt_head(magic=b"LibvirtQemudPart") + smallest, LIBVIRT)
    for path in ARCHIVES.glob("*.qst.*"):
        files[path.name] = (path.read_bytes(), ARCHIVE if path.suffix == ".zst" else DELTA)
    files["a delta by content"] = ((ARCHIVES / "delta.qst.zdelta").read_bytes(), DELTA)
    files["foreign.zst"] = ((ARCHIVES / "plain.qst.zst").read_bytes(), "application/zstd")
    for name, (data, _) in files.items():
        (directory / name).write_bytes(data)
    result = {directory / name: kind for name, (_, kind) in files.items()}
    for file in corpus.corpus().files("libvirt save image"):
        result[file.path()] = LIBVIRT
    return result


@needs("update-mime-database")
def test_real_files_have_the_right_type(tmp_path: Path) -> None:
    data = tmp_path / "share"
    (data / "mime" / "packages").mkdir(parents=True)
    shutil.copy(PACKAGING / "qmigui-mime.xml", data / "mime" / "packages")
    common = Path("/usr/share/mime/packages/freedesktop.org.xml")
    if not common.exists():
        pytest.skip("no common MIME types here")
    shutil.copy(common, data / "mime" / "packages")
    run("update-mime-database", data / "mime")
    (tmp_path / "files").mkdir()
    files = samples(tmp_path / "files")
    answer = run(sys.executable, "-c", ASK_QT, *files, XDG_DATA_DIRS=str(data), XDG_DATA_HOME=str(tmp_path))
    assert dict(zip(files, json.loads(answer), strict=True)) == files


def test_version_is_told_once() -> None:
    component = ET.parse(PACKAGING / "qmigui.metainfo.xml").getroot()
    assert {node.get("version") for node in component.iter("release")} <= {qmigui.__version__}
