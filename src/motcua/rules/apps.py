from django.apps import AppConfig


class RulesConfig(AppConfig):
    name = "motcua.rules"
    label = "rules"

    def ready(self) -> None:
        """The dated parameters of the law come with the program."""
        from motcua.kernel.seeding import register_seed
        from motcua.rules.services import seed

        register_seed("rules", seed)
