//! Qualified certificate statements (ETSI EN 319 412-5, RFC 3739 §3.2.6).

use super::der::{Element, INTEGER, Malformed, OBJECT_IDENTIFIER, Reader, SEQUENCE, tag_name};
use super::text;

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
    /// QcLimitValue, for example `100000 NOK`; with a power of ten `10 × 10^4 NOK`.
    pub limit_value: Option<String>,
    /// QcRetentionPeriod, years.
    pub retention_years: Option<u32>,
    /// What the subject's serialNumber means (ETSI EN 319 412-1 §5.1): `natural`, `legal`, else object identifiers.
    pub semantics: Vec<String>,
    /// Object identifiers of all statements, in order.
    pub statements: Vec<String>,
    /// What could not be read, in words.
    pub malformed: Vec<String>,
}

impl QcStatements {
    /// Reads the value of the extension. A statement that is broken is named in `malformed`, the others stand.
    pub(super) fn read(value: &[u8]) -> Self {
        let mut statements = Self::default();
        match Reader::new(value).expect(SEQUENCE, "a list of statements") {
            Ok(list) => {
                for one in list.inside().elements() {
                    if let Err(failure) = one.and_then(|one| statements.take(one)) {
                        statements.malformed.push(failure.what);
                    }
                }
            }
            Err(failure) => statements.malformed.push(failure.what),
        }
        statements
    }

    fn take(&mut self, one: Element<'_>) -> Result<(), Malformed> {
        let mut parts = one.of(SEQUENCE, "a statement")?.inside();
        let oid = parts.expect(OBJECT_IDENTIFIER, "the identifier of a statement")?.oid()?;
        let read = parts.next().and_then(|info| self.statement(&oid, info));
        if let Err(failure) = read {
            self.malformed.push(format!("{} ({oid}): {}", statement_name(&oid), failure.what));
        }
        self.statements.push(oid);
        Ok(())
    }

    fn statement(&mut self, oid: &str, info: Option<Element<'_>>) -> Result<(), Malformed> {
        match oid {
            "0.4.0.1862.1.1" => {
                self.compliance = true;
                without_info(info)?;
            }
            "0.4.0.1862.1.2" => {
                let limit = monetary_value(&list(info)?)?;
                self.limit_value.get_or_insert(limit);
            }
            "0.4.0.1862.1.3" => {
                let years =
                    info.as_ref().and_then(number).ok_or_else(|| unexpected(info, "a number of years"))?;
                self.retention_years.get_or_insert(years);
            }
            "0.4.0.1862.1.4" => {
                self.sscd = true;
                without_info(info)?;
            }
            "0.4.0.1862.1.5" => {
                for location in list(info)?.inside().elements() {
                    let address = location?.of(SEQUENCE, "a location and its language")?.inside().next()?;
                    let read = address.as_ref().and_then(text::read);
                    self.pds.push(read.ok_or_else(|| unexpected(address, "an address"))?.value);
                }
            }
            "0.4.0.1862.1.6" => {
                for oid in list(info)?.inside().elements() {
                    let oid = oid?.oid()?;
                    self.types.push(type_name(&oid).map_or(oid, str::to_owned));
                }
            }
            // RFC 3739 §3.2.6.1, both versions of the syntax: the semantics and who registers the names.
            "1.3.6.1.5.5.7.11.1" | "1.3.6.1.5.5.7.11.2" => {
                if let Some(info) = info {
                    let semantics = list(Some(info))?.inside().optional(OBJECT_IDENTIFIER)?;
                    self.semantics.extend(semantics.map(|oid| oid.oid()).transpose()?.map(semantics_name));
                }
            }
            // Some issuers make the semantics a statement of its own.
            _ if oid.starts_with(SEMANTICS) => self.semantics.push(semantics_name(oid.to_owned())),
            _ => {}
        }
        Ok(())
    }
}

/// `MonetaryValue` of EN 319 412-5 §4.3.2: currency, amount and a power of ten.
fn monetary_value(value: &Element<'_>) -> Result<String, Malformed> {
    let mut parts = value.inside();
    let currency = parts.next()?;
    let currency = match currency {
        Some(code) if code.tag == INTEGER => number(&code).map(|number| number.to_string()),
        Some(code) => text::read(&code).map(|text| text.value),
        None => None,
    }
    .ok_or_else(|| unexpected(currency, "a currency"))?;
    let mut amounts = [0; 2];
    for amount in &mut amounts {
        let element = parts.next()?;
        *amount = element.as_ref().and_then(number).ok_or_else(|| unexpected(element, "an amount"))?;
    }
    Ok(match amounts {
        [amount, 0] => format!("{amount} {currency}"),
        [amount, exponent] => format!("{amount} × 10^{exponent} {currency}"),
    })
}

fn without_info(info: Option<Element<'_>>) -> Result<(), Malformed> {
    match info {
        // An explicit NULL says as little as nothing does.
        None | Some(Element { tag: 0x05, .. }) => Ok(()),
        Some(_) => Err(unexpected(info, "nothing")),
    }
}

fn list(info: Option<Element<'_>>) -> Result<Element<'_>, Malformed> {
    info.filter(|info| info.tag == SEQUENCE).ok_or_else(|| unexpected(info, "a SEQUENCE"))
}

fn number(element: &Element<'_>) -> Option<u32> {
    let fits = element.tag == INTEGER && matches!(element.body, [0..=0x7f, ..]) && element.body.len() <= 4;
    fits.then(|| element.body.iter().fold(0, |sum, byte| (sum << 8) | u32::from(*byte)))
}

fn unexpected(found: Option<Element<'_>>, wanted: &str) -> Malformed {
    let found_name = found.map_or_else(|| "nothing".to_owned(), |element| tag_name(element.tag));
    Malformed {
        offset: found.map_or(0, |element| element.offset),
        what: format!("expected {wanted}, found {found_name}"),
    }
}

/// The arc of the semantics identifiers, ETSI EN 319 412-1 §5.1.2.
const SEMANTICS: &str = "0.4.0.194121.1.";

fn semantics_name(oid: String) -> String {
    match oid.strip_prefix(SEMANTICS) {
        Some("1") => "natural".to_owned(),
        Some("2") => "legal".to_owned(),
        _ => oid,
    }
}

fn type_name(oid: &str) -> Option<&'static str> {
    match oid {
        "0.4.0.1862.1.6.1" => Some("esign"),
        "0.4.0.1862.1.6.2" => Some("eseal"),
        "0.4.0.1862.1.6.3" => Some("web"),
        _ => None,
    }
}

fn statement_name(oid: &str) -> &'static str {
    match oid {
        "0.4.0.1862.1.1" => "QcCompliance",
        "0.4.0.1862.1.2" => "QcLimitValue",
        "0.4.0.1862.1.3" => "QcRetentionPeriod",
        "0.4.0.1862.1.4" => "QcSSCD",
        "0.4.0.1862.1.5" => "QcPDS",
        "0.4.0.1862.1.6" => "QcType",
        "1.3.6.1.5.5.7.11.1" | "1.3.6.1.5.5.7.11.2" => "semantics",
        _ => "statement",
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{integer, oid, sequence, tlv};
    use super::*;

    fn statement(id: &str, info: &[Vec<u8>]) -> Vec<u8> {
        sequence(&[&[oid(id)], info].concat())
    }

    #[test]
    fn all_statements_of_a_signature_certificate_are_read() {
        let pds = sequence(&[tlv(0x16, b"https://pds.example/no"), tlv(0x13, b"no")]);
        let qc = QcStatements::read(&sequence(&[
            statement("1.3.6.1.5.5.7.11.2", &[sequence(&[oid("0.4.0.194121.1.1")])]),
            statement("0.4.0.1862.1.1", &[]),
            statement("0.4.0.1862.1.2", &[sequence(&[tlv(0x13, b"NOK"), integer(100_000), integer(0)])]),
            statement("0.4.0.1862.1.3", &[integer(10)]),
            statement("0.4.0.1862.1.4", &[]),
            statement("0.4.0.1862.1.5", &[sequence(&[pds])]),
            statement("0.4.0.1862.1.6", &[sequence(&[oid("0.4.0.1862.1.6.1"), oid("1.2.3")])]),
            statement("0.4.0.1862.1.7", &[sequence(&[tlv(0x13, b"NO")])]),
        ]));
        assert!(qc.compliance && qc.sscd);
        assert_eq!(qc.types, ["esign", "1.2.3"]);
        assert_eq!(qc.pds, ["https://pds.example/no"]);
        assert_eq!(qc.limit_value.as_deref(), Some("100000 NOK"));
        assert_eq!(qc.retention_years, Some(10));
        assert_eq!(qc.semantics, ["natural"]);
        assert_eq!(qc.statements.len(), 8);
        assert!(qc.malformed.is_empty(), "{:?}", qc.malformed);
    }

    #[test]
    fn commfides_second_limit_value_is_named_and_the_rest_stands() {
        let qc = QcStatements::read(&sequence(&[
            statement("0.4.0.1862.1.2", &[sequence(&[integer(578), integer(1), integer(5)])]),
            statement("0.4.0.1862.1.2", &[tlv(0x0c, b"NOK 100000")]),
            statement("0.4.0.1862.1.4", &[]),
        ]));
        assert_eq!(qc.malformed, ["QcLimitValue (0.4.0.1862.1.2): expected a SEQUENCE, found UTF8String"]);
        assert_eq!(qc.limit_value.as_deref(), Some("1 × 10^5 578"));
        assert!(qc.sscd);
        assert_eq!(qc.statements.len(), 3);
    }

    #[test]
    fn every_kind_of_broken_statement_is_named() {
        for (id, info) in [
            ("0.4.0.1862.1.1", vec![integer(1)]),
            ("0.4.0.1862.1.2", vec![]),
            ("0.4.0.1862.1.2", vec![sequence(&[tlv(0x13, b"NOK"), tlv(0x02, &[0xff])])]),
            ("0.4.0.1862.1.3", vec![tlv(0x13, b"ten")]),
            ("0.4.0.1862.1.5", vec![sequence(&[tlv(0x16, b"https://pds.example")])]),
            ("0.4.0.1862.1.5", vec![sequence(&[sequence(&[])])]),
            ("0.4.0.1862.1.6", vec![sequence(&[integer(1)])]),
            ("1.3.6.1.5.5.7.11.2", vec![integer(1)]),
        ] {
            let qc = QcStatements::read(&sequence(&[statement(id, &info)]));
            assert_eq!(qc.malformed.len(), 1, "{id}");
            assert!(qc.malformed[0].contains(id), "{}", qc.malformed[0]);
        }
    }

    #[test]
    fn what_is_no_statement_is_named_and_those_after_it_stand() {
        let qc = QcStatements::read(&sequence(&[integer(1), statement("0.4.0.1862.1.1", &[])]));
        assert_eq!(qc.malformed, ["expected a statement, found INTEGER"]);
        assert!(qc.compliance);
    }

    #[test]
    fn an_extension_that_is_no_list_is_named() {
        assert_eq!(
            QcStatements::read(b"\x02\x01\x01").malformed,
            ["expected a list of statements, found INTEGER"]
        );
        assert_eq!(QcStatements::read(b"").malformed.len(), 1);
    }
}
