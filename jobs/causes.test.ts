import { expect, it } from 'vitest';
import { type CellCodes, causesOf, type Scope, touches } from '../catalogue/causes.ts';
import { dimensions } from '../catalogue/indicators.ts';
import { differencesOf } from './causes.ts';
import type { Manifest } from './manifest.ts';

const usccs = ['91210100MA0000001G', '91210100MA0000002K'] as const;
const [one, two] = usccs;
const member = (uscc: string, park_id: string) => ({ uscc, park_id, from_day: '2026-10-01', to_day: null });

const manifest: Manifest = {
  deliveries: [],
  events: [],
  event_lines: {},
  partitions: {},
  event_partitions: {},
  models: { 'facts.valued_line': 'a', 'indicators.lines': 'a' },
  indicators: { lines: 'a', trade_value: 'a' },
  code_lists: { partner: 'a', currency: 'a' },
  rates: [],
  memberships: { fingerprint: 'a', rows: [member(one, 'P01'), member(two, 'P02')] },
  event_memberships: [],
  parks: ['P01', 'P02'],
  kinds: { [one]: 'merchant', [two]: 'platform' },
  estimates: [],
  counts: {},
  checks: [],
  reporting: { P01: { expected: 1, received: 1 }, P02: { expected: 1, received: 1 } },
  inputs: '',
};

const cell = (indicator: string, codes: Partial<CellCodes> = {}): CellCodes => ({
  ...(Object.fromEntries(dimensions.map((dimension) => [dimension, '_T'])) as unknown as CellCodes),
  indicator,
  ...codes,
});

/** The causes of some cells when a manifest becomes another. */
function told(change: Partial<Manifest>, ...cells: CellCodes[]): string[] {
  const found = differencesOf(manifest, { ...manifest, ...change }) ?? [];
  return cells.map((each) => causesOf(each, found).join());
}

it('has none where nothing changed', () => {
  expect(differencesOf(manifest, structuredClone(manifest))).toEqual([]);
});

it('cannot be told from a manifest of an earlier version', () => {
  expect(differencesOf({ deliveries: [], partitions: {} }, manifest)).toBeNull();
  expect(differencesOf(undefined, manifest)).toBeNull();
});

it('is the method where a model, a definition or a code list changed, for what follows from it', () => {
  const lines = cell('lines');
  const value = cell('trade_value');
  const partner = cell('trade_value', { partner: 'USA' });
  const models = (name: string) => ({ models: { ...manifest.models, [name]: 'b' } });
  expect(told(models('indicators.lines'), lines, value)).toEqual(['METHOD', '']);
  expect(told(models('facts.valued_line'), lines, value)).toEqual(['METHOD', 'METHOD']);
  expect(told({ indicators: { ...manifest.indicators, trade_value: 'b' } }, lines, value)).toEqual([
    '',
    'METHOD',
  ]);
  const lists = (name: string) => ({ code_lists: { ...manifest.code_lists, [name]: 'b' } });
  expect(told(lists('partner'), lines, value, partner)).toEqual(['', '', 'METHOD']);
  expect(told(lists('currency'), lines, value, partner)).toEqual(['METHOD', 'METHOD', 'METHOD']);
});

it('is the scope where a park opens, and where a tenant is of another kind', () => {
  const inPark = (park: string, codes: Partial<CellCodes> = {}) => cell('trade_value', { park, ...codes });
  const opened = { parks: ['P01', 'P02', 'P03'] };
  expect(told(opened, inPark('P03'), inPark('P01'), inPark('_T'))).toEqual(['SCOPE', '', '']);
  const kinds = { kinds: { ...manifest.kinds, [two]: 'merchant' } };
  const merchant = { kind: 'merchant' };
  expect(
    told(kinds, inPark('P02', merchant), inPark('_T', merchant), inPark('P01', merchant), inPark('P02')),
  ).toEqual(['SCOPE', 'SCOPE', '', '']);
});

it('is the scope of the city too where a tenant comes to it or leaves it', () => {
  const rows = [member(one, 'P01')];
  const left = { memberships: { fingerprint: 'b', rows } };
  const reporting = (park: string) => cell('reporting_rate', { park });
  expect(told(left, reporting('P02'), reporting('_T'), reporting('P01'))).toEqual(['SCOPE', 'SCOPE', '']);
});

it('is no rate that comes with the lines that use it', () => {
  const rate = {
    month: '2026-10',
    currency: 'EUR',
    cny_per_100: '801.110000',
    usd_per_100: null,
    used_by: ['9710-export-2026-10'],
  };
  expect(told({ rates: [rate] }, cell('trade_value'))).toEqual(['']);
});

it('touches totals of what it touches, and nothing beside it', () => {
  const scope: Scope = { indicators: ['trade_value'], mode: '9710', flow: 'export', parks: ['_T', 'P01'] };
  const placed = (mode: string, flow: string, park: string) =>
    touches(scope, cell('trade_value', { mode, flow, park }));
  expect(placed('_T', '_T', '_T')).toBe(true);
  expect(placed('9710', '_T', 'P01')).toBe(true);
  expect(placed('9610', 'export', 'P01')).toBe(false);
  expect(placed('9710', 'import', 'P01')).toBe(false);
  expect(placed('9710', 'export', 'P02')).toBe(false);
  expect(touches(scope, cell('lines'))).toBe(false);
});
