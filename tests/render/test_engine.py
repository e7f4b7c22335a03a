from __future__ import annotations

import os
import subprocess
import sys

import pytest

from wfkit.render import _engine

DOT = "digraph { a -> b }"


def names():
    return [engine.name for engine in _engine.engines()]


def printed(source=DOT, **options):
    return _engine.run(source, "plain", lambda output: output.decode().strip(), **options)


def test_a_plain_installation_has_an_engine(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("WFKIT_DOT", raising=False)
    assert names() == ["graphviz-pure"]
    assert printed().startswith("graph 1")


@pytest.mark.usefixtures("machine")
def test_a_machine_without_any_has_none():
    assert names() == []
    assert printed() is None


def test_the_order_is_the_variable_the_bundled_one_the_systems_and_the_library(machine, monkeypatch):
    machine.program("dot", "echo system")
    machine.bundle("echo bundled")
    machine.library("")
    monkeypatch.setenv("WFKIT_DOT", str(machine.program("mine", "echo mine")))
    assert names() == ["$WFKIT_DOT", "graphviz-pure", "dot", "pygraphviz"]
    assert printed() == "mine"


def test_the_variable_may_name_a_program_on_the_path(machine, monkeypatch):
    machine.program("mine", "echo mine")
    monkeypatch.setenv("WFKIT_DOT", "mine")
    assert printed() == "mine"


@pytest.mark.parametrize("broken", ["/nowhere/dot", "no-such-program"])
def test_after_a_variable_that_names_nothing_the_bundled_one_is_asked(machine, monkeypatch, broken):
    machine.bundle("echo bundled")
    monkeypatch.setenv("WFKIT_DOT", broken)
    assert printed() == "bundled"


def test_after_a_bundled_one_that_fails_the_systems_is_asked(machine):
    machine.bundle("echo half a picture; exit 1")
    machine.program("dot", "echo system")
    assert printed() == "system"


def test_after_one_that_prints_nothing_the_next_is_asked(machine):
    machine.bundle("exit 0")
    machine.program("dot", "echo system")
    assert printed() == "system"


def test_after_an_output_of_no_use_the_next_is_asked(machine):
    machine.bundle("echo rubbish")
    machine.program("dot", "echo system")
    found = _engine.run(DOT, "plain", lambda output: None if b"rubbish" in output else output)
    assert found == b"system\n"


def test_the_library_is_asked_last_graph_by_graph(machine, bundled):
    machine.library(
        "import subprocess\n"
        "class AGraph:\n"
        "    def __init__(self, string):\n"
        "        self.string = string\n"
        "    def draw(self, format, prog):\n"
        f"        command = [{bundled!r}, '-K' + prog, '-T' + format]\n"
        "        return subprocess.run(command, input=self.string.encode(), capture_output=True, check=True).stdout\n"
    )
    assert names() == ["pygraphviz"]
    assert printed("digraph {\n\ta -> b\n}\n\ndigraph {\n\tc -> d\n}\n").count("stop") == 2


def test_one_that_hangs_is_ended_and_the_next_is_asked(machine):
    pid = machine.folder / "pid"
    machine.bundle(f"echo $$ > {pid}; exec /bin/sleep 600")
    machine.program("dot", "echo system")
    assert printed(timeout_s=2) == "system"
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)


def test_there_is_none_when_all_of_them_hang(machine):
    machine.bundle("exec /bin/sleep 600")
    machine.program("dot", "exec /bin/sleep 600")
    assert printed(timeout_s=0.5) is None


def test_nothing_is_run_when_no_time_is_left(machine):
    mark = machine.folder / "mark"
    machine.bundle(f": > {mark}")
    assert printed(timeout_s=0) is None
    assert not mark.exists()


def test_an_engine_is_given_the_source_and_the_format(machine):
    machine.bundle('echo "$@"; /bin/cat')
    assert printed() == f"-Tplain\n{DOT}"


def test_something_else_is_done_while_an_engine_works(machine):
    mark = machine.folder / "mark"
    machine.bundle(f"while [ ! -e {mark} ]; do :; done; echo seen")
    assert printed(meanwhile=mark.touch) == "seen"


def test_an_error_meanwhile_ends_the_engine(machine):
    pid = machine.folder / "pid"
    machine.bundle(f"echo $$ > {pid}; exec /bin/sleep 600")

    def fail():
        while not (pid.exists() and pid.read_text()):
            pass
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        printed(meanwhile=fail)
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)


def test_without_the_package_there_is_no_bundled_engine():
    # Without the folder of installed packages; the module needs nothing but the standard library.
    program = f"import runpy; print(runpy.run_path({_engine.__file__!r})['engines']())"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program], env={"PATH": ""}, capture_output=True, text=True, check=True
    )
    assert done.stdout == "()\n"


def test_a_package_without_its_program_is_no_engine(machine):
    (machine.folder / "site" / "graphviz_pure-0.0.dist-info" / "RECORD").write_text("../bin/graphviz-pure,,\n")
    assert names() == []
