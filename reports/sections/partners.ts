import { nameOf } from '../../catalogue/codes.ts';
import { total } from '../../catalogue/mode.ts';
import type { Message } from '../../catalogue/refusal.ts';
import type { Passage, Section, Table, TableRow } from '../content.ts';
import { ranked, type Vintage } from '../vintage.ts';
import { called, month, name, plain, sentence, words } from '../wording.ts';
import { partnerName, tradeCells, tradeClause } from './cells.ts';
import { headings, tradeValue, ytdHeading } from './headings.ts';
import { column, tableOf } from './table.ts';

const shown = 10;

/** The largest partners and HS chapters. Others are not added up here: what is not published is not a number of the report. */
export function partners(vintage: Vintage): Section {
  return {
    id: 'partners',
    heading: { zh: '贸易伙伴与商品', en: 'Partners and goods' },
    paragraphs: [...leading(vintage, 'partner'), ...leading(vintage, 'chapter')],
    blocks: [topTable(vintage, 'partner'), topTable(vintage, 'chapter')],
  };
}

const lead = {
  partner: { zh: '主要贸易伙伴中，', en: 'The main trading partners: ' },
  chapter: { zh: '主要商品中，', en: 'The main goods: ' },
} as const satisfies Record<string, Message>;

function leading(vintage: Vintage, dimension: 'partner' | 'chapter'): Passage[] {
  const clauses = ranked(vintage, dimension)
    .slice(0, 3)
    .map((row) => {
      const code = row[dimension];
      const { zh, en } = dimension === 'partner' ? partnerLabel(code) : shortChapter(code);
      return tradeClause(vintage, { [dimension]: code }, { zh: words`${zh}进出口额`, en }, { verb: ', ' });
    });
  if (clauses.length === 0) return [];
  const { zh, en } = sentence(...clauses);
  return [
    called(dimension, { zh: words`${lead[dimension].zh}${zh}`, en: words`${lead[dimension].en}${en}` }),
  ];
}

const captions = {
  partner: {
    zh: '进出口额居前十位的国家（地区）',
    en: 'the ten countries (regions) with the largest trade value',
  },
  chapter: {
    zh: '进出口额居前十位的商品（HS章）',
    en: 'the ten HS chapters with the largest trade value',
  },
} as const satisfies Record<string, Message>;
const stubs = {
  partner: { zh: '国家（地区）', en: 'Country (region)' },
  chapter: { zh: '商品（HS章）', en: 'HS chapter' },
} as const satisfies Record<string, Message>;

function topTable(vintage: Vintage, dimension: 'partner' | 'chapter'): Table {
  const label = dimension === 'partner' ? partnerLabel : chapterLabel;
  const row = (code: string, called: Passage, level: TableRow['level']): TableRow => ({
    label: called,
    level,
    cells: tradeCells(vintage, ['level', 'yoy', 'ytd', 'ytd_yoy'], { [dimension]: code }, 'wan'),
  });
  return tableOf({
    id: `${dimension}s`,
    caption: {
      zh: words`${month(vintage.period)}${captions[dimension].zh}`,
      en: words`${month(vintage.period)}: ${captions[dimension].en}`,
    },
    stub: stubs[dimension],
    columns: [
      column(tradeValue, 'wan'),
      column(headings.yoy, 'percent'),
      column(ytdHeading(vintage.period), 'wan'),
      column(headings.ytdYoy, 'percent'),
    ],
    rows: [
      row(total, plain({ zh: '合计', en: 'Total' }), 0),
      ...ranked(vintage, dimension)
        .slice(0, shown)
        .map((found) => row(found[dimension], label(found[dimension]), 1)),
    ],
    notes: [notes[dimension]],
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

function partnerLabel(code: string): Passage {
  const called = partnerName(code);
  return { zh: [called], en: [called] };
}

function chapterLabel(code: string): Passage {
  const { zh, en } = nameOf('chapter', code) ?? { zh: '', en: '' };
  const label = name(code, { zh: `${code} ${zh}`.trim(), en: `${code} ${en}`.trim() });
  return { zh: [label], en: [label] };
}

/** The first part of a chapter's name, which is what people call it: 家具等（第94章）, Furniture (chapter 94). */
function shortChapter(code: string): Passage {
  const { zh, en } = nameOf('chapter', code) ?? { zh: '', en: '' };
  const [first = '', ...others] = zh.split('；');
  const called = name(code, { zh: others.length ? `${first}等` : first, en: en.split(';')[0] ?? '' });
  const chapter = name(code, { zh: code, en: code });
  return { zh: words`${called}（第${chapter}章）`, en: words`${called} (chapter ${chapter})` };
}
