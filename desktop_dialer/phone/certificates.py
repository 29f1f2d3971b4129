"""The one certificate that may be accepted although no authority has signed it."""

from PySide6.QtCore import QCryptographicHash, Qt, QUrl
from PySide6.QtNetwork import QSslCertificate
from PySide6.QtWebEngineCore import QWebEngineCertificateError

from ..pbx.softphone.commands import Configure
from ..pbx.softphone.events import CertificateUntrusted

_Type = QWebEngineCertificateError.Type
_FAULTS = {
    _Type.CertificateAuthorityInvalid: "",  # that nobody has signed it is told in any case
    _Type.CertificateCommonNameInvalid: "it is made out to another name",
    _Type.CertificateDateInvalid: "it has expired, or is not valid yet",
    _Type.CertificateRevoked: "it was revoked",
    _Type.CertificateWeakKey: "its key is too weak",
    _Type.CertificateWeakSignatureAlgorithm: "its signature is too weak",
}


def judge(error: QWebEngineCertificateError, configured: Configure) -> CertificateUntrusted | None:
    """Accept the pinned certificate on the configured host; else reject and say which it was."""
    chain = error.certificateChain()
    fingerprint = _fingerprint(chain[0]) if chain else ""
    known = bool(fingerprint) and fingerprint == configured.certificate
    if known and _is_same_host(error.url(), QUrl(configured.url)) and error.isOverridable():
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
    """What else is wrong with it, as text that are in brackets; "" = nothing."""
    return _FAULTS.get(error.type(), error.description())


def _fingerprint(certificate: QSslCertificate) -> str:
    return certificate.digest(QCryptographicHash.Algorithm.Sha256).data().hex()


def _is_same_host(one: QUrl, other: QUrl) -> bool:
    return (one.host(), one.port(443)) == (other.host(), other.port(443))
