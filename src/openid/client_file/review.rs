//! What is unusual in a file as a whole.

use super::{ClientFile, Oddity, WantedScope};
use crate::openid::redirect::LoopbackRedirect;

/// What Selvbetjening writes.
const SECRET_TYPE: &str = "private_key_jwt:RsaPrivateKeyJwtSecret";

/// Everything that is unusual, in the order of the file's members.
pub(super) fn of(file: &ClientFile) -> Vec<Oddity> {
    let mut oddities = Vec::new();
    let mut told = |unusual: bool, oddity: Oddity| oddities.extend(unusual.then_some(oddity));

    told(!is_guid(&file.client_id), Oddity::ClientIdNotGuid);

    let logs_in = file.grant_types.iter().any(|grant| grant == "authorization_code");
    told(!logs_in, Oddity::NoAuthorizationCode);

    for scope in WantedScope::ALL {
        told(!file.scopes.iter().any(|have| scope.is_in(have)), Oddity::ScopeMissing(scope));
    }

    let redirects: Vec<_> = file.redirect_uris.iter().map(|uri| LoopbackRedirect::parse(uri)).collect();
    for (index, redirect) in redirects.iter().enumerate() {
        if let Err(fault) = redirect {
            told(true, Oddity::Redirect { index, fault: *fault });
        }
    }
    // A client that nobody logs in with needs none.
    told(logs_in && !redirects.iter().any(Result::is_ok), Oddity::NoLoopbackRedirect);

    told(file.secret_type.as_deref().is_some_and(|kind| kind != SECRET_TYPE), Oddity::UnknownSecretType);

    let bits = file.key.public().bits();
    if let Some(declared) = file.declared_bits {
        told(declared != bits, Oddity::SizeDiffers { declared, bits });
    }
    told(file.key.key_id().is_none(), Oddity::NoKeyId);

    told(file.pkce_required == Some(false), Oddity::PkceNotRequired);
    oddities
}

/// Five groups of hexadecimal digits, as RFC 9562 §4 writes them.
fn is_guid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|group| group.bytes().all(|letter| letter.is_ascii_hexdigit()))
}
