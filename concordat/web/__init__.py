"""The shell of every page: templates, form fields, navigation, errors; no word of the domain."""
