"""A workbook that was sent in and not yet applied."""

from django.db import models

from concordat.returns.models.record import ReturnRecord


class Upload(models.Model):
    """What a workbook would change, kept between the page that shows it and the choice of what to apply.

    `proposals` is the list of `Proposal.as_dict`, `findings` that of `Finding.as_dict`: what was odd about the file.
    """

    record = models.ForeignKey(ReturnRecord, on_delete=models.CASCADE, related_name="uploads")
    file = models.CharField(max_length=200)
    proposals = models.JSONField()
    findings = models.JSONField(default=list)
    by = models.CharField(max_length=200)
    by_id = models.CharField(max_length=60)
    at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.file} for {self.record}"
