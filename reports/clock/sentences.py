"""What is published about people, in the five sentences of docs/disclosure.md, for whoever has to answer for it."""

from django.utils.translation import gettext_lazy as _

FIVE_SENTENCES = (
    _("Every month we publish exactly what the agencies did: how many calls, detainers, notices and handovers, whatever the number."),
    _(
        "What describes people, such as country, race, age, charge or conviction, is published once a year, and a group is named with "
        "its number only if it has at least 11 people."
    ),
    _(
        'All smaller groups are added into one line, "all other groups", and if even that line could betray someone, another group '
        "is added to it or the table is not shown."
    ),
    _(
        "Before each release the program builds, for every small number, other complete sets of facts that would have led to the very "
        "same page, so that nobody can prove from our pages whether that number is 1, 10 or anything between."
    ),
    _(
        "A published table is never recalculated, because comparing two versions would show whose record was changed; errors are "
        "listed, and reports that a statute requires are filed exactly, with the authority the statute names."
    ),
)
