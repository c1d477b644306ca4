"""What Prometheus sees."""

from prometheus_client import Counter, Gauge, Histogram

RECEIVED = Counter("helpline_events_received_total", "Events stored by a gateway", ["channel", "kind"])
REFUSED = Counter(
    "helpline_webhooks_refused_total", "Webhooks with a wrong signature or an unreadable body", ["channel", "why"]
)
TURNS = Histogram("helpline_turn_seconds", "Time from taking an event to its commit", ["kind"])
CONFLICTS = Counter("helpline_commit_conflicts_total", "Commits that found somebody else was faster")
SENT = Counter("helpline_messages_sent_total", "Messages to customers by outcome", ["channel", "state"])
PARKED = Counter("helpline_events_parked_total", "Events set aside after failing too often")
HANDOFFS = Counter("helpline_handoffs_total", "Sessions handed from the bot to a line", ["reason"])
SCHEDULED = Gauge("helpline_conversations_scheduled", "Conversations that workers have in hand or will take next")
