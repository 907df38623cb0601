//! The engine as a component: the host gets types, and no pointers.

use wasmtime::component::ResourceAny;

use crate::{
    Allowance, Guest, HostError, Limits, Program, Sandbox,
    room::{Bound, Room},
};

mod world {
    wasmtime::component::bindgen!({ world: "tierline", path: "../../bindings/wasm/wit" });
}

pub use world::exports::tierline::engine::engine::{Diagnostic, Error, Place, Severity};
pub(crate) use world::{Tierline, TierlinePre};

/// An instance of `tierline.component.wasm`.
pub struct ComponentGuest {
    room: Room,
    exports: Tierline,
}

impl ComponentGuest {
    pub(crate) fn new(sandbox: &Sandbox, component: &TierlinePre<Bound>, limits: &Limits) -> Result<Self, HostError> {
        let mut room = Room::new(sandbox, limits.memory);
        let exports = room.within(&limits.load, |store| component.instantiate(store))?;
        Ok(ComponentGuest { room, exports })
    }
}

impl Guest for ComponentGuest {
    fn call(&mut self, call: &str, allowance: &Allowance) -> Result<String, HostError> {
        let exports = self.exports.tierline_engine_engine();
        self.room.within(allowance, |store| exports.call_call(store, call))
    }
}

/// A desk by its types, in an instance of its own: no JSON but for requests and answers.
pub struct Desk {
    guest: ComponentGuest,
    desk: ResourceAny,
    limits: Limits,
}

/// What comes of a typed call: outside the host's error, inside that of the engine.
pub type Typed<T> = Result<Result<T, Error>, HostError>;

impl Desk {
    /// Compiles the files of a pack: names and texts.
    ///
    /// # Errors
    ///
    /// Where `program` is no component, or a limit is met; inside, what is wrong with the files.
    pub fn compile(program: &Program, files: &[(String, String)], limits: Limits) -> Typed<Desk> {
        let mut guest = program.component(&limits)?;
        let exports = guest.exports.tierline_engine_engine();
        let made = guest.room.within(&limits.load, |store| exports.desk().call_compile(store, files))?;
        Ok(made.map(|desk| Desk { guest, desk, limits }))
    }

    /// Loads a bundle.
    ///
    /// # Errors
    ///
    /// As for [`Desk::compile`].
    pub fn load(program: &Program, bundle: &str, limits: Limits) -> Typed<Desk> {
        let mut guest = program.component(&limits)?;
        let exports = guest.exports.tierline_engine_engine();
        let made = guest.room.within(&limits.load, |store| exports.desk().call_load(store, bundle))?;
        Ok(made.map(|desk| Desk { guest, desk, limits }))
    }

    /// The hash of its content, which every answer repeats.
    ///
    /// # Errors
    ///
    /// Where a limit is met.
    pub fn hash(&mut self) -> Result<String, HostError> {
        let exports = self.guest.exports.tierline_engine_engine();
        self.guest.room.within(&self.limits.call, |store| exports.desk().call_hash(store, self.desk))
    }

    /// How many rules it has.
    ///
    /// # Errors
    ///
    /// Where a limit is met.
    pub fn rules(&mut self) -> Result<u32, HostError> {
        let exports = self.guest.exports.tierline_engine_engine();
        self.guest.room.within(&self.limits.call, |store| exports.desk().call_rules(store, self.desk))
    }

    /// What looks wrong but compiles.
    ///
    /// # Errors
    ///
    /// Where a limit is met.
    pub fn warnings(&mut self) -> Result<Vec<Diagnostic>, HostError> {
        let exports = self.guest.exports.tierline_engine_engine();
        self.guest.room.within(&self.limits.call, |store| exports.desk().call_warnings(store, self.desk))
    }

    /// Answers a request (JSON).
    ///
    /// # Errors
    ///
    /// Where a limit is met: the desk is then to be thrown away. Inside, what is wrong with the request.
    pub fn evaluate(&mut self, request: &str) -> Typed<String> {
        let exports = self.guest.exports.tierline_engine_engine();
        self.guest.room.within(&self.limits.call, |store| exports.desk().call_evaluate(store, self.desk, request))
    }

    /// What the clocks of a request read, without its rules.
    ///
    /// # Errors
    ///
    /// As for [`Desk::evaluate`].
    pub fn deadlines(&mut self, request: &str) -> Typed<String> {
        let exports = self.guest.exports.tierline_engine_engine();
        self.guest.room.within(&self.limits.call, |store| exports.desk().call_deadlines(store, self.desk, request))
    }
}
