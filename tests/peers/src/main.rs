//! `cargo xtask bench --peers`: builds each peer, asks it for its figures, and prints one table.

mod peers;
mod run;
mod table;

use peers::{PEERS, Peer};
use run::Programs;
use table::Table;

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    if let Some(unknown) = wanted.iter().find(|name| !PEERS.iter().any(|peer| peer.program == **name)) {
        let known: Vec<&str> = PEERS.iter().map(|peer| peer.program).collect();
        tierline_peers::refuse(&format!("there is no peer `{unknown}`; there are {}", known.join(", ")));
    }
    // Ratios are to Tierline in the same run, so it always runs.
    let is_wanted =
        |peer: &&Peer| wanted.is_empty() || peer.program == "tierline" || wanted.contains(&peer.program.to_owned());
    let programs = Programs::here();
    let mut table = Table::default();
    for peer in PEERS.iter().filter(is_wanted) {
        eprintln!("peers: {}", peer.name);
        match programs.build(peer) {
            Ok(version) => table.add(peer, &version, |variant, cell| programs.ask(peer, variant, cell)),
            Err(why) => table.leave_out(peer.name, &why),
        }
    }
    print!("{table}");
}
