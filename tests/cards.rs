//! Cards without a daemon: every shape that PKCS#15 leaves open, and cards and lines that lie.

mod applet;
mod binary;
mod desk;
mod faults;
mod gids;
mod habits;
mod hostile;
mod lengths;
mod mutation;
mod pins;
mod piv;
mod readings;
mod shapes;

use crate::forge::authorities::Authorities;
use crate::forge::catalogue;
use crate::forge::image::{CardImage, ImageContent, ImageFile};
use crate::forge::pkcs15::{self, Content, Layout};
use std::sync::LazyLock;

/// Making them takes signatures, and the tests here read cards by the thousand.
static CATALOGUE: LazyLock<Vec<CardImage>> =
    LazyLock::new(|| catalogue::cards(&Authorities::make()).into_iter().map(|card| card.image).collect());
static CONTENT: LazyLock<Content> =
    LazyLock::new(|| catalogue::four_certificates(&Authorities::make(), Vec::new()));

/// The image of a catalogued card.
fn catalogued(name: &str) -> CardImage {
    CATALOGUE.iter().find(|image| image.name == name).expect("a catalogued card").clone()
}

/// Invented: T=1; historical bytes: EF.DIR by READ BINARY, short length, "FORGE".
const UNREGISTERED: &str = "3B 8D 81 31 FE 45 80 31 E8 73 F2 21 00 65 46 4F 52 47 45 43";

/// A card that nobody registered, with nothing on it.
fn empty_card() -> CardImage {
    CardImage { name: "test".into(), atr: UNREGISTERED, protocol: "T=1", ..CardImage::default() }
}

/// Four certificates and two PINs.
fn content() -> Content {
    CONTENT.clone()
}

/// A card of that layout, with four certificates and two PINs.
fn card_of(layout: Layout) -> CardImage {
    pkcs15::build(empty_card(), layout, &content())
}

/// The bytes of the four certificates.
fn originals() -> Vec<Vec<u8>> {
    content().entries.into_iter().map(|entry| entry.certificate).collect()
}

/// Changes the transparent file at `path`.
fn change(image: &mut CardImage, path: &str, change: impl FnOnce(&mut Vec<u8>)) {
    let file = image.files.iter_mut().find(|file| file.path == path).expect("the file");
    match &mut file.content {
        ImageContent::Transparent(bytes) => change(bytes),
        ImageContent::Records(_) => panic!("{path} has records"),
    }
}

/// Puts a transparent file on the card, in place of the one that is there.
fn put(image: &mut CardImage, path: &str, bytes: Vec<u8>) {
    image.files.retain(|file| file.path != path);
    let content = ImageContent::Transparent(bytes);
    image.files.push(ImageFile { path: path.into(), about: "test".into(), content });
}

const ODF: &str = "3F00/5015/5031";
const TOKEN_INFO: &str = "3F00/5015/5032";
const DIR: &str = "3F00/2F00";
/// Written by the forge in this order.
const AODF: &str = "3F00/5015/4401";
const PRKDF: &str = "3F00/5015/4402";
const CDF: &str = "3F00/5015/4403";
const FIRST_CERTIFICATE: &str = "3F00/5015/4301";
