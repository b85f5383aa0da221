//! Who may answer for an issuer (RFC 6960 §4.2.2.2): the issuer itself, or somebody with a certificate by the issuer that
//! says so. Any other arrangement would have to be configured, and is not known here.

use super::super::crl::extension::Extension;
use super::super::crl::same_name;
use super::super::crl::strict::only;
use super::super::der::{Malformed, SEQUENCE};
use super::super::key::Key;
use super::super::outline::Outline;
use super::super::{Certificate, Name, Oddity, SignatureError};
use super::{Basic, Delegate, Question, Refusal, ResponderId};
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};

/// Critical extensions of a responder's certificate that are processed here: key usage, basic constraints, extended key
/// usage; id-pkix-ocsp-nocheck says nothing that could be missed.
const PROCESSED: [&str; 4] = ["2.5.29.15", "2.5.29.19", "2.5.29.37", NO_CHECK];

/// `id-pkix-ocsp-nocheck`.
const NO_CHECK: &str = "1.3.6.1.5.5.7.48.1.5";

/// Who signed an answer and may.
pub struct Signer {
    /// Whom the issuer had sign, if it was not the issuer.
    pub delegate: Option<Delegate>,
    /// Whether the certificate of the delegate is signed with SHA-1.
    pub weak: bool,
}

impl Signer {
    /// Finds the signer and verifies the signature.
    pub fn find(basic: &Basic, question: &Question<'_>) -> Result<Self, Refusal> {
        let issuer = &question.issuer;
        let mut refusal = None;
        if is(&basic.responder, issuer.name, issuer.spki) {
            match basic.verify_signed_by(issuer.spki) {
                Ok(()) => return Ok(Self { delegate: None, weak: false }),
                Err(error) => refusal = Some(refused(error)),
            }
        }
        let certificates = basic.certificates.iter().filter_map(|der| Certificate::parse(der).ok());
        for certificate in certificates {
            let key = &certificate.key.spki;
            if key.as_slice() == issuer.spki || !is(&basic.responder, &certificate.subject, key) {
                continue;
            }
            match delegate(basic, question, &certificate) {
                Ok(delegate) => return Ok(delegate),
                Err(error) => refusal = Some(error),
            }
        }
        let absent = || Refusal::ResponderNotAuthorized("its certificate is not with the answer".to_owned());
        Err(refusal.unwrap_or_else(absent))
    }
}

/// The signer, if it is the owner of `certificate` and may answer for the issuer.
fn delegate(basic: &Basic, question: &Question<'_>, certificate: &Certificate) -> Result<Signer, Refusal> {
    let not = |why: &str| Refusal::ResponderNotAuthorized(why.to_owned());
    if !same_name(&certificate.issuer, question.issuer.name) {
        return Err(not("its certificate is not by the issuer"));
    }
    match certificate.verify_signed_by(question.issuer.spki) {
        Ok(()) => {}
        Err(SignatureError::Invalid) => return Err(not("its certificate is not signed by the issuer")),
        Err(error) => return Err(refused(error)),
    }
    // anyExtendedKeyUsage is not enough: the right to answer must be given in so many words.
    if !certificate.extensions.extended_key_usage.iter().any(|purpose| purpose == "OCSPSigning") {
        return Err(not("its certificate is not for OCSP signing"));
    }
    // RFC 5280 §4.2.1.12: either bit goes with OCSP signing.
    let may_sign =
        |usage: super::super::KeyUsage| usage.has("digitalSignature") || usage.has("nonRepudiation");
    if !certificate.extensions.key_usage.is_none_or(may_sign) {
        return Err(not("its key is not for signing"));
    }
    if let Some(oid) = unprocessed_extension(certificate) {
        return Err(not(&format!("its certificate has the extension {oid}, which cannot be processed")));
    }
    let (earliest, latest) = question.now();
    let valid = certificate.not_before <= latest
        && earliest <= certificate.not_after
        && certificate.is_valid_at(basic.produced_at);
    if !valid {
        let (not_before, not_after) = (certificate.not_before, certificate.not_after);
        return Err(Refusal::ResponderExpired { not_before, not_after });
    }
    basic.verify_signed_by(&certificate.key.spki).map_err(refused)?;
    let no_check = extensions(certificate).iter().any(|(oid, _)| oid == NO_CHECK);
    let delegate = Delegate { certificate: certificate.der.clone(), no_check };
    Ok(Signer { delegate: Some(delegate), weak: is_weak(&certificate.signature_algorithm) })
}

/// Whether a signature algorithm hashes with SHA-1.
pub fn is_weak(algorithm: &str) -> bool {
    algorithm.starts_with("sha1") || algorithm.ends_with("SHA1")
}

/// Whether that is who the answer says has signed it.
fn is(responder: &ResponderId, name: &Name, spki: &[u8]) -> bool {
    match responder {
        ResponderId::ByName(said) => same_name(said, name),
        ResponderId::ByKey(hash) => Key::read(spki)
            .is_ok_and(|key| digest(&SHA1_FOR_LEGACY_USE_ONLY, key.bytes).as_ref() == hash.as_slice()),
    }
}

fn refused(error: SignatureError) -> Refusal {
    match error {
        SignatureError::Invalid => Refusal::SignatureInvalid,
        SignatureError::Unsupported(algorithm) => Refusal::SignatureAlgorithmUnsupported(algorithm),
    }
}

/// An extension that stands in the way of relying on the certificate: critical and not processed here, or broken.
fn unprocessed_extension(certificate: &Certificate) -> Option<String> {
    let broken = certificate.oddities.iter().find_map(|oddity| match oddity {
        Oddity::MalformedExtension { oid } => Some(oid.clone()),
        _ => None,
    });
    let unknown =
        |(oid, critical): (String, bool)| (critical && !PROCESSED.contains(&oid.as_str())).then_some(oid);
    broken.or_else(|| extensions(certificate).into_iter().find_map(unknown))
}

/// The extensions of a certificate and whether they are critical. One that cannot be read is an oddity of the
/// certificate, too, and looked for there.
fn extensions(certificate: &Certificate) -> Vec<(String, bool)> {
    let read = || -> Result<Vec<(String, bool)>, Malformed> {
        let Some(explicit) = Outline::read(&certificate.der)?.extensions else { return Ok(Vec::new()) };
        let list = only(&explicit, SEQUENCE, "the list of extensions")?;
        Extension::each(&list).map(|one| one.and_then(|one| Ok((one.oid.oid()?, one.critical)))).collect()
    };
    // What cannot be read is worse than critical.
    read().unwrap_or_else(|_| vec![("?".to_owned(), true)])
}
