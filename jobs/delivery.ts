import { deliverToFolder } from './delivery-folder.ts';
import { sendOutgoing } from './outgoing.ts';
import type { Program } from './program.ts';

/** What goes out at each look of the schedule: documents to the folder, mails to people. Neither keeps the other from going. */
export async function deliver(program: Program, now: Date, log: (line: string) => void): Promise<void> {
  const said = (error: unknown) => log(error instanceof Error ? error.message : String(error));
  await deliverToFolder(program, now).then(({ releases, documents }) => {
    if (releases) log(`folder: 已送出 delivered ${documents} (${releases})`);
  }, said);
  await sendOutgoing(program, now).then(({ sent, failed, given_up }) => {
    if (sent || failed || given_up)
      log(`mail: 已发 sent ${sent}, 未成 failed ${failed}, 放弃 given up ${given_up}`);
  }, said);
}
