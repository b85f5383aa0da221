//! A card as its file: writing the TOML that `adapters::simulator` reads.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use eid_ready::adapters::simulator::SimulatedCard;
use std::fmt::Write;

/// Everything that stands in a card file.
#[derive(Clone, Default)]
pub struct CardImage {
    pub name: String,
    pub about_nb: String,
    pub about_en: String,
    /// Hex with spaces.
    pub atr: &'static str,
    /// `T=0` or `T=1`.
    pub protocol: &'static str,
    pub family: &'static str,
    pub expect_name: Option<&'static str>,
    /// Lines of `[behaviour]`.
    pub behaviour: Vec<&'static str>,
    /// Application identifier and path.
    pub applications: Vec<(Vec<u8>, String)>,
    /// What SELECT by name returns, where that is no file control information.
    pub selected: Option<Vec<u8>>,
    pub files: Vec<ImageFile>,
    pub objects: Vec<ImageObject>,
    pub pins: Vec<ImagePin>,
    /// The services are asked over the machine's network, except for what is recorded.
    pub live: bool,
    pub answers: Vec<ImageAnswer>,
}

/// What a service answers.
#[derive(Clone)]
pub struct ImageAnswer {
    pub url: String,
    pub about: String,
    /// What the question must hold.
    pub request_holds: Option<Vec<u8>>,
    pub body: ImageBody,
}

#[derive(Clone)]
pub enum ImageBody {
    /// Content type and body, with status 200.
    Whole(&'static str, Vec<u8>),
    /// No answer, lost at this stage.
    Fails(&'static str),
}

#[derive(Clone)]
pub struct ImageFile {
    pub path: String,
    pub about: String,
    pub content: ImageContent,
}

#[derive(Clone)]
pub enum ImageContent {
    Transparent(Vec<u8>),
    Records(Vec<Vec<u8>>),
}

/// A data object of the application in `directory`.
#[derive(Clone)]
pub struct ImageObject {
    pub directory: &'static str,
    /// Two bytes; 3FFF is the current file.
    pub file: u16,
    pub tag: Vec<u8>,
    pub about: String,
    /// Tag and length included.
    pub bytes: Vec<u8>,
}

/// A `[[pin]]`, its lines as they stand after the reference.
#[derive(Clone)]
pub struct ImagePin {
    pub reference: u8,
    pub lines: Vec<String>,
}

impl CardImage {
    /// The card file.
    pub fn to_toml(&self) -> String {
        let mut out =
            String::from("# Made by `cargo run --example forge`; the person and the issuer are invented.\n");
        let mut line = |text: String| writeln!(out, "{text}").unwrap();
        line(format!("name = {:?}", self.name));
        line(format!("atr = {:?}", self.atr));
        line(format!("protocol = {:?}", self.protocol));
        line(format!("family = {:?}", self.family));
        if let Some(name) = self.expect_name {
            line(format!("expect_name = {name:?}"));
        }
        if self.live {
            line("network = \"live\"".into());
        }
        line(format!("\n[about]\nnb = {:?}\nen = {:?}", self.about_nb, self.about_en));
        if !self.behaviour.is_empty() {
            line(format!("\n[behaviour]\n{}", self.behaviour.join("\n")));
        }
        for (aid, path) in &self.applications {
            line(format!("\n[[application]]\naid = {:?}\npath = {path:?}", spaced(aid)));
            if let Some(answer) = &self.selected {
                line(format!("answer = {:?}", spaced(answer)));
            }
        }
        for file in &self.files {
            line(format!("\n[[file]]\npath = {:?}", file.path));
            match &file.content {
                ImageContent::Transparent(bytes) => {
                    line(format!("about = {:?}", format!("{}, {} bytes", file.about, bytes.len())));
                    line(format!("hex = \"\"\"\n{}\"\"\"", block(bytes)));
                }
                ImageContent::Records(records) => {
                    line(format!("about = {:?}\nkind = \"records\"\nrecords = [", file.about));
                    records.iter().for_each(|record| line(format!("    {:?},", spaced(record))));
                    line("]".into());
                }
            }
        }
        for object in &self.objects {
            line(format!("\n[[object]]\ndirectory = {:?}", object.directory));
            if object.file != 0x3FFF {
                line(format!("file = {:?}", spaced(&object.file.to_be_bytes())));
            }
            line(format!("tag = {:?}", spaced(&object.tag)));
            line(format!("about = {:?}", format!("{}, {} bytes", object.about, object.bytes.len())));
            line(format!("hex = \"\"\"\n{}\"\"\"", block(&object.bytes)));
        }
        for pin in &self.pins {
            line(format!("\n[[pin]]\nreference = 0x{:02X}\n{}", pin.reference, pin.lines.join("\n")));
        }
        for answer in &self.answers {
            line(format!("\n[[answer]]\nurl = {:?}\nabout = {:?}", answer.url, answer.about));
            if let Some(part) = &answer.request_holds {
                line(format!("request_holds = {:?}", spaced(part)));
            }
            match &answer.body {
                ImageBody::Whole(kind, bytes) => {
                    line(format!("content_type = {kind:?}\nbody = \"\"\"\n{}\"\"\"", base64(bytes)));
                }
                ImageBody::Fails(stage) => line(format!("fails = {stage:?}")),
            }
        }
        out
    }

    /// The card itself.
    pub fn card(&self) -> SimulatedCard {
        SimulatedCard::parse(&self.to_toml(), &self.name).unwrap_or_else(|error| panic!("{error}"))
    }

    /// The bytes of the transparent file at `path`.
    pub fn transparent(&self, path: &str) -> Option<&[u8]> {
        self.files.iter().find(|file| file.path == path).and_then(|file| match &file.content {
            ImageContent::Transparent(bytes) => Some(bytes.as_slice()),
            ImageContent::Records(_) => None,
        })
    }
}

fn spaced(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(" ")
}

/// 32 bytes a line, in groups of four.
fn block(bytes: &[u8]) -> String {
    let hex = |group: &[u8]| group.iter().map(|byte| format!("{byte:02X}")).collect::<String>();
    let line = |line: &[u8]| line.chunks(4).map(hex).collect::<Vec<_>>().join(" ") + "\n";
    bytes.chunks(32).map(line).collect()
}

/// 100 characters a line.
fn base64(bytes: &[u8]) -> String {
    let text = STANDARD.encode(bytes);
    text.as_bytes().chunks(100).map(|line| format!("{}\n", std::str::from_utf8(line).unwrap())).collect()
}
