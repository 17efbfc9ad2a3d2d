"""The web app: a small interface over the engine, and one page that works offline."""
