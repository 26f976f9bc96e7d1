"""The public form for a reply or a correction, and the desk's for the decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from accounts.honeypot import TrapForm
from adminkit.forms import ReasonField

from .attachments import ACCEPT, LARGEST, MEGABYTE, MOST, Attachment, examined
from .models import LONGEST_STATEMENT, Outcome, RequestKind

FILES_ARE_NOT_KEPT = "Pilih lagi berkasnya sebelum mengirim: peramban tidak menyimpannya."
ALLOWED = f"PDF, JPEG, atau PNG; paling banyak {LARGEST // MEGABYTE} MB setiap berkas"


class ChooseFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class AttachmentField(forms.FileField):
    """Files that passed `attachments.examined`, as a list."""

    def __init__(self, *, most: int, is_identity: bool = False, **options: Any) -> None:
        widget = ChooseFiles if most > 1 else forms.FileInput
        super().__init__(required=False, widget=widget(attrs={"accept": ACCEPT}), **options)
        self.most, self.is_identity = most, is_identity

    def clean(self, data: Any, initial: Any = None) -> Any:
        files: list[UploadedFile] = data if isinstance(data, list) else [data] if data else []
        if len(files) > self.most:
            raise ValidationError(f"Paling banyak {self.most} berkas.")
        return [examined(file, is_identity=self.is_identity) for file in files]


class ReplyForm(TrapForm):
    """Whatever is wrong, everything but the files is shown again as it was typed."""

    meant_for = {"form": "reply"}

    kind = forms.ChoiceField(
        label="Apa yang Anda ajukan?",
        choices=[
            (RequestKind.REPLY, "Hak jawab: saya atau pihak saya diberitakan dan dirugikan"),
            (RequestKind.CORRECTION, "Koreksi: ada fakta yang keliru, siapa pun boleh mengajukannya"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih hak jawab atau koreksi.", "invalid_choice": "Pilih hak jawab atau koreksi."},
    )
    story_named = forms.CharField(
        label="Berita yang dimaksud",
        max_length=400,
        help_text="Alamat beritanya, misalnya disalin dari peramban. Bila tidak ada, tulis judul dan tanggalnya.",
        error_messages={
            "required": "Tulis alamat atau judul beritanya.",
            "max_length": "Paling banyak 400 huruf. Pendekkan dahulu.",
        },
    )
    statement = forms.CharField(
        label="Jawaban atau koreksi Anda",
        max_length=LONGEST_STATEMENT,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Sebutkan bagian yang keliru dan keterangan yang benar. Redaksi boleh menyuntingnya tanpa mengubah "
        "maknanya.",
        error_messages={
            "required": "Tulis jawaban atau koreksi Anda.",
            "max_length": "Paling banyak 10.000 huruf. Pendekkan dahulu.",
        },
    )
    name = forms.CharField(
        label="Nama Anda",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Tulis nama Anda.", "max_length": "Paling banyak 120 huruf. Pendekkan dahulu."},
    )
    capacity = forms.CharField(
        label="Sebagai",
        max_length=120,
        required=False,
        help_text="Boleh kosong. Misalnya: yang diberitakan, kuasa hukum, humas dinas.",
        error_messages={"max_length": "Paling banyak 120 huruf. Pendekkan dahulu."},
    )
    email = forms.EmailField(
        label="Surel Anda",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="Ke sini keputusan dan alasannya dikirim.",
        error_messages={"required": "Tulis surel Anda.", "invalid": "Alamat surel ini belum benar. Perbaiki dahulu."},
    )
    phone = forms.CharField(
        label="Telepon",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        help_text="Boleh kosong.",
        error_messages={"max_length": "Paling banyak 40 huruf. Pendekkan dahulu."},
    )
    identity = AttachmentField(
        most=1,
        is_identity=True,
        label="Bukti identitas",
        help_text=f"Boleh kosong; redaksi dapat memintanya untuk hak jawab. {ALLOWED}. Disimpan terenkripsi.",
    )
    attachments = AttachmentField(
        most=MOST, label="Data pendukung", help_text=f"Boleh kosong, paling banyak {MOST} berkas. {ALLOWED}."
    )

    @property
    def files_given(self) -> list[Attachment]:
        return [*self.cleaned_data["identity"], *self.cleaned_data["attachments"]]


class DecisionForm(forms.Form):
    outcome = forms.ChoiceField(
        label="Keputusan",
        choices=Outcome,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih dahulu keputusannya.", "invalid_choice": "Pilih dahulu keputusannya."},
    )
    reason = ReasonField(
        "Alasan untuk pengirim",
        "Tulis alasannya: pengirim berhak mengetahuinya.",
        max_length=2_000,
        rows=5,
        help_text="Dikirim lewat surel dan tampil di halaman keadaan permintaannya.",
    )


class RefusalForm(forms.Form):
    """One reason for many requests that are refused at once."""

    reason = ReasonField(
        "Alasan untuk pengirim",
        "Tulis alasannya: pengirim berhak mengetahuinya.",
        max_length=2_000,
        rows=4,
        help_text="Dikirim kepada setiap pengirim permintaan yang dicentang.",
    )
