"""The fields of a call, in the forms the PBX accepts.

Source: the vendor's page "Create a Call", version 36 (RESTful API, table "Values").
Every pattern is matched against the whole string, ASCII digits only.
"""

import re
from enum import StrEnum

from ..text.quoted import quoted
from ..translation import tr
from .countries import country_name
from .errors import AccountRefused, NotCallable, SettingsError

NATIONAL = re.compile(r"0[1-9][0-9]{8}")
TWENTY_SEVEN = re.compile(r"27[1-9][0-9]{8}")
DOUBLE_ZERO = re.compile(r"00[1-9][0-9]{10,13}")
_EXTENSION = re.compile(r"[0-9]{3,4}")
_CAMPAIGN = re.compile(r"tvc_[A-Za-z0-9._~-]{1,200}")
_REFERENCE = re.compile(r"[A-Za-z0-9._~-]+")
REFERENCE_LIMIT = 230
"""Characters. The page: longer references are truncated to 230."""


class CalleeForm(StrEnum):
    """How a South African callee is written; every other country is written with 00."""

    NATIONAL = "national"
    TWENTY_SEVEN = "27"
    DOUBLE_ZERO = "00"


def fits_callee(text: str) -> bool:
    """Whether `text` is in one of the three callee forms."""
    return any(form.fullmatch(text) for form in (NATIONAL, TWENTY_SEVEN, DOUBLE_ZERO))


def callee_for(e164: str, region: str, form: CalleeForm = CalleeForm.NATIONAL) -> str:
    """The callee for an E.164 number ("+27820001234" → "0820001234").

    Raises NotCallable, naming the rule, when the number fits no form.
    """
    digits = e164.removeprefix("+")
    if digits.startswith("27"):
        national = digits[2:]
        if not NATIONAL.fullmatch(f"0{national}"):
            raise NotCallable(
                tr(
                    "South African numbers have 10 digits with the leading 0; this one "
                    "has {national}."
                ).format(national=len(national) + 1),
                tr("Check the number for missing or extra digits."),
            )
        prefix = {CalleeForm.NATIONAL: "0", CalleeForm.TWENTY_SEVEN: "27"}.get(form, "0027")
        return prefix + national
    callee = f"00{digits}"
    if not DOUBLE_ZERO.fullmatch(callee):
        raise NotCallable(
            tr(
                "This number of {country_name} has {callee} digits with 00; this PBX "
                "takes 13 to 16."
            ).format(country_name=country_name(region), callee=len(callee)),
            tr("The PBX interface cannot dial it. Use your phone."),
        )
    return callee


def check_agent(extension: str) -> str:
    """`extension` without spaces around it, if the PBX can ring it; else AccountRefused.

    An agent is an extension of 3 or 4 digits, or a number in a callee form.
    """
    agent = extension.strip()
    if _EXTENSION.fullmatch(agent) or fits_callee(agent):
        return agent
    raise AccountRefused(
        tr(
            "An extension has 3 or 4 digits. A phone number looks like 0820001234, "
            "27820001234 or 0027820001234."
        ),
        tr("Check the extension on your desk phone or ask your supervisor."),
    )


def check_outbound_id(outbound_id: str, major_version: int = 3) -> str:
    """`outbound_id` if it may be sent as caller ID ("" = none); else SettingsError.

    `major_version`: of the PBX; campaign names (tvc_…) exist from 4.
    """
    given = outbound_id.strip()
    if given in ("", "random") or NATIONAL.fullmatch(given) or TWENTY_SEVEN.fullmatch(given):
        return given
    if major_version >= 4 and is_campaign(given):
        return given
    raise SettingsError(
        tr("{caller_id} cannot be a caller ID.").format(caller_id=quoted(outbound_id)),
        tr("Use 27820001234 (best), 0820001234, random, or tvc_ and a campaign name.")
        if major_version >= 4
        else tr("Use 27820001234 (best), 0820001234 or random."),
    )


def is_campaign(outbound_id: str) -> bool:
    """Whether a caller ID is that of a campaign, which exists from version 4 on."""
    return _CAMPAIGN.fullmatch(outbound_id) is not None


def check_reference(reference: str) -> tuple[str, bool]:
    """The reference as it will be sent, and whether it was cut to 230 characters.

    Raises SettingsError for any character other than letters, digits and . - _ ~, and for none.
    """
    if not reference:
        raise SettingsError(
            tr("The reference is empty."), tr("Leave it out to get one automatically.")
        )
    if not _REFERENCE.fullmatch(reference):
        raise SettingsError(
            tr("The reference {reference} has characters that the PBX does not accept.").format(
                reference=quoted(reference)
            ),
            tr("Use letters, digits and . - _ ~ only."),
        )
    return reference[:REFERENCE_LIMIT], len(reference) > REFERENCE_LIMIT
