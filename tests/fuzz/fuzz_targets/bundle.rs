//! Bytes that libFuzzer makes, given to `bundle`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tierline_tests::fuzz::bundle(bytes));
