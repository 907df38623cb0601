//! Bytes that libFuzzer makes, given to `columns`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tierline_tests::fuzz::columns(bytes));
