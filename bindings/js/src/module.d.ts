// The raw file. Homes with WebAssembly modules of their own, and bundlers, import it as a module or as its address.
declare const module: typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } }
    ? Module
    : unknown;
export default module;
