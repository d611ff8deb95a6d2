from django.apps import AppConfig


class SetupConfig(AppConfig):
    name = "motcua.setup"
    label = "setup"
