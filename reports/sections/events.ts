import { type CustomsMode, customsModes, total } from '../../catalogue/mode.ts';
import { compare } from '../../catalogue/number.ts';
import type { Message } from '../../catalogue/refusal.ts';
import type { Passage, Table, TableRow } from '../content.ts';
import type { NumberRef, ScaleId } from '../number-ref.ts';
import { bondedModes, growth, taxedModes } from '../readings.ts';
import { numberAt, type Vintage } from '../vintage.ts';
import { clause, joined, month, plain, quantity, sentence, words } from '../wording.ts';
import { modeName } from './cells.ts';
import { headings, ytdHeading } from './headings.ts';
import { column, tableOf } from './table.ts';

type Monthly = Parameters<typeof numberAt>[1];

function levelAt(vintage: Vintage, indicator: Monthly, scale: ScaleId, mode: string = total): NumberRef {
  return numberAt(vintage, indicator, 'level', { park: vintage.scope, mode }, scale);
}

const isNone = ({ value }: NumberRef) => value !== null && compare(value, '0') === 0;

/** Returns, cancellations, and what they leave of trade. */
export function eventWords(vintage: Vintage): Passage {
  const returned = levelAt(vintage, 'returned_value', 'wan');
  const rate = levelAt(vintage, 'return_rate', 'percent');
  const cancelled = levelAt(vintage, 'cancelled_declarations', 'declarations');
  const net = levelAt(vintage, 'net_trade_value', 'wan');
  if ([returned, cancelled, net].some(({ value }) => value === null))
    return plain({ zh: '退货、撤单数据暂缺。', en: 'Returns and cancellations are not available.' });
  if (isNone(returned) && isNone(cancelled))
    return plain({ zh: '本月没有退货和撤单。', en: 'There were no returns or cancellations this month.' });
  const clauses: Passage[] = [
    {
      zh: words`当月受理退货额${quantity(returned)}`,
      en: words`Returns of ${quantity(returned)} were accepted in the month`,
    },
    ...(rate.value === null
      ? []
      : [{ zh: words`退货率${quantity(rate)}`, en: words`a return rate of ${quantity(rate)}` }]),
    {
      zh: words`撤单${quantity(cancelled)}`,
      en: words`${quantity(cancelled)} declarations were cancelled`,
    },
    {
      zh: words`扣除后净进出口额${quantity(net)}`,
      en: words`net of these, trade value was ${quantity(net)}`,
    },
  ];
  const { zh, en } = joined(clauses, { zh: '，', en: ', ' });
  return { zh: [...zh, '。'], en: [...en, '.'] };
}

/** The two lines of bonded goods, which are never added up; nothing where there were none. */
export function bondedWords(vintage: Vintage): Passage[] {
  const cell = { park: vintage.scope };
  const of = (indicator: 'first_line_value' | 'second_line_value', subject: Message) => ({
    level: numberAt(vintage, indicator, 'level', cell, 'wan'),
    told: clause(
      plain(subject),
      numberAt(vintage, indicator, 'level', cell, 'wan'),
      numberAt(vintage, indicator, 'yoy', cell, 'percent'),
    ),
  });
  const lines = [
    of('first_line_value', { zh: '保税一线进区货值', en: 'Goods entering bonded areas (first line)' }),
    of('second_line_value', { zh: '二线出区货值', en: 'goods leaving them (second line)' }),
  ];
  if (lines.every(({ level }) => isNone(level)))
    return [plain({ zh: '本月没有保税进出区货物。', en: 'No bonded goods moved this month.' })];
  return [
    sentence(
      ...lines.map(({ told }) => told),
      plain({ zh: '两者含义不同，不相加', en: 'the two are never added up' }),
    ),
  ];
}

/** Tax of retail imports, as declared. */
export function taxWords(vintage: Vintage): Passage[] {
  const cell = { park: vintage.scope };
  const level = numberAt(vintage, 'tax_assessed', 'level', cell, 'wan');
  if (isNone(level)) return [];
  const growthOf = numberAt(vintage, 'tax_assessed', 'yoy', cell, 'percent');
  return [
    sentence(
      clause(
        plain({
          zh: '零售进口税款（关税、增值税、消费税合计）',
          en: 'Tax of retail imports (duty, VAT and consumption tax together)',
        }),
        level,
        growthOf,
      ),
    ),
  ];
}

const allModes = (Object.keys(customsModes) as CustomsMode[]).sort((a, b) =>
  customsModes[a].valid_from + a < customsModes[b].valid_from + b ? -1 : 1,
);
export const modeStub: Message = { zh: '监管方式', en: 'Customs mode' };

/** A table with a row for each of some modes and one for all of them. */
export function byMode(
  vintage: Vintage,
  id: string,
  caption: Message,
  codes: readonly string[],
  parts: {
    columns: Table['columns'];
    cells: (mode: string) => readonly NumberRef[];
    notes?: readonly Passage[];
  },
): Table {
  const row = (mode: string, label: Passage, level: TableRow['level']): TableRow => ({
    label,
    level,
    cells: parts.cells(mode),
  });
  return tableOf({
    id,
    caption: {
      zh: words`${month(vintage.period)}${caption.zh}`,
      en: words`${month(vintage.period)}: ${caption.en}`,
    },
    stub: modeStub,
    columns: parts.columns,
    rows: [
      row(total, plain({ zh: '合计', en: 'All modes' }), 0),
      ...codes.map((mode) => row(mode, modeName(mode), 1)),
    ],
    notes: parts.notes ?? [],
  });
}

const eventColumns = [
  ['returned_declarations', 'declarations', { zh: '退货票数', en: 'Returned declarations' }],
  ['returned_value', 'wan', { zh: '退货额', en: 'Returned value' }],
  ['return_rate', 'percent', { zh: '退货率', en: 'Return rate' }],
  ['cancelled_declarations', 'declarations', { zh: '撤单票数', en: 'Cancelled declarations' }],
  ['net_trade_value', 'wan', { zh: '净进出口额', en: 'Net trade value' }],
] as const satisfies readonly (readonly [Monthly, ScaleId, Message])[];

export function eventsTable(vintage: Vintage): Table {
  const caption = { zh: '退货、撤单与净进出口额', en: 'returns, cancellations and net trade value' };
  return byMode(vintage, 'events', caption, allModes, {
    columns: eventColumns.map(([, scale, heading]) => column(heading, scale)),
    cells: (mode) => eventColumns.map(([indicator, scale]) => levelAt(vintage, indicator, scale, mode)),
    notes: [
      plain({
        zh: '按海关受理退货、撤单的月份统计，不冲减原月份的进出口额；退货的原申报可在以前月份。',
        en: 'By the month in which customs accepted them; the month of the goods is not lowered, and may be an earlier one.',
      }),
    ],
  });
}

function growthCells(
  vintage: Vintage,
  indicator: 'first_line_value' | 'second_line_value' | 'tax_assessed',
  transforms: readonly (typeof growth)[number][],
  mode: string,
): NumberRef[] {
  return transforms.map((transform) =>
    numberAt(
      vintage,
      indicator,
      transform,
      { park: vintage.scope, mode },
      transform === 'level' || transform === 'ytd' ? 'wan' : 'percent',
    ),
  );
}

export function bondedTable(vintage: Vintage): Table {
  const short = ['level', 'yoy', 'ytd'] as const;
  const ytd = ytdHeading(vintage.period);
  const columns = (line: Message) => [
    column(line, 'wan'),
    column(headings.yoy, 'percent'),
    column({ zh: words`${line.zh}${ytd.zh}`, en: words`${line.en} ${ytd.en}` }, 'wan'),
  ];
  return byMode(
    vintage,
    'bonded',
    { zh: '保税货物一线进区、二线出区货值', en: 'bonded goods over the first and the second line' },
    bondedModes,
    {
      columns: [
        ...columns({ zh: '一线进区', en: 'First line' }),
        ...columns({ zh: '二线出区', en: 'Second line' }),
      ],
      cells: (mode) => [
        ...growthCells(vintage, 'first_line_value', short, mode),
        ...growthCells(vintage, 'second_line_value', short, mode),
      ],
      notes: [
        plain({
          zh: '一线进区货物尚未零售，不计入进出口额；一线、二线货值不相加。',
          en: 'Goods on the first line are not sold yet and not in trade value; the two lines are never added up.',
        }),
      ],
    },
  );
}

export function taxTable(vintage: Vintage): Table {
  const caption = { zh: '跨境电商零售进口税款', en: 'tax of retail imports' };
  return byMode(vintage, 'tax', caption, taxedModes, {
    columns: [
      column(headings.month, 'wan'),
      column(headings.yoy, 'percent'),
      column(ytdHeading(vintage.period), 'wan'),
      column(headings.ytdYoy, 'percent'),
    ],
    cells: (mode) => growthCells(vintage, 'tax_assessed', growth, mode),
    notes: [
      plain({
        zh: '关税、增值税、消费税合计，按申报所载；三税分项未单独发布。',
        en: 'Duty, VAT and consumption tax together, as declared; the three are not published apart.',
      }),
    ],
  });
}

const paperColumns = [
  ['lines', 'lines', { zh: '申报行数', en: 'Lines' }],
  ['simplified_declarations', 'declarations', { zh: '简化申报清单', en: 'Simplified lists' }],
  ['summary_declarations', 'declarations', { zh: '汇总申报清单', en: 'Summary lists' }],
  ['over_limit_lists', 'declarations', { zh: '超限值清单', en: 'Lists above the limit' }],
  ['release_hours_median', 'hours', { zh: '放行时长中位数', en: 'Median time to release' }],
] as const satisfies readonly (readonly [Monthly, ScaleId, Message])[];

export function papersTable(vintage: Vintage): Table {
  const caption = { zh: '申报单证与放行时长', en: 'declarations and time to release' };
  return byMode(vintage, 'papers', caption, allModes, {
    columns: paperColumns.map(([, scale, heading]) => column(heading, scale)),
    cells: (mode) => paperColumns.map(([indicator, scale]) => levelAt(vintage, indicator, scale, mode)),
  });
}
