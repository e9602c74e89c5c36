//! All suites on the reference, in one test binary so that it links once.

#[path = "support/zone.rs"]
mod zone;

#[path = "suites/service"]
mod due {
    use backup::service::due as subject;
    #[path = "due.rs"]
    mod suite;
}
