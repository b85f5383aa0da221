//! `readers --watch`.

use super::bench::{Bench, Running};

#[test]
fn insertions_and_ejections_are_followed_until_ctrl_c() {
    for format in ["text", "json"] {
        let bench = Bench::new();
        let mut watching =
            Running::start(bench.program(&["readers", "--watch", "--lang", "en", "--format", format]));
        let name = bench.reader(1);
        watching.line_with(&[&name]);
        let card = bench.insert(1, "commfides-ready");
        let words = if format == "json" { ["\"present\"", "\"empty\""] } else { ["card", "empty"] };
        watching.line_with(&[&name, words[0], "3B8D8131FE45"]);
        card.eject();
        watching.line_with(&[&name, words[1]]);
        let _again = bench.insert(0, "buypass-ready");
        watching.line_with(&[&bench.reader(0), "Buypass (MULTOS)"]);
        watching.interrupt();
        let run = watching.finish();
        assert_eq!(run.code(), Some(130), "{}", run.stderr);
    }
}

#[test]
fn only_readers_that_were_asked_for_are_followed() {
    let bench = Bench::new();
    let (other, wanted) = (bench.reader(0), bench.reader(1));
    let mut watching = Running::start(bench.program(&["readers", "--watch", "--reader", &wanted]));
    watching.line_with(&[&wanted]);
    let _other = bench.insert(0, "buypass-ready");
    let _card = bench.insert(1, "commfides-ready");
    watching.line_with(&[&wanted, "3B8D8131FE45"]);
    watching.interrupt();
    let run = watching.finish();
    assert!(!run.stdout.contains(&other), "{}", run.stdout);
}
