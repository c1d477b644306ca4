"""The site chat: a widget on the shop's own pages, spoken to over a WebSocket."""

from bot.channels.site.channel import SiteChannel, SiteSettings

__all__ = ["SiteChannel", "SiteSettings"]
