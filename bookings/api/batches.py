"""What became of the files that were imported into the county. Files are applied and undone on the import page, never through here."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from bookings.api import paging
from bookings.api.serializers import many
from bookings.api.views import View
from bookings.models import ImportBatch


class BatchSerializer(serializers.ModelSerializer[ImportBatch]):
    """One file that was applied: `bookings` are `new`, `changed` or `unchanged`; `undone_at` when it was taken back."""

    class Meta:
        model = ImportBatch
        fields = (
            *("id", "file_name", "sha256", "mapping", "applied_at", "first_month", "last_month"),
            *("read", "bookings", "new", "changed", "unchanged", "rejected", "undone_at"),
        )
        read_only_fields = fields


class Batches(View):
    """The files that were imported into the county."""

    lists = True
    kind = "import-batches"
    asks = paging.ASKS

    def get(self, request: Request) -> Response:
        """List the files that were imported, the newest first, those that were undone too."""
        page = paging.asked(request)
        found, further = paging.by_id(ImportBatch.objects.filter(county=self.county), page, newest_first=True)
        return Response({"results": BatchSerializer(found, many=True).data, "next": further})

    @classmethod
    def shapes_of(cls, method: str, kind: str) -> tuple[Any, int, Any]:
        return None, 200, many(BatchSerializer)
