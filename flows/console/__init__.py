"""The console's API for flows: drafts, publishing, checking, trying, and the systems that flows speak with.

Routers over ports. Who is signed in, and whose role suffices, is the caller's to say.
"""
