//! Signatures in compact form (RFC 7515 §7.1) over claims (RFC 7519).

use super::{Algorithm, SignFault, SigningKey, encode_url};
use serde_json::{Map, Value};

/// Signs claims: `header.claims.signature`, each base64url. `alg` of the header is set to the algorithm.
///
/// # Errors
/// The key does not sign with that algorithm, or the system gives no random numbers.
pub fn sign(
    key: &SigningKey,
    algorithm: Algorithm,
    mut header: Map<String, Value>,
    claims: Map<String, Value>,
) -> Result<String, SignFault> {
    header.insert("alg".to_owned(), algorithm.name().into());
    let part = |members| encode_url(Value::Object(members).to_string().as_bytes());
    let input = format!("{}.{}", part(header), part(claims));
    let signature = key.sign(algorithm, input.as_bytes())?;
    Ok(format!("{input}.{}", encode_url(&signature)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openid::sample::{key, verified};
    use serde_json::json;

    #[test]
    fn the_header_says_by_which_algorithm() {
        let header = Map::from_iter([("alg".to_owned(), json!("none")), ("typ".to_owned(), json!("JWT"))]);
        let claims = Map::from_iter([("iss".to_owned(), json!("joe"))]);
        let jwt = sign(&key(), Algorithm::Ps384, header, claims).unwrap();
        let (header, claims) = verified(&jwt, &key());
        assert_eq!(header, json!({"alg": "PS384", "typ": "JWT"}));
        assert_eq!(claims, json!({"iss": "joe"}));
    }

    #[test]
    fn a_key_signs_by_its_own_algorithms_only() {
        let refused = sign(&key(), Algorithm::Es256, Map::new(), Map::new());
        assert_eq!(refused, Err(SignFault::Algorithm(Algorithm::Es256)));
    }
}
