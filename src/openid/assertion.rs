//! Client assertions: how a client proves to the provider who it is (RFC 7523 §3, as FAPI 2.0 and HelseID want it).

use super::jose::{Algorithm, SignFault, SigningKey, jws};
use jiff::Timestamp;
use serde_json::{Map, Value};

/// What goes beside the assertion as `client_assertion_type` (RFC 7523 §2.2).
pub const CLIENT_ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// How long whatever a client signs is good for, in seconds. HelseID refuses assertions that live longer than ten.
pub const LIFETIME: i64 = 10;

/// One assertion. The provider takes each once: a request that is sent again needs another, with a `jwt_id` of its own.
#[derive(Debug, Clone, Copy)]
pub struct ClientAssertion<'a> {
    /// Who signs, and about whom.
    pub client_id: &'a str,
    /// The provider: `issuer` of its metadata, to the letter. It is not the address of the token endpoint.
    pub issuer: &'a str,
    /// What nobody has used before.
    pub jwt_id: &'a str,
    /// The time by the provider's clock.
    pub now: Timestamp,
    /// What the token shall say beside, such as for which organisation ([`super::organisation`]).
    pub assertion_details: Option<&'a Value>,
}

impl ClientAssertion<'_> {
    /// The assertion as a signed JWT, with `kid` where the key's JWK has one.
    ///
    /// # Errors
    /// The key does not sign with that algorithm, or the system gives no random numbers.
    pub fn sign(&self, key: &SigningKey, algorithm: Algorithm) -> Result<String, SignFault> {
        jws::sign(key, algorithm, header("client-authentication+jwt", key), self.claims())
    }

    fn claims(&self) -> Map<String, Value> {
        let mut claims = registered(self.client_id, self.issuer, self.jwt_id, self.now);
        claims.insert("sub".to_owned(), self.client_id.into());
        if let Some(details) = self.assertion_details {
            claims.insert("assertion_details".to_owned(), details.clone());
        }
        claims
    }
}

/// The header of what a client signs with its registered key.
pub(super) fn header(media_type: &str, key: &SigningKey) -> Map<String, Value> {
    let mut header = Map::from_iter([("typ".to_owned(), media_type.into())]);
    if let Some(key_id) = key.key_id() {
        header.insert("kid".to_owned(), key_id.into());
    }
    header
}

/// The claims of RFC 7519 §4.1 that everything a client signs for the provider has.
pub(super) fn registered(client_id: &str, issuer: &str, jwt_id: &str, now: Timestamp) -> Map<String, Value> {
    let now = now.as_second();
    let claims: [(&str, Value); 6] = [
        ("iss", client_id.into()),
        ("aud", issuer.into()),
        ("jti", jwt_id.into()),
        ("iat", now.into()),
        ("nbf", now.into()),
        ("exp", (now + LIFETIME).into()),
    ];
    claims.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openid::sample::{NOW, key, rsa, text, verified, with};
    use serde_json::json;

    #[test]
    fn the_claims_are_those_of_the_security_profile() {
        let key = SigningKey::from_jwk(&text(with(rsa(), "kid", json!("k1")))).unwrap();
        let details = json!({"type": "helseid_authorization"});
        let assertion = ClientAssertion {
            client_id: "client",
            issuer: "https://sts.example",
            jwt_id: "unique",
            now: NOW,
            assertion_details: Some(&details),
        };
        let (header, claims) = verified(&assertion.sign(&key, key.algorithm()).unwrap(), &key);
        assert_eq!(header, json!({"alg": "PS256", "kid": "k1", "typ": "client-authentication+jwt"}));
        assert_eq!(
            claims,
            json!({
                "iss": "client", "sub": "client", "aud": "https://sts.example", "jti": "unique",
                "iat": 1_795_003_200, "nbf": 1_795_003_200, "exp": 1_795_003_210,
                "assertion_details": {"type": "helseid_authorization"}
            })
        );
    }

    #[test]
    fn a_key_without_a_name_gets_none() {
        let assertion = ClientAssertion {
            client_id: "client",
            issuer: "https://sts.example",
            jwt_id: "unique",
            now: NOW,
            assertion_details: None,
        };
        let (header, claims) = verified(&assertion.sign(&key(), Algorithm::Rs256).unwrap(), &key());
        assert_eq!(header, json!({"alg": "RS256", "typ": "client-authentication+jwt"}));
        assert_eq!(claims.get("assertion_details"), None);
    }
}
