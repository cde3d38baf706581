"""A file for import, and how to read it."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import County
from bookings.forms.refusing import RefusingForm
from bookings.importing.covering import covered
from bookings.importing.errors import CannotRead
from bookings.importing.sources import OWN, read_mapping, shipped

LONGEST_MAPPING = 200_000


class UploadForm(RefusingForm):
    file = forms.FileField(label=gettext_lazy("File of the jail’s system"))
    mapping = forms.ChoiceField(label=gettext_lazy("Mapping: how to read it"))
    mapping_file = forms.FileField(label=gettext_lazy("Your mapping, as a .toml file"), required=False)
    mapping_text = forms.CharField(
        label=gettext_lazy("or pasted here"), required=False, max_length=LONGEST_MAPPING, widget=forms.Textarea(attrs={"rows": 6})
    )
    covers_first = forms.CharField(label=gettext_lazy("Holds every booking from month, as in 2026-10"), required=False, max_length=7)
    covers_last = forms.CharField(label=gettext_lazy("to month"), required=False, max_length=7)

    def __init__(self, *args: Any, county: County, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.county = county
        self.fields["mapping"].choices = [*shipped(), (OWN, _("your own, below"))]  # type: ignore[attr-defined]

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > settings.IMPORT_BYTES:
            raise forms.ValidationError(
                _("This file has %(size)s. The most is %(most)s: export a shorter time at once.")
                % {"size": filesizeformat(file.size or 0), "most": filesizeformat(settings.IMPORT_BYTES)}
            )
        return file

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        if found.get("mapping"):
            self._clean_mapping(found)
        first, last = (found.get(name) or "" for name in ("covers_first", "covers_last"))
        found["covers"] = f"{first or last}..{last or first}" if first or last else ""
        try:
            covered(found["covers"])
        except CannotRead:
            self.add_error("covers_first", _("Write the months as 2026-10, the first one first."))
        return found

    def _clean_mapping(self, found: dict[str, Any]) -> None:
        """Read it now: a mapping that cannot be read is mended before a large file is sent again."""
        field = "mapping_text" if found["mapping"] == OWN else "mapping"
        found["name"], found["text"] = found["mapping"], ""
        try:
            if found["mapping"] == OWN:
                found["name"], found["text"] = self._own(found)
            zone = read_mapping(found["name"], found["text"]).zone
        except CannotRead as problem:
            self.add_error(field, str(problem))
            return
        if zone is not None and zone.key != self.county.timezone:
            words = {"county": self.county.timezone, "mapping": zone.key}
            self.add_error(field, _("The county’s time zone is %(county)s, that of the mapping %(mapping)s.") % words)

    def _own(self, found: dict[str, Any]) -> tuple[str, str]:
        """The name and the text of an own mapping."""
        file: UploadedFile | None = found.get("mapping_file")
        if file is None:
            text = found.get("mapping_text") or ""
            if not text.strip():
                raise CannotRead(_("Give your mapping: as a file, or pasted."))
            return OWN, text
        if (file.size or 0) > LONGEST_MAPPING:
            raise CannotRead(_("This is too long for a mapping. Did you mix up the two files?"))
        try:
            return (file.name or OWN).removesuffix(".toml")[:80], file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise CannotRead(_("The mapping is not UTF-8 text.")) from None
