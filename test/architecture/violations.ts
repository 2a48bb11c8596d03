/** Judges the references of a file by the rules. */
import { posix } from 'node:path';
import { referencesOf, type Reference } from './references.ts';
import * as table from './rules.ts';
import { RULES, type Rule } from './rules.ts';

interface Source {
  readonly path: string;
  readonly part: string;
  readonly rule: Rule;
}

/** One line for each reference that the rules do not allow; none when all is well. */
export function violationsOf(path: string, text: string): string[] {
  const part = partOf(path);
  const rule = part === undefined ? undefined : RULES[part];
  if (part === undefined || rule === undefined) return [`${path}: no rule speaks of this file`];
  return referencesOf(path, text).flatMap((reference) => {
    const wrong = judge({ path, part, rule }, reference);
    return wrong === undefined
      ? []
      : [`${path}:${reference.line} "${reference.specifier}": ${wrong}`];
  });
}

export function partOf(path: string): string | undefined {
  return Object.keys(RULES)
    .filter((part) => path === part || path.startsWith(`${part}/`))
    .reduce<string | undefined>(
      (a, b) => (a === undefined || b.length > a.length ? b : a),
      undefined,
    );
}

function judge(source: Source, reference: Reference): string | undefined {
  const [specifier = ''] = reference.specifier.split('?', 1);
  if (reference.kind === 'url') return judgeAddress(source, specifier);
  if (specifier.startsWith('.') || specifier.startsWith('/')) {
    return judgeFile(source, reference.kind, targetOf(source, specifier));
  }
  const alias = table.ALIASES[specifier];
  if (alias !== undefined) return judgePart(source, reference.kind, partOf(alias) ?? alias);
  return judgePackage(source, specifier);
}

/** A leading slash is the root of the project, as Vite reads it. */
function targetOf({ path }: Source, specifier: string): string {
  if (specifier.startsWith('/')) return specifier.slice(1);
  return posix.normalize(posix.join(posix.dirname(path), specifier));
}

/** Only addresses of code are judged: other files are data, and whoever reads them is no importer. */
function judgeAddress(source: Source, specifier: string): string | undefined {
  if (!specifier.startsWith('.') || !/\.(?:ts|js)$/.test(specifier)) return undefined;
  const target = targetOf(source, specifier);
  const part = partOf(target);
  if (part === source.part || (source.rule.starts ?? []).includes(part ?? '')) return undefined;
  return `${source.part} may not start ${target}`;
}

function judgeFile(source: Source, kind: Reference['kind'], target: string): string | undefined {
  const part = partOf(target);
  if (part === undefined) return 'this is outside of src and lessons';
  if (posix.extname(target) === '') return 'write the extension of the file';
  if (part === source.part) return judgeOwn(source, target);
  if (table.BY_ALIAS_ONLY.includes(source.part)) return `${source.part} import by alias only`;
  const wrong = judgePart(source, kind, part);
  if (wrong !== undefined || kind === 'glob' || table.WITHOUT_INDEX.includes(part)) return wrong;
  const isInside = source.part.startsWith(`${part}/`);
  return isInside || target === `${part}/index.ts`
    ? undefined
    : `import ${part} through its index.ts`;
}

function judgeOwn(source: Source, target: string): string | undefined {
  if (!table.FOLDERS_STAND_ALONE.includes(source.part)) return undefined;
  const folder = (path: string) => path.slice(source.part.length + 1).split('/', 1)[0];
  if (folder(target) !== folder(source.path)) return 'each folder here stands alone';
  return table.ANSWERS.test(target) ? 'answers are data, not a part of the program' : undefined;
}

function judgePart(source: Source, kind: Reference['kind'], part: string): string | undefined {
  const { imports, types = [], globs = [] } = source.rule;
  if (part === source.part) return 'import files of the same folder by their relative path';
  if (kind === 'glob') {
    return globs.includes(part) ? undefined : `${source.part} may not collect files of ${part}`;
  }
  if (imports.includes(part) || (kind === 'type' && types.includes(part))) return undefined;
  if (types.includes(part)) return `${source.part} may import only types of ${part}`;
  return `${source.part} may import ${imports.join(', ') || 'nothing of ours'}`;
}

function judgePackage(source: Source, specifier: string): string | undefined {
  if (source.rule.packages === false) return `${source.part} may not import packages`;
  const owners = Object.entries(table.PACKAGES).find(
    ([name]) => specifier === name || specifier.startsWith(`${name}/`),
  )?.[1];
  if (owners === undefined || owners.includes(source.part)) return undefined;
  return `only ${owners.join(', ')} may import this package`;
}
