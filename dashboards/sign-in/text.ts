import type { Message } from '../../catalogue/refusal.ts';
import { filledIn, type Values } from '../text.ts';
import type { Language } from '../view.ts';

/** What the door says. */
const text = {
  signIn: { zh: '登录', en: 'Sign in' },
  lead: { zh: '用管理员给您的账户登录', en: 'With the account that an administrator gave you' },
  name: { zh: '登录名', en: 'Name' },
  password: { zh: '密码', en: 'Password' },
  newPassword: { zh: '新密码', en: 'New password' },
  repeat: { zh: '再输一遍', en: 'Once more' },
  differs: { zh: '两次输入的密码不同', en: 'The two passwords differ' },
  passwordHelp: {
    zh: '至少12个字符；几个词连成一句最好记，也最难猜。',
    en: 'At least 12 characters; several words in a row are easy to remember and hard to guess.',
  },
  displayName: { zh: '姓名', en: 'Your name' },
  displayNameHelp: { zh: '显示在您所做的事旁边，如“李敏”。', en: 'Stands beside what you do.' },
  nameHelp: {
    zh: '2–60个小写字母、数字或 . _ @ -，以后不能更改。',
    en: '2–60 lower-case letters, digits or . _ @ -; it cannot be changed later.',
  },
  with: { zh: '用{name}登录', en: 'Sign in with {name}' },
  or: { zh: '或', en: 'or' },
  first: { zh: '建立首位管理员', en: 'Make the first administrator' },
  firstLead: {
    zh: '此账户为统计人员兼管理员，可再邀请其他人',
    en: 'A statistics officer and administrator, who can invite others',
  },
  invitation: { zh: '设置密码', en: 'Choose a password' },
  invitationLead: {
    zh: '{name}，您的登录名是 {account}',
    en: '{name}, your name to sign in with is {account}',
  },
  reset: { zh: '重设密码', en: 'Choose a new password' },
  save: { zh: '保存并登录', en: 'Save and sign in' },
  linkOver: { zh: '链接不能用了', en: 'The link no longer opens' },
  toSignIn: { zh: '去登录', en: 'To signing in' },
  here: { zh: '您已登录为{name}', en: 'You are signed in as {name}' },
  goOn: { zh: '继续', en: 'Go on' },
  signOut: { zh: '退出登录', en: 'Sign out' },
  noAccounts: { zh: '还没有账户', en: 'There are no accounts yet' },
  noAccountsLead: {
    zh: '启动parkstat的窗口里有一个一次性链接，用它建立首位管理员。在本机上可以先不登录。',
    en: 'The window in which parkstat was started shows a one-time link that makes the first administrator. At that machine nobody has to sign in before.',
  },
  forgotten: {
    zh: '忘记密码请联系管理员，由其给您一个重设密码的链接。',
    en: 'If you forgot your password, an administrator can give you a link for a new one.',
  },
  problem_forbidden: {
    zh: '{provider}没有给您本系统的角色，或账户已停用，请联系管理员。',
    en: '{provider} gives you no role here, or the account is disabled: ask an administrator.',
  },
  problem_other: {
    zh: '{provider}登录没有完成，请再试一次。',
    en: 'Signing in with {provider} did not end well: try again.',
  },
  provider: { zh: '身份认证', en: 'The identity provider' },
} as const satisfies Record<string, Message>;

export function say(key: keyof typeof text, language: Language, values: Values = {}): string {
  return filledIn(text[key], language, values);
}
