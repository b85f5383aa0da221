//! The page that the browser shows when the login is over.

use crate::ports::Farewell;
use url::Url;

const PAGE: &str = include_str!("page.html");

/// A form that the browser sends by itself, and that leaves nothing in its history.
pub(super) struct Form<'a> {
    /// Where to.
    pub action: &'a Url,
    /// Hidden fields.
    pub fields: &'a [(&'a str, &'a str)],
}

/// The whole answer, head and page.
pub(super) fn answer(status: &str, farewell: &Farewell, form: Option<&Form<'_>>) -> Vec<u8> {
    let page = [
        ("{language}", farewell.language.to_owned()),
        ("{title}", escaped(&farewell.title)),
        ("{text}", escaped(&farewell.text)),
        ("{form}", form.map(markup).unwrap_or_default()),
    ]
    .iter()
    .fold(PAGE.to_owned(), |page, (hole, text)| page.replace(hole, text));
    plain(status, "text/html; charset=utf-8", &page)
}

/// An answer of no more than a line, to whatever else the browser asks for.
pub(super) fn short(status: &str) -> Vec<u8> {
    plain(status, "text/plain; charset=utf-8", &format!("{status}\n"))
}

fn plain(status: &str, kind: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\
         Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n\
         Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\r\n\r\n{body}"
    )
    .into_bytes()
}

fn markup(form: &Form<'_>) -> String {
    let field = |(name, value): &(&str, &str)| {
        format!("<input type=\"hidden\" name=\"{}\" value=\"{}\">", escaped(name), escaped(value))
    };
    let fields: String = form.fields.iter().map(field).collect();
    let action = escaped(form.action.as_str());
    format!(
        "<form method=\"post\" action=\"{action}\">{fields}</form>\n<script>document.forms[0].submit()</script>"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_page_is_markup_that_was_not_meant() {
        let farewell = Farewell { language: "nb", title: "<b>\"&".to_owned(), text: "a < b".to_owned() };
        let url = Url::parse("https://sts.example/end?a=1&b=2").unwrap();
        let form = Form { action: &url, fields: &[("id_token_hint", "x\"><script>")] };
        let page = String::from_utf8(answer("200 OK", &farewell, Some(&form))).unwrap();
        assert!(page.contains("<h1>&lt;b&gt;&quot;&amp;</h1>"), "{page}");
        assert!(page.contains("value=\"x&quot;&gt;&lt;script&gt;\""), "{page}");
        let (head, body) = page.split_once("\r\n\r\n").unwrap();
        assert!(head.contains(&format!("Content-Length: {}", body.len())));
        assert!(head.contains("Cache-Control: no-store"));
    }
}
