import { lstat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { Refusal } from '../../catalogue/refusal.ts';
import type { FindingGroup } from '../../warehouse/findings.ts';
import { clock } from '../clock.ts';
import type { CollectResult } from '../collect.ts';
import { type Answer, type Call, period, Usage, type Verb, withProgram, word } from './call.ts';

type Described = CollectResult['deliveries'][number];

/** Findings of a delivery that are shown at once; the verb findings shows all. */
const findingsShown = 20;

const deliverForm = 'deliver FILE [--tenant USCC] [--period P]';

export const collectionVerbs = {
  collect: {
    words: 0,
    run: async (call) => {
      const { collect } = await import('../collect.ts');
      const result = await withProgram((program) =>
        collect(program, { now: clock(), period: period(call, false), sourceId: call.flags.source }),
      );
      return { human: collected(result), machine: result };
    },
  },
  deliver: { words: 1, run: deliver },
} as const satisfies Record<string, Verb>;

async function deliver(call: Call): Promise<Answer> {
  const { deliver: takeIn } = await import('../collect.ts');
  const { groupFindings, listFindings } = await import('../../warehouse/findings.ts');
  const arrival = await arrivalOf(call);
  const { result, groups, found } = await withProgram(async (program) => {
    const taken = await takeIn(program, arrival, clock());
    const [one] = taken.deliveries;
    return {
      result: taken,
      groups: one ? await groupFindings(program.database, one.id) : [],
      found: one ? await listFindings(program.database, one.id, {}, findingsShown) : [],
    };
  });
  const [delivery] = result.deliveries;
  if (!delivery) return deliveredBefore(result);
  if (delivery.refusal) throw refusedFile(delivery);
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  return {
    human: [
      ...collected(result),
      ...recognised(delivery),
      ...grouped(groups),
      ...found.map(findingLine),
      ...(total > found.length ? [`全部问题 all findings: parkstat findings ${delivery.id}`] : []),
      ...whatNext(delivery),
    ],
    machine: { ...delivery, replaced: result.replaced },
  };
}

async function arrivalOf(call: Call) {
  const file = word(call, deliverForm);
  const path = resolve(file);
  const entry = await lstat(path).catch(() => undefined);
  if (!entry?.isFile())
    throw new Refusal(
      'file_unreadable',
      { zh: `找不到文件“${file}”，请核对路径`, en: `No such file "${file}": check the path` },
      { file },
    );
  if (call.flags.tenant === '') throw new Usage(deliverForm);
  return {
    path,
    fileName: basename(path),
    fileTime: entry.mtime,
    uscc: call.flags.tenant ?? null,
    sourceId: null,
    declaredPeriod: period(call, false) ?? null,
  };
}

/** How the file was understood, so that a person sees it before trusting what follows. */
function recognised({ recognition, version }: Described): string[] {
  const said = recognition
    ? [recognition.format, recognition.encoding, recognition.template].filter(Boolean).join(' ')
    : '';
  const cells = recognition?.sample.map(({ header, value }) => `${header}=${value}`).join(', ');
  return [
    ...(recognition ? [`识别为 recognised as: ${said}${cells ? `; ${cells}` : ''}`] : []),
    ...(recognition?.skipped.map((one) => `未读入 not read: ${one}`) ?? []),
    ...(version.of > 1
      ? [`第${version.number}版，共${version.of}版 version ${version.number} of ${version.of}`]
      : []),
  ];
}

const classNames = {
  must_fix: '必改 fix',
  confirm: '核实 confirm',
  notice: '提示 notice',
  set_aside: '不计 set aside',
};

/** Findings of the same cause in one line. */
export function grouped(groups: readonly FindingGroup[]): string[] {
  return groups.map(
    ({ rule, class: of, column, count, open }) =>
      `${classNames[of]}: ${rule}${column ? ` (${column})` : ''} × ${count}${open ? `, 待核实 open ${open}` : ''}`,
  );
}

export function findingLine({
  row,
  part,
  message,
}: {
  readonly row: number | null;
  readonly part: string | null;
  readonly message: { readonly zh: string; readonly en: string };
}): string {
  const place = row === null ? '整份 whole file' : `第${row}行 row ${row}`;
  return `  ${part ? `${part} ` : ''}${place}: ${message.zh} | ${message.en}`;
}

function whatNext({ id, state, finding_counts }: Described): string[] {
  if (state !== 'needs_confirming') return [];
  return [
    `待核实${finding_counts.confirm_open}处，确认或更正后才计入 waits for ${finding_counts.confirm_open} confirmations: parkstat confirm ${id} [--rule R] --reason CODE --by NAME`,
  ];
}

function refusedFile({ refusal, ...delivery }: Described): Refusal {
  const [known] = recognised({ ...delivery, refusal });
  return new Refusal(
    'file_unreadable',
    { zh: refusal?.zh ?? '', en: [refusal?.en ?? '', ...(known ? [known] : [])].join(' ') },
    { ...delivery, refusal },
  );
}

/** What to do about a delivery that is known and does not count. */
const remedies = {
  superseded: {
    zh: '已被后来的报送取代；如需恢复，请撤回后来的报送（parkstat withdraw）',
    en: 'a later delivery has taken its place: to bring it back, withdraw the later one (parkstat withdraw)',
  },
  needs_fixing: {
    zh: '其中没有可接受的行；请改正后重新报送',
    en: 'none of its rows could be accepted: correct it and deliver it again',
  },
  needs_confirming: {
    zh: '有疑点待核实；请确认（parkstat confirm）或更正后重新报送',
    en: 'findings wait for confirmation: confirm them (parkstat confirm), or correct the file and deliver it again',
  },
  withdrawn: {
    zh: '已撤回；如需恢复：parkstat reinstate',
    en: 'it was withdrawn: to put it back, parkstat reinstate',
  },
} as const;

/** The same bytes from the same tenant are the same delivery: what became of it then is said again. */
function deliveredBefore({ again }: CollectResult): Answer {
  const [delivery] = again;
  if (!delivery) throw new Error('neither taken in nor known');
  if (delivery.refusal) throw refusedFile(delivery);
  const line = `该文件已于${delivery.received_at}报送 delivered before: ${delivery.id} (${delivery.state})`;
  if (delivery.state === 'in_force' || delivery.state === 'accepted')
    return { human: [line], machine: { ...delivery, already_delivered: true } };
  const text = remedies[delivery.state as keyof typeof remedies];
  throw new Refusal('file_unreadable', { zh: `${line}：${text.zh}`, en: text.en }, { ...delivery });
}

function collected({ counts, deliveries, failures, again, replaced }: CollectResult): string[] {
  const summary = `收到文件 files ${counts.files}, 新 new ${counts.new}: 行 rows ${counts.rows_read}, 接受 accepted ${counts.accepted}, 驳回 rejected ${counts.rejected}, 搁置 set aside ${counts.set_aside}, 拒收 refused ${counts.refused}`;
  const refusals = deliveries
    .filter(({ refusal }) => refusal)
    .map(({ file_name, refusal }) => `${file_name}: ${refusal?.zh} | ${refusal?.en}`);
  const held = deliveries
    .filter(({ state }) => state === 'needs_confirming')
    .map(
      ({ id, file_name, finding_counts }) =>
        `${file_name}: 待核实 to be confirmed ${finding_counts.confirm_open}, ${id}`,
    );
  const names = new Map(deliveries.map(({ id, file_name }) => [id, file_name]));
  return [
    summary,
    ...refusals,
    ...held,
    ...again.map(({ file_name, id, state }) => `${file_name}: 以前已报送 delivered before, ${id} (${state})`),
    ...replaced.map(
      ({ id, customs_mode, flow, period: month, before, after }) =>
        `${names.get(id)} 取代 supersedes: ${customs_mode} ${flow} ${month}, ${before} → ${after} 行 lines`,
    ),
    ...failures.map(({ source_id, message }) => `${source_id}: ${message}`),
  ];
}
