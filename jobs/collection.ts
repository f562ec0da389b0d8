import { PassThrough } from 'node:stream';
import type { Collection, Upload, Workbook } from '../api/collection.ts';
import { localInstant } from '../catalogue/period.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { keptParts } from '../ingest/kept-parts.ts';
import { unknownDelivery } from '../warehouse/confirmations.ts';
import { type DescribedDelivery, describeDeliveries } from '../warehouse/delivery-description.ts';
import { listFindings } from '../warehouse/findings.ts';
import { annotatedWorkbook } from '../workbooks/annotated.ts';
import type { AnnotatedFinding, AnnotatedPart } from '../workbooks/delivery.ts';
import { templateWorkbook } from '../workbooks/template.ts';
import { changes } from './changes.ts';
import { clock } from './clock.ts';
import { deliver } from './collect.ts';
import { impact } from './impact.ts';
import type { Program } from './program.ts';

/** What the API asks of files and the engine. */
export function collectionOf(program: Program): Collection {
  return {
    handIn: (upload) => handIn(program, upload),
    changes: (id, page) => changes(program, id, page),
    impact: (id, action, limit) => impact(program, id, action, limit),
    annotated: (id) => annotated(program, id),
    template: async (id) => ({
      fileName: `parkstat-${id}.xlsx`,
      content: streamed((stream) => templateWorkbook(id, stream, templateDay)),
    }),
  };
}

/** A template is the same file whenever it is asked for. */
const templateDay = localInstant('2026-01-01', 0);

async function handIn(program: Program, upload: Upload): Promise<{ id: string; again: boolean }> {
  const now = clock();
  const arrival = {
    path: upload.path,
    fileName: upload.fileName,
    fileTime: now,
    uscc: upload.tenant,
    sourceId: null,
    declaredPeriod: upload.period,
  };
  const { deliveries, again } = await deliver(program, arrival, now);
  const [fresh] = deliveries;
  if (fresh) return { id: fresh.id, again: false };
  const [known] = again;
  if (known) return { id: known.id, again: true };
  throw new Error('neither taken in nor known');
}

async function annotated(program: Program, id: string): Promise<Workbook> {
  const [delivery] = await describeDeliveries(program.database, [id]);
  if (!delivery) throw unknownDelivery(id);
  if (delivery.refusal || delivery.template === 'ceb') throw notKept(delivery);
  const parts = keptParts(delivery.sha256, program.settings.dataDir, program.ingest.limits);
  const findings = await allFindings(program, id);
  const name = delivery.file_name.replace(/\.\w{1,5}$/, '');
  return {
    fileName: `${name}-审核.xlsx`,
    content: streamed((stream) => annotatedWorkbook(contentOf(delivery, parts, findings), stream, clock())),
  };
}

function contentOf(
  delivery: DescribedDelivery,
  parts: AsyncIterable<AnnotatedPart>,
  findings: readonly AnnotatedFinding[],
) {
  const { file_name, sha256, uscc, received_at, rows_read, accepted, rejected, set_aside } = delivery;
  const counts = { rows_read, accepted, rejected, set_aside };
  const receivedAt = beijingTime(new Date(received_at));
  return { fileName: file_name, sha256, tenant: uscc ?? '', receivedAt, counts, parts, findings };
}

async function allFindings({ database }: Program, id: string): Promise<AnnotatedFinding[]> {
  const rows = await listFindings(database, id, {}, Number.MAX_SAFE_INTEGER);
  return rows.map(({ column, state, ...finding }) => ({
    ...finding,
    column_name: column,
    confirmed: state === 'confirmed',
  }));
}

const beijing = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
});

function beijingTime(instant: Date): string {
  return beijing.format(instant);
}

function notKept({ id, refusal }: DescribedDelivery): Refusal {
  const why = refusal ?? { zh: '', en: '' };
  return new Refusal(
    'not_found',
    {
      zh: `该文件未保存，没有可标注的原表。${why.zh}`,
      en: `The file was not kept, so there is no sheet to mark. ${why.en}`,
    },
    { value: id },
  );
}

/** What is written while it is being read; a failure in the middle breaks the answer off. */
function streamed(write: (stream: PassThrough) => Promise<void>): PassThrough {
  const stream = new PassThrough();
  write(stream).catch((error: unknown) => stream.destroy(error as Error));
  return stream;
}
