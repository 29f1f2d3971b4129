"""Names by which a page says in which country it is at home.

Countries whose national numbers can look South African matter: ten digits that begin with 0.
Towns that South Africa has too (Wellington, Utrecht, Hamburg, Perth …) say nothing.
"""

from functools import cache

from ...model.countries import country_codes

HOME = "ZA"
_CITIES = {
    "ZA": """johannesburg joburg pretoria tshwane durban bloemfontein polokwane kimberley nelspruit
        mbombela gqeberha stellenbosch paarl soweto sandton midrand centurion randburg roodepoort
        benoni boksburg pietermaritzburg rustenburg potchefstroom gauteng kwazulu limpopo
        mpumalanga kaapstad kaap cape knysna hermanus worcester umhlanga ballito kempton""",
    "GB": "london manchester birmingham glasgow edinburgh leeds liverpool england uk",
    "AU": "sydney melbourne brisbane adelaide canberra nsw qld",
    "NZ": "auckland",
    "KE": "nairobi mombasa ksh kes kisumu",
    "NG": "lagos abuja ngn",
    "GH": "accra kumasi ghs",
    "ZW": "harare bulawayo mutare gweru zim",
    "ZM": "lusaka ndola zmw",
    "UG": "kampala entebbe ugx",
    "TZ": "arusha dodoma tzs zanzibar",
    "NA": "windhoek swakopmund oshakati keetmanshoop rundu nam",
    "MZ": "maputo matola beira nampula tete pemba vilankulo moçambique mocambique moz",
    "DE": "münchen munich deutschland frankfurt köln stuttgart düsseldorf",
    "FR": "paris lyon marseille bordeaux toulouse",
    "NL": "amsterdam rotterdam eindhoven nederland holland",
    "BE": "brussels bruxelles antwerpen belgië belgique",
    "CH": "zürich zurich genève geneva basel schweiz suisse",
    "IE": "dublin galway",
    "IN": "mumbai delhi inr bangalore bengaluru chennai hyderabad kolkata",
    "JP": "tokyo osaka",
    "IL": "jerusalem haifa",
    "TH": "bangkok",
    "MY": "penang selangor",
    "VN": "hanoi",
    "ID": "jakarta",
    "TR": "istanbul ankara",
    "IT": "roma milano italia",
    "ES": "madrid barcelona españa",
    "RO": "bucuresti bucharest bucurești românia",
    "LK": "colombo jaffna kandy",
    "HR": "zagreb split",
    "EG": "cairo",
    "MA": "casablanca rabat",
    "RW": "kigali",
    "AT": "wien österreich",
    "SE": "stockholm göteborg sverige",
    "FI": "helsinki",
    "TW": "taipei",
    "PK": "karachi lahore",
    "AE": "dubai",
}
TWO_WORDS = {
    "south africa": HOME, "suid afrika": HOME, "cape town": HOME, "port elizabeth": HOME,
    "east london": HOME, "new zealand": "NZ", "united kingdom": "GB", "united states": "US",
    "sri lanka": "LK", "hong kong": "HK",
}  # fmt: skip


@cache
def places() -> dict[str, str]:
    """One-word names of countries and cities, lower case, and their regions."""
    places = {name.lower(): region for name, region in country_codes().items() if " " not in name}
    for region, cities in _CITIES.items():
        places.update(dict.fromkeys(cities.split(), region))
    # Names that are more often something else.
    for name in (
        "jersey",
        "georgia",
        "jordan",
        "chad",
        "turkey",
        "guinea",
        "mali",
        "niger",
        "israel",
        "france",
    ):
        places.pop(name, None)
    return places
