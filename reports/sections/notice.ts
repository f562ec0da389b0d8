import type { IndicatorId, Transform } from '../../catalogue/indicators.ts';
import { total } from '../../catalogue/mode.ts';
import type { Message } from '../../catalogue/refusal.ts';
import type { Notice, Passage, TableRow } from '../content.ts';
import type { Published } from '../editions.ts';
import { inScale, type NumberRef, type ScaleId, scales, writeNumber } from '../number-ref.ts';
import { keyOf } from '../readings.ts';
import { numberAt, refOf, type Vintage } from '../vintage.ts';
import { instant, month, plain, words } from '../wording.ts';
import { causesInWords, changeCells, releaseName } from './revisions.ts';
import { column, mixedColumn, tableOf } from './table.ts';

/** A correction edition tells on its first page what it replaces, which main numbers changed, and why. */
export function notice(vintage: Vintage): Notice | null {
  const { former } = vintage.editions;
  if (!former) return null;
  const rows = headlines.flatMap((headline) => changedRow(vintage, headline));
  return {
    heading: { zh: '更正说明', en: 'Notice of correction' },
    paragraphs: [replaces(vintage, former.release), ...(rows.length ? [] : [unchanged]), causes(vintage)],
    table: tableOf({
      id: 'notice',
      caption: plain({ zh: '主要数字更正前后对照', en: 'Main numbers before and after' }),
      stub: { zh: '主要数字', en: 'Number' },
      stubShare: 2.6,
      columns: [
        mixedColumn({ zh: '更正前', en: 'Before' }),
        mixedColumn({ zh: '更正后', en: 'After' }),
        mixedColumn({ zh: '增减', en: 'Change' }),
        column({ zh: '增减幅度', en: 'Change' }, 'percent'),
      ],
      rows,
      notes: [
        plain({
          zh: '增减由未取整的数值计算；比率的增减以百分点计，不计算幅度。未列出的主要数字没有变化。',
          en: 'Changes are computed from unrounded values; rates change by percentage points and have no rate of change. Main numbers that are not listed did not change.',
        }),
      ],
    }),
  };
}

interface Headline {
  readonly indicator: IndicatorId;
  readonly transform: Transform;
  readonly flow?: string;
  readonly scale: ScaleId;
  readonly name: Message;
}

const value = (transform: Transform, flow: string, zh: string, en: string): Headline => ({
  indicator: 'trade_value',
  transform,
  flow,
  scale: transform === 'level' || transform === 'ytd' ? 'wan' : 'percent',
  name: { zh, en },
});

/** The numbers that the first pages of a report tell. */
const headlines: readonly Headline[] = [
  value('level', total, '当月进出口额', 'Trade value of the month'),
  value('level', 'export', '当月出口额', 'Exports of the month'),
  value('level', 'import', '当月进口额', 'Imports of the month'),
  value('yoy', total, '当月进出口额同比', 'Trade value, year on year'),
  value('ytd', total, '累计进出口额', 'Trade value since January'),
  value('ytd_yoy', total, '累计进出口额同比', 'Trade value since January, year on year'),
  {
    indicator: 'trade_value_usd',
    transform: 'level',
    scale: 'wan_usd',
    name: { zh: '当月进出口美元值', en: 'Trade value in USD' },
  },
  {
    indicator: 'net_trade_value',
    transform: 'level',
    scale: 'wan',
    name: { zh: '净进出口额', en: 'Net trade value' },
  },
  {
    indicator: 'declarations',
    transform: 'level',
    scale: 'declarations',
    name: { zh: '单量', en: 'Declarations' },
  },
  { indicator: 'parcels', transform: 'level', scale: 'parcels', name: { zh: '包裹量', en: 'Parcels' } },
  {
    indicator: 'tax_assessed',
    transform: 'level',
    scale: 'wan',
    name: { zh: '零售进口税款', en: 'Tax of retail imports' },
  },
  {
    indicator: 'active_tenants',
    transform: 'level',
    scale: 'tenants',
    name: { zh: '有实绩企业', en: 'Active tenants' },
  },
  {
    indicator: 'reporting_rate',
    transform: 'level',
    scale: 'percent',
    name: { zh: '报送率', en: 'Reporting rate' },
  },
];

/** A headline number before and after; nothing where it did not change as it is written. */
function changedRow(
  vintage: Vintage,
  { indicator, transform, flow = total, scale, name }: Headline,
): TableRow[] {
  const cell = { park: vintage.scope, flow };
  const former = vintage.editions.former?.rows.get(keyOf(indicator, transform, cell, vintage.period));
  if (!former) return [];
  const pair = [
    numberAt(vintage, indicator, transform, cell, scale),
    refOf(former, transform, scale),
  ] as const;
  if (pair[0].value === pair[1].value && pair[0].reason === pair[1].reason) return [];
  const [now, before] = finest(pair);
  if (writeNumber(now, 'cell', 'zh') === writeNumber(before, 'cell', 'zh')) return [];
  const { zh, en } = scales[now.scale];
  return [
    { label: plain(name), unit: { zh, en: en || 'number' }, level: 1, cells: changeCells(now, before) },
  ];
}

/** In 元 where two amounts would read the same in 万元. */
function finest([now, before]: readonly [NumberRef, NumberRef]): readonly [NumberRef, NumberRef] {
  const same = writeNumber(now, 'cell', 'zh') === writeNumber(before, 'cell', 'zh');
  return same && now.unit === 'CNY' ? [inScale(now, 'yuan'), inScale(before, 'yuan')] : [now, before];
}

function replaces({ period, release }: Vintage, former: Published): Passage {
  const [of, id, own] = [month(period), releaseName(former), releaseName(release)];
  const at = instant(former.dated_at ?? former.published_at);
  return {
    zh: words`本报告是${of}月报的更正版（${own}），代替${at}发布的${id}；被代替的版本仍可查阅。`,
    en: words`This is a correction (${own}) of the report of ${of}; it replaces ${id}, published ${at}, which stays available.`,
  };
}

function causes({ release, scope }: Vintage): Passage {
  const own = { ...release, causes: release.causes as Published['causes'] };
  const told = causesInWords([own], { park: scope });
  return {
    zh: words`更正原因：${told.zh}。`,
    en: words`Why: ${told.en}.`,
  };
}

const unchanged = plain({
  zh: '主要数字没有变化；其他更正见修订说明。',
  en: 'None of the main numbers changed; see the revisions for what did.',
});
