import { openProgram } from './program.ts';
import { catchUp } from './scheduler.ts';

/** A program that looks once at what is due, does it, and prints what it did. */
const [settings = '{}', now = ''] = process.argv.slice(2);
const program = await openProgram(JSON.parse(settings));
const done = await catchUp(program, new Date(now));
await program.close();
console.log(JSON.stringify(done.map(({ job, slot }) => `${job} ${slot}`)));
