/**
 * Links that open a place of the console from outside, e.g. `commonwatt://trade/0197a3c4-…`. They come from anybody: what is not exactly one
 * of these forms is no link. A link names a place and nothing else, so that following one can only navigate.
 */
import { z } from 'zod';
import { moment, uid } from '../contract/communities.ts';
import { reportIdSchema } from '../contract/report-records.ts';
import { pageNames, viewOf, type PageName } from './page-views.ts';

export const LINK_SCHEME = 'commonwatt';

/** Longer ones are not read. */
export const MOST_LINK = 2048;

/** Letters, digits, marks, punctuation and plain spaces: nothing invisible, nothing that turns the direction of writing. */
const VISIBLE = /^(?! )[\p{L}\p{M}\p{N}\p{P}\p{S} ]+(?<! )$/u;
const PATH_SIGNS = /[\\/]/;
/** As the period picker writes it into the address; whether there are such days is seen when it is read. */
const PERIOD = /^(today|yesterday|all|(week|month|year)(@\d{4}-\d\d-\d\d)?|\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d)$/;

const id = uid.regex(VISIBLE).refine((text) => !PATH_SIGNS.test(text));
const community = id.optional();
const at = moment.optional();

export const deepLinkSchema = z.discriminatedUnion('to', [
  /** `at`: when it was executed, epoch milliseconds; without it the trade is looked for. */
  z.object({ to: z.literal('trade'), id, at, community }),
  /** The case of a trade whose settlement failed; `id` and `at` are the trade's. */
  z.object({ to: z.literal('settlement'), id, at, community }),
  /** By id or pseudonym. */
  z.object({ to: z.literal('member'), id, community }),
  z.object({ to: z.literal('rule'), id, community }),
  /** `at`: the start of its slot. */
  z.object({ to: z.literal('clearing'), id, at: moment, community }),
  /** With the fingerprint of a printed page: the place where paper is checked. */
  z.object({
    to: z.literal('report'),
    id: reportIdSchema,
    fingerprint: z
      .string()
      .regex(/^[0-9a-f]{32,64}$/)
      .optional(),
    community,
  }),
  z
    .object({
      to: z.literal('page'),
      page: z.enum(pageNames),
      /** Of that page; its first one when absent. */
      view: z.string().max(32).optional(),
      period: z.string().regex(PERIOD).optional(),
      community,
    })
    .refine(({ page, view }) => view === undefined || viewOf(page, view) !== null),
]);
export type DeepLink = z.infer<typeof deepLinkSchema>;

/** The names that may stand behind the question mark, each once. */
const queryOf: Readonly<Record<DeepLink['to'], readonly string[]>> = {
  trade: ['at', 'community'],
  settlement: ['at', 'community'],
  member: ['community'],
  rule: ['community'],
  clearing: ['at', 'community'],
  report: ['fingerprint', 'community'],
  page: ['period', 'community'],
};

const FORM = /^commonwatt:\/\/([a-z]{1,16})\/([^/?#\s]+)(?:\/([^/?#\s]+))?\/?(?:\?([^?#\s]*))?$/i;

/** The link that a text is; null when it is none. Never throws. */
export function readLink(text: string): DeepLink | null {
  if (text.length > MOST_LINK) return null;
  const [, host, first, second, query = ''] = FORM.exec(text) ?? [];
  if (host === undefined) return null;
  const to = host.toLowerCase();
  if (!Object.hasOwn(queryOf, to)) return null;
  const parts = readQuery(query, queryOf[to as DeepLink['to']]);
  const named = decoded(first);
  if (parts === null || named === null) return null;
  if (to === 'page') return checked({ to, page: named, ...(second !== undefined && { view: second }), ...parts });
  return second === undefined ? checked({ to, id: named, ...parts }) : null;
}

/** The text of a link. It holds what the link names, and neither names nor figures. */
export function writeLink(link: DeepLink): string {
  const place =
    link.to === 'page'
      ? [link.page, ...(link.view === undefined ? [] : [link.view])].join('/')
      : encodeURIComponent(link.id);
  const values: Readonly<Record<string, unknown>> = link;
  const query = queryOf[link.to]
    .filter((name) => values[name] !== undefined)
    .map((name) => `${name}=${encodeURIComponent(String(values[name]))}`)
    .join('&');
  return `${LINK_SCHEME}://${link.to}/${place}${query === '' ? '' : `?${query}`}`;
}

/** A link to a page, for what the console itself sends there. */
export function pageLink(page: PageName, view?: string): DeepLink {
  return { to: 'page', page, ...(view !== undefined && { view }) };
}

function checked(read: Readonly<Record<string, unknown>>): DeepLink | null {
  const link = deepLinkSchema.safeParse(read);
  return link.success ? link.data : null;
}

/** The values by their names; null with a name that is unknown or comes twice, or a value that is not well encoded. */
function readQuery(query: string, names: readonly string[]): Record<string, unknown> | null {
  const values: Record<string, unknown> = {};
  for (const pair of query === '' ? [] : query.split('&')) {
    const [name, value, ...more] = pair.split('=');
    if (!names.includes(name) || Object.hasOwn(values, name) || value === undefined || more.length > 0) return null;
    const text = decoded(value);
    if (text === null) return null;
    values[name] = name === 'at' ? readInstant(text) : text;
  }
  return values;
}

function readInstant(text: string): number {
  return /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
