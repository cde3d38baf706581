"""What every form of the record can do: show a verb's refusal."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


class RefusingForm(forms.Form):
    def refuse(self, problem: ValidationError) -> None:
        """Each sentence beside the field that it is about; what is about none of them stands at the top."""
        said = problem.message_dict if hasattr(problem, "error_dict") else {NON_FIELD_ERRORS: problem.messages}
        for name, messages in said.items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)
