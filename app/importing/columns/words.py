"""How other systems and languages call our fields, stages, states and reasons; folded."""

# Column names by target; the first target that claims a name keeps it.
COLUMN_WORDS: dict[str, tuple[str, ...]] = {
    "external_key": (
        "id", "external id", "external key", "record id", "lead id", "contact id", "opportunity id",
        "deal id", "crm id", "key", "datensatz id", "kundennummer", "identifiant", "identificador",
        "funneldesk key", "lead key",
    ),
    "lead_title": ("lead", "lead name", "lead title", "opportunity", "opportunity name", "anfrage"),
    "first_name": (
        "first name", "firstname", "first", "given name", "forename", "vorname", "prenom",
        "nombre", "contact first name",
    ),
    "middle_name": ("middle name", "additional name", "zweiter vorname", "segundo nombre"),
    "last_name": (
        "last name", "lastname", "last", "surname", "family name", "nachname", "familienname",
        "nom", "nom de famille", "apellido", "apellidos", "contact last name",
    ),
    "full_name": (
        "name", "full name", "fullname", "contact name", "person", "display name", "contact person",
        "ansprechpartner", "vollstandiger name", "nom complet", "nombre completo",
    ),
    "job_title": (
        "title", "job title", "jobtitle", "position", "role", "function", "funktion", "beruf",
        "stelle", "poste", "fonction", "cargo", "puesto", "berufsbezeichnung",
    ),
    "email": (
        "email", "e-mail", "mail", "email address", "e-mail address", "e-mail-adresse", "email 1",
        "work email", "business email", "primary email", "emailadresse", "adresse e-mail",
        "adresse email", "courriel", "correo", "correo electronico",
    ),
    "email_2": ("email 2", "e-mail 2", "second email", "secondary email", "other email"),
    "phone": (
        "phone", "phone number", "telephone", "tel", "work phone", "business phone", "phone 1",
        "direct phone", "telefon", "telefonnummer", "rufnummer", "numero de telephone", "telefono",
        "contact phone number",
    ),
    "mobile": (
        "mobile", "mobile phone", "mobile number", "cell", "cell phone", "cellphone", "handy",
        "mobiltelefon", "mobil", "portable", "telephone portable", "movil", "celular",
    ),
    "linkedin_url": (
        "linkedin", "linkedin url", "linkedin profile", "person linkedin url", "profile url",
        "linkedin profil",
    ),
    "company_name": (
        "company", "company name", "account", "account name", "organization", "organisation",
        "organization name", "employer", "firma", "firmenname", "unternehmen", "societe",
        "entreprise", "raison sociale", "empresa", "compania",
    ),
    "company_website": (
        "website", "web site", "company website", "company domain", "domain", "url", "web",
        "webseite", "homepage", "internetseite", "site web", "sitio web", "pagina web",
    ),
    "company_industry": (
        "industry", "sector", "vertical", "branche", "industrie", "secteur", "secteur d'activite",
        "industria",
    ),
    "company_employees": (
        "employees", "# employees", "number of employees", "company size", "headcount",
        "mitarbeiter", "mitarbeiterzahl", "anzahl mitarbeiter", "effectif", "effectifs",
        "nombre d'employes", "empleados", "numero de empleados",
    ),
    "company_country": ("company country", "account country", "hq country", "office location"),
    "company_city": ("company city", "account city", "hq city"),
    "country": ("country", "country/region", "land", "pays", "pais"),
    "city": ("city", "town", "stadt", "ort", "ville", "ciudad"),
    "channel": (
        "channel", "source", "lead source", "original source", "utm source", "marketing channel",
        "kanal", "quelle", "herkunft", "canal", "origine", "origen", "fuente",
    ),
    "campaign": ("campaign", "campaign name", "utm campaign", "kampagne", "campagne", "campana"),
    "owner": (
        "owner", "lead owner", "contact owner", "deal owner", "opportunity owner", "account owner",
        "sales rep", "sales agent", "rep", "assigned to", "seller", "zustandig", "betreuer",
        "verkaufer", "inhaber", "proprietaire", "commercial", "responsable", "propietario",
        "vendedor",
    ),
    "owner_region": ("owner region", "sales region", "regional office", "vertriebsregion"),
    "stage": (
        "stage", "deal stage", "lead stage", "lifecycle stage", "pipeline stage", "stage name",
        "phase", "stufe", "etape", "etapa", "fase", "to stage", "new stage", "stage to",
    ),
    "moved_at": (
        "moved at", "moved", "changed at", "changed on", "change date", "entered at", "entered on",
        "entered", "stage entered at", "transition time", "transition date", "occurred at",
    ),
    "booked_at": (
        "booked at", "booked on", "booked", "booking date", "scheduled at", "scheduled on",
        "gebucht am",
    ),
    "starts_at": (
        "start", "starts at", "start time", "start date", "starts", "meeting start",
        "meeting time", "meeting date", "appointment time", "appointment date", "beginn",
        "termin am",
    ),
    "minutes": ("minutes", "duration", "length", "dauer", "duree", "duracion"),
    "meeting_outcome": (
        "outcome", "meeting outcome", "appointment outcome", "result", "attendance", "ergebnis",
        "ausgang", "resultat", "resultado",
    ),
    "ended_at": ("ended at", "cancelled at", "canceled at", "cancelled on", "abgesagt am"),
    "setter": ("setter", "booked by", "sdr", "appointment setter", "gebucht von"),
    "purpose": ("purpose", "subject", "topic", "zweck", "objet", "asunto"),
    "place": ("place", "location", "meeting location", "room", "address", "ort", "lieu", "lugar"),
    "video_link": ("video link", "meeting link", "meeting url", "join url", "conference link"),
    "end_reason": (
        "end reason", "cancellation reason", "cancel reason", "reason cancelled", "absagegrund",
    ),
    "status": ("status", "lead status", "deal status", "state", "statut", "estado"),
    "status_reason": (
        "reason", "lost reason", "loss reason", "disqualification reason", "closed lost reason",
        "grund", "verlustgrund", "ablehnungsgrund", "raison", "motif", "motivo", "razon",
    ),
    "created_at": (
        "created", "created at", "created on", "create date", "created date", "date created",
        "captured", "captured at", "date added", "erstellt", "erstellt am", "erstelldatum",
        "angelegt", "angelegt am", "date de creation", "cree le", "fecha de creacion", "creado",
    ),
    "stage_entered_at": (
        "stage date", "stage entered", "in stage since", "date entered stage", "stage changed",
    ),
    "closed_at": (
        "closed", "closed at", "close date", "closed date", "closed on", "date closed", "won date",
        "geschlossen am", "abschlussdatum", "date de cloture", "fecha de cierre",
    ),
    "look_again_on": ("look again on", "follow up date", "next contact date", "wiedervorlage"),
    "amount": (
        "amount", "value", "deal value", "deal amount", "close value", "spend", "cost", "costs",
        "budget spent", "betrag", "wert", "kosten", "ausgaben", "montant", "valeur", "cout",
        "depenses", "importe", "valor", "monto", "coste", "gasto", "amount spent",
    ),
    "currency": ("currency", "currency code", "wahrung", "devise", "moneda", "divisa"),
    "expected_close": (
        "expected close", "expected close date", "forecast close", "erwarteter abschluss",
        "expected close on",
    ),
    "deal_name": ("deal", "deal name", "deal title"),
    "notes": (
        "notes", "note", "comment", "comments", "description", "remarks", "notizen", "notiz",
        "bemerkung", "bemerkungen", "kommentar", "beschreibung", "commentaire", "commentaires",
        "remarques", "notas", "comentarios", "observaciones",
    ),
    "do_not_contact": ("do not contact", "dnc", "opted out", "opt out", "nicht kontaktieren"),
    "do_not_call": ("do not call", "phone opt out", "nicht anrufen"),
    "do_not_email": (
        "do not email", "email opt out", "unsubscribed", "unsubscribed from all email",
        "has opted out of email", "abgemeldet",
    ),
    "answer:budget": ("budget", "presupuesto"),
    "answer:authority": ("authority", "decision maker", "entscheider", "decideur", "decisor"),
    "answer:need": ("need", "needs", "pain", "bedarf", "besoin", "necesidad"),
    "answer:timeline": ("timeline", "timeframe", "zeitplan", "delai", "plazo"),
    "answer:genuine_interest": ("genuine interest", "interest level"),
    "reached:mql": ("mql date", "became mql", "became a marketing qualified lead date"),
    "reached:responded": ("responded date", "responded at", "responded on"),
    "reached:interested": ("interested date", "interested at", "interested on"),
    "reached:sal": ("sal date", "became sal"),
    "reached:sql": (
        "sql date", "became sql", "became a sales qualified lead date", "engage date",
        "qualified at",
    ),
    "reached:appointment": ("appointment date", "meeting booked", "meeting booked at", "booked at"),
    "reached:held": ("held date", "meeting held", "meeting date"),
    "reached:client": ("became a customer date", "client since", "customer since", "kunde seit"),
    "event_kind": (
        "event", "event kind", "event type", "activity type", "interaction", "activity", "ereignis",
        "evenement", "evento", "kind",
    ),
    "event_topic": ("topic", "event topic", "content", "asset", "page", "thema", "sujet", "tema"),
    "occurred_at": (
        "occurred at", "event date", "event time", "timestamp", "date", "datum", "zeitpunkt",
        "fecha", "time", "occurred on",
    ),
    "period_start": (
        "period start", "start", "start date", "from", "von", "beginn", "debut", "inicio",
        "reporting starts",
    ),
    "period_end": (
        "period end", "end", "end date", "to", "until", "bis", "ende", "fin", "reporting ends",
    ),
    "period_month": ("month", "period", "monat", "mois", "mes"),
}  # fmt: skip

# A target `status:...` sets the status and leaves the stage as it was.
STAGE_WORDS: dict[str, str] = {
    **dict.fromkeys(("none", "new", "lead", "subscriber", "cold", "prospect", "prospecting",
                     "neu", "nouveau", "nuevo", "other"), "none"),
    **dict.fromkeys(("mql", "marketing qualified lead", "marketingqualifiedlead",
                     "marketing qualified"), "mql"),
    **dict.fromkeys(("responded", "replied", "geantwortet", "repondu"), "responded"),
    **dict.fromkeys(("interested", "interessiert", "interesse", "interesado"), "interested"),
    **dict.fromkeys(("sal", "sales accepted lead", "sales accepted"), "sal"),
    **dict.fromkeys(("sql", "sales qualified lead", "salesqualifiedlead", "sales qualified",
                     "qualified", "qualifiziert", "qualifie", "cualificado"), "sql"),
    **dict.fromkeys(("appointment", "meeting scheduled", "meeting booked", "demo scheduled",
                     "appointment scheduled", "termin", "termin vereinbart", "rendez-vous",
                     "cita"), "appointment"),
    **dict.fromkeys(("held", "meeting held", "demo held", "termin gehalten"), "held"),
    **dict.fromkeys(("client", "customer", "won", "closed won", "closedwon", "gewonnen", "kunde",
                     "gagne", "cliente", "ganado", "ganada"), "client"),
    **dict.fromkeys(("lost", "closed lost", "closedlost", "verloren", "perdu", "perdido",
                     "perdida"), "status:lost"),
    **dict.fromkeys(("disqualified", "unqualified", "disqualifiziert"), "status:disqualified"),
    **dict.fromkeys(("nurture", "nurturing", "recycled"), "status:nurture"),
}  # fmt: skip

STATUS_WORDS: dict[str, str] = {
    **dict.fromkeys(("open", "new", "active", "in progress", "working", "contacted", "connected",
                     "attempted", "attempted to contact", "open deal", "offen", "aktiv", "neu",
                     "in bearbeitung", "ouvert", "en cours", "abierto", "abierta"), "open"),
    **dict.fromkeys(("nurture", "nurturing", "in nurture", "recycled", "bad timing", "on hold",
                     "paused", "spater"), "nurture"),
    **dict.fromkeys(("disqualified", "unqualified", "junk", "bad fit", "not interested",
                     "disqualifiziert", "unqualifiziert"), "disqualified"),
    **dict.fromkeys(("won", "closed won", "customer", "client", "converted", "gewonnen", "gagne",
                     "ganado", "ganada"), "won"),
    **dict.fromkeys(("lost", "closed lost", "verloren", "perdu", "perdido", "perdida"), "lost"),
}  # fmt: skip

REASON_WORDS: dict[str, str] = {
    **dict.fromkeys(("budget", "no budget", "price", "too expensive", "kein budget", "preis",
                     "zu teuer", "pas de budget", "sin presupuesto"), "budget"),
    **dict.fromkeys(("authority", "no authority", "no decision maker"), "authority"),
    **dict.fromkeys(("no need", "wrong use case", "no_need", "kein bedarf", "pas de besoin",
                     "no fit for need"), "no_need"),
    **dict.fromkeys(("timing", "bad timing", "not now", "too early", "zeitpunkt"), "timing"),
    **dict.fromkeys(("outside profile", "outside_profile", "bad fit", "not a fit", "too small",
                     "outside icp"), "outside_profile"),
    **dict.fromkeys(("no response", "no_response", "unresponsive", "no reply", "keine antwort",
                     "ghosted", "pas de reponse"), "no_response"),
    **dict.fromkeys(("competitor", "lost to competitor", "wettbewerber", "mitbewerber",
                     "concurrent", "competidor"), "competitor"),
    **dict.fromkeys(("existing client", "existing_client", "existing customer",
                     "bestandskunde"), "existing_client"),
    **dict.fromkeys(("bad data", "bad_data", "wrong number", "invalid", "duplicate"), "bad_data"),
}  # fmt: skip

ANSWER_WORDS: dict[str, str] = {
    **dict.fromkeys(("confirmed", "yes", "y", "true", "1", "x", "ja", "oui", "si"), "confirmed"),
    **dict.fromkeys(("failed", "no", "n", "false", "0", "nein", "non"), "failed"),
    **dict.fromkeys(("unknown", "?", "unbekannt", "inconnu", "desconocido"), "unknown"),
}

MEETING_WORDS: dict[str, str] = {
    **dict.fromkeys(("held", "attended", "showed", "showed up", "show", "completed", "done", "met",
                     "took place", "stattgefunden", "gehalten", "tenu", "realizada"), "held"),
    **dict.fromkeys(("no show", "no-show", "noshow", "missed", "did not show", "absent",
                     "nicht erschienen", "no asistio"), "no_show"),
    **dict.fromkeys(("cancelled", "canceled", "called off", "abgesagt", "annule", "cancelada",
                     "cancelado"), "cancelled"),
    **dict.fromkeys(("rescheduled", "moved", "postponed", "verschoben", "reporte",
                     "reprogramada"), "rescheduled"),
}  # fmt: skip

# A column of dates may be called by what happened: “SQL date”, “date entered SQL”, “sql_at”.
DATE_WORDS = (
    "date", "datum", "at", "on", "am", "since", "entered", "reached", "became", "time", "stage",
    "in",
)  # fmt: skip

# Words for a time that mean a move only where a file tells of nothing but moves.
BARE_TIMES = ("time", "date", "timestamp", "when", "datum", "zeit", "fecha")

VALUE_WORDS: dict[str, dict[str, str]] = {
    "stage": STAGE_WORDS,
    "meeting_outcome": MEETING_WORDS,
    "status": STATUS_WORDS,
    "status_reason": REASON_WORDS,
}
