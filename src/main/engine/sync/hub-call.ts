import zlib from 'node:zlib';
import { z } from 'zod';
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '#shared/wire/sync.ts';
import { firstProblem } from '#shared/wire/wire-record.ts';
import { type Answer, exchange, readText } from './hub-exchange.ts';
import { garbled, HubFailure, refusal, streamLost, timedOut } from './hub-failure.ts';

/** Where the hub is, and how patient this desk is with it. */
export interface HubPlace {
  /** As `parseAddress` gives it. */
  readonly address: string;
  /** Without a byte for this long a request is given up; default 30 s (PROTOCOL.md P7). */
  readonly timeoutMs?: number;
  /** Without a byte for this long a stream of events is given up; default 40 s (E3). */
  readonly silenceMs?: number;
}

/** The status of an answer that brings nothing but what the call says it knows. */
export const UNCHANGED = 304;

const TIMEOUT_MS = 30_000;
const SILENCE_MS = 40_000;

/** The compressions that this desk can undo (PROTOCOL.md P8). Of the runtimes that the console may run on not all know zstd. */
const ENCODINGS = typeof zlib.createZstdDecompress === 'function' ? 'zstd, gzip' : 'gzip';

/** What is asked: everything else about a request follows from it. */
export interface Call {
  readonly path: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a call. Throws HubFailure for every answer that is no success, CANCELLED. 304 is one when the call says what it knows. */
export async function open(
  { address, timeoutMs = TIMEOUT_MS, silenceMs = SILENCE_MS }: HubPlace,
  { path, body, headers }: Call,
  signal?: AbortSignal,
): Promise<Answer> {
  const isStream = headers?.accept === 'text/event-stream';
  const answer = await exchange(new URL(path, address), {
    method: body ? 'POST' : 'GET',
    headers: {
      accept: 'application/json',
      'accept-encoding': ENCODINGS,
      [PROTOCOL_HEADER]: String(PROTOCOL_VERSION),
      ...(body && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
    idleMs: isStream ? silenceMs : timeoutMs,
    silence: isStream ? streamLost : timedOut,
  });
  if (answer.status >= 200 && answer.status < 300) return answer;
  if (answer.status === UNCHANGED && headers?.['if-none-match'] !== undefined) return answer;
  throw refusal(answer.status, await readText(answer), answer.headers.get('retry-after'));
}

/** The body as JSON of the given form. Throws HubFailure HUB_REFUSED when it is no JSON, INPUT_INVALID when it has another form. */
export async function readFields<S extends z.ZodType>(answer: Answer, schema: S): Promise<z.output<S>> {
  const body = parseJson(await readText(answer));
  const result = z.safeDecode(schema, body as z.input<S>);
  if (result.success) return result.data;
  const { field, problem } = firstProblem(result.error, body);
  throw new HubFailure('INPUT_INVALID', `The hub's answer does not fit the protocol: ${field || 'it'} ${problem}.`, {
    status: answer.status,
    remedy: 'Nothing on this desk was changed or lost. Ask whoever runs the hub, or update the console.',
    details: { field, situation: 'hubAnswer' },
  });
}

/** `text` as JSON. Throws HubFailure HUB_REFUSED when it is none, as when a body was cut. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw garbled('it is no complete JSON', { cause });
  }
}
