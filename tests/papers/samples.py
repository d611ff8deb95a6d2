"""The specimens with a head and a style, as the tests draw them."""

from __future__ import annotations

from motcua.papers.drawing import Head
from motcua.papers.kinds import Edition, Form
from motcua.papers.specimens import CODE, at
from motcua.papers.style import SignerTitle, Style

# Every letter that Vietnamese has.
LETTERS = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ "
    "AÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬBCDĐEÈẺẼÉẸÊỀỂỄẾỆGHIÌỈĨÍỊKLMNOÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢPQRSTUÙỦŨÚỤƯỪỬỮỨỰVXYỲỶỸÝỴ"
)

STYLE = Style(
    superior="Ủy ban nhân dân tỉnh Sông Mẫu",
    office="Ủy ban nhân dân xã An Mẫu",
    desk="Bộ phận tiếp nhận và trả kết quả",
    place="An Mẫu",
    contact="Đường dây nóng: 0219 000 0000",
    signers={
        Form.APOLOGY: SignerTitle("CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN"),
        Form.CONSULTATION_REQUEST: SignerTitle("PHÓ CHỦ TỊCH", "KT. CHỦ TỊCH", "Phạm Văn Mẫu Hùng"),
    },
)

NUMBERS = {
    Edition.TT_01_2018: dict(
        zip(
            (
                Form.RECEIPT,
                Form.SUPPLEMENT_REQUEST,
                Form.REFUSAL,
                Form.APOLOGY,
                Form.CONTROL_SHEET,
                Form.TRACKING_BOOK,
            ),
            ("01", "02", "03", "04", "05", "06"),
            strict=True,
        )
    ),
    Edition.TT_03_2025: {form: f"M{place:02}" for place, form in enumerate(list(Form)[:7], start=1)},
}


def head(form: Form, edition: Edition = Edition.TT_03_2025, number: int | None = 5) -> Head:
    """The head of a sample: issued on 2 March 2026 at 9:00."""
    return Head(
        edition=edition,
        issued_at=at("2026-03-02 09:00"),
        number=number,
        form_label=NUMBERS[edition].get(form, ""),
        verify_url=f"https://motcua.example/papers/verify/Zk3vT9aQw1x/?code={CODE}",
        token="Zk3vT9aQw1x",
    )
