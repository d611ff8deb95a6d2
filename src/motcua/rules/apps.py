from django.apps import AppConfig


class RulesConfig(AppConfig):
    name = "motcua.rules"
    label = "rules"
