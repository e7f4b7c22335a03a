"""What goes wrong with files and machines: killed processes, full disks, read-only and foreign files."""

from __future__ import annotations

import os
import random
import subprocess
import time

import pytest

import wfkit

SAVES_FOREVER = """
registry = wfkit.open(path)
workflow = registry.create("loop", document(0))
while True:
    workflow = workflow.save(document(workflow.version))
    say(workflow.version)
    if workflow.version % 7 == 0:
        registry.close()
"""

# Python ignores SIGXFSZ, so that a write beyond the limit fails like one to a full disk.
FILLS_UP = """
import resource
registry = wfkit.open(path)
workflow = registry.get("kept")
registry.close()
limit = os.path.getsize(path) + int(arguments[0])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
saved = 1
try:
    while saved < 500:
        workflow = workflow.save(dict(document(saved), padding=os.urandom(20_000).hex()))
        saved = workflow.version
except wfkit.RegistryUnusable as error:
    say(saved, error)
try:
    workflow.save(dict(document(-1), padding=os.urandom(4_000_000).hex()))
except wfkit.RegistryUnusable as error:
    say(registry.get("kept").version)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
say(registry.get("kept").save(document("room again")).version)
"""

NAMES = (
    "it's.duckdb",
    'double "quoted".duckdb',
    "with space.duckdb",
    "ünïcödé ☃ 工作流.duckdb",
    "'; DROP TABLE workflows; --.duckdb",
    "a%20b$1.duckdb",
    "what?.duckdb",
    "no_suffix",
    "main.duckdb",
    "system.duckdb",
    "temp.duckdb",
    "registry.duckdb",
    "wfkit_store.duckdb",
    "memory.duckdb",
    "workflows.duckdb",
)


def _sound(registry):
    return registry.check().empty


def _refused(path):
    with pytest.raises(wfkit.RegistryUnusable) as caught:
        wfkit.open(path).list()
    return str(caught.value)


@pytest.fixture
def kept(file, document):
    """A registry file with one workflow, closed."""
    with wfkit.open(file) as registry:
        registry.create("kept", document())
    return file


@pytest.fixture
def small_disk(tmp_path):
    """A folder on a file system of its own with 4 MB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    if os.name != "posix" or os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small disk, and only where containers may")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.parametrize("after_s", [0.0, 0.011, 0.05, 0.2], ids=lambda after_s: f"{after_s * 1000:.0f}ms")
def test_a_killed_process_loses_nothing_that_was_acknowledged(after_s, file, spawn):
    process = spawn(SAVES_FOREVER)
    process.stdout.readline()
    time.sleep(after_s)
    process.kill()
    said = process.communicate()[0].splitlines()
    acknowledged = max((int(line) for line in said[:-1]), default=2)
    with wfkit.open(file) as registry:
        assert _sound(registry)
        workflow = registry.get("loop")
        assert workflow.version >= acknowledged
        assert sorted(workflow.versions()["version"]) == list(range(1, workflow.version + 1))
        assert workflow.save({**workflow.document, "number": "next"}).version == workflow.version + 1


@pytest.mark.skipif(os.name != "posix", reason="only POSIX systems limit the size of a file")
@pytest.mark.parametrize("room", [0, 500_000])
def test_a_full_disk_is_an_error_and_leaves_the_registry_as_it_was(room, kept, run):
    full, *others = run(FILLS_UP, room).splitlines()
    saved, _, message = full.partition(" ")
    assert "make room on the disk" in message
    assert others == [saved, str(int(saved) + 1)]
    with wfkit.open(kept) as registry:
        assert _sound(registry)
        assert registry.get("kept").document["number"] == "room again"
        assert registry.get("kept").version == int(saved) + 1


def test_a_disk_that_is_really_full_is_an_error_too(small_disk, document):
    with wfkit.open(small_disk / "flows.duckdb") as registry:
        workflow = registry.create("kept", document())
        try:
            while workflow.version < 500:
                workflow = workflow.save({**document(workflow.version), "padding": os.urandom(100_000).hex()})
            pytest.fail("4 MB held 500 versions of 200 kB")
        except wfkit.RegistryUnusable as exc:
            message = str(exc)
        assert "make room on the disk" in message
        assert registry.get("kept").version == workflow.version
        assert _sound(registry)
        registry.close()
        assert registry.get("kept").version == workflow.version
        assert _sound(registry)


def test_a_disk_too_full_for_a_new_registry_is_an_error(small_disk):
    (small_disk / "ballast").write_bytes(bytes(4 * 2**20 - 8192))
    with pytest.raises(wfkit.RegistryUnusable):
        wfkit.open(small_disk / "flows.duckdb")


def test_a_read_only_file_can_be_read(kept):
    kept.chmod(0o444)
    before = kept.read_bytes()
    with wfkit.open(kept) as registry:
        workflow = registry.get("kept")
        assert workflow.versions()["version"].tolist() == [1]
        assert registry.nodes()["node_id"].tolist() == ["a"]
        assert registry.sql("SELECT count(*) AS n FROM workflows")["n"].tolist() == [1]
        assert registry.templates()["name"].size > 0
        assert _sound(registry)
    assert kept.read_bytes() == before


def test_a_read_only_file_can_be_searched_whatever_was_indexed(kept, document):
    with wfkit.open(kept) as registry:
        changed = registry.create("changed", document(1))
        registry.create("hidden", document(2))
        assert len(registry.search("question")) == 3
        changed.save({**document(1), "note": "Newer words"})
        registry.create("late", document(3))
        registry.delete("hidden")
    kept.chmod(0o444)
    with wfkit.open(kept) as registry:
        assert sorted(registry.search("question")["workflow_name"]) == ["changed", "kept", "late"]
        found = registry.search("newer WORDS")
        assert found[["workflow_name", "version", "pointer"]].to_numpy().tolist() == [["changed", 2, "/note"]]
        assert found.attrs["total"] == 1


def test_a_read_only_file_refuses_every_write(kept, document):
    kept.chmod(0o444)
    with wfkit.open(kept) as registry:
        workflow = registry.get("kept")
        for write in (
            lambda: registry.create("new", document(1)),
            lambda: workflow.save(document(1)),
            lambda: workflow.save_draft(document(1)),
            lambda: workflow.tag("production"),
            lambda: workflow.update(name="other"),
            workflow.record_execution,
            lambda: registry.delete(workflow),
            registry.load_templates,
        ):
            with pytest.raises(wfkit.Forbidden, match="make the file writable"):
                write()


def test_a_file_made_writable_again_can_be_written(kept, document):
    kept.chmod(0o444)
    with wfkit.open(kept) as registry:
        registry.close()
        kept.chmod(0o644)
        assert registry.get("kept").save(document(1)).version == 2


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write whatever the owner is")
def test_a_file_in_a_folder_without_write_permission_is_an_error_to_write(kept, document):
    kept.parent.chmod(0o555)
    try:
        with wfkit.open(kept) as registry, pytest.raises(wfkit.WfkitError):
            registry.create("new", document(1))
    finally:
        kept.parent.chmod(0o755)


@pytest.mark.parametrize(
    "content",
    [b"", b"x", b"a shopping list\n" * 1000, b"{}", bytes(20_000), b"SQLite format 3\0" + bytes(8000)],
    ids=["empty", "one-byte", "text", "json", "zeros", "sqlite"],
)
def test_a_file_of_another_kind_is_refused_and_left_alone(content, file):
    file.write_bytes(content)
    assert "not a registry file" in _refused(file)
    assert file.read_bytes() == content
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_folder_is_no_registry(file):
    file.mkdir()
    assert "not a registry file" in _refused(file)


def test_a_missing_folder_is_named(file):
    assert "does not exist; make it first" in _refused(file / "deeper" / "flows.duckdb")


def test_a_file_is_no_folder(kept):
    _refused(kept / "flows.duckdb")


@pytest.mark.parametrize("length", [12, 100, 4096, 8192, 12_288, 20_000, 300_000])
def test_a_truncated_registry_is_refused_and_left_alone(length, kept):
    damaged = kept.read_bytes()[:length]
    kept.write_bytes(damaged)
    _refused(kept)
    assert kept.read_bytes() == damaged


@pytest.mark.parametrize("seed", range(8))
def test_a_registry_with_a_damaged_header_is_refused_and_left_alone(seed, kept):
    dice = random.Random(seed)  # noqa: S311 - the same damage in every run
    damaged = bytearray(kept.read_bytes())
    for _ in range(10):
        damaged[dice.randrange(12_288)] ^= dice.randrange(1, 256)
    kept.write_bytes(damaged)
    _refused(kept)
    assert kept.read_bytes() == damaged


@pytest.mark.parametrize("seed", range(8))
def test_damage_anywhere_is_noticed_or_harmless(seed, kept):
    dice = random.Random(seed)  # noqa: S311 - the same damage in every run
    damaged = bytearray(kept.read_bytes())
    start = dice.randrange(len(damaged))
    damaged[start : start + 4000] = dice.randbytes(len(damaged[start : start + 4000]))
    kept.write_bytes(damaged)
    try:
        with wfkit.open(kept) as registry:
            registry.get("kept")
            registry.nodes()
            registry.check()
    except (wfkit.RegistryUnusable, wfkit.NotFound) as exc:
        assert str(exc)  # noqa: PT017 - no error is as good as one of these


@pytest.mark.parametrize("name", NAMES)
def test_every_file_name_works(name, tmp_path, document):
    place = tmp_path / name
    with wfkit.open(place) as registry:
        registry.create("first", document()).save(document(1))
    assert [path.name for path in tmp_path.iterdir()] == [name]
    with wfkit.open(place) as registry:
        assert registry.sql("SELECT name, head_version FROM workflows").to_numpy().tolist() == [["first", 2]]
        assert registry.search("question")["version"].tolist() == [2]
        assert _sound(registry)


def test_an_altered_document_is_found_by_check_and_spares_the_rest(kept, document):
    with wfkit.open(kept) as registry:
        registry.create("second", document(2))
        with registry._context.engine.write() as transaction:  # noqa: SLF001 - what no use case does
            transaction.run("""UPDATE wfkit_store.workflow_versions SET workflow_json = '{"nodes": [], "nodes": [{}]}'
                               WHERE workflow_id IN (SELECT id FROM wfkit_store.workflows WHERE name = 'kept')""")
        assert registry.check()["check"].tolist() == ["content-hash"]
        assert registry.search("question")["workflow_name"].tolist() == ["second"]
        assert registry.nodes(type="input")["workflow_name"].tolist() == ["second"]
