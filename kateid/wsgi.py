import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

from kateid.connections import let_few_wait
from pagecache.wsgi import PageCacheMiddleware

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kateid.settings")

# Django's own SECURE_PROXY_SSL_HEADER would believe anybody who sends the header.
django = wrap_wsgi_with_proxy_headers(get_wsgi_application(), trusted_hosts=settings.KATEID_PROXIES)
# Whoever works on a page wants to see what it has just become.
application = django if settings.DEBUG else PageCacheMiddleware(django, most=settings.KATEID_PAGE_CACHE_MB * 1024**2)

let_few_wait(threads=int(os.environ.get("GRANIAN_BLOCKING_THREADS", "4")))

# What the start made stays to the end. To look through it again and again for what nobody uses would hold up readers.
gc.collect()
gc.freeze()
