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
