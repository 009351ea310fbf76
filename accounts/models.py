"""Who people are: accounts, the regions coordinators answer for, and the log of who looked at whose record."""

import uuid
from collections.abc import Iterable
from typing import Any, NoReturn

from django.conf import settings
from django.contrib.admin import display as admin_column
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.mail import send_mail
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager

from lms.append_only import AppendOnly, Sealed
from lms.compiled import Compiled
from lms.folding import fold


class RegionManager(MP_NodeManager, models.Manager["Region"]):
    """Regions in the order of the tree."""


class Region(MP_Node, models.Model):
    """One node of the tree country → province → district."""

    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("short name in addresses"), unique=True)

    node_order_by = ["name"]
    objects = RegionManager()

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        permissions = [("coordinate_region", "Can coordinate the people of this region and below")]

    def __str__(self) -> str:
        return self.name

    @admin_column(description=_("Name"))
    def indented(self) -> str:
        """The name with one dash for each larger region around it."""
        dashes: str = "– " * (self.depth - 1)
        return dashes + self.name


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person who can log in; without a password, only after resetting it."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)

    def get(self, *args: Any, **kwargs: Any) -> "User":
        """As ever. Every page of somebody who is logged in asks for them by their key, so that query is written once."""
        key = kwargs.get("pk")
        if args or len(kwargs) != 1 or not isinstance(key, int) or type(self) is not UserManager:  # not of a relation
            return super().get(*args, **kwargs)
        if (found := _BY_KEY.first(pk=key)) is None:
            raise User.DoesNotExist("There is nobody with this key.")
        return found


_BY_KEY: Compiled["User"] = Compiled(lambda pk: User._base_manager.filter(pk=pk), pk=int)


class FoldedField(models.TextField):  # type: ignore[type-arg]  # generic for the type checker only
    """What a person is called and reached by, folded. Written with the row, also where many are written at once."""

    SOURCES = ("certificate_name", "display_name", "email")

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = folded(*(getattr(model_instance, name) for name in self.SOURCES))
        setattr(model_instance, self.attname, value)
        return value


def folded(certificate_name: str, display_name: str, email: str) -> str:
    """What lists of people are sorted by and searched in: the name that is shown first, then the others."""
    return fold(f"{certificate_name or display_name} {display_name} {email}")


class User(AbstractBaseUser, PermissionsMixin):
    """One person. Records rest on people, so people are deactivated or anonymised, never deleted."""

    email = models.EmailField(
        _("e-mail address"), unique=True, error_messages={"unique": _("There is already an account with this address.")}
    )
    display_name = models.CharField(
        _("name we call you"),
        max_length=100,
        help_text=_("Shown to you and to your coordinators. A first name is enough."),
    )
    certificate_name = models.CharField(
        _("name on certificates"),
        max_length=120,
        blank=True,
        help_text=_(
            "Printed on certificates and shown to whoever checks one. It is fixed when a certificate is issued."
        ),
    )
    name_confirmed_at = models.DateTimeField(
        null=True, editable=False, help_text="When the person said that this is what certificates print. None waits."
    )
    calendar_key = models.CharField(
        max_length=43, unique=True, null=True, editable=False, help_text="The secret in the address of one's calendar."
    )
    tells_of_newer = models.BooleanField(
        _("newer certificates may be named"),
        default=False,
        db_default=False,
        help_text=_(
            "Whoever checks a certificate that you have renewed is told that you hold a newer one, and until when. Without "
            "it they are asked to get the newer code from you."
        ),
    )
    region = models.ForeignKey(
        Region, null=True, blank=True, on_delete=models.PROTECT, related_name="people", verbose_name=_("region")
    )
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, blank=True, default="")
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    anonymised_at = models.DateTimeField(null=True, blank=True)
    folded = FoldedField(default="", editable=False)

    objects = UserManager()
    # not stored: what accounts.roles keeps on the person of one request
    roles_rest: bool = False
    role_names: set[str] | None = None

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_caseless")]
        indexes = [
            # a list of everybody begins without sorting everybody
            models.Index(fields=["folded", "id"], name="people_by_name", condition=Q(is_active=True)),
            # and one of a district without reading the nation's
            models.Index(
                fields=["region", "folded", "id"], name="people_of_region_by_name", condition=Q(is_active=True)
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        if update_fields is not None and set(update_fields) & set(FoldedField.SOURCES):
            update_fields = {*update_fields, "folded"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def get_full_name(self) -> str:
        return self.display_name or self.email

    def get_short_name(self) -> str:
        return self.get_full_name()

    @property
    def formal_name(self) -> str:
        """The whole name, for records and for those who keep them; what we call the person where none was given."""
        return self.certificate_name or self.get_full_name()

    @property
    def is_staff(self) -> bool:
        """Whether Django's and Wagtail's staff checks let the person in; page permissions still decide what they see."""
        return self.is_superuser and not self.roles_rest

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        return not self.roles_rest and super().has_perm(perm, obj)

    def has_module_perms(self, app_label: str) -> bool:
        return not self.roles_rest and super().has_module_perms(app_label)

    def email_user(self, subject: str, message: str, from_email: str | None = None, **kwargs: Any) -> None:
        send_mail(subject, message, from_email, [self.email], **kwargs)

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        words = _("People are not deleted, because training records rest on them. Deactivate or anonymise the account.")
        raise models.ProtectedError(str(words), {self})


class AccessLogEntry(AppendOnly):
    """Somebody looked at, exported or changed another person's record."""

    viewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="access_log")
    action = models.CharField(max_length=40)
    detail = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("access log entry")
        indexes = [models.Index(fields=["subject", "at"], name="access_by_subject")]


class RegionMove(Sealed):
    """A person's move from one region to another, or out of all of them: asked for, perhaps waited for, and kept."""

    sealed_by = "decided_at"

    class Outcome(models.TextChoices):
        MOVED = "moved", _("moved")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="region_moves")
    left = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="+")
    wanted = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    note = models.CharField(max_length=300, blank=True, help_text="What the person was told with a decision.")

    class Meta:
        verbose_name = _("move between regions")
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(decided_at=None), name="region_move_one_waits"),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, outcome="")
                | (Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(outcome="")),
                name="region_move_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None) | Q(decided_at__gte=F("asked_at")), name="region_move_decided_after"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.left or '–'} → {self.wanted or '–'}"


class FailedLogin(AppendOnly):
    """A login that did not succeed: whose account was tried, how far it came, and roughly from where."""

    class Step(models.TextChoices):
        PASSWORD = "password", _("a wrong password")
        CODE = "code", _("a wrong code, after the right password")

    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="failed_logins")
    address_hash = models.CharField(max_length=64, help_text="Keyed hash of what was typed as the address.")
    step = models.CharField(max_length=10, choices=Step.choices)
    network = models.CharField(max_length=45, blank=True, help_text="The address of the device without its last part.")
    device = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "failed login"
        indexes = [models.Index(fields=["user", "at"], name="failed_login_by_user")]


class AccountLetter(models.Model):
    """A letter about an account, on its way. `next_try_at` is null once nothing is left to do; then the words are gone."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    words = models.TextField(blank=True, help_text="Address, subject and text, encrypted; empty once it has left.")
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_try_at"], name="account_letter_due", condition=Q(next_try_at__isnull=False))
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(next_try_at__isnull=False) | Q(words=""), name="account_letter_words_only_on_the_way"
            )
        ]
