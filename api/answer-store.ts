/** An answer ready to be sent: its bytes as they go out, and the headers that describe them. */
export interface Answer {
  readonly headers: Readonly<Record<string, string>>;
  readonly tag: string;
  readonly body: Buffer;
}

export interface AnswerStore {
  get(key: string): Answer | undefined;
  put(key: string, answer: Answer): void;
  clear(): void;
  readonly bytes: number;
  readonly size: number;
}

/** Of an entry besides key and body: headers, tag, the map's own. */
const overhead = 1024;

/** Keeps answers up to `limit` bytes in all; the ones asked for longest ago go first. */
export function createAnswerStore(limit: number): AnswerStore {
  // A Map remembers the order of insertion: the first is the one used longest ago.
  const answers = new Map<string, Answer>();
  let bytes = 0;
  const weight = (key: string, { body }: Answer) => body.length + 2 * key.length + overhead;
  const drop = (key: string) => {
    const answer = answers.get(key);
    if (!answer) return;
    answers.delete(key);
    bytes -= weight(key, answer);
  };
  return {
    get(key) {
      const answer = answers.get(key);
      if (!answer) return undefined;
      answers.delete(key);
      answers.set(key, answer);
      return answer;
    },
    put(key, answer) {
      // One that would push out most others is computed each time.
      if (weight(key, answer) > limit / 4) return;
      drop(key);
      answers.set(key, answer);
      bytes += weight(key, answer);
      for (const oldest of answers.keys()) {
        if (bytes <= limit) break;
        drop(oldest);
      }
    },
    clear() {
      answers.clear();
      bytes = 0;
    },
    get bytes() {
      return bytes;
    },
    get size() {
      return answers.size;
    },
  };
}
