"""All addresses of the site: one line for each room."""

from django.conf import settings
from django.urls import include, path

from concordat.config import health, health_jobs
from concordat.config.api import api
from concordat.config.api_page import show_api
from concordat.config.methods import with_head_and_options
from concordat.returns.views.start import show_start
from concordat.web.views import pages

handler400 = "concordat.web.views.errors.bad_request"
handler403 = "concordat.web.views.errors.denied"
handler404 = "concordat.web.views.errors.not_found"
handler429 = "concordat.web.views.errors.too_many"  # asked for by allauth
handler500 = "concordat.web.views.errors.failed"

urlpatterns = [
    path("", show_start, name="home"),
    path("accessibility", pages.accessibility, name="accessibility"),
    path("account/", include("allauth.urls")),
    path("", include("concordat.accounts.urls")),
    path("places/", include("concordat.rollups.urls")),  # England and its regions, before single places
    path("places/<slug:place>/returns/<slug:form>/", include("concordat.returns.urls")),
    path("places/", include("concordat.returns.urls_places")),
    path("api/", show_api, name="api"),
    path("api/", with_head_and_options(api.urls)),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("health/jobs", health_jobs.jobs, name="health-jobs"),
]
if settings.GALLERY:
    urlpatterns.append(path("gallery/", include("concordat.web.urls")))
