//! The engine of WebAssembly, and what it has compiled.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use wasmtime::{
    Config, Engine, EngineWeak, Module,
    component::{self, Component},
};

use crate::{
    Guest, HostError, Limits, Meters,
    component::{ComponentGuest, TierlinePre},
    module::ModuleGuest,
    room::Bound,
};

/// How often time is looked at.
pub const TICK: Duration = Duration::from_millis(5);

/// Bytes of stack for a guest. It takes them from the thread that calls; threads of Rust have two MiB.
const STACK: usize = 1024 * 1024;

/// Where guests are compiled and run. Clones are the same sandbox.
#[derive(Clone)]
pub struct Sandbox {
    engine: Engine,
    meters: Meters,
    cache: PathBuf,
}

/// The engine of Tierline, compiled for this machine.
#[derive(Clone)]
pub struct Program {
    sandbox: Sandbox,
    kind: Kind,
}

#[derive(Clone)]
enum Kind {
    Module(wasmtime::InstancePre<Bound>),
    Component(TierlinePre<Bound>),
}

impl Sandbox {
    /// A sandbox that keeps what it compiles in the folder `cache`, which nobody else may write to.
    ///
    /// # Errors
    ///
    /// Where wasmtime does not know this machine.
    pub fn new(meters: Meters, cache: &Path) -> Result<Sandbox, HostError> {
        let mut config = Config::new();
        config.consume_fuel(meters.fuel).epoch_interruption(meters.time).max_wasm_stack(STACK);
        let engine = Engine::new(&config).map_err(|error| HostError::Trapped(format!("{error:#}")))?;
        if meters.time {
            tick(engine.weak());
        }
        Ok(Sandbox { engine, meters, cache: cache.to_owned() })
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }

    pub(crate) fn meters(&self) -> Meters {
        self.meters
    }

    /// Compiles a core module or a component, whichever the file is; what was compiled before is read from the cache.
    ///
    /// # Errors
    ///
    /// Where the file is neither, or wants anything of its host.
    pub fn program(&self, file: &Path) -> Result<Program, HostError> {
        let not_the_engine =
            |why: &dyn std::fmt::Display| HostError::NotTheEngine(format!("{}: {why}", file.display()));
        let bytes = fs::read(file).map_err(|error| not_the_engine(&error))?;
        let made = if Parts::of(&bytes).is_component { self.component(&bytes) } else { self.module(&bytes) };
        let kind = made.map_err(|error| not_the_engine(&format!("{error:#}")))?;
        Ok(Program { sandbox: self.clone(), kind })
    }

    fn module(&self, bytes: &[u8]) -> wasmtime::Result<Kind> {
        let cached = self.cached(bytes, || Module::new(&self.engine, bytes)?.serialize())?;
        // SAFETY: the file is one that `serialize` gave, or what this sandbox wrote into a folder of its own.
        #[expect(unsafe_code, reason = "wasmtime trusts compiled code")]
        let module = unsafe { Module::deserialize_file(&self.engine, cached) }?;
        // A linker without functions: a module that imports something is refused here.
        Ok(Kind::Module(wasmtime::Linker::new(&self.engine).instantiate_pre(&module)?))
    }

    fn component(&self, bytes: &[u8]) -> wasmtime::Result<Kind> {
        let cached = self.cached(bytes, || Component::new(&self.engine, bytes)?.serialize())?;
        // SAFETY: as above.
        #[expect(unsafe_code, reason = "wasmtime trusts compiled code")]
        let component = unsafe { Component::deserialize_file(&self.engine, cached) }?;
        let linker = component::Linker::new(&self.engine);
        Ok(Kind::Component(TierlinePre::new(linker.instantiate_pre(&component)?)?))
    }

    /// The file with the compiled code of `bytes`, written where it is not there yet. Its name tells apart what was compiled, by
    /// which wasmtime, with which meters.
    fn cached(&self, bytes: &[u8], compile: impl FnOnce() -> wasmtime::Result<Vec<u8>>) -> wasmtime::Result<PathBuf> {
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        self.engine.precompile_compatibility_hash().hash(&mut hasher);
        let file = self.cache.join(format!("{:016x}.cwasm", hasher.finish()));
        if !file.exists() {
            fs::create_dir_all(&self.cache)?;
            // Others may look at the same time: they see all of it or nothing.
            let half = file.with_extension(format!("{}.{:?}", std::process::id(), thread::current().id()));
            fs::write(&half, compile()?)?;
            fs::rename(&half, &file)?;
        }
        Ok(file)
    }
}

/// What the first bytes say of a file.
struct Parts {
    is_component: bool,
}

impl Parts {
    fn of(bytes: &[u8]) -> Parts {
        Parts { is_component: bytes.starts_with(b"\0asm\x0d\0\x01\0") }
    }
}

/// Moves the clock of an engine on as long as that is there.
fn tick(engine: EngineWeak) {
    thread::spawn(move || {
        while let Some(engine) = engine.upgrade() {
            engine.increment_epoch();
            drop(engine);
            thread::sleep(TICK);
        }
    });
}

impl Program {
    /// A new instance, which knows no desk.
    ///
    /// # Errors
    ///
    /// Where the limits do not suffice for that.
    pub fn guest(&self, limits: &Limits) -> Result<Box<dyn Guest>, HostError> {
        match &self.kind {
            Kind::Module(module) => Ok(Box::new(ModuleGuest::new(&self.sandbox, module, limits)?)),
            Kind::Component(component) => Ok(Box::new(ComponentGuest::new(&self.sandbox, component, limits)?)),
        }
    }

    /// A new instance of a component.
    pub(crate) fn component(&self, limits: &Limits) -> Result<ComponentGuest, HostError> {
        match &self.kind {
            Kind::Module(_) => Err(HostError::NotTheEngine("a core module has no types: load a component".to_owned())),
            Kind::Component(component) => ComponentGuest::new(&self.sandbox, component, limits),
        }
    }
}
