"""The only certificate that may be accepted although it is not trusted."""

from PySide6.QtCore import QCryptographicHash, Qt, QUrl
from PySide6.QtNetwork import QSslCertificate
from PySide6.QtWebEngineCore import QWebEngineCertificateError

from ..pbx.softphone.commands import Configure
from ..pbx.softphone.events import CertificateUntrusted
from ..translation import tr, tr_later

_Type = QWebEngineCertificateError.Type
_FAULTS = {
    _Type.CertificateAuthorityInvalid: "",  # the message says in any case that it is not trusted
    _Type.CertificateCommonNameInvalid: tr_later("it is for another name"),
    _Type.CertificateDateInvalid: tr_later("it has expired, or is not valid yet"),
    _Type.CertificateRevoked: tr_later("it was revoked"),
    _Type.CertificateWeakKey: tr_later("its key is too weak"),
    _Type.CertificateWeakSignatureAlgorithm: tr_later("its signature is too weak"),
}


def judge(error: QWebEngineCertificateError, configured: Configure) -> CertificateUntrusted | None:
    """Accept the pinned certificate on the configured host; reject and return any other."""
    chain = error.certificateChain()
    fingerprint = _fingerprint(chain[0]) if chain else ""
    pinned = bool(fingerprint) and fingerprint == configured.certificate
    if pinned and _is_same_host(error.url(), QUrl(configured.url)) and error.isOverridable():
        error.acceptCertificate()
        return None
    error.rejectCertificate()
    if not chain:
        return CertificateUntrusted(fingerprint="", fault=_fault(error))
    return CertificateUntrusted(
        fingerprint=fingerprint,
        subject=chain[0].subjectDisplayName(),
        issuer=chain[0].issuerDisplayName(),
        expires=chain[0].expiryDate().toString(Qt.DateFormat.ISODate),
        fault=_fault(error),
    )


def _fault(error: QWebEngineCertificateError) -> str:
    """What else is wrong with it, as text that is shown in brackets; "" = nothing."""
    return tr(_FAULTS.get(error.type(), error.description()))


def _fingerprint(certificate: QSslCertificate) -> str:
    return certificate.digest(QCryptographicHash.Algorithm.Sha256).data().hex()


def _is_same_host(one: QUrl, other: QUrl) -> bool:
    return (one.host(), one.port(443)) == (other.host(), other.port(443))
