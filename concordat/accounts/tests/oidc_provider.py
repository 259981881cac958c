"""A small OpenID provider on 127.0.0.1, for tests: discovery, authorization code with PKCE, RS256, userinfo.

It signs in whoever `person` says without asking, and refuses what a real provider refuses: an unknown client, another
address to return to, a code used twice, a wrong secret, a wrong verifier of PKCE.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "concordat", "a secret between the two"


@dataclass
class Provider:
    """What the provider knows: its key, who signs in next, and the codes and tokens that it gave out."""

    address: str
    returns_to: str
    person: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: dict[str, dict[str, Any]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    issued: list[str] = field(default_factory=list)
    key: rsa.RSAPrivateKey = field(
        default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048)
    )

    def discovery(self) -> dict[str, Any]:
        names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        return {
            "issuer": self.address,
            "userinfo_endpoint": f"{self.address}/userinfo",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "id_token_signing_alg_values_supported": ["RS256"],
            **{name: f"{self.address}/{path}" for name, path in names.items()},
        }

    def keys(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [public | {"kid": "one", "use": "sig", "alg": "RS256"}]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Where to send the browser back to, with a code."""
        self.check(asked.get("client_id") == CLIENT, "unknown client")
        self.check(asked.get("response_type") == "code", "only codes are given out")
        self.check(asked.get("redirect_uri", "").endswith(self.returns_to), "not an address of the client")
        self.check(asked.get("code_challenge_method") == "S256" and "code_challenge" in asked, "no PKCE")
        self.check("openid" in asked.get("scope", "").split(), "no scope openid")
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked.get('state', '')})}"

    def exchange(self, sent: dict[str, str]) -> dict[str, Any]:
        """A code for tokens, once."""
        asked = self.codes.pop(sent.get("code", ""), None)
        self.check(asked is not None, "unknown or used code")
        self.check((sent.get("client_id"), sent.get("client_secret")) == (CLIENT, SECRET), "wrong secret")
        self.check(sent.get("redirect_uri") == asked["redirect_uri"], "another address than before")
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        wanted = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        self.check(wanted == asked["code_challenge"], "wrong verifier")
        token = secrets.token_urlsafe(16)
        self.tokens[token] = self.person
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 60, **self.person}
        claims |= {"nonce": asked["nonce"]} if "nonce" in asked else {}
        self.issued.append(jwt.encode(claims, self.key, "RS256", headers={"kid": "one"}))
        return {"access_token": token, "token_type": "Bearer", "expires_in": 60, "id_token": self.issued[-1]}

    def check(self, is_right: bool, otherwise: str) -> None:
        if not is_right:
            self.refused.append(otherwise)
            raise PermissionError(otherwise)


@contextmanager
def provider(returns_to: str):
    """A provider that serves until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.provider = Provider(f"http://127.0.0.1:{server.server_port}", returns_to)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Handler(BaseHTTPRequestHandler):
    """The provider's addresses."""

    def do_GET(self) -> None:
        at, known = urlsplit(self.path), self.server.provider
        asked = {name: values[0] for name, values in parse_qs(at.query).items()}
        match at.path:
            case "/.well-known/openid-configuration":
                self.answer(known.discovery)
            case "/keys":
                self.answer(known.keys)
            case "/authorize":
                self.send_back(asked)
            case "/userinfo":
                self.answer(lambda: known.tokens[self.headers["Authorization"].removeprefix("Bearer ")])
            case _:
                self.send_error(404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        sent = {name: values[0] for name, values in parse_qs(body).items()}
        self.answer(lambda: self.server.provider.exchange(sent))

    def send_back(self, asked: dict[str, str]) -> None:
        try:
            to = self.server.provider.authorize(asked)
        except PermissionError as why:
            self.send_error(400, str(why))
            return
        self.send_response(302)
        self.send_header("Location", to)
        self.end_headers()

    def answer(self, make) -> None:
        try:
            status, body = 200, make()
        except (PermissionError, KeyError) as why:
            status, body = 400, {"error": "invalid_request", "error_description": str(why)}
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_: Any) -> None:
        """Say nothing."""
