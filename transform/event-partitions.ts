import { fingerprint } from './models.ts';
import type { InForce, Membership, Rate } from './partitions.ts';

/** One delivery's returns and cancellations of one mode, flow and month, in force. */
export interface EventsInForce {
  readonly uscc: string;
  readonly customs_mode: string;
  readonly flow: string;
  readonly period: string;
  readonly delivery_id: string;
  readonly event_file: string | null;
  /** Told by customs messages, which take what is cancelled out of the lines themselves. */
  readonly by_message: boolean;
}

/** Everything that the events of some months are valued with. */
export interface EventsInput {
  /** The months that are asked for. */
  readonly periods: readonly string[];
  /** Events of these months, and of all months before for the tenants that have any. */
  readonly events: readonly EventsInForce[];
  /** Lines of the same tenants, modes and flows, of these months and all before. */
  readonly lines: readonly InForce[];
  readonly memberships: readonly Membership[];
  readonly rates: readonly Rate[];
}

/** What is computed, named and kept as one: the events of a mode, a flow and a month. */
export interface EventPartition {
  readonly id: string;
  readonly customs_mode: string;
  readonly flow: string;
  readonly period: string;
  readonly fingerprint: string;
  readonly events: readonly EventsInForce[];
  readonly lines: readonly InForce[];
}

interface Placed {
  readonly uscc: string;
  readonly customs_mode: string;
  readonly flow: string;
}

/** `models`: what shapes the result beside its inputs. */
export function eventPartitionsOf(input: EventsInput, models: unknown): EventPartition[] {
  const events = Map.groupBy(input.events, keyOf);
  const lines = Map.groupBy(input.lines, keyOf);
  const asked = input.events.filter(({ period }) => input.periods.includes(period));
  const groups = Map.groupBy(asked, (one) => `${one.customs_mode}-${one.flow}-${one.period}`);
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, own]) => {
      const { customs_mode, flow, period } = own[0] as EventsInForce;
      const upTo = <T extends Placed & { readonly period: string }>(all: ReadonlyMap<string, readonly T[]>) =>
        own.flatMap((one) => (all.get(keyOf(one)) ?? []).filter((other) => other.period <= period));
      const partition = { id, customs_mode, flow, period, events: upTo(events), lines: upTo(lines) };
      return { ...partition, fingerprint: fingerprintOf(partition, input, models) };
    });
}

function fingerprintOf(
  { period, events, lines }: Omit<EventPartition, 'fingerprint'>,
  { rates, memberships }: EventsInput,
  models: unknown,
): string {
  const tenants = new Set(events.map(({ uscc }) => uscc));
  const keys = new Set(lines.flatMap((one) => one.rates));
  const standing = (all: readonly (EventsInForce | InForce)[]) =>
    all.map((one) => `${keyOf(one)} ${one.period} ${one.delivery_id}`).sort();
  return fingerprint(
    models,
    period,
    standing(events),
    standing(lines),
    rates
      .filter(({ month, currency }) => keys.has(`${month} ${currency}`))
      .map(({ month, currency, cny_per_100 }) => `${month} ${currency} ${cny_per_100}`)
      .sort(),
    memberships
      .filter(({ uscc }) => tenants.has(uscc))
      .map((one) => JSON.stringify(one))
      .sort(),
  );
}

function keyOf({ uscc, customs_mode, flow }: Placed): string {
  return `${uscc} ${customs_mode} ${flow}`;
}
