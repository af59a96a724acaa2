/** What could make the engine load foreign code, trust foreign certificates, open a debugger, or behave as another program. */
const dangerous = /^(NODE_|ELECTRON_|DYLD_|LD_PRELOAD$|LD_AUDIT$|npm_|COMMONWATT_ENGINE_NODE$)/i;

/**
 * The engine's environment: the console's own without what is dangerous.
 *
 * @param production adds NODE_ENV=production; otherwise NODE_ENV stays as it is.
 */
export function engineEnvironment(env: NodeJS.ProcessEnv, production: boolean): Record<string, string> {
  const kept = Object.entries(env).filter((entry): entry is [string, string] => {
    const [name, value] = entry;
    return value !== undefined && !dangerous.test(name);
  });
  const mode = production ? 'production' : env['NODE_ENV'];
  return { ...Object.fromEntries(kept), ...(mode === undefined ? {} : { NODE_ENV: mode }) };
}
