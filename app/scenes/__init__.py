"""What is painted besides the pages: each scene takes a window from where it is to a picture."""
