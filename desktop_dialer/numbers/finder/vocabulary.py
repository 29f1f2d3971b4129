"""The words beside numbers, and what each of them means.

English and Afrikaans in full; of the other languages of South Africa and its neighbours the
words for phone, fax and number.
"""

import re
from enum import Enum
from functools import lru_cache


class Word(Enum):
    """The part a single word plays in front of a number."""

    PHONE = 1
    OTHER = 2
    OTHER_IF_NUMBER = 3
    """Of something else only with "number" behind it: "client no" but "client 082…"."""
    NUMBER = 4
    LINKING = 5
    NEUTRAL = 6


def word_set(text: str) -> frozenset[str]:
    """The words of `text`, which spaces and line breaks separate."""
    return frozenset(text.split())


_PHONE = word_set(
    """tel tels telephone telephones telephonic telephonically phone phones phoneno phonenumber
    telno telnr telnumber cell cells cellno cellular cellphone cellphones cel celno mobile
    mobiles mob handphone fax faxes faxno faxnumber facsimile telefax telfax call calls calling
    called caller callback recall dial dials dialled dialed dialing dialling ring rang phoned
    contact contacts contactable whatsapp whatsapps watsapp whatsap sms msisdn ph phn hotline
    helpline tollfree toll sharecall switchboard landline callerid clid cli ani dnis voice pager
    telkom telegram signal imessage viber reach tele telefoon telefonies foon selfoon selfone
    sel faks skakel skakels geskakel bel bels gebel kontak tolvry noodnommer hulplyn lyn telefon
    telefone telefono teléfono teléfonos téléphone tél tlf fono rufnummer handy mobil móvil
    celular telefoonnummer telemóvel telemovel telemóveis contacto contactos contato ligue
    portable founo founu foni nhare runhare luṱingo lutingo umtato ligar anrufen messaging"""
)
# Nguni, Sotho, Venda and Tsonga words change at both ends: ucingo, ngocingo, lwocingo.
_PHONE_STEM = re.compile(
    "cingo$|mnxeba|f(?:own|oun)[aeiou]|fonel|shayel|tsalel|letsets|letš|mo[gh]ala$|selula|selefou"
    "|selfow|khalekhukh|thingo|riqingho|f[ae]k[ei]?si?[ae]?$|[iey]foni$|thelefo|qhagamsh|xhuman|teleko"
)
_NUMBER_STEM = re.compile("(?:i|li|di|ti)?(?:n[ou]mboro|nombolo|nomm?oro|namba|nombhoro)")
_OTHER = word_set(
    """account acc acct acno accno accnr accnum invoice inv invno invoiceno order po ref refno
    refnr reference references id identity passport vat vatno vatnr tax taxno reg regno regnr
    registration isbn issn ean upc gtin barcode sku serial sn imei imsi iccid tracking waybill
    awb consignment parcel balance amount amt total subtotal price cost card cardno policy
    agreement contract meter token voucher ticket docket claim tender bid rfq rfp quote
    quotation estimate receipt transaction trx txn batch lot stock model licence license permit
    session uid uuid guid hash key timestamp version build pid lat lon lng longitude latitude
    coordinates iban swift chassis vin engine smartcard decoder pin puk otp password certificate
    merge commit rev revision changeset deed emis natemis uif csd paye thread process request
    index membership persal docex code codes job erf portion diary messageid orderid userid ck
    cc sum qty quantity width height size offset seed checksum bytes rekening rek faktuur
    bestelling bestel verwysing verw kwitansie polis kaart saldo bedrag totaal btw belasting
    registrasie paspoort identiteit lidmaatskap ooreenkoms kontrak lisensie kode poskode reeks
    kwotasie eis vragbrief opsporing rekeninghouer"""
)
_OTHER_IF_NUMBER = word_set(
    """client customer cust student loan bond debtor creditor supplier vendor patient employee
    employer staff member learner user practice pr bhf hpcsa npo pbo fsp branch case file item
    part product payment booking reservation group scheme company account bank application app
    stand plot unit box form folio page record entry row worker event note bag posbus sak kliënt
    lid lidmaat studente leerder personeel saak pasiënt werknemer werkgewer maatskappy groep
    lêer"""
)
_NUMBER = word_set(
    "no nos nr nrs num number numbers numb nommer nommers nommertjie # id code kode nummer "
    "número numero nº numéro"
)
PREFIX = "[A-Za-z]?[a-z]{0,3}[aeiou]"
"""Nguni, Sotho, Venda and Tsonga words of place and means, as a regular expression: ku-, kwi-,
nge-, ho-, go-, eka-. Syllables of these languages end in a vowel."""
_LINKING = word_set(
    """is are was the a an as at on by of for to my your our his her this new same : = - or and
    op by van vir na die n 'n my jou ons sy haar dit en of nuwe with via using use number: value
    please asb only text type pref work home href com www http https alt s mr mrs ms dr prof mnr
    mev me adv fnb absa nedbank capitec investec standard"""
)
# rekeningnommer, verwysingsnr, clientno
_NUMBER_ENDING = re.compile("s?(?:nommers?|numbers?|nr|no)$")
_FOREIGN_WORDS = {
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
    "tfn": ("SE",),
    "puhelin": ("FI",),
    "puh": ("FI",),
    "gsm": ("BE", "TR", "BG"),
    "natel": ("CH",),
    "fon": ("DE", "AT"),
    **dict.fromkeys(("gmbh", "impressum", "uhr", "straße", "strasse"), ("DE", "AT", "CH")),
    **dict.fromkeys(("rue", "siret"), ("FR", "BE", "CH", "MA")),
    "abn": ("AU",),
    "kvk": ("NL",),
}


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
    stem = _NUMBER_ENDING.sub("", word)
    if stem != word and part_of(stem) is not Word.NEUTRAL:
        return Word.PHONE if part_of(stem) is Word.PHONE else Word.OTHER
    singular = word.removesuffix("s")
    if singular != word and singular in _OTHER | _OTHER_IF_NUMBER:
        return Word.OTHER_IF_NUMBER  # "Accounts: 011 …" is a department
    if _PHONE_STEM.search(word):
        return Word.PHONE
    return Word.NUMBER if _NUMBER_STEM.fullmatch(word) else Word.NEUTRAL


def foreign_regions(word: str) -> tuple[str, ...]:
    """The countries on whose pages alone `word` (lower case) stands; mostly none."""
    return _FOREIGN_WORDS.get(word, ())
