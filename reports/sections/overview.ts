import type { IndicatorId } from '../../catalogue/indicators.ts';
import { total } from '../../catalogue/mode.ts';
import { compare } from '../../catalogue/number.ts';
import type { Message } from '../../catalogue/refusal.ts';
import type { Column, Passage, Section, Table, TableRow } from '../content.ts';
import type { ScaleId } from '../number-ref.ts';
import { numberAt, type Vintage } from '../vintage.ts';
import { called, clause, month, plain, sentence, words } from '../wording.ts';
import { amountAt } from './cells.ts';
import { flowValue, headings, tradeValue, ytdHeading } from './headings.ts';
import { remarks } from './remarks.ts';
import { column, tableOf } from './table.ts';

/** The whole: value by flow for month and year to date in CNY and USD, and what was counted. */
export function overview(vintage: Vintage): Section {
  return {
    id: 'overview',
    heading: { zh: '总体情况', en: 'Overview' },
    paragraphs: [counts(vintage), ...remarks(vintage)],
    blocks: [
      valueTable(vintage, 'trade_value', 'value-cny', unitOf(vintage), {
        zh: '进出口总体情况（人民币值）',
        en: 'trade value in CNY',
      }),
    ],
  };
}

/** A column has one unit: 亿元 where all of it is large enough for that, so that no flow shrinks to 0.08. */
function unitOf(vintage: Vintage): ScaleId {
  const amounts = [total, 'export', 'import'].map((flow) => amountAt(vintage, 'level', { flow }));
  const shown = amounts.filter(({ value }) => value !== null && compare(value, '0') !== 0);
  return shown.length > 0 && shown.every(({ scale }) => scale === 'yi') ? 'yi' : 'wan';
}

const counted = [
  ['declarations', 'declarations', { zh: '单量', en: 'the number of declarations' }],
  ['parcels', 'parcels', { zh: '包裹量', en: 'the number of parcels' }],
  ['active_tenants', 'tenants', { zh: '有实绩企业', en: 'the number of active tenants' }],
  ['average_ticket', 'ticket', { zh: '零售客单价', en: 'the average retail ticket' }],
] as const satisfies readonly (readonly [IndicatorId, ScaleId, Message])[];

function counts(vintage: Vintage): Passage {
  const cell = { park: vintage.scope };
  const clauses = counted.flatMap(([indicator, scale, subject]) => {
    const level = numberAt(vintage, indicator, 'level', cell, scale);
    // A month without retail declarations has no ticket to speak of.
    if (level.value === null && level.reason === 'BASE_ZERO') return [];
    return [clause(plain(subject), level, numberAt(vintage, indicator, 'yoy', cell, 'percent'))];
  });
  const [first, ...others] = clauses as [Passage, ...Passage[]];
  return called(
    'counts',
    sentence(
      {
        zh: words`${month(vintage.period)}，${first.zh}`,
        en: words`In ${month(vintage.period)}, ${first.en}`,
      },
      ...others,
    ),
  );
}

const transforms = ['level', 'mom', 'yoy', 'ytd', 'ytd_yoy'] as const;

export function valueTable(
  vintage: Vintage,
  indicator: 'trade_value' | 'trade_value_usd',
  id: string,
  scale: ScaleId,
  caption: Message,
): Table {
  const row = (flow: string, label: Message, level: TableRow['level']): TableRow => ({
    label: plain(label),
    level,
    cells: transforms.map((transform) =>
      numberAt(
        vintage,
        indicator,
        transform,
        { park: vintage.scope, flow },
        transform === 'level' || transform === 'ytd' ? scale : 'percent',
      ),
    ),
  });
  const columns: Column[] = [
    column(headings.month, scale),
    column(headings.mom, 'percent'),
    column(headings.yoy, 'percent'),
    column(ytdHeading(vintage.period), scale),
    column(headings.ytdYoy, 'percent'),
  ];
  return tableOf({
    id,
    caption: {
      zh: words`${month(vintage.period)}${caption.zh}`,
      en: words`${month(vintage.period)}: ${caption.en}`,
    },
    stub: { zh: '指标', en: 'Item' },
    columns,
    rows: [
      row(total, tradeValue, 0),
      row('export', { zh: '出口额', en: capital(flowValue.export.en) }, 1),
      row('import', { zh: '进口额', en: capital(flowValue.import.en) }, 1),
    ],
    notes: [...springFestival(vintage), unadjusted],
  });
}

const unadjusted = plain({ zh: '环比未经季节调整。', en: 'MoM is not seasonally adjusted.' });

/** The festival moves between January and February, so that neither compares with itself a year earlier. */
function springFestival({ period }: Vintage): Passage[] {
  if (!/-0[12]$/.test(period)) return [];
  return [
    plain({
      zh: '春节所在月份逐年不同，当月同比不宜单独比较，请看年初两个月的累计同比。',
      en: 'The Spring Festival moves between the first two months of the year: compare their sum (YTD), not the month.',
    }),
  ];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
