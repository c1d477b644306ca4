"""The knowledge base: articles, finding the one that answers, and knowing when none does."""
