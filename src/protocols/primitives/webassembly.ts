/**
 * The little of WebAssembly that a kernel needs, typed here because the pure layers compile with the types of the
 * language alone.
 * Source: W3C, WebAssembly JavaScript Interface, sections 5.1 to 5.3.
 * @module
 */

/** A module that the engine has compiled. */
export type WasmModule = object;

interface WebAssembly {
  readonly Module: new (bytes: Uint8Array) => WasmModule;
  readonly Instance: new (module: WasmModule) => { readonly exports: object };
  compile(bytes: Uint8Array): Promise<WasmModule>;
}

const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssembly };

/**
 * Compiles at once.
 * @throws where there is no WebAssembly, it is forbidden, or it lacks an instruction; some browsers also refuse more
 *   than 4 KiB outside of workers.
 */
export function compile(bytes: Uint8Array): WasmModule {
  return new WebAssembly.Module(bytes);
}

/** As `compile`, of any size and without keeping a page waiting. */
export async function compileLater(bytes: Uint8Array): Promise<WasmModule> {
  return WebAssembly.compile(bytes);
}

/** An instance of its own memory; what it exports. */
export function instantiate(module: WasmModule): object {
  return new WebAssembly.Instance(module).exports;
}
