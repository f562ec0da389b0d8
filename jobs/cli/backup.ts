import { resolve } from 'node:path';
import { clock } from '../clock.ts';
import { readSettings } from '../settings.ts';
import { type Answer, type Call, type Verb, withProgram, word } from './call.ts';

export const backupVerbs = {
  backup: { words: 1, run: backup },
  restore: { words: 1, run: restore },
} as const satisfies Record<string, Verb>;

async function backup(call: Call): Promise<Answer> {
  const { backup: write } = await import('../backup/backup.ts');
  const file = resolve(word(call, 'backup FILE [--with-key]'));
  const withKey = call.flags['with-key'];
  const { counts, sha256, missing, runId } = await withProgram((program) =>
    write(program, { file, now: clock(), withKey }),
  );
  return {
    human: [
      `已备份 written: ${file}, ${counts.bytes} 字节 bytes, ${counts.parts} 部分 parts, SHA-256 ${sha256}`,
      ...missing.map((path) => `数据库中有而文件不在 named by the database but not there: ${path}`),
      withKey
        ? '备份含密钥secret.key：得到此文件者即可读出报送源密码，请妥善保管 | It holds secret.key: whoever has this file can read the sources’ passwords'
        : '密钥（secret.key或PARKSTAT_SECRET_KEY）不在备份内，请另存一处；没有它，恢复后须重新录入报送源密码 | The key (secret.key or PARKSTAT_SECRET_KEY) is not in it: keep it apart; without it the sources’ passwords must be entered again',
    ],
    machine: { file, sha256, ...counts, missing, with_key: withKey, run: runId },
  };
}

async function restore(call: Call): Promise<Answer> {
  const { restore: bringBack } = await import('../backup/restore.ts');
  const file = resolve(word(call, 'restore FILE'));
  const done = await bringBack(readSettings(), file, clock());
  return {
    human: [
      `已恢复 restored: ${done.taken_at} 的备份 (${done.program}), ${done.parts} 部分 parts, ${done.releases} 次发布 releases`,
      ...done.missing.map((path) => `备份时已缺 missing already when it was written: ${path}`),
      ...done.secrets_without_key.map(
        (id) =>
          `报送源${id}的密码打不开：请放回原来的密钥，或用 parkstat source secret ${id} 重新录入 | The secret of source ${id} cannot be opened: bring its key back, or enter it again`,
      ),
      ...(done.mails_given_up
        ? [
            `备份时待发的${done.mails_given_up}封邮件不再发送，以免重复 | mails that waited then and are not sent any more`,
          ]
        : []),
      '请运行 parkstat verify 核对 | Run parkstat verify to make sure of it',
    ],
    machine: done,
  };
}
