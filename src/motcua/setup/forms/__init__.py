"""The forms of the setup pages: what is typed, before a service judges it."""
