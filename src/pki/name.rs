//! Distinguished names (RFC 5280 §4.1.2.4).

/// A distinguished name, attributes in encoded order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Name {
    /// The DER bytes.
    pub der: Vec<u8>,
    /// The attributes.
    pub attributes: Vec<Attribute>,
}

/// One attribute of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Short name (`CN`, `GN`, `SN`, `serialNumber`, `C`, `O`, `OU`, `organizationIdentifier`…), else the object identifier.
    pub kind: String,
    /// The value as text.
    pub value: String,
}

impl Name {
    /// The first attribute of that short name.
    pub fn get(&self, kind: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|attribute| attribute.kind == kind)
            .map(|attribute| attribute.value.as_str())
    }
}

impl std::fmt::Display for Name {
    /// `C=NO, O=…, CN=…` in encoded order.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, attribute) in self.attributes.iter().enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            write!(out, "{comma}{}={}", attribute.kind, attribute.value)?;
        }
        Ok(())
    }
}
