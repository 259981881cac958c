"""From a workbook to a receipt: pages of one return, at /places/<place>/returns/<form>/."""

from django.urls import path

from concordat.returns.views.return_ask_signature import return_ask_signature
from concordat.returns.views.return_before_signing import return_before_signing, return_sign
from concordat.returns.views.return_carry_over import return_carry_over, return_old_versions, return_old_versions_file
from concordat.returns.views.return_extension import return_extension
from concordat.returns.views.return_receipt import return_receipt, return_receipt_json, return_receipt_pdf
from concordat.returns.views.return_signatures import return_ratify, return_signature, return_signatures
from concordat.returns.views.return_submissions import return_submission, return_submission_file, return_submissions
from concordat.returns.views.return_submit import return_submit
from concordat.returns.views.return_workbook import return_workbook, return_workbook_download, return_workbook_upload

urlpatterns = [
    path("workbook/", return_workbook, name="return-workbook"),
    path("workbook/download/", return_workbook_download, name="return-workbook-download"),
    path("workbook/<int:upload>/", return_workbook_upload, name="return-workbook-upload"),
    path("carry-over/", return_carry_over, name="return-carry-over"),
    path("old-versions/", return_old_versions, name="return-old-versions"),
    path("old-versions.csv", return_old_versions_file, name="return-old-versions-file"),
    path("before-signing/", return_before_signing, name="return-before-signing"),
    path("sign/", return_sign, name="return-sign"),
    path("signatures/", return_signatures, name="return-signatures"),
    path("signatures/<int:id>/", return_signature, name="return-signature"),
    path("signatures/<int:id>/ratify/", return_ratify, name="return-ratify"),
    path("signatures/<slug:slug>/ask/", return_ask_signature, name="return-ask-signature"),
    path("submit/", return_submit, name="return-submit"),
    path("extension/", return_extension, name="return-extension"),
    path("receipt/<int:number>/", return_receipt, name="return-receipt"),
    path("receipt/<int:number>.pdf", return_receipt_pdf, name="return-receipt-pdf"),
    path("receipt/<int:number>.json", return_receipt_json, name="return-receipt-json"),
    path("submissions/", return_submissions, name="return-submissions"),
    path("submissions/<int:number>/", return_submission, name="return-submission"),
    path("submissions/<int:number>.<slug:kind>", return_submission_file, name="return-submission-file"),
]
