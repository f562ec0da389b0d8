import { indicators, unitNames } from '../../../catalogue/indicators.ts';
import { type CustomsMode, customsModes, total } from '../../../catalogue/mode.ts';
import type { Row } from '../../answers.ts';
import { sparkline } from '../../charts/sparkline.ts';
import { type Child, h } from '../../element.ts';
import { count, isThin, noValue, unitName, whyNone } from '../../figures.ts';
import { drawing } from '../../parts/drawing.ts';
import { absent, amountOf, growthRate, statusChip } from '../../parts/numbers.ts';
import { say } from '../../text.ts';
import { type Loaded, scope } from '../load.ts';

const headlineModes = ['9610', '1210', '9710', '9810'] as const satisfies readonly CustomsMode[];

/** The period's figures: the total and each mode large, what stands beside them small. */
export function headline(loaded: Loaded): HTMLElement {
  const { language } = loaded;
  return h(
    'section',
    { class: 'headline', 'aria-labelledby': 'headline' },
    h('h2', { id: 'headline', class: 'unseen' }, say('headline', language)),
    h('div', { class: 'tiles' }, totalTile(loaded), ...headlineModes.map((mode) => modeTile(mode, loaded))),
    h('dl', { class: 'asides' }, ...flowAsides(loaded), smallModeAside(loaded), ...countAsides(loaded)),
  );
}

function byMode(rows: readonly Row[] | undefined, mode: string, period: string): Row | undefined {
  return rows?.find((row) => row.mode === mode && row.period === period);
}

function totalTile(loaded: Loaded): HTMLElement {
  const { rows, language, unit } = loaded;
  const series = (rows.trend ?? []).filter((row) => row.mode === total);
  const draw = (width: number) => sparkline(series, { width, height: 64, language, unit, document });
  const heading = h('h3', {}, `${say('value', language)} · ${scope(loaded)}`);
  return tile(heading, total, loaded, drawing(draw, 'spark'));
}

function modeTile(mode: CustomsMode, loaded: Loaded): HTMLElement {
  const name = customsModes[mode][loaded.language];
  const swatch = h('i', { class: `swatch mode-${mode}` });
  return tile(h('h3', { title: name }, swatch, h('strong', {}, mode), ` ${name}`), mode, loaded);
}

function tile(heading: HTMLElement, mode: string, loaded: Loaded, ...extra: Child[]): HTMLElement {
  const { rows, period, language } = loaded;
  const value = byMode(rows.trend, mode, period);
  const thin = isThin(value);
  const rates: [string, Child][] = [
    [say('sameMonth', language), growthRate(byMode(rows.modeGrowth, mode, period), language)],
    [say('ytd', language), amountOf(byMode(rows.modeYtd, mode, period), loaded)],
    [say('ytdGrowth', language), growthRate(byMode(rows.modeYtdGrowth, mode, period), language)],
  ];
  const classes = ['tile', mode === total && 'tile-total', thin && 'thin'].filter(Boolean).join(' ');
  return h(
    'article',
    { class: classes, id: `tile-${mode}` },
    heading,
    h('p', { class: 'value' }, ...money(value, loaded), value && statusChip(value.status, language)),
    thin
      ? h('p', { class: 'why' }, say('lowCoverage', language))
      : h(
          'dl',
          { class: 'rates' },
          ...rates.map(([name, rate]) => h('div', {}, h('dt', {}, name), h('dd', {}, rate))),
        ),
    ...extra,
  );
}

/** A large amount with its unit, or why there is none. */
function money(row: Row | undefined, { unit, language }: Loaded): Child[] {
  if (row?.value == null) return [h('b', {}, noValue), h('small', {}, whyNone(row, language))];
  const figure = amountOf(row, { unit, language }, { focusable: true });
  return [h('b', {}, figure), h('small', {}, unitName(unit, language))];
}

function aside(
  name: Child[],
  value: Child[],
  rate: Row | undefined,
  language: Loaded['language'],
): HTMLElement {
  const sameMonth = h('small', {}, say('sameMonthShort', language));
  return h(
    'div',
    {},
    h('dt', {}, ...name),
    h(
      'dd',
      {},
      h('span', {}, ...value),
      h('span', { class: 'aside-rate' }, sameMonth, ' ', growthRate(rate, language)),
    ),
  );
}

function flowAsides(loaded: Loaded): HTMLElement[] {
  const { rows, language } = loaded;
  return (['import', 'export'] as const).map((flow) => {
    const of = (list: readonly Row[] | undefined) => list?.find((row) => row.flow === flow);
    return aside([say(flow, language)], money(of(rows.flows), loaded), of(rows.flowGrowth), language);
  });
}

function smallModeAside(loaded: Loaded): HTMLElement {
  const { rows, period, language } = loaded;
  const name = [h('i', { class: 'swatch mode-1239' }), `1239 ${customsModes['1239'][language]}`];
  return aside(
    name,
    money(byMode(rows.trend, '1239', period), loaded),
    byMode(rows.modeGrowth, '1239', period),
    language,
  );
}

function countAsides({ rows, language }: Loaded): HTMLElement[] {
  const counted = (row: Row | undefined, unit: 'declarations' | 'tenants'): Child[] =>
    row?.value == null
      ? [absent(row, language)]
      : [h('b', {}, count(row.value)), language === 'zh' && h('small', {}, unitNames[unit].zh)];
  const { declarations, active_tenants } = indicators;
  return [
    aside(
      [declarations[language]],
      counted(rows.declarations?.[0], 'declarations'),
      rows.declarationsGrowth?.[0],
      language,
    ),
    aside(
      [active_tenants[language]],
      counted(rows.tenants?.[0], 'tenants'),
      rows.tenantsGrowth?.[0],
      language,
    ),
  ];
}
