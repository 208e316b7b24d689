"""Tables on the clipboard: what people wrote reaches other programs as text."""

from views.copied_tables import as_clipboard


def test_words_of_people_go_out_as_cells_that_no_spreadsheet_runs() -> None:
    mime = as_clipboard([("Name", "Leads"), ("=HYPERLINK(1)", "<b>3</b>"), ("\uff1d1", "a\tb\nc")])
    assert mime.text().splitlines()[1:] == ["'=HYPERLINK(1)\t<b>3</b>", "'\uff1d1\ta b c"]
    assert "&lt;b&gt;3&lt;/b&gt;" in mime.html()
