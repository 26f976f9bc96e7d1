"""deploy/install writes what fits the answers, refuses what is none, and says what it would do without doing it.

The whole of it was tried in a bare Debian 13 (docs/operations.md, "Tried"): here is what a test can hold.
"""

import os
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
ANSWERS = {
    "domain": "koran.example",
    "name": "Koran Kita & Kawan",
    "mail": "redaksi@koran.example",
    "smtp": "smtp+tls://surat:rahasia%21@smtp.koran.example:587",
    "database": "postgresql",
    "certificate": "letsencrypt",
}


@pytest.fixture(scope="module")
def install() -> ModuleType:
    loader = SourceFileLoader("install_command", str(ROOT / "deploy/install"))
    spec = spec_from_loader("install_command", loader)
    assert spec
    module = module_from_spec(spec)
    sys.dont_write_bytecode, before = True, sys.dont_write_bytecode
    loader.exec_module(module)
    sys.dont_write_bytecode = before
    return module


def settings_of(install: ModuleType, answers: dict[str, str]) -> str:
    text: str = install.settings_text((ROOT / "deploy/kateid.env").read_text(), answers, "s" * 30 + "0123456789" * 3)
    return text


@pytest.mark.parametrize("changed", [{}, {"database": "sqlite"}, {"certificate": "elsewhere", "name": "Kabar 'Kutai'"}])
def test_the_settings_start_a_sound_newsroom(install: ModuleType, tmp_path: Path, changed: dict[str, str]) -> None:
    (tmp_path / "env").write_text(settings_of(install, ANSWERS | changed))
    asked = (
        "from django.conf import settings as s; "
        "print(s.KATEID_SITE_NAME, s.KATEID_SITE_URL, s.ALLOWED_HOSTS[1], "
        "s.DATABASES['default']['ENGINE'].rpartition('.')[2], s.KATEID_SERVE_MEDIA, s.KATEID_OPERATOR_MAIL, sep='|')"
    )
    command = ["deploy/kateid", "--env", str(tmp_path / "env"), "shell", "-v0", "-c", asked]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    answers = ANSWERS | changed
    engine = "sqlite3" if answers["database"] == "sqlite" else "postgresql"
    assert done.stdout.strip().split("|") == [
        answers["name"],
        "https://koran.example",
        "www.koran.example",
        engine,
        str(answers["certificate"] == "elsewhere"),
        "redaksi@koran.example",
    ], done.stderr


def test_only_what_was_answered_differs_from_the_documented_settings(install: ModuleType) -> None:
    before = (ROOT / "deploy/kateid.env").read_text().splitlines()
    after = settings_of(install, ANSWERS).splitlines()
    assert len(before) == len(after)
    changed = {new.partition("=")[0] for old, new in zip(before, after, strict=True) if old != new}
    assert changed == {
        "SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "EMAIL_URL", "KATEID_SITE_URL", "KATEID_SITE_NAME",
        "KATEID_EMAIL", "KATEID_OPERATOR_MAIL",
    }  # fmt: skip


def test_nginx_speaks_for_the_domain_and_begins_without_a_certificate(install: ModuleType) -> None:
    chain, key = Path("/etc/letsencrypt/live/koran.example/fullchain.pem"), Path("/etc/tls/privkey.pem")
    text = install.nginx_text((ROOT / "deploy/nginx.conf").read_text(), ANSWERS, (chain, key))
    assert "kate.id" not in text
    assert text.count(f"ssl_certificate     {chain};") == 2
    assert text.count(f"ssl_certificate_key {key};") == 2
    plain = install.plain_nginx_text(text)
    assert "ssl" not in plain
    assert plain.count("{") == plain.count("}") > 2
    assert "/.well-known/acme-challenge/" in plain


def test_a_domain_may_end_as_the_documented_one_does(install: ModuleType) -> None:
    answers = ANSWERS | {"domain": "berita.kate.id"}
    pair = install.Install(answers).certificate()
    text = install.nginx_text((ROOT / "deploy/nginx.conf").read_text(), answers, pair)
    assert text.count("ssl_certificate     /etc/letsencrypt/live/berita.kate.id/fullchain.pem;") == 2
    assert "server_name berita.kate.id www.berita.kate.id;" in text
    assert "berita.berita" not in text


def test_what_nginx_served_stays_where_no_certificate_is_given(
    install: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newsroom that signed its own goes to Let's Encrypt, which cannot reach it."""
    served = tmp_path / "kateid.conf"
    served.write_text("server { listen 443 ssl; ssl_certificate /etc/kateid-tls/fullchain.pem; }\n")
    before, reloaded = served.read_text(), []

    def run(*command: str, **_options: object) -> str:
        if command[0] == "certbot":
            raise install.InstallError("certbot failed")
        reloaded.append(served.read_text())
        return ""

    monkeypatch.setattr(install, "NGINX", served)
    monkeypatch.setattr(install, "ACME", tmp_path / "acme")
    monkeypatch.setattr(install, "run", run)  # neither certbot nor systemd can be run here
    installing = install.Install(ANSWERS)
    installing.has_systemd = True
    with pytest.raises(install.InstallError, match="certbot failed"):
        installing.take_certificate()
    assert "ssl" not in reloaded[0]
    assert (served.read_text(), reloaded[-1]) == (before, before)


def test_units_name_the_place_of_the_code(install: ModuleType) -> None:
    unit = install.unit_text((ROOT / "deploy/kateid.service").read_text(), Path("/opt/koran"))
    assert "/srv/kateid" not in unit
    assert "ExecStart=/opt/koran/deploy/serve" in unit


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("domain=https://koran.example", "no answer"),
        ("domain=koran.example; rm -rf /", "no answer"),
        ("domain=", "no answer"),
        ('name=Koran" INI="1', "no answer"),
        ("mail=redaksi", "no answer"),
        ("smtp=localhost", "no answer"),
        ("database=mysql", "no answer"),
        ("certificate=yes", "no answer"),
        ("password=x", "Unknown answers: password"),
    ],
)
def test_what_is_no_answer_is_named_and_nothing_is_done(tmp_path: Path, line: str, said: str) -> None:
    given = ANSWERS | dict([line.split("=", 1)])
    (tmp_path / "answers").write_text("".join(f"{name}={value}\n" for name, value in given.items()))
    done = run("--answers", str(tmp_path / "answers"), "--dry-run")
    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_answers_that_cannot_be_read_are_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "answers").write_bytes("name=Koran Kita é\n".encode("latin-1"))
    for arguments, said in ((["--answers", str(tmp_path / "answers")], "no text in UTF-8"), ([], "--answers FILE")):
        done = run(*arguments, "--dry-run")
        assert done.returncode == 1
        assert said in done.stderr
        assert "Traceback" not in done.stderr


def test_an_owner_without_a_name_is_a_number(install: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(number: int) -> None:
        raise KeyError(number)

    monkeypatch.setattr(install.pwd, "getpwuid", unknown)
    assert install.owner(ROOT) == str(ROOT.stat().st_uid)


def test_there_are_at_most_six_questions(install: ModuleType) -> None:
    assert len(install.QUESTIONS) <= 6
    assert set(ANSWERS) == {question.name for question in install.QUESTIONS}


def test_a_dry_run_tells_every_step_and_does_none(tmp_path: Path) -> None:
    (tmp_path / "answers").write_text("".join(f"{name}={value}\n" for name, value in ANSWERS.items()))
    before = Path("/etc/kateid.env").exists()
    done = run("--answers", str(tmp_path / "answers"), "--dry-run")
    assert (done.returncode, done.stderr) == (0, "")
    steps = [line.split(None, 1)[1] for line in done.stdout.splitlines()]
    assert {line.split()[0] for line in done.stdout.splitlines()} <= {"would", "there"}
    assert [steps[0], steps[-1]] == ["packages", "administrator"]
    assert {"settings", "database", "units", "certificate", "nginx"} <= set(steps)
    assert Path("/etc/kateid.env").exists() == before


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """From another place than a home, where no newsroom is let serve."""
    return subprocess.run(
        ["deploy/install", *arguments],
        cwd=ROOT,
        env=os.environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
