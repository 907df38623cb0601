//! The command `tierline`.

fn main() -> std::process::ExitCode {
    tierline_cli::main()
}
