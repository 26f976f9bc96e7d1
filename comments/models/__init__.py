from .accounts import Consent, ConsentWay, Reader, TermsVersion

__all__ = ["Consent", "ConsentWay", "Reader", "TermsVersion"]
