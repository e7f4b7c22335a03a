"""The README names every magic, and every option of `%wf list` and `%wf save`."""

from __future__ import annotations

from wfkit.magics.commands import COMMANDS


def test_the_readme_names_every_command_and_option(repository):
    readme = (repository / "README.md").read_text(encoding="utf-8")
    section = readme.partition("\n## Magics\n")[2].partition("\n## ")[0]
    assert not [name for name in COMMANDS if f"`%wf {name}" not in section]
    usual = [option.names for command in COMMANDS.values() for option in command.options]
    assert not [names for names in usual if not any(name in section for name in names)]
