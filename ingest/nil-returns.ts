import { isLegalPair, legalPairs } from '../catalogue/mode.ts';
import { type Period, parsePeriod, periodOf } from '../catalogue/period.ts';
import type { Judged } from './accept.ts';
import type { Coverage, Finding } from './delivery.ts';

export interface NilReturns {
  readonly accepted: number;
  readonly coverage: readonly Coverage[];
  readonly findings: readonly Finding[];
}

type Nil = Judged['nils'][number];

/** Nil returns as coverage without lines: of one legal pair, or of all pairs when neither mode nor flow is given. */
export function nilReturns(judged: Judged, receivedAt: Date, declared: Period | null): NilReturns {
  // A line that was rejected is business too: it never makes room for a zero.
  const spoken = [...judged.coverage, ...judged.rejectedOnly];
  const covered = new Map<string, Coverage>();
  const findings: Finding[] = [];
  let accepted = 0;
  for (const nil of judged.nils) {
    const month = nil.period === null ? undefined : parsePeriod(nil.period);
    const pairs = pairsOf(nil);
    const free = pairs.filter(
      ({ mode, flow }) =>
        !spoken.some((c) => c.customs_mode === mode && c.flow === flow && c.period === month),
    );
    const isMonth =
      month !== undefined && month <= periodOf(receivedAt) && (declared === null || declared === month);
    if (!isMonth || pairs.length === 0 || free.length !== pairs.length) {
      findings.push(impossible(nil, isMonth ? month : undefined));
      continue;
    }
    accepted += 1;
    for (const { mode, flow } of free)
      covered.set(`${mode} ${flow} ${month}`, {
        customs_mode: mode,
        flow,
        period: month,
        lines: 0,
        rates: [],
      });
  }
  return { accepted, findings, coverage: [...covered.values()] };
}

function pairsOf({ customs_mode, flow }: Nil): readonly { mode: string; flow: string }[] {
  if (customs_mode === null && flow === null) return legalPairs;
  return isLegalPair(customs_mode ?? '', flow ?? '') ? [{ mode: customs_mode ?? '', flow: flow ?? '' }] : [];
}

/** `month`: it is one, and the fault lies in the mode and flow. */
function impossible({ row, part, customs_mode, flow, period }: Nil, month: Period | undefined): Finding {
  const parsed = period === null ? undefined : parsePeriod(period);
  const wrong = month
    ? { column_name: 'customs_mode', value: [customs_mode, flow, month].filter(Boolean).join(' ') }
    : { column_name: 'released_on', value: period };
  return {
    rule: 'nil_form',
    class: 'must_fix',
    part,
    row,
    period: parsed ?? null,
    subject: '',
    ...wrong,
  };
}
