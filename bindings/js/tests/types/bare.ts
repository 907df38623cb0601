// A host whose home has neither a page nor Node: the declarations hold by themselves.
import { Desk, initSync } from "@tierline/engine/runtime";

export function bare(bytes: Uint8Array, bundle: string): string {
    initSync(bytes);
    return Desk.load(bundle).hash;
}
