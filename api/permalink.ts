import { createHash } from 'node:crypto';
import {
  alwaysTold,
  dimensions,
  type Indicator,
  indicators,
  type Transform,
  transforms,
} from '../catalogue/indicators.ts';
import type { Message } from '../catalogue/refusal.ts';
import type { SeriesQuery } from '../warehouse/series.ts';
import { isNamed } from './series-whole.ts';

/**
 * One text for a question, however it was asked: parameters in the order of the contract, codes in order, defaults left
 * out. It is the address of the answer and needs no table to be looked up in: it stands as long as the contract does.
 */
export function canonicalQuery(query: SeriesQuery): string {
  const { indicator, select, from, to, last, transform, of = null, asOf } = query;
  const named = dimensions.filter((dimension) => isNamed(select[dimension]));
  const parameters: [string, string | null][] = [
    ['indicator', indicator],
    ...dimensions.map((dimension): [string, string | null] => [dimension, codesOf(query, dimension)]),
    ['from', from],
    ['to', to],
    ['last', last === null ? null : String(last)],
    ['transform', transform === 'level' ? null : transform],
    ['of', of === named.at(-1) ? null : of],
    ['asOf', asOf?.toISOString() ?? null],
  ];
  return parameters.flatMap(([name, value]) => (value === null ? [] : `${name}=${value}`)).join('&');
}

function codesOf({ select }: SeriesQuery, dimension: (typeof dimensions)[number]): string | null {
  const codes = select[dimension];
  if (codes === undefined) return null;
  if (codes === '*') return '*';
  // A total that is told in any case is what is meant when nothing is said.
  if (!isNamed(codes) && (alwaysTold as readonly string[]).includes(dimension)) return null;
  return [...codes].sort().map(encodeURIComponent).join(',');
}

/** Sixteen digits that tell one question from another: the start of the SHA-256 of its canonical text. */
export function queryId(canonical: string): string {
  return createHash('sha256').update(canonical).digest('hex').slice(0, 16);
}

export const seriesPath = '/api/v1/series';

/** What names an answer: the question, where it is answered, and where always with the same numbers. */
export interface Citation {
  readonly id: string;
  /** Path of the question; answered with what is newest unless the question says an instant. */
  readonly permalink: string;
  /** Path of this answer: the same question at the instant of the newest release that it could see. */
  readonly pinned: string;
  readonly vintage: string;
  readonly cite: Message;
}

export function citationOf(query: SeriesQuery, newest: Date): Citation {
  const asked = canonicalQuery(query);
  const vintage = query.asOf ?? newest;
  const pinned = canonicalQuery({ ...query, asOf: vintage });
  const address = `${seriesPath}?${pinned}`;
  const id = queryId(asked);
  const instant = vintage.toISOString();
  const name = titleOf(query);
  return {
    id,
    permalink: `${seriesPath}?${asked}`,
    pinned: address,
    vintage: instant,
    cite: {
      zh: `园区统计parkstat：${name.zh}，截至${instant}的版本，查询编号${id}，${address}`,
      en: `parkstat: ${name.en}, as of ${instant}, query ${id}, ${address}`,
    },
  };
}

export function titleOf({ indicator, transform }: { indicator: string; transform: Transform }): Message {
  const { zh, en } = indicators[indicator as keyof typeof indicators] as Indicator;
  if (transform === 'level') return { zh, en };
  return { zh: `${zh}（${transforms[transform].zh}）`, en: `${en} (${transforms[transform].en})` };
}
