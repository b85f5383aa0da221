//! Whether what came from a card can be what an issuer signed: the one thing that finds a single damaged bit.

use super::issuers::Issuers;
use crate::facts::{CardFacts, ObjectFacts};
use crate::pki::{Certificate, Oddity, hashes_to};
use crate::policy::Policy;

/// Whether a certificate of the card is none, is not the one that its directory means, or bears a signature that the
/// issuer it names did not make. Issuers at hand are the policy's, and authorities on the card.
///
/// Where an issuer is at hand for one certificate of the card and for another there is none, the other's name may be what
/// was damaged. A card of nobody known is believed: no signature on it can be verified, whether it is read twice or not.
pub(super) fn is_doubtful(card: &CardFacts, policy: &Policy) -> bool {
    let read = |object: &ObjectFacts| Some(Certificate::parse(&object.bytes.value()?.0));
    let Ok(certificates) = card.objects.iter().filter_map(read).collect::<Result<Vec<_>, _>>() else {
        return true;
    };
    let known = Issuers::of(policy);
    let mut issuers = Issuers::of(policy);
    certificates.iter().filter(|one| one.is_ca()).for_each(|authority| issuers.add(authority.clone()));
    let issued = |authority: &Certificate| {
        certificates.iter().any(|one| one.verify_signed_by(&authority.key.spki).is_ok())
    };
    // Nobody signs for the authority at the top; its key is the policy's, or has signed another certificate here.
    let vouched_for = |one: &Certificate| {
        issuers.find(one).is_some() || one.is_ca() && (known.has_key_of(one) || issued(one))
    };
    let (sound, open): (Vec<&Certificate>, Vec<_>) = certificates.iter().partition(|one| vouched_for(one));
    card.objects.iter().any(contradicts_its_hash)
        || certificates.iter().any(|one| one.oddities.contains(&Oddity::NotDer))
        || !open.is_empty() && !sound.is_empty()
        || open.iter().any(|one| issuers.has_name_of_issuer(one))
}

/// Whether the directory gives another hash than the certificate has.
fn contradicts_its_hash(object: &ObjectFacts) -> bool {
    let (Some(hash), Some(bytes)) = (&object.hash, object.bytes.value()) else { return false };
    let algorithm = hash.algorithm.as_ref().map(|oid| oid.0.as_slice());
    hashes_to(algorithm, &hash.value.0, &bytes.0) == Some(false)
}
