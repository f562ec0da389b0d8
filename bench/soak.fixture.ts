import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Period } from '../catalogue/period.ts';
import { clock } from '../jobs/clock.ts';
import { collect } from '../jobs/collect.ts';
import { cellOf, lineFile, writeAt, writeRegistry } from '../jobs/jobs.fixture.ts';
import { silent } from '../jobs/log.ts';
import { openProgram, type Program } from '../jobs/program.ts';
import { publish } from '../jobs/publish.ts';
import { registry } from '../jobs/registry.ts';
import { serve } from '../jobs/serve.ts';
import { readSettings, type Settings } from '../jobs/settings.ts';

/**
 * What takes too long for the tests: `npm run soak -- kills --times 100` kills collecting and publishing at random
 * moments; `npm run soak -- readers --seconds 600 --publications 200` publishes while readers read. Ends with an error when
 * anything was damaged, failed or mixed.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    times: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '600' },
    publications: { type: 'string', default: '200' },
  },
});
const period = '2026-10' as Period;
const cli = fileURLToPath(new URL('../jobs/cli.ts', import.meta.url));

async function prepared(): Promise<Settings> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parkstat-soak-'));
  const settings = readSettings({ PARKSTAT_DATA: dataDir, PORT: '0', PARKSTAT_SCHEDULE: 'off' });
  const program = await openProgram(settings);
  await registry(program, { folder: await writeRegistry(join(dataDir, 'registry')), now: clock() });
  await program.close();
  return settings;
}

/** A tenant's file of some thousand lines in yuan, so that the month's value is known: `turn` makes each one different. */
async function send({ dataDir }: Settings, turn: number): Promise<void> {
  const lines = Array.from({ length: 2000 }, (_, at) => ({
    no: at + 1,
    mode: at % 2 ? '9710' : '9810',
    released: `2026-10-${String(1 + (at % 28)).padStart(2, '0')}`,
    currency: 'CNY',
    amount: (100 + (at % 50) + turn / 100).toFixed(2),
  }));
  await writeAt(
    join(dataDir, 'inbox', 'S1', 'oct.csv'),
    lineFile(lines),
    new Date(Date.UTC(2026, 10, 8, 0, 0, turn)),
  );
}

/** In fen: 2,000 lines of 100 to 149 yuan, 40 times each, and the turn's fen. */
function worth(turn: number): string {
  const fen = 40 * ((100 + 149) * 25) * 100 + 2000 * turn;
  return (fen / 100).toFixed(2);
}

function started(
  settings: Settings,
  ...words: string[]
): { child: ChildProcess; done: Promise<number | null> } {
  const env = { ...process.env, PARKSTAT_DATA: settings.dataDir, PARKSTAT_SCHEDULE: 'off' };
  const child = spawn(process.execPath, [cli, ...words], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  return { child, done: new Promise((resolve) => child.on('close', (code) => resolve(code))) };
}

/** Runs a verb undisturbed; its duration in milliseconds. */
async function complete(settings: Settings, ...words: string[]): Promise<number> {
  const begun = performance.now();
  const code = await started(settings, ...words).done;
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}`);
  return performance.now() - begun;
}

/** Kills the verb at a random moment of its work; true when it was still at it. */
async function killed(settings: Settings, usual: number, ...words: string[]): Promise<boolean> {
  const { child, done } = started(settings, ...words);
  const timer = setTimeout(() => child.kill('SIGKILL'), Math.random() * usual);
  const code = await done;
  clearTimeout(timer);
  return code === null;
}

async function kills(times: number): Promise<void> {
  const settings = await prepared();
  const verbs = [['collect'], ['publish', '--period', period]] as const;
  await send(settings, 0);
  const usual = [];
  for (const verb of verbs) usual.push(await complete(settings, ...verb));
  let count = 0;
  for (let turn = 1; count < times; turn += 1) {
    await send(settings, turn);
    for (const [at, verb] of verbs.entries()) {
      if (await killed(settings, usual[at] as number, ...verb)) count += 1;
      await complete(settings, ...verb);
    }
    const program = await openProgram(settings);
    const value = await cellOf(program, period, 'trade_value');
    await program.close();
    if (value !== worth(turn)) throw new Error(`turn ${turn}: ${value} is not ${worth(turn)}`);
    if (turn % 10 === 0) console.log(`turn ${turn}, ${count} kills`);
  }
  await complete(settings, 'verify');
  const left = await readdir(join(settings.dataDir, 'tmp'));
  if (left.length) throw new Error(`left behind: ${left.join(', ')}`);
  console.log(
    `${count} kills: every month right after the next run, verified from the files, nothing left behind`,
  );
  await rm(settings.dataDir, { recursive: true, force: true });
}

interface Answer {
  readonly releases: readonly string[];
  readonly rows: readonly {
    readonly mode: string;
    readonly flow: string;
    readonly value: string;
    readonly release: string;
  }[];
}

/** Fails when an answer does not come, mixes two releases, or does not add up. */
async function read(address: string): Promise<void> {
  const response = await fetch(
    `${address}/api/v1/series?indicator=trade_value&mode=*&flow=*&from=${period}&to=${period}`,
  );
  if (response.status !== 200) throw new Error(`answered ${response.status}: ${await response.text()}`);
  const { rows } = (await response.json()) as Answer;
  if (new Set(rows.map(({ release }) => release)).size !== 1) throw new Error('mixed releases');
  const fen = (value: string) => BigInt(value.replace('.', ''));
  const all = rows.filter(({ flow }) => flow === '_T');
  const total = all.find(({ mode }) => mode === '_T');
  const parts = all
    .filter(({ mode, value }) => mode !== '_T' && value !== null)
    .map(({ value }) => fen(value));
  if (!total || parts.reduce((sum, one) => sum + one, 0n) !== fen(total.value))
    throw new Error('does not add up');
}

async function readers(seconds: number, publications: number): Promise<void> {
  const settings = await prepared();
  const program = await openProgram(settings, { ...silent, error: ({ message }) => console.error(message) });
  await publishTurn(program, 0);
  const { address, stop } = await serve(program);
  let reading = true;
  let answers = 0;
  const loops = Array.from({ length: 8 }, async () => {
    while (reading) {
      await read(address);
      answers += 1;
    }
  });
  const begun = performance.now();
  try {
    for (let turn = 1; turn <= publications; turn += 1) {
      await publishTurn(program, turn);
      const due = (turn * seconds * 1000) / publications - (performance.now() - begun);
      if (due > 0)
        await Promise.race([new Promise((resolve) => setTimeout(resolve, due)), Promise.all(loops)]);
    }
  } finally {
    reading = false;
    await Promise.all(loops);
    await stop();
    await program.close();
    await rm(settings.dataDir, { recursive: true, force: true });
  }
  const took = Math.round((performance.now() - begun) / 1000);
  console.log(`${publications} publications in ${took} s, ${answers} answers: none failed, none mixed`);
}

async function publishTurn(program: Program, turn: number): Promise<void> {
  await send(program.settings, turn);
  await collect(program, { now: clock() });
  const { published } = await publish(program, { period, now: clock() });
  if (!published) throw new Error(`turn ${turn} was not published`);
}

if (positionals[0] === 'kills') await kills(Number(values.times));
else if (positionals[0] === 'readers') await readers(Number(values.seconds), Number(values.publications));
else throw new Error('soak.fixture.ts kills | readers');
