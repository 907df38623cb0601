//! Bounds of the module: its stack, and all the memory that it may ever have.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32") {
        println!("cargo::rustc-link-arg-cdylib=-zstack-size=4194304");
        println!("cargo::rustc-link-arg-cdylib=--max-memory=268435456");
    }
}
