"""A form for a company's pages: who fills it in gets a session with people, and reads the answer in the site chat."""

from bot.channels.form.routes import router

__all__ = ["router"]
