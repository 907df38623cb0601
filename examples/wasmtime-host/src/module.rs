//! The engine as a core module: a call is written into its memory, and the reply is read there.

use wasmtime::{InstancePre, Memory, TypedFunc, ensure, format_err};

use crate::{
    Guest, HostError, Limits, Sandbox,
    limits::Allowance,
    room::{Bound, Room},
};

/// The version of the exports that this host knows.
const ABI: u32 = 1;

/// An instance of `tierline.wasm`.
pub(crate) struct ModuleGuest {
    room: Room,
    exports: Exports,
}

struct Exports {
    memory: Memory,
    alloc: TypedFunc<u32, u32>,
    call: TypedFunc<u32, u32>,
    free: TypedFunc<u32, ()>,
}

impl ModuleGuest {
    pub(crate) fn new(sandbox: &Sandbox, module: &InstancePre<Bound>, limits: &Limits) -> Result<Self, HostError> {
        let mut room = Room::new(sandbox, limits.memory);
        let exports = room.within(&limits.load, |store| {
            let instance = module.instantiate(&mut *store)?;
            let abi = instance.get_typed_func::<(), u32>(&mut *store, "tierline_abi")?.call(&mut *store, ())?;
            ensure!(abi == ABI, "its exports are of version {abi}, and this host knows version {ABI}");
            Ok(Exports {
                memory: instance.get_memory(&mut *store, "memory").ok_or_else(|| format_err!("it has no memory"))?,
                alloc: instance.get_typed_func(&mut *store, "tierline_alloc")?,
                call: instance.get_typed_func(&mut *store, "tierline_call")?,
                free: instance.get_typed_func(&mut *store, "tierline_free")?,
            })
        })?;
        Ok(ModuleGuest { room, exports })
    }
}

impl Guest for ModuleGuest {
    fn call(&mut self, call: &str, allowance: &Allowance) -> Result<String, HostError> {
        let Exports { memory, alloc, call: answer, free } = &self.exports;
        self.room.within(allowance, |store| {
            let at = alloc.call(&mut *store, u32::try_from(call.len())?)?;
            ensure!(at != 0, "there is no room for the call");
            memory.write(&mut *store, at as usize, call.as_bytes())?;
            let at = answer.call(&mut *store, at)?;
            ensure!(at != 0, "there is no room for the reply");
            let reply = reply(memory.data(&*store), at as usize);
            let reply = reply.ok_or_else(|| format_err!("the reply stands outside of its memory"))?.to_owned();
            free.call(&mut *store, u32::try_from(at)?)?;
            Ok(reply)
        })
    }
}

/// The text behind its length. A guest is not trusted to say where that is.
fn reply(memory: &[u8], at: usize) -> Option<&str> {
    let (length, rest) = memory.get(at..)?.split_first_chunk()?;
    std::str::from_utf8(rest.get(..u32::from_le_bytes(*length) as usize)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_must_stand_in_the_memory() {
        let memory = b"\x02\0\0\0ok\xff\0\0\0";
        assert_eq!(reply(memory, 0), Some("ok"));
        assert_eq!(reply(memory, 6), None);
        assert_eq!(reply(memory, 8), None);
        assert_eq!(reply(memory, 99), None);
        assert_eq!(reply(b"\x01\0\0\0\xff", 0), None);
    }
}
