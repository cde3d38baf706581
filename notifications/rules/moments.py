"""The moments of the release clock in words: the method page and the timeline print these."""

from django.utils.translation import gettext_lazy as _

# Code, name, and which fact gives it.
MOMENTS = (
    ("t0", _("release-eligible"), _("the last time the person became eligible before the release, if that was not called off")),
    ("t1", _("staff knew"), _("the first time staff knew of it afterwards")),
    ("cleared", _("cleared"), _("the last clearing before the release")),
    ("t2", _("ICE first told"), _("the first attempt to tell ICE, after the last release that was called off")),
    ("t3", _("ICE reached"), _("the first of these attempts that reached ICE")),
    ("t4", _("ICE answered"), _("its first answer; the answer that counts is the last one before the release")),
    ("t5", _("person told"), _("the first notice handed over or read to the person")),
    (
        "t6",
        _("counsel told"),
        _("the first notice that reached, was delivered to or was confirmed by counsel or designee; a mail only sent is none"),
    ),
    ("t7", _("released"), _("the release; a custody transfer to ICE is one")),
    ("t8", _("handed over to ICE"), _("the handover to ICE or its contractor")),
)
