/** Not signed in, or no longer: to the door, and back to where one was. */
export function askToSignIn({ pathname, search, hash } = location): void {
  const page = pathname.split('/').at(-1) || 'index.html';
  if (page === 'sign-in.html') return;
  const to = new URLSearchParams({ return: `${page}${search}${hash}` });
  for (const name of ['lang', 'theme']) {
    const value = new URLSearchParams(search).get(name);
    if (value) to.set(name, value);
  }
  location.replace(`./sign-in.html?${to}`);
}
