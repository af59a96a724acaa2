/** Filled in by the build (tools/update-source.ts); empty where it was given none. */
declare const BUILT_IN_UPDATES: { readonly url: string; readonly publicKey: string };

/** Where a packed console's updates come from, and the key that signs them. */
export const builtInUpdates = BUILT_IN_UPDATES;
