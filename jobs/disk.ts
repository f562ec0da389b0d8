/** Whether a write failed because there is no room for it, on a disk of ours or of PostgreSQL's. */
export function isOutOfSpace(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (/ENOSPC|EDQUOT|EFBIG|No space left|quota exceeded|file too large/i.test(error.message)) return true;
  return isOutOfSpace(error.cause);
}

export const diskFullText = '磁盘已满，请清理后重试 | The disk is full: free some space and try again';
