/** Shorter runs of letters and digits hold no memo. */
const RUN = /[A-Za-z0-9+/_=%-]{16,}/g;

/**
 * What the words of a text say in base64, hexadecimal or percent-encoding: an id that is the error,
 * written in another alphabet, is the error.
 */
export function decodings(text: string): string[] {
  const said: string[] = [];
  for (const run of text.match(RUN) ?? []) {
    for (const decode of [fromBase64, fromHex, decodeURIComponent]) {
      try {
        const decoded = decode(run);
        if (decoded !== run) said.push(decoded);
      } catch {
        // Not in this alphabet.
      }
    }
  }
  // The other way round, and turned by thirteen, are cheap to look at too.
  const rotated = text.replace(/[a-z]/gi, (letter) => {
    const base = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
  });
  return [...said, [...text].reverse().join(''), rotated];
}

function fromBase64(text: string): string {
  const plain = text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  return atob(plain.slice(0, plain.length - (plain.length % 4 === 1 ? 1 : 0)));
}

function fromHex(text: string): string {
  const digits = text.replaceAll('-', '');
  if (!/^([0-9a-f]{2})+$/i.test(digits)) throw new Error('not hexadecimal');
  return digits.replace(/../g, (pair) => String.fromCharCode(parseInt(pair, 16)));
}
