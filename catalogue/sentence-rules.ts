import { bases, festivals } from './sentences/context.ts';
import { directions, hedges, revisions, sizes } from './sentences/growth.ts';
import { rankings, records } from './sentences/standing.ts';

/** All groups in the order in which the reference page lists them. */
export const sentenceRules = {
  directions,
  sizes,
  hedges,
  revisions,
  rankings,
  records,
  bases,
  festivals,
} as const;
