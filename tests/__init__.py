"""THE CHATS."""
