"""This file is what people send besides answers: edited messages, stickers, photos, files, strange letters."""

import unicodedata

from sqlmodel import select

from models.activity import Activity, Evidence
from models.database import turn
from tests.chat import Player


async def test_an_edited_message_is_never_the_next_answer(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao",
        "Lan: [4. Đào tạo, tập huấn nhân lực]",
        "Lan: [Lớp đào tạo, tập huấn]",
        "Lan: Tập huấn công cụ Lean",
        "Lan: 15/10/2026",
        "Lan: 40",
    )
    await chat.goes("""
        Lan: ✎ 42
        Bot: Tin nhắn đã sửa không được tính là câu trả lời. Để sửa, xin bấm Quay lại, hoặc bấm Sửa ở bản tóm tắt cuối cùng.
        Lan: 12
        Bot: ✓ Lượt lãnh đạo, quản lý DN: 12
             Lớp tập huấn chuyên sâu hay phổ biến chung?
             …
        Lan: /huy
             …
        Lan: ✎ huỷ
    """)


async def test_a_sticker_or_a_voice_is_no_answer(chat: Player) -> None:
    await chat.hear("Lan: /baocao", "Lan: [1. Cơ chế, chính sách]")
    await chat.goes("""
        Lan: (sticker)
        Bot: Xin trả lời bằng chữ hoặc bấm nút. Ảnh và tài liệu được giữ làm minh chứng.
             Đơn vị đã làm gì? Xin viết một câu ngắn gọn.
             [‹ Quay lại] [⏸ Dừng]
        Lan: (voice)
        Bot: Xin trả lời bằng chữ hoặc bấm nút. Ảnh và tài liệu được giữ làm minh chứng.
             Đơn vị đã làm gì? Xin viết một câu ngắn gọn.
             [‹ Quay lại] [⏸ Dừng]
        Lan: Xây dựng kế hoạch năng suất chất lượng năm 2027
        Bot: ✓ Nội dung: Xây dựng kế hoạch năng suất chất lượng năm 2027
             Thực hiện ngày nào, hoặc từ ngày nào đến ngày nào? Ví dụ: 24/11/2026 hoặc 15-16/5/2026.
             …
        Lan: /huy
             …
        Lan: (sticker)
        Bot: Để báo cáo hoạt động, xin bấm nút bên dưới hoặc gửi /baocao. Xem các lệnh có thể dùng: /trogiup.
             [📝 Báo cáo hoạt động]
    """)


async def test_a_photo_is_kept_as_evidence_whenever_it_comes(chat: Player) -> None:
    await chat.hear("Lan: /baocao", "Lan: [1. Cơ chế, chính sách]")
    await chat.goes("""
        Lan: 📷 cuộc họp
        Bot: ✓ Đã nhận minh chứng: ảnh (tất cả 1 tệp)
             Đơn vị đã làm gì? Xin viết một câu ngắn gọn.
             [‹ Quay lại] [⏸ Dừng]
    """)
    await chat.hear("Lan: Xây dựng kế hoạch năng suất chất lượng năm 2027", "Lan: hôm qua", "Lan: [Bỏ qua ›]")
    await chat.goes("""
        Lan: [Bỏ qua ›]
        Bot: Đang ghi: 1 tệp
             Xin gửi ảnh hoặc tài liệu minh chứng, một hay nhiều tệp.
             [Đã gửi đủ (1 tệp)]
             [‹ Quay lại] [Bỏ qua ›] [⏸ Dừng]
        Lan: [Đã gửi đủ (1 tệp)]
        Bot: ✓ Minh chứng: 1 tệp
             Xin kiểm tra trước khi lưu
             Nhóm nhiệm vụ: 1. Cơ chế, chính sách
             Nội dung: Xây dựng kế hoạch năng suất chất lượng năm 2027
             Thời gian: 01/11/2026
             Minh chứng: 1 tệp
             [✅ Lưu] [✏️ Sửa] [🗑 Bỏ]
        Lan: 📎 ke-hoach.docx
        Bot: ✓ Đã nhận minh chứng: ke-hoach.docx (tất cả 2 tệp)
             Xin kiểm tra trước khi lưu
             Nhóm nhiệm vụ: 1. Cơ chế, chính sách
             Nội dung: Xây dựng kế hoạch năng suất chất lượng năm 2027
             Thời gian: 01/11/2026
             Minh chứng: 2 tệp
             [✅ Lưu] [✏️ Sửa] [🗑 Bỏ]
        Lan: [✅ Lưu]
        Bot: ✅ Đã lưu. Xây dựng kế hoạch năng suất chất lượng năm 2027
             …
    """)
    with turn(chat.engine) as session:
        kept = [file.name for file in session.exec(select(Evidence))]
    assert kept == ["photo.jpg", "ke-hoach.docx"]


async def test_a_photo_sent_early_shows_in_the_summary_even_if_evidence_is_skipped(chat: Player) -> None:
    await chat.hear("Lan: /baocao", "Lan: [1. Cơ chế, chính sách]")
    await chat.goes("""
        Lan: 📷 cuộc họp
             …
        Lan: Xây dựng kế hoạch năng suất chất lượng năm 2027
             …
        Lan: hôm qua
             …
        Lan: [Bỏ qua ›]
             …
        Lan: [Bỏ qua ›]
             …
        Lan: [Bỏ qua ›]
        Bot: ✓ Minh chứng: 1 tệp
             Xin kiểm tra trước khi lưu
             Nhóm nhiệm vụ: 1. Cơ chế, chính sách
             Nội dung: Xây dựng kế hoạch năng suất chất lượng năm 2027
             Thời gian: 01/11/2026
             Minh chứng: 1 tệp
             [✅ Lưu] [✏️ Sửa] [🗑 Bỏ]
    """)


async def test_a_file_of_a_wrong_kind_or_too_large_is_refused_and_the_question_stands(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao",
        "Lan: [1. Cơ chế, chính sách]",
        "Lan: Xây dựng kế hoạch năng suất chất lượng năm 2027",
        "Lan: hôm qua",
        "Lan: [Bỏ qua ›]",
        "Lan: [Bỏ qua ›]",
    )
    await chat.goes("""
        Lan: 📎 trojan.exe
        Bot: Tệp trojan.exe thuộc loại không nhận. Xin gửi ảnh, PDF, Word, Excel hoặc PowerPoint.
             Xin gửi ảnh hoặc tài liệu minh chứng, một hay nhiều tệp.
             [‹ Quay lại] [Bỏ qua ›] [⏸ Dừng]
        Lan: 📎 toan-van.pdf (21 MB)
        Bot: Tệp toan-van.pdf lớn hơn 20 MB. Xin gửi tệp nhỏ hơn.
             Xin gửi ảnh hoặc tài liệu minh chứng, một hay nhiều tệp.
             [‹ Quay lại] [Bỏ qua ›] [⏸ Dừng]
        Lan: ảnh gửi sau
        Bot: Xin gửi ảnh, tài liệu, hoặc bấm một nút bên dưới.
             Xin gửi ảnh hoặc tài liệu minh chứng, một hay nhiều tệp.
             [‹ Quay lại] [Bỏ qua ›] [⏸ Dừng]
        Lan: 📎 KE-HOACH.PDF (3 MB)
        Bot: ✓ Đã nhận minh chứng: KE-HOACH.PDF (tất cả 1 tệp)
             Đang ghi: 1 tệp
             Xin gửi ảnh hoặc tài liệu minh chứng, một hay nhiều tệp.
             [Đã gửi đủ (1 tệp)]
             [‹ Quay lại] [Bỏ qua ›] [⏸ Dừng]
    """)


async def test_the_same_file_sent_twice_is_kept_once(chat: Player) -> None:
    await chat.hear("Lan: /baocao", "Lan: [1. Cơ chế, chính sách]")
    await chat.goes("""
        Lan: 📎 ke-hoach.pdf
        Bot: ✓ Đã nhận minh chứng: ke-hoach.pdf (tất cả 1 tệp)
             Đơn vị đã làm gì? Xin viết một câu ngắn gọn.
             …
        Lan: 📎 ke-hoach.pdf
        Bot: Tệp này đã có: ke-hoach.pdf.
             Đơn vị đã làm gì? Xin viết một câu ngắn gọn.
             …
        Lan: 📎 danh-sach.xlsx
        Bot: ✓ Đã nhận minh chứng: danh-sach.xlsx (tất cả 2 tệp)
             Đơn vị đã làm gì? Xin viết một câu ngắn gọn.
             …
    """)


async def test_signs_of_markup_show_as_they_were_typed(chat: Player) -> None:
    await chat.hear("Lan: /baocao", "Lan: [1. Cơ chế, chính sách]")
    await chat.goes("""
        Lan: Áp dụng <b>5S</b> & ISO 9001 cho DN <10 lao động
        Bot: ✓ Nội dung: Áp dụng <b>5S</b> & ISO 9001 cho DN <10 lao động
             Thực hiện ngày nào, hoặc từ ngày nào đến ngày nào? Ví dụ: 24/11/2026 hoặc 15-16/5/2026.
             …
        Lan: /huy
        Bot: Đã dừng. Phần đã nhập được giữ lại; gửi /baocao để nhập tiếp.
             …
        Lan: /baocao
        Bot: Anh/chị đang nhập dở hoạt động: Áp dụng <b>5S</b> & ISO 9001 cho DN <10 lao động. Anh/chị có muốn nhập tiếp không?
             [▶ Nhập tiếp] [➕ Nhập mới]
        Lan: [▶ Nhập tiếp]
             …
        Lan: hôm qua
             …
        Lan: A & B <i>
             …
        Lan: [Bỏ qua ›]
             …
        Lan: [Bỏ qua ›]
        Bot: Xin kiểm tra trước khi lưu
             Nhóm nhiệm vụ: 1. Cơ chế, chính sách
             Nội dung: Áp dụng <b>5S</b> & ISO 9001 cho DN <10 lao động
             Thời gian: 01/11/2026
             Địa điểm: A & B <i>
             [✅ Lưu] [✏️ Sửa] [🗑 Bỏ]
        Lan: [✅ Lưu]
        Bot: ✅ Đã lưu. Áp dụng <b>5S</b> & ISO 9001 cho DN <10 lao động
             …
        Lan: [📤 Nộp báo cáo kỳ này]
        Bot: Báo cáo năm 2026 · Sở Công Thương
             01/01/2026 - 31/12/2026 · hạn 16/11/2026
             Đã ghi 1 hoạt động
             1. Áp dụng <b>5S</b> & ISO 9001 cho DN <10 lao động (01/11/2026)
             Nộp báo cáo kỳ này?
             …
        Lan: 📎 <b>.exe
        Bot: Tệp này chưa được giữ vì chưa nhập hoạt động nào. Để báo cáo hoạt động, xin bấm nút bên dưới hoặc gửi /baocao. Xem các lệnh có thể dùng: /trogiup.
             …
    """)


async def test_letters_typed_in_pieces_are_stored_whole(chat: Player) -> None:
    await chat.hear("Lan: /baocao", "Lan: [1. Cơ chế, chính sách]")
    pieces = unicodedata.normalize("NFD", "Xây dựng kế hoạch năng suất chất lượng")
    assert "✓ Nội dung: Xây dựng kế hoạch năng suất chất lượng" in await chat.said(f"Lan: {pieces}")
    await chat.hear("Lan: hôm qua", "Lan: [Bỏ qua ›]", "Lan: [Bỏ qua ›]", "Lan: [Bỏ qua ›]", "Lan: [✅ Lưu]")
    with turn(chat.engine) as session:
        title = session.exec(select(Activity.title)).one()
    assert title == unicodedata.normalize("NFC", title)
