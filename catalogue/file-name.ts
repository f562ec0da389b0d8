const longest = 120;
const devices = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * A file's name as it may be shown and stored: its last part only, without control characters, marks that turn the direction
 * of writing, or characters that no file system takes. Nothing is ever opened by it.
 */
export function safeFileName(name: string): string {
  const last = name.normalize().split(/[/\\]/).at(-1) ?? '';
  const plain = last
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\ufffd]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[ .]+|[ .]+$/g, '');
  const named = plain === '' ? 'upload' : devices.test(plain) ? `_${plain}` : plain;
  return shortened(named);
}

/** A long name loses its middle: its ending still says what somebody took the file for. */
function shortened(name: string): string {
  const characters = [...name];
  if (characters.length <= longest) return name;
  const ending = /\.[^.]{1,10}$/.exec(name)?.[0] ?? '';
  return characters.slice(0, longest - [...ending].length).join('') + ending;
}
