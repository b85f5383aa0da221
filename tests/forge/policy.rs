//! The demo profile, which trusts the synthetic issuers and nobody else.

use super::authorities::{Authorities, Authority};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

const HEAD: &str = "\
# Made by `cargo run --example forge`.
#
# The profile of `demo`, refused with live readers: the issuers are synthetic, and the clock stands still so that the
# card that is ready today is ready for ever. To the demo the synthetic issuers are the production.
name = \"demo\"
environment = \"production\"
clock = \"2026-11-22T08:00:00Z\"

# What the synthetic issuers' services answer stands in the card files.
[revocation]
required = true
";

/// `demo.toml`.
pub fn demo(authorities: &Authorities) -> String {
    [&authorities.buypass, &authorities.commfides]
        .map(issuer)
        .iter()
        .fold(HEAD.to_owned(), |text, issuer| text + "\n" + issuer)
}

fn issuer(authority: &Authority) -> String {
    let Authority { id, company, readable, not_before, not_after, .. } = authority;
    let (subject, spki) = (STANDARD.encode(&authority.name), STANDARD.encode(&authority.key.spki));
    format!(
        "[[issuers]]\nid = {id:?}\ncompany = {company:?}\nenvironment = \"production\"\nkind = \"person\"\n\
         name = {readable:?}\nsubject = {subject:?}\nspki = {spki:?}\n\
         not_before = {not_before:?}\nnot_after = {not_after:?}\n"
    )
}
