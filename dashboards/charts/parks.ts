import { type ParkType, parkTypes, total } from '../../catalogue/mode.ts';
import { compare } from '../../catalogue/number.ts';
import type { Park, Row } from '../answers.ts';
import { amount, exact, growthOf, growthWord, periodName, unitName } from '../figures.ts';
import { say } from '../text.ts';
import type { Language, Unit } from '../view.ts';
import { type Bar, type BarOptions, barsChart } from './bars.ts';
import { parkName } from './names.ts';

export { parkName };

/** A period's value and growth by park, with what the registry says of the parks. */
export interface ParkFigures {
  readonly values: readonly Row[];
  readonly growth: readonly Row[];
  readonly parks: readonly Park[];
}

/** Larger first; what has no value comes last. */
export function byValue(a: Row | undefined, b: Row | undefined): number {
  if (a?.value == null || b?.value == null) return Number(a?.value == null) - Number(b?.value == null);
  return compare(b.value, a.value);
}

function barsOf({ values, growth, parks }: ParkFigures, language: Language): (Bar & { type: ParkType })[] {
  const types = Object.keys(parkTypes);
  const of = (rows: readonly Row[], park: Park) => rows.find((row) => row.park === park.park_id);
  return parks
    .map((park) => ({
      key: park.park_id,
      label: parkName(park, language),
      type: park.type,
      group: parkTypes[park.type][language],
      value: of(values, park),
      growth: of(growth, park),
    }))
    .sort((a, b) => types.indexOf(a.type) - types.indexOf(b.type) || byValue(a.value, b.value));
}

/** Parks compared: bars in groups by type of park, larger first. */
export function parksChart(figures: ParkFigures, options: BarOptions): Element {
  return barsChart(barsOf(figures, options.language), parksDescription(figures, options), options);
}

export function parksDescription(
  figures: ParkFigures,
  { unit, language }: { unit: Unit; language: Language },
): string {
  const [first] = barsOf(figures, language).sort((a, b) => byValue(a.value, b.value));
  if (first?.value?.value == null) return say('noData', language);
  return say('parksIn', language, {
    period: periodName(first.value.period, language),
    unit: unitName(unit, language),
    first: barInWords(first, unit, language),
  });
}

/** `临空园区 2.31，同比增长12.3%`. */
export function barInWords({ label, value, growth }: Bar, unit: Unit, language: Language): string {
  const word =
    growth?.value == null ? '' : say('growthIn', language, { word: growthWord(growth.value, language) });
  return `${label} ${amount(value?.value ?? '0', unit)}${word}`;
}

export function parksTable(figures: ParkFigures, language: Language) {
  const city = {
    value: figures.values.find((row) => row.park === total),
    growth: figures.growth.find((row) => row.park === total),
  };
  return {
    columns: [
      say('park', language),
      say('parkType', language),
      say('value', language),
      say('sameMonth', language),
    ],
    rows: [
      ...barsOf(figures, language).map(({ label, group = '', value, growth }) => [
        label,
        group,
        exact(value?.value),
        growthOf(growth, language),
      ]),
      [say('wholeCity', language), '', exact(city.value?.value), growthOf(city.growth, language)],
    ],
  };
}
