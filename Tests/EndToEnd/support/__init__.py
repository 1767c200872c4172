"""What the end-to-end tests stand on: a private PostgreSQL, the binaries, tokens, and HTTP without a framework."""
