"""The desk's screens, one a module. Its first page is desk/site.py with desk/dashboard.py."""

from accounts import admin

from . import front_page_picks, pages, people, photos, redirects, sections, stories, tags

__all__ = ["accounts", "leads", "pages", "people", "photos", "redirects", "sections", "stories", "tags"]
