import { type CustomsMode, customsModes, flows, total } from '../../catalogue/mode.ts';
import { compare } from '../../catalogue/number.ts';
import type { Chart, NamePiece, Passage, Section, Table, TableRow } from '../content.ts';
import type { NumberRef } from '../number-ref.ts';
import { numberAt, ranked, type Vintage } from '../vintage.ts';
import { called, joined, month, name, plain, sentence, words } from '../wording.ts';
import { amountAt, modeName, tradeCells, tradeClause } from './cells.ts';
import { bondedWords, eventWords, taxWords } from './events.ts';
import { headings, tradeValue, ytdHeading } from './headings.ts';
import { column, tableOf } from './table.ts';

/** As the modes were introduced, which is how forms list them; an object's own order would put 1210 first. */
const codes = (Object.keys(customsModes) as CustomsMode[]).sort((a, b) =>
  customsModes[a].valid_from + a < customsModes[b].valid_from + b ? -1 : 1,
);

/** The customs modes, each by flow where it carries both. 1239 is bonded retail like 1210 and stands beside it. */
export function modes(vintage: Vintage): Section {
  return {
    id: 'modes',
    heading: { zh: '四种模式', en: 'Four modes' },
    paragraphs: [
      called('by-value', byValue(vintage)),
      ...withoutTrade(vintage).map((none) => called('without-trade', none)),
      called('events', eventWords(vintage)),
      ...bondedWords(vintage).map((told) => called('bonded', told)),
      ...taxWords(vintage).map((told) => called('tax', told)),
    ],
    blocks: [modeTable(vintage), trend(vintage)],
  };
}

function byValue(vintage: Vintage): Passage {
  const clauses = ranked(vintage, 'mode').map(({ mode }) => {
    const { zh, en } = modeName(mode);
    return tradeClause(vintage, { mode }, { zh: words`${zh}进出口额`, en }, { verb: ', ' });
  });
  if (clauses.length === 0)
    return plain({ zh: '本月各监管方式均无进出口。', en: 'There was no trade in any mode this month.' });
  const { zh, en } = sentence(...clauses);
  return {
    zh: words`按进出口额从大到小，${zh}`,
    en: words`By trade value, in descending order: ${en}`,
  };
}

/** Modes whose measured value is zero: the month had none of it. */
function withoutTrade(vintage: Vintage): Passage[] {
  const none = codes.filter((mode) => {
    const { value } = amountAt(vintage, 'level', { mode });
    return value !== null && compare(value, '0') === 0;
  });
  if (none.length === 0 || none.length === codes.length) return [];
  const { zh, en } = joined(none.map(modeName), { zh: '、', en: ', ' });
  return [{ zh: words`${zh}本月无进出口。`, en: words`No trade this month in ${en}.` }];
}

function modeTable(vintage: Vintage): Table {
  const row = (mode: string, flow: string, label: Passage, level: TableRow['level']): TableRow => ({
    label,
    level,
    cells: cellsOf(vintage, mode, flow),
  });
  const rows = codes.flatMap((mode) => {
    const own: readonly string[] = customsModes[mode].flows;
    return [
      row(mode, total, modeName(mode), 1),
      ...(own.length > 1 ? own : []).map((flow) =>
        row(mode, flow, plain(flows[flow as keyof typeof flows]), 2),
      ),
    ];
  });
  return tableOf({
    id: 'modes',
    caption: {
      zh: words`${month(vintage.period)}分监管方式进出口情况`,
      en: words`${month(vintage.period)}: trade by customs mode`,
    },
    stub: { zh: '监管方式', en: 'Customs mode' },
    columns: [
      column(tradeValue, 'wan'),
      column(headings.yoy, 'percent'),
      column(ytdHeading(vintage.period), 'wan'),
      column(headings.ytdYoy, 'percent'),
      column({ zh: '单量', en: 'Declarations' }, 'declarations'),
      column({ zh: '包裹量', en: 'Parcels' }, 'parcels'),
      column({ zh: '客单价', en: 'Average ticket' }, 'ticket'),
    ],
    rows: [row(total, total, plain({ zh: '合计', en: 'All modes' }), 0), ...rows],
    notes: [modesNote, countsNote],
  });
}

function cellsOf(vintage: Vintage, mode: string, flow: string): NumberRef[] {
  const cell = { park: vintage.scope, mode, flow };
  return [
    ...tradeCells(vintage, ['level', 'yoy', 'ytd', 'ytd_yoy'], { mode, flow }, 'wan'),
    numberAt(vintage, 'declarations', 'level', cell, 'declarations'),
    numberAt(vintage, 'parcels', 'level', cell, 'parcels'),
    numberAt(vintage, 'average_ticket', 'level', cell, 'ticket'),
  ];
}

function coded(mode: CustomsMode): NamePiece {
  return name(mode, { zh: mode, en: mode });
}

const modesNote: Passage = {
  zh: words`四种模式指零售直购（${coded('9610')}）、网购保税（${coded('1210')}、${coded('1239')}）、企业对企业直接出口（${coded('9710')}）、出口海外仓（${coded('9810')}）。`,
  en: words`The four modes are direct retail (${coded('9610')}), bonded retail (${coded('1210')}, ${coded('1239')}), business-to-business direct export (${coded('9710')}) and export to overseas warehouses (${coded('9810')}).`,
};
const countsNote = plain({
  zh: '零售模式的单量为清单票数，其他模式为报关单票数；客单价仅零售模式有，合计行为零售模式合计。',
  en: 'Declarations are lists in the retail modes and customs declarations in the others. Only the retail modes have an average ticket; that of all modes is the one of the retail modes.',
});

function trend(vintage: Vintage): Chart {
  return {
    kind: 'chart',
    chart: 'trend',
    id: 'trend',
    caption: {
      zh: words`近两年各监管方式进出口额走势`,
      en: words`Trade value by customs mode, last two years`,
    },
    unit: amountAt(vintage, 'level', {}).scale === 'yi' ? 'yi' : 'wan',
    rows: vintage.trend,
  };
}
