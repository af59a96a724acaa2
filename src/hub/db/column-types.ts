import type { ColumnType } from 'kysely';

/** A time: a Date when read; a Date or ISO 8601 text when written. */
export type Time = ColumnType<Date, Date | string, Date | string>;
export type TimeOrNull = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;

export type JsonOrNull<T extends object> = ColumnType<T | null, string | null | undefined, string | null>;
