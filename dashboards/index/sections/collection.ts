import { indicators } from '../../../catalogue/indicators.ts';
import { total } from '../../../catalogue/mode.ts';
import { compare } from '../../../catalogue/number.ts';
import type { MissingTenant, Quality, Reporting, Row } from '../../answers.ts';
import { parkName } from '../../charts/parks.ts';
import { type Child, h } from '../../element.ts';
import { count, percent, periodName } from '../../figures.ts';
import { say, type TextKey } from '../../text.ts';
import type { Loaded } from '../load.ts';

/** Who was due, what came of it, and who is still missing. */
export function collection(loaded: Loaded): HTMLElement {
  const { language, quality, period } = loaded;
  return h(
    'section',
    { class: 'panel collection', 'aria-labelledby': 'collection' },
    h('h2', { id: 'collection' }, say('collection', language)),
    h('p', { class: 'caption' }, periodName(period, language)),
    ...(quality ? [facts(quality, loaded), parkTable(quality, loaded), missing(quality, loaded)] : []),
  );
}

function facts(quality: Quality, { language }: Loaded): HTMLElement {
  const { deliveries, coverage } = quality;
  const fact = (key: TextKey, value: Child) =>
    h('div', {}, h('dt', {}, say(key, language)), h('dd', {}, value));
  return h(
    'dl',
    { class: 'facts' },
    fact('byCount', percent(coverage.count)),
    fact('byValue', percent(coverage.value)),
    fact('rowsRead', count(quality.rows_read)),
    fact('rejectedRows', count(quality.rejected_rows)),
    ...(['in_force', 'needs_fixing', 'refused', 'superseded'] as const).map((state) =>
      fact(state, count(deliveries[state])),
    ),
  );
}

const columns = ['expected', 'received', 'late', 'nil'] as const;

function parkTable(quality: Quality, loaded: Loaded): HTMLElement {
  const { language, rows, park: selected } = loaded;
  const heads: readonly (readonly Child[])[] = [
    [say('parkProgress', language)],
    ...columns.map((key) => [key === 'late' && h('i', { class: 'swatch late' }), say(key, language)]),
    [indicators.reporting_rate[language]],
    [indicators.rejection_rate[language]],
  ];
  const line = (park: string, numbers: Reporting) =>
    h(
      'tr',
      { class: park === selected && park !== total && 'selected' },
      h(
        'th',
        { scope: 'row' },
        h('div', {}, h('span', {}, nameOf(park, loaded)), progressBar(numbers, loaded)),
      ),
      ...columns.map((key) => h('td', { class: 'figure' }, count(numbers[key]))),
      ...[rows.reportingRate, rows.rejectionRate].map((rates) =>
        h('td', { class: 'figure' }, rateOf(rates, park)),
      ),
    );
  const head = heads.map((name, index) => h('th', { scope: 'col', class: index > 0 && 'figure' }, ...name));
  return h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': say('parkProgress', language) },
    h(
      'table',
      { class: 'reporting' },
      h('caption', { class: 'unseen' }, say('parkProgress', language)),
      h('thead', {}, h('tr', {}, ...head)),
      h('tbody', {}, ...quality.parks.map((numbers) => line(numbers.park, numbers))),
      h('tfoot', {}, line(total, quality)),
    ),
  );
}

function nameOf(id: string, { parks, language }: Loaded): string {
  const park = parks.find(({ park_id }) => park_id === id);
  if (park) return parkName(park, language);
  return id === total ? say('wholeCity', language) : id;
}

function rateOf(rates: readonly Row[] | undefined, park: string): string {
  return percent(rates?.find((row) => row.park === park)?.value ?? null);
}

/** Due tenants as a track, filled by those that reported: on time, then late. */
function progressBar({ expected, received, late }: Reporting, { language }: Loaded): HTMLElement {
  const part = (tenants: number) =>
    `width:${((Math.max(0, tenants) / Math.max(1, expected)) * 100).toFixed(2)}%`;
  return h(
    'span',
    {
      class: 'progress',
      role: 'img',
      'aria-label': say('progressIn', language, { expected, received, late }),
    },
    h('i', { class: 'on-time', style: part(received - late) }),
    h('i', { class: 'late', style: part(late) }),
  );
}

function missing(quality: Quality, loaded: Loaded): HTMLElement {
  const { language, park } = loaded;
  const absent = quality.missing.filter((tenant) => park === total || tenant.park === park).sort(byWeight);
  const item = (tenant: MissingTenant) =>
    h(
      'li',
      {},
      h(
        'span',
        { class: 'tenant', lang: 'zh-CN', title: `${tenant.name_zh} ${tenant.uscc}` },
        tenant.name_zh,
      ),
      h('span', { class: 'where', title: nameOf(tenant.park, loaded) }, nameOf(tenant.park, loaded)),
      h('span', { class: 'figure' }, percent(tenant.share_of_last_12_months)),
    );
  const none = h('p', { class: 'caption' }, say('noneMissing', language));
  const counted = say('missingIn', language, { park: nameOf(park, loaded), count: absent.length });
  return h(
    'div',
    { class: 'missing' },
    h('h3', {}, say('missingTenants', language)),
    ...(absent.length === 0
      ? [none]
      : [h('p', { class: 'caption' }, counted), h('ol', { tabindex: '0' }, ...absent.map(item))]),
  );
}

/** What weighs most first: whose report would complete the figures most. */
function byWeight(a: MissingTenant, b: MissingTenant): number {
  return compare(b.share_of_last_12_months ?? '0', a.share_of_last_12_months ?? '0');
}
