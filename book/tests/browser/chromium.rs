//! Drives chromium by its DevTools protocol: messages of JSON, each with a zero byte at its end,
//! through two pipes.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

const TIMEOUT: Duration = Duration::from_secs(30);

const FLAGS: [&str; 10] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-pipe",
    "--window-size=1800,1000",
];

/// A running browser with one page. It is killed when dropped.
pub struct Chromium {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    last_id: u64,
    session: Option<String>,
    /// The script context of each frame, by the frame's id.
    contexts: HashMap<String, u64>,
    /// Errors that the console showed.
    pub errors: Vec<String>,
}

impl Chromium {
    /// Starts the browser with an empty profile in `dir`; `None` if it is not installed.
    pub fn start(dir: &Path) -> Option<Chromium> {
        let is_there = |program: &&str| {
            let mut version = Command::new(program);
            version
                .arg("--version")
                .stdout(Stdio::null())
                .stderr(Stdio::null());
            version.status().is_ok_and(|status| status.success())
        };
        let program = ["chromium", "google-chrome"].into_iter().find(is_there)?;
        // The browser reads from descriptor 3 and writes to 4.
        let mut child = Command::new("sh")
            .args([
                "-c",
                "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1",
                program,
            ])
            .args(FLAGS)
            .arg(format!("--user-data-dir={}", dir.join("profile").display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let to = child.stdin.take().unwrap();
        let from = BufReader::new(child.stdout.take().unwrap());
        let mut browser = Chromium {
            child,
            to,
            from,
            last_id: 0,
            session: None,
            contexts: HashMap::new(),
            errors: Vec::new(),
        };
        let target = browser.call("Target.createTarget", json!({ "url": "about:blank" }));
        let target = json!({ "targetId": target["targetId"], "flatten": true });
        let session = browser.call("Target.attachToTarget", target);
        browser.session = session["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page", "Runtime", "Log"] {
            browser.call(&format!("{domain}.enable"), json!({}));
        }
        Some(browser)
    }

    /// Calls a method and returns its result. Notes the events that come before.
    fn call(&mut self, method: &str, params: Value) -> Value {
        let answer = self.answer(method, params);
        assert!(answer["error"].is_null(), "{method}: {}", answer["error"]);
        answer["result"].clone()
    }

    /// Calls a method and returns the whole answer.
    fn answer(&mut self, method: &str, params: Value) -> Value {
        self.last_id += 1;
        let mut message = json!({ "id": self.last_id, "method": method, "params": params });
        if let Some(session) = &self.session {
            message["sessionId"] = json!(session);
        }
        self.to.write_all(message.to_string().as_bytes()).unwrap();
        self.to.write_all(b"\0").unwrap();
        loop {
            let mut bytes = Vec::new();
            self.from.read_until(0, &mut bytes).unwrap();
            assert_eq!(bytes.pop(), Some(0), "chromium should answer {method}");
            let answer: Value = serde_json::from_slice(&bytes).unwrap();
            if answer["id"] == self.last_id {
                return answer;
            }
            self.note(&answer);
        }
    }

    fn note(&mut self, event: &Value) {
        let params = &event["params"];
        match event["method"].as_str() {
            Some("Runtime.executionContextCreated") => {
                let context = &params["context"];
                let frame = context["auxData"]["frameId"].as_str().unwrap().to_owned();
                self.contexts.insert(frame, context["id"].as_u64().unwrap());
            }
            Some("Runtime.exceptionThrown") => self.errors.push(params.to_string()),
            Some("Log.entryAdded") if params["entry"]["level"] == "error" => {
                self.errors.push(params.to_string());
            }
            Some("Runtime.consoleAPICalled") if params["type"] == "error" => {
                self.errors.push(params.to_string());
            }
            _ => {}
        }
    }

    /// Opens `address`.
    pub fn open(&mut self, address: &str) {
        self.call("Page.navigate", json!({ "url": address }));
    }

    /// The value of a script in the frame called `name`; null while the frame loads.
    pub fn value(&mut self, name: &str, script: &str) -> Value {
        let tree = self.call("Page.getFrameTree", json!({}));
        let frames = tree["frameTree"]["childFrames"].as_array();
        let frame = frames
            .into_iter()
            .flatten()
            .find(|frame| frame["frame"]["name"] == name);
        let id = frame.and_then(|frame| frame["frame"]["id"].as_str());
        let Some(context) = id.and_then(|id| self.contexts.get(id)).copied() else {
            return Value::Null;
        };
        let params = json!({
            "expression": script,
            "contextId": context,
            "returnByValue": true,
            "awaitPromise": true,
        });
        // While a page loads, its context is gone.
        let answer = self.answer("Runtime.evaluate", params);
        answer["result"]["result"]["value"].clone()
    }

    /// Waits until a condition holds in the frame called `name`.
    pub fn wait_until(&mut self, name: &str, condition: &str) {
        let deadline = Instant::now() + TIMEOUT;
        while self.value(name, condition) != json!(true) {
            let place = self.value(name, "location.href");
            assert!(
                Instant::now() < deadline,
                "{name}, {place}: not in time: {condition}"
            );
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Loads the pages again, without their scripts.
    pub fn disable_scripts(&mut self) {
        let params = json!({ "value": true });
        self.call("Emulation.setScriptExecutionDisabled", params);
        self.contexts.clear();
        self.call("Page.reload", json!({}));
    }

    /// Gives the window another size.
    pub fn resize(&mut self, width: u32, height: u32) {
        let size = json!({
            "width": width,
            "height": height,
            "deviceScaleFactor": 1,
            "mobile": false,
        });
        self.call("Emulation.setDeviceMetricsOverride", size);
    }

    /// A picture of the window, as PNG.
    pub fn screenshot(&mut self) -> Vec<u8> {
        let picture = self.call("Page.captureScreenshot", json!({ "format": "png" }));
        base64(picture["data"].as_str().unwrap())
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Decodes base64.
fn base64(text: &str) -> Vec<u8> {
    let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0u32, 0);
    for value in text.chars().filter_map(|digit| digits.find(digit)) {
        bits = bits << 6 | u32::try_from(value).unwrap();
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    bytes
}
