import type { Scope } from '../catalogue/causes.ts';
import { estimatedIndicators } from '../catalogue/estimation.ts';
import { total } from '../catalogue/mode.ts';
import type { ListedEstimate, Manifest } from './manifest.ts';

/** An estimate that came or went between two releases. */
export interface EstimateDifference {
  readonly code: 'ESTIMATE';
  readonly subject: string;
  readonly scopes: readonly Scope[];
}

/** Estimates that came, and those that were taken back; one whose tenant has reported since goes with its late report. */
export function estimateDifferences(before: Manifest, after: Manifest): EstimateDifference[] {
  const [old, current] = [before.estimates ?? [], after.estimates];
  const ids = (all: readonly ListedEstimate[]) => new Set(all.map(({ estimate_id }) => estimate_id));
  const [known, standing] = [ids(old), ids(current)];
  const isReported = ({ uscc, mode, flow }: ListedEstimate) =>
    after.deliveries.some((one) => one.uscc === uscc && one.customs_mode === mode && one.flow === flow);
  const came = current.filter(({ estimate_id }) => !known.has(estimate_id));
  const gone = old.filter((one) => !standing.has(one.estimate_id) && !isReported(one));
  return [...came, ...gone].map(({ estimate_id, uscc, park, mode, flow }) => ({
    code: 'ESTIMATE',
    subject: `${uscc} ${mode} ${flow} #${estimate_id}`,
    scopes: [{ indicators: estimatedIndicators, mode, flow, parks: [total, park] }],
  }));
}
