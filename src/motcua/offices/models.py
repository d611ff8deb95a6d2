"""Who exists: agencies, units, posts, people, and what they may do, each with dates."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from motcua.offices.roles import Role, UnitKind


class Office(models.Model):
    """Cơ quan. An agency in the tree of agencies; abolished ones stay, with their successor.

    `path` is the materialised path of ids ("1.4.17"), so that a subtree is one prefix.
    `level` is a number with a name, never a fixed list: districts came and went.
    """

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=200, db_index=True, blank=True)
    level = models.PositiveSmallIntegerField()  # 1 = nation, growing downwards
    level_name = models.CharField(max_length=50)  # "commune", "district", "province", "ministry", "facility"
    name = models.CharField(max_length=300)
    short_name = models.CharField(max_length=100)
    superior_name = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=100, blank=True)  # "Vĩnh Tuy": for "place and date" on papers
    code_old = models.CharField(max_length=20, blank=True)  # 000.00.00.H49
    code_new = models.CharField(max_length=35, blank=True)  # H49.20.5
    calendar = models.ForeignKey("calendars.Calendar", models.PROTECT, null=True, blank=True)
    address = models.CharField(max_length=300, blank=True)
    hours = models.CharField(max_length=300, blank=True)
    hotline = models.CharField(max_length=50, blank=True)
    email = models.EmailField(blank=True)
    notice = models.TextField(blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["path"]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """Phòng, bộ phận. A working part of an office."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="units")
    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=12, choices=[(k, k) for k in UnitKind])
    phone = models.CharField(max_length=50, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["office", "kind", "name"]

    def __str__(self) -> str:
        return self.name


class FieldGroup(models.Model):
    """Nhóm lĩnh vực. Fields that an office keeps in one book and gives to one unit (form M07, note).

    `field_codes` lists the catalogue's fields; reports by field of the office use these groups.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="field_groups")
    name = models.CharField(max_length=200)
    field_codes = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="field_groups")
    position = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["office", "position"]
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="field_group_unique_name")]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """Vị trí việc làm. A position with its published tasks."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    title = models.CharField(max_length=200)
    duties = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["unit", "title"]

    def __str__(self) -> str:
        return self.title


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(username=username)


class Person(AbstractBaseUser):
    """Cán bộ, công chức. Somebody who works here and may sign in; rights come from memberships only."""

    username = models.CharField(max_length=60, unique=True)
    full_name = models.CharField(max_length=120)
    phone = models.CharField(max_length=50, blank=True)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    USERNAME_FIELD = "username"
    objects = PersonManager()

    class Meta:
        ordering = ["username"]

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        return self.full_name


class Membership(models.Model):
    """Phân công công tác. A person's roles in a unit between two dates."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True)
    roles = ArrayField(models.CharField(max_length=20, choices=[(r, r) for r in Role]))
    on_duty = models.BooleanField(default=False)  # shown to the public with its tasks
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["unit", "person"]

    def __str__(self) -> str:
        return f"{self.person} – {self.unit}"


class Delegation(models.Model):
    """Ủy quyền ký, phân cấp. One person may act in a role of another between two dates."""

    giver = models.ForeignKey(Person, models.PROTECT, related_name="delegations_given")
    receiver = models.ForeignKey(Person, models.PROTECT, related_name="delegations_received")
    unit = models.ForeignKey(Unit, models.PROTECT)
    role = models.CharField(max_length=20, choices=[(r, r) for r in Role])
    decision_number = models.CharField(max_length=100)
    valid_from = models.DateField()
    valid_to = models.DateField()

    class Meta:
        ordering = ["-valid_from"]

    def __str__(self) -> str:
        return f"{self.giver} → {self.receiver}"


class OnTheSpot(models.Model):
    """Thủ tục thực hiện tại chỗ ("bốn tại chỗ": tiếp nhận, thẩm định, phê duyệt, trả kết quả).

    A procedure that the centre of an office does alone, by decision, between two dates (TT 01/2018/TT-VPCP Art 6).
    Who may sign it there follows from postings and delegations and is never stored.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="on_the_spot")
    procedure_code = models.CharField(max_length=60)
    decision_number = models.CharField(max_length=100)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["office", "procedure_code", "valid_from"]

    def __str__(self) -> str:
        return self.procedure_code


class SignInAttempt(models.Model):
    """Lần đăng nhập sai. Wrong passwords in a row for one account name or from one address.

    `subject` is a keyed hash, for people type passwords into the name field; names that do not exist are
    counted like those that do, so that a lock tells nothing.
    """

    subject = models.CharField(primary_key=True, max_length=64)
    failures = models.PositiveIntegerField()
    last_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["last_at"], name="sign_in_attempt_last")]

    def __str__(self) -> str:
        return f"{self.failures} until {self.last_at}"
