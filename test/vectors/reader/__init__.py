"""An independent reader of Space folders, written from docs/spec alone."""
