import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { Refusal } from '../catalogue/refusal.ts';
import { listSources } from '../warehouse/registry.ts';
import { listSecrets } from '../warehouse/secrets.ts';
import { sourceStates } from '../warehouse/sources.ts';
import type { Program } from './program.ts';
import { rotateKey, setSecret } from './secrets.ts';

/** Every source with how its collection stands; of its secret only since when it is there. */
export async function describeSources({ database }: Program) {
  const states = new Map((await sourceStates(database)).map((state) => [state.source_id, state]));
  const secrets = new Map((await listSecrets(database)).map(({ source_id, set_at }) => [source_id, set_at]));
  return (await listSources(database)).map(({ source_id, uscc, kind, location, due_day }) => {
    const state = states.get(source_id);
    return {
      source_id,
      uscc,
      kind,
      location,
      due_day,
      secret_set_at: secrets.get(source_id)?.toISOString() ?? null,
      last_try: state?.last_try.toISOString() ?? null,
      last_success: state?.last_success?.toISOString() ?? null,
      failures: state?.failures ?? 0,
      error: state?.error ?? null,
    };
  });
}

/** Takes the secret of a source from what is typed or piped in, and never says it. */
export async function enterSecret(
  program: Program,
  sourceId: string,
  input: NodeJS.ReadStream,
  now: Date,
): Promise<void> {
  const known = (await listSources(program.database)).some(({ source_id }) => source_id === sourceId);
  if (!known) {
    throw new Refusal(
      'unknown_source',
      { zh: `报送源“${sourceId}”未登记`, en: `Source "${sourceId}" is not registered` },
      { source_id: sourceId },
    );
  }
  await setSecret(program, sourceId, await typedText(input, `报送源 source ${sourceId}`), now);
}

/** Seals all secrets anew. With a key in the environment, the one before it is piped in. */
export async function enterRotation(
  program: Program,
  input: NodeJS.ReadStream,
): Promise<{ secrets: number }> {
  if (!program.settings.secretKey) return rotateKey(program, null);
  const previous = (await typedText(input, '原密钥 previous key')).trim();
  if (/^[0-9a-f]{64}$/i.test(previous)) return rotateKey(program, previous);
  throw new Refusal('usage', {
    zh: '请从标准输入给出原密钥（64位十六进制）',
    en: 'Give the previous key on standard input (64 hexadecimal digits)',
  });
}

async function typedText(input: NodeJS.ReadStream, of: string): Promise<string> {
  if (!input.isTTY) {
    const chunks: Buffer[] = [];
    for await (const chunk of input) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks).toString('utf8');
  }
  process.stderr.write(`${of}: `);
  // What is typed is echoed into nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: nowhere, terminal: true });
  try {
    return await lines.question('');
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}
