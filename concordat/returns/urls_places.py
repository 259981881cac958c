"""The pages of places: the list, a place's home, its calendar and its metrics in small; at /places/."""

from django.urls import path

from concordat.returns.views.metric_sparkline import show_metric_sparkline
from concordat.returns.views.place_calendar import remove_board_date, show_place_calendar
from concordat.returns.views.place_calendar_feed import show_place_calendar_feed
from concordat.returns.views.place_home import show_place_home
from concordat.returns.views.places import show_places

urlpatterns = [
    path("", show_places, name="places"),
    path("<slug:place>/", show_place_home, name="place-home"),
    path("<slug:place>/calendar/", show_place_calendar, name="place-calendar"),
    path("<slug:place>/calendar/dates/<int:id>/remove/", remove_board_date, name="place-board-date-remove"),
    path("<slug:place>/calendar.ics", show_place_calendar_feed, name="place-calendar-feed"),
    path("<slug:place>/metrics/<slug:metric>/sparkline.svg", show_metric_sparkline, name="metric-sparkline"),
]
