"""The invented world of the sample: names, places, words.

Domains end in .example, and phone numbers come from ranges
that regulators keep for fiction, so nobody is ever reached by mistake.
"""

from dataclasses import dataclass
from random import Random
from typing import Final


@dataclass(frozen=True, slots=True)
class Place:
    """A country with the names that are common there and a phone range kept for fiction."""

    code: str
    zone: str
    cities: tuple[str, ...]
    first_names: tuple[str, ...]
    last_names: tuple[str, ...]
    suffixes: tuple[str, ...]
    phone: str = ""
    """Pattern of a number, `#` for a digit; empty where no range is kept for fiction."""


PLACES: Final = (
    Place(
        "GB",
        "Europe/London",
        ("London", "Leeds", "Bristol", "Manchester", "Glasgow"),
        ("Amelia", "Oliver", "Priya", "Callum", "Hannah", "Idris", "Grace", "Rhys", "Niamh"),
        ("Ashworth", "Bennett", "Chaudhry", "Doyle", "Fairbairn", "Hargreaves", "Iqbal", "Moss"),
        ("Ltd", "Group", "plc"),
        "+44 20 7946 0###",
    ),
    Place(
        "US",
        "America/New_York",
        ("Boston", "Columbus", "Charlotte", "Pittsburgh", "Richmond"),
        ("Avery", "Marcus", "Elena", "Jordan", "Naomi", "Caleb", "Renee", "Tyler", "Simone"),
        ("Abbott", "Castillo", "Delgado", "Emerson", "Fontaine", "Greer", "Holloway", "Nguyen"),
        ("Inc.", "LLC", "Corp."),
        "+1 617 555 01##",
    ),
    Place(
        "DE",
        "Europe/Berlin",
        ("Hamburg", "Köln", "Leipzig", "Nürnberg", "Bremen"),
        ("Anneke", "Jürgen", "Miriam", "Florian", "Katrin", "Sören", "Lena", "Matthias", "Ayşe"),
        ("Albrecht", "Böhm", "Drexler", "Eichinger", "Fröhlich", "Krüger", "Lindner", "Öztürk"),
        ("GmbH", "AG", "GmbH & Co. KG"),
        "+49 30 23125 ###",
    ),
    Place(
        "FR",
        "Europe/Paris",
        ("Lyon", "Nantes", "Lille", "Bordeaux", "Rennes"),
        ("Camille", "Étienne", "Noémie", "Bastien", "Inès", "Thibault", "Maëlle", "Youssef"),
        ("Aubert", "Bréchet", "Carpentier", "Delacourt", "Fournel", "Gauthier", "Lefèvre"),
        ("SAS", "SARL", "SA"),
        "+33 1 99 00 ## ##",
    ),
    Place(
        "SE",
        "Europe/Stockholm",
        ("Göteborg", "Malmö", "Uppsala", "Västerås"),
        ("Astrid", "Björn", "Ebba", "Gustav", "Linnea", "Oskar", "Saga", "Åke"),
        ("Ahlgren", "Bergström", "Dahlqvist", "Ekholm", "Forsberg", "Hägglund", "Nyström"),
        ("AB",),
        "+46 8 465 004 ##",
    ),
    Place(
        "AU",
        "Australia/Sydney",
        ("Sydney", "Melbourne", "Brisbane", "Newcastle"),
        ("Charlotte", "Lachlan", "Matilda", "Cooper", "Zara", "Hamish"),
        ("Atherton", "Brannigan", "Cavanagh", "Dunstan", "Okonjo", "Petrakis"),
        ("Pty Ltd",),
        "+61 2 5550 ####",
    ),
    Place(
        "NL",
        "Europe/Amsterdam",
        ("Rotterdam", "Utrecht", "Eindhoven", "Venlo"),
        ("Anouk", "Bram", "Femke", "Joost", "Lotte", "Sander", "Wietske"),
        ("Aalders", "de Graaf", "Hoekstra", "Kuipers", "van Dalen", "Veenstra"),
        ("B.V.", "N.V."),
    ),
    Place(
        "ES",
        "Europe/Madrid",
        ("Valencia", "Zaragoza", "Bilbao", "Sevilla"),
        ("Alba", "Íñigo", "Lucía", "Martín", "Rocío", "Sergio"),
        ("Arriaga", "Bustamante", "Cifuentes", "Echeverría", "Muñoz", "Valdés"),
        ("S.L.", "S.A."),
    ),
    Place(
        "PL",
        "Europe/Warsaw",
        ("Łódź", "Wrocław", "Poznań", "Gdynia"),
        ("Agnieszka", "Bartosz", "Dorota", "Krzysztof", "Magda", "Wojciech"),
        ("Bąk", "Czajka", "Dąbrowski", "Jabłoński", "Kowalczyk", "Zielińska"),
        ("Sp. z o.o.",),
    ),
)
WEIGHTS: Final = (22, 18, 16, 10, 8, 7, 8, 6, 5)

_HEADS: Final = (
    "Alder", "Amber", "Arden", "Aster", "Beacon", "Birch", "Bluestone", "Bramble", "Calder",
    "Cedar", "Cinder", "Clover", "Cobalt", "Copper", "Coral", "Crane", "Delta", "Drift", "Eddy",
    "Elm", "Ember", "Fallow", "Fen", "Fjord", "Flint", "Garnet", "Glen", "Granite", "Harrow",
    "Hazel", "Heron", "Hollow", "Indigo", "Ivory", "Juniper", "Kestrel", "Lark", "Linden",
    "Lumen", "Maple", "Marl", "Meridian", "Mistral", "Moor", "Nettle", "Oriel", "Osprey",
    "Pebble", "Pine", "Plover", "Quarry", "Quill", "Raven", "Ridge", "Rowan", "Saffron", "Sable",
    "Sedge", "Slate", "Sorrel", "Sparrow", "Spruce", "Starling", "Tarn", "Teal", "Thistle",
    "Umber", "Vale", "Vesper", "Willow", "Wren", "Yarrow",
)  # fmt: skip
TRADES: Final = (
    ("Food processing", ("Foods", "Dairy", "Bakeries", "Provisions")),
    ("Pharmaceuticals", ("Pharma", "Biologics", "Therapeutics", "Labs")),
    ("Logistics", ("Logistics", "Freight", "Haulage", "Forwarding")),
    ("Retail", ("Markets", "Grocers", "Stores", "Wholesale")),
    ("Agriculture", ("Growers", "Farms", "Orchards", "Seeds")),
    ("Hospitality", ("Catering", "Kitchens", "Hotels", "Dining")),
)
JOBS: Final = (
    ("VP Operations", "decides"),
    ("Head of Supply Chain", "decides"),
    ("Logistics Director", "decides"),
    ("Quality Manager", "influences"),
    ("Warehouse Manager", "influences"),
    ("Procurement Lead", "influences"),
    ("Compliance Officer", "influences"),
    ("Fleet Coordinator", "uses"),
    ("IT Manager", "uses"),
)
NEEDS: Final = (
    "Two spoiled loads a month, found only at unloading",
    "Auditors ask for temperature records of every leg",
    "Drivers log temperatures on paper; a third of the sheets is missing",
    "Alarms come hours late, because loggers are read after the trip",
    "Wants one view of warehouses and trucks instead of three portals",
    "New contract requires proof within 15 minutes of an excursion",
)
TIMELINES: Final = (
    "Before the summer season",
    "By the end of the quarter",
    "When the current contract ends in eight months",
    "Pilot within six weeks",
    "Before the next audit",
)
BUDGETS: Final = (
    "40k set aside for this year",
    "No line yet; can take it from the quality budget",
    "Up to 5k a month if it replaces two systems",
    "Budget round is next month",
)
INTERESTS: Final = (
    "Compared two vendors; disliked that both need their own gateway",
    "Saw our sensor at a client of theirs and asked for it",
    "Tried a competitor for three months; alarms were unreliable",
    "First time they look at this; wants to understand the options",
)
ANSWERED: Final = (
    "Answered the mail and asked two questions",
    "Picked up; has five minutes on Thursday",
    "Replied on LinkedIn",
    "Called back after the voicemail",
)
WARMED: Final = (
    "Asked for the pricing of 20 trucks",
    "Forwarded the guide to a colleague and asked for a call",
    "Described the spoiled load of last month",
    "Wants to see the alarm screen",
)


class Chance(Random):
    """Chance for telling a story: the same seed tells the same one. It keeps no secrets."""


def company_names(rng: Random, count: int) -> list[tuple[str, str, str]]:
    """Return so many different (base name, trade word, industry), in no order."""
    every = [
        (head, word, industry) for head in _HEADS for industry, words in TRADES for word in words
    ]
    return rng.sample(every, count)


def phone(rng: Random, place: Place) -> str | None:
    """Return a phone number of the place's fictitious range, if it has one."""
    if not place.phone:
        return None
    return "".join(str(rng.randrange(10)) if sign == "#" else sign for sign in place.phone)
