import type { Configuration } from 'electron-builder';

/** Who vouches for the packages of a run. */
export interface Signing {
  /** Whether the system will take the packages for ours. */
  readonly isSigned: boolean;
  /** Whether Apple has looked at them; true where that is not asked for. */
  readonly isNotarised: boolean;
  /** What is said about it before the run: one sentence each. */
  readonly statements: readonly string[];
  /** What electron-builder has to be told beyond its own environment variables. */
  readonly config: Configuration;
}

type Environment = Readonly<Record<string, string | undefined>>;

const azureVariables = [
  'AZURE_SIGN_ENDPOINT',
  'AZURE_SIGN_ACCOUNT',
  'AZURE_SIGN_PROFILE',
  'AZURE_SIGN_PUBLISHER',
  'AZURE_TENANT_ID',
  'AZURE_CLIENT_ID',
] as const;

/** Either of these sets lets electron-builder hand the program to Apple. */
const notarisation = [
  ['APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER'],
  ['APPLE_ID', 'APPLE_APP_SPECIFIC_PASSWORD', 'APPLE_TEAM_ID'],
  ['APPLE_KEYCHAIN_PROFILE'],
] as const;

/**
 * Reads from the environment how the packages for a system are signed. Only the names of variables are ever said, no value.
 * @param platform the system that is packed for
 */
export function signingFor(platform: NodeJS.Platform, env: Environment): Signing {
  if (platform === 'win32') return windowsSigning(env);
  if (platform === 'darwin') return macSigning(env);
  return {
    isSigned: true,
    isNotarised: true,
    statements: [
      'Linux asks for no signature of programs: SHA256SUMS and the signed update manifest vouch for the packages.',
    ],
    config: {},
  };
}

function windowsSigning(env: Environment): Signing {
  if (azureVariables.every((name) => isSet(env, name))) {
    const [endpoint, codeSigningAccountName, certificateProfileName, publisherName] = azureVariables.map(
      (name) => env[name] ?? '',
    ) as [string, string, string, string];
    const azureSignOptions = { endpoint, codeSigningAccountName, certificateProfileName, publisherName };
    return signed(['Signed with Azure Trusted Signing (AZURE_SIGN_…).'], {
      win: { signtoolOptions: null, azureSignOptions },
    });
  }
  const certificate = ['WIN_CSC_LINK', 'CSC_LINK'].find((name) => isSet(env, name));
  if (certificate !== undefined) return signed([`Signed with the certificate in ${certificate}.`], {});
  return {
    isSigned: false,
    isNotarised: true,
    statements: [
      'Not signed: neither WIN_CSC_LINK or CSC_LINK (a certificate) nor all of AZURE_SIGN_… are set. Windows will warn of an unknown publisher.',
    ],
    config: { win: { signExecutable: false } },
  };
}

function macSigning(env: Environment): Signing {
  const certificate = ['CSC_LINK', 'CSC_NAME'].find((name) => isSet(env, name));
  if (certificate === undefined) {
    return {
      isSigned: false,
      isNotarised: false,
      statements: ['Not signed: neither CSC_LINK nor CSC_NAME is set. macOS will refuse to open the program.'],
      config: { mac: { identity: null, notarize: false } },
    };
  }
  const way = notarisation.find((names) => names.every((name) => isSet(env, name)));
  return {
    isSigned: true,
    isNotarised: way !== undefined,
    statements: [
      `Signed with the certificate in ${certificate}.`,
      way === undefined
        ? 'Not notarised: neither APPLE_API_KEY, APPLE_API_KEY_ID and APPLE_API_ISSUER nor one of the other two ways are set. macOS will warn.'
        : `Notarised by Apple (${way[0]}).`,
    ],
    config: { mac: { notarize: way !== undefined } },
  };
}

function signed(statements: readonly string[], config: Configuration): Signing {
  return { isSigned: true, isNotarised: true, statements, config };
}

function isSet(env: Environment, name: string): boolean {
  return (env[name] ?? '') !== '';
}
