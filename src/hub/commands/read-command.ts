import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { z } from 'zod';
import { commandFields, envelopeFields, type HubCommand } from '#shared/wire/sync.ts';
import { firstProblem } from '#shared/wire/wire-record.ts';
import { type Answer, refused } from './answer.ts';

/** A command of a batch as it came: only its key is known to be one. */
export interface RawCommand {
  readonly key: string;
  readonly [field: string]: unknown;
}

export type ReadCommand =
  | { readonly ok: true; readonly communityId: string; readonly command: HubCommand }
  | { readonly ok: false; readonly refusal: Answer };

/** Reads a command; one that does not fit is refused with the name of its field (PROTOCOL.md C7). */
export function readCommand(raw: RawCommand): ReadCommand {
  const envelope = z.safeDecode(envelopeFields, raw as z.input<typeof envelopeFields>);
  if (!envelope.success) return { ok: false, refusal: unreadable(envelope.error, raw) };
  const command = z.safeDecode(commandFields, raw as unknown as z.input<typeof commandFields>);
  if (!command.success) return { ok: false, refusal: unreadable(command.error, raw) };
  return { ok: true, communityId: envelope.data.community_id, command: command.data };
}

function unreadable(error: z.ZodError, raw: RawCommand): Answer {
  const { field, value, problem } = firstProblem(error, raw);
  return refused(
    'INPUT_INVALID',
    field === 'kind'
      ? `The hub knows no command "${value}". Nothing was done.`
      : `The command cannot be read: ${field} ${problem}. Nothing was done.`,
    'Decide again; if it is refused again, the console and the hub are of different versions.',
    { field, value },
  );
}

/**
 * What tells one content of a key from another: SHA-256 of the canonical JSON of what was decided, hexadecimal. When it was decided is
 * information and no part of it.
 */
export function contentHash({ community_id, kind, data }: RawCommand): string {
  return hash('sha256', canonicalize({ community_id, kind, data })!, 'hex');
}

/** A text of a command that may be anything; null when it is none. */
export function textAt(raw: RawCommand, ...path: readonly string[]): string | null {
  const value = valueAt(raw, path);
  return typeof value === 'string' ? value.slice(0, 64) : null;
}

/** A number of a command that may be anything; null when it is none. */
export function numberAt(raw: RawCommand, ...path: readonly string[]): number | null {
  const value = valueAt(raw, path);
  return typeof value === 'number' ? value : null;
}

function valueAt(raw: RawCommand, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | null | undefined)?.[key], raw);
}
