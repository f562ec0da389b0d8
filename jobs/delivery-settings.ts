import { resolve } from 'node:path';
import { isMailAddress } from '../catalogue/mail-address.ts';
import { Refusal } from '../catalogue/refusal.ts';
import type { Variable } from './access-settings.ts';

/** How what is published goes out to people, as the environment says. */
export interface DeliverySettings {
  /** Null: no mail is sent. */
  readonly mail: MailSettings | null;
  /** Absolute; null: documents are not copied anywhere. */
  readonly deliveryFolder: string | null;
}

export interface MailSettings {
  /** With user and password: never shown. */
  readonly url: string;
  /** As the header bears it. */
  readonly from: { readonly name: string; readonly address: string };
}

export const deliveryVariables = {
  PARKSTAT_SMTP_URL: {
    default: '',
    form: /^(smtps?:\/\/[^\s/]+\/?(\?\S*)?)?$/,
    zh: 'smtps://用户:密码@主机或smtp://主机:端口形式的地址',
    en: 'an address like smtps://user:password@host or smtp://host:port',
  },
  PARKSTAT_MAIL_FROM: {
    default: '',
    form: /^([^<>"\r\n]{0,60}<[^<>\s]+>|[^<>\s]+@[^<>\s]+)?$/,
    zh: '邮件地址，或名称 <地址>',
    en: 'an address, or a name <address>',
  },
  PARKSTAT_DELIVERY_FOLDER: { default: '', form: /^[^\0]*$/, zh: '目录', en: 'a folder' },
} as const satisfies Record<string, Variable>;
type Name = keyof typeof deliveryVariables | 'PARKSTAT_PUBLIC_URL';

export function readDelivery(get: (name: Name) => string): DeliverySettings {
  const folder = get('PARKSTAT_DELIVERY_FOLDER');
  return { mail: mailOf(get), deliveryFolder: folder === '' ? null : resolve(folder) };
}

/** All or nothing: a mail needs a sender, and a way to end it, which is a link. */
function mailOf(get: (name: Name) => string): MailSettings | null {
  const url = get('PARKSTAT_SMTP_URL');
  if (url === '') return null;
  for (const name of ['PARKSTAT_MAIL_FROM', 'PARKSTAT_PUBLIC_URL'] as const)
    if (get(name) === '')
      throw new Refusal('configuration', {
        zh: `设置了PARKSTAT_SMTP_URL，还须设置${name}`,
        en: `With PARKSTAT_SMTP_URL, ${name} must be set too`,
      });
  if (!URL.canParse(url)) throw wrong('PARKSTAT_SMTP_URL', deliveryVariables.PARKSTAT_SMTP_URL);
  return { url, from: senderOf(get('PARKSTAT_MAIL_FROM')) };
}

function senderOf(text: string): MailSettings['from'] {
  const [, name = '', address = text] = /^(.*)<(.+)>$/.exec(text) ?? [];
  if (!isMailAddress(address)) throw wrong('PARKSTAT_MAIL_FROM', deliveryVariables.PARKSTAT_MAIL_FROM);
  return { name: name.trim(), address };
}

function wrong(name: string, { zh, en }: Variable): Refusal {
  return new Refusal('configuration', {
    zh: `环境变量${name}的值无效，应为${zh}`,
    en: `${name} is not valid: it must be ${en}`,
  });
}
