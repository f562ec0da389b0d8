import { createWriteStream } from 'node:fs';
import { rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import multipart, { type Multipart, type MultipartFile } from '@fastify/multipart';
import { safeFileName } from '../catalogue/file-name.ts';
import { Refusal } from '../catalogue/refusal.ts';
import type { Upload } from './collection.ts';
import { periodOrRefuse } from './parameters.ts';
import type { Request, Server } from './server.ts';

export interface UploadLimits {
  readonly maxUploadBytes: number;
  /** A client that sends less than this in a whole span of time is let go. */
  readonly minBytesPerSpan: number;
  readonly spanMs: number;
  readonly maxUploadsAtOnce: number;
}

const fieldNames = ['tenant', 'period', 'file'] as const;
/** What a body may hold besides the file: headers of parts, fields, boundaries. */
const restOfBody = 64 << 10;
/** How long a client that was told to stop may still read the answer. */
const lingerMs = 1000;

/** Lets the routes of a scope take multipart bodies; any other body is short, and must have come after a moment. */
export function acceptUploads(scope: Server, bodyMs = 30_000): void {
  scope.register(multipart, {
    throwFileSizeLimit: false,
    limits: { files: 1, fields: 4, parts: 5, fieldNameSize: 40, fieldSize: 200, headerPairs: 20 },
  });
  scope.addHook('onRequest', ({ raw, headers }, _reply, done) => {
    const isUpload = (headers['content-type'] ?? '').startsWith('multipart/');
    const wait = isUpload || raw.complete ? undefined : setTimeout(() => raw.destroy(), bodyMs);
    for (const end of ['end', 'close'] as const) raw.once(end, () => clearTimeout(wait));
    done();
  });
  // Answered before its body was read to the end: refused.
  scope.addHook('onResponse', (request, _reply, done) => {
    if (!request.raw.complete) letGo(request);
    done();
  });
}

/** Takes uploads one by one into a folder; `work` gets each, and whatever comes of it, the file is gone afterwards. */
export function createReceiver(limits: UploadLimits, folder: string) {
  let uploads = 0;
  return async <T>(request: Request, work: (upload: Upload) => Promise<T>): Promise<T> => {
    if (uploads >= limits.maxUploadsAtOnce) throw tooMany();
    uploads += 1;
    const path = join(folder, `upload-${process.pid}-${crypto.randomUUID()}`);
    try {
      return await work(await receiveUpload(request, limits, path));
    } finally {
      uploads -= 1;
      await rm(path, { force: true });
    }
  };
}

/** Reads a multipart body; its file is written to `path` as it comes, within the limits. */
async function receiveUpload(request: Request, limits: UploadLimits, path: string): Promise<Upload> {
  const abort = new AbortController();
  const stopped = new Promise<never>((_, reject) => {
    abort.signal.addEventListener('abort', () => reject(abort.signal.reason));
  });
  const watch = setInterval(rateWatch(request, limits, abort), limits.spanMs);
  const writing: Writing = { limits, path, abort, done: Promise.resolve() };
  const body = readBody(request, writing);
  // Each may fail when nobody listens any more.
  for (const one of [stopped, body]) one.catch(() => {});
  try {
    await refuseBySize(request, limits, path);
    return await Promise.race([body, stopped]);
  } catch (error) {
    abort.abort(error);
    letGo(request);
    await writing.done.catch(() => {});
    throw refusalOf(error);
  } finally {
    clearInterval(watch);
  }
}

/** Looks now and then at what has come; the first look falls into the middle of it. */
function rateWatch(request: Request, limits: UploadLimits, abort: AbortController): () => void {
  const { socket } = request.raw;
  let seen = socket.bytesRead;
  return () => {
    const came = socket.bytesRead - seen;
    seen = socket.bytesRead;
    if (!request.raw.complete && came < limits.minBytesPerSpan) abort.abort(tooSlow(limits));
  };
}

async function refuseBySize({ headers }: Request, limits: UploadLimits, path: string): Promise<void> {
  const stated = Number(headers['content-length'] ?? 0);
  if (stated > limits.maxUploadBytes + restOfBody) throw tooLarge(limits);
  const { bavail, bsize } = await statfs(join(path, '..'));
  if (stated > bavail * bsize) throw diskFull();
}

interface Body {
  readonly fields: Map<string, string>;
  file: { readonly name: string; readonly bytes: number } | null;
}

/** The file on its way to the disk. */
interface Writing {
  readonly limits: UploadLimits;
  readonly path: string;
  readonly abort: AbortController;
  done: Promise<void>;
}

async function readBody(request: Request, writing: Writing): Promise<Upload> {
  const body: Body = { fields: new Map(), file: null };
  const options = { limits: { fileSize: writing.limits.maxUploadBytes } };
  for await (const part of request.parts(options) as AsyncIterable<Multipart>) {
    refuseUnknown(part, body);
    if (part.type === 'file') body.file = await writeFile(part, writing);
    else body.fields.set(part.fieldname, String(part.value));
  }
  return uploadOf(body, writing.path);
}

async function writeFile(part: MultipartFile, writing: Writing) {
  const { limits, path, abort } = writing;
  abort.signal.throwIfAborted();
  // The parser would go on reading, to the end of whatever is sent.
  part.file.once('limit', () => abort.abort(tooLarge(limits)));
  const sink = createWriteStream(path, { flags: 'wx' });
  writing.done = pipeline(part.file, sink, { signal: abort.signal });
  await writing.done;
  return { name: safeFileName(part.filename ?? ''), bytes: sink.bytesWritten };
}

function refuseUnknown(part: Multipart, { fields, file }: Body): void {
  const { fieldname, type } = part;
  const isFile = type === 'file';
  if (!fieldNames.some((name) => name === fieldname) || isFile !== (fieldname === 'file'))
    throw malformed(fieldname);
  if (!isFile && part.valueTruncated) throw malformed(fieldname);
  if (isFile ? file : fields.has(fieldname)) throw malformed(fieldname);
}

function uploadOf({ fields, file }: Body, path: string): Upload {
  if (!file) throw malformed('file');
  const [tenant, period] = ['tenant', 'period'].map((name) => fields.get(name)?.trim() || null);
  if (tenant && !/^[0-9A-Z]{18}$/.test(tenant)) throw malformed('tenant');
  return {
    path,
    fileName: file.name,
    bytes: file.bytes,
    tenant: tenant ?? null,
    period: period ? periodOrRefuse('period', period) : null,
  };
}

/** Whoever was told no and goes on sending is heard out for a moment, so that the answer is read, and no longer. */
function letGo({ raw }: Request): void {
  raw.unpipe();
  raw.resume();
  setTimeout(() => {
    if (!raw.complete) raw.destroy();
  }, lingerMs).unref();
}

function refusalOf(error: unknown): unknown {
  if (error instanceof Refusal) return error;
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull();
  // Anything else that the disk says is a fault of ours; anything that the parser says is one of the body.
  return syscall ? error : malformed('file');
}

function malformed(field: string): Refusal {
  return new Refusal(
    'usage',
    {
      zh: `上传内容有误（${shown(field)}）：应为multipart/form-data，含一个file，可有tenant（18位）和period（如2026-10）各一个`,
      en: `The upload is not right (${shown(field)}): send multipart/form-data with one file, and at most one tenant (18 characters) and one period (like 2026-10)`,
    },
    { parameter: shown(field), allowed: fieldNames },
  );
}

const shown = (field: string) => field.replace(/[^\w-]/g, '?').slice(0, 40);

function tooLarge({ maxUploadBytes }: UploadLimits): Refusal {
  const most = Math.round(maxUploadBytes / 2 ** 20);
  return new Refusal(
    'upload_too_large',
    {
      zh: `文件超过上限${most} MB，请拆分后报送`,
      en: `The file is larger than ${most} MB: split it and deliver the parts`,
    },
    { max_bytes: maxUploadBytes },
  );
}

function tooSlow({ spanMs, minBytesPerSpan }: UploadLimits): Refusal {
  const seconds = spanMs / 1000;
  return new Refusal(
    'upload_too_slow',
    {
      zh: `上传中断或过慢（${seconds}秒内不足${minBytesPerSpan}字节），请检查网络后重试`,
      en: `The upload stopped or was too slow (less than ${minBytesPerSpan} bytes in ${seconds} s): check the network and try again`,
    },
    { seconds },
  );
}

function tooMany(): Refusal {
  return new Refusal('busy', {
    zh: '同时上传的文件过多，请稍后重试',
    en: 'Too many uploads at once: try again in a moment',
  });
}

function diskFull(): Refusal {
  return new Refusal('disk_full', {
    zh: '服务器磁盘空间不足，未接收文件；请联系管理员',
    en: 'There is not enough disk space on the server, the file was not taken: tell its administrator',
  });
}
