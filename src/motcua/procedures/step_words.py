"""Vietnamese words for the English shorthand in which catalogue files name who does a step. Pure.

Files quote Vietnamese decisions but describe the people in English ("head of division, Sở Y tế"). Officers
read these names every day, so known words are put into Vietnamese; what is not known stays as it was written.
"""

from __future__ import annotations

import re

_WORDS = {
    "specialist, office of UBND": "chuyên viên Văn phòng UBND",
    "clerk, office of UBND": "văn thư Văn phòng UBND",
    "office and leader of UBND thành phố": "Văn phòng và lãnh đạo UBND thành phố",
    "office of UBND": "Văn phòng UBND",
    "TTPVHCC": "Trung tâm Phục vụ hành chính công",
    "branch of land registry": "chi nhánh văn phòng đăng ký đất đai",
    "land registry": "văn phòng đăng ký đất đai",
    "land officer of the commune": "công chức địa chính xã",
    "commune child protection officer": "người làm công tác bảo vệ trẻ em cấp xã",
    "head of the facility decides": "người đứng đầu cơ sở quyết định",
    "head of the facility": "người đứng đầu cơ sở",
    "staff of the facility": "nhân viên cơ sở",
    "clerk of the facility": "văn thư cơ sở",
    "head of the provider": "người đứng đầu cơ sở",
    "social work provider": "cơ sở công tác xã hội",
    "practice supervisor": "người hướng dẫn thực hành",
    "head of division": "trưởng phòng",
    "head of section": "trưởng bộ phận",
    "section staff": "chuyên viên bộ phận",
    "head of school": "hiệu trưởng",
    "desk of the school": "bộ phận một cửa của trường",
    "head of office": "chánh văn phòng",
    "head of desk": "người đứng đầu bộ phận một cửa",
    "leader of the department": "lãnh đạo Sở",
    "chair of the council": "chủ tịch hội đồng",
    "tax office and payment": "cơ quan thuế, nộp tiền",
    "selection council": "hội đồng xét tuyển",
    "checking board": "ban kiểm tra",
    "any body that gets the report": "nơi nhận tin báo",
    "place of report records it": "nơi nhận tin ghi sổ",
    "decision on temporary separation": "quyết định cách ly tạm thời",
    "decision, start of work": "quyết định tuyển dụng, nhận việc",
    "decides measures": "quyết định biện pháp",
    "risk assessment": "đánh giá nguy cơ",
    "check, send slip to tax": "kiểm tra, gửi phiếu chuyển thuế",
    "extract, slip to tax": "trích lục, phiếu chuyển thuế",
    "2 days to fetch the old file inside": "trong đó 2 ngày lấy hồ sơ gốc",
    "public posting 15 cd, minutes within 5 cd": "niêm yết 15 ngày, lập biên bản trong 5 ngày",
    "written confirmation": "xác nhận bằng văn bản",
    "written opinion": "nhận xét bằng văn bản",
    "accept the trainee": "tiếp nhận người thực hành",
    "verify, set up council": "xác minh, lập hội đồng",
    "meeting and minutes": "họp, lập biên bản",
    "notify parties": "thông báo các bên",
    "approve and announce": "phê duyệt và thông báo",
    "complete papers": "hoàn thiện hồ sơ",
    "receive decision, finish": "nhận quyết định, hoàn tất",
    "draft report to": "dự thảo tờ trình",
    "draft result": "dự thảo kết quả",
    "drafts, leaders approve": "dự thảo, lãnh đạo duyệt",
    "leaders approve": "lãnh đạo duyệt",
    "number, seal, forward to": "vào sổ, đóng dấu, chuyển",
    "number, seal, return": "vào sổ, đóng dấu, trả",
    "update data": "cập nhật dữ liệu",
    "update, issue": "cập nhật, cấp giấy",
    "to the facility": "chuyển cơ sở",
    "to leader": "trình lãnh đạo",
    "commune case": "trường hợp cấp xã",
    "inner steps": "bước nội bộ",
    "commune": "cấp xã",
    "facility": "cơ sở",
    "registry": "bộ phận đăng ký",
    "specialist": "chuyên viên",
    "officer": "công chức",
    "division": "phòng chuyên môn",
    "parties": "các bên",
    "police": "công an",
    "verify": "xác minh",
    "certificate": "cấp giấy",
    "decision": "quyết định",
    "forward": "chuyển",
    "return": "trả kết quả",
    "branch": "chi nhánh",
    "leader": "lãnh đạo",
    "clerk": "văn thư",
    "check": "kiểm tra",
    "issue": "cấp giấy",
    "desk": "bộ phận một cửa",
    "head": "trưởng phòng",
    "or": "hoặc",
}
_PATTERN = re.compile(
    r"\b(?:" + "|".join(map(re.escape, sorted(_WORDS, key=len, reverse=True))) + r")\b(?!')"
)
# "trưởng phòng, Phòng Người có công": the name of the division already says what is headed.
_DOUBLED = re.compile(r"trưởng phòng, Phòng\b")
# "chuyên viên, Sở Y tế": who works somewhere is named with the place in one breath.
_WHERE = re.compile(
    r"\b(bộ phận một cửa|chuyên viên|công chức|lãnh đạo|trưởng phòng|văn thư), "
    r"(?=(?:Sở|UBND|Văn phòng|cấp xã)\b)"
)


def in_vietnamese(label: str) -> str:
    """The label with the known words put into Vietnamese.

    >>> in_vietnamese("head of division, Sở Y tế"), in_vietnamese("Tổ công tác")
    ('trưởng phòng Sở Y tế', 'Tổ công tác')
    """
    known = _PATTERN.sub(lambda found: _WORDS[found[0]], label)
    return _WHERE.sub(r"\1 ", _DOUBLED.sub("trưởng Phòng", known))
