import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Refusal } from '../../catalogue/refusal.ts';

const hashed = promisify(argon2);

/** What hashing a password costs: argon2id at 19 MiB and two passes, the least that OWASP's password storage sheet names. */
export interface PasswordCost {
  /** KiB */
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}
export const passwordCost: PasswordCost = { memory: 19_456, passes: 2, parallelism: 1 };

const saltBytes = 16;
const tagLength = 32;
/** Work waits its turn in the pool of threads, so that sign-ins never take all the memory; more than this is refused. */
const mostAtOnce = 64;
let atOnce = 0;

/** The hash of a password with its salt and cost, in PHC form. */
export async function hashPassword(password: string, cost = passwordCost): Promise<string> {
  const salt = randomBytes(saltBytes);
  const tag = await derive(password, salt, cost, tagLength);
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${unpadded(salt)}$${unpadded(tag)}`;
}

export interface Verified {
  readonly right: boolean;
  /** Whether the hash was made at another cost than today's. */
  readonly old: boolean;
}

/** Whether a password is the one hashed. Without a hash the same work is done, and the answer is no. */
export async function verifyPassword(
  password: string,
  stored: string | null,
  cost = passwordCost,
): Promise<Verified> {
  const parts = parse(stored ?? (await nobody(cost)));
  const tag = await derive(password, parts.salt, parts.cost, parts.tag.length);
  const { memory, passes, parallelism } = parts.cost;
  const old = memory !== cost.memory || passes !== cost.passes || parallelism !== cost.parallelism;
  return { right: timingSafeEqual(tag, parts.tag) && stored !== null, old };
}

/** Refuses passwords that are guessed first; length is what counts. */
export function refuseWeakPassword(password: string, name: string): void {
  const tooShort = [...password].length < 12;
  const plain =
    new Set(password.toLowerCase()).size < 5 || password.toLowerCase().includes(name.toLowerCase());
  if (!tooShort && !plain) return;
  throw new Refusal(
    'usage',
    {
      zh: '密码至少12个字符，至少含5个不同的字符，且不含登录名；可用几个词连成一句',
      en: 'A password has at least 12 characters, 5 different ones among them, and does not hold the name: several words in a row do well',
    },
    { parameter: 'password' },
  );
}

async function derive(password: string, nonce: Buffer, cost: PasswordCost, length: number): Promise<Buffer> {
  if (atOnce >= mostAtOnce)
    throw new Refusal(
      'busy',
      { zh: '登录请求过多，请稍后再试', en: 'Too many are signing in: try again in a moment' },
      { seconds: 5 },
    );
  atOnce++;
  try {
    const message = Buffer.from(password.normalize('NFC'), 'utf8');
    return await hashed('argon2id', { message, nonce, tagLength: length, ...cost });
  } finally {
    atOnce--;
  }
}

const form = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/;

function parse(stored: string) {
  const [, memory, passes, parallelism, salt = '', tag = ''] = form.exec(stored) ?? [];
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  return { cost, salt: Buffer.from(salt, 'base64'), tag: Buffer.from(tag, 'base64') };
}

const nobodies = new Map<string, Promise<string>>();

/** A hash of a password that nobody knows. */
function nobody(cost: PasswordCost): Promise<string> {
  const key = JSON.stringify(cost);
  const made = nobodies.get(key) ?? hashPassword(randomBytes(24).toString('hex'), cost);
  nobodies.set(key, made);
  return made;
}

const unpadded = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
