/**
 * What could make a process load foreign code, trust foreign certificates, write down what it encrypts, open a debugger, or behave as
 * another program, and what the development tools set. LD_LIBRARY_PATH stays: by it some Linux packages find their own libraries.
 */
const dangerous = /^(NODE_|ELECTRON_|DYLD_|LD_PRELOAD$|LD_AUDIT$|OPENSSL_|SSL_CERT_|SSLKEYLOGFILE$|npm_|COMMONWATT_)/i;

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

/** Takes out of a packed console's own environment what neither it nor a process that Chromium starts for it is to follow. */
export function forgetDangerous(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(env)) if (dangerous.test(name)) delete env[name];
}
