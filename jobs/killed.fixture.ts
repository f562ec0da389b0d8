import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import pg from 'pg';

/**
 * A program that collects, publishes and writes the report, and kills itself without warning at a given step: before
 * the n-th renaming of a file or the n-th statement that changes the database. Prints how many steps there were.
 */
const [at = '0', settingsJson = '{}', collectAt = '', publishAt = ''] = process.argv.slice(2);
let steps = 0;

function step(): void {
  steps += 1;
  if (steps === Number(at)) process.kill(process.pid, 'SIGKILL');
}

const rename = fs.rename;
fs.rename = async (from, to) => {
  step();
  await rename(from, to);
};
syncBuiltinESMExports();

const query = pg.Client.prototype.query as (...parameters: unknown[]) => unknown;
pg.Client.prototype.query = function (this: pg.Client, ...parameters: unknown[]) {
  const [first] = parameters as [string | { text?: string }];
  const text = (typeof first === 'string' ? first : (first.text ?? '')).trim().toLowerCase();
  if (/^(insert|update|delete|copy|commit|with dead)/.test(text)) step();
  return query.apply(this, parameters);
} as typeof pg.Client.prototype.query;

const { openProgram } = await import('./program.ts');
const { collect } = await import('./collect.ts');
const { publish } = await import('./publish.ts');
const { report } = await import('./report.ts');
const { parsePeriod } = await import('../catalogue/period.ts');

const period = parsePeriod('2026-10');
if (!period) throw new Error('no period');
const program = await openProgram(JSON.parse(settingsJson));
await collect(program, { now: new Date(collectAt) });
await publish(program, { period, now: new Date(publishAt) });
await report(program, { period, now: new Date(publishAt), park: '_T', formats: ['html'] });
await program.close();
console.log(JSON.stringify({ steps }));
