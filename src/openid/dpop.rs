//! DPoP proofs: a token is only good for whoever has the key (RFC 9449 §4.2).

use super::jose::{Algorithm, SignFault, SigningKey, encode_url, jws};
use jiff::Timestamp;
use ring::digest::{SHA256, digest};
use serde_json::{Map, Value};

/// One proof, for one request. A request that is sent again needs another, with a `jwt_id` of its own.
#[derive(Clone, Copy)]
pub struct DpopProof<'a> {
    /// Of the request: `POST`.
    pub method: &'a str,
    /// The address of the request. Its query and fragment are left out of the proof.
    pub url: &'a str,
    /// What nobody has used before.
    pub jwt_id: &'a str,
    /// The time by the server's clock.
    pub now: Timestamp,
    /// The last that the server gave in `DPoP-Nonce`.
    pub nonce: Option<&'a str>,
    /// The token that goes with the request, where one does.
    pub access_token: Option<&'a str>,
}

impl DpopProof<'_> {
    /// The proof as a signed JWT, with the public key in its header.
    ///
    /// # Errors
    /// The key does not sign with that algorithm, or the system gives no random numbers.
    pub fn sign(&self, key: &SigningKey, algorithm: Algorithm) -> Result<String, SignFault> {
        let header = Map::from_iter([
            ("typ".to_owned(), "dpop+jwt".into()),
            ("jwk".to_owned(), Value::Object(key.public().jwk())),
        ]);
        jws::sign(key, algorithm, header, self.claims())
    }

    fn claims(&self) -> Map<String, Value> {
        let target = self.url.split(['?', '#']).next().unwrap_or_default();
        let token_hash =
            self.access_token.map(|token| encode_url(digest(&SHA256, token.as_bytes()).as_ref()));
        let claims: [(&str, Option<Value>); 6] = [
            ("jti", Some(self.jwt_id.into())),
            ("htm", Some(self.method.into())),
            ("htu", Some(target.into())),
            ("iat", Some(self.now.as_second().into())),
            ("nonce", self.nonce.map(Value::from)),
            ("ath", token_hash.map(Value::from)),
        ];
        claims.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
    }
}
