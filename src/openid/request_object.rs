//! Request objects: the parameters of an authorization request, signed (RFC 9101). HelseID takes what is said about
//! organisations at login in one of these, as `authorization_details`.

use super::assertion::{header, registered};
use super::jose::{Algorithm, SignFault, SigningKey, jws};
use jiff::Timestamp;
use serde_json::{Map, Value};

/// One request object. The provider takes each once.
#[derive(Debug, Clone)]
pub struct RequestObject<'a> {
    /// Who asks.
    pub client_id: &'a str,
    /// The provider: `issuer` of its metadata, to the letter.
    pub issuer: &'a str,
    /// What nobody has used before.
    pub jwt_id: &'a str,
    /// The time by the provider's clock.
    pub now: Timestamp,
    /// The parameters of the authorization request: `scope`, `redirect_uri`, `authorization_details`…
    pub parameters: Map<String, Value>,
}

impl RequestObject<'_> {
    /// The request object as a signed JWT, good for [`super::assertion::LIFETIME`] seconds. It has no `sub`, so that it
    /// cannot be taken for a client assertion (RFC 9101 §10.8).
    ///
    /// # Errors
    /// The key does not sign with that algorithm, or the system gives no random numbers.
    pub fn sign(self, key: &SigningKey, algorithm: Algorithm) -> Result<String, SignFault> {
        jws::sign(key, algorithm, header("oauth-authz-req+jwt", key), self.claims())
    }

    fn claims(self) -> Map<String, Value> {
        let mut claims = self.parameters;
        // RFC 9101 §4: a request object holds neither itself nor a reference to one.
        for outside in ["request", "request_uri", "sub"] {
            claims.remove(outside);
        }
        claims.insert("client_id".to_owned(), self.client_id.into());
        claims.extend(registered(self.client_id, self.issuer, self.jwt_id, self.now));
        claims
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openid::organisation::Organisation;
    use crate::openid::sample::{NOW, key, verified};
    use serde_json::json;

    #[test]
    fn the_parameters_are_claims_and_cannot_overrule() {
        let details = Organisation::SingleTenant { child: "999999998" }.authorization();
        let parameters = [
            ("scope", json!("openid")),
            ("authorization_details", details.clone()),
            ("iss", json!("other")),
            ("sub", json!("client")),
            ("request_uri", json!("urn:x")),
        ];
        let object = RequestObject {
            client_id: "client",
            issuer: "https://sts.example",
            jwt_id: "unique",
            now: NOW,
            parameters: parameters.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        };
        let (header, claims) = verified(&object.sign(&key(), Algorithm::Ps256).unwrap(), &key());
        assert_eq!(header, json!({"alg": "PS256", "typ": "oauth-authz-req+jwt"}));
        assert_eq!(
            claims,
            json!({
                "client_id": "client", "iss": "client", "aud": "https://sts.example", "jti": "unique",
                "iat": 1_795_003_200, "nbf": 1_795_003_200, "exp": 1_795_003_210,
                "scope": "openid", "authorization_details": details
            })
        );
    }
}
