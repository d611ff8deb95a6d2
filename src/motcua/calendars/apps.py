from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "motcua.calendars"
    label = "calendars"

    def ready(self) -> None:
        """National holidays and swapped days come with the program."""
        from motcua.calendars.services import seed_national
        from motcua.kernel.seeding import register_seed

        register_seed("national calendar", seed_national)
