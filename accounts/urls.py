"""The URLs of /akun/: the views of django-allauth that we use, under its own names, and ours."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as sessions
from django.urls import path
from django.views.decorators.cache import never_cache

from . import views

urlpatterns = [
    path("", views.home, name="account_home"),
    path("saya/", views.me, name="account_me"),
    path("persetujuan/", views.consent_page, name="account_consent"),
    path("nama/", views.display_name, name="account_name"),
    path("data/", views.data, name="account_data"),
    path("data/unduh/", views.data_file, name="account_data_file"),
    path("hapus/", views.delete, name="account_delete"),
    # Signing up, in and out
    path("daftar/", views.SignUp.as_view(), name="account_signup"),
    path("masuk/", views.SignIn.as_view(), name="account_login"),
    path("keluar/", account.logout, name="account_logout"),
    path("ditutup/", account.account_inactive, name="account_inactive"),
    path("pastikan/", account.reauthenticate, name="account_reauthenticate"),
    # Mail address and password
    path("surel/", account.email, name="account_email"),
    path("surel/kode/", views.AddressCode.as_view(), name="account_email_verification_sent"),
    path("surel/urungkan/<str:token>/", views.undo_address, name="account_email_undo"),
    path("sandi/", account.password_change, name="account_change_password"),
    path("sandi/baru/", account.password_set, name="account_set_password"),
    path("sandi/lupa/", views.ForgottenPassword.as_view(), name="account_reset_password"),
    path("sandi/lupa/kode/", views.PasswordCode.as_view(), name="account_confirm_password_reset_code"),
    path("sandi/lupa/baru/", account.complete_password_reset, name="account_complete_password_reset"),
    path("sandi/lupa/selesai/", account.password_reset_from_key_done, name="account_password_reset_completed"),
    # Second factors
    path("faktor-kedua/", factors.index, name="mfa_index"),
    path("faktor-kedua/masuk/", factors.authenticate, name="mfa_authenticate"),
    path("faktor-kedua/pastikan/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("faktor-kedua/aplikasi/", totp.activate_totp, name="mfa_activate_totp"),
    path("faktor-kedua/aplikasi/matikan/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("faktor-kedua/pemulihan/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("faktor-kedua/pemulihan/baru/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("faktor-kedua/pemulihan/unduh/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("kunci/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("kunci/tambah/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("kunci/masuk/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("kunci/pastikan/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("kunci/<int:pk>/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("kunci/<int:pk>/hapus/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("sesi/", sessions.list_usersessions, name="usersessions_list"),
]

# Personal pages are never cached.
for pattern in urlpatterns:
    pattern.callback = never_cache(pattern.callback)
