from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.models import Author, Editor, Page
from articles.reading import cache_tags
from pagecache import depends_on, public_page


@public_page()
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(Page, slug=slug)
    depends_on(request, cache_tags.page(shown.pk))
    return render(request, "articles/page.html", {"page": shown})


@public_page()
@require_safe
def masthead(request: HttpRequest) -> HttpResponse:
    """Who makes the paper: from the people in the database, former staff set apart (UU Pers 12)."""
    depends_on(request, cache_tags.people())
    editors, authors = list(Editor.objects.all()), list(Author.objects.all())
    context = {
        "editors": [editor for editor in editors if editor.is_active],
        "authors": [author for author in authors if author.is_active],
        "former_authors": [author for author in authors if not author.is_active],
    }
    return render(request, "articles/masthead.html", context)
