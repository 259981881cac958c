"""Performance and exception reports: indicators against their targets as data, judged by named rules, as a page."""
