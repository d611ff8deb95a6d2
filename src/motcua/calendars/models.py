"""Tables of working time. A calendar is never edited: a new version or a dated override supersedes."""

from django.db import models


class Calendar(models.Model):
    """Lịch làm việc. The working hours of one or more offices, in versions, with dated overrides.

    A calendar without versions of its own takes hours from its parent; overrides of the parent
    (national holidays, swap days) always apply unless the calendar has its own for that date.
    """

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    revision = models.PositiveIntegerField(default=1)  # grows with every published change; caches key on it

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class CalendarVersion(models.Model):
    """Giờ làm việc theo thời kỳ. Weekly shifts from a date on, until the next version's date."""

    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="versions")
    valid_from = models.DateField()
    weekly = models.JSONField()  # {"1": ["07:30-11:30", "13:30-17:30"], ...}, 1 = Monday
    count_in_days = models.JSONField(
        default=dict, blank=True
    )  # {"6": false}: shifts that make no "working day"
    nominal_day_minutes = models.PositiveIntegerField(default=480)
    decision_number = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["calendar", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["calendar", "valid_from"], name="calendar_version_unique_start")
        ]

    def __str__(self) -> str:
        return f"{self.calendar} {self.valid_from}"


class CalendarDay(models.Model):
    """Ngày nghỉ, ngày làm bù, giờ khác thường. One dated override and the decision it rests on."""

    class Kind(models.TextChoices):
        OFF = "off"
        WORKED = "worked"  # a make-up day: Monday's shifts unless it has its own
        SHIFTS = "shifts"  # hours of its own: an early closing, an extra Saturday

    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="days")
    day = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    shifts = models.JSONField(null=True, blank=True)  # ["07:30-11:30"]; null = default of the kind
    name = models.CharField(max_length=200)
    decision_number = models.CharField(max_length=200, blank=True)
    trust = models.CharField(max_length=12, default="practice")
    created_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["calendar", "day"]
        constraints = [
            models.UniqueConstraint(
                fields=["calendar", "day"],
                condition=models.Q(superseded_at=None),
                name="calendar_day_one_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class AnnouncedYear(models.Model):
    """Năm đã công bố lịch nghỉ. Due dates touching a year that is not announced are provisional."""

    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="announced_years")
    year = models.PositiveSmallIntegerField()
    decision_number = models.CharField(max_length=200, blank=True)
    announced_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["calendar", "year"], name="announced_year_unique")]

    def __str__(self) -> str:
        return str(self.year)
