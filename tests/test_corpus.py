"""The test data is what its manifest says."""

from __future__ import annotations

import pytest

from tests.corpus import DATA, Corpus, CorpusFile, samples


def test_samples_are_intact(sample: CorpusFile) -> None:
    assert sample.is_intact()
    assert sample.read()[:4] == b"QEVM"


def test_samples_stay_small() -> None:
    assert sum(file.packed.stat().st_size for file in samples().files()) < 250_000


def test_each_sample_tells_where_it_comes_from() -> None:
    for case in samples().cases:
        text = (DATA / case.id / "README.md").read_text()
        assert case.stream is not None
        for fact in (case.entry["qemu_version"], case.entry["machine"], case.stream.sha256):
            assert fact in text
        assert " ".join(case.entry["command_line"]) in text


def test_a_corpus_has_streams(corpus: Corpus) -> None:
    assert list(corpus.streams())
    assert len({case.id for case in corpus.cases}) == len(corpus.cases)


def test_a_wanted_corpus_must_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests import corpus as module

    monkeypatch.setenv("QMIGUI_CORPUS", "/nonexistent")
    module.corpus.cache_clear()
    try:
        with pytest.raises(FileNotFoundError, match="QMIGUI_CORPUS"):
            module.corpus()
    finally:
        module.corpus.cache_clear()
