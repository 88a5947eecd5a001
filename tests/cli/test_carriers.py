"""Carriers on the command line."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from tests.builders import Ram, StreamBuilder, content
from tests.carriers import COOKIE, XML, Qcow2, libvirt_head
from tests.cli.program import only_line, run

STREAM = StreamBuilder().ram(Ram().page(0, content(1), name="pc.ram")).build()


def test_a_libvirt_image_through_a_pipe(tmp_path: Path) -> None:
    image = libvirt_head() + STREAM
    ber = run("--convert", "-", "-", data=image).stdout
    assert ber.startswith(b"\x7f\xd1\x46")
    assert run("--convert", "-", "-", data=ber).stdout == image
    assert run("--convert", "-", "-", "--to", "libvirt", data=ber).stdout == image
    assert run("--convert", "-", "-", "--to", "binary", data=image).stdout == STREAM
    assert run("--convert", "fd:0@1000", "-", "--to", "binary", data=bytes(1000) + STREAM).stdout == STREAM
    done = run("--convert", "-", "-", "--to", "libvirt", data=STREAM)
    assert (done.returncode, done.stdout) == (2, b"")
    assert "it was in no libvirt image" in only_line(done)
    text = run("--info", "-", data=image).stdout.decode()
    assert "\ncarrier       libvirt save image, version 2, memory raw, the guest was running\n" in text
    assert "\nguest         guest (1-2)\n" in text
    assert text.endswith(f"\ncookie\n  {COOKIE.decode()}\n")


def test_snapshots(tmp_path: Path) -> None:
    disk = tmp_path / "disk.qcow2"
    disk.write_bytes(Qcow2([("one", STREAM), ("two", STREAM), ("disk", b"")]).build())
    text = run("--info", disk).stdout.decode()
    assert "snapshots (3)" in text
    assert f"a state is named by its snapshot: {disk}#one" in text
    assert "1970-01-01 00:16:40 UTC" in text
    told = json.loads(run("--info", disk, "--json").stdout)
    assert [each["state_size"] for each in told["snapshots"]] == [len(STREAM), len(STREAM), 0]
    assert run("--convert", f"{disk}#two", "-", "--to", "binary").stdout == STREAM
    assert "snapshot 'two' (id 2) of a qcow2 image" in run("--info", f"{disk}#2").stdout.decode()
    done = run("--validate", f"{disk}#disk")
    assert done.returncode == 1
    assert b"[qcow2-disk-only]" in done.stdout
    done = run("--convert", disk, tmp_path / "out")
    assert done.returncode == 20
    assert "name one as FILE#NAME: one, two" in only_line(done)


def test_trailing_octets(tmp_path: Path) -> None:
    data = STREAM + b"old octets" * 100
    done = run("--convert", "-", "-", data=data)
    assert "bytes after the end of the stream" in only_line(done)
    assert run("--convert", "-", "-", data=done.stdout).stdout == data
    trimmed = run("--convert", "-", "-", "--trim", data=data)
    assert run("--convert", "-", "-", data=trimmed.stdout).stdout == STREAM
    done = run("--info", "-", "--trim", data=data)
    assert (done.returncode, done.stdout) == (2, b"")


def test_another_domain_xml(tmp_path: Path) -> None:
    image, new, out = libvirt_head() + STREAM, tmp_path / "new.xml", tmp_path / "out"
    done = run("--print-xml", "-", data=image)
    assert (done.returncode, done.stdout, done.stderr) == (0, XML, b"")
    edited = XML.replace(b"<uuid>", b"<title>of mine</title><uuid>")
    new.write_bytes(edited)
    out.write_bytes(image)
    for name, data in ((str(new), None), ("-", edited)):
        done = run("--convert", out, out, "--edit-xml", name, "--to", "libvirt", data=data)
        assert (done.returncode, done.stderr) == (0, b"")
        assert run("--print-xml", out).stdout == edited
        assert len(out.read_bytes()) == len(image)
        assert out.read_bytes().endswith(STREAM)
    done = run("--convert", "-", "-", "--edit-xml", new, data=image)
    assert run("--convert", "-", "-", data=done.stdout).stdout == out.read_bytes()
    new.write_bytes(edited.replace(b"guest", b"other"))
    done = run("--convert", out, tmp_path / "other", "--edit-xml", new)
    assert done.returncode == 0
    assert "warning: the name in the XML becomes 'other', it was 'guest'" in only_line(done)
    new.write_bytes(edited[:-1])
    for source, xml, code, words in (
        (str(out), str(new), 20, "new.xml: 0x"),
        (str(out), str(tmp_path / "none"), 10, "none: cannot be opened"),
        ("-", "-", 2, "cannot be both"),
    ):
        done = run("--convert", source, out, "--to", "libvirt", "--edit-xml", xml)
        assert done.returncode == code
        assert words in only_line(done)
    assert run("--print-xml", out).stdout == edited
    done = run("--print-xml", "-", data=STREAM)
    assert (done.returncode, done.stdout) == (20, b"")
    assert "is no libvirt save image" in only_line(done)


def test_snapshots_of_a_compressed_image(tmp_path: Path) -> None:
    disk = tmp_path / "disk.qcow2.gz"
    disk.write_bytes(gzip.compress(Qcow2([("one", STREAM), ("two", STREAM)]).build()))
    assert f"a state is named by its snapshot: {disk}#one" in run("--info", disk).stdout.decode()
    assert run("--convert", f"{disk}#two", "-", "--to", "binary").stdout == STREAM
    done = run("--info", "-", data=disk.read_bytes())
    assert b"a state is named by its snapshot: fd:0#one" in done.stdout
    done = run("--convert", "fd:0#two", "-", "--to", "binary", data=disk.read_bytes())
    assert done.stdout == STREAM
    done = run("--convert", disk, tmp_path / "out")
    assert "with 2 states; name one as FILE#NAME: one, two" in only_line(done)
