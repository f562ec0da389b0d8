import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  type CatalogueVersion,
  catalogueVersion,
  catalogueVersions,
  definitionVersion,
  replacementOf,
  retiredCodes,
  retiredNames,
} from './catalogue-versions.ts';
import {
  dimensions,
  type Indicator,
  type IndicatorId,
  indicatorIds,
  indicators,
  transforms,
} from './indicators.ts';

/** What a number means: if one of these changes, whoever has built on it must be told. */
function digestOf(id: IndicatorId): string {
  const {
    definition,
    unit,
    decimals,
    modes,
    additivity,
    breakdowns,
    made = 'month',
    since,
  } = indicators[id] as Indicator;
  const meaning = JSON.stringify({ definition, unit, decimals, modes, additivity, breakdowns, made, since });
  return createHash('sha256').update(meaning).digest('hex').slice(0, 12);
}

/** A definition that changes gets an entry in catalogueVersions, and its new digest here. */
const meanings: Readonly<Record<IndicatorId, readonly [version: number, digest: string]>> = {
  trade_value: [2, '423b5de48709'],
  trade_value_usd: [1, '6313ecb89014'],
  trade_value_by_site: [1, 'a63ad78ac895'],
  first_line_value: [1, 'cc67ebb077d3'],
  second_line_value: [1, '575c86cf9e94'],
  tax_assessed: [1, '43e2b1c1dd3f'],
  average_ticket: [1, '58afc07ef515'],
  partner_hhi: [1, '4f917b6ebb66'],
  top5_tenant_share: [1, 'b3e8ddf6d911'],
  declarations: [2, '453c41275e28'],
  parcels: [1, 'ddb9e9465fca'],
  simplified_declarations: [1, '808dba7c5efe'],
  summary_declarations: [1, '0c7c716acb87'],
  over_limit_lists: [1, '287c32f24882'],
  release_hours_median: [1, 'baa24e630cb2'],
  lines: [1, 'c730a7583a10'],
  returned_value: [1, 'aad79e57ab40'],
  returned_declarations: [1, '76e1f298f7e0'],
  cancelled_declarations: [1, 'bb0eea9cebe2'],
  return_rate: [1, 'a24e70b38b64'],
  net_trade_value: [1, 'cba09a1cd6fc'],
  active_tenants: [2, '89cb64c2d1c0'],
  new_tenants: [1, '87d406b2d19c'],
  leaving_tenants: [1, '5a28b0c2958d'],
  reporting_rate: [1, '1802bd372eee'],
  on_time_rate: [1, 'a6dae0a857f9'],
  rejection_rate: [1, '8a5bbe3433bf'],
};

test.each(indicatorIds)('the meaning of %s is that of its version', (id) => {
  expect([definitionVersion(id).number, digestOf(id)]).toEqual(meanings[id]);
});

test('whatever there is was added once, and by no release before its own', () => {
  const added = (of: string) =>
    catalogueVersions
      .flatMap(({ changes }) => changes)
      .filter((change) => change.of === of && change.kind === 'added')
      .map(({ id }) => id)
      .sort();
  expect(added('indicator')).toEqual([...indicatorIds].sort());
  expect(added('dimension')).toEqual([...dimensions].sort());
  expect(added('transform')).toEqual(Object.keys(transforms).sort());
});

test('versions ascend; one that changes or takes away what was there is a major one', () => {
  const parts = catalogueVersions.map(({ version }) => version.split('.').map(Number));
  for (const [at, { changes, released_on }] of catalogueVersions.entries()) {
    const [before, now] = [parts[at - 1], parts[at]];
    if (!before || !now) continue;
    const breaks = changes.some(({ kind }) => kind !== 'added');
    expect((now[0] as number) > (before[0] as number)).toBe(breaks);
    expect(now > before && released_on >= (catalogueVersions[at - 1] as CatalogueVersion).released_on).toBe(
      true,
    );
  }
  expect(catalogueVersion).toBe(catalogueVersions.at(-1)?.version);
});

test('a definition that changed knows since which release', () => {
  expect(definitionVersion('trade_value')).toEqual({ number: 2, catalogue: '2.0.0' });
  expect(definitionVersion('parcels')).toEqual({ number: 1, catalogue: '1.0.0' });
  expect(definitionVersion('tax_assessed')).toEqual({ number: 1, catalogue: '2.0.0' });
});

test('codes of the old customs list of countries have their successors', () => {
  // The old numeric list: 502 美国, 110 中国香港, 304 德国.
  expect(['502', '110', '304'].map((code) => replacementOf('partner', code))).toEqual(['USA', 'HKG', 'DEU']);
  expect([replacementOf('partner', 'USA'), replacementOf('partner', '999999')]).toEqual([
    undefined,
    undefined,
  ]);
  expect(retiredCodes.length).toBeGreaterThan(200);
});

test('a name that was renamed twice leads to what it is called now; a circle leads nowhere', () => {
  const retired = retiredNames([
    { version: '3.0.0', released_on: '2027-01-01', changes: [renamed('turnover', 'value')] },
    { version: '4.0.0', released_on: '2028-01-01', changes: [renamed('value', 'trade_value')] },
  ]);
  expect(replacementOf('indicator', 'turnover', retired)).toBe('trade_value');
  expect(replacementOf('transform', 'turnover', retired)).toBeUndefined();
  const circle = [
    { of: 'indicator', id: 'a', replaced_by: 'b' },
    { of: 'indicator', id: 'b', replaced_by: 'a' },
  ];
  expect(replacementOf('indicator', 'a', circle)).toBeUndefined();
});

const renamed = (id: string, replaced_by: string) =>
  ({ kind: 'renamed', of: 'indicator', id, replaced_by, zh: '改名', en: 'Renamed' }) as const;
