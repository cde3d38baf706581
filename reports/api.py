"""What anyone may read as JSON. Nothing here is about a person."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import County


class CountySerializer(serializers.ModelSerializer[County]):
    class Meta:
        model = County
        fields = ("fips", "slug", "name", "state", "timezone")


class CountyList(serializers.Serializer[Any]):
    results = CountySerializer(many=True)


class Counties(APIView):
    """The counties whose figures are here."""

    authentication_classes = ()
    permission_classes = ()
    lists = True
    refuses = (405, 503)
    kind = "counties"

    def get(self, request: Request) -> Response:
        """List the counties, by state and name."""
        return Response({"results": CountySerializer(County.objects.order_by("state", "name"), many=True).data})

    @classmethod
    def shapes_of(cls, method: str, kind: str) -> tuple[Any, int, Any]:
        return None, 200, CountyList
