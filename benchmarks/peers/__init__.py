"""One small model, written the way each peer wants it; every file here is a script with an environment of its own."""
