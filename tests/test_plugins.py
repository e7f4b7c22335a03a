"""Entry points; how faulty ones are skipped is tested where the groups are read."""

from __future__ import annotations

from wfkit import plugins


def test_a_group_that_nobody_uses_is_empty():
    assert plugins.load("wfkit.nobody_uses_this") == plugins.Plugins()


def test_a_fault_says_which_entry_point_of_which_package_and_what_to_do():
    line = plugins.fault("wfkit.templates", "more", "a-package", "it is empty")
    assert line == (
        "skipped the entry point 'more' of group 'wfkit.templates' from package 'a-package': it is empty;"
        " upgrade or uninstall that package"
    )
