"""A number in words: how it is written, its kind and its country."""

from ...model.countries import country_name
from ...model.phone_number import PhoneNumber
from ...translation import tr


def written(number: PhoneNumber) -> str:
    """As people write it, with the extension where there is one."""
    if not number.extension:
        return number.display
    extension = tr("ext. {extension}").format(extension=number.extension)
    return f"{number.display} {extension}"


def kind_and_country(number: PhoneNumber) -> str:
    """Such as "Mobile, South Africa"."""
    if number.internal:
        return tr("Extension of your PBX")
    country = country_name(number.region)
    return f"{_kind(number.kind)}, {country}"


def _kind(kind: str) -> str:
    """The word for PhoneNumber.kind; an unlisted kind is an unknown one."""
    unknown = tr("Unknown kind")
    return {
        "mobile": tr("Mobile"),
        "fixed_line": tr("Landline"),
        "fixed_line_or_mobile": tr("Landline or mobile"),
        "toll_free": tr("Toll-free"),
        "premium_rate": tr("Premium rate"),
        "shared_cost": tr("Shared cost"),
        "voip": tr("Internet telephony"),
        "uan": tr("Company number"),
        "personal_number": tr("Personal number"),
        "pager": tr("Pager"),
        "voicemail": tr("Voicemail"),
    }.get(kind, unknown)
