"""What only a real process shows: colours, pipes, signals, encodings."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from wfkit.cli._output import note_warning

WFKIT = [sys.executable, "-m", "wfkit"]
ENVIRONMENT = {
    key: value for key, value in os.environ.items() if not key.startswith(("WFKIT", "FORCE_COLOR", "COVERAGE"))
}


def start(*arguments, **options):
    environment = ENVIRONMENT | {"COLUMNS": "100"} | options.pop("env", {})
    return subprocess.Popen(
        [*WFKIT, *map(str, arguments)], env=environment, stdin=options.pop("stdin", subprocess.DEVNULL),
        stdout=options.pop("stdout", subprocess.PIPE), stderr=subprocess.PIPE, **options,
    )  # fmt: skip


def finish(*arguments, **options):
    with start(*arguments, **options) as process:
        out, err = process.communicate(timeout=60)
    return process.returncode, out.decode(), err.decode()


def test_there_is_no_colour_in_a_pipe(url, faq):
    code, out, err = finish("-r", url, "list")
    assert (code, err) == (0, "")
    assert "\x1b" not in out
    assert faq.name in out


def test_there_is_colour_on_demand_and_none_with_no_color(url, faq):
    assert "\x1b[1m" in finish("-r", url, "list", env={"FORCE_COLOR": "1", "TERM": "xterm"})[1]
    coloured = finish("-r", url, "check", env={"FORCE_COLOR": "1", "TERM": "xterm"})[1]
    plain = finish("-r", url, "check", env={"FORCE_COLOR": "1", "TERM": "xterm", "NO_COLOR": "1"})[1]
    assert "\x1b[32m" in coloured
    assert "\x1b[32m" not in plain
    assert faq.version == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["list"], 0), (["show", "nope"], 3), (["sql", "DROP TABLE x"], 7), (["list", "--nope"], 2), (["nope"], 2)],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_a_process_has_the_exit_code_and_no_traceback(url, faq, arguments, code):
    found, out, err = finish("-r", url, *arguments)
    assert found == code
    assert "Traceback" not in err
    assert (out == "") == (code != 0)
    assert faq.version == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no broken pipes")
@pytest.mark.parametrize("options", [[], ["--json"]], ids=["table", "json"])
def test_a_reader_that_goes_away_is_no_error(url, faq, options):
    with start("-r", url, "sql", "SELECT range AS n, repeat('x', 80) FROM range(20000)", *options) as process:
        process.stdout.read(10)
        process.stdout.close()
        err = process.stderr.read().decode()
    assert err == ""
    assert process.returncode == 141
    assert faq.version == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for a child")
def test_ctrl_c_is_quiet(url, faq):
    # A shell that runs the tests in the background has them, and their children, ignore Ctrl-C.
    heard = {"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)}
    with start("-r", url, "sql", "-", stdin=subprocess.PIPE, **heard) as process:
        time.sleep(1.5)  # until it waits for the statement
        process.send_signal(signal.SIGINT)
        err = process.communicate(timeout=60)[1].decode()
    assert "Traceback" not in err
    assert process.returncode == 130
    assert faq.version == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
@pytest.mark.parametrize(
    ("answer", "code", "words"), [(b"n\n", 1, "nothing was removed"), (b"y\n", 0, "is gone for good")]
)
def test_a_purge_asks_on_a_terminal(url, faq, answer, code, words):
    import pty

    keyboard, terminal = pty.openpty()
    os.write(keyboard, answer)
    found, out, _ = finish("-r", url, "purge", faq.id, stdin=terminal)
    assert found == code
    assert "Remove FAQ (1 version) for good?" in out
    assert words in out
    os.close(keyboard)
    os.close(terminal)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_a_document_does_not_command_the_terminal(url, faq):
    import pty

    faq.save(faq.document | {"x": "\x9b31m\u202e"})
    screen, terminal = pty.openpty()
    with start("-r", url, "show", "FAQ", "--document", stdout=terminal) as process:
        shown = b""
        while b'"viewport"' not in shown or b"u202e" not in shown:
            shown += os.read(screen, 65536)
        process.wait(timeout=60)
    assert b"\\u009b31m\\u202e" in shown
    assert "\x9b" in finish("-r", url, "show", "FAQ", "--document")[1]
    os.close(screen)
    os.close(terminal)


def test_json_is_utf_8_whatever_the_terminal_says(url, document):
    import wfkit

    with wfkit.open(url) as registry:
        registry.create("Füße 漢", document)
    ascii_only = {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0"}
    with start("-r", url, "list", "--json", env=ascii_only) as process:
        out, _ = process.communicate(timeout=60)
    assert json.loads(out.decode("utf-8"))[0]["name"] == "Füße 漢"
    code, out, err = finish("-r", url, "list", env=ascii_only)
    assert (code, err) == (0, "")
    assert "F" in out


def test_a_warning_is_a_sentence(capsys):
    note_warning("careful\x1b", RuntimeWarning, "file.py", 1)
    assert capsys.readouterr().err == "warning: careful\\x1b\n"
