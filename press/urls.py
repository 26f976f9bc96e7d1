from django.urls import path

from . import views

app_name = "press"

urlpatterns = [
    path("ajukan/", views.request_reply, name="request"),
    path("permintaan/<slug:ticket>/<slug:secret>/", views.status, name="status"),
]
