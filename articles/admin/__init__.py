"""The desk's screens, one a module. Its first page is kateid/admin.py with articles/desk.py."""

from . import accounts, leads, pages, people, photos, redirects, sections, stories, tags

__all__ = ["accounts", "leads", "pages", "people", "photos", "redirects", "sections", "stories", "tags"]
