"""What anyone may read as JSON. Nothing here is about a person."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import County
from reports.measures import DEFINITIONS


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
    refuses = (400, 405, 429, 500, 503)
    kind = "counties"

    def get(self, request: Request) -> Response:
        """List the counties, by state and name."""
        return Response({"results": CountySerializer(County.objects.order_by("state", "name"), many=True).data})

    @classmethod
    def shapes_of(cls, method: str, kind: str) -> tuple[Any, int, Any]:
        return None, 200, CountyList


class GroupingSerializer(serializers.Serializer[Any]):
    """A way to cut a measure: an act is what the agency did, an attribute describes people."""

    code = serializers.CharField()
    kind = serializers.ChoiceField(choices=("act", "attribute"))


class MeasureSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    unit = serializers.CharField()
    counts = serializers.CharField()
    leaves_out = serializers.CharField()
    groupings = GroupingSerializer(many=True)


class MeasureList(serializers.Serializer[Any]):
    results = MeasureSerializer(many=True)


class Measures(APIView):
    """The definitions of all figures."""

    authentication_classes = ()
    permission_classes = ()
    lists = True
    refuses = (400, 405, 429, 500, 503)
    kind = "measures"

    def get(self, request: Request) -> Response:
        """List the measures, in the order in which they are shown."""
        return Response({"results": MeasureSerializer(DEFINITIONS.values(), many=True).data})

    @classmethod
    def shapes_of(cls, method: str, kind: str) -> tuple[Any, int, Any]:
        return None, 200, MeasureList
