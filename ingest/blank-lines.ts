/** Blank lines seen so far in bytes that come in pieces: those at the very end, and whether there were any before. */
interface Blanks {
  within: boolean;
  /** Line ends that nothing has followed yet. */
  run: { bytes: number; feeds: number; last: number; kind: '' | 'lf' | 'crlf' | 'other' };
}

const [lineFeed, carriageReturn] = [0x0a, 0x0d];
const blankLine = ['\n\n', '\n\r', '\r\r'].map((text) => Buffer.from(text));
const noRun = (): Blanks['run'] => ({ bytes: 0, feeds: 0, last: 0, kind: '' });

/** A file begins after a line's end: a line end that it begins with ends a blank line. */
export function startBlanks(): Blanks {
  return { within: false, run: { bytes: 1, feeds: 1, last: lineFeed, kind: 'lf' } };
}

export function noteBlanks(blanks: Blanks, chunk: Buffer): void {
  const end = endOfContent(chunk);
  if (end > 0 && !blanks.within) blanks.within = isBlankBefore(blanks.run, chunk.subarray(0, end));
  if (end > 0) blanks.run = noRun();
  for (const byte of chunk.subarray(end)) extend(blanks.run, byte);
}

/** Whether a line is blank that something follows, and how many are at the end. */
export function endBlanks({ within, run }: Blanks): { within: boolean; atEnd: number } {
  // Line ends of several kinds are left to the exact reader.
  const isCut = run.kind === 'crlf' && run.last === carriageReturn && run.bytes > 1;
  if (run.kind === 'other' || isCut) return { within: true, atEnd: 0 };
  return { within, atEnd: Math.max(0, run.feeds - 1) };
}

function endOfContent(chunk: Buffer): number {
  let end = chunk.length;
  while (end > 0 && (chunk[end - 1] === lineFeed || chunk[end - 1] === carriageReturn)) end -= 1;
  return end;
}

function isBlankBefore(run: Blanks['run'], content: Buffer): boolean {
  let start = 0;
  const whole = { ...run };
  for (; content[start] === lineFeed || content[start] === carriageReturn; start++)
    extend(whole, content[start] as number);
  if (whole.feeds > 1 || whole.kind === 'other') return true;
  return blankLine.some((bytes) => content.includes(bytes, start));
}

/** One line end more: only line feeds, only pairs of return and line feed, a single return, or something else. */
function extend(run: Blanks['run'], byte: number): void {
  const { bytes, kind, last } = run;
  if (bytes === 0) run.kind = byte === lineFeed ? 'lf' : 'crlf';
  else if (kind === 'lf' && byte === carriageReturn) run.kind = 'other';
  else if (kind === 'crlf' && byte === last) run.kind = 'other';
  run.bytes += 1;
  if (byte === lineFeed) run.feeds += 1;
  run.last = byte;
}
