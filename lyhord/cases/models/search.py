from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F
from django.db.models.functions import Reverse

from lyhord.cases.models.case import Case


class CaseSearch(models.Model):
    """The words of a case and its people, with marks that let a search walk from the newest cases to the oldest.

    ``marks`` are the lexemes of the vector that no text can produce (queue, tags, slices of time …), kept
    apart so that they can be exchanged when the case changes. ``active_on`` is the day (UTC) they tell.
    """

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.CASCADE, related_name="search")
    vector = SearchVectorField()
    marks = ArrayField(models.CharField(max_length=60), default=list)
    active_on = models.DateField(db_default="2000-01-01")

    class Meta:
        indexes = [GinIndex(fields=["vector"], name="case_search_vector", fastupdate=False)]

    def __str__(self) -> str:
        return str(self.pk)


class SearchWord(models.Model):
    """A word that stands in some case, so that beginnings and ends of compounds are found by index."""

    word = models.CharField(max_length=60, primary_key=True)
    cases = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(OpClass(F("word"), name="text_pattern_ops"), name="search_word_beginning"),
            models.Index(OpClass(Reverse("word"), name="text_pattern_ops"), name="search_word_end"),
        ]

    def __str__(self) -> str:
        return self.word
