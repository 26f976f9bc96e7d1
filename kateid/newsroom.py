from django.conf import settings
from django.http import HttpRequest


def newsroom(request: HttpRequest) -> dict[str, dict[str, str | bool]]:
    """Gives every template the newsroom's identity as {{ newsroom.site_name }} and so on."""
    return {
        "newsroom": {
            "site_name": settings.KATEID_SITE_NAME,
            "tagline": settings.KATEID_TAGLINE,
            "site_url": settings.KATEID_SITE_URL,
            "accent": settings.KATEID_ACCENT,
            "logo": settings.KATEID_LOGO,
            "company": settings.KATEID_COMPANY,
            "address": settings.KATEID_ADDRESS,
            "responsible": settings.KATEID_RESPONSIBLE,
            "email": settings.KATEID_EMAIL,
            "phone": settings.KATEID_PHONE,
            "offline": settings.KATEID_OFFLINE,
        }
    }
