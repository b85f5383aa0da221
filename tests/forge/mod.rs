//! The forge: makes the synthetic test data. The same keys, names and dates give the same bytes, always.
//!
//! `cargo run --example forge` writes them into `testdata/` and `src/policy/presets/demo.toml`; the integration tests
//! use the parts to make cards of their own, and hold that what is committed is what the forge makes.
#![allow(dead_code)] // the command and the tests each use a part
#![allow(clippy::unwrap_used, clippy::panic)] // test data that cannot be made is a failed test

pub mod authorities;
pub mod catalogue;
pub mod corpus;
pub mod der;
pub mod employer;
pub mod extensions;
pub mod gids;
pub mod image;
pub mod keys;
pub mod names;
pub mod persons;
pub mod piv;
pub mod pkcs15;
pub mod policy;
pub mod rosters;
pub mod samples;
pub mod services;
pub mod workbook;
pub mod x509;

use authorities::Authorities;

/// Every committed file that the forge makes: path from the root of the repository, and content.
pub fn artifacts() -> Vec<(String, Vec<u8>)> {
    let authorities = Authorities::make();
    let mut files =
        vec![("src/policy/presets/demo.toml".to_owned(), policy::demo(&authorities).into_bytes())];
    let corpus = std::fs::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(names::PAIRS)).unwrap();
    files.push((names::RESULTS.to_owned(), names::table(&corpus).into_bytes()));
    files.extend(
        rosters::rosters().into_iter().map(|(name, bytes)| (format!("testdata/rosters/{name}"), bytes)),
    );
    for authority in authorities.all() {
        files.push((format!("testdata/pki/authorities/{}.der", authority.id), authority.certificate.clone()));
    }
    for (name, certificate) in samples::certificates(&authorities) {
        files.push((format!("testdata/pki/certificates/{name}.der"), certificate));
    }
    let cards = catalogue::cards(&authorities);
    let first = |folder: &str| {
        let card = cards.iter().find(|card| card.folder == folder).unwrap();
        card.certificates[0].1.clone()
    };
    let (buypass, commfides) = (first("buypass/ready"), first("commfides/try-later"));
    for (name, answer) in services::spare(&authorities, &buypass, &commfides) {
        files.push((format!("testdata/pki/answers/{name}"), answer));
    }
    files.extend(corpus::artifacts(&authorities, &cards));
    for card in cards {
        let folder = card.folder;
        files.push((format!("testdata/cards/{folder}/card.toml"), card.image.to_toml().into_bytes()));
        for (name, certificate) in card.certificates {
            files.push((format!("testdata/cards/{folder}/{name}.der"), certificate));
        }
    }
    files
}
