import type { AppUnderTest } from '../app-under-test.ts';

export type Item = Record<string, unknown>;
export type Filter = Readonly<Record<string, string>>;
export interface List {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** The lists of a community, read with the access token `access`. */
export function lists(hub: AppUnderTest, community: string, access: string) {
  async function page(path: string, filter: Filter = {}): Promise<List> {
    const answer = await hub.get(`${path}?${new URLSearchParams({ community_id: community, ...filter })}`, access);
    if (answer.statusCode !== 200) throw new Error(answer.body);
    return answer.json<List>();
  }

  /** All items, page by page; throws when a page holds more than `limit`. */
  async function all(path: string, filter: Filter = {}, limit = 500): Promise<Item[]> {
    const items: Item[] = [];
    let after: Filter = {};
    for (;;) {
      const { items: some, next } = await page(path, { ...filter, ...after, limit: String(limit) });
      if (some.length > limit) throw new Error(`${some.length} items in a page of ${limit}`);
      items.push(...some);
      if (next === null) return items;
      after = { after: next };
    }
  }

  return { page, all };
}
