"""Secrets that no maker marks, by what stands around them."""

from __future__ import annotations

import base64
import binascii
import re
import string

from wfkit.core.secrets.names import confidence_of, strength_of
from wfkit.core.secrets.placeholders import entropy_bits, is_placeholder
from wfkit.core.secrets.rule import Rule, looks_random, part

_BITS = 3.0
_LONG = 40
_LONGEST_NAME = 40
_NO_PASSWORDS = frozenset({"pass", "pw", "pwd", "port", "xxx", "user", "username"})

_KEYS = ("api", "access", "private", "account", "auth", "signing", "encryption", "subscription")
_ASSIGNED_KEYWORDS = (
    *("password", "passwd", "passphrase", "passcode", "pwd", "secret", "token", "authorization"),
    *(f"{noun}{joint}key" for noun in _KEYS for joint in ("", "_", "-")),
)
# In code, in JSON within texts and in lines of settings. Blanks are bounded, and no two parts in a row take the same
# character, so that no text takes long.
_ASSIGNED = re.compile(
    rf"(?P<name>(?:{'|'.join(map(re.escape, _ASSIGNED_KEYWORDS))})(?:[_-]?(?:key|token|id))?)"
    r"\\{0,7}[\"'`]?\]?[ \t]{0,8}(?:=>|:=|[:=](?!=))[ \t]{0,8}"
    r"(?:[rbf]?\\{0,7}(?P<quote>[\"'`])(?:(?:bearer|basic|token) {1,3})?"
    r"(?P<quoted>[^\s\"'`\\\x00]{4,400})\\{0,7}(?P=quote)"
    r"|(?P<bare>[A-Za-z0-9_+/.~-]{12,400}+={0,2})(?![(\[]))",
    re.IGNORECASE,
)
_NAME_BEFORE = re.compile(r"[\w.-]*$")


def assigned_name(found: re.Match[str]) -> str:
    """The whole name that a secret word is the end of."""
    start = found.start()
    return f"{_NAME_BEFORE.findall(found.string[max(0, start - _LONGEST_NAME) : start])[0]}{found['name']}"


def _is_assigned(found: re.Match[str]) -> bool:
    """Whether a secret name is given a value that may be one."""
    strength = strength_of(assigned_name(found))
    if found["quoted"]:
        return confidence_of(strength, found["quoted"]) is not None
    return strength != "" and _is_bare_secret(found["bare"])


def _is_bare_secret(value: str) -> bool:
    """Whether a word without quotes is no code: no name, no number, no path through objects."""
    is_path = "." in value and len(value) < _LONG
    return not is_path and any(map(str.isdigit, value)) and confidence_of("strong", value) is not None


def _is_basic(found: re.Match[str]) -> bool:
    """Whether base64 hides a user and a password."""
    value = found["secret"]
    try:
        text = base64.b64decode(value + "=" * (-len(value) % 4), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return False
    user, colon, password = text.partition(":")
    return bool(colon) and text.isprintable() and any(part and not is_placeholder(part) for part in (user, password))


def _is_bearer(found: re.Match[str]) -> bool:
    value = found["secret"]
    return looks_random(found) and entropy_bits(value) >= _BITS and confidence_of("weak", value) is not None


def _is_login(found: re.Match[str]) -> bool:
    password = found["secret"]
    return not is_placeholder(password) and password.lower() not in _NO_PASSWORDS and strength_of(password) == ""


def _is_parameter(found: re.Match[str]) -> bool:
    return confidence_of("weak", found["secret"]) is not None


def _is_key(found: re.Match[str]) -> bool:
    return entropy_bits(found["secret"]) >= _BITS and not is_placeholder(found["secret"])


SHAPES: tuple[Rule, ...] = (
    Rule(
        "private-key",
        ("-----BEGIN ",),
        re.compile(
            r"-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----"
            r"(?P<secret>(?:[A-Za-z0-9+/=\s:,.]|\\{1,7}[nr]){40,20000}+)"
        ),
        accepts=_is_key,
        is_word=False,
    ),
    Rule(
        "json-web-token",
        ("eyJ",),
        re.compile(r"(?P<secret>eyJ[\w-]{8,4000}+\.eyJ[\w-]{8,8000}+(?:\.[\w-]{8,2000}+)?)(?![A-Za-z0-9])"),
    ),
    Rule(
        "telegram-bot-token",
        (":AA",),
        re.compile(r"(?P<secret>:AA[\w-]{33})(?![\w-])"),
        before=re.compile(r"(?<![0-9])[0-9]{8,10}$"),
        before_of=string.digits,
        takes_before=True,
        is_word=False,
    ),
    Rule(
        "discord-bot-token",
        (),
        re.compile(r"(?<![\w.-])(?P<secret>[MNO][A-Za-z\d_-]{23,27}+\.[\w-]{6}\.[\w-]{27,40})(?![\w.-])"),
        context=("discord", "Discord"),
    ),
    part("azure-key", "AccountKey=", r"(?P<secret>[A-Za-z0-9+/]{40,100}={0,2})"),
    part("azure-key", "SharedAccessKey=", r"(?P<secret>[A-Za-z0-9+/]{40,100}={0,2})"),
    part("url-signature", "sig=", r"(?P<secret>[\w%-]{40,200})"),
    part("url-signature", "X-Amz-Signature=", r"(?P<secret>[0-9a-f]{64})", confidence="medium"),
    Rule(
        "url-password",
        ("://",),
        re.compile(r"://[^\s/?#@:\"'`<>\\\x00]{0,100}+:(?P<secret>[^\s/?#@\"'`<>\\\x00]{1,200}+)@"),
        accepts=_is_login,
        is_word=False,
    ),
    Rule(
        "authorization",
        ("basic ",),
        re.compile(r"basic {1,3}(?P<secret>[A-Za-z0-9+/]{8,400}+={0,2})", re.IGNORECASE),
        accepts=_is_basic,
        any_case=True,
    ),
    Rule(
        "authorization",
        ("bearer ",),
        re.compile(r"bearer {1,3}(?P<secret>[\w.~+/-]{16,4000}+={0,2})", re.IGNORECASE),
        accepts=_is_bearer,
        any_case=True,
    ),
    Rule(
        "url-parameter",
        ("key=", "token=", "secret=", "password=", "sig=", "signature=", "code=", "auth="),
        re.compile(r"[a-z]{3,9}=(?P<secret>[\w.~%+/-]{12,400}+)", re.IGNORECASE),
        before=re.compile(r"[?&](?:[\w-]{0,20}[_-])?(?:api|access|client)?$", re.IGNORECASE),
        before_of=f"{string.ascii_letters}{string.digits}_-?&",
        accepts=_is_parameter,
        confidence="medium",
        is_word=False,
        any_case=True,
    ),
    Rule(
        "assigned-in-text",
        _ASSIGNED_KEYWORDS,
        _ASSIGNED,
        accepts=_is_assigned,
        confidence="medium",
        is_word=False,
        any_case=True,
    ),
)
