//! Every path in a source file, told apart from comments and texts, relative ones made absolute.

use syn::visit::{self, Visit};

/// Where a source file stands.
pub struct Place {
    /// Its module path below the crate: `["judge", "checks"]`.
    pub modules: Vec<String>,
    /// The folder it stands in, as a module path.
    folder: Vec<String>,
}

impl Place {
    /// By its path below `src/`.
    pub fn of(file: &str) -> Self {
        let stem = file.trim_end_matches(".rs");
        let stem = stem.strip_suffix("/mod").unwrap_or(stem);
        let modules = match stem {
            "lib" | "main" => Vec::new(),
            other => other.split('/').map(str::to_owned).collect(),
        };
        let folder = file.split('/').map(str::to_owned).collect::<Vec<_>>();
        Place { modules, folder: folder[..folder.len() - 1].to_vec() }
    }

    /// The top-level module; empty for the crate itself.
    pub fn top(&self) -> &str {
        self.modules.first().map_or("", String::as_str)
    }
}

/// A path as it is meant.
#[derive(Debug)]
pub struct Found {
    /// Starts with `crate` where it is ours.
    pub segments: Vec<String>,
    /// It calls a macro.
    pub is_macro: bool,
}

impl Found {
    /// Its last segment.
    pub fn last(&self) -> &str {
        self.segments.last().map_or("", String::as_str)
    }
}

/// The paths of `source` that are product code.
pub fn paths(place: &Place, source: &str) -> Vec<Found> {
    walk(place, source).found
}

/// The modules that `source` declares, in its order.
pub fn declared(place: &Place, source: &str) -> Vec<Vec<String>> {
    walk(place, source).declared
}

/// The modules in files of their own that `source` declares for tests only.
pub fn test_modules(place: &Place, source: &str) -> Vec<Vec<String>> {
    walk(place, source).tests
}

fn walk(place: &Place, source: &str) -> Walk {
    let file = syn::parse_file(source).unwrap();
    let mut walk = Walk { modules: place.modules.clone(), folder: place.folder.clone(), ..Walk::default() };
    walk.visit_file(&file);
    walk
}

#[derive(Default)]
struct Walk {
    modules: Vec<String>,
    folder: Vec<String>,
    found: Vec<Found>,
    declared: Vec<Vec<String>>,
    tests: Vec<Vec<String>>,
}

impl Walk {
    fn note(&mut self, segments: Vec<String>, is_macro: bool) {
        let segments = match segments.first().map(String::as_str) {
            Some("crate" | "eid_ready") => [vec!["crate".to_owned()], segments[1..].to_vec()].concat(),
            Some("self" | "super") => self.absolute(&segments),
            _ => segments,
        };
        self.found.push(Found { segments, is_macro });
    }

    fn absolute(&self, segments: &[String]) -> Vec<String> {
        let ups = segments.iter().take_while(|one| ["self", "super"].contains(&one.as_str())).count();
        let supers = segments[..ups].iter().filter(|one| *one == "super").count();
        let base = &self.modules[..self.modules.len().saturating_sub(supers)];
        [&["crate".to_owned()], base, &segments[ups..]].concat()
    }

    /// Where the file of a declared module stands, by its name or by `#[path = "…"]`.
    fn below(&self, module: &syn::ItemMod) -> Vec<String> {
        let elsewhere = module.attrs.iter().filter(|one| one.path().is_ident("path")).find_map(|one| {
            let syn::Meta::NameValue(pair) = &one.meta else { return None };
            let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) = &pair.value else {
                return None;
            };
            Some(text.value().trim_end_matches(".rs").to_owned())
        });
        match elsewhere {
            Some(stem) => [self.folder.as_slice(), &[stem]].concat(),
            None => [self.modules.as_slice(), &[module.ident.to_string()]].concat(),
        }
    }

    /// Inside a macro there are only tokens: rows of names with `::` between them are taken for paths.
    fn tokens(&mut self, text: &str) {
        let mut rest = text;
        let mut row: Vec<String> = Vec::new();
        let mut joined = false;
        while let Some(first) = rest.chars().next() {
            let name: usize =
                rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').map(char::len_utf8).sum();
            if first == '"' {
                let end = text_end(rest);
                rest = &rest[end..];
                continue;
            }
            if name > 0 {
                if !joined {
                    self.end(&mut row, false);
                }
                row.push(rest[..name].to_owned());
                rest = &rest[name..];
                joined = false;
            } else if let Some(after) = rest.strip_prefix("::") {
                joined = true;
                rest = after;
            } else if first.is_whitespace() {
                rest = &rest[first.len_utf8()..];
            } else {
                self.end(&mut row, first == '!');
                joined = false;
                rest = &rest[first.len_utf8()..];
            }
        }
        self.end(&mut row, false);
    }

    fn end(&mut self, row: &mut Vec<String>, is_macro: bool) {
        if row.len() > 1 || is_macro {
            self.note(std::mem::take(row), is_macro);
        }
        row.clear();
    }
}

/// The length of the text literal that `rest` starts with.
fn text_end(rest: &str) -> usize {
    let mut escaped = false;
    for (at, letter) in rest.char_indices().skip(1) {
        match letter {
            '"' if !escaped => return at + 1,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    rest.len()
}

fn for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || attribute.path().is_ident("cfg")
                && attribute.parse_args::<syn::Ident>().is_ok_and(|condition| condition == "test")
    })
}

impl<'ast> Visit<'ast> for Walk {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        use syn::Item;
        let attributes = match item {
            Item::Use(item) => &item.attrs,
            Item::Fn(item) => &item.attrs,
            Item::Impl(item) => &item.attrs,
            Item::Struct(item) => &item.attrs,
            Item::Const(item) => &item.attrs,
            Item::Static(item) => &item.attrs,
            Item::Mod(item) => {
                if for_tests(&item.attrs) && item.content.is_none() {
                    self.tests.push(self.below(item));
                }
                self.declared.push(self.below(item));
                &item.attrs
            }
            _ => &Vec::new(),
        };
        if !for_tests(attributes) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        self.modules.push(module.ident.to_string());
        visit::visit_item_mod(self, module);
        self.modules.pop();
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let mut flat = Vec::new();
        flatten(&item.tree, &mut Vec::new(), &mut flat);
        flat.into_iter().for_each(|segments| self.note(segments, false));
    }

    fn visit_item_extern_crate(&mut self, item: &'ast syn::ItemExternCrate) {
        self.note(vec![item.ident.to_string()], false);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.segments.len() > 1 {
            self.note(path.segments.iter().map(|segment| segment.ident.to_string()).collect(), false);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, called: &'ast syn::Macro) {
        self.note(called.path.segments.iter().map(|segment| segment.ident.to_string()).collect(), true);
        self.tokens(&called.tokens.to_string());
    }
}

fn flatten(tree: &syn::UseTree, before: &mut Vec<String>, into: &mut Vec<Vec<String>>) {
    match tree {
        syn::UseTree::Path(path) => {
            before.push(path.ident.to_string());
            flatten(&path.tree, before, into);
            before.pop();
        }
        syn::UseTree::Group(group) => group.items.iter().for_each(|tree| flatten(tree, before, into)),
        syn::UseTree::Name(name) if name.ident == "self" => into.push(before.clone()),
        syn::UseTree::Name(name) => into.push([before.as_slice(), &[name.ident.to_string()]].concat()),
        syn::UseTree::Rename(name) => into.push([before.as_slice(), &[name.ident.to_string()]].concat()),
        syn::UseTree::Glob(_) => into.push(before.clone()),
    }
}
