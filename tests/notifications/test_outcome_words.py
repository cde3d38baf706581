"""What came of a try is no time: in Spanish it does not share its words with the moments of a handover and of fingerprints."""

from django.utils import translation

from bookings.models import FingerprintCheck, Handover
from notifications.models import Outcome


def test_an_outcome_and_a_moment_of_the_same_english_name_differ_in_spanish() -> None:
    with translation.override("es"):
        assert (Outcome.HANDED_OVER.label, str(Handover._meta.get_field("handed_at").verbose_name)) == (
            "entregado en mano",
            "hora de la entrega",
        )
        assert (Outcome.SENT.label, str(FingerprintCheck._meta.get_field("sent_at").verbose_name)) == ("enviado", "hora de envío")
