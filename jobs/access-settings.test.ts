import { expect, test } from 'vitest';
import { readSettings } from './settings.ts';

const oidc = {
  PARKSTAT_OIDC_ISSUER: 'https://id.example.cn',
  PARKSTAT_OIDC_CLIENT: 'parkstat',
  PARKSTAT_OIDC_SECRET: 'hush',
  PARKSTAT_OIDC_ROLES: 'a=officer;b=park:P01,P02;c=tenant:@uscc',
  PARKSTAT_PUBLIC_URL: 'https://stat.example.cn/parks',
};

test('signing in is as usual unless said otherwise', () => {
  expect(readSettings({})).toMatchObject({
    ...{ signIn: 'auto', published: 'signed-in', publicUrl: null, oidc: null, writes: 'local' },
  });
  const told = readSettings({
    ...oidc,
    PARKSTAT_SIGN_IN: 'required',
    PARKSTAT_PUBLISHED: 'open',
    HOST: '0.0.0.0',
  });
  expect(told).toMatchObject({ signIn: 'required', published: 'open', writes: 'local' });
  expect(told.publicUrl?.href).toBe('https://stat.example.cn/parks/');
  expect(told.oidc?.rules).toEqual([
    { value: 'a', role: 'officer', codes: [], codesFrom: null },
    { value: 'b', role: 'park', codes: ['P01', 'P02'], codesFrom: null },
    { value: 'c', role: 'tenant', codes: [], codesFrom: 'uscc' },
  ]);
});

test.each([
  ['PARKSTAT_SIGN_IN', 'never'],
  ['PARKSTAT_PUBLISHED', 'yes'],
  ['PARKSTAT_PUBLIC_URL', 'stat.example.cn'],
  ['PARKSTAT_PUBLIC_URL', 'https://[::::]'],
  ['PARKSTAT_OIDC_ISSUER', 'http://id.example.cn'],
  ['PARKSTAT_OIDC_ROLES', 'a=king'],
  ['PARKSTAT_OIDC_ROLES', ''],
  ['PARKSTAT_OIDC_CLIENT', ''],
  ['PARKSTAT_OIDC_SECRET', ''],
  ['PARKSTAT_OIDC_CLAIM', 'two words'],
  ['PARKSTAT_OIDC_NAME', '<b>'],
])('%s=%s is refused by name', (name, value) => {
  expect(() => readSettings({ ...oidc, [name]: value })).toThrow(name);
});

test('a secret is never shown', () => {
  expect(() => readSettings({ ...oidc, PARKSTAT_OIDC_SECRET: 'my secret' })).toThrow(
    /^(?!.*my secret).*PARKSTAT_OIDC_SECRET/,
  );
});
