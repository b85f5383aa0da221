//! Answer to reset (ISO 7816-3 §8, historical bytes ISO 7816-4 §12.1.1).
