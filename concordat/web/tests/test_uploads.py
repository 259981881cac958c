"""Uploads end where they are allowed to end."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

MEGABYTE = 1024 * 1024


def test_a_file_of_the_largest_size_is_taken(settings):
    settings.UPLOAD_BYTES = MEGABYTE
    file = SimpleUploadedFile("return.xlsx", b"x" * MEGABYTE)
    assert Client().post("/gallery/", {"file": file}).status_code == 200


def test_a_file_that_is_too_large_is_refused_while_it_comes(settings):
    settings.UPLOAD_BYTES = MEGABYTE
    file = SimpleUploadedFile("return.xlsx", b"x" * (MEGABYTE + 70_000))
    response = Client().post("/gallery/", {"file": file})
    assert response.status_code == 413
    assert "That is too large" in response.content.decode()


def test_a_request_that_says_it_is_too_large_is_refused_unread(settings):
    settings.UPLOAD_BYTES = settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    file = SimpleUploadedFile("return.xlsx", b"x" * 3000)
    assert Client().post("/gallery/", {"file": file}).status_code == 413


def test_a_form_with_too_much_text_is_refused(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert Client().post("/gallery/", {"words": "x" * 2000}).status_code == 413


def test_a_form_with_too_many_fields_is_refused(settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5
    assert Client().post("/gallery/", {f"f{number}": "x" for number in range(7)}).status_code == 413
