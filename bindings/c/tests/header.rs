//! The header is what cbindgen makes of the source.

use std::{env, fs, path::Path};

#[test]
fn the_header_is_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let config = cbindgen::Config::from_file(root.join("cbindgen.toml")).unwrap();
    let builder = cbindgen::Builder::new().with_config(config).with_src(root.join("src/lib.rs"));
    let mut header = vec![];
    builder.generate().unwrap().write(&mut header);
    let (header, path) = (String::from_utf8(header).unwrap(), root.join("include/tierline.h"));
    if env::var_os("UPDATE_HEADER").is_some() {
        fs::write(&path, &header).unwrap();
    }
    assert!(fs::read_to_string(path).unwrap_or_default() == header, "run `UPDATE_HEADER=1 cargo test -p tierline-c`");
}
