"""The gallery: every component and every error on pages of their own; only where CONCORDAT_GALLERY is set."""

from django.urls import path

from concordat.web.views import gallery

urlpatterns = [
    path("", gallery.components, name="gallery"),
    path("save", gallery.save, name="gallery-save"),
    path("errors/<int:status>", gallery.error, name="gallery-error"),
]
