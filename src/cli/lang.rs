//! The language of this run, needed before the arguments can be parsed: their errors are words too.

use crate::judge::text::Lang;
use std::ffi::OsString;

/// `--lang` wherever it stands, else the user's locale: Norwegian for nb, nn and no, English for all others.
pub(super) fn wanted(arguments: &[OsString]) -> Lang {
    let texts: Vec<String> = arguments.iter().map(|one| one.to_string_lossy().into_owned()).collect();
    let asked = texts.iter().enumerate().find_map(|(at, text)| match text.as_str() {
        "--lang" => texts.get(at + 1).cloned(),
        other => other.strip_prefix("--lang=").map(str::to_owned),
    });
    match asked.as_deref() {
        Some("nb") => Lang::Nb,
        Some("en") => Lang::En,
        _ => of_locale(&sys_locale::get_locale().unwrap_or_default()),
    }
}

fn of_locale(locale: &str) -> Lang {
    let norwegian = ["nb", "nn", "no"].iter().any(|code| {
        locale.to_lowercase().strip_prefix(code).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    });
    if norwegian { Lang::Nb } else { Lang::En }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn norwegian_locales_are_norwegian() {
        for locale in ["nb", "nb-NO", "nn_NO.UTF-8", "no", "NB-no"] {
            assert_eq!(of_locale(locale), Lang::Nb, "{locale}");
        }
        for locale in ["", "C", "en-GB", "now", "sv-SE", "nbx"] {
            assert_eq!(of_locale(locale), Lang::En, "{locale}");
        }
    }
}
