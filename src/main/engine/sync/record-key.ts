/** What names a record of the feed among those of its kind, as text. */
type Fields = Readonly<Record<string, unknown>>;

/** A time in the one form in which it is part of a key, whatever form the hub wrote; also of epoch ms. */
function time(value: unknown): string {
  return new Date(value as string | number).toISOString();
}

const keyFields: Readonly<Record<string, (record: Fields) => string>> = {
  rule: ({ id, version }) => `${String(id)}/${String(version)}`,
  signal: ({ timestamp }) => time(timestamp),
  reading: ({ slot, member_id }) => `${time(slot)}/${String(member_id)}`,
  clearing: ({ id }) => String(id).toLowerCase(),
  offer: ({ id }) => String(id).toLowerCase(),
  trade: ({ id }) => String(id).toLowerCase(),
  settlement: ({ id }) => String(id).toLowerCase(),
};

/** The key of a record that has been checked; one of an unknown kind is named by its `id`, without one by all that it says. */
export function recordKey(kind: string, record: object): string {
  const fields = record as Fields;
  if (Object.hasOwn(keyFields, kind)) return keyFields[kind](fields);
  return typeof fields.id === 'string' || typeof fields.id === 'number' ? String(fields.id) : JSON.stringify(record);
}
