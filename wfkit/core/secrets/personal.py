"""Personal data by its shape: who somebody is, and where on whose machine something lies."""

from __future__ import annotations

import re
import string

from wfkit.core.secrets.placeholders import is_placeholder
from wfkit.core.secrets.rule import Rule, is_filled

_FILES = frozenset({
    *("png", "jpg", "jpeg", "gif", "svg", "webp", "mp4", "js", "ts", "json", "html", "css", "py"),
    *("local", "invalid", "example", "test"),
})  # fmt: skip
_NO_DOMAINS = frozenset({
    *("example", "test", "email", "domain", "company", "mail", "acme"),
    *("yourdomain", "yourcompany", "mydomain", "your-domain", "your-company", "users.noreply.github"),
})  # fmt: skip
_NO_USERS = frozenset({
    *("user", "username", "users", "name", "me", "all users", "admin", "administrator", "root"),
    *("default", "public", "shared"),
    *("node", "ubuntu", "runner", "jovyan", "app", "ec2-user", "linuxbrew", "vscode", "comfyui", "n8n", "galaxy"),
    *("home", "work", "workspace", "data"),
})  # fmt: skip


def _is_mail(found: re.Match[str]) -> bool:
    domain, _, end = found["domain"].lower().rpartition(".")
    return end not in _FILES and not domain.endswith("example") and domain not in _NO_DOMAINS


def _is_user(found: re.Match[str]) -> bool:
    return found["secret"].lower() not in _NO_USERS and not is_placeholder(found["secret"])


PERSONAL: tuple[Rule, ...] = (
    Rule(
        "e-mail",
        ("@",),
        re.compile(
            r"(?P<secret>@(?P<domain>[A-Za-z0-9-]{1,63}+(?:\.[A-Za-z0-9-]{1,63}+){0,4}?\.[A-Za-z]{2,24}+))(?![\w-])"
        ),
        before=re.compile(r"(?:(?<=mailto:)|(?<![\w.%+/:-]))[A-Za-z0-9][\w.%+-]{0,63}$", re.ASCII),
        before_of=f"{string.ascii_letters}{string.digits}_.%+-",
        takes_before=True,
        accepts=_is_mail,
        kind="personal",
        is_word=False,
    ),
    Rule(
        "orcid",
        ("0000-000", "0009-000"),
        re.compile(r"(?P<secret>000[09]-000\d-\d{4}-\d{3}[\dX])(?![\w-])"),
        accepts=is_filled,
        kind="personal",
    ),
    Rule(
        "user-folder",
        ("/home/", "/Users/"),
        re.compile(r"/(?:home|Users)/(?P<secret>[A-Za-z0-9._-]{2,40})(?=[/\"'\s\x00,;:)\\]|$)"),
        accepts=_is_user,
        kind="personal",
        confidence="medium",
        is_word=False,
    ),
    Rule(
        "user-folder",
        (":\\Users\\", ":\\\\Users\\\\"),
        re.compile(r":\\{1,2}Users\\{1,2}(?P<secret>[^\\/:*?\"<>|\x00\r\n]{1,40})(?=\\)"),
        accepts=_is_user,
        kind="personal",
        confidence="medium",
        is_word=False,
    ),
)
