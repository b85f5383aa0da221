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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openid::jose::Curve;
    use crate::openid::sample::{NOW, ec, text, verified};
    use serde_json::json;

    fn key() -> SigningKey {
        SigningKey::from_jwk(&text(ec(Curve::P256))).unwrap()
    }

    #[test]
    fn a_proof_names_the_request_without_its_query() {
        let proof = DpopProof {
            method: "POST",
            url: "https://sts.example/connect/token?a=b#c",
            jwt_id: "unique",
            now: NOW,
            nonce: None,
            access_token: None,
        };
        let (header, claims) = verified(&proof.sign(&key(), Algorithm::Es256).unwrap(), &key());
        let public = key().public().jwk();
        assert_eq!(header, json!({"alg": "ES256", "typ": "dpop+jwt", "jwk": public}));
        assert!(!public.contains_key("d"));
        let expected = json!({
            "jti": "unique", "htm": "POST", "htu": "https://sts.example/connect/token", "iat": 1_795_003_200
        });
        assert_eq!(claims, expected);
    }

    #[test]
    fn a_proof_for_a_token_has_its_hash() {
        // RFC 9449 §7.1: this token, this hash.
        let token = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU";
        let proof = DpopProof {
            method: "GET",
            url: "https://resource.example.org/protectedresource",
            jwt_id: "unique",
            now: NOW,
            nonce: Some("eyJ7S_zG.eyJH0-Z.HX4w-7v"),
            access_token: Some(token),
        };
        let (_, claims) = verified(&proof.sign(&key(), Algorithm::Es256).unwrap(), &key());
        assert_eq!(claims["ath"], "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo");
        assert_eq!(claims["nonce"], "eyJ7S_zG.eyJH0-Z.HX4w-7v");
    }
}
