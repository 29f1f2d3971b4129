"""What the page may load and connect to: its own script, and one WebSocket."""

from urllib.parse import urlsplit


def is_socket(url: str) -> bool:
    """Whether `url` is a WebSocket URL that cannot add anything else to the policy."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  # raises where it is not a number
    except ValueError:
        return False
    safe = url.isascii() and url.isprintable() and not set(url) & set(" ;,'\"")
    return safe and parts.scheme in {"ws", "wss"} and bool(parts.hostname) and "@" not in url


def policy(socket: str) -> str:
    """The Content-Security-Policy of a page that may open one WebSocket, "" = none."""
    connect = socket or "'none'"
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            f"connect-src {connect}",
            "media-src blob: mediastream:",
            "form-action 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )
