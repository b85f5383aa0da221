//! File paths (ISO 7816-4 §5.3.1).
