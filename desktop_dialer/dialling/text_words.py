"""The words that stand beside numbers, and the part each plays.

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


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PHONE = _words(
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
    "|selfow|khalekhukh|thingo|riqingho|f[ae]k[ei]?si?[ae]?$|ifoni$|thelefo|qhagamsh|xhuman|teleko"
)
_NUMBER_STEM = re.compile("(?:i|li|di|ti)?(?:n[ou]mboro|nombolo|nomm?oro|namba|nombhoro)")
_OTHER = _words(
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
_OTHER_IF_NUMBER = _words(
    """client customer cust student loan bond debtor creditor supplier vendor patient employee
    employer staff member learner user practice pr bhf hpcsa npo pbo fsp branch case file item
    part product payment booking reservation group scheme company account bank application app
    stand plot unit box form folio page record entry row worker event note bag posbus sak kliënt
    lid lidmaat studente leerder personeel saak pasiënt werknemer werkgewer maatskappy groep
    lêer"""
)
_THING = _words(
    """candidate applicant application cert certs certification slip form locker permit pass gate
    crate pallet container seal sample specimen seat seating exam examination test paper script
    roll register folio shelf rack bin box cabinet drawer key keys ssid psk wpa wep wifi network
    router modem device asset tag label sticker badge card clock shift roster trip flight boarding
    coupon bursary grant loan award beneficiary bank clearing deposit withdrawal payout payment
    firearm weapon vehicle trailer truck plate engine motor pump valve machine unit part parts
    component pump bolt drawing document doc file dossier record entry row line item lot auction
    bidder bid parcel package shipment consignment delivery dispatch manifest cargo pallet bag
    baggage luggage suitcase exhibit evidence warrant summons fine infringement notice complaint
    incident fault job task case enquiry inquiry survey questionnaire report plan scheme site
    erven property title bond lease subscription subscriber bundle airtime recharge pinless
    promo promotion campaign advert ad listing sku asin style pattern colour color shade batch
    cylinder bottle drum barrel tank reel roll sheet book booklet volume issue edition copy
    library isbn accession herd animal ear microchip chip pet stud cattle sheep
    reading meterno token units kwh checkin checkout pnr booking confirmation approval
    authorisation authorization auth trace rrn stan terminal till pos merchant cheque check draft
    debit credit mandate allocation instalment premium dividend share fund investment
    kandidaat sertifikaat strokie vorm sluitkas permit hek krat houer seël monster sitplek eksamen
    toets vraestel skrip rol register rak sleutel toestel bate etiket kaartjie skof reis vlug
    koepon beurs toelae begunstigde bank deposito vuurwapen voertuig sleepwa masjien onderdeel
    tekening dokument lêer rekord inskrywing lyn item veiling pakkie besending aflewering sak
    bagasie bewysstuk lasbrief dagvaarding boete kennisgewing klagte voorval fout taak navraag
    verslag plan perseel eiendom titel verband huurkontrak intekening eksemplaar boek uitgawe
    foromo fomu"""
)
_THING_STEM = re.compile(
    "itifiketi|setifikei|akhawunt|akhaont|[ei]khadi|isazis|"
    "(?:verwysing|rekening|nommer|number|kode|code|kaart|strokie|polis|faktuur|sertifikaat"
    "|lisensie|sleutel|permit|vorm|bewys|kwitansie|bestelling)$"
)
"""Loan words, and what the last part of a compound (betaalverwysing) is."""
_DESK = _words(
    """office offices home house work workplace business personal private direct main alternative
    alternate alt other another second secondary primary backup emergency emergencies urgent after
    hours reception frontdesk desk counter support help helpdesk enquiries inquiries queries info
    information sales accounts bookings reservations orders claims workshop dispatch deliveries
    admin administration maintenance day night daytime evening try save get got send text message
    msg app chat speak talk me us him them s src dst caller callee dest destination subscriber
    dialled ddi did from old landlines lines voip intl int clients care centre center
    kantoor kantore huis werk besigheid privaat direkte ander tweede nood noodgeval ontvangs hulp
    navrae verkope rekeninge bestellings eise werkswinkel nag probeer gebruik stuur
    ihhovisi ihhofisi iofisi ofisi ikhaya ekhaya umsebenzi"""
)
_PERSON = _words(
    """receptionist manager director ceo cfo hr security guard guards doctor nurse sister vet
    dentist principal teacher secretary registrar pastor priest councillor mayor magistrate attorney
    lawyer advocate driver courier plumber electrician builder contractor technician mechanic
    handyman gardener cleaner nanny domestic owner landlord tenant agent broker consultant assistant
    pa colleague boss friend neighbour neighbor wife husband spouse partner mom mum mother mama ma
    dad father papa pa son daughter brother aunt uncle gran granny grandma grandpa ouma oupa tannie
    oom parent parents guardian kin clinic hospital pharmacy surgery school college church police
    saps fire ambulance municipality council library court shop store restaurant kitchen hotel lodge
    guesthouse farm plant factory depot garage room rooms ward
    bestuurder direkteur sekuriteit kliniek hospitaal apteek dokter suster spreekkamer skool
    sekretaresse kerk dominee polisie munisipaliteit raad winkel restaurant plaas fabriek drywer
    loodgieter elektrisiën eienaar huurder kollega vriend buurman vrou man eggenoot moeder vader
    seun dogter broer iklinikhi tliliniki kliniki isikole sekolo"""
)
_NUMBER = _words(
    """client customer cust student loan bond debtor creditor supplier vendor patient employee
    employer staff member learner user practice pr bhf hpcsa npo pbo fsp branch case file item
    part product payment booking reservation group scheme company account bank application app
    stand plot unit box form folio page record entry row worker event note bag posbus sak kliënt
    lid lidmaat studente leerder personeel saak pasiënt werknemer werkgewer maatskappy groep
    lêer"""
)
_THING = _words(
    """candidate applicant application cert certs certification slip form locker permit pass gate
    crate pallet container seal sample specimen seat seating exam examination test paper script
    roll register folio shelf rack bin box cabinet drawer key keys ssid psk wpa wep wifi network
    router modem device asset tag label sticker badge card clock shift roster trip flight boarding
    coupon bursary grant loan award beneficiary bank clearing deposit withdrawal payout payment
    firearm weapon vehicle trailer truck plate engine motor pump valve machine unit part parts
    component pump bolt drawing document doc file dossier record entry row line item lot auction
    bidder bid parcel package shipment consignment delivery dispatch manifest cargo pallet bag
    baggage luggage suitcase exhibit evidence warrant summons fine infringement notice complaint
    incident fault job task case enquiry inquiry survey questionnaire report plan scheme site
    erven property title bond lease subscription subscriber bundle airtime recharge pinless
    promo promotion campaign advert ad listing sku asin style pattern colour color shade batch
    cylinder bottle drum barrel tank reel roll sheet book booklet volume issue edition copy
    library isbn accession herd animal ear microchip chip pet stud cattle sheep
    reading meterno token units kwh checkin checkout pnr booking confirmation approval
    authorisation authorization auth trace rrn stan terminal till pos merchant cheque check draft
    debit credit mandate allocation instalment premium dividend share fund investment
    kandidaat sertifikaat strokie vorm sluitkas permit hek krat houer seël monster sitplek eksamen
    toets vraestel skrip rol register rak sleutel toestel bate etiket kaartjie skof reis vlug
    koepon beurs toelae begunstigde bank deposito vuurwapen voertuig sleepwa masjien onderdeel
    tekening dokument lêer rekord inskrywing lyn item veiling pakkie besending aflewering sak
    bagasie bewysstuk lasbrief dagvaarding boete kennisgewing klagte voorval fout taak navraag
    verslag plan perseel eiendom titel verband huurkontrak intekening eksemplaar boek uitgawe
    foromo fomu"""
)
_THING_STEM = re.compile(
    "itifiketi|setifikei|akhawunt|akhaont|[ei]khadi|isazis|"
    "(?:verwysing|rekening|nommer|number|kode|code|kaart|strokie|polis|faktuur|sertifikaat"
    "|lisensie|sleutel|permit|vorm|bewys|kwitansie|bestelling)$"
)
"""Loan words, and what the last part of a compound (betaalverwysing) is."""
_PERSON = _words(
    """office offices home house work workplace business personal private direct main alternative
    alternate alt other another second secondary primary backup emergency emergencies urgent after
    hours reception receptionist frontdesk desk counter support help helpdesk enquiries inquiries
    queries info information sales accounts debtors creditors bookings reservations orders claims
    service services workshop parts spares stores warehouse dispatch deliveries logistics admin
    administration management manager director ceo cfo hr it technical maintenance security
    guard guards control room boardroom clinic hospital pharmacy doctor nurse sister rooms ward
    surgery vet dentist school college university principal teacher secretary registrar church
    pastor priest police station saps fire ambulance municipality council councillor mayor library
    court magistrate attorney lawyer advocate bank branch shop store restaurant kitchen hotel
    lodge guesthouse farm plant factory depot yard garage driver courier plumber electrician
    builder contractor technician mechanic handyman gardener cleaner nanny domestic owner landlord
    tenant agent broker consultant assistant pa secretary colleague boss friend neighbour neighbor
    wife husband spouse partner mom mum mother mama ma dad father papa pa son daughter brother
    sister aunt uncle gran granny grandma grandpa ouma oupa tannie oom parent parents guardian kin
    day night daytime evening try save use get got send text message msg app chat speak talk me us
    him them s src dst caller callee dest destination subscriber dialled ddi did from old lost
    found landlines north south east west central coast region regional national international
    local clients care desk centre center line lines voip intl int
    kantoor kantore huis werk besigheid privaat direkte hoof ander tweede nood noodgeval ontvangs
    hulp navrae verkope rekeninge bestellings eise diens dienste werkswinkel pakhuis bestuur
    bestuurder direkteur sekuriteit kliniek hospitaal apteek dokter suster spreekkamer skool
    hoofseun sekretaresse kerk dominee polisie munisipaliteit raad winkel restaurant plaas fabriek
    drywer loodgieter elektrisiën eienaar huurder agent kollega vriend buurman vrou man eggenoot
    moeder vader seun dogter broer suster nag dag probeer gebruik stuur my ihhovisi ihhofisi
    iofisi ofisi ikhaya umsebenzi iklinikhi tliliniki kliniki isikole sekolo"""
)
_NUMBER = _words(
    "no nos nr nrs num number numbers numb nommer nommers nommertjie # id code kode nummer "
    "número numero nº numéro"
)
_LINKING = _words(
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


def names_desk(word: str) -> bool:
    """Whether `word` (lower case) stands for "phone" in a list: "reception", "home", "after hours"."""
    return word in _DESK


def names_person(word: str) -> bool:
    """Whether `word` (lower case) is somebody or some place that has a phone: "wife", "clinic"."""
    return word in _PERSON


def names_thing(word: str) -> bool:
    """Whether `word` (lower case) is a thing with a number of its own: "locker", "candidate"."""
    known = word in _THING or word.removesuffix("s") in _THING
    return known or _THING_STEM.search(word) is not None
