//! BER-TLV (ISO 7816-4 §5.2.2, X.690), reading without copying.
