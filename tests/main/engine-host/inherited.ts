/** What an engine that a test starts as a process gets of the environment: where compiled modules are kept, because it loads them each time. */
export const inherited: Readonly<Record<string, string>> = Object.fromEntries(
  ['PATH', 'NODE_COMPILE_CACHE'].map((name) => [name, process.env[name] ?? '']),
);
