//! Why a certificate was revoked (CRLReason, RFC 5280 §5.3.1).

use super::super::der::{Element, Malformed};

const ENUMERATED: u8 = 0x0a;

/// Why a certificate was revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// No reason given.
    Unspecified,
    /// The key, or what guards it, is in foreign hands.
    KeyCompromise,
    /// The key of an authority is in foreign hands.
    CaCompromise,
    /// The holder's name or place of work has changed.
    AffiliationChanged,
    /// There is a new one.
    Superseded,
    /// No longer needed.
    CessationOfOperation,
    /// Suspended: it may come back.
    CertificateHold,
    /// No longer on the list, in a list of changes only: what was on hold is valid again.
    RemoveFromCrl,
    /// The holder may no longer do what the certificate says.
    PrivilegeWithdrawn,
    /// The key of an attribute authority is in foreign hands.
    AaCompromise,
    /// A number that RFC 5280 gives no meaning.
    Other(u8),
}

impl Reason {
    /// The name in RFC 5280; `other` where there is none.
    pub fn name(self) -> &'static str {
        match self {
            Reason::Unspecified => "unspecified",
            Reason::KeyCompromise => "keyCompromise",
            Reason::CaCompromise => "cACompromise",
            Reason::AffiliationChanged => "affiliationChanged",
            Reason::Superseded => "superseded",
            Reason::CessationOfOperation => "cessationOfOperation",
            Reason::CertificateHold => "certificateHold",
            Reason::RemoveFromCrl => "removeFromCRL",
            Reason::PrivilegeWithdrawn => "privilegeWithdrawn",
            Reason::AaCompromise => "aACompromise",
            Reason::Other(_) => "other",
        }
    }

    /// Reads a CRLReason.
    pub(in super::super) fn read(element: &Element<'_>) -> Result<Self, Malformed> {
        match element.of(ENUMERATED, "a reason")?.body {
            [code] => Ok(Self::from_code(*code)),
            _ => Err(element.malformed("a reason that is not one byte")),
        }
    }

    /// The reason of that number.
    pub(super) fn from_code(code: u8) -> Self {
        match code {
            0 => Reason::Unspecified,
            1 => Reason::KeyCompromise,
            2 => Reason::CaCompromise,
            3 => Reason::AffiliationChanged,
            4 => Reason::Superseded,
            5 => Reason::CessationOfOperation,
            6 => Reason::CertificateHold,
            8 => Reason::RemoveFromCrl,
            9 => Reason::PrivilegeWithdrawn,
            10 => Reason::AaCompromise,
            other => Reason::Other(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::der::Reader;
    use super::*;

    fn read(der: &[u8]) -> Result<Reason, Malformed> {
        Reason::read(&Reader::new(der).next().unwrap().unwrap())
    }

    #[test]
    fn every_number_has_its_name() {
        let names: Vec<&str> = (0..=11).map(|code| read(&[0x0a, 1, code]).unwrap().name()).collect();
        assert_eq!(
            names,
            [
                "unspecified",
                "keyCompromise",
                "cACompromise",
                "affiliationChanged",
                "superseded",
                "cessationOfOperation",
                "certificateHold",
                "other",
                "removeFromCRL",
                "privilegeWithdrawn",
                "aACompromise",
                "other",
            ]
        );
        assert_eq!(read(&[0x0a, 1, 7]), Ok(Reason::Other(7)));
    }

    #[test]
    fn what_is_no_reason_is_refused() {
        assert_eq!(read(&[0x02, 1, 1]).unwrap_err().what, "expected a reason, found INTEGER");
        assert_eq!(read(&[0x0a, 2, 0, 1]).unwrap_err().what, "a reason that is not one byte");
        assert!(read(&[0x0a, 0]).is_err());
    }
}
