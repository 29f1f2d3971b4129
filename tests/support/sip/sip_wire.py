"""SIP as the tests' phone writes and reads it."""

import hashlib
import re
import secrets
from dataclasses import dataclass


@dataclass(frozen=True)
class Message:
    """One SIP message: the first line, headers in lower case with all their values, the body."""

    first: str
    headers: dict[str, list[str]]
    body: str

    @property
    def code(self) -> int:
        return int(self.first.split()[1]) if self.first.startswith("SIP/") else 0

    @property
    def method(self) -> str:
        return self.headers["cseq"][0].split()[1]

    def __getitem__(self, name: str) -> str:
        return self.headers[name][0]


def read(text: str) -> Message:
    head, _, body = text.partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    headers: dict[str, list[str]] = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers.setdefault(name.strip().lower(), []).append(value.strip())
    return Message(first, headers, body)


def request(
    line: str, sequence: int, call_id: str, *headers: str, body: str = "", branch: str = ""
) -> tuple[str, str]:
    """The text of a request and its branch; `line` without the version."""
    branch = branch or f"z9hG4bK{secrets.token_hex(8)}"
    method = line.partition(" ")[0]
    head = [f"{line} SIP/2.0", f"Via: SIP/2.0/WS tests.invalid;branch={branch}"]
    head += ["Max-Forwards: 69", f"Call-ID: {call_id}", f"CSeq: {sequence} {method}"]
    head += [*headers, f"Content-Length: {len(body.encode())}"]
    return "\r\n".join(head) + "\r\n\r\n" + body, branch


def response(asked: Message, code: int, *lines: str, tag: str = "", body: str = "") -> str:
    """The text of an answer to `asked`."""
    to = asked["to"] + (f";tag={tag}" if tag and "tag=" not in asked["to"] else "")
    head = [f"SIP/2.0 {code} As Asked", *(f"Via: {via}" for via in asked.headers["via"])]
    head += [f"From: {asked['from']}", f"To: {to}", f"Call-ID: {asked['call-id']}"]
    head += [f"CSeq: {asked['cseq']}", *lines, f"Content-Length: {len(body.encode())}"]
    return "\r\n".join(head) + "\r\n\r\n" + body


_HASHES = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}


def credentials(user: str, password: str, method: str, uri: str, challenge: str) -> str:
    """RFC 7616 with qop=auth, from the RFC and not from our own code."""
    algorithm = re.search(r"algorithm=([\w-]+)", challenge)
    named = algorithm[1] if algorithm else "MD5"

    def hashed(text: str) -> str:
        return _HASHES[named](text.encode()).hexdigest()

    given = dict(re.findall(r'(\w+)="([^"]*)"', challenge))
    own = hashed(f"{user}:{given['realm']}:{password}")
    proof = hashed(f"{own}:{given['nonce']}:00000001:abc:auth:{hashed(f'{method}:{uri}')}")
    return (
        f'Digest username="{user}", realm="{given["realm"]}", nonce="{given["nonce"]}", '
        f'uri="{uri}", response="{proof}", algorithm={named}, qop=auth, nc=00000001, cnonce="abc"'
    )
