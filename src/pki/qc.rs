//! Qualified certificate statements (ETSI EN 319 412-5, RFC 3739 §3.2.6).

/// The statements of one certificate.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct QcStatements {
    /// QcCompliance.
    pub compliance: bool,
    /// QcSSCD.
    pub sscd: bool,
    /// QcType: `esign`, `eseal`, `web`, else object identifiers.
    pub types: Vec<String>,
    /// QcPDS: addresses of disclosure statements.
    pub pds: Vec<String>,
    /// Object identifiers of all statements, in order.
    pub statements: Vec<String>,
    /// What could not be read, in words.
    pub malformed: Vec<String>,
}
