from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "motcua.dossiers"
    label = "dossiers"

    def ready(self) -> None:
        """Hear of changes of calendars: open dossiers get their due dates computed again."""
        from motcua.calendars.services import on_change
        from motcua.dossiers import history_exchange, history_legal, history_routes  # noqa: F401 (their sentences)
        from motcua.dossiers.tasks import after_calendar_change

        if after_calendar_change not in on_change:
            on_change.append(after_calendar_change)
