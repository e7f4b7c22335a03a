"""What a panel and its view say to each other."""

from __future__ import annotations

import pytest

from wfkit.errors import InvalidInput, NotFound
from wfkit.widgets.panel import Panel, act


class Counter(Panel):
    """A panel that counts."""

    _esm = "export default { render() {} };"
    total = 0

    @act
    def add(self, by=1):
        self.total += by
        return {"total": self.total}

    @act
    def fail(self):
        msg = "there is nothing to count"
        raise NotFound(msg)

    def hidden(self):
        self.total = -1


@pytest.fixture
def counter():
    panel = Counter()
    panel.answers = []
    panel.send = panel.answers.append
    return panel


def asked(panel, **content):
    panel._handle_custom_msg(content, [])  # noqa: SLF001 - as a message of the browser arrives
    return panel.answers[-1]


def test_an_act_gets_its_arguments_and_answers_who_asked(counter):
    assert asked(counter, act="add", id="q1", values={"by": 3}) == {"answer": "q1", "value": {"total": 3}}
    assert asked(counter, act="add", id="q2") == {"answer": "q2", "value": {"total": 4}}
    assert counter.fault is None


def test_an_act_that_raises_tells_the_asker_and_the_panel(counter):
    assert asked(counter, act="fail", id="q1") == {"answer": "q1", "error": "there is nothing to count"}
    assert counter.fault["words"] == "there is nothing to count"
    assert "NotFound" in counter.fault["details"]


def test_the_next_act_takes_the_words_of_the_last_fault_away(counter):
    asked(counter, act="fail", id="q1")
    asked(counter, act="add", id="q2")
    assert counter.fault is None


def test_what_the_view_asks_for_by_itself_leaves_the_words_of_a_fault(counter):
    asked(counter, act="fail", id="q1")
    assert asked(counter, act="add", id="q2", isQuiet=True) == {"answer": "q2", "value": {"total": 1}}
    assert counter.fault["words"] == "there is nothing to count"
    assert "has no act" in asked(counter, act="gone", id="q3", isQuiet=True)["error"]
    assert "has no act" in counter.fault["words"]


@pytest.mark.parametrize("name", ["hidden", "close", "__init__", "nothing", None, 7, ["add"]])
def test_only_what_is_marked_as_an_act_can_be_asked_for(counter, name):
    assert "has no act" in asked(counter, act=name, id="q1")["error"]
    assert counter.total == 0


@pytest.mark.parametrize("values", [{"by": "three"}, {"of": 1}, [1], None, "by"])
def test_arguments_that_do_not_fit_are_told(counter, values):
    assert "TypeError" in asked(counter, act="add", id="q1", values=values)["error"]
    assert counter.total == 0


def test_an_act_is_called_from_python_as_any_method(counter):
    assert counter.add(by=2) == {"total": 2}


def test_a_panel_is_put_beside_the_notebook_under_its_kind(counter):
    counter.to_sidebar(anchor="split-right")
    assert counter.beside == {"kind": "counter", "anchor": "split-right", "title": "Counter"}
    counter.to_sidebar(title="\u202eMine")
    assert counter.beside["title"] == "\ufffdMine"


@pytest.mark.parametrize("values", [{"anchor": "top"}, {"anchor": None}, {"title": 3}])
def test_no_other_place_or_title_is_taken(counter, values):
    with pytest.raises(InvalidInput):
        counter.to_sidebar(**values)
    assert counter.beside is None
