declare module "*.wasm" {
    const module: WebAssembly.Module;
    export default module;
}
// What wasm-bindgen writes when the package is built; its types stand in `src/glue.d.ts`.
declare module "*/glue/full.js";
declare module "*/glue/runtime.js";
