"""Handing messages over: by SMTP, as a draft in the mail program, or as a file."""
