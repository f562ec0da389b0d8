import type { CellCodes } from '../../catalogue/causes.ts';
import { dimensions } from '../../catalogue/indicators.ts';
import { total } from '../../catalogue/mode.ts';
import { compare } from '../../catalogue/number.ts';
import type { Message } from '../../catalogue/refusal.ts';
import type { Passage, Section, Table, TableRow } from '../content.ts';
import { changeOf, changeRateOf } from '../derived.ts';
import { type Published, publicCauses, type RevisedMonth } from '../editions.ts';
import { inScale, type NumberRef, type ScaleId } from '../number-ref.ts';
import { keyOf, modes } from '../readings.ts';
import { numberAt, refOf, type Vintage } from '../vintage.ts';
import { called, instant, joined, month, name, plain, quantity, words } from '../wording.ts';
import { modeName, parkName } from './cells.ts';
import { column, tableOf, wordsColumn } from './table.ts';

/** What is different now from what the last report said of earlier months, by how much, and why. */
export function revisions(vintage: Vintage): Section {
  const { editions } = vintage;
  const shown = shownMonths(vintage);
  const corrected = editions.former ? correctedTable(vintage) : undefined;
  return {
    id: 'revisions',
    heading: { zh: '修订说明', en: 'Revisions' },
    paragraphs: [called('since-last', sinceLast(vintage, shown)), called('corrections', counted(vintage))],
    blocks: [
      ...(corrected?.rows.length ? [corrected] : []),
      ...(shown.length ? [monthsTable(shown, vintage)] : []),
    ],
  };
}

/** Of a park only months whose value moved there; the city's table tells also those in which the total stayed. */
function shownMonths({ scope, editions }: Vintage): RevisedMonth[] {
  return editions.revised.filter(
    ({ before, after }) => scope === total || compare(before.value ?? '0', after.value ?? '0') !== 0,
  );
}

function sinceLast({ editions }: Vintage, shown: readonly RevisedMonth[]): Passage {
  const { last } = editions;
  if (!last)
    return plain({
      zh: '本报告为第一期，以前没有发布。',
      en: 'This is the first report; nothing was published before.',
    });
  const id = releaseName(last);
  const at = instant(last.dated_at ?? last.published_at);
  if (shown.length === 0)
    return {
      zh: words`自上次报告（${id}，${at}发布）以来，以前各月的数字没有修订。`,
      en: words`Since the last report (${id}, published ${at}) no number of an earlier month was revised.`,
    };
  const months = joined(
    shown.map(({ period }) => ({ zh: [month(period)], en: [month(period)] })),
    { zh: '、', en: ', ' },
  );
  return {
    zh: words`自上次报告（${id}，${at}发布）以来，修订了${months.zh}的数字，增速按修订后的基数计算。`,
    en: words`Since the last report (${id}, published ${at}) numbers of ${months.en} were revised; growth rates go by the revised base.`,
  };
}

/** 近12个月: how many releases of the last twelve months were corrections. */
function counted(vintage: Vintage): Passage {
  const { corrections } = vintage.editions;
  const base = inScale(
    numberAt(vintage, 'trade_value', 'level', { park: total }, 'times_counted'),
    'times_counted',
  );
  const number: NumberRef = { ...base, part: 'corrections', value: String(corrections), reason: null };
  return {
    zh: words`近一年各月数据发布后共修订${quantity(number)}。`,
    en: words`Releases of the last year's months that were corrections: ${quantity(number)}.`,
  };
}

export function releaseName({ id }: Pick<Published, 'id'>) {
  return name(id, { zh: id, en: id });
}

/** Why a cell was published anew; releases made before causes were found have none. */
export function causesInWords(releases: readonly Published[], cell: Partial<CellCodes>): Passage {
  const found = publicCauses(releases, { ...noDetail, indicator: 'trade_value', ...cell });
  const notes = releases.flatMap(({ id, note_public }): Passage[] => {
    if (!note_public) return [];
    const note = name(`note-${id}`, { zh: note_public, en: note_public });
    return [{ zh: [note], en: [note] }];
  });
  const told = [...found.map(plain), ...notes];
  return told.length ? joined(told, { zh: '；', en: '; ' }) : plain({ zh: '未说明', en: 'Not stated' });
}

const noDetail = Object.fromEntries(
  dimensions.map((dimension) => [dimension, total]),
) as unknown as CellCodes;

const changeColumns = (scale: ScaleId) => [
  column({ zh: '原发布', en: 'Was' }, scale),
  column({ zh: '现发布', en: 'Is' }, scale),
  column({ zh: '增减', en: 'Change' }, scale),
  column({ zh: '增减幅度', en: 'Change' }, 'percent'),
];
const why = wordsColumn({ zh: '原因', en: 'Why' }, 2.6);

/** Numbers of another release than the report's stand there on purpose. */
export function changeCells(now: NumberRef, before: NumberRef): NumberRef[] {
  return [{ ...before, former: true }, now, changeOf(now, before), changeRateOf(now, before)];
}

function monthsTable(shown: readonly RevisedMonth[], { scope }: Vintage): Table {
  const rows = shown.map(({ period, before, after, releases }): TableRow => {
    const of = month(period);
    const [was, is] = [refOf(before, 'level', 'wan'), refOf(after, 'level', 'wan')];
    const cells = changeCells(is, was).map((cell) => ({ ...cell, former: true as const }));
    return {
      label: { zh: [of], en: [of] },
      level: 1,
      cells: [...cells, causesInWords(releases, { park: scope })],
    };
  });
  return tableOf({
    id: 'revised',
    caption: plain({ zh: '以前各月进出口额修订情况', en: 'Revisions of trade value of earlier months' }),
    stub: { zh: '报告期', en: 'Month' },
    stubShare: 1.2,
    columns: [...changeColumns('wan'), why],
    rows,
  });
}

/** The modes and parks whose trade value of the month itself is corrected. */
function correctedTable(vintage: Vintage): Table {
  const { scope, parks, release } = vintage;
  const own = { ...release, causes: release.causes as Published['causes'] };
  const rows = (cells: readonly { cell: Partial<CellCodes>; label: Passage }[]): TableRow[] =>
    cells.flatMap(({ cell, label }): TableRow[] => {
      const pair = pairAt(vintage, cell);
      if (!pair || compare(pair[0].value ?? '0', pair[1].value ?? '0') === 0) return [];
      return [
        { label, level: 2, cells: [...changeCells(...pair), causesInWords([own], { park: scope, ...cell })] },
      ];
    });
  const byMode = rows(modes.slice(1).map((mode) => ({ cell: { mode }, label: modeName(mode) })));
  const byPark =
    scope === total
      ? rows(
          parks.map(({ park_id }) => {
            const label = parkName(vintage, park_id);
            return { cell: { park: park_id }, label: { zh: [label], en: [label] } };
          }),
        )
      : [];
  const group = (label: Message, members: TableRow[]): TableRow[] =>
    members.length ? [{ label: plain(label), level: 1, cells: [] }, ...members] : [];
  return tableOf({
    id: 'corrected',
    caption: {
      zh: words`${month(vintage.period)}进出口额更正明细`,
      en: words`${month(vintage.period)}: trade value corrected`,
    },
    stub: { zh: '项目', en: 'Item' },
    stubShare: 1.9,
    columns: [...changeColumns('wan'), why],
    rows: [
      ...group({ zh: '分监管方式', en: 'By customs mode' }, byMode),
      ...group({ zh: '分园区', en: 'By park' }, byPark),
    ],
  });
}

/** Trade value of a cell now and in the edition before; undefined where that had none. */
function pairAt(vintage: Vintage, cell: Partial<CellCodes>): [now: NumberRef, before: NumberRef] | undefined {
  const codes = { park: vintage.scope, ...cell };
  const former = vintage.editions.former?.rows.get(keyOf('trade_value', 'level', codes, vintage.period));
  return former && [numberAt(vintage, 'trade_value', 'level', codes, 'wan'), refOf(former, 'level', 'wan')];
}
