import csv
from pathlib import Path

import pytest

from app.importing.columns.fields import (
    CUSTOM,
    CUSTOM_KINDS,
    IGNORE,
    STAGE_MEANINGS,
    STATUSES,
    is_target,
)
from app.importing.columns.mapping import column_key
from app.importing.presets.known import (
    Preset,
    UnknownPresetError,
    preset_named,
    presets,
    recognise,
)

CODE_OF = {
    "Google Contacts (current)": "google",
    "Google Contacts (old)": "google_old",
    "Outlook desktop": "outlook",
    "Thunderbird": "thunderbird",
    "LinkedIn": "linkedin",
    "Apollo": "apollo",
    "HubSpot": "hubspot",
    "Pipedrive": "pipedrive",
    "Close": "close",
    "Salesforce": "salesforce_history",
}


def headers(data: Path) -> dict[str, list[str]]:
    with (data / "crm_headers" / "headers.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return {row["system"]: row["header"].rpartition("] ")[2].split(",") for row in rows}


def test_ten_systems_are_recognised(data: Path) -> None:
    found = {}
    for system, header in headers(data).items():
        preset = recognise(header)
        assert preset is not None, system
        found[system] = preset.code
    assert found == CODE_OF


def test_order_case_and_spacing_do_not_matter(data: Path) -> None:
    for system, header in headers(data).items():
        other = [f" {name.upper()}  ".replace(" ", "  ") for name in reversed(header)]
        preset = recognise(other)
        assert preset is not None, system
        assert preset.code == CODE_OF[system]
        mapping = preset.mapping_for(other)
        straight = preset.mapping_for(header)
        assert sorted(mapping.columns.values()) == sorted(straight.columns.values())


@pytest.mark.parametrize(
    "header",
    [
        ["First Name", "Last Name", "Email"],
        ["First Name", "Last Name", "Company", "Position"],
        ["Name", "Email", "Phone"],
        ["Id", "StageName", "Amount"],
        ["a", "b", "c"],
        [],
    ],
)
def test_near_misses_are_not_claimed(header: list[str]) -> None:
    assert recognise(header) is None


def test_ambiguous_header_is_nobodys() -> None:
    both = [name for code in ("maven", "close") for name in preset_named(code).recognised_by]
    only = recognise([*both, "account", "product", "close_value", "opportunity_id"])
    assert only is not None
    assert only.code == "maven"
    tied = [name for code in ("google", "linkedin") for name in preset_named(code).recognised_by]
    keys = {column_key(name) for name in tied}
    scores = sorted(
        len(keys & {column_key(name) for name in preset_named(code).columns})
        for code in ("google", "linkedin")
    )
    assert (recognise(tied) is None) == (scores[0] == scores[1])


def test_each_presets_columns_are_all_used_by_its_header(data: Path) -> None:
    for system, header in headers(data).items():
        mapping = preset_named(CODE_OF[system]).mapping_for(header)
        assert list(mapping.columns) == header
        assert any(target != IGNORE for target in mapping.columns.values())


@pytest.mark.parametrize("preset", presets(), ids=lambda preset: preset.code)
def test_presets_hold_together(preset: Preset) -> None:
    keys = {column_key(name) for name in preset.columns}
    assert keys >= {column_key(name) for name in preset.recognised_by}
    for target in preset.columns.values():
        assert is_target(preset.kind, target), target
    customs = {
        target.removeprefix(CUSTOM)
        for target in preset.columns.values()
        if target.startswith(CUSTOM)
    }
    assert customs >= set(preset.custom_kinds)
    assert set(preset.custom_kinds.values()) <= set(CUSTOM_KINDS)
    for column in (*preset.title_columns, *preset.key_columns):
        assert column_key(column) in keys
    for text, meaning in preset.values.get("stage", {}).items():
        assert text == text.casefold()
        stage, _colon, status = meaning.partition(":")
        assert stage in (*STAGE_MEANINGS, "none", "status")
        assert not status or status in STATUSES
    assert set(preset.values.get("status", {}).values()) <= set(STATUSES)


def test_presets_have_codes_of_their_own() -> None:
    codes = [preset.code for preset in presets()]
    assert len(set(codes)) == len(codes) == 13
    with pytest.raises(UnknownPresetError, match="maven"):
        preset_named("mavn")
