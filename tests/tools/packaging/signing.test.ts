import { describe, expect, it } from 'vitest';
import { signingFor } from '#tools/packaging/signing.ts';

const azure = {
  AZURE_SIGN_ENDPOINT: 'https://weu.codesigning.azure.net',
  AZURE_SIGN_ACCOUNT: 'commonwatt',
  AZURE_SIGN_PROFILE: 'public',
  AZURE_SIGN_PUBLISHER: 'Commonwatt eG',
  AZURE_TENANT_ID: 'tenant',
  AZURE_CLIENT_ID: 'client',
};
const apple = { APPLE_API_KEY: 'key.p8', APPLE_API_KEY_ID: 'id', APPLE_API_ISSUER: 'issuer' };

describe('signing', () => {
  it('on Windows takes Azure Trusted Signing when all of its variables are there', () => {
    const { isSigned, config } = signingFor('win32', azure);
    expect(isSigned).toBe(true);
    expect(config.win?.azureSignOptions).toEqual({
      endpoint: 'https://weu.codesigning.azure.net',
      codeSigningAccountName: 'commonwatt',
      certificateProfileName: 'public',
      publisherName: 'Commonwatt eG',
    });
  });

  it.each(['WIN_CSC_LINK', 'CSC_LINK'])('on Windows takes the certificate in %s', (name) => {
    expect(signingFor('win32', { [name]: 'secret.pfx' })).toMatchObject({ isSigned: true, config: {} });
  });

  it('on Windows says plainly that nothing is signed when a variable is missing or empty', () => {
    const { isSigned, statements } = signingFor('win32', { ...azure, AZURE_TENANT_ID: '', CSC_LINK: '' });
    expect(isSigned).toBe(false);
    expect(statements.join()).toMatch(/^Not signed/);
  });

  it('on macOS signs and has Apple look at the program', () => {
    expect(signingFor('darwin', { CSC_LINK: 'secret.p12', ...apple })).toMatchObject({
      isSigned: true,
      isNotarised: true,
      config: { mac: { notarize: true } },
    });
  });

  it('on macOS says plainly what is missing of signature and notarisation', () => {
    const halfApple = { CSC_LINK: 'secret.p12', APPLE_API_KEY: 'key.p8' };
    expect(signingFor('darwin', halfApple)).toMatchObject({ isSigned: true, isNotarised: false });
    expect(signingFor('darwin', apple)).toMatchObject({ isSigned: false, config: { mac: { identity: null } } });
  });

  it('never says the value of a variable', () => {
    const env = { CSC_LINK: 'secret', APPLE_API_KEY: 'secret', APPLE_API_KEY_ID: 'secret', APPLE_API_ISSUER: 'secret' };
    const said = (['win32', 'darwin', 'linux'] as const).flatMap((system) => signingFor(system, env).statements);
    expect(said.join()).not.toContain('secret');
  });
});
