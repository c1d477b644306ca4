"""Names for the strings that identify things, so that one is never passed for another."""

from typing import NewType

ConversationId = NewType("ConversationId", str)
"""`{channel}:{account}:{id given by the messenger}`: a customer's endless thread on one address."""

SessionId = NewType("SessionId", str)
"""`{conversation}#{n}`: the n-th episode of a conversation, counted from 1."""

MessageId = NewType("MessageId", str)
"""`{conversation}/{n}`: the n-th message of a conversation, counted from 1."""

EventId = NewType("EventId", str)
"""`{channel}:{account}:{id}` from outside, or computed (`wake:{conversation}:{time}`); handled at most once."""

LineId = NewType("LineId", str)
OperatorId = NewType("OperatorId", str)
PersonId = NewType("PersonId", str)
FileId = NewType("FileId", str)
LevelId = NewType("LevelId", str)
"""A level of priority: `normal`, `high`, or one of the admin's own."""
