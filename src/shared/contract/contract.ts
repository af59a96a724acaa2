/**
 * The bridge, derived from one object: preload's list, main's relay, the engine's router, the typed client and the fake bridge all read
 * `contract` and nothing else.
 */
import type { z } from 'zod';
import { about } from './about.ts';
import { audit } from './audit.ts';
import { backups } from './backups.ts';
import { communities } from './communities.ts';
import { consents } from './consents.ts';
import { diagnostics } from './diagnostics.ts';
import { documents } from './documents.ts';
import { errands } from './errands.ts';
import { files } from './files.ts';
import { health } from './health.ts';
import { identity } from './identity.ts';
import { imports } from './imports.ts';
import { insights } from './insights.ts';
import { ledger } from './ledger.ts';
import { map } from './map.ts';
import { market } from './market.ts';
import { members } from './members.ts';
import { outbox } from './outbox.ts';
import { preferences } from './preferences.ts';
import { pricing } from './pricing.ts';
import { privacy } from './privacy.ts';
import { recovery } from './recovery.ts';
import { reports } from './reports.ts';
import { rules } from './rules.ts';
import { security } from './security.ts';
import { session } from './session.ts';
import { settlement } from './settlement.ts';
import { stats } from './stats.ts';
import { sync } from './sync.ts';
import { tasks } from './tasks.ts';
import { updates } from './updates.ts';

export const contract = {
  ...session,
  ...preferences,
  ...files,
  ...errands,
  ...communities,
  ...stats,
  ...pricing,
  ...health,
  ...map,
  ...market,
  ...rules,
  ...ledger,
  ...settlement,
  ...insights,
  ...outbox,
  ...sync,
  ...members,
  ...tasks,
  ...imports,
  ...audit,
  ...reports,
  ...consents,
  ...documents,
  ...identity,
  ...privacy,
  ...security,
  ...backups,
  ...recovery,
  ...diagnostics,
  ...updates,
  ...about,
};

export type Contract = typeof contract;
export type MethodName = keyof Contract;
/** What a caller passes. */
export type Input<M extends MethodName> = z.input<Contract[M]['input']>;
/** What a handler receives after validation. */
export type ParsedInput<M extends MethodName> = z.output<Contract[M]['input']>;
export type Output<M extends MethodName> = z.output<Contract[M]['output']>;

type AnsweredBy<W extends 'engine' | 'main'> = {
  [M in MethodName]: Contract[M]['answeredBy'] extends W ? M : never;
}[MethodName];

export const methodNames = Object.keys(contract) as MethodName[];

/** Whether `name` is a method of the bridge. */
export function isMethodName(name: string): name is MethodName {
  return Object.hasOwn(contract, name);
}

/** One function per method that the engine answers. */
export type Handlers<Context, Names extends MethodName = MethodName> = {
  [M in Names]: (input: ParsedInput<M>, context: Context) => Output<M> | Promise<Output<M>>;
};
export type EngineMethodName = AnsweredBy<'engine'>;
export type MainMethodName = AnsweredBy<'main'>;
