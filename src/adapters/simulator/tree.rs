//! The file tree of a simulated card, and finding things in it.

use super::card_file::{CardFile, File};
use super::hex::FilePath;

/// The identifier of the master file (ISO 7816-4 §7.1).
pub(super) const MASTER_FILE: u16 = 0x3F00;

/// All files; the first is the master file, if there is one.
#[derive(Debug, Clone, Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
}

/// The place of a file in its tree.
pub(super) type Place = usize;

/// The place of the master file.
pub(super) const ROOT: Place = 0;

#[derive(Debug, Clone)]
pub(super) struct Node {
    pub parent: Place,
    pub identifier: u16,
    pub content: Content,
}

#[derive(Debug, Clone)]
pub(super) enum Content {
    /// Its names, and what SELECT returns where that is no file control information.
    Directory {
        aids: Vec<Vec<u8>>,
        answer: Option<Vec<u8>>,
    },
    Transparent {
        bytes: Vec<u8>,
        claimed_size: u64,
    },
    Records(Vec<Vec<u8>>),
}

impl Tree {
    /// The tree that a card file describes, directories between included.
    pub(super) fn of(card: &CardFile) -> Tree {
        let mut tree = Tree::default();
        for application in &card.applications {
            let place = tree.directory(application.path.get_ref());
            if let Some(Content::Directory { aids, answer }) =
                tree.nodes.get_mut(place).map(|node| &mut node.content)
            {
                aids.push(application.aid.0.clone());
                *answer = application.answer.as_ref().map(|answer| answer.0.clone());
            }
        }
        for file in &card.files {
            let path = file.path.get_ref();
            let parent = tree.directory(&path.parent());
            let identifier = path.0.last().copied().unwrap_or_default();
            tree.nodes.push(Node { parent, identifier, content: content(file) });
        }
        tree
    }

    /// The directory at `path`, made where it is missing.
    fn directory(&mut self, path: &FilePath) -> Place {
        let mut place = ROOT;
        for (depth, &identifier) in path.0.iter().enumerate() {
            let known = if depth == 0 { self.root() } else { self.child(place, identifier) };
            place = known.unwrap_or_else(|| {
                let content = Content::Directory { aids: Vec::new(), answer: None };
                self.nodes.push(Node { parent: place, identifier, content });
                self.nodes.len() - 1
            });
        }
        place
    }

    pub(super) fn root(&self) -> Option<Place> {
        (!self.nodes.is_empty()).then_some(ROOT)
    }

    pub(super) fn node(&self, place: Place) -> Option<&Node> {
        self.nodes.get(place)
    }

    pub(super) fn is_directory(&self, place: Place) -> bool {
        self.node(place).is_some_and(|node| matches!(node.content, Content::Directory { .. }))
    }

    pub(super) fn parent(&self, place: Place) -> Option<Place> {
        (place != ROOT).then(|| self.node(place).map(|node| node.parent)).flatten()
    }

    pub(super) fn child(&self, directory: Place, identifier: u16) -> Option<Place> {
        self.nodes.iter().enumerate().skip(1).find_map(|(place, node)| {
            (node.parent == directory && node.identifier == identifier).then_some(place)
        })
    }

    pub(super) fn by_short_identifier(&self, directory: Place, short: u8) -> Option<Place> {
        self.nodes.iter().enumerate().skip(1).find_map(|(place, node)| {
            let own = node.parent == directory && (node.identifier & 0x1F) as u8 == short;
            (own && !self.is_directory(place)).then_some(place)
        })
    }

    /// What SELECT with P1 = 00 finds: the master file, then from near to far (ISO 7816-4 §7.3.1): children, the
    /// directory itself, its parent, its siblings.
    pub(super) fn near(&self, directory: Place, identifier: u16) -> Option<Place> {
        if identifier == MASTER_FILE {
            return self.root();
        }
        let own = |place: Place| self.node(place).is_some_and(|node| node.identifier == identifier);
        self.child(directory, identifier).or_else(|| own(directory).then_some(directory)).or_else(|| {
            let parent = self.parent(directory)?;
            if own(parent) { Some(parent) } else { self.child(parent, identifier) }
        })
    }

    /// Follows identifiers downwards from `directory`.
    pub(super) fn descend(&self, directory: Place, steps: &[u8]) -> Option<Place> {
        let (pairs, rest) = steps.as_chunks::<2>();
        if pairs.is_empty() || !rest.is_empty() {
            return None;
        }
        pairs.iter().try_fold(directory, |place, pair| self.child(place, u16::from_be_bytes(*pair)))
    }

    /// The applications whose identifier begins with `name`, in the order of the card.
    pub(super) fn applications(&self, name: &[u8]) -> Vec<Place> {
        let named = |node: &Node| match &node.content {
            Content::Directory { aids, .. } => aids.iter().any(|aid| aid.starts_with(name)),
            _ => false,
        };
        self.nodes.iter().enumerate().filter(|(_, node)| named(node)).map(|(place, _)| place).collect()
    }

    /// Whether `place` is the directory at `path`, or below it.
    pub(super) fn is_within(&self, place: Place, path: &FilePath) -> bool {
        let mut steps = Vec::new();
        let mut here = Some(place);
        while let Some(node) = here.and_then(|place| self.node(place)) {
            steps.push(node.identifier);
            here = here.and_then(|place| self.parent(place));
        }
        steps.reverse();
        steps.starts_with(&path.0)
    }
}

fn content(file: &File) -> Content {
    match &file.records {
        Some(records) => Content::Records(records.iter().map(|record| record.0.clone()).collect()),
        None => {
            let bytes = file.hex.as_ref().map(|hex| hex.0.clone()).unwrap_or_default();
            let claimed_size = file.claimed_size.unwrap_or(bytes.len() as u64);
            Content::Transparent { bytes, claimed_size }
        }
    }
}
