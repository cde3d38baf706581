"""What every form of the record can do: show a verb's refusal."""

from django import forms
from django.core.exceptions import ValidationError


class RefusingForm(forms.Form):
    def refuse(self, problem: ValidationError) -> None:
        """Each sentence beside the field that it is about; what is about none of them stands at the top."""
        for name, messages in problem.message_dict.items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)
