"""The Leads page: the list, its filters, and the panel of one lead."""
