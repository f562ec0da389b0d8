import { Refusal } from '../catalogue/refusal.ts';

/** Turns what the outside world throws into a refusal that says what to do. */
export async function explaining<T>(location: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Refusal ? error : explained(location, error);
  }
}

function explained(location: string, cause: unknown): Refusal {
  const said = messageOf(cause);
  if (/ENOSPC|No space left|EDQUOT|quota exceeded/i.test(said)) {
    const zh = `磁盘已满，内置数据库（${location}）无法写入：${said}。请腾出空间后重试。`;
    const en = `The disk is full, the built-in database (${location}) cannot write: ${said}. Free some space and try again.`;
    return new Refusal('disk_full', { zh, en }, {}, { cause });
  }
  if (/EACCES|EPERM|EROFS|Permission denied|Read-only/i.test(said)) {
    const zh = `没有权限使用内置数据库（${location}）：${said}。请检查文件夹的所有者和权限，或用创建它的用户运行。`;
    const en = `No permission to use the built-in database (${location}): ${said}. Check owner and mode of the folder, or run as the user who made it.`;
    return unavailable(zh, en, cause);
  }
  const zh = `内置数据库（${location}）无法使用：${said}。请按此信息和服务器日志处理后重试。`;
  const en = `The built-in database (${location}) cannot be used: ${said}. Resolve this and try again.`;
  return unavailable(zh, en, cause);
}

/** Node reports a refused connection to a host with several addresses as an AggregateError without a message. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ');
  return error instanceof Error
    ? error.message || String((error as NodeJS.ErrnoException).code)
    : String(error);
}

/** No usable embedded server. */
export function unavailable(zh: string, en: string, cause?: unknown): Refusal {
  const text = {
    zh: `${zh}也可以用 DATABASE_URL 指定已有的 PostgreSQL。`,
    en: `${en} Or name a PostgreSQL of yours in DATABASE_URL.`,
  };
  return new Refusal('database_unavailable', text, {}, { cause });
}
