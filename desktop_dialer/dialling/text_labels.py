"""The words beside a number, English and Afrikaans: do they call it a phone or something else?

The nearest word decides. A word for something else counts only where nothing but "number",
"no", "is" and the like stands between it and the digits: "Account no 0112345678" is an
account, "Account enquiries 011 234 5678" is a phone.
"""

import re
from enum import Enum
from functools import lru_cache


class Label(Enum):
    """What the words beside a number call it."""

    NONE = 0
    PHONE = 1
    OTHER = 2
    OTHER_IN_PASSING = 3
    """Something else, without "number" or a colon: "lost card 0800 …"."""

    @property
    def other(self) -> bool:
        """Whether the words name something other than a phone."""
        return self in (Label.OTHER, Label.OTHER_IN_PASSING)


class Word(Enum):
    """The part a single word plays in front of a number."""

    PHONE = 1
    OTHER = 2
    OTHER_IF_NUMBER = 3
    """Of something else only with "number" behind it: "client no" but "client 082…"."""
    NUMBER = 4
    LINKING = 5
    NEUTRAL = 6


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PHONE = _words(
    """tel tels telephone telephones telephonic telephonically phone phones phoneno phonenumber
    telno telnr telnumber cell cells cellno cellular cellphone cellphones cel celno mobile
    mobiles mob handphone fax faxes faxno faxnumber facsimile telefax telfax call calls calling
    called caller callback recall dial dials dialled dialed dialing dialling ring rang phoned
    contact contacts contactno contactnumber contactable whatsapp whatsapps watsapp whatsap sms
    msisdn ph phn hotline helpline tollfree toll sharecall switchboard landline callerid clid
    cli ani dnis voice pager telkom telegram signal imessage viber reach tele
    telefoon telefoonnommer telefoonnommers telefonies foon selfoon selfone selfoonnommer
    selfoonno selnommer selnr sel faks faksno faksnommer skakel skakels geskakel bel bels gebel
    kontak kontaknommer kontaknommers kontaknr tolvry noodnommer hulplyn lyn
    telefon telefone telefono teléfono teléfonos téléphone tél tlf fono rufnummer handy mobil
    móvil celular telefoonnummer"""
)
_OTHER = _words(
    """account acc acct acno accno accnr accnum accountno accountnumber invoice inv invno
    invoiceno order orderno ordernumber po ref refno refnr reference references id idno idnr
    idnumber identity passport vat vatno vatnr tax taxno reg regno regnr registration isbn issn
    ean upc gtin barcode sku serial sn imei imsi iccid tracking trackingno waybill awb
    consignment parcel balance amount amt total subtotal price cost card cardno policy policyno
    agreement contract meter token voucher ticket docket claim tender bid rfq rfp quote quotation
    estimate receipt transaction trx txn batch lot stock model sku student licence license permit
    session uid uuid guid hash key timestamp version build pid lat lon lng longitude latitude
    coordinates iban swift chassis vin engine smartcard decoder pin puk otp password loan bond
    certificate deed emis natemis uif csd paye thread process request index membership persal docex code codes job erf portion diary msg message
    messageid orderid userid ck cc sum qty quantity width height size offset address
    seed checksum bytes
    rekening rek rekeningnommer rekeningno rekeningnr faktuur faktuurno faktuurnr faktuurnommer
    bestelling bestelnr bestelno bestelnommer verwysing verwysingsnommer verwysingnommer verw
    kwitansie kwitansienommer polis polisnommer polisnr kaart kaartnommer meternommer saldo
    bedrag totaal btw belasting belastingnommer registrasie registrasienommer paspoort
    paspoortnommer identiteit identiteitsnommer lidnommer lidmaatnommer lidmaatskap ooreenkoms
    ooreenkomsnommer kontrak kontraknommer kontraknr lisensie lisensienommer kode poskode
    reeksnommer kwotasie kwotasienommer saaknommer eisnommer eis studentenommer leerdernommer
    personeelnommer vragbrief opsporing kliëntnommer kliëntnr verwysings rekeninghouer"""
)
_OTHER_IF_NUMBER = _words(
    """client customer cust debtor creditor supplier vendor patient employee employer staff
    member learner user practice pr bhf hpcsa npo pbo fsp branch case file item part product
    payment booking reservation group scheme company account bank application app stand plot
    unit box form folio page record entry row worker event note bag posbus sak
    kliënt lid saak pasiënt werknemer werkgewer maatskappy groep lêer"""
)
_NUMBER = _words(
    "no nos nr nrs num number numbers numb nommer nommers nommertjie # id code kode nummer"
)
_LINKING = _words(
    """is are was the a an as at on by of for to my your our his her this new same : = - or and
    op by van vir na die n 'n my jou ons sy haar dit en of nuwe with via using use number:
    value please asb only text type pref work home href com www mr mrs ms dr prof mnr mev me adv fnb absa nedbank capitec investec standard http https alt s"""
)
_FOREIGN_PHONE_WORDS = {
    "telefon": ("DE", "AT", "CH", "PL", "TR", "SE", "NO", "DK", "RO", "HU", "CZ", "HR"),
    "rufnummer": ("DE", "AT", "CH"),
    "handy": ("DE", "AT", "CH"),
    "mobil": ("DE", "AT", "CH", "SE", "NO", "DK"),
    "téléphone": ("FR", "BE", "CH", "MA", "SN"),
    "tél": ("FR", "BE", "CH", "MA"),
    "telefono": ("IT", "CH"),
    "teléfono": ("ES", "MX", "AR", "CL", "CO", "PE"),
    "telefone": ("PT", "BR", "MZ", "AO"),
    "móvil": ("ES", "MX"),
    "telefoonnummer": ("NL", "BE"),
}
_NOT_OTHER = frozenset({("to", "order"), ("caller", "id")})
_CURT = frozenset({"id", "ref", "acc", "acct", "po", "reg", "inv"})
_SINGLE = frozenset("tcmfwhpdo")
_SPLIT = re.compile(r"[A-Z]+(?![a-zà-ÿ])|[A-Z]?[a-zà-ÿ]+|[#:=]|[0-9]+|[^\W\d_]+")
_SENTENCE_END = re.compile(r"([^\W\d_]*)\)?([.!?])\s")
_ASIDE = re.compile(r"\([^()0-9]*\)")
REACH = 100
"""Characters in front of a number in which its label is looked for."""


@lru_cache(maxsize=4096)
def part_of(word: str) -> Word:
    """The part that `word` (lower case) plays in front of a number."""
    for words, part in (
        (_PHONE, Word.PHONE),
        (_NUMBER - _OTHER, Word.NUMBER),
        (_OTHER, Word.OTHER),
        (_OTHER_IF_NUMBER, Word.OTHER_IF_NUMBER),
        (_LINKING, Word.LINKING),
    ):
        if word in words:
            return part
    singular = word.removesuffix("s")
    if singular != word and singular in _OTHER | _OTHER_IF_NUMBER:
        return Word.OTHER_IF_NUMBER  # "Accounts: 011 …" is a department
    return Word.NEUTRAL


def foreign_regions(word: str) -> tuple[str, ...]:
    """The countries in whose languages `word` (lower case) means a phone; mostly none."""
    return _FOREIGN_PHONE_WORDS.get(word, ())


def label_before(text: str, floor: int, start: int, bare: bool = True) -> Label:
    """What the words in text[floor:start], on the number's line, call it.

    `bare`: False where the text is a heading, which has to say "number" to name something
    else: web pages put "My account" above a phone number.
    """
    clause = text[max(floor, start - REACH) : start]
    clause = clause[_sentence_start(clause) :]
    tokens = _SPLIT.findall(_ASIDE.sub(" ", clause))
    if clause.endswith(")"):
        tokens = _SPLIT.findall(clause)
    if _single_letter(clause):
        return Label.PHONE
    return _nearest([token.lower() for token in tokens], bare)


def _sentence_start(clause: str) -> int:
    """Where the last sentence begins; "Tel." and "J." end none."""
    start = 0
    for match in _SENTENCE_END.finditer(clause):
        word = match[1].lower()
        if match[2] != "." or (len(word) > 1 and part_of(word) is Word.NEUTRAL):
            start = match.end()
    return start


def _single_letter(clause: str) -> bool:
    """T: or (c) or m. directly in front of the number."""
    match = re.search(r"(?:^|[^A-Za-z0-9])([A-Za-z])(?:\)? ?[:.|]| ?\)) ?[(\[]?$", clause)
    return match is not None and match[1].lower() in _SINGLE


def _nearest(tokens: list[str], bare: bool) -> Label:
    numbered = not_adjacent = 0
    for place in range(len(tokens) - 1, -1, -1):
        token = tokens[place]
        part = part_of(token)
        if token in ":=" or part is Word.LINKING:
            continue
        if part is Word.PHONE:
            return Label.PHONE
        if token.isdigit() and len(token) > 3 or not_adjacent > 2:
            return Label.NONE
        if part is Word.NUMBER:
            numbered += 1
        elif not not_adjacent and _names_other(tokens, place, part, bool(numbered), bare):
            plain = numbered or set(tokens[place:]) & {":", "#", "="} or tokens[place] in _CURT
            return Label.OTHER if plain else Label.OTHER_IN_PASSING
        else:
            not_adjacent += 1
    return Label.NONE


def _names_other(tokens: list[str], place: int, part: Word, numbered: bool, bare: bool) -> bool:
    if place and (tokens[place - 1], tokens[place]) in _NOT_OTHER:
        return False
    if part is Word.OTHER:
        says_number = tokens[place].endswith(("nommer", "number", "nr", "no"))
        return bare or numbered or says_number or ":" in tokens[place:]
    return part is Word.OTHER_IF_NUMBER and numbered


def label_after(text: str, end: int) -> Label:
    """What a word in brackets behind the number calls it: "082 … (cell)", "011 … (acc no)"."""
    match = re.match(r"\s?[(\[]([A-Za-z]{2,12})[^()\[\]0-9]{0,20}[)\]]", text[end : end + 40])
    if match is None:
        return Label.NONE
    part = part_of(match[1].lower())
    return {Word.PHONE: Label.PHONE, Word.OTHER: Label.OTHER}.get(part, Label.NONE)
