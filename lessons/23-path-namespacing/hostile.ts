import type { Plain } from '#contract';
import { nameOf, parentOf, relative, stemOf } from './paths.ts';
import type { Export, Site } from './site.ts';

/** What a hostile value tries; the kind that comes through first chooses the explanation. */
export type Kind =
  'plain' | 'absolute' | 'encoded' | 'stripped' | 'prefixed' | 'array' | 'rest' | 'odd';

export interface Hostile {
  readonly kind: Kind;
  readonly value: Plain;
}

/** A way to a victim's file that begins in the attacker's own directory. */
interface Way {
  readonly kind: Kind;
  readonly text: string;
}

/**
 * Values that lead from one export's directory to another's file, if they are taken for a path, or
 * for a part of one: with and without its extension, from the file's directory and from the root.
 */
export function hostilePaths(site: Site, own: Export, target: Export): Hostile[] {
  const starts = [...new Set([parentOf(own.file), site.directory(own.owner) ?? site.root])];
  const direct = starts.map((folder) => relative(folder, target.file));
  const below = relative(site.root, target.file);
  const files = [...direct, below].flatMap((text) => [text, stemOf(text)]);
  return [...new Set(files)].flatMap((text) => waysOf(text, own, target)).concat(ODD);
}

function waysOf(text: string, own: Export, target: Export): Hostile[] {
  const absolute = text.endsWith(nameOf(target.file)) ? target.file : stemOf(target.file);
  const encoded = text.replaceAll('.', '%2e').replaceAll('/', '%2f');
  const known = typeof own.ref === 'string' ? own.ref : 'x';
  const ways: Way[] = [
    { kind: 'plain', text },
    { kind: 'plain', text: `./${text}` },
    { kind: 'plain', text: `x/../${text}` },
    { kind: 'plain', text: `x/x/../../${text}/.` },
    { kind: 'plain', text: `${text}/` },
    { kind: 'plain', text: `${`${'x'.repeat(250)}/../`.repeat(17)}${text}` },
    { kind: 'absolute', text: absolute },
    { kind: 'absolute', text: `/${absolute}` },
    { kind: 'absolute', text: `file://${absolute}` },
    { kind: 'encoded', text: text.replaceAll('/', '%2f') },
    { kind: 'encoded', text: encoded },
    { kind: 'encoded', text: encoded.replaceAll('%', '%25') },
    { kind: 'encoded', text: text.replaceAll('.', '．').replaceAll('/', '／') },
    { kind: 'encoded', text: text.replaceAll('/', '\\') },
    { kind: 'stripped', text: text.replaceAll('../', '....//') },
    { kind: 'stripped', text: text.replaceAll('../', '..././') },
    { kind: 'prefixed', text: `${known}/../${text}` },
    { kind: 'prefixed', text: `${known}\n/../${text}` },
    { kind: 'prefixed', text: `${nameOf(own.file)}/../${text}` },
    { kind: 'odd', text: `${text}\0` },
    { kind: 'odd', text: `${text}\0.json` },
    { kind: 'odd', text: ` ${text}` },
    { kind: 'odd', text: `${text}.` },
  ];
  return [
    ...ways.map(({ kind, text: value }): Hostile => ({ kind, value })),
    { kind: 'array', value: [text] },
    { kind: 'array', value: [[text]] },
    { kind: 'array', value: [known, '..', text] },
  ];
}

/** What leads nowhere in particular, and where it leads depends on what is done with it. */
const ODD: readonly Hostile[] = [
  ...['', '.', '..', '../', '/', '../..', '-'.repeat(36), 'x'.repeat(20_000), '\0', '*', '~'],
  ...[null, 0, true, [], {}, ['..'], { '@': 'undefined' }, { length: 36 }],
].map((value): Hostile => ({ kind: 'odd', value }));
