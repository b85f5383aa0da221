//! The configuration file that HelseID's self-service portal gives a municipality, for a client that does not exist.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// What the client may ask for.
pub const SCOPES: [&str; 9] = [
    "openid",
    "profile",
    "offline_access",
    "helseid://scopes/identity/pid",
    "helseid://scopes/identity/security_level",
    "helseid://scopes/identity/network",
    "helseid://scopes/hpr/hpr_number",
    "nhn:kjernejournal/api",
    "nhn:selvbetjening/client",
];

/// A synthetic client: its name at the provider, its key, where its browser comes back to.
pub struct TestClient {
    pub id: String,
    pub redirect_uri: String,
    /// Its private key, as a JSON Web Key without `kid` and `alg`, as HelseID's older files have it.
    pub key: Value,
    pub scopes: Vec<String>,
}

impl TestClient {
    /// A client with an RSA key of 2048 bits.
    pub fn new() -> Self {
        Self::with_key("synthetic-rsa-2048")
    }

    /// A client with one of the keys of testdata/openid: `synthetic-ec-p256`, `-p384`, `-p521`.
    pub fn with_key(name: &str) -> Self {
        Self {
            id: "00000000-0000-4000-8000-00000000000a".to_owned(),
            redirect_uri: format!("http://localhost:{}/callback", own_port()),
            key: key(name),
            scopes: SCOPES.map(str::to_owned).to_vec(),
        }
    }

    /// The port that its browser comes back to.
    pub fn port(&self) -> u16 {
        let (_, port) = self.redirect_uri.trim_end_matches("/callback").rsplit_once(':').unwrap();
        port.parse().unwrap()
    }

    /// What the provider knows of it.
    pub fn registration(&self) -> Value {
        let public: serde_json::Map<_, _> = ["kty", "kid", "crv", "x", "y", "n", "e"]
            .into_iter()
            .filter_map(|member| Some((member.to_owned(), self.key.get(member)?.clone())))
            .collect();
        json!({ "client_id": self.id, "jwks": { "keys": [public] }, "redirect_uris": [self.redirect_uri] })
    }

    /// The file's content for a client of `issuer`. Keys of elliptic curves have no .NET XML beside them.
    pub fn content(&self, issuer: &str) -> Value {
        let mut content = json!({
            "clientName": "FIKTIV KOMMUNE - Eksempel EPJ",
            "authority": issuer,
            "clientId": self.id,
            "grantTypes": ["authorization_code", "refresh_token", "client_credentials"],
            "scopes": self.scopes,
            "redirectUris": [self.redirect_uri],
            "postLogoutRedirectUris": [],
            "secretType": "private_key_jwt:RsaPrivateKeyJwtSecret",
            "privateJwk": self.key.to_string(),
            "pkceRequired": true,
        });
        if self.key["kty"] == "RSA" {
            content["rsaPrivateKey"] = xml(&self.key).into();
            content["rsaKeySizeBits"] = 2048.into();
        }
        content
    }

    /// Writes the file, escaped as .NET does it and readable by nobody else, and returns its path.
    pub fn write(&self, issuer: &str, folder: &Path) -> PathBuf {
        write(&self.content(issuer), folder)
    }
}

/// Writes any content as such a file.
pub fn write(content: &Value, folder: &Path) -> PathBuf {
    let path = folder.join("helseid.json");
    let mut text = serde_json::to_string_pretty(content).unwrap();
    // System.Text.Json escapes what could end a script element.
    for (plain, escaped) in [("<", "\\u003C"), (">", "\\u003E"), ("\\\"", "\\u0022"), ("+", "\\u002B")] {
        text = text.replace(plain, escaped);
    }
    std::fs::write(&path, text).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
    path
}

/// A port that nobody has been given before: it is registered a while before anybody listens there, and those that the
/// system gives out (from 32768 on) may go to another test's connection meanwhile.
fn own_port() -> u16 {
    static GIVEN: AtomicU32 = AtomicU32::new(0);
    let begin = std::process::id().wrapping_mul(997);
    let mut ports = std::iter::repeat_with(|| {
        let next = begin.wrapping_add(GIVEN.fetch_add(1, Ordering::Relaxed));
        u16::try_from(10_000 + next % 20_000).unwrap()
    });
    let is_free = |port: &u16| {
        ["127.0.0.1", "::1"].iter().all(|address| match TcpListener::bind((*address, *port)) {
            Ok(_) => true,
            Err(error) => error.kind() == std::io::ErrorKind::AddrNotAvailable, // a machine without IPv6
        })
    };
    ports.find(is_free).unwrap()
}

/// One of the keys of testdata/openid.
pub fn key(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("testdata/openid/{name}.jwk.json"));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// The same RSA key as .NET writes it: other names, ordinary base64.
pub fn xml(key: &Value) -> String {
    let members = [
        ("Modulus", "n"),
        ("Exponent", "e"),
        ("P", "p"),
        ("Q", "q"),
        ("DP", "dp"),
        ("DQ", "dq"),
        ("InverseQ", "qi"),
        ("D", "d"),
    ];
    let inside: String = members
        .into_iter()
        .map(|(name, member)| {
            let bytes = URL_SAFE_NO_PAD.decode(key[member].as_str().unwrap()).unwrap();
            format!("<{name}>{}</{name}>", STANDARD.encode(bytes))
        })
        .collect();
    format!("<RSAKeyValue>{inside}</RSAKeyValue>")
}
