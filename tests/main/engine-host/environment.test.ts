import { describe, expect, it } from 'vitest';
import { engineEnvironment } from '#main/engine-host/environment.ts';

describe('the engine’s environment', () => {
  it('lacks what could make it load, trust or become something else', () => {
    const env = {
      PATH: '/usr/bin',
      LANG: 'de_DE.UTF-8',
      TZ: 'Europe/Berlin',
      NODE_OPTIONS: '--require /tmp/evil.js',
      NODE_EXTRA_CA_CERTS: '/tmp/ca.pem',
      NODE_PATH: '/tmp',
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
      ELECTRON_RUN_AS_NODE: '1',
      electron_no_asar: '1',
      LD_PRELOAD: '/tmp/evil.so',
      DYLD_INSERT_LIBRARIES: '/tmp/evil.dylib',
      npm_config_registry: 'x',
      COMMONWATT_ENGINE_NODE: '/usr/bin/node',
      COMMONWATT_CHECK_OUTPUT: '1',
      NOTHING: undefined,
    };
    expect(engineEnvironment(env, false)).toEqual({
      PATH: '/usr/bin',
      LANG: 'de_DE.UTF-8',
      TZ: 'Europe/Berlin',
      COMMONWATT_CHECK_OUTPUT: '1',
    });
  });

  it('says whether this is a release', () => {
    expect(engineEnvironment({ NODE_ENV: 'test' }, false)).toEqual({ NODE_ENV: 'test' });
    expect(engineEnvironment({ NODE_ENV: 'test' }, true)).toEqual({ NODE_ENV: 'production' });
  });
});
