"""How forms look: every Django form and field gets the design system's markup by itself."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Widgets come from `templates/django/forms/widgets`, fields and forms from `templates/web/forms`."""

    form_template_name = "web/forms/form.html"
    field_template_name = "web/forms/field.html"
