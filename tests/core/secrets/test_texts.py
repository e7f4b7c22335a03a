"""Secrets in texts: every rule finds what it is for, and placeholders and hostile texts it passes over."""

from __future__ import annotations

import base64
import random
import string

import pytest

from wfkit.core.secrets import find, mask
from wfkit.core.secrets.texts import RULES, Texts

# The samples are made here, so that no text of this file looks like a secret to anybody else's search.
_RANDOM = random.Random(7)  # noqa: S311 - nobody is to guess it
WORD = string.ascii_letters + string.digits
SMALL = string.ascii_lowercase + string.digits
HEX = "0123456789abcdef"
UPPER = string.ascii_uppercase + "234567"


def some(count, alphabet=WORD):
    return "".join(_RANDOM.choice(alphabet) for _ in range(count - 1)) + "7"


def basic(user, password):
    return base64.b64encode(f"{user}:{password}".encode()).decode()


UUID = f"{some(8, HEX)}-{some(4, HEX)}-{some(4, HEX)}-{some(4, HEX)}-{some(12, HEX)}"
SAMPLES = {
    "anthropic-api-key": ["sk-ant-" + "api03-" + some(80)],
    "openrouter-api-key": ["sk-or-" + "v1-" + some(64, HEX)],
    "langfuse-secret-key": ["sk-lf-" + UUID],
    "openai-api-key": ["sk-" + some(48), "sk-" + "proj-" + some(60) + "_" + some(40)],
    "hugging-face-token": ["hf_" + some(34)],
    "groq-api-key": ["gsk_" + some(52)],
    "replicate-token": ["r8_" + some(37)],
    "perplexity-api-key": ["pplx-" + some(48, HEX)],
    "xai-api-key": ["xai-" + some(80)],
    "nvidia-api-key": ["nvapi-" + some(64)],
    "fireworks-api-key": ["fw_" + some(24)],
    "tavily-api-key": ["tvly-" + some(32), "tvly-" + "dev-" + some(32)],
    "firecrawl-api-key": ["fc-" + some(32, HEX)],
    "apify-token": ["apify_api_" + some(36)],
    "pinecone-api-key": ["pcsk_" + some(6) + "_" + some(60)],
    "jina-api-key": ["jina_" + some(56)],
    "voyage-api-key": ["pa-" + some(43)],
    "langsmith-api-key": ["lsv2_" + "pt_" + some(32, HEX) + "_" + some(10, HEX)],
    "e2b-api-key": ["e2b_" + some(40, HEX)],
    "elevenlabs-api-key": ["sk_" + some(48, HEX)],
    "comfy-api-key": ["comfyui-" + some(64, HEX)],
    "dify-api-key": ["app-" + some(24), "dataset-" + some(24)],
    "ragflow-api-key": ["ragflow-" + some(40)],
    "github-token": ["ghp_" + some(36), "github_pat_" + some(22) + "_" + some(59)],
    "gitlab-token": ["glpat-" + some(20)],
    "npm-token": ["npm_" + some(36)],
    "pypi-token": ["pypi-" + "AgE" + some(90)],
    "slack-token": ["xoxb-" + some(12, "0123456789") + "-" + some(24), "xapp-" + "1-A0123B-1234567-" + some(60, HEX)],
    "google-api-key": ["AIza" + some(35)],
    "google-oauth-secret": ["GOCSPX-" + some(28)],
    "google-oauth-token": ["ya29." + some(120)],
    "google-refresh-token": ["1//0" + some(60)],
    "aws-access-key": ["AKIA" + some(16, UPPER)],
    "stripe-key": ["sk_live_" + some(24), "rk_test_" + some(24)],
    "stripe-webhook-secret": ["whsec_" + some(32)],
    "twilio-api-key": ["twilio " + "SK" + some(32, HEX)],
    "sendgrid-api-key": ["SG." + some(22) + "." + some(43)],
    "mailgun-api-key": ["mailgun " + "key-" + some(32, HEX)],
    "brevo-api-key": ["xkeysib-" + some(64, HEX) + "-" + some(16)],
    "notion-token": ["ntn_" + some(46), "secret_" + some(43)],
    "airtable-token": ["pat" + some(14) + "." + some(64, HEX)],
    "hubspot-token": ["pat-" + "na1-" + UUID],
    "supabase-key": ["sb_secret_" + some(31), "sbp_" + some(40, HEX)],
    "digitalocean-token": ["dop_v1_" + some(64, HEX)],
    "databricks-token": ["dapi" + some(32, HEX)],
    "shopify-token": ["shpat_" + some(32, HEX)],
    "linear-api-key": ["lin_api_" + some(40)],
    "figma-token": ["figd_" + some(40)],
    "postman-api-key": ["PMAK-" + some(24, HEX) + "-" + some(34, HEX)],
    "atlassian-token": ["ATATT3" + some(180) + "=" + "0A1B2C3D"],
    "facebook-token": ["EAA" + some(150)],
    "new-relic-key": ["NRAK-" + some(27, UPPER)],
    "grafana-token": ["glsa_" + some(32) + "_" + some(8, HEX)],
    "vault-token": ["hvs." + some(90)],
    "doppler-token": ["dp.pt." + some(43)],
    "slack-webhook": ["https://hooks.slack.com/services/" + "T0" + some(9) + "/B0" + some(9) + "/" + some(24)],
    "discord-webhook": ["https://discord.com/api/webhooks/" + some(18, "0123456789") + "/" + some(68)],
    "teams-webhook": [f"https://x.webhook.office.com/webhookb2/{UUID}@{UUID}/IncomingWebhook/{some(32, HEX)}/{UUID}"],
    "zapier-webhook": ["https://hooks.zapier.com/hooks/catch/" + "123456/" + some(7, SMALL)],
    "make-webhook": ["https://hook.eu1.make.com/" + some(32, SMALL)],
    "feishu-webhook": ["https://open.feishu.cn/open-apis/bot/v2/hook/" + UUID],
    "telegram-bot-token": ["https://api.telegram.org/bot" + "8123456780:" + some(35), "812345678:" + "AA" + some(33)],
    "private-key": [f"-----BEGIN RSA PRIVATE {'KEY'}-----\n" + some(64) + "\n" + some(64) + "\n-----END"],
    "json-web-token": ["eyJ" + some(20) + "." + "eyJ" + some(60) + "." + some(43)],
    "discord-bot-token": ["discord: " + "M" + some(24) + "." + some(6) + "." + some(38)],
    "azure-key": ["AccountName=a;" + "AccountKey=" + some(86) + "==", "SharedAccessKey=" + some(43) + "="],
    "url-signature": ["https://a.b/c?sv=1&sig=" + some(46), "https://a.b/c?X-Amz-Signature=" + some(64, HEX)],
    "url-password": ["postgresql://app:" + "h4ck-me" + "@db.internal:5432/x", "mongodb+srv://a:" + "b1" + "@c.d"],
    "authorization": [
        "Authorization: Bearer " + some(32),
        "curl -H 'authorization: basic " + basic("me", "p4ss") + "'",
    ],
    "url-parameter": ["https://a.b/c?q=1&api_key=" + some(24), "https://a.b/c?access_token=" + some(32)],
    "assigned-in-text": [
        'headers = {"x-api-key": "' + some(24) + '"}',
        "DB_PASSWORD=" + "tr0ub4dor-and-3",
        '{\\"api_key\\": \\"' + some(24) + '\\"}',
        "client_secret: '" + some(30) + "'",
    ],
    "e-mail": ["write to bob.smith+x@firma.co.uk please", "mailto:bob@firma.de"],
    "orcid": ["https://orcid.org/0000-0002-1825-0097"],
    "user-folder": ["/home/bsmith/models", "C:\\Users\\B Smith\\x", "C:\\\\Users\\\\bsmith\\\\x", "at /Users/bsmith"],
}


def rules_of(text):
    return {span.rule.name for _, span in Texts([text]).spans()}


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in SAMPLES.items() for text in texts])
def test_a_secret_is_found_by_its_shape(rule, text):
    assert rule in rules_of(text)
    assert rule in rules_of(f'{{"a": "x {text}", \'b\': 1}}')
    assert rule in rules_of(f"first line\\n{text}\\nlast line"), "after an escaped line break"


def test_every_rule_has_a_sample():
    assert SAMPLES.keys() == {rule.name for rule in RULES}


@pytest.mark.parametrize(
    "text",
    [
        "sk-...",
        "sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "sk-your-api-key-goes-here-1234567890",
        "sk-learn-pipeline-with-many-parts",
        "AKIA" + "IOSFODNN7EXAMPLE",
        "Authorization: Bearer {{ $json.token }}",
        "Authorization: Bearer ${API_TOKEN}",
        "Authorization: Bearer YOUR_API_TOKEN_1",
        "Authorization: Basic <base64>",
        "Authorization: Basic " + basic("user", ""),
        "Basic Authentication1 is old",
        "basic " + base64.b64encode(b"no colon in here").decode(),
        "basic " + base64.b64encode(b"\xff\xfe\xfd:\xfc\xfb\xfa").decode(),
        "basic abcdefghi",
        "https://user:password@host/",
        "https://user:pass@host/",
        "https://{user}:{password}@host/",
        "https://{{ $env.USER }}:{{ $env.PASSWORD }}@host/",
        "https://host:8080/a@b",
        "api_key=self.api_key",
        "api_key = os.environ['OPENAI_API_KEY']",
        'api_key = getattr(self, "key2")',
        "token = response_data.v2.token",
        "max_tokens=4096, tokens: 12",
        '"next_page_token": "CAUQAA1234567890abcdXYZ"',
        "password: PASSWORD",
        'password = "password"',
        "password == 'hunter22'",
        "api_key: $API_KEY_FOR_X1",
        "hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
        "?key=" + "AAAAAAAAAAAAAAAAAAAA",
        "bob@example.com, a@b.png, @n8n/nodes-langchain.agent, git@github:x, x@localhost",
        "0000-0000-0000-0000",
        "/home/user/x /home/node/.n8n C:\\Users\\Public\\x /home/<name>/x",
        "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA",
        "task-" + "a1B2c3D4e5F6g7H8i9J0k1L2",
    ],
)
def test_placeholders_references_and_code_are_no_secrets(text):
    assert rules_of(text) == set()


def test_a_key_that_counts_is_a_key_all_the_same():
    assert rules_of("ghp_" + "abcdefghijklmnopqrstuvwxyz1234567890") == {"github-token"}
    assert rules_of("sk-" + "1234567890abcdef" * 2) == {"openai-api-key"}


def test_nothing_is_found_across_two_texts():
    token = "ghp_" + some(36)
    assert [*Texts([token[:20], token[20:]]).spans()] == []
    assert [at for at, _ in Texts(["", token, "x", token]).spans()] == [1, 3]


def test_a_span_covers_the_secret_alone():
    token = some(32)
    text = f"İ curl -H 'Authorization: Bearer {token}' https://x"
    assert [text[span.start : span.stop] for _, span in Texts([text]).spans()] == [token]


@pytest.mark.parametrize(
    "piece",
    [
        *("sk-", "sk-a1", "eyJ", "eyJhbGciOi.", "eyJaaaaaaaa-", "eyJaaaaaaaa.eyJbbbbbbbb ", "bearer "),
        *("Bearer a1", "basic QUJD"),
        *("://", "://a:", "a:b@", "@", "a@b.", "a.b@c.d-", "/home/", "/home/a", "C:\\Users\\", "token"),
        *("token=", "token: '"),
        *("password\\\\\\", 'password = "', 'api_key\\": \\"a', "?key="),
        *("&token=aaaaaaaaaaaa", "-----BEGIN PRIVATE KEY-----"),
        *("-----BEGIN PRIVATE KEY-----aaaaaaaa", "\\n", "\\", "'", '"', "0000-000", ":AA", "12345678:AA"),
        *("pat", "SK", "a", "A1", " "),
        *("AccountKey=", "sig=", "hooks.slack.com/services/", "/api/webhooks/1", "discord Ma."),
        "M0000000000000000000000000.",
    ],
)
def test_hostile_texts_are_searched_to_their_end(piece):
    text = piece * (200_000 // len(piece))
    assert len(mask(text)) > 0
    assert find({"password": text}, None)[:0] == []


def test_a_mask_takes_out_shapes_and_known_values_and_leaves_personal_data_unless_told():
    token = "hf_" + some(34)
    text = f"{token} of bob@firma.de, then swordfish"
    assert mask(text) == "REDACTED of bob@firma.de, then swordfish"
    assert mask(text, ["swordfish", "x" * 100], personal=True) == "REDACTED of REDACTED, then REDACTED"


def test_a_mask_takes_out_what_two_rules_find_at_once():
    token = "ghp_" + some(36)
    assert mask(f"https://a.b/?access_token={token}&x=1") == "https://a.b/?access_token=REDACTED&x=1"
    assert mask(f"https://me:{token}@a.b/") == "https://me:REDACTED@a.b/"
