import { total } from '../../catalogue/mode.ts';
import { compare } from '../../catalogue/number.ts';
import type { Message } from '../../catalogue/refusal.ts';
import type { Passage, Section, Table, TableRow } from '../content.ts';
import { othersAt } from '../derived.ts';
import type { NumberRef } from '../number-ref.ts';
import { type Cell, growth, type topDetails, type wholeDetails } from '../readings.ts';
import { numberAt, ranked, rowAt, shareOf, type Vintage } from '../vintage.ts';
import { called, month, plain, quantity, sentence, words } from '../wording.ts';
import { tradeCells, tradeClause } from './cells.ts';
import { headings, share, tradeValue, ytdHeading } from './headings.ts';
import { labelOf, partnerLabel, shortChapter } from './labels.ts';
import { column, tableOf } from './table.ts';

/** Of the city; of a park, whose report is shorter, half as many. */
const shown = { city: 10, park: 5 } as const;
type TopDetail = (typeof topDetails)[number];
type WholeDetail = (typeof wholeDetails)[number];
type Detail = TopDetail | WholeDetail;

/** What trade consists of: flows, partners, goods, customs districts and means of transport. */
export function structure(vintage: Vintage): Section {
  return {
    id: 'structure',
    heading: { zh: '贸易结构', en: 'Structure' },
    paragraphs: [
      ...flowShares(vintage),
      ...leading(vintage, 'partner'),
      ...leading(vintage, 'chapter'),
      ...routes(vintage),
    ],
    blocks: [topTable(vintage, 'partner'), topTable(vintage, 'chapter'), routesTable(vintage)],
  };
}

function shareAt(vintage: Vintage, of: Detail | 'flow', code: string): NumberRef {
  return shareOf(vintage, of, { park: vintage.scope, [of]: code });
}

function flowShares(vintage: Vintage): Passage[] {
  const [exports, imports] = [shareAt(vintage, 'flow', 'export'), shareAt(vintage, 'flow', 'import')];
  if (exports.value === null || imports.value === null) return [];
  return [
    called(
      'flow',
      sentence({
        zh: words`按流向看，出口占进出口额的${quantity(exports)}，进口占${quantity(imports)}`,
        en: words`By flow, exports were ${quantity(exports)} of trade value and imports ${quantity(imports)}`,
      }),
    ),
  ];
}

const lead = {
  partner: { zh: '主要贸易伙伴中，', en: 'The main trading partners: ' },
  chapter: { zh: '主要商品中，', en: 'The main goods: ' },
} as const satisfies Record<TopDetail, Message>;

function leading(vintage: Vintage, detail: TopDetail): Passage[] {
  const clauses = ranked(vintage, detail)
    .slice(0, 3)
    .map((row) => {
      const code = row[detail];
      const { zh, en } = detail === 'partner' ? partnerLabel(code) : shortChapter(code);
      return tradeClause(vintage, { [detail]: code }, { zh: words`${zh}进出口额`, en }, { verb: ', ' });
    });
  if (clauses.length === 0) return [];
  const { zh, en } = sentence(...clauses);
  return [called(detail, { zh: words`${lead[detail].zh}${zh}`, en: words`${lead[detail].en}${en}` })];
}

/** The customs district and the means of transport that most goods went by. */
function routes(vintage: Vintage): Passage[] {
  const found = (['district', 'transport'] as const).flatMap((detail) => {
    const code = ranked(vintage, detail)[0]?.[detail];
    return code === undefined ? [] : [{ detail, code }];
  });
  const clauses = found.map(({ detail, code }): Passage => {
    const label = labelOf(detail, code);
    const part = quantity(shareAt(vintage, detail, code));
    const of = routeWords[detail];
    return {
      zh: words`${of.zh}以${label.zh}为主，占${part}`,
      en: words`${label.en} led among ${of.en} with ${part}`,
    };
  });
  return clauses.length ? [called('routes', sentence(...clauses))] : [];
}

const routeWords = {
  district: { zh: '申报关区', en: 'customs districts' },
  transport: { zh: '运输方式', en: 'means of transport' },
} as const satisfies Record<Exclude<WholeDetail, 'kind'>, Message>;

const captions = {
  partner: {
    zh: '进出口额居前的国家（地区）',
    en: 'the countries (regions) with the largest trade value',
  },
  chapter: {
    zh: '进出口额居前的商品（HS章）',
    en: 'the HS chapters with the largest trade value',
  },
} as const satisfies Record<TopDetail, Message>;
const stubs = {
  partner: { zh: '国家（地区）', en: 'Country (region)' },
  chapter: { zh: '商品（HS章）', en: 'HS chapter' },
} as const satisfies Record<TopDetail, Message>;

function topTable(vintage: Vintage, detail: TopDetail): Table {
  const all = ranked(vintage, detail).filter((row) => row[detail] !== '_U');
  const most = vintage.scope === total ? shown.city : shown.park;
  const codes = all.slice(0, most).map((row) => row[detail]);
  const row = (code: string, label: Passage, level: TableRow['level']): TableRow => ({
    label,
    level,
    cells: cellsOf(vintage, detail, code),
  });
  return tableOf({
    id: `${detail}s`,
    caption: {
      zh: words`${month(vintage.period)}${captions[detail].zh}`,
      en: words`${month(vintage.period)}: ${captions[detail].en}`,
    },
    stub: stubs[detail],
    stubShare: detail === 'chapter' ? 2.6 : 1.8,
    columns: columnsOf(vintage),
    rows: [
      row(total, plain({ zh: '合计', en: 'Total' }), 0),
      ...codes.map((code) => row(code, labelOf(detail, code), 1)),
      ...othersRow(vintage, detail, codes),
    ],
    notes: [notes[detail]],
  });
}

/** What the table leaves out, so that its rows add up to the total. */
function othersRow(vintage: Vintage, detail: TopDetail, codes: readonly string[]): TableRow[] {
  const of = { detail, codes };
  const level = othersAt(vintage, of, 'level', 'wan');
  if (codes.length === 0 || (level.value !== null && compare(level.value, '0') === 0)) return [];
  const flows = (['export', 'import'] as const).map((flow) => othersAt(vintage, of, 'level', 'wan', flow));
  const [part, yoy, ytd, ytdYoy] = [
    othersAt(vintage, of, 'share', 'percent'),
    othersAt(vintage, of, 'yoy', 'percent'),
    othersAt(vintage, of, 'ytd', 'wan'),
    othersAt(vintage, of, 'ytd_yoy', 'percent'),
  ];
  return [
    {
      label: plain({ zh: '其他', en: 'Others' }),
      level: 1,
      cells: [level, part, yoy, ...flows, ytd, ytdYoy],
    },
  ];
}

/** Value, share and growth of a part, by flow, and since January. */
function cellsOf(vintage: Vintage, detail: TopDetail, code: string): NumberRef[] {
  const cell = { [detail]: code };
  const [level, yoy, ytd, ytdYoy] = tradeCells(vintage, growth, cell, 'wan') as [
    NumberRef,
    NumberRef,
    NumberRef,
    NumberRef,
  ];
  const byFlow = (['export', 'import'] as const).map((flow) => inFlow(vintage, { ...cell, flow }));
  return [level, shareAt(vintage, detail, code), yoy, ...byFlow, ytd, ytdYoy];
}

/** What a breakdown holds no cell of, below a measured total, is zero. */
function inFlow(vintage: Vintage, cell: Cell & { readonly flow: string }): NumberRef {
  const codes = { park: vintage.scope, ...cell };
  if (rowAt(vintage, 'trade_value', 'level', codes))
    return numberAt(vintage, 'trade_value', 'level', codes, 'wan');
  const { flow } = cell;
  const whole = numberAt(vintage, 'trade_value', 'level', { ...codes, flow: total }, 'wan');
  return whole.value === null ? { ...whole, flow } : { ...whole, flow, value: '0.00', reason: null };
}

function columnsOf(vintage: Vintage) {
  return [
    column(tradeValue, 'wan'),
    column(share, 'percent'),
    column(headings.yoy, 'percent'),
    column(headings.exports, 'wan'),
    column(headings.imports, 'wan'),
    column(ytdHeading(vintage.period), 'wan'),
    column(headings.ytdYoy, 'percent'),
  ];
}

const groupNames = {
  district: { zh: '申报关区', en: 'Customs district' },
  transport: { zh: '运输方式', en: 'Means of transport' },
  kind: { zh: '企业类型', en: 'Kind of tenant' },
} as const satisfies Record<WholeDetail, Message>;

function routesTable(vintage: Vintage): Table {
  return wholeTable(vintage, ['district', 'transport'], {
    id: 'routes',
    caption: { zh: '分申报关区、运输方式进出口情况', en: 'trade by customs district and means of transport' },
    stub: { zh: '关区、运输方式', en: 'District, transport' },
  });
}

/** Breakdowns with all of their codes; each adds up to the total. */
export function wholeTable(
  vintage: Vintage,
  of: readonly WholeDetail[],
  { id, caption, stub }: { id: string; caption: Message; stub: Message },
): Table {
  const row = (detail: WholeDetail, code: string, label: Passage, level: TableRow['level']): TableRow => {
    const [value, ...others] = tradeCells(vintage, growth, { [detail]: code }, 'wan') as [NumberRef];
    return { label, level, cells: [value, shareAt(vintage, detail, code), ...others] };
  };
  const group = (detail: WholeDetail): TableRow[] => {
    const rows = ranked(vintage, detail).map((found) => {
      const code = found[detail] ?? total;
      return row(detail, code, labelOf(detail, code), 2);
    });
    if (of.length === 1 || rows.length === 0) return rows;
    return [{ label: plain(groupNames[detail]), level: 1, cells: [] }, ...rows];
  };
  return tableOf({
    id,
    caption: {
      zh: words`${month(vintage.period)}${caption.zh}`,
      en: words`${month(vintage.period)}: ${caption.en}`,
    },
    stub,
    columns: [
      column(tradeValue, 'wan'),
      column(share, 'percent'),
      column(headings.yoy, 'percent'),
      column(ytdHeading(vintage.period), 'wan'),
      column(headings.ytdYoy, 'percent'),
    ],
    rows: [row(of[0] ?? 'district', total, plain({ zh: '合计', en: 'Total' }), 0), ...of.flatMap(group)],
  });
}

const notes = {
  partner: plain({
    zh: '进口按原产国（地区），出口按最终目的国（地区）。',
    en: 'Imports by country of origin, exports by country of final destination.',
  }),
  chapter: plain({
    zh: '商品按《商品名称及编码协调制度》的章分类。',
    en: 'Goods by chapter of the Harmonized System.',
  }),
};
