"""Why the connection to the PBX failed, in a few words that are shown in brackets.

The exceptions' own texts, such as "[Errno 111] Connection refused", are for the log.
"""

import errno
import re
import socket
from collections.abc import Iterator

from ..translation import tr, tr_later

_CUT_OFF = tr_later("the connection was cut off")
_NO_ANSWER = tr_later("no answer in time")
_UNKNOWN_NAME = tr_later("unknown host")
_OF_SYSTEM = {
    errno.ECONNREFUSED: tr_later("the connection was refused"),
    errno.ECONNRESET: _CUT_OFF,
    errno.ECONNABORTED: _CUT_OFF,
    errno.EPIPE: _CUT_OFF,
    errno.ENETUNREACH: tr_later("network unreachable"),
    errno.ENETDOWN: tr_later("the network is down"),
    errno.EHOSTUNREACH: tr_later("host unreachable"),
    errno.ETIMEDOUT: _NO_ANSWER,
}
_OF_NAMES = {
    socket.EAI_NONAME: _UNKNOWN_NAME,
    getattr(socket, "EAI_NODATA", socket.EAI_NONAME): _UNKNOWN_NAME,
    socket.EAI_AGAIN: tr_later("no name server responds"),
}
_NOT_TRUSTED = tr_later("its certificate is not trusted")
_OTHER_NAME = tr_later("its certificate is for another name")
_OF_CERTIFICATES = {
    9: tr_later("its certificate is not valid yet"),
    10: tr_later("its certificate has expired"),
    **dict.fromkeys((18, 19, 20, 21), _NOT_TRUSTED),
    **dict.fromkeys((62, 64), _OTHER_NAME),
}
"""By OpenSSL's X509_V_ERR codes."""


def failure_reason(error: BaseException) -> str:
    """Why the PBX was not reached, or gave no answer."""
    for cause in _causes(error):
        if isinstance(cause, UnicodeError):
            return tr("invalid host name")
        if isinstance(cause, OSError) and (text := _of_system(cause)):
            return text
    from httpx import RemoteProtocolError  # every caller has already loaded it

    if isinstance(error, RemoteProtocolError):
        return tr("incomplete answer")
    return plain_text(error)


def plain_text(error: BaseException) -> str:
    """The exception's own text, without error codes and source locations."""
    text = (isinstance(error, OSError) and error.strerror) or str(error)
    text = re.sub(r"\[[A-Za-z0-9 :_-]*\]|\(_ssl\.c:\d+\)", "", text)
    return " ".join(text.split()) or type(error).__name__


def _of_system(error: OSError) -> str:
    if isinstance(error, TimeoutError):
        return tr(_NO_ANSWER)
    if isinstance(error, socket.gaierror):
        return tr(_OF_NAMES.get(error.errno or 0, ""))
    # By attributes, because the ssl module is not loaded where TLS is not used.
    if detail := getattr(error, "verify_message", ""):
        if known := _OF_CERTIFICATES.get(getattr(error, "verify_code", 0)):
            return tr(known)
        return tr("its certificate is not trusted: {detail}").format(detail=detail)
    if hasattr(error, "library"):
        return tr("TLS handshake failed")
    return tr(_OF_SYSTEM.get(error.errno or 0, ""))


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__
