"""The content of every paper as frozen values. Pure; `drawing.render` makes the PDF of it."""

from motcua.papers.forms.base import Amount, FormData, Needed, SignatureBlock, check, plain
from motcua.papers.forms.citizen import (
    ApologyData,
    ApologyKind,
    Appointment,
    Authorised,
    ReceiptData,
    RefusalData,
    StopNoticeData,
    SubmittedPaper,
    SupplementData,
    SupplementItem,
)
from motcua.papers.forms.sheets import (
    BookRow,
    ControlRow,
    ControlSheetData,
    HandOverItem,
    HandOverListData,
    ResultItem,
    ResultListData,
    TrackingBookData,
)
from motcua.papers.forms.slips import (
    QUESTIONS,
    ConsultationData,
    EvaluationData,
    FeeItem,
    FeeReceiptData,
    Question,
    TransferOrder,
    TransferSlipData,
)
from motcua.papers.kinds import Form

DATA_OF: dict[Form, type[FormData]] = {
    cls.form: cls
    for cls in (
        ReceiptData,
        SupplementData,
        RefusalData,
        ApologyData,
        StopNoticeData,
        ControlSheetData,
        TrackingBookData,
        HandOverListData,
        ResultListData,
        TransferSlipData,
        ConsultationData,
        FeeReceiptData,
        EvaluationData,
    )
}

__all__ = [
    "DATA_OF",
    "QUESTIONS",
    "Amount",
    "ApologyData",
    "ApologyKind",
    "Appointment",
    "Authorised",
    "BookRow",
    "ConsultationData",
    "ControlRow",
    "ControlSheetData",
    "EvaluationData",
    "FeeItem",
    "FeeReceiptData",
    "FormData",
    "HandOverItem",
    "HandOverListData",
    "Needed",
    "Question",
    "ReceiptData",
    "RefusalData",
    "ResultItem",
    "ResultListData",
    "SignatureBlock",
    "StopNoticeData",
    "SubmittedPaper",
    "SupplementData",
    "SupplementItem",
    "TrackingBookData",
    "TransferOrder",
    "TransferSlipData",
    "check",
    "plain",
]
