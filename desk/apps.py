from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    """Django's admin with the desk as its site."""

    default_site = "desk.site.Desk"
