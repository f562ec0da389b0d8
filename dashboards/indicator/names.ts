import type { Dimension, UnitId } from '../../catalogue/indicators.ts';
import { customsModes, flows, total } from '../../catalogue/mode.ts';
import type { Decimal } from '../../catalogue/number.ts';
import { type Measure, measureOf } from '../charts/measure.ts';
import type { Language } from '../view.ts';
import type { Loaded, ShownTransform, Standing } from './load.ts';
import type { CellCodes } from './queries.ts';
import { tell } from './text.ts';
import type { IndicatorView } from './view.ts';

/** How codes are called. */
export function nameOf(
  { parks, codes }: Pick<Standing, 'parks' | 'codes'>,
  dimension: Dimension,
  code: string,
  language: Language,
): string {
  if (code === total) return tell(dimension === 'park' ? 'wholeCity' : 'total', language);
  if (dimension === 'park') {
    const park = parks.find(({ park_id }) => park_id === code);
    return park ? (language === 'en' && park.name_en) || park.name_zh : code;
  }
  if (dimension === 'mode') {
    const mode = customsModes[code as keyof typeof customsModes];
    return mode ? `${code} ${mode[language]}` : code;
  }
  if (dimension === 'flow') return flows[code as keyof typeof flows]?.[language] ?? code;
  return codes.find((one) => one.dimension === dimension && one.code === code)?.[language] ?? code;
}

/** `空港保税物流园 · 9610 电子商务 · 出口`; the whole city when nothing is named. */
export function cellName(
  standing: Pick<Standing, 'parks' | 'codes'>,
  cell: CellCodes,
  language: Language,
): string {
  const named = (Object.keys(cell) as (keyof CellCodes)[]).filter((dimension) => cell[dimension] !== total);
  const names = named.map((dimension) => nameOf(standing, dimension, cell[dimension], language));
  return names.length ? names.join(' · ') : tell('wholeCity', language);
}

/** How the values of an answer are shown to this reader. */
export function measureFor(
  { entry, transform }: Pick<Loaded, 'entry'> & { readonly transform: ShownTransform },
  { language, unit: amounts }: Pick<IndicatorView, 'language' | 'unit'>,
  values: readonly (Decimal | null)[],
): Measure {
  const growth: readonly string[] = ['mom', 'yoy', 'ytd_yoy', 'share', 'contribution'];
  const unit: UnitId = growth.includes(transform) ? 'ratio' : entry.unit;
  return measureOf({
    unit,
    decimals: entry.decimals,
    transform: transform === 'seasonal' ? 'level' : transform,
    ...{ language, amounts, values },
  });
}
