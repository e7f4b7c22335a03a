"""Fields that hold secrets by what they are called, and values that may be what the name says."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from wfkit.core.secrets.placeholders import entropy_bits, is_placeholder, is_word

if TYPE_CHECKING:
    from wfkit.core.secrets.finding import Confidence

Strength = Literal["password", "strong", "weak", "paired", ""]

_LONGEST_NAME = 80
_LONGEST_VALUE = 4096
_JOINTS = re.compile(r"[^a-z0-9]+")
_PASSWORDS = ("password", "passwd", "passphrase", "passcode")
_PASSWORDS_WHOLE = frozenset({"pwd", "pass", "dbpass", "smtppass", "userpass", "pw"})
_STRONG = (
    *(
        "apikey",
        "secretkey",
        "privatekey",
        "accesskey",
        "accesskeyid",
        "signingkey",
        "encryptionkey",
        "subscriptionkey",
    ),
    *("accountkey", "masterkey", "authkey", "servicekey", "apitoken", "accesstoken", "authtoken"),
    *("refreshtoken", "bearertoken", "sessiontoken", "bottoken", "hftoken", "secret", "secrettoken", "authorization"),
    "connectionstring",
)
_WEAK = ("token", "cookie", "sessionid", "credential", "credentials", "xapi", "auth")
# Where a list names a parameter and its value, as headers and queries do, shorter names say as much.
_PAIRED = frozenset({"key", "appkey", "sig", "signature"})
_NO_SECRETS = (
    *("pagetoken", "synctoken", "cursortoken", "continuationtoken", "publictoken"),
    *("eostoken", "bostoken", "padtoken"),
)
_SCHEMES = re.compile(r"(?:bearer|basic|token|apikey|key)\s+", re.IGNORECASE)
_ADDRESS = re.compile(
    r"[a-z][a-z0-9+.-]*://|[./~]{0,2}/|[A-Za-z]:\\|[\w.-]+\.(?:txt|json|ya?ml|pem|key|env|py|js|html?)$", re.IGNORECASE
)
_MODEL = re.compile(r"[a-z]+(?:[-_.:/][a-z0-9.]{1,9})+", re.IGNORECASE)

_GOOD_PASSWORD = 8
_SHORTEST = {"password": 4, "strong": 12, "weak": 16, "paired": 16}
_BITS = {"strong": 2.8, "weak": 3.2, "paired": 3.2}
_LONG = 20
_MANY_BITS = 3.4


@lru_cache(maxsize=8192)
def strength_of(name: str) -> Strength:
    """How much a name says of its value being a secret; "paired" counts for named parameters alone.

    >>> strength_of("openAIApiKey"), strength_of("X-Api-Key"), strength_of("max_tokens"), strength_of("db_password")
    ('strong', 'strong', '', 'password')
    """
    if len(name) > _LONGEST_NAME:
        return ""
    plain = _JOINTS.sub("", name.lower())
    if plain.endswith(_PASSWORDS) or plain in _PASSWORDS_WHOLE:
        return "password"
    if plain.endswith(_NO_SECRETS):
        return ""
    if plain.endswith(_STRONG):
        return "strong"
    if plain.endswith(_WEAK):
        return "weak"
    return "paired" if plain in _PAIRED else ""


def scheme_length(value: str) -> int:
    """How many characters at the start of a header's value name its scheme, such as `Bearer `; 0 for none."""
    found = _SCHEMES.match(value)
    return found.end() if found else 0


def confidence_of(strength: Strength, value: str) -> Confidence | None:
    """How sure it is that a value under a name of this strength is a secret; None when it is none."""
    if not strength or not _SHORTEST[strength] <= len(value) <= _LONGEST_VALUE or any(map(str.isspace, value)):
        return None
    if is_placeholder(value):
        return None
    if strength == "password":
        return _password(value)
    if value[0] in "{[" or _ADDRESS.match(value) or _is_named_thing(value):
        return None
    bits = entropy_bits(value)
    if bits < _BITS[strength]:
        return None
    return "high" if strength == "strong" and len(value) >= _LONG and bits >= _MANY_BITS else "medium"


def _password(value: str) -> Confidence | None:
    if strength_of(value) or _ADDRESS.match(value):
        return None
    is_mixed = not value.isalpha() and not value.isdigit()
    return "high" if is_mixed and len(value) >= _GOOD_PASSWORD else "medium"


def _is_named_thing(value: str) -> bool:
    """Whether it reads like a name that a person gave: words, or a model with its version."""
    return is_word(value) or value.isdigit() or _MODEL.fullmatch(value) is not None
