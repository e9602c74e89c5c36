//! The suites, on the reference.

#[path = "suites"]
mod archive {
    use backup::archive as subject;
    #[path = "archive.rs"]
    mod suite;
}
