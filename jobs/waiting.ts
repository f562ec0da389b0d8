import { mkdir } from 'node:fs/promises';
import { type Message, Refusal } from '../catalogue/refusal.ts';
import { listSources } from '../warehouse/registry.ts';
import { type SourceOutcome, sourceStates } from '../warehouse/sources.ts';
import { type Asked, type Asking, askOne, type Source } from './ask-source.ts';
import type { Program } from './program.ts';
import { isDueAgain } from './schedule.ts';

const sourcesAtOnce = 4;

/**
 * Asks sources, some at once, and gives what came in groups: folders first, then servers as they answer. One that fails or
 * is slow does not hold up the others: each has its own limits.
 */
export async function* askSources(
  program: Program,
  sources: readonly Source[],
  asking: Omit<Asking, 'signal'>,
): AsyncGenerator<Asked[]> {
  await mkdir(asking.folder, { recursive: true });
  const states = new Map((await sourceStates(program.database)).map((state) => [state.source_id, state]));
  const left = new AbortController();
  const ask = (source: Source) =>
    askOne(program, source, states.get(source.source_id) ?? null, { ...asking, signal: left.signal });
  const servers = answering(sources.filter(({ kind }) => kind !== 'inbox').values(), ask);
  try {
    const folders = sources.filter(({ kind }) => kind === 'inbox');
    if (folders.length) yield await inOrder(folders, ask);
    for (let group = await servers.next(); group.length; group = await servers.next()) yield group;
  } finally {
    // Where what came could not be recorded, the servers still being asked are left.
    left.abort(new Error('the collection has ended'));
    await servers.end;
  }
}

async function inOrder(
  sources: readonly Source[],
  ask: (source: Source) => Promise<Asked>,
): Promise<Asked[]> {
  const asked: Asked[] = [];
  for (const source of sources) asked.push(await ask(source));
  return asked;
}

/** Starts asking; `next` gives those that have answered since, and none when all have. */
function answering(queue: Iterable<Source>, ask: (source: Source) => Promise<Asked>) {
  const answered: Asked[] = [];
  let news = Promise.withResolvers<void>();
  let over = false;
  const work = async () => {
    for (const source of queue) {
      answered.push(await ask(source));
      news.resolve();
    }
  };
  const end = Promise.all(Array.from({ length: sourcesAtOnce }, work)).finally(() => {
    over = true;
    news.resolve();
  });
  return {
    end,
    next: async (): Promise<Asked[]> => {
      if (answered.length === 0 && !over) await news.promise;
      news = Promise.withResolvers();
      if (over) news.resolve();
      return answered.splice(0);
    },
  };
}

/** Sources that are collected: one by name, or all but those whose files are handed in. */
export async function sourcesToAsk({ database }: Program, sourceId: string | undefined): Promise<Source[]> {
  const sources = (await listSources(database)).filter(
    ({ kind, source_id }) => kind !== 'upload' && (!sourceId || source_id === sourceId),
  );
  if (!sourceId || sources.length > 0) return sources;
  throw new Refusal(
    'unknown_source',
    {
      zh: `报送源“${sourceId}”未登记，或其文件由企业上传`,
      en: `Source "${sourceId}" is not registered, or its files are handed in`,
    },
    { source_id: sourceId },
  );
}

/** Sources that failed earlier today and are due for another try. */
export async function sourcesToRetry({ database }: Program, now: Date): Promise<Source[]> {
  const due = new Set(
    (await sourceStates(database))
      .filter((state) => isDueAgain(state, now))
      .map(({ source_id }) => source_id),
  );
  return (await listSources(database)).filter(
    ({ kind, source_id }) => kind !== 'upload' && due.has(source_id),
  );
}

/**
 * What came of asking, to be recorded. A source whose content was refused goes on from where it stood, so that what is
 * corrected there is fetched again.
 */
export function outcomesOf(
  asked: readonly Asked[],
  refusals: ReadonlyMap<string, Message>,
  now: Date,
): SourceOutcome[] {
  return asked.map(({ source_id, fetched, failed, error, place }) => {
    const refused = fetched.find(({ arrival, seen }) => !seen && refusals.has(arrival.path));
    const refusal = refused ? (refusals.get(refused.arrival.path) ?? null) : null;
    return { source_id, at: now, failed, error: error ?? refusal, place: refused ? null : place };
  });
}
