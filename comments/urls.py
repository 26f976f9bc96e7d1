from django.urls import path, register_converter

from articles.converters import StoryConverter

from .views import complaints, discussion, mail, own

app_name = "comments"

register_converter(StoryConverter, "row")

urlpatterns = [
    path("pemberitahuan/", mail.choices, name="mail"),
    path("berhenti/<str:token>/", mail.unsubscribe, name="unsubscribe"),
    path("laporkan/<row:pk>/", complaints.report, name="report"),
    path("aduan/<slug:ticket>/<slug:secret>/", complaints.complaint, name="complaint"),
    path("banding/<row:pk>/", complaints.appeal, name="appeal"),
    path("<row:story>/", discussion.discussion, name="discussion"),
    path("<row:story>/formulir/", discussion.form, name="form"),
    path("<row:story>/<row:pk>/", discussion.thread, name="thread"),
    path("<row:story>/<row:pk>/sunting/", own.edit, name="edit"),
    path("<row:story>/<row:pk>/hapus/", own.delete, name="delete"),
    path("<row:story>/<row:pk>/suka/", own.like, name="like"),
]
