/** A person as an act names them: 李敏 (limin) of who has signed in, else what they said. */
export function samePerson(one: string, other: string): boolean {
  return keyOf(one) === keyOf(other);
}

/** The account counts, whatever name it shows; two spellings of a name that look alike are one. */
function keyOf(person: string): string {
  const account = /\(([^()]+)\)$/.exec(person.trim())?.[1];
  return (account ?? person).normalize('NFKC').replace(/\s+/g, '').toLowerCase();
}
