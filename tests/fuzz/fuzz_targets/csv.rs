//! Bytes that libFuzzer makes, given to `csv`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tierline_tests::fuzz::csv(bytes));
