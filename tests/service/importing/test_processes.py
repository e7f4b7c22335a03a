"""Worker processes, batches, and imports that are killed or run side by side."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time

import pytest

import wfkit
from wfkit.errors import InvalidInput
from wfkit.service.importing import _batches, _chunks, _crew
from wfkit.service.importing.reading import Options
from wfkit.service.importing.sources import File

from .conftest import document, put, run, zipped


def test_workers_report_what_one_process_reports(registry, flows):
    for number in range(50):
        put(flows, f"{number}.json", document(f"n{number}", str(number)) if number % 3 else b"{")
    zipped(flows / "z.zip", {"in.json": document("In", "in")})
    put(flows, "l.jsonl", b"\n".join(json.dumps(document(f"l{n}", f"l{n}")).encode() for n in range(9)))
    alone = run(registry, flows, processes=1, dry_run=True)
    together = run(registry, flows, processes=2)
    for column in ("file", "status", "name", "format", "nodes", "edges", "errors", "reason"):
        assert alone[column].equals(together[column]), column


def test_a_worker_that_dies_costs_one_file_and_one_that_is_late_too(flows, tmp_path, monkeypatch):
    (tmp_path / "odd_worker.py").write_text(_ODD_WORKER)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(_crew, "MODULE", "odd_worker")
    names = ("a.json", "dies.json", "b.json", "hangs.json", "c.json")
    paths = [put(flows, name, document(name, name)) for name in names]
    chunk = _chunks.Chunk([File(str(path)) for path in paths], 0)
    with _crew.Crew(Options(), size=2, limit_s=1.5) as crew:
        found = list(crew.examined([chunk]))
    assert [getattr(item, "reason", "") for item in found] == [
        "", "the process that read it died (exit code 3), perhaps for want of memory", "", "took longer than 1.5 s", "",
    ]  # fmt: skip


def test_files_are_read_here_when_no_worker_starts(flows, monkeypatch):
    monkeypatch.setattr(_crew, "MODULE", "no_such_module")
    chunk = _chunks.Chunk([File(str(put(flows, "a.json", document("a", "a"))))], 0)
    with _crew.Crew(Options(), size=1, limit_s=5) as crew:
        assert [item.name for item in crew.examined([chunk])] == ["a"]


@pytest.mark.parametrize("options", [{"processes": 0}, {"processes": True}, {"time_limit_s": 0}, {"time_limit_s": "1"}])
def test_a_number_of_processes_or_seconds_that_cannot_be_is_refused(registry, flows, options):
    with pytest.raises(InvalidInput, match=next(iter(options))):
        run(registry, flows, **options)


_ODD_WORKER = """
import os, time
from wfkit.service.importing import _worker

examined = _worker.Examiner.examine

def examine(self, source):
    if source.path.endswith("dies.json"):
        os._exit(3)
    if source.path.endswith("hangs.json"):
        time.sleep(60)
    return examined(self, source)

_worker.Examiner.examine = examine
main = _worker.main
"""


def test_batches_are_bounded_in_number_and_size(registry, flows, monkeypatch):
    monkeypatch.setattr(_batches, "MAX_FILES", 3)
    for number in range(8):
        put(flows, f"{number}.json", document(f"n{number}", str(number)))
    assert set(run(registry, flows)["status"]) == {"imported"}
    rows = [_candidate(size) for size in (5, 5, 5, 20, 1, 1, 1, 1)]
    monkeypatch.setattr(_batches, "MAX_BYTES", 10)
    assert [len(batch) for batch in _batches.batches(rows)] == [2, 2, 3, 1]


def _candidate(size):
    from wfkit.service.importing.rows import Candidate

    return Candidate("f", size, "x" * size, "utf-8", "h", "wfkit", "n", "", (), valid=True, problems=())


_IMPORTER = """
import sys, wfkit
registry = wfkit.open(sys.argv[1], busy_timeout_s=60)
print("ready", flush=True)
frame = registry.import_files(sys.argv[2], progress=False)
print(sorted(frame["status"].value_counts().items()), flush=True)
"""


def importer(tmp_path, flows):
    arguments = [sys.executable, "-c", _IMPORTER, str(tmp_path / "shared.duckdb"), str(flows)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def many(flows, count, *, size=20_000):
    for number in range(count):
        put(flows, f"{number:05}.json", document(f"n{number}", f"{number} " + "x" * size))


def test_a_killed_import_leaves_a_sound_registry_that_a_second_run_completes(tmp_path, flows):
    many(flows, 2500)
    process = importer(tmp_path, flows)
    file = tmp_path / "shared.duckdb"
    assert process.stdout.readline() == "ready\n"
    deadline = time.monotonic() + 60
    # The first batch has come in when the file has grown; the rest are on their way.
    while time.monotonic() < deadline and process.poll() is None and _size(file) < 1_000_000:
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    with wfkit.open(file) as registry:
        assert registry.check().empty
        before = registry.list(limit=1).attrs["total"]
        assert process.returncode == -signal.SIGKILL
        assert before < 2500
        frame = run(registry, flows)
        assert (frame["status"] == "unchanged").sum() == before
        assert (frame["status"] == "imported").sum() == 2500 - before
        assert registry.check().empty


def _size(file):
    return sum(path.stat().st_size for path in (file, file.with_name(file.name + ".wal")) if path.exists())


def test_two_processes_import_each_content_exactly_once(tmp_path, flows):
    many(flows, 1500, size=2000)
    processes = [importer(tmp_path, flows) for _ in range(2)]
    answers = [process.communicate(timeout=120) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], answers
    with wfkit.open(tmp_path / "shared.duckdb") as registry:
        assert registry.list(limit=1).attrs["total"] == 1500
        assert set(run(registry, flows)["status"]) == {"unchanged"}
        assert registry.check().empty
