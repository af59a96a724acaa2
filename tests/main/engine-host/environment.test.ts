import { describe, expect, it } from 'vitest';
import { engineEnvironment, forgetDangerous } from '#main/engine-host/environment.ts';

/** What a person’s desktop sets and the console needs. */
const harmless = {
  PATH: '/usr/bin',
  LANG: 'de_DE.UTF-8',
  TZ: 'Europe/Berlin',
  LD_LIBRARY_PATH: '/snap/lib',
  HOME: '/h',
};
const dangerous = {
  NODE_OPTIONS: '--require /tmp/evil.js',
  NODE_EXTRA_CA_CERTS: '/tmp/ca.pem',
  NODE_PATH: '/tmp',
  NODE_TLS_REJECT_UNAUTHORIZED: '0',
  NODE_V8_COVERAGE: '/tmp',
  ELECTRON_RUN_AS_NODE: '1',
  ELECTRON_RENDERER_URL: 'http://127.0.0.1:1',
  electron_no_asar: '1',
  LD_PRELOAD: '/tmp/evil.so',
  LD_AUDIT: '/tmp/evil.so',
  DYLD_INSERT_LIBRARIES: '/tmp/evil.dylib',
  OPENSSL_CONF: '/tmp/openssl.cnf',
  SSL_CERT_FILE: '/tmp/ca.pem',
  SSL_CERT_DIR: '/tmp',
  SSLKEYLOGFILE: '/tmp/keys.log',
  npm_config_registry: 'x',
  COMMONWATT_ENGINE_NODE: '/usr/bin/node',
};

describe('the engine’s environment', () => {
  it('lacks what could make it load, trust, write down or become something else', () => {
    expect(engineEnvironment({ ...harmless, ...dangerous, NOTHING: undefined }, true)).toEqual({
      ...harmless,
      NODE_ENV: 'production',
    });
  });

  it('says whether this is a release', () => {
    expect(engineEnvironment({ NODE_ENV: 'test' }, false)).toEqual({ NODE_ENV: 'test' });
    expect(engineEnvironment({ NODE_ENV: 'test' }, true)).toEqual({ NODE_ENV: 'production' });
  });
});

describe('a packed console’s own environment', () => {
  it('loses the same, so that no process of Chromium’s inherits it', () => {
    const env: NodeJS.ProcessEnv = { ...harmless, ...dangerous };
    forgetDangerous(env);
    expect(env).toEqual(harmless);
  });
});
