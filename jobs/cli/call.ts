import { parseArgs } from 'node:util';
import { type Dimension, dimensions } from '../../catalogue/indicators.ts';
import { type Period, parsePeriod } from '../../catalogue/period.ts';
import {
  type ReasonCodeId,
  type ReasonUse,
  reasonCodes,
  reasonCodesFor,
} from '../../catalogue/reason-codes.ts';
import { type AuditEntry, recordAudit } from '../../warehouse/audit.ts';
import type { Act } from '../../warehouse/confirmations.ts';
import { clock } from '../clock.ts';
import type { Program } from '../program.ts';
import { readSettings } from '../settings.ts';

/** A code for each dimension: --park P01. */
const codeOptions = Object.fromEntries(
  dimensions.map((dimension) => [dimension, { type: 'string' }]),
) as Record<Dimension, { readonly type: 'string' }>;

const options = {
  json: { type: 'boolean', default: false },
  'no-serve': { type: 'boolean', default: false },
  'with-key': { type: 'boolean', default: false },
  'leave-out-held': { type: 'boolean', default: false },
  final: { type: 'boolean', default: false },
  'special-revision': { type: 'boolean', default: false },
  'reason-note-public': { type: 'string' },
  'reason-note-internal': { type: 'string' },
  source: { type: 'string' },
  period: { type: 'string' },
  tenant: { type: 'string' },
  release: { type: 'string' },
  rule: { type: 'string' },
  column: { type: 'string' },
  reason: { type: 'string' },
  note: { type: 'string' },
  by: { type: 'string' },
  action: { type: 'string' },
  indicator: { type: 'string' },
  method: { type: 'string' },
  end: { type: 'string' },
  role: { type: 'string' },
  'display-name': { type: 'string' },
  for: { type: 'string' },
  subject: { type: 'string' },
  item: { type: 'string' },
  agree: { type: 'boolean', default: false },
  at: { type: 'string' },
  day: { type: 'string' },
  to: { type: 'string' },
  'by-hand': { type: 'boolean', default: false },
  days: { type: 'string' },
  folder: { type: 'string' },
  ...codeOptions,
  help: { type: 'boolean', default: false },
} as const;

export type Flags = ReturnType<
  typeof parseArgs<{ options: typeof options; allowPositionals: true }>
>['values'];

export interface Call {
  readonly words: readonly string[];
  readonly flags: Flags;
  readonly say: (line: string) => void;
}

export type Answer = { readonly human: readonly string[]; readonly machine: unknown };

/** A word of the command line: its form, how many words may follow it, and what it does. */
export interface Verb {
  readonly words: number;
  readonly run: (call: Call) => Promise<Answer>;
}

/** The command line was not understood. */
export class Usage extends Error {}

export function readWords(): { flags: Flags; positionals: string[] } {
  const { values: flags, positionals } = parseArgs({ options, allowPositionals: true });
  return { flags, positionals };
}

export function period(call: Call, required: true): Period;
export function period(call: Call, required: false): Period | undefined;
export function period({ flags }: Call, required: boolean): Period | undefined {
  if (flags.period === undefined && !required) return undefined;
  const parsed = parsePeriod(flags.period ?? '');
  if (parsed) return parsed;
  throw new Usage(`--period: “${flags.period ?? ''}” 应为2026-10这样的月份 | must be a month like 2026-10`);
}

export function word({ words }: Call, form: string): string {
  const [first] = words;
  if (first) return first;
  throw new Usage(form);
}

/** Who does it, as --by says. */
export function by({ flags }: Call, form: string): string {
  const name = flags.by?.trim();
  if (name) return name;
  throw new Usage(`${form}\n--by: 请写明何人 | say who does it`);
}

/** An instant with its offset; a day and hour without is one of Asia/Shanghai. */
export function instant({ flags }: Call, form: string): Date {
  const text = flags.at ?? '';
  const found = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?$/.exec(text);
  const at = new Date(found?.[2] ? text : `${text}+08:00`);
  if (found && !Number.isNaN(at.getTime())) return at;
  throw new Usage(
    `${form}\n--at: “${text}” 应为2026-11-12T09:00这样的时刻（北京时间） | must be an instant like 2026-11-12T09:00 (Beijing time)`,
  );
}

/** Who does it and why, as --reason, --by and --note say. */
export function act({ flags }: Call, use: ReasonUse, form: string): Act {
  const allowed = reasonCodesFor(use);
  const reason = allowed.find((id) => id === flags.reason);
  if (!reason) throw new Usage(`${form}\n--reason:\n${allowed.map(reasonLine).join('\n')}`);
  const by = flags.by?.trim();
  if (!by) throw new Usage(`${form}\n--by: 请写明何人 | say who does it`);
  const note = flags.note?.trim() || null;
  if (reason === 'other' && note === null)
    throw new Usage('--note: 理由为other时须写明 | with the reason other, say what it is');
  return { reason_code: reason, note, by, at: clock() };
}

function reasonLine(id: ReasonCodeId): string {
  return `  ${id.padEnd(22)} ${reasonCodes[id].zh} ${reasonCodes[id].en}`;
}

/** What this command is, where it does something or tells of single tenants. */
let audited: Pick<AuditEntry, 'kind' | 'act' | 'target'> | undefined;

const acts = new Set(
  'registry collect deliver confirm revoke withdraw reinstate estimate draft publish report source account backup close reopen submit return sign override rollback calendar remind'.split(
    ' ',
  ),
);
const reads = new Set(['findings', 'changes', 'impact', 'trace', 'check']);
/** Flags that say what something is about; who did it and why stands with the act itself. */
const about = [
  'source',
  'period',
  'tenant',
  'release',
  'rule',
  'column',
  'mode',
  'flow',
  'park',
  'end',
  'role',
  'item',
  'day',
  'at',
  'to',
] as const;

/** Called with every command: `withProgram` writes it into the audit when it is done. */
export function noteCommand(verb: string, { words, flags }: Call): void {
  if (!acts.has(verb) && !reads.has(verb)) return;
  if (words.includes('list')) return;
  // A path may hold anything.
  const named = ['deliver', 'registry', 'backup'].includes(verb) ? [] : words;
  const target = [...named, ...about.flatMap((name) => (flags[name] ? [`${name}=${flags[name]}`] : []))];
  audited = { kind: acts.has(verb) ? 'act' : 'read', act: verb, target: target.join(' ') };
}

/** `goesOn`: for a program that serves, which has a log unless told otherwise. */
export async function withProgram<T>(work: (program: Program) => Promise<T>, goesOn = false): Promise<T> {
  const settings = readSettings();
  const { openProgram } = await import('../program.ts');
  const { logOf } = await import('../log.ts');
  const program = await openProgram(settings, logOf(settings, goesOn, clock));
  try {
    const done = await work(program);
    if (audited)
      await recordAudit(program.database, { at: clock(), account: 'cli', outcome: 'done', ...audited });
    return done;
  } finally {
    await program.close();
  }
}
