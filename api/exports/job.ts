import type { MediaKind } from '../packing.ts';
import type { Citation } from '../permalink.ts';
import type { StatusCounts } from '../series-content.ts';
import type { SeriesParameters } from '../series-query.ts';

/** JSON holds its rows at once; whoever needs a million rows reads one of the others. */
export const exportFormats = ['csv', 'arrow', 'parquet', 'xlsx'] as const satisfies readonly MediaKind[];
export type ExportFormat = (typeof exportFormats)[number];

export const exportStates = {
  waiting: { zh: '排队', en: 'Waiting' },
  running: { zh: '生成中', en: 'Being written' },
  done: { zh: '完成', en: 'Done' },
  failed: { zh: '失败', en: 'Failed' },
  cancelled: { zh: '已取消', en: 'Cancelled' },
} as const;
export type ExportState = keyof typeof exportStates;

/** A file that is being made, or has been. Kept beside the file, so that it is known after a restart. */
export interface ExportJob {
  readonly id: string;
  /** The account that asked; null: whoever was at this machine while there was none. */
  readonly owner: string | null;
  readonly format: ExportFormat;
  /** The question, at the instant of the vintage that was newest when it was asked. */
  readonly asked: SeriesParameters;
  readonly citation: Citation;
  readonly file_name: string;
  readonly state: ExportState;
  readonly rows: number;
  readonly rows_written: number;
  readonly statuses: StatusCounts;
  readonly bytes: number | null;
  readonly sha256: string | null;
  readonly asked_at: string;
  readonly finished_at: string | null;
  /** When the file is deleted. */
  readonly expires_at: string | null;
  /** Why it failed, in words. */
  readonly problem: string | null;
}

export interface ExportLimits {
  /** Of one export. */
  readonly rows: number;
  /** Of all files together; the oldest go first. */
  readonly bytes: number;
  readonly atOnce: number;
  readonly waiting: number;
  /** Unfinished ones of one reader. */
  readonly ofReader: number;
  readonly keptMs: number;
}

export const exportLimits: ExportLimits = {
  rows: 5_000_000,
  bytes: 10 * 2 ** 30,
  atOnce: 1,
  waiting: 50,
  ofReader: 5,
  keptMs: 24 * 3600_000,
};

export function isOver({ state }: Pick<ExportJob, 'state'>): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled';
}
