"""Small files as the systems write them whose leads go back."""

from dataclasses import dataclass

from tests.app.exporting.going_back import HUBSPOT_HEADER, HUBSPOT_ROWS


@dataclass(frozen=True)
class Source:
    """One system's file."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


MAVEN = Source(
    "maven",
    ("opportunity_id", "sales_agent", "product", "account", "deal_stage", "engage_date",
     "close_date", "close_value"),
    (
        ("1C1I7A6R", "Moses Frase", "GTX Plus Basic", "Cancity", "Won", "2016-10-20", "2017-03-01",
         "1054"),
        ("Z063OYW0", "Darcel Schlecht", "GTXPro", "Isdom", "Lost", "2016-10-25", "2017-03-11", "0"),
        ("EC4QE1BX", "Darcel Schlecht", "MG Special", "Cancity", "Engaging", "2016-11-22", "", ""),
        ("MV1LWRNH", "Moses Frase", "GTX Basic", "", "Prospecting", "", "", ""),
    ),
)  # fmt: skip
GOOGLE = Source(
    "google",
    ("First Name", "Middle Name", "Last Name", "Phonetic First Name", "File As",
     "Organization Name", "Organization Title", "Notes", "Labels", "E-mail 1 - Label",
     "E-mail 1 - Value", "E-mail 2 - Value", "Phone 1 - Label", "Phone 1 - Value",
     "Phone 2 - Value", "Address 1 - Country"),
    (
        ("Ann", "M.", "Lee", "", "", "Acme Ltd", "CTO", "Met in Berlin", "* myContacts", "* Work",
         "ann@example.com", "ann@example.org", "Work", "+44 20 7946 0958", "", "United Kingdom"),
        ("Ann", "", "", "", "", "", "", "", "", "", "", "", "", "", "+44 7700 900123", ""),
        ("Bo", "", "Ek", "", "", "", "", "", "", "", "", "", "", "", "", ""),
        ("", "", "", "", "", "Globex", "", "", "", "", "info@globex.example", "", "", "", "", ""),
    ),
)  # fmt: skip
LINKEDIN = Source(
    "linkedin",
    ("First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On"),
    (
        ("Ann", "Lee", "https://www.linkedin.com/in/ann", "", "Acme Ltd", "CTO", "15 Jun 2026"),
        ("Bo", "Ek", "https://www.linkedin.com/in/bo", "bo@example.com", "", "", "01 Jul 2026"),
    ),
)
PIPEDRIVE = Source(
    "pipedrive",
    ("Person - Name*", "Person - Phone", "Person - Email (Work)", "Organization - Name*",
     "Deal - ID", "Deal - Title", "Deal - Value", "Deal - Currency", "Deal - Stage",
     "Deal - Status", "Deal - Owner", "Deal - Won time", "Deal - Lost time", "Deal - Lost reason",
     "Deal - Expected close date", "Note - Content*"),
    (
        ("Ludwig van der Berg", "+49 30 901820", "l@example.com", "Muster GmbH", "7", "Big one",
         "1250.50", "EUR", "Qualified", "Open", "Moses Frase", "", "", "", "2027-01-31",
         "Likes it"),
        ("Garcia Marquez, Gabriel", "", "g@example.com", "Globex", "8", "Lost one", "0", "JPY",
         "Contact made", "Lost", "", "", "2026-08-01 10:00:00", "Too expensive", "", ""),
        ("Ann Lee", "", "", "Acme", "9", "Won one", "1.234", "KWD", "Closed won", "Won", "",
         "2026-08-02 11:30:00", "", "", "", ""),
    ),
)  # fmt: skip
SALVIRT = Source(
    "salvirt",
    ("Product", "Seller", "Authority", "Comp_size", "Budgt_alloc", "Source", "Deal_type",
     "Needs_def", "Status"),
    (
        ("F", "Seller 1", "Low", "Big", "No", "Referral", "Project", "Poor", "Lost"),
        ("F", "Seller 2", "Mid", "Mid", "Yes", "Media", "Project", "Yes", "Won"),
        ("F", "Seller 2", "Mid", "Mid", "Yes", "Media", "Project", "Yes", "Won"),
    ),
)  # fmt: skip
SALESFORCE = Source(
    "salesforce",
    ("Id", "OpportunityId", "StageName", "Amount", "CloseDate", "CreatedById", "CreatedDate",
     "CurrencyIsoCode", "IsDeleted"),
    (
        ("h1", "006A", "Qualification", "5000", "2026-12-01", "005X", "2026-09-01T10:00:00.000Z",
         "USD", "0"),
        ("h2", "006A", "Proposal/Price Quote", "6000", "2026-12-01", "005X",
         "2026-09-10T10:00:00.000Z", "USD", "0"),
        ("h3", "006B", "Prospecting", "100", "2026-12-24", "005Y", "2026-09-02T10:00:00.000Z",
         "USD", "0"),
        ("h4", "006C", "Qualification", "70", "2026-10-01", "005Y", "2026-09-03T10:00:00.000Z",
         "USD", "0"),
        ("h5", "006C", "Closed Lost", "70", "2026-10-01", "005Y", "2026-09-05T10:00:00.000Z",
         "USD", "0"),
    ),
)  # fmt: skip
NOBODYS = Source(
    "file",
    ("Nr", "Firma", "Ansprechpartner", "E-Mail", "Telefon", "Phase", "Budget", "Wert", "Farbe"),
    (
        ("1", "Muster GmbH", "Ann Lee", "ann@example.com", "+49 30 901820", "SQL", "ja",
         "1.250,50 EUR", "rot"),
        ("2", "Globex", "Bo Ek", "bo@example.com", "", "Neu", "unklar", "", ""),
    ),
)  # fmt: skip
HUBSPOT = Source("hubspot", HUBSPOT_HEADER, HUBSPOT_ROWS)

SOURCES = (HUBSPOT, MAVEN, GOOGLE, LINKEDIN, PIPEDRIVE, SALVIRT, SALESFORCE, NOBODYS)
