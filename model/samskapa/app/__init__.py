"""The web app: `server/`, a small interface over the model; `page/`, the page; `static/`, what is built from it."""
