"""Carriers on the command line."""

from __future__ import annotations

import json
from pathlib import Path

from tests.builders import Ram, StreamBuilder, content
from tests.carriers import COOKIE, Qcow2, libvirt_head
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
