import { grown, type Point } from '../catalogue/comparison.ts';
import { total } from '../catalogue/mode.ts';
import { add, subtract } from '../catalogue/number.ts';
import { addMonths, type Period } from '../catalogue/period.ts';
import type { Reason, Status } from '../catalogue/status.ts';
import type { Row } from '../dashboards/answers.ts';
import { inScale, type NumberRef, type ScaleId, scales } from './number-ref.ts';
import type { Cell, topDetails } from './readings.ts';
import { numberAt, rowAt, type Vintage } from './vintage.ts';

/** The rank of a park by trade value (METHODS 6.2; without trade there is none), and how many ranks it has risen since the month before. */
export function rankOf(vintage: Vintage, park: string): [rank: NumberRef, moved: NumberRef] {
  const level = { ...numberAt(vintage, 'trade_value', 'level', { park }, 'rank'), unit: 'rank' as const };
  const now = vintage.history.ranks.get(park);
  const before = vintage.history.ranksBefore.get(park);
  const none = { value: null, reason: level.reason ?? ('NOT_APPLICABLE' as const) };
  const noBase = { value: null, reason: 'NO_BASE' as const };
  const moved = inScale({ ...level, part: 'rank_moved' }, 'places');
  if (now === undefined)
    return [
      { ...level, part: 'rank', ...none },
      { ...moved, ...none },
    ];
  return [
    { ...level, part: 'rank', value: String(now), reason: null },
    before === undefined ? { ...moved, ...noBase } : { ...moved, value: String(before - now), reason: null },
  ];
}

type Detail = (typeof topDetails)[number];
/** The largest codes of a breakdown; the rest of its total are the others. */
export interface Shown {
  readonly detail: Detail;
  readonly codes: readonly string[];
}

/**
 * A total without its largest parts, as a number of the total: the rest of its value, that over the total, and its growth
 * on the same rest a year before. Where a part of the rest is withheld, so is the rest.
 */
export function othersAt(
  vintage: Vintage,
  shown: Shown,
  transform: 'level' | 'ytd' | 'yoy' | 'ytd_yoy' | 'share',
  scale: ScaleId,
  flow = total,
): NumberRef {
  const kind = transform === 'ytd' || transform === 'ytd_yoy' ? 'ytd' : 'level';
  const whole = numberAt(vintage, 'trade_value', kind, { park: vintage.scope, flow }, scale);
  const now = restIn(vintage, shown, kind, flow, vintage.period);
  const point = pointIn(vintage, shown, transform, flow, now);
  return {
    ...whole,
    transform,
    part: `others.${shown.detail}.${shown.codes.length}`,
    unit: transform === 'level' || transform === 'ytd' ? whole.unit : 'ratio',
    value: point.value,
    reason: point.reason,
    status: point.reason === 'CONFIDENTIAL' ? 'c' : whole.status,
  };
}

function pointIn(vintage: Vintage, shown: Shown, transform: string, flow: string, now: Point): Point {
  if (transform === 'level' || transform === 'ytd') return now;
  if (transform === 'share') return shareOfRest(vintage, shown, now);
  const kind = transform === 'ytd_yoy' ? 'ytd' : 'level';
  return grown(now, restIn(vintage, shown, kind, flow, addMonths(vintage.period, -12)));
}

/** What the shares of the shown parts leave of one. */
function shareOfRest(vintage: Vintage, { detail, codes }: Shown, now: Point): Point {
  if (now.value === null) return now;
  const shares = codes.map((code) =>
    rowAt(vintage, 'trade_value', `share.${detail}`, { park: vintage.scope, [detail]: code }),
  );
  const missing = shares.find((row) => row?.value == null);
  if (missing !== undefined || shares.includes(undefined))
    return { ...now, value: null, reason: missing?.reason ?? 'MISSING' };
  return { ...now, value: shares.reduce((left, row) => subtract(left, row?.value ?? '0'), '1') };
}

function restIn(
  vintage: Vintage,
  { detail, codes }: Shown,
  kind: 'level' | 'ytd',
  flow: string,
  month: Period,
): Point {
  const at = (cell: Cell) =>
    rowAt(vintage, 'trade_value', kind, { park: vintage.scope, flow, ...cell }, month);
  const whole = at({});
  const none = (reason: Reason, status: Status = 'x'): Point => ({
    value: null,
    status,
    reason,
    coverage: null,
    release: whole?.release ?? null,
  });
  if (!whole || whole.value === null) return none(whole?.reason ?? 'NO_BASE');
  if (isWithheld(vintage, detail, codes, kind, flow, month)) return none('CONFIDENTIAL', 'c');
  const parts = codes.map((code) => at({ [detail]: code }));
  const missing = parts.find((row) => row !== undefined && row.value === null);
  if (missing && missing.reason !== 'NO_BASE') return none(missing.reason ?? 'MISSING');
  const sum = parts.map((row) => row?.value ?? '0').reduce(add, '0');
  return { ...none('MISSING', whole.status), value: subtract(whole.value, sum), reason: null };
}

/** Whether a part outside of those shown is withheld: the rest would tell it. */
function isWithheld(
  { rows, scope }: Vintage,
  detail: Detail,
  codes: readonly string[],
  kind: string,
  flow: string,
  month: Period,
): boolean {
  return [...rows].some(
    ([key, row]: [string, Row]) =>
      row.reason === 'CONFIDENTIAL' &&
      key.startsWith(`trade_value|${kind}|${month}|${scope}|${total}|${flow}|`) &&
      row[detail] !== total &&
      !codes.includes(row[detail]),
  );
}

/** What a number differs by from what another release had for it; of ratios in percentage points. */
export function changeOf(now: NumberRef, before: NumberRef): NumberRef {
  const scale = now.unit === 'ratio' ? 'points' : now.scale;
  const missing = [now, before].find(({ value }) => value === null);
  return {
    ...now,
    part: `change.${before.release}`,
    scale,
    decimals: scales[scale].decimals,
    value: missing ? null : subtract(now.value ?? '0', before.value ?? '0'),
    reason: missing ? (missing.reason ?? 'MISSING') : null,
  };
}

/** The same in per cent of what it was; ratios have none. */
export function changeRateOf(now: NumberRef, before: NumberRef): NumberRef {
  const point = (of: NumberRef): Point => ({ ...of, coverage: null });
  const found =
    now.unit === 'ratio'
      ? { value: null, reason: 'NOT_APPLICABLE' as const }
      : grown(point(now), point(before));
  return {
    ...inScale(now, 'percent'),
    part: `change_rate.${before.release}`,
    unit: 'ratio',
    value: found.value,
    reason: found.reason,
  };
}
