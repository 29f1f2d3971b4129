"""A number in words: how it is written, its kind and its country."""

from PySide6.QtCore import QCoreApplication

from ...model.countries import country_name
from ...model.phone_number import PhoneNumber


def written(number: PhoneNumber) -> str:
    """As people write it, with the extension where there is one."""
    if not number.extension:
        return number.display
    extension = QCoreApplication.translate("Number", "ext. {0}").format(number.extension)
    return f"{number.display} {extension}"


def kind_and_country(number: PhoneNumber) -> str:
    """Such as "Mobile, South Africa"."""
    if number.internal:
        return QCoreApplication.translate("Number", "Extension of your PBX")
    country = country_name(number.region)
    return f"{_kind(number.kind)}, {country}"


def _kind(kind: str) -> str:
    """The word for PhoneNumber.kind; an unlisted kind is an unknown one."""
    translate = QCoreApplication.translate
    unknown = translate("Number", "Unknown kind")
    return {
        "mobile": translate("Number", "Mobile"),
        "fixed_line": translate("Number", "Landline"),
        "fixed_line_or_mobile": translate("Number", "Landline or mobile"),
        "toll_free": translate("Number", "Toll-free"),
        "premium_rate": translate("Number", "Premium rate"),
        "shared_cost": translate("Number", "Shared cost"),
        "voip": translate("Number", "Internet telephony"),
        "uan": translate("Number", "Company number"),
        "personal_number": translate("Number", "Personal number"),
        "pager": translate("Number", "Pager"),
        "voicemail": translate("Number", "Voicemail"),
    }.get(kind, unknown)
