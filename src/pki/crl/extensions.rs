//! The extensions of a list (RFC 5280 §5.2).

use super::super::der::{Element, Malformed, Reader, SEQUENCE};
use super::IssuingDistributionPoint;
use super::extension::Extension;
use super::strict::{end, integer};

const KEY_IDENTIFIER: u8 = 0x80;

/// What the extensions say.
#[derive(Debug, Default)]
pub struct Extensions {
    /// Number of the list.
    pub number: Option<Vec<u8>>,
    /// Number of the complete list that this one has the changes to.
    pub delta_base: Option<Vec<u8>>,
    /// Key identifier of authority key identifier.
    pub authority_key_identifier: Option<Vec<u8>>,
    /// Issuing distribution point.
    pub point: Option<IssuingDistributionPoint>,
    /// Whether it says where to get changes.
    pub has_freshest: bool,
    /// Critical ones that are not processed.
    pub unknown_critical: Vec<String>,
}

impl Extensions {
    /// Reads `Extensions`.
    pub fn read(list: &Element<'_>) -> Result<Self, Malformed> {
        let mut extensions = Self::default();
        for one in Extension::all(list)? {
            let oid = one.oid.oid()?;
            match oid.as_str() {
                "2.5.29.20" => extensions.number = Some(number(&one)?),
                "2.5.29.27" => extensions.delta_base = Some(number(&one)?),
                "2.5.29.28" => extensions.point = Some(IssuingDistributionPoint::read(&one)?),
                "2.5.29.35" => extensions.authority_key_identifier = key_identifier(&one)?,
                _ => {
                    // RFC 5280 §5.2.6 does not let it be critical; nothing here follows it.
                    extensions.has_freshest |= oid == "2.5.29.46";
                    if one.critical {
                        extensions.unknown_critical.push(oid);
                    }
                }
            }
        }
        Ok(extensions)
    }
}

/// A number of up to 20 bytes (RFC 5280 §5.2.3), without leading zero bytes.
fn number(extension: &Extension<'_>) -> Result<Vec<u8>, Malformed> {
    let mut inside = extension.value.inside();
    let number = integer(&mut inside, "the number of a list")?;
    end(inside, "the number of a list")?;
    if number.body[0] >= 0x80 {
        return Err(number.malformed("a negative number of a list"));
    }
    let start = number.body.iter().position(|byte| *byte != 0).unwrap_or(number.body.len() - 1);
    Ok(number.body[start..].to_vec())
}

/// `keyIdentifier` of RFC 5280 §4.2.1.1, the first field.
fn key_identifier(extension: &Extension<'_>) -> Result<Option<Vec<u8>>, Malformed> {
    let mut parts: Reader<'_> = extension.content(SEQUENCE, "an authority key identifier")?.inside();
    let identifier = parts.optional(KEY_IDENTIFIER)?;
    for part in parts.elements() {
        part?;
    }
    Ok(identifier.map(|identifier| identifier.body.to_vec()))
}
