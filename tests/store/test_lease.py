"""Many users of one registry file: processes, threads, forks, and people with DuckDB itself."""

from __future__ import annotations

import os
import threading
import time

import duckdb
import pytest

import wfkit

PROCESSES, SAVES = 4, 40
THREADS, THREAD_SAVES = 8, 20

OPENS = """
import duckdb
while True:
    try:
        duckdb.connect(path).close()
        break
    except duckdb.IOException:
        time.sleep(0.02)
say("opened")
"""

HOLDS = """
import duckdb
connection = duckdb.connect(path)
say("held")
sys.stdin.read()
"""

SAVES_MANY = """
author, count = arguments
registry = wfkit.open(path, author=author)
workflow = registry.get("shared")
say("ready")
sys.stdin.readline()
done = 0
while done < int(count):
    try:
        workflow = workflow.save(document(f"{author} {done}"), message=author)
        done += 1
    except wfkit.VersionConflict:
        workflow = registry.get("shared")
registry.close()
"""

READS_ONCE = """
started = time.monotonic()
with wfkit.open(path) as registry:
    registry.get("shared")
say(time.monotonic() - started)
"""

FORKS = """
import threading
registry = wfkit.open(path)
workflow = registry.create("forked", document(0))
child = os.fork()
if child == 0:
    saved = registry.get("forked").save(document(1), message="child")
    registry.close()
    os._exit(saved.version)
_, status = os.waitpid(child, 0)
assert os.waitstatus_to_exitcode(status) == 2, status
saved = registry.get("forked").save(document(2), message="parent")
say(saved.version, registry.check().empty, threading.active_count() < 4)
"""

FORKS_AMID_THREADS = """
import multiprocessing, threading
context = multiprocessing.get_context("fork")
registry = wfkit.open(path)
workflow = registry.create("forked", document(0))
stop = threading.Event()

def keep_saving():
    mine, number = registry.create("busy", document(0)), 0
    while not stop.is_set():
        number += 1
        mine = mine.save(document(number))

def child(number):
    registry.create(f"child {number}", document(number))
    registry.close()

thread = threading.Thread(target=keep_saving)
thread.start()
children = [context.Process(target=child, args=(number,)) for number in range(3)]
for process in children:
    process.start()
for process in children:
    process.join()
stop.set()
thread.join()
say([process.exitcode for process in children], len(registry.list()), registry.check().empty)
"""

FORKS_IN_MEMORY = """
registry = wfkit.open(":memory:")
registry.create("mine", document(0))
child = os.fork()
if child == 0:
    try:
        registry.list()
    except wfkit.RegistryUnusable as error:
        say(error)
    sys.exit(7)
_, status = os.waitpid(child, 0)
say(os.waitstatus_to_exitcode(status), registry.get("mine").version)
"""

WAITS_IN_VAIN = """
try:
    wfkit.open(path, busy_timeout_s=0.3)
except wfkit.RegistryBusy:
    say("busy")
"""


def _listing(registry, faults, *, hurry_s=60):
    """A thread that lists the workflows, or notes why it cannot."""

    def work():
        try:
            with registry.hurried(hurry_s):
                registry.list()
        except wfkit.RegistryBusy as exc:
            faults.append(str(exc))

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def _note(file):
    return file.with_name(f"{file.name}.waiting")


def _started(spawn, script, *arguments):
    process = spawn(script, *arguments)
    assert process.stdout.readline(), process.communicate()
    return process


def test_a_registry_left_idle_lets_go_of_its_file(registry, document, run):
    registry.create("idle", document())
    assert run(OPENS) == "opened"  # it tries for as long as `run` lets it
    with duckdb.connect(registry.url) as connection:
        assert connection.execute("SELECT name FROM workflows").fetchall() == [("idle",)]
    assert registry.get("idle").version == 1


def test_close_lets_go_at_once(registry, document):
    registry.create("closed", document())
    registry.close()
    with duckdb.connect(registry.url) as connection:
        assert connection.execute("SELECT count(*) FROM workflows").fetchone() == (1,)


def test_a_closed_registry_can_be_used_again(registry, document):
    registry.close()
    registry.close()
    assert registry.create("again", document()).version == 1


def test_saves_of_many_processes_are_all_there(registry, document, spawn, file):
    registry.create("shared", document())
    registry.close()
    authors = [f"author {number}" for number in range(PROCESSES)]
    processes = [_started(spawn, SAVES_MANY, author, SAVES) for author in authors]
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        _, err = process.communicate(timeout=50)
        assert process.returncode == 0, err
    history = registry.get("shared").versions()
    assert sorted(history["version"]) == list(range(1, 2 + PROCESSES * SAVES))
    assert all((history["author"] == author).sum() == SAVES for author in authors)
    contents = {registry.get("shared").at(number).document["number"] for number in history["version"][:-1]}
    assert contents == {f"{author} {number}" for author in authors for number in range(SAVES)}
    assert registry.check().empty
    assert not _note(file).exists()


def test_a_reader_gets_its_turn_in_a_long_burst_of_writes(registry, document, spawn, file):
    workflow, number = registry.create("shared", document()), 0
    reader = spawn(READS_ONCE)
    while reader.poll() is None:
        number += 1
        workflow = workflow.save(document(number))
    waited_s = float(reader.communicate()[0])
    assert waited_s < 10  # the bound is 30 s, and the burst would never have ended
    assert workflow.version == number + 1
    assert not _note(file).exists()


def test_a_process_that_never_lets_go_is_named(registry, document, spawn, file):
    registry.create("kept", document())
    registry.close()
    holder = _started(spawn, HOLDS)
    before = file.read_bytes()
    with pytest.raises(wfkit.RegistryBusy, match=rf"PID {holder.pid}.* for 1 s"):
        wfkit.open(file, busy_timeout_s=1)
    assert file.read_bytes() == before
    assert not _note(file).exists()
    holder.communicate()
    assert list(registry.list()["name"]) == ["kept"]


def test_waiting_in_vain_leaves_no_note_behind(registry, spawn, run, file):
    registry.close()
    holder = _started(spawn, HOLDS)
    assert run(WAITS_IN_VAIN) == "busy"
    assert not _note(file).exists()
    holder.communicate()


def test_saves_of_many_threads_are_all_there(registry, document):
    registry.create("shared", document())
    faults = []

    def save_many(author):
        workflow, done = registry.get("shared"), 0
        while done < THREAD_SAVES:
            try:
                workflow = workflow.save(document(f"{author} {done}"))
                done += 1
            except wfkit.VersionConflict:
                workflow = registry.get("shared")
            except Exception as exc:  # noqa: BLE001 - whatever it is, the test shall show it
                faults.append(exc)
                return

    threads = [threading.Thread(target=save_many, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert sorted(registry.get("shared").versions()["version"]) == list(range(1, 2 + THREADS * THREAD_SAVES))
    assert registry.check().empty


def test_a_thread_that_keeps_the_registry_is_an_error_in_the_others(file):
    registry = wfkit.open(file, busy_timeout_s=0.2)
    faults = []

    with registry._context.engine.read():  # noqa: SLF001 - nothing public stays inside
        thread = _listing(registry, faults)
        thread.join()
    assert faults == ["another thread of this process kept the registry for 0.2 s"]


def test_only_the_thread_that_is_in_a_hurry_waits_no_longer(file):
    registry = wfkit.open(file)
    hurried, patient = [], []
    with registry._context.engine.read():  # noqa: SLF001 - nothing public stays inside
        _listing(registry, hurried, hurry_s=0.1).join()
        with registry.hurried(0.01):
            thread = _listing(registry, patient)
            time.sleep(0.2)
    thread.join()
    assert hurried == ["another thread of this process kept the registry for 0.1 s"]
    assert patient == []


def test_two_registries_of_one_file_share_its_lease(registry, document, file, tmp_path):
    (tmp_path / "link").symlink_to(tmp_path)
    with wfkit.open(tmp_path / "link" / file.name, author="bob") as other:
        registry.create("mine", document())
        assert other.get("mine").save(document(1)).author == "bob"
        assert registry.get("mine").version == 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_fork_lets_go_of_the_file_and_the_parent_goes_on(registry, document):
    workflow = registry.create("forked", document())
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    with duckdb.connect(registry.url) as connection:
        assert connection.execute("SELECT name FROM workflows").fetchall() == [("forked",)]
    assert workflow.save(document(1)).version == 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_parent_and_child_of_a_fork_both_use_the_file(run):
    assert run(FORKS) == "3 True True"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_fork_amid_the_saves_of_a_thread_ends(run):
    assert run(FORKS_AMID_THREADS) == "[0, 0, 0] 5 True"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_registry_in_memory_does_not_cross_a_fork_and_says_so(run):
    said = run(FORKS_IN_MEMORY).splitlines()
    assert said == ["a registry in memory does not cross a fork; open a registry file in the child process", "7 1"]


def test_a_duckdb_connection_of_the_same_process_makes_the_registry_busy(file, document):
    registry = wfkit.open(file, busy_timeout_s=0.2)
    registry.create("kept", document())
    registry.close()
    with duckdb.connect(str(file)) as connection:
        with pytest.raises(wfkit.RegistryBusy, match="a DuckDB connection of this process"):
            registry.list()
        assert connection.execute("SELECT name FROM workflows").fetchall() == [("kept",)]
    assert list(registry.list()["name"]) == ["kept"]


def test_duckdb_refuses_a_file_that_the_registry_of_the_same_process_uses(registry, document):
    registry.create("kept", document())
    with pytest.raises(duckdb.Error, match="already attached"):
        duckdb.connect(registry.url)
    assert registry.get("kept").save(document(1)).version == 2


def test_a_file_deleted_between_uses_is_a_new_registry(registry, document, file):
    workflow = registry.create("gone", document())
    registry.close()
    file.unlink()
    assert registry.list().empty
    with pytest.raises(wfkit.NotFound, match="not in this registry any more"):
        workflow.save(document(1))
    assert registry.create("new", document()).version == 1


def test_a_log_left_behind_by_a_deleted_file_does_no_harm(file, document, run):
    script = "wfkit.open(path).create('lost', document(1)); os._exit(0)"
    assert run(script) == ""
    assert file.with_name(f"{file.name}.wal").exists()
    file.unlink()
    with wfkit.open(file) as registry:
        assert registry.check().empty
        assert registry.create("new", document()).version == 1


def test_a_file_replaced_between_uses_is_read_anew(registry, document, file, tmp_path):
    registry.create("old", document())
    registry.close()
    with wfkit.open(tmp_path / "other.duckdb") as other:
        other.create("other", document())
    (tmp_path / "other.duckdb").replace(file)
    assert list(registry.list()["name"]) == ["other"]


def test_a_file_replaced_by_something_else_is_refused(registry, file):
    registry.close()
    file.write_text("a shopping list")
    with pytest.raises(wfkit.RegistryUnusable, match="not a registry file"):
        registry.list()
    assert file.read_text() == "a shopping list"


def test_a_registry_that_is_open_when_python_ends_is_written(file, run):
    script = "registry = wfkit.open(path); registry.create('last', document(1))"
    assert run(script) == ""
    assert sorted(path.name for path in file.parent.iterdir()) == [file.name]
    assert wfkit.open(file).get("last").version == 1
