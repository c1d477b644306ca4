"""The desk in Telegram: operators take sessions, answer, transfer and close them in a private chat with a bot."""
