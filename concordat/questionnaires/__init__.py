"""Questionnaires: any form as data, its questions, its answers and how complete they are; no policy words."""
