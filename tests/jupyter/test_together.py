"""The sidebar and kernels at the same time, on one file."""

from __future__ import annotations

import subprocess
import sys

import pytest

import wfkit
from wfkit.store import migrations

KERNEL = """
import sys, wfkit
wf = wfkit.open(sys.argv[1]).get(sys.argv[2])
for number in range(20):
    wf = wf.save({"nodes": [], "edges": [], "name": str(number)})
"""


def test_kernels_save_while_the_sidebar_looks_and_nothing_is_lost(server):
    names = ["First", "Second"]
    server.fill(names)
    kernels = [subprocess.Popen([sys.executable, "-c", KERNEL, str(server.registry), name]) for name in names]
    seen = []
    while any(kernel.poll() is None for kernel in kernels):
        status, said = server.ask("workflows")
        seen.append((status, said.get("total")))
    assert [kernel.wait(60) for kernel in kernels] == [0, 0]
    assert set(seen) == {(200, 2)}
    assert {row["version"] for row in server.ask("workflows")[1]["rows"]} == {21}


def test_a_file_that_is_held_is_said_to_be_busy_and_shown_afterwards(server):
    server.fill(["Answer"])
    hold = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(server.registry)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout.readline() == "held\n"
        status, said = server.ask("workflows")
        assert (status, said["kind"]) == (503, "busy")
        # The loop is free meanwhile, and the file is not opened for a stamp.
        assert server.ask("stamp")[0] == 200
    assert server.ask("workflows")[0] == 200


@pytest.mark.parametrize(("change", "kind"), [(slice(None, -1), "too-old"), (slice(None), "too-new")])
def test_a_registry_of_another_wfkit_stays_as_it_is_and_is_said_so(server, monkeypatch, change, kind):
    known = migrations.MIGRATIONS
    steps = known[change] if kind == "too-old" else (*known, lambda _transaction: None)
    with monkeypatch.context() as other:
        other.setattr(migrations, "MIGRATIONS", steps)
        wfkit.open(server.registry).close()
    before = server.registry.read_bytes()
    status, said = server.ask("workflows")
    assert (status, said["kind"]) == (409, kind)
    assert server.registry.read_bytes() == before
