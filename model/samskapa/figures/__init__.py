"""Drawing only: numbers in, pictures out. Matplotlib lives here; no model runs here."""

from __future__ import annotations
