//! The book in a real browser, from a folder: each sentence of the exercise shows its lines,
//! highlighted and in view; the margin leads back; search finds text and code; nothing is an error.
//!
//! `cargo test --manifest-path book/Cargo.toml --test browser -- --ignored` runs it with chromium or
//! google-chrome. With `SCREENSHOTS=DIR` it also saves pictures of three sizes of the window.

#[path = "browser/chromium.rs"]
mod chromium;

use std::path::Path;
use std::{env, fs};

use tempfile::TempDir;

use chromium::Chromium;

/// Builds the book in a new directory and opens it. `None`, with a message, without chromium.
fn open_book() -> Option<(TempDir, Chromium)> {
    let dir = TempDir::new().unwrap();
    let Some(mut browser) = Chromium::start(dir.path()) else {
        eprintln!("SKIPPED: neither chromium nor google-chrome is installed");
        return None;
    };
    let out = dir.path().join("book");
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    book::build(&project, &out).unwrap_or_else(|error| panic!("{error}"));
    browser.open(&format!("file://{}/index.html", out.display()));
    browser.wait_until("text", "document.readyState == 'complete'");
    browser.wait_until("code", "document.readyState == 'complete'");
    Some((dir, browser))
}

/// Saves a picture of the window, if that is asked for.
fn save_picture(browser: &mut Chromium, name: &str) {
    if let Some(dir) = env::var_os("SCREENSHOTS") {
        let picture = Path::new(&dir).join(format!("{name}.png"));
        fs::write(picture, browser.screenshot()).unwrap();
    }
}

/// The state of the lines that the address of the code frame names.
const TARGET: &str = "(() => {
    const target = document.querySelector(':target');
    if (!target) return {};
    const box = target.getBoundingClientRect();
    return {
        isInView: box.top >= 0 && box.top < innerHeight - 20,
        color: getComputedStyle(target).backgroundColor,
        line: target.closest('span').id,
    };
})()";

#[test]
#[ignore = "needs chromium"]
fn every_sentence_shows_its_lines_and_the_margin_leads_back() {
    let Some((_dir, mut browser)) = open_book() else {
        return;
    };
    let rows = "[...document.querySelectorAll('.sentence')]";
    let count = browser.value("text", &format!("{rows}.length"));
    let count = count.as_u64().unwrap();
    assert!(count > 40, "the page should have a row per sentence");
    for at in 0..count {
        let row = format!("{rows}[{at}]");
        let href = browser.value("text", &format!("{row}.href"));
        let id = browser.value(
            "text",
            &format!("{row}.closest('p').previousElementSibling.id"),
        );
        browser.value("text", &format!("{row}.click()"));
        browser.wait_until(
            "code",
            &format!("location.href == {href} && document.readyState == 'complete'"),
        );
        let target = browser.value("code", TARGET);
        assert_eq!(
            target["isInView"], true,
            "{id} should show its lines: {target}"
        );
        assert_ne!(
            target["color"], "rgba(0, 0, 0, 0)",
            "{id} should mark its lines"
        );
        let line = &target["line"];
        let back = format!(
            "[...document.getElementById({line}).querySelectorAll('.m a')]
                .find((link) => link.href.endsWith('#' + {id}))"
        );
        let has_link = browser.value("code", &format!("{back} != null"));
        assert_eq!(
            has_link, true,
            "the margin of {href} should lead back to {id}"
        );
        browser.value("code", &format!("{back}.click()"));
        browser.wait_until("text", &format!("location.hash == '#' + {id}"));
    }
    assert!(browser.errors.is_empty(), "{:#?}", browser.errors);
}

#[test]
#[ignore = "needs chromium"]
fn links_work_without_scripts() {
    let Some((_dir, mut browser)) = open_book() else {
        return;
    };
    browser.disable_scripts();
    browser.wait_until("text", "document.readyState == 'complete'");
    let theme = browser.value("text", "typeof path_to_root");
    assert_eq!(theme, "undefined", "the scripts of the page should not run");
    browser.value(
        "text",
        "document.querySelector('#loop-1 + p .sentence').click()",
    );
    browser.wait_until("code", "document.querySelector(':target') != null");
    let target = browser.value("code", TARGET);
    assert_eq!(
        target["isInView"], true,
        "loop-1 should show its lines: {target}"
    );
    browser.value(
        "code",
        "document.querySelector('.m a[href$=\"#loop-2\"]').click()",
    );
    browser.wait_until("text", "location.hash == '#loop-2'");
}

#[test]
#[ignore = "needs chromium"]
fn search_finds_text_and_code() {
    let Some((_dir, mut browser)) = open_book() else {
        return;
    };
    browser.value(
        "text",
        "document.getElementById('mdbook-search-toggle').click()",
    );
    browser.wait_until(
        "text",
        "window.elasticlunr != null && window.search != null",
    );
    for (wanted, results) in [
        ("F_GETLK", "code-results"),
        ("f_getlk", "code-results"),
        ("recv_timeout", "code-results"),
        ("02:30", "mdbook-searchresults"),
        ("atomic", "mdbook-searchresults"),
    ] {
        browser.value(
            "text",
            &format!(
                "(() => {{
                    const field = document.getElementById('mdbook-searchbar');
                    field.value = '{wanted}';
                    field.dispatchEvent(new Event('input', {{ bubbles: true }}));
                    field.dispatchEvent(new Event('keyup', {{ bubbles: true }}));
                }})()"
            ),
        );
        let text = format!("document.getElementById('{results}').textContent");
        browser.wait_until(
            "text",
            &format!("{text}.toLowerCase().includes('{wanted}'.toLowerCase())"),
        );
        save_picture(&mut browser, &format!("search {wanted}"));
    }
    browser.value("text", "document.querySelector('#code-results a').click()");
    browser.wait_until("code", "document.querySelector(':target') != null");
    assert!(browser.errors.is_empty(), "{:#?}", browser.errors);
}

#[test]
#[ignore = "needs chromium"]
fn both_frames_are_seen_in_any_window() {
    let Some((_dir, mut browser)) = open_book() else {
        return;
    };
    browser.value(
        "text",
        "document.querySelector('[data-id][href*=\"run.rs\"]').click()",
    );
    browser.wait_until("code", "document.querySelector(':target') != null");
    for (width, height) in [(1800, 1000), (1280, 800), (390, 844)] {
        browser.resize(width, height);
        for frame in ["text", "code"] {
            let size = browser.value(frame, "[innerWidth, innerHeight]");
            let is_seen = size[0].as_u64() > Some(300) && size[1].as_u64() > Some(300);
            assert!(is_seen, "{frame} in {width}x{height}: {size}");
        }
        let is_wider = "document.documentElement.scrollWidth > innerWidth";
        let scrolls = browser.value("text", is_wider);
        assert_eq!(
            scrolls, false,
            "the text should not be wider than {width}x{height}"
        );
        save_picture(&mut browser, &format!("{width}x{height}"));
    }
    assert!(browser.errors.is_empty(), "{:#?}", browser.errors);
}
