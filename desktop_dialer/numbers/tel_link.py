"""tel:, callto: and sip: links → the number text in them.

RFC 3966: `tel:` + global number ("+", digits, visual separators) or local number with
`;phone-context=` (a global prefix, or a domain), `;ext=`, `;isub=` and other parameters.
Real links are laxer: percent-encoded spaces, `//` after the colon, national numbers without
a context, the host of a PBX behind @. Their text is read like a typed number.

RFC 3261: `sip:` + user + "@" + host, where a user of digits is a telephone number.
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from ..model.errors import NotANumber, NotCallable
from ..text.cleaning import clean
from ..text.quoted import quoted
from ..translation import tr

_LINK = re.compile(
    r"\s*(?:tel|callto|sips?):(?://)?(?P<rest>[^?#]*)(?P<tail>.*)", re.IGNORECASE | re.DOTALL
)
_IS_LINK = re.compile(r"\s*(?:(?:tel|callto):(?!\s)|sips?:[+0-9%*#(][^\s@]*@)", re.IGNORECASE)
_GLOBAL_PREFIX = re.compile(r"\+[0-9().-]*[0-9][0-9().-]*")
_EXTENSION = re.compile(r"[0-9(). -]{1,20}")
_FEATURE_CODE = re.compile(r"[*#A-D0-9().+ -]*[*#][*#A-D0-9().+ -]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LinkText:
    """What a link holds: the number as text, and the digits of its `;ext=` ("" = none)."""

    number: str
    extension: str


def is_link(text: str) -> bool:
    """Whether `text` is a tel:, callto: or sip: link. "Tel: 082 …" on a business card is none."""
    return _IS_LINK.match(text) is not None


def parse_link(link: str) -> LinkText:
    """The parts of a tel:, callto: or sip: link.

    Raises NotANumber or NotCallable, with the reason, for feature codes, for a number of a
    private context (a domain), and for parameters that make no sense.
    """
    match = _LINK.fullmatch(link)
    if match is None:
        raise NotANumber(tr("Not a tel: link."), tr("Copy the number itself."))
    user = match["rest"].partition("@")[0]
    subscriber, *parameters = (clean(unquote(part)).text for part in user.split(";"))
    if _FEATURE_CODE.fullmatch(subscriber) or match["tail"].startswith("#"):
        raise NotCallable(
            tr("The link contains a feature code of the phone network, not a phone number."),
            tr("Do not dial it unless you know what it does. If you do, use your phone."),
        )
    values = _values(parameters)
    extension = values.get("ext", "")
    if extension and not _EXTENSION.fullmatch(extension):
        raise NotANumber(
            tr("The extension in the link does not consist of digits."), tr("Type the number.")
        )
    return LinkText(
        _with_context(subscriber.strip(), values.get("phone-context", "")),
        re.sub(r"[^0-9]", "", extension),
    )


def _values(parameters: list[str]) -> dict[str, str]:
    pairs = (parameter.partition("=") for parameter in parameters)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _with_context(subscriber: str, context: str) -> str:
    if not context or subscriber.startswith("+"):
        return subscriber
    if not _GLOBAL_PREFIX.fullmatch(context):
        raise NotCallable(
            tr("{subscriber} is a private number of {context}, no outside number.").format(
                subscriber=quoted(subscriber), context=quoted(context)
            ),
            tr("Ask for the full number with its area code."),
        )
    # RFC 3966 5.1.5: the context is the start of the global number. Whether a 0 between them is
    # the trunk prefix (South Africa) or part of the number (Italy), the numbering data knows.
    return f"{context} {subscriber}"
