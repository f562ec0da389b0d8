import { nameOf } from '../../catalogue/codes.ts';
import type { Transform } from '../../catalogue/indicators.ts';
import { type CustomsMode, customsModes, total } from '../../catalogue/mode.ts';
import type { Message } from '../../catalogue/refusal.ts';
import { isThin as isThinRow } from '../../dashboards/figures.ts';
import type { NamePiece, Passage } from '../content.ts';
import { amountScale, inScale, type NumberRef, type ScaleId } from '../number-ref.ts';
import { numberAt, rowAt, type Vintage } from '../vintage.ts';
import { clause, name, plain, type Telling, words } from '../wording.ts';

interface Cell {
  readonly park?: string;
  readonly mode?: string;
  readonly flow?: string;
  readonly partner?: string;
  readonly chapter?: string;
}

const within = (vintage: Vintage, cell: Cell) => ({ park: vintage.scope, ...cell });

/** Trade value of a cell of the scope, for a sentence: in 亿元 or 万元, as it is large. */
export function amountAt(vintage: Vintage, transform: 'level' | 'ytd', cell: Cell): NumberRef {
  const number = numberAt(vintage, 'trade_value', transform, within(vintage, cell), 'wan');
  return inScale(number, amountScale(number.value));
}

function changeAt(vintage: Vintage, transform: 'yoy' | 'ytd_yoy', cell: Cell): NumberRef {
  return numberAt(vintage, 'trade_value', transform, within(vintage, cell), 'percent');
}

/** The cells of a table's row for trade value: levels in the column's unit, rates in %. */
export function tradeCells(
  vintage: Vintage,
  transforms: readonly Transform[],
  cell: Cell,
  scale: ScaleId,
): NumberRef[] {
  return transforms.map((transform) =>
    numberAt(
      vintage,
      'trade_value',
      transform,
      within(vintage, cell),
      transform === 'level' || transform === 'ytd' ? scale : 'percent',
    ),
  );
}

/** Trade value of a cell of the scope and its growth on the year before, for the month or since January. */
export function tradeClause(
  vintage: Vintage,
  cell: Cell,
  subject: Passage,
  { level = 'level', ...telling }: Telling & { level?: 'level' | 'ytd' } = {},
): Passage {
  const growth = changeAt(vintage, level === 'level' ? 'yoy' : 'ytd_yoy', cell);
  return clause(subject, amountAt(vintage, level, cell), growth, telling);
}

/** Coverage so low that a growth rate says more about who reported than about trade. */
export function isThin(vintage: Vintage): boolean {
  return isThinRow(rowAt(vintage, 'trade_value', 'level', { park: vintage.scope }));
}

export const thinWords: Passage = plain({
  zh: '报送尚不完整，增速仅供参考',
  en: 'reporting is incomplete and growth rates are indicative only',
});

/** 9610（电子商务）, CBEC retail (9610). */
export function modeName(mode: string): Passage {
  const names: Message = customsModes[mode as CustomsMode];
  const code = name(mode, { zh: mode, en: mode });
  const called = name(mode, names);
  return { zh: words`${code}（${called}）`, en: words`${called} (${code})` };
}

export function parkName(vintage: Vintage, park: string): NamePiece {
  const found = vintage.parks.find(({ park_id }) => park_id === park);
  return name(park, { zh: found?.name_zh ?? park, en: found?.name_en || found?.name_zh || park });
}

export function partnerName(partner: string): NamePiece {
  return name(partner, nameOf('partner', partner) ?? { zh: partner, en: partner });
}

/** Whose figures these are, as the subject of a sentence. */
export function scopeName(vintage: Vintage): Passage {
  if (vintage.scope === total)
    return plain({ zh: '全市跨境电商产业园区', en: "the city's cross-border e-commerce parks" });
  const park = parkName(vintage, vintage.scope);
  return { zh: [park], en: [park] };
}
