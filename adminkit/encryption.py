"""What may not lie in the database as it is: encrypted with a key made from SECRET_KEY.

What was encrypted with a former key is read as long as that stands in SECRET_KEY_FALLBACKS.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

__all__ = ["InvalidToken", "decrypted", "encrypted"]


def encrypted(content: bytes) -> bytes:
    """The content, unreadable and unchangeable without the key; no two times the same."""
    return _keys().encrypt(content)


def decrypted(token: bytes) -> bytes:
    """What was encrypted. Raises InvalidToken if it was changed, or by a key that this site has no more."""
    return _keys().decrypt(token)


def _keys() -> MultiFernet:
    return MultiFernet([_fernet(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _fernet(secret: str) -> Fernet:
    digest = salted_hmac("adminkit.encryption", "", secret=secret, algorithm="sha256").digest()
    return Fernet(urlsafe_b64encode(digest))
