import { type AccountRole, accountRoles, roles } from '../../catalogue/roles.ts';
import { type Answer, type Call, Usage, type Verb, withProgram } from './call.ts';

const form = `account add NAME --role R[,R] [--display-name N] [--park P[,P]] [--tenant USCC[,USCC]]
account list | disable NAME | enable NAME | reset NAME
account token NAME --for PURPOSE [--days N]
--role: ${accountRoles.join(', ')}`;

/** What `account` does, by its second word. */
export const accountVerbs = {
  account: { words: 2, run: (call) => (actions[call.words[0] ?? ''] ?? misused)(call) },
} as const satisfies Record<string, Verb>;

const actions: Readonly<Record<string, (call: Call) => Promise<Answer>>> = {
  add: async (call) => {
    const { makeAccount } = await import('../accounts.ts');
    const { flags } = call;
    const name = nameOf(call);
    const account = {
      name,
      display_name: flags['display-name']?.trim() || name,
      roles: rolesIn(flags.role),
      parks: listOf(flags.park),
      tenants: listOf(flags.tenant),
    };
    const made = await withProgram((program) => makeAccount(program, account));
    return linked(made);
  },
  list: async () => {
    const { listAccounts } = await import('../../warehouse/accounts.ts');
    const accounts = await withProgram(({ database }) => listAccounts(database));
    return {
      human: accounts.length ? accounts.map(line) : ['还没有账户 there is no account yet'],
      machine: { accounts },
    };
  },
  disable: (call) => switched(call, true),
  enable: (call) => switched(call, false),
  reset: async (call) => {
    const { resetAccount } = await import('../accounts.ts');
    const name = nameOf(call);
    return linked(await withProgram((program) => resetAccount(program, name)));
  },
  token: async (call) => {
    const { makeToken } = await import('../accounts.ts');
    const name = nameOf(call);
    const purpose = call.flags.for?.trim();
    const days = Number(call.flags.days ?? '90');
    if (!purpose || purpose.length > 60 || !Number.isInteger(days) || days < 1 || days > 366)
      throw new Usage(form);
    const made = await withProgram((program) => makeToken(program, name, purpose, days));
    return {
      human: [made.token, `只显示这一次，至${made.expires_at}有效 shown only now, until ${made.expires_at}`],
      machine: made,
    };
  },
};

async function switched(call: Call, disabled: boolean): Promise<Answer> {
  const { disableAccount } = await import('../accounts.ts');
  const name = nameOf(call);
  const done = await withProgram((program) => disableAccount(program, name, disabled));
  return { human: [`${done.name}: ${disabled ? '已停用 disabled' : '已恢复 enabled'}`], machine: done };
}

function misused(): never {
  throw new Usage(form);
}

function nameOf({ words }: Call): string {
  const [, name] = words;
  if (name) return name;
  throw new Usage(form);
}

function rolesIn(text: string | undefined): AccountRole[] {
  const wanted = listOf(text);
  const known = wanted.flatMap((one) => accountRoles.find((role) => role === one) ?? []);
  if (known.length === 0 || known.length !== wanted.length) throw new Usage(form);
  return [...new Set(known)];
}

const listOf = (text: string | undefined) =>
  (text ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);

function linked(made: { readonly name: string; readonly link: string; readonly expires_at: string }): Answer {
  return {
    human: [
      `${made.name}: ${made.link}`,
      `打开链接设置密码，只能用一次，至${made.expires_at}有效 open it to set the password, once, until ${made.expires_at}`,
    ],
    machine: made,
  };
}

type Listed = Awaited<ReturnType<typeof import('../../warehouse/accounts.ts').listAccounts>>[number];

function line({ name, display_name, roles: held, parks, tenants, disabled }: Listed): string {
  const named = held.map((role) => `${roles[role].zh} ${role}`).join('、');
  const codes = [...parks, ...tenants].join(',');
  return [name, display_name, named, codes, disabled ? '已停用 disabled' : ''].filter(Boolean).join(' · ');
}
