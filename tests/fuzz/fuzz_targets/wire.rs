//! Bytes that libFuzzer makes, given to `wire`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tierline_tests::fuzz::wire(bytes));
