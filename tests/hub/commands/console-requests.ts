import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { batchResultFields } from '#shared/wire/sync.ts';
import type { RunningHub } from '../running-hub.ts';

export type WireResult = z.input<typeof batchResultFields>['results'][number];

export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
}

async function post<Body>(
  hub: RunningHub,
  headers: Record<string, string>,
  path: string,
  body: object,
): Promise<Answer<Body>> {
  const response = await fetch(hub.address + path, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Body };
}

/** Sends commands as a console does; returns the results. */
export async function sendCommands(
  hub: RunningHub,
  headers: Record<string, string>,
  commands: readonly object[],
): Promise<WireResult[]> {
  const { status, body } = await post<{ results: WireResult[] }>(hub, headers, '/api/commands', { commands });
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body.results;
}

/** Answers of `/api/trading/execute`: a trade, or a problem. */
export interface Executed {
  readonly trade?: { readonly id: string; readonly quantity_kwh: number; readonly total_amount: number };
  readonly error?: { readonly code: string; readonly message: string; readonly details?: Record<string, unknown> };
}

export function execute(hub: RunningHub, headers: Record<string, string>, take: object): Promise<Answer<Executed>> {
  return post(hub, headers, '/api/trading/execute', { community_id: hub.communityId, ...take });
}

export interface Command {
  readonly key: string;
  readonly [field: string]: unknown;
}

/** A command with a key of its own. */
export function command(hub: RunningHub, kind: string, data: object, rest: object = {}): Command {
  return {
    key: randomUUID(),
    community_id: hub.communityId,
    made_at: '2026-06-15T09:59:00.000Z',
    kind,
    data,
    ...rest,
  };
}
