/** An invented console, with three of the packages in it. */
import type { Input, MethodName, Output } from '#shared/contract/contract.ts';
import type { FakeState } from './state.ts';

type AboutMethod = Extract<MethodName, `about.${string}`>;

const packages: Output<'about.licences'>['packages'] = [
  {
    name: '@fontsource-variable/inter',
    version: '5.3.0',
    licence: 'OFL-1.1',
    text: 'Copyright 2016 The Inter Project Authors\n\nThis Font Software is licensed under the SIL Open Font License, Version 1.1.',
  },
  {
    name: 'react',
    version: '19.3.1',
    licence: 'MIT',
    text: 'MIT License\n\nCopyright (c) Meta Platforms, Inc. and affiliates.',
  },
  { name: 'zod', version: '4.6.7', licence: 'MIT', text: 'MIT License\n\nCopyright (c) 2025 Colin McDonnell' },
];

/** `about` of the fake bridge. */
export function createFakeAbout({ session }: FakeState): { [M in AboutMethod]: (input: Input<M>) => Output<M> } {
  return {
    'about.console': () => ({
      version: session.appVersion,
      electron: '45.4.1',
      chromium: '150.0.7871.63',
      node: '24.21.0',
      platform: `${session.platform} x64`,
    }),
    'about.licences': () => ({ packages }),
  };
}
