import type { SourceOptions } from '../../catalogue/source.ts';
import { failed, option } from './pull.ts';

export interface JsonPage {
  /** Items as JSON text, numbers with the digits that were sent. */
  readonly items: readonly string[];
  readonly next: string | null;
  /** The greatest value of the field that the next request begins after. */
  readonly position: string | null;
}

/** Of ECMAScript 2026, not yet in the library that the types come from. */
const exact = JSON as unknown as {
  parse(text: string, revive: (key: string, value: unknown, context: { source: string }) => unknown): unknown;
  rawJSON(text: string): unknown;
};

/** Reads a page; its numbers never become doubles: an 18-digit number and 1.10 leave as they came. */
export function readJsonPage(bytes: Uint8Array, options: SourceOptions): JsonPage {
  const body = parsed(bytes);
  const path = option(options, 'items');
  const items = at(body, path);
  if (!Array.isArray(items)) throw noItems(path);
  const field = option(options, 'since_field');
  const positions = field ? items.map((item) => plain(at(item, field))) : [];
  return {
    items: items.map((item) => JSON.stringify(item)),
    next: option(options, 'next') ? plain(at(body, option(options, 'next'))) : null,
    position: positions.reduce(latest, null),
  };
}

function parsed(bytes: Uint8Array): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return exact.parse(text, (_key, value, { source }) =>
      typeof value === 'number' ? exact.rawJSON(source) : value,
    );
  } catch (error) {
    throw failed('返回的内容不是UTF-8编码的JSON', 'What came is not JSON in UTF-8', {}, error);
  }
}

function at(value: unknown, path: string | undefined): unknown {
  let found = value;
  for (const name of path?.split('.') ?? []) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
    found = (found as Record<string, unknown>)[name];
  }
  return found;
}

/** A text or a number as text; nothing, an empty text, true and false are no value. */
function plain(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const text = JSON.stringify(value);
  return /^-?\d/.test(text) ? text : null;
}

/** The later of two positions: whole numbers by value, anything else (times) as text. */
export function latest(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  const whole = /^\d+$/;
  if (whole.test(a) && whole.test(b)) return BigInt(a) < BigInt(b) ? b : a;
  return a < b ? b : a;
}

const noItems = (path: string | undefined) =>
  failed(
    path ? `返回的JSON中没有数组“${path}”，请核对items` : '返回的JSON不是数组，请用items指明数组所在的字段',
    path
      ? `The JSON that came has no array "${path}": check items`
      : 'The JSON that came is no array: name the field that holds it in items',
  );
