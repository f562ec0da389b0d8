import type { Period } from '../../catalogue/period.ts';
import type { Bakery } from '../bakery.ts';
import { bakedCells } from '../standing/load.ts';
import { type Beside, rankingPath } from '../standing-answers.ts';

/** Every question behind the page of one cell. */
export function viewPaths(period: Period, beside: Beside) {
  return {
    sections: rankingPath('trade_value', 'section', period, beside),
    chapters: rankingPath('trade_value', 'chapter', period, beside),
  } as const;
}

export const sectionNames = 'codes?dimension=section';

export function firstPaths({ period }: Bakery): string[] {
  return [sectionNames, ...Object.values(viewPaths(period, {}))];
}

export function furtherPaths({ period }: Bakery): string[] {
  return bakedCells.flatMap((cell) => Object.values(viewPaths(period, cell)));
}
