//! What DER (ITU-T X.690 §10, §11) asks of elements, where being tolerant would help nobody.

use super::super::der::{BIT_STRING, Element, INTEGER, Malformed, Reader};

/// `BOOLEAN`.
pub const BOOLEAN: u8 = 0x01;

/// Nothing may be left.
pub fn end(mut reader: Reader<'_>, what: &str) -> Result<(), Malformed> {
    match reader.next()? {
        None => Ok(()),
        Some(more) => Err(more.malformed(format!("more than {what}"))),
    }
}

/// The only element inside `outer`, which must have that tag.
pub fn only<'a>(outer: &Element<'a>, tag: u8, what: &str) -> Result<Element<'a>, Malformed> {
    let mut inside = outer.inside();
    let element = inside.expect(tag, what)?;
    end(inside, what)?;
    Ok(element)
}

/// The next element, which must be an INTEGER with contents.
pub fn integer<'a>(reader: &mut Reader<'a>, what: &str) -> Result<Element<'a>, Malformed> {
    let integer = reader.expect(INTEGER, what)?;
    match integer.body {
        [] => Err(integer.malformed(format!("{what} is empty"))),
        _ => Ok(integer),
    }
}

/// What a BOOLEAN says, whatever its tag; any byte but zero is true.
pub fn boolean(element: &Element<'_>) -> Result<bool, Malformed> {
    match element.body {
        [byte] => Ok(*byte != 0),
        body => Err(element.malformed(format!("a BOOLEAN of {} bytes", body.len()))),
    }
}

/// The contents of the next element, a signature. One that is not whole bytes is none: no key verifies nothing.
pub fn signature<'a>(reader: &mut Reader<'a>) -> Result<&'a [u8], Malformed> {
    let bits = reader.expect(BIT_STRING, "the signature")?;
    Ok(bits.body.strip_prefix(&[0]).unwrap_or_default())
}
