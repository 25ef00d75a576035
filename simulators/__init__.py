"""The world outside the hall, played by processes of their own that share no code with `app`."""
