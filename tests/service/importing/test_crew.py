"""Several processes examine files: none of them stays, and what happens to one costs at most its file."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile

import pytest

import wfkit
from wfkit.service.importing import _chunks, _crew, _wire, _worker
from wfkit.service.importing.reading import Options
from wfkit.service.importing.rows import Candidate, Row
from wfkit.service.importing.sources import Archive, File, Lines, find

# A worker that waits at the file `waits.json`, once: then the file says the number of its process.
WAITING_WORKER = """
import os, pathlib, time
from wfkit.service.importing import _worker

examined = _worker.Examiner.examine

def examine(self, source):
    told = pathlib.Path(source.path + ".told")
    if source.path.endswith("waits.json") and not told.exists():
        part = told.with_suffix(".part")
        part.write_text(str(os.getpid()))
        part.rename(told)
        time.sleep(60)
    return examined(self, source)

_worker.Examiner.examine = examine
main = _worker.main
"""
SCRIPT = """
import sys
import wfkit
from wfkit.service.importing import _crew

print("runs", flush=True)
sys.path.append(sys.argv[1])
_crew.MODULE = sys.argv[2]
registry = wfkit.open(sys.argv[1] + "/flows.duckdb")
print(len(registry.import_files(sys.argv[3], progress=False, processes=2)))
"""


def flow(name):
    return json.dumps({"name": name, "nodes": [], "connections": {}})


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "flows"
    made.mkdir()
    for number in range(40):
        (made / f"{number:02}.json").write_text(flow(f"flow {number}"))
    return made


@pytest.fixture
def waiting(folder, tmp_path, monkeypatch):
    """Workers wait at a file in the middle; gives the file that will tell who."""
    (tmp_path / "waiting_worker.py").write_text(WAITING_WORKER)
    (folder / "20waits.json").write_text(flow("waits"))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(_crew, "MODULE", "waiting_worker")
    return folder / "20waits.json.told"


def crew(size=2, limit_s=60.0):
    return _crew.Crew(Options(), size=size, limit_s=limit_s)


def told(file):
    """The process that waits, once it does."""
    deadline = time.monotonic() + 30
    while not file.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    return int(file.read_text())


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def is_gone_soon(pid):
    deadline = time.monotonic() + 10
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not is_alive(pid)


def test_what_is_not_examined_keeps_its_place_among_what_is(folder):
    row, archive = Row("x", "skipped", "a link"), Archive("y.wfkit")
    sources = [row, *find(folder)[:20], archive, *find(folder)[20:], row]
    with crew() as workers:
        found = list(workers.examined(_chunks.chunks(sources)))
    assert [place for place, item in enumerate(found) if not isinstance(item, Candidate)] == [0, 21, 42]
    assert [item.name for item in found if isinstance(item, Candidate)] == [f"flow {number}" for number in range(40)]


def test_nothing_to_do_starts_no_process():
    with crew() as workers:
        assert list(workers.examined([])) == []
        assert workers._all == []  # noqa: SLF001


def test_a_worker_that_is_killed_costs_nothing_for_its_file_is_tried_again(folder, waiting):
    killing = threading.Thread(target=lambda: os.kill(told(waiting), signal.SIGKILL))
    killing.start()
    sources = [source for source in find(folder) if not source.path.endswith(".told")]
    with crew(size=1) as workers:
        found = list(workers.examined(_chunks.chunks(sources)))
    killing.join()
    assert len(found) == 41
    assert all(isinstance(item, Candidate) for item in found)


@pytest.mark.parametrize("stops", ["closes", "fails"])
def test_whoever_stops_early_leaves_no_process(folder, waiting, stops):
    error = RuntimeError("stop")

    def use():
        with crew() as workers:
            examined = workers.examined(_chunks.chunks(find(folder)))
            next(examined)
            pids.extend([told(waiting), *(worker._process.pid for worker in workers._all)])  # noqa: SLF001
            if stops == "fails":
                raise error
            examined.close()

    pids = []
    if stops == "fails":
        with pytest.raises(RuntimeError, match="stop"):
            use()
    else:
        use()
    assert not any(map(is_alive, pids))


def test_an_interrupted_script_leaves_no_process(folder, waiting, tmp_path):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    arguments = [sys.executable, str(script), str(tmp_path), "waiting_worker", str(folder)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        pid = told(waiting)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert is_gone_soon(pid)
    assert out == "runs\n"
    assert err.rstrip().endswith("KeyboardInterrupt")
    assert process.returncode


def test_a_script_without_a_guard_runs_once(folder, tmp_path):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    arguments = [sys.executable, str(script), str(tmp_path), _crew.MODULE, str(folder)]
    done = subprocess.run(arguments, capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.split() == ["runs", "40"]


@pytest.mark.parametrize("kind", ["missing", "no program", "empty"])
def test_this_process_reads_where_no_worker_can_start(folder, tmp_path, monkeypatch, kind):
    (tmp_path / "no program").write_text("words")
    monkeypatch.setattr(sys, "executable", "" if kind == "empty" else str(tmp_path / kind))
    with wfkit.open(":memory:") as registry:
        frame = registry.import_files(folder, progress=False, processes=2)
    assert list(frame["name"]) == [f"flow {number}" for number in range(40)]


def test_no_more_is_under_way_than_memory_is_for(folder, monkeypatch):
    monkeypatch.setattr(_crew, "_AHEAD_BYTES", 10)
    monkeypatch.setattr(_chunks, "MAX_BYTES", 100)
    taken = []

    def watched():
        for chunk in _chunks.chunks(find(folder)):
            taken.append(chunk)
            yield chunk

    with crew() as workers:
        examined = workers.examined(watched())
        next(examined)
        assert len(taken) == 2
        assert len(list(examined)) == 39


# what a worker does


def served(*messages):
    incoming, outgoing = io.BytesIO(), io.BytesIO()
    for message in messages:
        _wire.send(incoming, message)
    incoming.seek(0)
    _worker.serve(incoming, outgoing)
    outgoing.seek(0)
    return outgoing


def test_a_worker_answers_task_by_task_until_nobody_asks(folder, tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("in.json", flow("in"))
    (tmp_path / "a.jsonl").write_text(flow("one") + "\n" + flow("two"))
    sources = [
        *find(folder)[:1],
        *find(tmp_path / "a.zip"),
        Lines(str(tmp_path / "a.jsonl"), len(flow("one")) + 1, len(flow("two")), 2),
    ]
    tasks = [_wire.task_of(source) for source in sources]
    stream = served(_wire.Order(Options(), 60.0), tasks)
    assert _wire.receive(stream, type(None)) is None
    found = [_wire.found_in(_wire.receive(stream, _wire.Answer)) for _ in tasks]
    assert [item.name for [item] in found] == ["flow 0", "in", "two"]
    assert [item.file.rpartition("/")[2] for [item] in found] == ["00.json", "a.zip!in.json", "a.jsonl#2"]
    with pytest.raises(EOFError):
        _wire.receive(stream, _wire.Answer)


@pytest.mark.parametrize("now", ["gone", "another zip", "no zip"])
def test_a_zip_that_changed_since_it_was_found_is_named_with_its_member(tmp_path, now):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("in.json", flow("in"))
    tasks = [_wire.task_of(source) for source in find(path)]
    path.unlink()
    if now == "another zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("other.json", flow("other"))
    elif now == "no zip":
        path.write_text("words")
    stream = served(_wire.Order(Options(), 60.0), tasks)
    _wire.receive(stream, type(None))
    [row] = _wire.found_in(_wire.receive(stream, _wire.Answer))
    assert (row.file, row.status) == (f"{path}!in.json", "failed")
    assert row.reason.startswith("unreadable: ")


def test_a_fault_of_a_format_is_a_row(folder, monkeypatch):
    from wfkit.service.importing import _examiner

    def failing(*_arguments):
        raise ZeroDivisionError

    monkeypatch.setattr(_examiner, "examine", failing)
    with _examiner.Examiner(Options()) as examiner:
        [row] = examiner.examine(File(str(folder / "00.json")))
    assert row.reason == "wfkit failed at it, which is a defect: ZeroDivisionError"
