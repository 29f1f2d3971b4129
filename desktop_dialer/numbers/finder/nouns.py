"""Nouns in front of digits: what carries numbers of its own, and who is called.

They matter where the digits are bare, as an account or a serial number is written too. A word
that is in no list leaves a doubt.
"""

import re

from .vocabulary import word_set

_THING = word_set(
    """candidate campaign trunk applicant application cert certs certification slip form locker
    permit pass gate crate pallet container seal sample specimen seat seating exam examination
    test paper script roll register folio shelf rack bin box cabinet drawer key keys ssid psk wpa
    wep wifi router modem asset tag label sticker badge card clock shift roster trip flight
    boarding coupon bursary grant loan award beneficiary clearing deposit withdrawal payout
    payment firearm weapon trailer truck plate engine motor pump valve machine unit part parts
    component bolt drawing document doc file dossier record entry row line item lot bid package
    consignment manifest cargo bag baggage luggage suitcase exhibit evidence warrant summons fine
    infringement notice incident job task case survey questionnaire plan scheme site erven title
    bond lease subscription subscriber bundle airtime recharge pinless promo sku asin style
    pattern colour color shade batch cylinder bottle drum barrel tank reel sheet book booklet
    volume issue edition copy isbn accession herd ear microchip chip stud cattle sheep reading
    meterno token kwh checkin checkout pnr authorisation authorization auth trace rrn stan till
    pos merchant cheque check draft debit credit mandate allocation instalment premium dividend
    share fund investment kandidaat sertifikaat strokie vorm sluitkas hek krat houer seël monster
    sitplek eksamen toets vraestel skrip rol rak sleutel toestel bate etiket kaartjie skof reis
    vlug koepon beurs toelae begunstigde deposito vuurwapen voertuig sleepwa masjien onderdeel
    tekening dokument lêer rekord inskrywing lyn pakkie besending sak bagasie bewysstuk lasbrief
    dagvaarding boete kennisgewing voorval taak verslag perseel eiendom titel verband huurkontrak
    intekening eksemplaar boek uitgawe foromo fomu enrolment enrollment matric learner course
    module subject assignment diploma degree graduation grade prescription chart folder admission
    referral lab vial dose membership dependant dependent procedure icd tariff implant proforma
    remittance journal ledger isin fica affidavit gazette act section clause horse lading vessel
    voyage dock slot mac hostname port vlan activation firmware api hash zoning grid diagram ward
    valuation rates levy zone district route plu loyalty giftcard onecard payroll leave position
    vacancy requisition stall booth competition race bib jersey brand disc disk roadworthy fleet
    toll etag odometer km pole transformer feeder substation hydrant geyser compliance coc circuit
    dsl ont splice warranty guarantee hymn psalm assessor moderator examiner invigilator ballot
    vote census cas matter stock stocktake aisle track tail rego fuel dish slide organ kit swab
    draw raffle prize bet wager silo load ticket weighbridge gross tare net moisture clip tape
    registrasie kursus vak graad voorskrif kaart opname verwysing dosis lidmaatskap tarief
    joernaal staatskoerant wet artikel perd vaartuig sertifisering waardasie belasting sone
    distrik roete lojaliteit betaalstaat verlof vakature stalletjie wedren skyf vloot paal
    transformator brandkraan geiser waarborg stembrief huishouding deelnemer pasiënt saak boedel
    gesinslid lid"""
)
_THING_STEM = re.compile(
    "itifiketi|setifikei|akhawunt|akhaont|[ei]khadi|isazis|"
    "(?:verwysing|rekening|nommer|number|kode|code|kaart|strokie|polis|faktuur|sertifikaat"
    "|nr|lisensie|sleutel|permit|vorm|bewys|kwitansie|bestelling|fakt)$"
)
"""Loan words, and what the last part of a compound (betaalverwysing) is."""
_DESK = word_set(
    """office offices home house work workplace business personal private direct main alternative
    alternate alt other another second secondary primary backup emergency emergencies urgent after
    hours reception frontdesk desk counter support help helpdesk enquiries inquiries queries info
    information sales accounts bookings reservations orders claims workshop dispatch deliveries
    admin administration maintenance day night daytime evening try save get got send text message
    msg app chat speak talk me us him them it that here hier s src dst caller callee dest
    destination subscriber dialled ddi did out inbound outbound incoming outgoing missed from old
    landlines lines voip intl int clients care centre center kantoor kantore huis werk besigheid
    privaat direkte ander tweede nood noodgeval ontvangs hulp navrae verkope rekeninge bestellings
    eise werkswinkel nag probeer gebruik stuur ihhovisi ihhofisi iofisi ofisi ikhaya ekhaya
    umsebenzi"""
)
_PERSON = word_set(
    """receptionist manager director ceo cfo hr security guard guards doctor nurse sister vet
    dentist principal teacher secretary registrar pastor priest councillor mayor magistrate attorney
    lawyer advocate driver courier plumber electrician builder contractor technician mechanic
    handyman gardener cleaner nanny domestic owner landlord tenant agent broker consultant assistant
    pa colleague boss friend neighbour neighbor wife husband spouse partner mom mum mother mama ma
    dad father papa pa son daughter brother aunt uncle gran granny grandma grandpa ouma oupa tannie
    oom parent parents guardian kin clinic hospital pharmacy surgery school college church police
    saps fire ambulance municipality council library court shop store restaurant kitchen hotel lodge
    guesthouse farm plant factory depot garage room rooms
    bestuurder direkteur sekuriteit kliniek hospitaal apteek dokter suster spreekkamer skool
    sekretaresse kerk dominee polisie munisipaliteit raad winkel restaurant plaas fabriek drywer
    loodgieter elektrisiën eienaar huurder kollega vriend buurman vrou man eggenoot moeder vader
    seun dogter broer iklinikhi tliliniki kliniki isikole sekolo"""
)


def names_desk(word: str) -> bool:
    """Whether `word` (lower case) means "phone" in a list: "reception", "home"."""
    return word in _DESK


def names_person(word: str) -> bool:
    """Whether `word` (lower case) is somebody or some place that has a phone: "wife", "clinic"."""
    return word in _PERSON


def names_thing(word: str) -> bool:
    """Whether `word` (lower case) is a thing with a number of its own: "locker", "candidate"."""
    # Not in the plural: "Complaints 0800 …" is a department.
    return word in _THING or _THING_STEM.search(word) is not None
