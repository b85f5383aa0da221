//! The little DER that questions are written in.

/// Tag, length, contents.
pub fn element(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let body = parts.concat();
    let mut out = vec![tag];
    match u8::try_from(body.len()) {
        Ok(short @ 0..=0x7f) => out.push(short),
        _ => {
            let length = body.len().to_be_bytes();
            let digits = &length[length.iter().take_while(|byte| **byte == 0).count()..];
            out.push(0x80 | digits.len() as u8);
            out.extend_from_slice(digits);
        }
    }
    out.extend(body);
    out
}

#[cfg(test)]
mod tests {
    use super::element;

    #[test]
    fn lengths_are_as_short_as_can_be() {
        assert_eq!(element(0x05, &[]), [5, 0]);
        assert_eq!(element(0x04, &[&[1], &[2, 3]]), [4, 3, 1, 2, 3]);
        for (length, header) in [
            (127, &[4, 127][..]),
            (128, &[4, 0x81, 128]),
            (256, &[4, 0x82, 1, 0]),
            (65_536, &[4, 0x83, 1, 0, 0]),
        ] {
            let der = element(0x04, &[&vec![7; length]]);
            assert_eq!((&der[..header.len()], der.len()), (header, header.len() + length));
        }
    }
}
