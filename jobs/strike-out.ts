/** What was said, with the secret struck out wherever it stands. */
export function withoutSecret(text: string, secret: string | null): string {
  if (!secret) return text;
  const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')];
  return forms.reduce((said, form) => said.replaceAll(form, '…'), text);
}
