"""What the web form keeps between its pages."""

from django.db import models


class FormDraft(models.Model):
    """What somebody has typed into the report form so far; gone a day after it was begun.

    `body` is sealed: names, numbers and words of people who never sent anything are readable to nobody. Once the report is
    sent it holds no more than its reference and private link.
    """

    token = models.BinaryField(primary_key=True)  # sha-256 of what stands in the form's addresses
    owner = models.BinaryField()  # sha-256 of the browser's cookie: an address alone opens nothing
    body = models.BinaryField()
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["started_at"], name="formdraft_age")]
