"""This file is the door: joining with an invitation, strangers, roles and languages."""

from tests.chat import Player


async def test_an_invitation_lets_one_person_in_once(chat: Player, invitation: str) -> None:
    await chat.goes(f"""
        Khách: /start {invitation}
        Bot: Chào mừng anh/chị Người Lạ. Anh/chị đã tham gia với vai trò đầu mối của Sở Công Thương.
             /start - bắt đầu, hoặc tham gia bằng mã mời
             /baocao - báo cáo hoạt động, nộp báo cáo kỳ
             /maunhap - mẫu Excel của đơn vị: điền rồi gửi lại cho bot
             /tiendo - tiến độ thực hiện các chỉ tiêu
             /lichsu - những gì đơn vị đã báo cáo: xem, sửa, rút lại
             /huy - dừng nhập; phần đã nhập được giữ lại
             /vanban - văn bản báo cáo của đơn vị: khó khăn, kiến nghị, tệp để trình ký, số văn bản
             /lich - lịch gửi tin nhắc và tổng hợp
             /nhac - chọn mức nhắc
             /ngonngu - ngôn ngữ: tiếng Việt hoặc tiếng Anh
             /trogiup - hướng dẫn sử dụng
        Khách: /baocao
        Bot: Báo cáo năm 2026 · Sở Công Thương
             …
        Khách: /huy
             …
        Khách: /start {invitation}
        Bot: Anh/chị đã tham gia với vai trò đầu mối của Sở Công Thương. Mã mời chưa được dùng. Để đổi vai trò hoặc đơn vị, xin liên hệ cơ quan đầu mối.
        Khách: /start
        Bot: Xin chào anh/chị Người Lạ, đầu mối của Sở Công Thương.
             …
    """)


async def test_a_used_invitation_lets_nobody_else_in(chat: Player, invitation: str) -> None:
    await chat.hear(f"Khách: /start {invitation}")
    chat.add("Tùng", 598, "Đặng Thanh Tùng")
    await chat.goes(f"""
        Tùng: /start {invitation}
        Bot: Mã mời không đúng, đã được dùng hoặc quá bảy ngày. Xin liên hệ Sở Khoa học và Công nghệ để nhận mã mới.
    """)


async def test_an_invitation_ends_after_seven_days(chat: Player, invitation: str) -> None:
    await chat.hear("── 09/11/2026 07:50 ──")
    await chat.goes(f"""
        Khách: /start {invitation}
        Bot: Mã mời không đúng, đã được dùng hoặc quá bảy ngày. Xin liên hệ Sở Khoa học và Công nghệ để nhận mã mới.
    """)


async def test_an_invitation_is_good_to_its_last_minute(chat: Player, invitation: str) -> None:
    await chat.hear("── 09/11/2026 07:49 ──")
    await chat.goes(f"""
        Khách: /start {invitation}
        Bot: Chào mừng anh/chị Người Lạ. Anh/chị đã tham gia với vai trò đầu mối của Sở Công Thương.
             …
    """)


async def test_a_stranger_hears_whom_to_ask_and_then_nothing(chat: Player) -> None:
    await chat.goes("""
        Khách: xin chào
        Bot: Bot này phục vụ các đầu mối thực hiện Kế hoạch 3483/KH-UBND. Để tham gia, xin liên hệ Sở Khoa học và Công nghệ.
        Khách: có ai không
        Khách: /baocao
        Khách: /tiendo
        Khách: (sticker)
        Khách: (voice)
        Khách: 📷 ảnh
        Khách: /start
    """)


async def test_whoever_guesses_codes_hears_nothing_after_five(chat: Player, invitation: str) -> None:
    await chat.goes(f"""
        Khách: /start maothu1
        Bot: Mã mời không đúng, đã được dùng hoặc quá bảy ngày. Xin liên hệ Sở Khoa học và Công nghệ để nhận mã mới.
        Khách: /start maothu2
             …
        Khách: /start maothu3
             …
        Khách: /start maothu4
             …
        Khách: /start maothu5
        Bot: Mã mời không đúng, đã được dùng hoặc quá bảy ngày. Xin liên hệ Sở Khoa học và Công nghệ để nhận mã mới.
        Khách: /start maothu6
        Khách: /start maothu7
        Khách: /start {invitation}
        Bot: Chào mừng anh/chị Người Lạ. Anh/chị đã tham gia với vai trò đầu mối của Sở Công Thương.
             …
    """)


async def test_somebody_who_joined_does_not_use_up_another_invitation(chat: Player, invitation: str) -> None:
    await chat.goes(f"""
        Minh: /start {invitation}
        Bot: Anh/chị đã tham gia với vai trò đầu mối của Sở Nông nghiệp và Môi trường. Mã mời chưa được dùng. Để đổi vai trò hoặc đơn vị, xin liên hệ cơ quan đầu mối.
        Khách: /start {invitation}
        Bot: Chào mừng anh/chị Người Lạ. Anh/chị đã tham gia với vai trò đầu mối của Sở Công Thương.
             …
    """)


async def test_an_observer_reads_and_does_not_report(chat: Player) -> None:
    await chat.goes("""
        Bảo: /start
        Bot: Xin chào anh/chị Phạm Quốc Bảo, người theo dõi tiến độ.
             /start - bắt đầu, hoặc tham gia bằng mã mời
             /tiendo - tiến độ thực hiện các chỉ tiêu
             /lich - lịch gửi tin nhắc và tổng hợp
             /xuat - tệp Excel của một năm để gửi đi
             /ngonngu - ngôn ngữ: tiếng Việt hoặc tiếng Anh
             /trogiup - hướng dẫn sử dụng
        Bảo: /baocao
        Bot: Vai trò của anh/chị không dùng được lệnh này. Xin xem /trogiup.
        Bảo: /huy
        Bot: Vai trò của anh/chị không dùng được lệnh này. Xin xem /trogiup.
        Bảo: xin chào
        Bot: Xem các lệnh có thể dùng: /trogiup.
             [Tiến độ các chỉ tiêu]
             [Hạn nộp]
             [Đơn vị chưa báo cáo]
        Bảo: /tiendo
        Bot: Tiến độ Kế hoạch 3483/KH-UBND
             …
    """)


async def test_a_stranger_whose_phone_speaks_english_is_answered_in_english(chat: Player) -> None:
    chat.add("Kenji", 597, "Tanaka Kenji", language="en")
    await chat.goes("""
        Kenji: hello
        Bot: This bot serves the contacts of Kế hoạch 3483/KH-UBND. To take part, please ask Sở Khoa học và Công nghệ.
    """)
