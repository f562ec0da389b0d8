const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** The check character of a unified social credit code's first 17 characters (GB 32100-2015), or undefined. */
export function usccCheckCharacter(first17: string): string | undefined {
  let sum = 0;
  let weight = 1;
  for (const character of first17) {
    const value = alphabet.indexOf(character);
    if (value < 0) return undefined;
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return first17.length === 17 ? alphabet[(31 - (sum % 31)) % 31] : undefined;
}

/** True for 18 characters with the right check character. */
export function isUscc(text: string): boolean {
  return text.length === 18 && usccCheckCharacter(text.slice(0, 17)) === text[17];
}
