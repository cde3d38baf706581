"""`manage.py verify_audit`: one sentence, and an exit code that a script can rely on."""

import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Seal
from jailwatch.env import BASE_DIR
from tests.accounts.makers import behind_the_triggers, seal_each, sql, write
from tests.support import workers

pytestmark = pytest.mark.django_db


def test_the_command_says_that_the_journal_is_whole_and_gives_its_head() -> None:
    seal_each(2)
    write()
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert out.getvalue() == f"The journal is whole. seals=1 entries=2 unsealed=1 head={Seal.objects.get().digest}\n"


def test_the_command_names_the_first_bad_row() -> None:
    ids = seal_each(2)[0]
    with behind_the_triggers():
        sql("DELETE FROM accounts_auditentry WHERE id = %s", ids[1])
    with pytest.raises(CommandError, match=rf"^Journal entry {ids[1]} is missing: seal 1 covers it\. \(seals=0 ") as refusal:
        call_command("verify_audit")
    assert refusal.value.returncode == 1


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_the_command_ends_with_0_for_a_whole_journal_and_1_for_a_broken_one() -> None:
    ids = seal_each(2)[0]
    assert verify_audit() == (0, "")
    with behind_the_triggers():
        sql("UPDATE accounts_auditentry SET by = 'user:1' WHERE id = %s", ids[0])
    code, complaint = verify_audit()
    assert code == 1
    assert complaint.startswith(f"CommandError: Journal entry {ids[0]} was changed after seal 1. (")


def verify_audit() -> tuple[int, str]:
    command = [sys.executable, "manage.py", "verify_audit"]
    done = subprocess.run(command, cwd=BASE_DIR, env=workers.environ(""), capture_output=True, text=True, check=False)
    return done.returncode, done.stderr
