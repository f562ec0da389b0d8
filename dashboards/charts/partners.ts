import { total } from '../../catalogue/mode.ts';
import type { Row } from '../answers.ts';
import { exact, growthOf, periodName, unitName } from '../figures.ts';
import { say } from '../text.ts';
import type { Language, Unit } from '../view.ts';
import { type Bar, type BarOptions, barsChart } from './bars.ts';
import { barInWords, byValue } from './parks.ts';

/** A period's value and growth by partner, and how a partner's code is called. */
export interface PartnerFigures {
  readonly values: readonly Row[];
  readonly growth: readonly Row[];
  readonly nameOf: (code: string) => string;
}

const shown = 10;

function barsOf({ values, growth, nameOf }: PartnerFigures): Bar[] {
  const growthBy = new Map(growth.map((row) => [row.partner, row]));
  return values
    .filter((row) => row.partner !== total && row.value !== null)
    .sort(byValue)
    .slice(0, shown)
    .map((row) => ({
      key: row.partner,
      label: nameOf(row.partner),
      value: row,
      growth: growthBy.get(row.partner),
    }));
}

/** The partners with the largest value, as the API gave them: nothing is added up to "others" here. */
export function partnersChart(figures: PartnerFigures, options: BarOptions): Element {
  return barsChart(barsOf(figures), partnersDescription(figures, options), options);
}

export function partnersDescription(
  figures: PartnerFigures,
  { unit, language }: { unit: Unit; language: Language },
): string {
  const bars = barsOf(figures);
  const [first] = bars;
  if (!first?.value) return say('noData', language);
  return say('partnersIn', language, {
    period: periodName(first.value.period, language),
    count: bars.length,
    unit: unitName(unit, language),
    first: barInWords(first, unit, language),
  });
}

export function partnersTable(figures: PartnerFigures, language: Language) {
  return {
    columns: [say('partner', language), say('value', language), say('sameMonth', language)],
    rows: barsOf(figures).map(({ label, value, growth }) => [
      label,
      exact(value?.value),
      growthOf(growth, language),
    ]),
  };
}
