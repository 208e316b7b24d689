"""Presets of two published data sets of sales opportunities."""

from app.importing.presets.known import Preset

_MAVEN = Preset(
    code="maven",
    name="Sales pipeline (opportunity, agent, account)",
    source="maven",
    recognised_by=("opportunity_id", "sales_agent", "deal_stage", "engage_date", "close_date"),
    columns={
        "opportunity_id": "external_key",
        "sales_agent": "owner",
        "product": "custom:Product",
        "account": "company_name",
        "deal_stage": "stage",
        "engage_date": "reached:sql",
        "close_date": "closed_at",
        "close_value": "amount",
    },
    custom_kinds={"Product": "choice"},
    values={
        # An engaged opportunity is in conversation with an agent, which is what makes an SQL;
        # nothing in the file tells of a meeting. Prospecting has no date and claims no stage:
        # an undated MQL would enter the MQL rates, which the engaged ones all skip.
        "stage": {
            "prospecting": "none",
            "engaging": "sql",
            "won": "client",
            "lost": "status:lost",
        },
    },
    title_columns=("account", "product"),
    date_order="ymd",
    decimal_comma=False,
    # The set's own dictionary gives its values in US dollars.
    default_currency="USD",
)

_SALVIRT = Preset(
    code="salvirt",
    name="B2B opportunities (Salvirt)",
    source="salvirt",
    recognised_by=("Authority", "Budgt_alloc", "Needs_def", "Source", "Status", "Seller"),
    columns={
        "Product": "custom:Product",
        "Seller": "owner",
        "Authority": "answer:authority",
        "Comp_size": "custom:Company size",
        "Competitors": "custom:Competitors",
        "Purch_dept": "custom:Purchasing department",
        "Partnership": "custom:Partnership",
        "Budgt_alloc": "answer:budget",
        "Forml_tend": "custom:Formal tender",
        "RFI": "custom:RFI",
        "RFP": "custom:RFP",
        "Growth": "custom:Growth",
        "Posit_statm": "custom:Positive statement",
        "Source": "channel",
        "Client": "custom:Client",
        "Scope": "custom:Scope",
        "Strat_deal": "custom:Strategic deal",
        "Cross_sale": "custom:Cross-sale",
        "Up_sale": "custom:Up-sale",
        "Deal_type": "custom:Deal type",
        "Needs_def": "answer:need",
        "Att_t_client": "custom:Attention to client",
        "Status": "status",
    },
    custom_kinds=dict.fromkeys(
        (
            "Product",
            "Company size",
            "Competitors",
            "Purchasing department",
            "Partnership",
            "Formal tender",
            "RFI",
            "RFP",
            "Growth",
            "Positive statement",
            "Client",
            "Scope",
            "Strategic deal",
            "Cross-sale",
            "Up-sale",
            "Deal type",
            "Attention to client",
        ),
        "choice",
    ),
    # What is asked of the buyer or seen in talking with them; the rest is known of an inquiry, or
    # of a company that is a client.
    custom_known=dict.fromkeys(
        (
            "Competitors",
            "Purchasing department",
            "Formal tender",
            "RFI",
            "RFP",
            "Positive statement",
            "Scope",
            "Strategic deal",
            "Cross-sale",
            "Up-sale",
        ),
        "in_conversation",
    ),
    values={
        # The contact's say: a low one is a failed authority, so somebody else decides.
        "answer:authority": {
            "high": "confirmed:decides",
            "mid": "confirmed:influences",
            "low": "failed:none",
        },
        # "No" says that no budget was set aside, not that there is no money: more than half of
        # those 193 opportunities were won. Failing them all would close the gate to them.
        "answer:budget": {"yes": "confirmed", "no": "unknown", "unknown": "unknown"},
        # Needs that are not (or poorly) defined yet are no absent need; 6 of 16 were won.
        "answer:need": {
            "yes": "confirmed",
            "info gathering": "unknown",
            "poor": "unknown",
            "no": "unknown",
        },
        "channel": {"unknown": ""},
        "status": {"won": "won", "lost": "lost"},
    },
    # Every row is an opportunity whose buyer was spoken with and which then was won or lost.
    fixed={"stage": "sql"},
    title_columns=("Product", "Deal_type"),
    # There are no numbers of records, and 83 rows repeat another one exactly. Content and count
    # stay the same however the file is sorted; a row's number would not.
    key_from_content=True,
)

FILE_PRESETS = (_MAVEN, _SALVIRT)
